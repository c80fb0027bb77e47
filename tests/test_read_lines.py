"""Single lines: bylines, credits, datelines, furniture, marks, doubled printing. All names are invented."""

from __future__ import annotations

import pytest

from kg.read.bylines import read_credit, read_names, trailing_credit
from kg.read.canonical import canonical
from kg.read.datelines import read_lead
from kg.read.furniture import back_mark, is_furniture, onward_mark
from kg.read.headlines import names_column, undouble
from kg.read.joining import pieces_of
from kg.read.lines import Kind, lines_of
from kg.read.pieces import Sort


@pytest.mark.parametrize(
    ("line", "names", "picture"),
    [
        ("■记者 何小舟 通讯员 白 露", ("何小舟", "白露"), False),
        ("■记 者 江 帆", ("江帆",), False),
        ("通 讯 员 梅 影 司马长风", ("梅影", "司马长风"), False),
        ("□本报记者 欧阳晴 通讯员 古丽·买买提", ("欧阳晴", "古丽·买买提"), False),
        ("◎何小舟", ("何小舟",), False),
        ("■记者何小舟白露 通讯员江帆", ("何小舟", "白露", "江帆"), False),
        ("文/图 何小舟", ("何小舟",), False),
        ("记者 何小舟/文 江帆/摄", ("何小舟", "江帆"), False),
        ("（记者 何小舟 通讯员 江帆）", ("何小舟", "江帆"), False),
        ("■本报评论员", (), False),
        ("■摄影 何 帆 白小露", ("何帆", "白小露"), True),
        ("何小舟 摄", ("何小舟",), True),
        ("记者 何小舟 摄", ("何小舟",), True),
        ("漫画 江小帆", ("江小帆",), True),
    ],
)
def test_a_byline_or_credit_names_its_makers(line: str, names: tuple[str, ...], picture: bool) -> None:
    credit = read_credit(line)
    assert credit is not None
    assert (credit.names, credit.picture) == (names, picture)


@pytest.mark.parametrize(
    "line",
    [
        "记者从市经信局获悉",
        "记者 了解到",
        "■看园区",
        "●重点项目",
        "何小舟",
        "通讯员队伍建设",
        "图为开工现场",
        "图片由市文旅局提供",
        "记者手记",
    ],
)
def test_other_lines_are_no_byline(line: str) -> None:
    assert read_credit(line) is None


def test_names_alone_go_on_a_byline_only() -> None:
    assert read_names("何小舟") == ("何小舟",)
    assert read_names("创新强园") == ()
    kinds = [
        (line.kind, line.credit.names if line.credit else ()) for line in lines_of("■记者 江帆\n白 露\n\n何小舟\n\n春暖花开\n\n何小舟")
    ]
    assert kinds == [
        (Kind.BYLINE, ("江帆",)),
        (Kind.BYLINE, ("白露",)),
        (Kind.BYLINE, ("何小舟",)),
        (Kind.CONTENT, ()),
        (Kind.CONTENT, ()),
    ]


@pytest.mark.parametrize(
    ("line", "at", "names"),
    [
        ("开工现场。 ■摄影 何小舟", 6, ("何小舟",)),
        ("图为开工现场。（江帆 摄）", 7, ("江帆",)),
        ("取得了好成绩。（记者 何小舟 通讯员 白露）", 7, ("何小舟", "白露")),
        ("他这样说。（白露）", 5, ("白露",)),
        ("他这样说。（下一步）", None, ()),
        ("他这样说。（资料图）", None, ()),
    ],
)
def test_a_credit_may_end_a_line_of_text(line: str, at: int | None, names: tuple[str, ...]) -> None:
    found = trailing_credit(line)
    assert (found[0] if found else None, found[1].names if found else ()) == (at, names)


@pytest.mark.parametrize(
    ("line", "left", "names"),
    [
        ("本报讯 昨天，市里", "昨天，市里", ()),
        ("本报讯“在这里", "“在这里", ()),
        ("【本报讯】昨天", "昨天", ()),
        ("本报讯（全媒体记者 何小舟 通讯员 白 露 文/摄）昨天", "昨天", ("何小舟", "白露")),
        ("本报讯 记者何小舟 通讯员白露报道 近日", "近日", ("何小舟", "白露")),
        ("本报讯 记者 何小舟 昨天，市里", "昨天，市里", ("何小舟",)),
        ("本报讯 记者昨天获悉", "记者昨天获悉", ()),
        ("新华社江城5月7日电（记者何小舟、白露）今年", "今年", ("何小舟", "白露")),
        ("本报5月7日讯 今年", "今年", ()),
        ("江城日报讯（记者 何小舟 通讯员 岩子）今年", "今年", ("何小舟", "岩子")),
        ("江省日报江城讯（江报融媒记者 何小舟）今年", "今年", ("何小舟",)),
    ],
)
def test_the_dateline_formula_is_no_part_of_the_body(line: str, left: str, names: tuple[str, ...]) -> None:
    lead = read_lead(line)
    assert lead is not None
    assert (line[lead.length :], lead.names) == (left, names)


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：何小舟 版式：白露",
        "值班编委：江帆",
        "■责编 何舟 ■版式 白露",
        "新闻热线：85001234",
        "数字报：http://paper.example.com",
        "3 版 综合新闻",
        "A2",
        "要闻 · 综合 A2",
        "江城发布 今江城客户端",
        "JIANGCHENG DAILY",
        "JINGJI 观察 GUANCHA",
        "2025年5月28日 星期三 农历乙巳年五月初二",
        "国内统一连续出版物号 CN 00-0000",
        "今日8版",
        "2 江城新闻",
        "江城  旗区新闻 4",
        "江城·经济 5",
        "今日江城  2 综合新闻",
        "— · —",
    ],
)
def test_furniture_is_no_story(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "重点项目建设提速",
        "编辑部主任何小舟说",
        "全市发布新标准三项",
        "2025年5月28日，市里开会",
        "他打来电话。",
        "总投资12亿元",
        "江城经济 5年翻番",
        "江城经济再攀高峰 2",
    ],
)
def test_headlines_and_text_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_marks_of_continuation() -> None:
    assert onward_mark("四十万件。（下转2版）") == 5
    assert onward_mark("下转 C2版") == 0
    assert onward_mark("（下转第四版）") == 0
    assert onward_mark("转变作风2版") is None
    assert back_mark("（上接1版）二十余家") == 6
    assert back_mark("紧接第一版") == 5
    assert back_mark("上接天线") is None


@pytest.mark.parametrize(
    ("line", "once"),
    [
        ("同心合力同心合力 共建家园共建家园", "同心合力 共建家园"),
        ("投资3.5亿元投资3.5亿元", "投资3.5亿元"),
        ("江城三个项目开工 江城三个项目开工", "江城三个项目开工"),
        ("三家企业上榜 江城居首三家企业上榜 江城居首", "三家企业上榜 江城居首"),
        ("江江城城项项目目开开工工", "江城项目开工"),
        ("高高兴兴过大年", "高高兴兴过大年"),
        ("江城项目开工", "江城项目开工"),
        ("看看看看", "看看看看"),
    ],
)
def test_a_doubled_headline_is_read_once(line: str, once: str) -> None:
    spans = undouble(line)
    assert canonical(line, spans, spaced=True)[0] == once


def test_column_names_are_told_from_headlines() -> None:
    assert names_column("奋进新征程 建功新时代")
    assert names_column("重点项目巡礼")
    assert not names_column("江城三个项目集中开工")


def test_the_canonical_form_keeps_the_offset_of_every_character() -> None:
    raw = "总投资１２ 亿元,增长4.8 %:其中(甲)1,300项,占 3:1;\r\n  Ｎｅｗ  York 港⼈ １∶２"
    text, offsets = canonical(raw, [(0, len(raw))])
    assert text == "总投资12亿元，增长4.8%：其中（甲）1,300项，占3:1；New York港人1∶2"
    assert len(offsets) == len(text)
    assert list(offsets) == sorted(offsets)
    assert raw[offsets[text.index("项")]] == "项"
    assert raw[offsets[text.index(" ")]] == " "


def test_paragraphs_are_joined_over_line_and_column_breaks() -> None:
    raw = "本报讯 近日，江城市公\n布了一份名单，石塘镇、柳\n\n桥镇榜上有名，名列前茅。\n\n这是全市的第二批名单，共\n有九个镇入选。"
    pieces = pieces_of(raw, lines_of(raw))
    assert [(p.sort, p.text) for p in pieces] == [
        (Sort.TEXT, "近日，江城市公布了一份名单，石塘镇、柳桥镇榜上有名，名列前茅。"),
        (Sort.TEXT, "这是全市的第二批名单，共有九个镇入选。"),
    ]
    assert pieces[0].lead


def test_the_end_of_a_sentence_goes_where_no_quotation_stays_open() -> None:
    broken = "江城今年力争产业投资再上新台阶，工业用电、规上产值、税收收入、外贸出口和新增企业这五大关键指标的增速"
    raw = f"{broken}\n\n做大项目，提升动能\n\n“我们要把‘智能装备、\n\n均在三成以上。\n\n传统产业也在改变。"
    texts = [p.text for p in pieces_of(raw, lines_of(raw)) if p.sort is Sort.TEXT]
    assert texts == [f"{broken}均在三成以上。", "“我们要把‘智能装备、", "传统产业也在改变。"]

"""Which stretches of a text are names: heads and left edges of bodies, zones, projects, events, awards, towns; persons beside posts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from kg.recognise.pipeline import make_nlp, recognise
from kg.records import Mention, PageContext
from kg.tag import article_of

HOME = "慈利县"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp()


def mentions(nlp: Language, text: str) -> tuple[Mention, ...]:
    """What the pipeline finds in a text of a paper of 慈利县."""
    article = replace(article_of(text, 1), context=PageContext(HOME))
    (reading,) = recognise(nlp, [article])
    assert all(text[m.start : m.end] == m.text for m in reading.mentions)
    return reading.mentions


def names(nlp: Language, text: str) -> list[str]:
    """The names of a text as Type:form, in text order, without relative ones (我县, 公司)."""
    return [f"{m.type}:{m.text}" for m in mentions(nlp, text) if not m.source.startswith("relative")]


COMPANIES = [
    ("恒川精密机械（慈利）有限公司今年产值增长。", "恒川精密机械（慈利）有限公司"),
    ("德国赫博尔特精密机械（中国）有限公司的设备很好。", "德国赫博尔特精密机械（中国）有限公司"),
    ("澧水源农商银行股份有限公司（筹）召开会议。", "澧水源农商银行股份有限公司（筹）"),
    ("澧水源茶业有限责任公司开业。", "澧水源茶业有限责任公司"),
    ("昨天，县领导走访恒川精密机械有限公司，了解生产情况。", "恒川精密机械有限公司"),
    ("去年入驻恒川精密机械有限公司的员工很多。", "恒川精密机械有限公司"),
    ("这些订单来自恒川精密机械有限公司。", "恒川精密机械有限公司"),
    ("记者在位于城北的恒川精密机械有限公司看到，工人很忙。", "恒川精密机械有限公司"),
    ("随后，一行人来到恒川精密机械有限公司。", "恒川精密机械有限公司"),
    ("我们引进恒川精密机械有限公司，产值翻番。", "恒川精密机械有限公司"),
    ("国网慈利县供电公司加班抢修。", "国网慈利县供电公司"),
]


@pytest.mark.parametrize(("text", "company"), COMPANIES)
def test_a_company_begins_after_verbs_and_takes_its_brackets_in(nlp: Language, text: str, company: str) -> None:
    assert [n for n in names(nlp, text) if n.startswith("Company")] == [f"Company:{company}"]


def test_a_group_and_its_firm_are_two_where_de_stands_between(nlp: Language) -> None:
    assert names(nlp, "恒川集团旗下的青禾重工有限公司投产。") == ["Company:恒川集团", "Company:青禾重工有限公司"]


def test_a_group_and_its_firm_are_two(nlp: Language) -> None:
    assert names(nlp, "恒川集团旗下青禾重工有限公司投产。") == ["Company:恒川集团", "Company:青禾重工有限公司"]


def test_a_verb_after_a_group_is_no_part_of_its_name(nlp: Language) -> None:
    assert names(nlp, "项目由恒川集团投资建设。") == ["Company:恒川集团"]


def test_a_sum_after_the_verb_shows_it_to_be_one(nlp: Language) -> None:
    assert names(nlp, "恒川集团投资3亿元建厂。") == ["Company:恒川集团"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨天，县教育和体育局召开会议。", ["县教育和体育局"]),
        ("县人力资源和社会保障局、县农业农村局联合发文。", ["县人力资源和社会保障局", "县农业农村局"]),
        ("慈利县卫生健康局负责人介绍。", ["慈利县卫生健康局"]),
        ("县发改局、县住建局负责人参加。", ["县发改局", "县住建局"]),
        ("市生态环境局慈利分局发布公告。", ["市生态环境局慈利分局"]),
        ("县委、县政府高度重视。", ["县委", "县政府"]),
        ("慈利县委、慈利县人民政府、县人大常委会、县政协。", ["慈利县委", "慈利县人民政府", "县人大常委会", "县政协"]),
        ("零溪镇人民政府、通津铺镇党委发文。", ["零溪镇人民政府", "通津铺镇党委"]),
        ("慈利县人民法院、慈利县人民检察院发布公告。", ["慈利县人民法院", "慈利县人民检察院"]),
        ("县委办公室发文。", ["县委办公室"]),
    ],
)
def test_bodies_of_the_state_with_relative_places(nlp: Language, text: str, expected: list[str]) -> None:
    assert names(nlp, text) == [f"Government:{name}" for name in expected]


def test_the_office_of_a_street_is_named_whole(nlp: Language) -> None:
    assert "Government:零阳街道办事处" in names(nlp, "零阳街道办事处主任卓启航介绍情况。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("慈利经济开发区高新技术产业园内，工人正在忙碌。", "Zone:慈利经济开发区高新技术产业园"),
        ("慈利经济技术开发区成立。", "Zone:慈利经济技术开发区"),
        ("总投资12亿元的恒川水泵生产基地开工。", "Project:恒川水泵生产基地"),
        ("慈利工业集中区二期工程开工。", "Project:慈利工业集中区二期工程"),
        ("恒川科技园二期工程开工。", "Project:恒川科技园二期工程"),
        ("澧阳大桥建设工程启动。", "Project:澧阳大桥建设工程"),
    ],
)
def test_zones_and_projects(nlp: Language, text: str, expected: str) -> None:
    assert names(nlp, text) == [expected]


def test_a_park_in_another_is_named_without_it(nlp: Language) -> None:
    text = "慈利经济技术开发区黄家坪工业园区建成。"
    assert names(nlp, text) == ["Zone:慈利经济技术开发区", "Zone:黄家坪工业园区"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("恒川精密机械有限公司年产30万台水泵生产线项目开工。", "年产30万台水泵生产线项目"),
        ("恒川精密机械有限公司投资建设水泵生产线项目。", "水泵生产线项目"),
    ],
)
def test_a_project_is_named_without_the_company_that_builds_it(nlp: Language, text: str, expected: str) -> None:
    assert names(nlp, text) == ["Company:恒川精密机械有限公司", f"Project:{expected}"]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("第十二届慈利杜仲文化节开幕。", "第十二届慈利杜仲文化节"),
        ("2024年第三届澧水山地马拉松开赛。", "2024年第三届澧水山地马拉松"),
        ("慈利县第十五届人民代表大会第四次会议举行。", "慈利县第十五届人民代表大会第四次会议"),
        ("第十三届中国慈利杜仲论坛举行。", "第十三届中国慈利杜仲论坛"),
        ("2024慈利杜仲产业发展大会举行。", "2024慈利杜仲产业发展大会"),
        ("昨天，慈利县2024年重点项目集中开工仪式举行。", "慈利县2024年重点项目集中开工仪式"),
        ("县里举办了“澧水之夏”主题活动。", "“澧水之夏”主题活动"),
    ],
)
def test_events_begin_with_their_ordinal_year_or_place(nlp: Language, text: str, event: str) -> None:
    assert names(nlp, text) == [f"Event:{event}"]


@pytest.mark.parametrize(
    ("text", "awards"),
    [
        ("公司获“湖南省五一劳动奖状”。", ["湖南省五一劳动奖状"]),
        ("他获得“湖南省劳动模范”称号。", ["湖南省劳动模范"]),
        ("该县先后荣获全国文明城市、国家卫生县城、全国双拥模范县等荣誉。", ["全国文明城市", "国家卫生县城", "全国双拥模范县"]),
        ("慈利县获评2023年度全国休闲农业示范县。", ["2023年度全国休闲农业示范县"]),
        ("企业入选《湖南省制造业单项冠军名单》。", ["湖南省制造业单项冠军名单"]),
    ],
)
def test_awards_in_quotes_and_lists(nlp: Language, text: str, awards: list[str]) -> None:
    assert [n for n in names(nlp, text) if n.startswith("Award")] == [f"Award:{name}" for name in awards]


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("零溪镇、三官寺土家族乡和通津铺镇的干部来了。", ["零溪镇", "三官寺土家族乡", "通津铺镇"]),
        ("三官寺土家族乡很美，三官寺不远。", ["三官寺土家族乡", "三官寺"]),
        ("位于慈利县零溪镇的茶园很大。", ["零溪镇"]),
        ("两个乡镇联手，三个街道响应。", []),
    ],
)
def test_towns_of_the_home_by_their_full_and_short_names(nlp: Language, text: str, towns: list[str]) -> None:
    assert [n for n in names(nlp, text) if n.startswith("Town")] == [f"Town:{name}" for name in towns]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("县委书记邵明远率队到企业调研。", ["邵明远"]),
        ("县委书记邵远率队到企业调研。", ["邵远"]),
        ("覃启率县直部门到零溪镇调研。", ["覃启"]),
        ("副县长龚承泽、卓启航、温如玉等参加。", ["龚承泽", "卓启航", "温如玉"]),
        ("卓启航、温如玉、龚承泽、卓一凡出席。", ["卓启航", "温如玉", "龚承泽", "卓一凡"]),
        ("总经理卡尔·米勒说，这里很好。", ["卡尔·米勒"]),
        ("阿曼杜拉·艾山率团到访，县长龚承泽会见。", ["阿曼杜拉·艾山", "龚承泽"]),
        ("阿不都·热合曼介绍，生意好。", ["阿不都·热合曼"]),
        ("正如卡尔·米勒博士所说，这里很好。", ["卡尔·米勒"]),
        ("会上，龚承泽、温建国等业务骨干发言。", ["龚承泽", "温建国"]),
    ],
)
def test_persons(nlp: Language, text: str, persons: list[str]) -> None:
    assert [n for n in names(nlp, text) if n.startswith("Person")] == [f"Person:{name}" for name in persons]


@pytest.mark.parametrize(
    "text",
    [
        "股份有限公司、有限公司和合伙企业都要登记。",
        "有限公司的设立，项目的推进，会议的召开。",
        "重点项目加快推进，项目建设如火如荼。",
        "优化产业布局，结局很好，当局举办培训。",
        "会议学习了公司法和劳动法，强调抓好重点项目。",
        "本次活动吸引了很多人，会议强调要抓落实。",
        "大学生返乡创业，工程师下乡，银行业稳定。",
        "工程进展顺利，开发区要发展，集团要做强。",
        "要弘扬雷锋精神，讲好故事。",
        "业务涵盖商贸供应、类金融、安保安培等领域。",
    ],
)
def test_common_nouns_are_no_names(nlp: Language, text: str) -> None:
    assert names(nlp, text) == []


def test_firms_of_a_list_are_known_by_the_noun_after_it(nlp: Language) -> None:
    assert names(nlp, "恒川、青禾和云谷等企业参加。") == ["Company:恒川", "Company:青禾", "Company:云谷"]


def test_a_form_that_a_bracket_introduces_is_the_same_thing(nlp: Language) -> None:
    found = mentions(nlp, "恒川精密机械有限公司（以下简称“恒川精机”）发布公告。恒川精机明年投产。")
    assert [(m.text, m.type) for m in found] == [
        ("恒川精密机械有限公司", "Company"),
        ("恒川精机", "Company"),
        ("恒川精机", "Company"),
    ]
    assert {m.source for m in found[1:]} == {"page:恒川精密机械有限公司"}


@pytest.mark.parametrize(
    ("text", "form", "source"),
    [
        ("恒川精密机械有限公司落户我县。", "我县", "relative:home"),
        ("这里是我省最大的茶园。", "我省", "relative:province"),
        ("恒川有限公司投产。该公司产品好。", "该公司", "relative:Company"),
        ("恒川有限公司投产。公司将扩大生产。", "公司", "relative:Company"),
        ("园区总经理卓启航说。", "园区", "relative:Zone"),
        ("恒川有限公司落户园区。", "园区", "relative:Zone"),
    ],
)
def test_relative_names_say_what_they_ask_for(nlp: Language, text: str, form: str, source: str) -> None:
    assert (form, source) in [(m.text, m.source) for m in mentions(nlp, text)]


def test_a_bare_noun_in_the_middle_of_a_clause_stands_for_nothing(nlp: Language) -> None:
    assert mentions(nlp, "他在一家公司上班，她为企业服务。") == ()

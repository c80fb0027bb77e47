"""Value spans: what counts as money, a quantity, a ratio, a rank or a date, and to what it is normalised."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kg.errors import InputError, OntologyError
from kg.lexicon import load
from kg.recognise.numerals import magnitude, number
from kg.recognise.values import find_values, infer_year
from kg.records import ValueKind

HERE = Path(__file__).parent
ISSUE = "2025-05-28"


Found = tuple[str, str, float | None, str | None, str | None]


def found(text: str, issue_date: str | None = ISSUE, year: int | None = None) -> list[Found]:
    return [(v.kind.value, v.text, v.number, v.unit, v.iso) for v in find_values(text, issue_date, year)]


@pytest.mark.parametrize(
    ("text", "span", "value", "currency"),
    [
        ("实现生产总值156.1亿元、", "156.1亿元", 15_610_000_000, "CNY"),
        ("总投资1亿美元的项目", "1亿美元", 100_000_000, "USD"),
        ("总投资8326万美元", "8326万美元", 83_260_000, "USD"),
        ("增资2000万欧元", "2000万欧元", 20_000_000, "EUR"),
        ("利用外资7077.78万美元", "7077.78万美元", 70_777_800, "USD"),
        ("总投资超亿美元项目", "亿美元", 100_000_000, "USD"),
        ("投资近百亿元", "百亿元", 10_000_000_000, "CNY"),
        ("投资100亿日元", "100亿日元", 10_000_000_000, "JPY"),
        ("捐赠5000万港元", "5000万港元", 50_000_000, "HKD"),
        ("注册资本3.5亿元人民币", "3.5亿元人民币", 350_000_000, "CNY"),
        ("借款500万人民币", "500万人民币", 5_000_000, "CNY"),
        ("每月1200元补贴", "1200元", 1200, "CNY"),
        ("收入1,200元", "1,200元", 1200, "CNY"),
        ("总投资三亿元", "三亿元", 300_000_000, "CNY"),
        ("总投资十二亿元", "十二亿元", 1_200_000_000, "CNY"),
        ("投入两千万元", "两千万元", 20_000_000, "CNY"),
        ("总投资逾四百余亿元", "四百余亿元", 40_000_000_000, "CNY"),
        ("实现产值8000多万元", "8000多万元", 80_000_000, "CNY"),
        ("总投资50余亿元", "50余亿元", 5_000_000_000, "CNY"),
        ("实现营收5亿多元", "5亿多元", 500_000_000, "CNY"),
        ("5亿元以上项目", "5亿元", 500_000_000, "CNY"),
        ("规模达1.2万亿元", "1.2万亿元", 1_200_000_000_000, "CNY"),
        ("三点五亿元", "三点五亿元", 350_000_000, "CNY"),
        ("赔付300万英镑", "300万英镑", 3_000_000, "GBP"),
        ("捐款十元", "十元", 10, "CNY"),
    ],
)
def test_money(text: str, span: str, value: float, currency: str) -> None:
    assert found(text) == [("money", span, value, currency, None)]


@pytest.mark.parametrize(
    "text",
    [
        "投资数十亿元", "几百万元", "亿元项目集中开工", "一元复始", "二元结构", "三元催化", "2元素", "多元化", "公元前", "100亿级产业",
        "美元走强",
    ],
)  # fmt: skip
def test_no_money(text: str) -> None:
    assert [v for v in found(text) if v[0] == "money"] == []


@pytest.mark.parametrize("text", ["投资3亿—5亿元", "投资3-5亿元", "投资3亿至5亿元", "投资3亿元到5亿元"])
def test_a_range_of_money_is_two_values(text: str) -> None:
    assert [(v.number, v.unit) for v in find_values(text)] == [(3e8, "CNY"), (5e8, "CNY")]


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("建成深水泊位25个，", "25个", 25, "个"),
        ("吞吐量5319万吨", "5319万吨", 53_190_000, "吨"),
        ("集装箱64.2万标箱", "64.2万标箱", 642_000, "标箱"),
        ("带动6万人就业", "6万人", 60_000, "人"),
        ("面积11000平方米", "11000平方米", 11_000, "平方米"),
        ("面积73220.18平方米", "73220.18平方米", 73_220.18, "平方米"),
        ("用地1945亩", "1945亩", 1945, "亩"),
        ("网店3277家", "3277家", 3277, "家"),
        ("服务近5万人次", "5万人次", 50_000, "人次"),
        ("惠及1500余名党员", "1500余名", 1500, "名"),
        ("入驻20余家企业", "20余家", 20, "家"),
        ("有400多种产品", "400多种", 400, "种"),
        ("帮扶250余家企业", "250余家", 250, "家"),
        ("活动50余场，", "50余场", 50, "场"),
        ("100多名志愿者", "100多名", 100, "名"),
        ("签下四份协议", "四份", 4, "份"),
        ("办了三次", "三次", 3, "次"),
        ("两个项目", "两个", 2, "个"),
        ("十条措施", "十条", 10, "条"),
        ("两家企业", "两家", 2, "家"),
        ("十二个乡镇", "十二个", 12, "个"),
        ("二十余家单位", "二十余家", 20, "家"),
        ("三千多名职工", "三千多名", 3000, "名"),
        ("24小时服务", "24小时", 24, "小时"),
        ("历时3个多月", "3个多月", 3, "个月"),
        ("干线31.25公里", "31.25公里", 31.25, "公里"),
        ("装机50万千瓦", "50万千瓦", 500_000, "千瓦"),
        ("发电5千瓦时", "5千瓦时", 5, "千瓦时"),
        ("建成500千伏变电站", "500千伏", 500, "千伏"),
        ("年产210亿粒药片", "210亿粒", 21_000_000_000, "粒"),
        ("10家长三角企业", "10家", 10, "家"),
        ("产值增长1.5倍", "1.5倍", 1.5, "倍"),
        ("清运123万立方米", "123万立方米", 1_230_000, "立方米"),
        ("每年200MW", "200MW", 200, "MW"),
        ("工期3年", "3年", 3, "年"),
    ],
)
def test_quantities(text: str, span: str, value: float, unit: str) -> None:
    quantities = [(v.text, v.number, v.unit) for v in find_values(text, ISSUE) if v.kind is ValueKind.QUANTITY]
    assert quantities == [(span, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "第36期大讲堂", "第12次增资", "第一位客人", "工业4.0时代", "某平台2.0版", "国道G999改建", "省道S888沿线", "数十家企业",
        "近百家企业", "几十个项目", "一个项目", "二次开发", "三四个项目", "上百人参加", "三次产业结构", "三位一体", "六年级学生",
        "100周年庆典", "三部门联合", "全国500强", "5A级景区", "3D打印", "5G基站", "二十大精神", "七大行动", "4号地块", "第三个",
        "十几个项目", "A4纸张", "KC-135架次", "5人才公寓", "四处走访",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("增长24.8%和", "24.8%", 24.8, "%"),
        ("下降-3.5%", "-3.5%", -3.5, "%"),
        ("增长1400%", "1400%", 1400, "%"),
        ("占百分之三十", "百分之三十", 30, "%"),
        ("占百分之12.5", "百分之12.5", 12.5, "%"),
        ("三分之二的村", "三分之二", 66.6667, "%"),
        ("提高2.2个百分点", "2.2个百分点", 2.2, "个百分点"),
        ("超过七成", "七成", 70, "%"),
        ("占8成以上", "8成", 80, "%"),
    ],
)
def test_ratios(text: str, span: str, value: float, unit: str) -> None:
    assert found(text) == [("ratio", span, value, unit, None)]


def test_a_success_is_no_ratio() -> None:
    assert found("三成功、五成立") == []


@pytest.mark.parametrize(
    ("text", "span", "rank"),
    [
        ("位列全国千强镇第79位。", "第79位", 79),
        ("列第69名和", "第69名", 69),
        ("总量列全市第二，", "第二", 2),
        ("增速位居全省第一", "第一", 1),
        ("排名第1", "第1", 1),
        ("总量全县第三。", "第三", 3),
        ("上升至第十二位", "第十二位", 12),
        ("总量居全省首位", "首位", 1),
    ],
)
def test_ranks(text: str, span: str, rank: int) -> None:
    assert found(text) == [("rank", span, rank, None, None)]


@pytest.mark.parametrize("text", ["列入第二批名单", "第一位客人", "第一时间", "第一产业", "首位产业", "排到第二天", "列为第三人"])
def test_no_rank(text: str) -> None:
    assert [v for v in found(text) if v[0] == "rank"] == []


@pytest.mark.parametrize(
    ("text", "span", "iso"),
    [
        ("2024年，", "2024年", "2024"),
        ("2024年度优秀", "2024年度", "2024"),
        ("2023年7月成立", "2023年7月", "2023-07"),
        ("2024年12月15日，", "2024年12月15日", "2024-12-15"),
        ("2024-12-15发布", "2024-12-15", "2024-12-15"),
        ("二〇二四年五月一日", "二〇二四年五月一日", "2024-05-01"),
        ("12月14日，", "12月14日", "2024-12-14"),
        ("5月26日晚，", "5月26日晚", "2025-05-26"),
        ("五月二十六日", "五月二十六日", "2025-05-26"),
        ("今年，", "今年", "2025"),
        ("去年投产", "去年", "2024"),
        ("前年", "前年", "2023"),
        ("明年将", "明年", "2026"),
        ("今年3月", "今年3月", "2025-03"),
        ("去年12月", "去年12月", "2024-12"),
        ("去年年底", "去年年底", "2024"),
        ("今年一季度", "今年一季度", "2025-Q1"),
        ("一季度，", "一季度", "2025-Q1"),
        ("第二季度", "第二季度", "2025-Q2"),
        ("2025年首季", "2025年首季", "2025-Q1"),
        ("2025一季度", "2025一季度", "2025-Q1"),
        ("今年1至4月", "今年1至4月", "2025-01/2025-04"),
        ("去年1至11月", "去年1至11月", "2024-01/2024-11"),
        ("1—4月份", "1—4月份", "2025-01/2025-04"),
        ("前4个月", "前4个月", "2025-01/2025-04"),
        ("上半年", "上半年", "2025-01/2025-06"),
        ("2024年上半年", "2024年上半年", "2024-01/2024-06"),
        ("去年前三季度", "去年前三季度", "2024-01/2024-09"),
        ("4月16日至21日", "4月16日至21日", "2025-04-16/2025-04-21"),
        ("4月28日—5月3日", "4月28日—5月3日", "2025-04-28/2025-05-03"),
        ("2021年底", "2021年底", "2021"),
        ("2026年4月中旬", "2026年4月中旬", "2026-04"),
        ("2023—2025年", "2023—2025年", "2023/2025"),
        ("昨天，", "昨天", "2025-05-27"),
        ("昨日上午", "昨日上午", "2025-05-27"),
        ("今天", "今天", "2025-05-28"),
        ("27日下午，", "27日下午", "2025-05-27"),
        ("30日，", "30日", "2025-04-30"),
        ("本月底", "本月底", "2025-05"),
        ("上个月", "上个月", "2025-04"),
        ("近日，", "近日", None),
        ("“十四五”期间", "“十四五”期间", None),
        ("比去年同期", "去年同期", None),
        ("2月30日", "2月30日", None),
    ],
)
def test_dates(text: str, span: str, iso: str | None) -> None:
    assert found(text) == [("date", span, None, None, iso)]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("昨天", [None]),
        ("12月14日", [None]),
        ("今年3月", [None]),
        ("一季度", [None]),
        ("2024年3月", ["2024-03"]),
    ],
)
def test_without_issue_date_or_year_relative_dates_stay_open(text: str, isos: list[str | None]) -> None:
    assert [v.iso for v in find_values(text)] == isos


def test_the_year_alone_settles_months_but_not_yesterday() -> None:
    assert [v.iso for v in find_values("昨天，12月14日，去年8月，一季度", year=2025)] == [None, "2025-12-14", "2024-08", "2025-Q1"]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("2019年签约，次年投产，同年达产。", ["2019", "2020", "2020"]),
        ("当年签约", [None]),
        ("2023年3月签约，8月开工。9月，", ["2023-03", "2023-08", "2024-09"]),
        ("预计9月底投产", ["2025-09"]),
        ("去年12月至今年3月", ["2024-12", "2025-03"]),
    ],
)
def test_years_are_carried_over_with_care(text: str, isos: list[str | None]) -> None:
    assert [v.iso for v in find_values(text, ISSUE)] == isos


@pytest.mark.parametrize(
    "text", ["2000年历史", "《今日某城》", "为期3日游", "1号楼", "14日内办结", "2024镇域经济", "电话20241215", "国标2024.1"]
)
def test_no_date(text: str) -> None:
    assert [v for v in found(text) if v[0] == "date"] == []


def test_an_issue_date_of_another_form_is_refused() -> None:
    with pytest.raises(InputError, match="2025-05-28"):
        find_values("昨天", "28/05/2025")


def test_a_sentence_full_of_values() -> None:
    text = "2024年，全镇实现产值3.5亿元，增长9.4%，列全县第二，带动1200余人就业。"
    assert found(text) == [
        ("date", "2024年", None, None, "2024"),
        ("money", "3.5亿元", 3.5e8, "CNY", None),
        ("ratio", "9.4%", 9.4, "%", None),
        ("rank", "第二", 2, None, None),
        ("quantity", "1200余人", 1200, "人", None),
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("今年是2025年，也是开局之年。", 2025),
        ("2024年，全镇实现产值3亿元。2025年确保突破4亿元，2026年力争突破5亿元。", 2025),
        ("2024年全镇完成投资12亿元，增长5%。今年一季度，完成投资3亿元。", 2025),
        ("2025一季度经济亮眼：今年一季度，规上工业增加值86亿元。", 2025),
        ("2025年首季成绩单公布。一季度全县生产总值52亿元，比上年同期提高2个百分点。", 2025),
        ("会议部署2025年重点工作。去年，全市获评先进。", 2025),
        ("2024年三季度重点项目集中开工仪式举行，这样的活动今年已办三次。", 2024),
        # Evidence that is missing, thin or at odds.
        ("昨天，两家企业签约。今年一季度产值增长5%。", None),
        ("2017年公司成立，今年产值翻番。", None),
        ("2023年实现产值3亿元，去年实现产值4亿元，今年力争5亿元。", None),
        ("2024年将投产，2025年完成产值3亿元，今年再开工。2024年力争开工。", 2026),
        ("今年是2025年。今年是2024年。", None),
        ("预计2030年建成。今年开工。", None),
        ("", None),
    ],
)
def test_the_year_called_this_year(text: str, year: int | None) -> None:
    assert infer_year(text) == year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三千五百万", 35_000_000),
        ("两亿三千万", 230_000_000),
        ("三万亿", 3_000_000_000_000),
        ("12,345.6", 12_345.6),
        ("一百五", None),
        ("三四", None),
        ("三百千", None),
    ],
)
def test_numerals(text: str, value: float | None) -> None:
    parsed = number(text)
    assert (None if parsed is None else float(parsed)) == value


def test_magnitudes_multiply() -> None:
    assert [magnitude(m) for m in ("", "万", "千万", "亿", "万亿")] == [1, 10_000, 10_000_000, 100_000_000, 1_000_000_000_000]


def test_a_missing_word_list_is_named() -> None:
    with pytest.raises(OntologyError, match="no_such_list"):
        load("no_such_list")


PAGES = sorted([*(HERE.parent / "seeds").glob("*.txt"), *(HERE / "other" / "pages").glob("*.txt")])


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_pages_give_sorted_values_that_do_not_overlap(path: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8").split())
    values = find_values(text, ISSUE)
    assert len(values) > 20
    assert all(a.end <= b.start for a, b in pairwise(values))
    assert all(v.text == text[v.start : v.end] and v.text for v in values)
    assert all((v.number is None) == (v.kind is ValueKind.DATE) for v in values)
    assert find_values(text, ISSUE) == values

"""Observations: invented sentences of local news with the figures they tell, and sentences that tell none."""

from __future__ import annotations

import pytest
from marked import marked, named, quote

from kg.records import Observation, Status
from kg.relate.observations import observe

HOME = "江南省/远山市"
Row = tuple[str, str, float | None, str | None, str | None, float | None]


def told(text: str, year: int | None = 2025) -> list[Observation]:
    return list(observe(marked(text, home=HOME, year=year), quote))


def rows(text: str, year: int | None = 2025) -> list[Row]:
    names = {e.id: e.name for e in marked(text, home=HOME, year=year).entities.values()}
    return [(names[o.subject], o.indicator, o.value, o.unit, o.period, o.change) for o in told(text, year)]


SUMS: list[tuple[str, list[Row]]] = [
    (
        "2024年，{Town:青溪镇}实现生产总值52.3亿元、规上工业总产值210.5亿元，位列全市第三。",
        [
            ("青溪镇", "生产总值", 5_230_000_000, "CNY", "2024", None),
            ("青溪镇", "规上工业总产值", 21_050_000_000, "CNY", "2024", None),
        ],
    ),
    (
        "今年一季度，{Place:远山=远山市}规上工业增加值达31.4亿元，同比增长8.6%，其中高端装备增加值9.2亿元，下降1.5%。",
        [
            ("远山市", "规上工业增加值", 3_140_000_000, "CNY", "2025-Q1", 0.086),
            ("远山市", "高端装备增加值", 920_000_000, "CNY", "2025-Q1", -0.015),
        ],
    ),
    (
        "{Place:远山市}一季度一般公共预算收入4.61亿元，增长1.6%，其中税收收入3.20亿元，占比69.5%。",
        [
            ("远山市", "一般公共预算收入", 461_000_000, "CNY", "2025-Q1", 0.016),
            ("远山市", "税收收入", 320_000_000, "CNY", "2025-Q1", None),
            ("远山市", "税收收入占比", 69.5, "%", "2025-Q1", None),
        ],
    ),
    (
        "去年，{Company:远望集团}产值突破40亿元，同比增长34%。",
        [("远望集团", "产值", 4_000_000_000, "CNY", "2024", 0.34)],
    ),
    (
        "2024年，{Zone:青溪开发区}96家规上外资企业实现产值超380亿元。",
        [
            ("青溪开发区", "规上外资企业", 96, "家", "2024", None),
            ("青溪开发区", "规上外资企业产值", 38_000_000_000, "CNY", "2024", None),
        ],
    ),
    (
        "{Town:青溪镇}临港贸易额在2024年80亿元的基础上，2025年确保突破100亿元。",
        [
            ("青溪镇", "临港贸易额", 8_000_000_000, "CNY", "2024", None),
            ("青溪镇", "临港贸易额", 10_000_000_000, "CNY", "2025", None),
        ],
    ),
    (
        "{Place:远山市}一季度实现地区生产总值52亿元，增长4%。其中，第一产业4.41亿元，增长1.8%；第二产业19.31亿元，增长6.4%。",
        [
            ("远山市", "地区生产总值", 5_200_000_000, "CNY", "2025-Q1", 0.04),
            ("远山市", "第一产业", 441_000_000, "CNY", "2025-Q1", 0.018),
            ("远山市", "第二产业", 1_931_000_000, "CNY", "2025-Q1", 0.064),
        ],
    ),
    (
        "{Place:全市=远山市}完成工业总产值60亿元，增加值16亿元，同比分别增长53.7%和25.1%。",
        [
            ("远山市", "工业总产值", 6_000_000_000, "CNY", None, 0.537),
            ("远山市", "增加值", 1_600_000_000, "CNY", None, 0.251),
        ],
    ),
    (
        "{Zone:青溪开发区}营业收入90亿元；{Zone:北岭工业园}30亿元。",
        [
            ("青溪开发区", "营业收入", 9_000_000_000, "CNY", None, None),
            ("北岭工业园", "营业收入", 3_000_000_000, "CNY", None, None),
        ],
    ),
]

CHANGES: list[tuple[str, list[Row]]] = [
    ("今年一季度，{Company:远望集团}产值同比增长17.6%。", [("远望集团", "产值", None, None, "2025-Q1", 0.176)]),
    ("{Place:全县=远山县}固定资产投资同比下降6.4%。", [("远山县", "固定资产投资", None, None, None, -0.064)]),
    (
        "{Place:远山市}工业经济向好，民间投资增势强劲，增幅达38.0%。",
        [("远山市", "民间投资", None, None, None, 0.38)],
    ),
    (
        "{Company:远望集团}、{Company:北岭机械}等均实现开门红，一季度产值分别同比增长33.5%、27.1%。",
        [
            ("远望集团", "产值", None, None, "2025-Q1", 0.335),
            ("北岭机械", "产值", None, None, "2025-Q1", 0.271),
        ],
    ),
    (
        "{Company:远望集团}投产，{Company:北岭机械}扩建。今年一季度，两家企业产值同比分别增长21.3%和64.5%。",
        [
            ("远望集团", "产值", None, None, "2025-Q1", 0.213),
            ("北岭机械", "产值", None, None, "2025-Q1", 0.645),
        ],
    ),
    (
        "{Place:远山市}出口额、税收分别增长5%和6%。",
        [("远山市", "出口额", None, None, None, 0.05), ("远山市", "税收", None, None, None, 0.06)],
    ),
    ("{Company:远望集团}订单量增长2倍。", [("远望集团", "订单量", None, None, None, 2.0)]),
]

COUNTS: list[tuple[str, list[Row]]] = [
    ("当前，{Zone:青溪港区}已建成深水泊位16个。", [("青溪港区", "建成深水泊位", 16, "个", None, None)]),
    (
        "过去一年，{Place:远山市}共签约项目196个，总投资742亿元。",
        [("远山市", "签约项目", 196, "个", None, None), ("远山市", "总投资", 74_200_000_000, "CNY", None, None)],
    ),
    ("{Zone:云谷基地}已入驻企业1000余家。", [("云谷基地", "入驻企业", 1000, "家", None, None)]),
    ("{Company:远望集团}现有260多名员工。", [("远望集团", "员工", 260, "名", None, None)]),
    ("{Zone:云谷基地}已有20余家企业入驻。", [("云谷基地", "企业入驻", 20, "家", None, None)]),
    ("{Company:远望集团}有两家上市子公司。", [("远望集团", "上市子公司", 2, "家", None, None)]),
    (
        "{Town:全镇=青溪镇}培育省级专精特新中小企业19家、国家级企业3家。",
        [("青溪镇", "培育省级专精特新中小企业", 19, "家", None, None), ("青溪镇", "国家级企业", 3, "家", None, None)],
    ),
    (
        "今年以来，{Place:我市=远山市}已签约{Project:云谷总部}等4个外资总部项目。",
        [("远山市", "外资总部项目", 4, "个", None, None)],
    ),
    (
        "{Place:远山市}首批6个亿元以上重点项目集中开工，其中5个是工业项目。",
        [("远山市", "亿元以上重点项目集中开工", 6, "个", None, None), ("远山市", "工业项目", 5, "个", None, None)],
    ),
    ("{Company:京海集团}扶持{Place:远山=远山市}300多个商家成功开店。", [("京海集团", "扶持商家", 300, "个", None, None)]),
    ("{Company:远望集团}先后增资14次。", [("远望集团", "增资", 14, "次", None, None)]),
    (
        "{Zone:云谷基地}已修路18条、41.6公里，铺设管网33.8公里。",
        [
            ("云谷基地", "修路", 18, "条", None, None),
            ("云谷基地", "修路", 41.6, "公里", None, None),
            ("云谷基地", "铺设管网", 33.8, "公里", None, None),
        ],
    ),
    ("产业发展带动了{Town:全镇=青溪镇}6万人就业。", [("青溪镇", "带动就业", 60_000, "人", None, None)]),
]

MEASURES: list[tuple[str, list[Row]]] = [
    ("{Project:云谷二期工程}总建筑面积68215.5平方米。", [("云谷二期工程", "总建筑面积", 68215.5, "平方米", None, None)]),
    (
        "{Zone:云谷产业园}建于2013年，占地1000亩，总投资50亿元。",
        [("云谷产业园", "占地", 1000, "亩", None, None), ("云谷产业园", "总投资", 5_000_000_000, "CNY", None, None)],
    ),
    (
        "2024年{Zone:青溪港区}货物吞吐量4820万吨，集装箱吞吐量51.6万标箱。",
        [("青溪港区", "货物吞吐量", 48_200_000, "吨", "2024", None), ("青溪港区", "集装箱吞吐量", 516_000, "标箱", "2024", None)],
    ),
    ("{Company:远望集团}租借了一个2000多平方米的仓库。", [("远望集团", "租借仓库", 2000, "平方米", None, None)]),
    ("{Zone:云谷产业园}企业入驻率达85%。", [("云谷产业园", "企业入驻率", 85, "%", None, None)]),
    (
        "{Place:远山市}高新技术产业增加值达48.2亿元，占{Place:全市=远山市}规上工业增加值的61.5%。",
        [
            ("远山市", "高新技术产业增加值", 4_820_000_000, "CNY", None, None),
            ("远山市", "高新技术产业增加值占全市规上工业增加值", 61.5, "%", None, None),
        ],
    ),
    (
        "{Zone:云谷产业园}数字产业产值占规上工业产值比重从2.05%上升到了18.4%。",
        [("云谷产业园", "数字产业产值占规上工业产值比重", 18.4, "%", None, None)],
    ),
    (
        "{Zone:云谷产业园}数字经济企业由2019年的4家增至如今的21家。",
        [("云谷产业园", "数字经济企业", 4, "家", "2019", None), ("云谷产业园", "数字经济企业", 21, "家", None, None)],
    ),
]

SUBJECTS: list[tuple[str, list[Row]]] = [
    (
        "{Company:海川集团}旗下{Company:海川远山公司}在{Town:青溪镇}开工。这个总投资1亿美元的项目，目前已完成1亿元的投资。",
        [
            ("海川远山公司", "总投资", 100_000_000, "USD", None, None),
            ("海川远山公司", "投资", 100_000_000, "CNY", None, None),
        ],
    ),
    ("{Company:海川公司}在{Town:青溪镇}总投资7150万美元。", [("海川公司", "总投资", 71_500_000, "USD", None, None)]),
    (
        "2017年，{Company:海川集团}在{Zone:云谷产业园}成立了{Company:海川管道公司}，租赁厂房面积约4600平方米。",
        [("海川管道公司", "租赁厂房面积", 4600, "平方米", "2017", None)],
    ),
    ("{Town:青溪镇}开工总投资5亿元的{Project:云谷三期}。", [("云谷三期", "总投资", 500_000_000, "CNY", None, None)]),
    (
        "{Person:林远}走进{Zone:云谷科技园}调研。该科技园目前已入驻企业40家，入驻率达到80%。",
        [("云谷科技园", "入驻企业", 40, "家", None, None), ("云谷科技园", "入驻率", 80, "%", None, None)],
    ),
    (
        "仅有的社会事业项目是{Project:南湾公园}。公园占地180亩，总投资1.6亿元。",
        [("南湾公园", "公园占地", 180, "亩", None, None), ("南湾公园", "总投资", 160_000_000, "CNY", None, None)],
    ),
    (
        "创新是{Place:远山=远山市}发展的引擎。高新技术产业增加值达48.2亿元。",
        [("远山市", "高新技术产业增加值", 4_820_000_000, "CNY", None, None)],
    ),
    (
        "{Company:远望集团}落户{Place:远山市}。{Place:全市=远山市}实现社会消费品零售总额24亿元。",
        [("远山市", "社会消费品零售总额", 2_400_000_000, "CNY", None, None)],
    ),
    (
        "{Place:远山市}举行{Event:秋季项目开工活动}。\n此次集中亮相的共有9个项目，总投资86.5亿元。",
        [("秋季项目开工活动", "项目", 9, "个", None, None), ("秋季项目开工活动", "总投资", 8_650_000_000, "CNY", None, None)],
    ),
    ("退役军人{Person:林远}出资100万元设立了“{Organization:青溪助学基金}”。", [("青溪助学基金", "出资", 1_000_000, "CNY", None, None)]),
    (
        "今年3月，{Company:远望集团}第13次增资，签约新项目，{Project:该项目=云谷三期}总投资超亿美元。",
        [("远望集团", "总投资", 100_000_000, "USD", "2025-03", None)],
    ),
    (
        "{Place:远山市}新增企业97户，{Place:全省=江南省}第二；从业人员2.1万人。",
        [("远山市", "新增企业", 97, "户", None, None), ("远山市", "从业人员", 21_000, "人", None, None)],
    ),
    ("目前每年停靠{Place:远山=远山市}的船舶约3000艘。", [("远山市", "船舶", 3000, "艘", None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), [*SUMS, *CHANGES, *COUNTS, *MEASURES, *SUBJECTS])
def test_told(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{Town:青溪镇}位列全国千强镇第79位。",
        "今年3月，{Company:远望集团}第12次增资。",
        "{Town:青溪镇}做好“强城、兴村、融合”三篇文章，缩小三大差距。",
        "{Place:远山市}聚焦两个关键词，抓好三项任务。",
        "{Company:远望集团}的苹果售价每斤8元，礼盒价格为120元。",
        "{Company:远望集团}距高速路口5公里。",
        "{Project:云谷二期工程}计划工期730天。",
        "{Town:青溪镇}跻身{Award:全国镇域500强}。",
        "{Company:远望集团}建设年产200万双女鞋项目。",
        "{Company:远望集团}成立不到3个月，运行24小时。",
        "{Place:远山市}面对500千伏输变电工程，统筹推进。",
        "{Place:远山市}出口额环比增长5%，比2019年增长30%。",
        "{Place:远山市}增速比上年同期提高2.2个百分点。",
        "{Person:林远}捐款5万元。",
        "据{Government:市统计局}介绍，产值达3亿元。",
        "{Place:我市=远山市}景色宜人。该社区有20名志愿者。",
        "{Company:远望集团}、{Company:北岭机械}实现产值3亿元。",
        "{Town:青溪镇}集中供热，气温下降3%。",
        "{Person:林远}说，他的船长12米，一次能装2吨鱼。",
        "{Zone:云谷产业园}热闹非凡。大黄鱼每斤卖到60元，比上周涨了10%。",
        "{Company:远望集团}、{Company:北岭机械}参展。2022年至2024年，分别实现产值3亿元、4亿元、5亿元。",
    ],
)
def test_nothing_told(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("{Town:青溪镇}2026年力争实现贸易额300亿元。", Status.PLANNED),
        ("{Company:远望集团}预计2025年产值4500万元。", Status.PLANNED),
        ("{Project:云谷三期}全部达产后，每年可新增产值230亿元。", Status.PLANNED),
        ("{Project:云谷三期}建成后，年产值可达5亿元，新增税收3000万元。", Status.PLANNED),
        ("{Company:远望集团}将新增产值5亿元。", Status.PLANNED),
        ("{Company:远望集团}的主要产品畅销，去年产值5亿元。", Status.STATED),
        ("{Company:远望集团}原计划扩产，目前已实现产值5亿元。", Status.STATED),
    ],
)
def test_status(text: str, status: Status) -> None:
    assert {o.status for o in told(text)} == {status}


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("今年1至4月，{Place:远山市}新增合同外资8650万美元。", 2025, "2025-01/2025-04"),
        ("今年一季度，{Place:远山市}实现网络零售额50亿元。", None, None),
        ("{Place:远山市}2007年10月以来建成厂房30座。", 2025, None),
        ("2024年，{Place:远山市}招商忙。目前，{Place:全市=远山市}有规上企业70家。", 2025, None),
        ("5月8日，{Place:远山市}签约项目20个。", 2025, None),
        ("一季度，{Place:远山市}税收增长5%。民间投资增长6%。", 2025, "2025-Q1"),
        ("2003年9月，{Company:远望集团}落户，投资额仅170万美元。", 2025, "2003-09"),
    ],
)
def test_period(text: str, year: int | None, period: str | None) -> None:
    assert told(text, year)[-1].period == period


def test_a_figure_told_twice_counts_once() -> None:
    text = "{Zone:云谷产业园}入驻率达85%。\n如今，{Zone:云谷产业园}入驻率达到85%。"
    assert len(rows(text)) == 1


def test_a_headline_repeats_the_body() -> None:
    text = "# {Place:远山市}签约项目总投资超740亿元\n{Place:远山市}签约项目196个，签约项目总投资742亿元。"
    assert [r[2] for r in rows(text)] == [196, 74_200_000_000]


def test_a_headline_tells_what_the_body_does_not() -> None:
    text = "# {Place:远山市}2个样板区上榜\n名单近日公布。"
    assert rows(text) == [("远山市", "样板区上榜", 2, "个", None, None)]


def test_paragraphs_do_not_lend_their_subject() -> None:
    assert rows("{Company:远望集团}扩产。\n员工达300人。") == []


def test_evidence_is_the_sentence() -> None:
    (observation,) = told("天气晴好。{Company:远望集团}实现产值3亿元。工人忙碌。")
    assert observation.subject == named("Company", "远望集团")
    assert [e.quote for e in observation.evidence] == ["远望集团实现产值3亿元。"]

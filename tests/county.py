"""A county made by hand, small enough to know by heart: the right answer to every named query can be read off it."""

from __future__ import annotations

from kg.graph import ArticleCard, Graph, build_graph
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status


def said(quote: str, article: str = "d1#1", start: int = 0) -> tuple[Evidence, ...]:
    """Words of an article."""
    return (Evidence(article.split("#")[0], article, start, start + len(quote), quote),)


ENTITIES = [
    Entity("zhao", "Person", "赵一", ("老赵",), evidence=said("赵一")),
    Entity("qian", "Person", "钱二"),
    Entity("sun", "Person", "孙三"),
    Entity("sun2", "Person", "孙三", evidence=said("孙三", "d2#1")),
    Entity("gov", "Government", "甲县人民政府"),
    Entity("bing", "Company", "丙公司", ("=丙",)),
    Entity("ding", "Company", "丁集团", ("老赵",)),
    Entity("wu", "Company", "戊机械"),
    Entity("ji", "Company", "己电子"),
    Entity("zone", "Zone", "庚产业园"),
    Entity("county", "Place", "甲县", (), "county", "gazetteer"),
    Entity("city", "Place", "乙市", evidence=said("乙市", "d2#1")),
    Entity("town", "Town", "辛镇"),
    Entity("project", "Project", "壬项目"),
    Entity("lone", "Project", "癸工程"),
    Entity("award", "Award", "百强企业"),
    Entity("bureau", "Organization", "工商联"),
    Entity("fair", "Event", "交易会"),
]
FACTS = [
    Fact("zhao", "gov", "holdsPosition", "r1", 0.9, said("县长赵一") + said("赵一县长", "d2#1"), title="县长"),
    Fact("qian", "bing", "holdsPosition", "r1", 0.9, said("原经理钱二"), Status.ENDED, title="经理"),
    Fact("qian", "ding", "holdsPosition", "r1", 0.9, said("钱二任董事长"), title="董事长", date="2025-03"),
    Fact("sun", "ji", "holdsPosition", "r1", 0.9, said("己电子孙三", "d3#1")),
    Fact("zhao", "qian", "meets", "r2", 0.9, said("赵一会见钱二", "d1#1", 7) + said("昨天，赵一会见了钱二", "d2#1", 90), date="2025-05-26"),
    Fact("zhao", "bing", "meets", "r2", 0.9, said("赵一会见丙公司一行"), date="2025-05"),
    Fact("qian", "gov", "meets", "r2", 0.9, said("钱二到访"), date="2024"),
    Fact("zhao", "wu", "visits", "r3", 0.9, said("赵一走访戊机械"), date="2025-04-01"),
    Fact("sun", "zone", "visits", "r3", 0.9, said("孙三考察庚产业园", "d3#1")),
    Fact("bing", "zone", "investsIn", "r4", 0.9, said("丙公司投资庚产业园1亿元"), amount=Amount(1e8, "CNY"), date="2025"),
    Fact("wu", "zone", "investsIn", "r4", 0.9, said("戊机械投资庚产业园50万元"), amount=Amount(5e5, "CNY")),
    Fact("ding", "zone", "investsIn", "r4", 0.9, said("丁集团拟投资庚产业园300万美元"), Status.PLANNED, amount=Amount(3e6, "USD")),
    Fact("ding", "county", "investsIn", "r4", 0.9, said("丁集团将投资甲县200万美元"), Status.PLANNED, amount=Amount(2e6, "USD")),
    Fact("ding", "county", "investsIn", "r4", 0.9, said("丁集团已投资甲县"), date="2025-06"),
    Fact("ding", "city", "investsIn", "r4", 0.5, said("丁集团落户乙市")),
    Fact("wu", "bing", "subsidiaryOf", "r5", 0.9, said("戊机械是丙公司子公司")),
    Fact("bing", "ding", "subsidiaryOf", "r5", 0.9, said("丙公司属丁集团")),
    Fact("ji", "ding", "subsidiaryOf", "r5", 0.9, said("己电子将并入丁集团"), Status.PLANNED),
    Fact("wu", "project", "undertakes", "r6", 0.7, said("戊机械承建壬项目"), Status.PLANNED, amount=Amount(2.5e7, "CNY"), date="2026"),
    Fact("project", "town", "locatedIn", "r7", 0.9, said("壬项目位于辛镇")),
    Fact("zone", "county", "locatedIn", "r7", 0.9, said("庚产业园位于甲县")),
    Fact("ji", "zone", "locatedIn", "r7", 0.6, said("己电子在庚产业园")),
    Fact("town", "county", "partOf", "gazetteer", 1.0, (), source_kind="gazetteer"),
    Fact("county", "city", "partOf", "gazetteer", 1.0, (), source_kind="gazetteer"),
    Fact("ding", "wu", "founds", "r8", 0.9, said("丁集团设立戊机械"), amount=Amount(1e6, "CNY"), date="2017"),
    Fact("wu", "award", "receives", "r9", 0.9, said("戊机械列百强企业第三"), rank=3),
    Fact("bing", "award", "receives", "r9", 0.9, said("丙公司入选百强企业")),
    Fact("bureau", "award", "organizes", "r9", 0.9, said("工商联发布百强企业")),
    Fact("ding", "gov", "cooperatesWith", "r9", 0.9, said("丁集团与甲县人民政府签约"), date="2025-07-01"),
    Fact("zhao", "fair", "attends", "r9", 0.9, said("赵一出席交易会")),
]
FIGURES = [
    Observation("county", "生产总值", 156.1e8, "CNY", "2024", 0.094, said("生产总值156.1亿元，增长9.4%")),
    Observation("county", "生产总值", 156e8, "CNY", "2024", None, said("生产总值156亿元", "d2#1")),
    Observation("county", "生产总值", 40e8, "CNY", "2025-Q1", None, said("一季度生产总值40亿元")),
    Observation("county", "人口", None, None, "2025", -0.005, said("人口下降0.5%"), Status.PLANNED),
    Observation("wu", "产值", 12.5, "亿元", None, None, said("产值12.5亿元")),
]
ARTICLES = [
    ArticleCard("d1#1", "d1", "甲县要闻", None, ("记者",), "", "2025-05-28", "甲县"),
    ArticleCard("d2#1", "d2", None, None, (), "", "2025-06-01", "乙市"),
    ArticleCard("d3#1", "d3", "园区", None, (), ""),
]


def county_graph() -> Graph:
    """The county as a graph."""
    return build_graph(ENTITIES, FACTS, FIGURES, ARTICLES)

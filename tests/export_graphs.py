"""Graphs for the tests of exports: one of true facts, one with every kind of attribute, a hostile one, an empty one."""

from __future__ import annotations

from gold_graph import gold_graph

from kg.graph import ArticleCard, Graph, build_graph
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

ODD = (
    "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", '说"引"号"', "a,b;c|d\\", "back\\slash\\\\", '\\"', "行一\n行二\r\n行三\r",
    "</script><script>alert(1)</script>", "<![CDATA[ ]]> &amp; & <!--", "控制\x00\x01\x0b\x1f\x7f\x85符",
    "半\ud800个\udfff", "\ufffe\uffff", "null",
    "' OR 1=1 --", "}) DETACH DELETE (n) //", "`n`", "$(rm -rf /)",
    "${x} {y} %s", "_x0041_ \u2028 \u202e倒", "𠮷野家😀", " 前后 ", "'",
)  # fmt: skip


def words(quote: str, start: int = 0, doc: str = "page-1") -> Evidence:
    """An evidence record of an imagined page."""
    return Evidence(doc, f"{doc}#1", start, start + len(quote), quote)


def rich_graph() -> Graph:
    """Every attribute once: parallel edges, dates of each precision, an amount, a rank, a post, all statuses, a gazetteer's edge."""
    entities = [
        Entity("p-1", "Person", "赵一", ("赵局长", "赵|一\\"), None, "text", (words("赵一"), words("赵局长", 50))),
        Entity("c-1", "Company", "东风织造有限公司", ("东风织造",), None, "text", (words("东风织造有限公司", 10),)),
        Entity("c-2", "Company", "东风控股集团"),
        Entity("t-1", "Town", "清河镇", (), "town", "text"),
        Entity("l-1", "Place", "安阳县", (), "county", "gazetteer"),
        Entity("z-1", "Zone", "清河开发区"),
        Entity("j-1", "Project", "织造二期项目"),
        Entity("e-1", "Event", "清河招商大会"),
        Entity("a-1", "Award", "百强企业"),
        Entity("g-1", "Government", "清河镇人民政府"),
        Entity("o-1", "Organization", "清河商会"),
    ]
    told = words("东风织造有限公司在清河镇投资156.1亿元", 90)
    facts = [
        Fact("p-1", "g-1", "holdsPosition", "r-post", 0.95, (words("镇长赵一", 20),), title="镇长", date="2024"),
        Fact("p-1", "g-1", "holdsPosition", "r-post", 0.9, (words("书记赵一", 25),), Status.ENDED, title="党委书记"),
        Fact("p-1", "z-1", "holdsPosition", "r-post", 0.9, (words("主任赵一", 28),), title="主任"),
        Fact(
            "c-1",
            "t-1",
            "investsIn",
            "r-invest",
            0.87654,
            (told, words("落户清河", 200)),
            amount=Amount(15610000000, "CNY"),
            date="2024-05",
        ),
        Fact("c-1", "z-1", "investsIn", "r-invest", 0.8, (told,), Status.PLANNED, amount=Amount(1234567.5, "USD"), date="2024-05-06"),
        Fact("c-1", "j-1", "undertakes", "r-build", 0.8, (told,), amount=Amount(2e8, "CNY"), date="明年"),
        Fact("c-1", "c-2", "subsidiaryOf", "r-sub", 0.8, (told,)),
        Fact("c-1", "e-1", "attends", "r-attend", 0.8, (told,)),
        Fact("g-1", "e-1", "organizes", "r-hold", 0.8, (told,)),
        Fact("c-1", "a-1", "receives", "r-award", 0.7, (told,), rank=3),
        Fact("c-1", "t-1", "locatedIn", "r-in", 0.8, (told,)),
        Fact("p-1", "c-1", "visits", "r-visit", 0.8, (told,), date="2024-12-31"),
        Fact("o-1", "c-1", "cooperatesWith", "r-coop", 0.7, (told,)),
        Fact("t-1", "l-1", "partOf", "gazetteer", 1.0, (), source_kind="gazetteer"),
    ]
    figures = [
        Observation("t-1", "生产总值", 15610000000, "CNY", "2024", 0.094, (words("生产总值156.1亿元", 300), words("增9.4%", 320))),
        Observation("t-1", "出口额", None, None, "2024-01/2024-06", -0.05, (words("出口额下降5%", 340),), Status.PLANNED),
    ]
    articles = [
        ArticleCard("page-1#1", "page-1", "东风来了", "副题", ("钱二", "孙三"), "东风织造", "2024-06-01", "安阳县"),
        ArticleCard("page-1#2", "page-1", None, None, (), "无题"),
    ]
    return build_graph(entities, facts, figures, articles)


def hostile_graph() -> Graph:
    """Every text that a page can bring is odd or an attack; two entities an odd text, with a fact between them and a figure."""
    entities, facts, figures = [], [], []
    for place, odd in enumerate(ODD):
        told = (words(f"{odd}说{odd}", place * 100), words(odd, place * 100 + 50))
        entities.append(Entity(f"p-{place}", "Person", odd, (odd + "甲", odd), None, "text", told))
        entities.append(Entity(f"c-{place}", "Company", f"公司{odd}", (), odd, "text", told))
        facts.append(Fact(f"p-{place}", f"c-{place}", "holdsPosition", odd, 0.5, told, title=odd, date=odd))
        figures.append(Observation(f"c-{place}", odd, 1.5, odd, odd, None, told))
    cards = [ArticleCard("page-1#1", "page-1", ODD[0], ODD[5], ODD, ODD[10], ODD[1], ODD[2])]
    return build_graph(entities, facts, figures, cards)


def empty_graph() -> Graph:
    """No page said anything."""
    return build_graph([], [], [], [])


GRAPHS = {"rich": rich_graph, "gold": gold_graph, "hostile": hostile_graph, "empty": empty_graph}

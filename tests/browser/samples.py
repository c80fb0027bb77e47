"""Graphs of invented entities for the tests of the picture: a hostile one, one with every kind of line, a large one."""

from __future__ import annotations

from kg.graph import ArticleCard, Graph, build_graph
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
CLOSING = "</script><!--<script>]]>&lt;\u2028\u2029'\"`${alert(3)}"


def sentence(quote: str, start: int = 0, doc: str = "page-1") -> Evidence:
    """An evidence record of an imagined page."""
    return Evidence(doc, f"{doc}#1", start, start + len(quote), quote)


def hostile_graph() -> Graph:
    """Every string that a page can bring is an attack, and an id, too."""
    company = 'c"><img src=x onerror=alert(4)>'
    entities = [
        Entity("p-1", "Person", HOSTILE, (CLOSING,), None, "text", (sentence(HOSTILE),)),
        Entity(company, "Company", f"甲公司{CLOSING}", (HOSTILE,), HOSTILE, "text", (sentence(CLOSING),)),
        Entity("l-1", "Event", f"独立{HOSTILE}"),
    ]
    fact = Fact(
        "p-1", company, "holdsPosition", HOSTILE, 0.5, (sentence(f"{HOSTILE}任甲公司{CLOSING}董事长"), sentence(CLOSING, 90)),
        title=HOSTILE, date=CLOSING,
    )  # fmt: skip
    figure = Observation("p-1", HOSTILE, 1.5e8, HOSTILE, CLOSING, 0.094, (sentence(HOSTILE, 200),))
    return build_graph(entities, [fact], [figure], [ArticleCard("page-1#1", "page-1", HOSTILE, None, (), CLOSING)])


def lines_graph() -> Graph:
    """Two companies and two places with a stated, a planned, an ended and a gazetteer's line, parallel ones among them."""
    entities = [
        Entity("c-1", "Company", "东风织造有限公司", ("东风织造",), None, "text"),
        Entity("t-1", "Town", "清河镇", (), "town", "text"),
        Entity("l-1", "Place", "安阳县", (), "county", "gazetteer"),
        Entity("g-1", "Government", "清河镇人民政府"),
    ]
    told = sentence("东风织造有限公司在清河镇投资156.1亿元")
    facts = [
        Fact("c-1", "t-1", "investsIn", "r1", 0.9, (told,), amount=Amount(15610000000, "CNY"), date="2024-05"),
        Fact("c-1", "t-1", "locatedIn", "r2", 0.8, (told,), Status.PLANNED),
        Fact("t-1", "c-1", "cooperatesWith", "r3", 0.7, (told, sentence("清河镇与东风织造签约", 40)), Status.ENDED),
        Fact("t-1", "l-1", "partOf", "gazetteer", 1.0, (), source_kind="gazetteer"),
    ]
    figures = [
        Observation("t-1", "生产总值", 15610000000, "CNY", "2024", 0.094, (sentence("清河镇生产总值156.1亿元，增长9.4%", 80),)),
        Observation("t-1", "绿化率", 80, "%", None, None, (sentence("绿化率80%", 120),)),
        Observation("t-1", "出口额", None, None, "2024", -0.05, (sentence("出口额下降5%", 140),)),
        Observation("t-1", "外资", 100000000, "USD", None, None, (sentence("外资1亿美元", 160),), Status.PLANNED),
    ]
    return build_graph(entities, facts, figures, [ArticleCard("page-1#1", "page-1", "东风来了", None, (), "", "2024-06-01")])


def city_graph() -> Graph:
    """A small city: names to search by pinyin, many dates and confidences, two shortest paths from 单雄 to 清河镇, a formula for a name."""
    names = {
        "p-1": ("Person", "单雄", ()), "c-1": ("Company", "重庆钢铁有限公司", ("渝钢",)), "c-2": ("Company", "=HYPERLINK(1)", ()),
        "t-1": ("Town", "清河镇", ()), "l-1": ("Place", "平湖市", ()), "z-1": ("Zone", "临港园区", ()), "p-2": ("Person", "李梅", ()),
        "o-1": ("Organization", "独立协会", ()),
    }  # fmt: skip
    entities = [Entity(key, kind, name, aliases, None, "text") for key, (kind, name, aliases) in names.items()]

    def told(source: str, verb: str, target: str, place: int, doc: str = "page-1") -> tuple[Evidence, ...]:
        return (sentence(f"{names[source][1]}{verb}{names[target][1]}。", place, doc),)

    facts = [
        Fact("p-1", "c-1", "holdsPosition", "posts/apposition", 0.95, told("p-1", "任董事长的", "c-1", 0), title="董事长"),
        Fact("p-1", "c-2", "holdsPosition", "posts/apposition", 0.6, told("p-1", "任董事的", "c-2", 40), title="-董事"),
        Fact(
            "c-1", "t-1", "investsIn", "invests/settles", 0.9, told("c-1", "正式落户", "t-1", 80), date="2024-05", amount=Amount(1e8, "CNY")
        ),
        Fact("c-2", "t-1", "locatedIn", "r", 0.4, told("c-2", "在", "t-1", 120), date="2022"),
        Fact("t-1", "l-1", "partOf", "r", 0.8, told("l-1", "的", "t-1", 160, "page-2")),
        Fact("z-1", "l-1", "locatedIn", "r", 0.7, told("z-1", "在", "l-1", 200), date="2024-06-03"),
        Fact("p-2", "z-1", "visits", "r", 0.85, told("p-2", "考察", "z-1", 240), date="2025-02-10"),
    ]
    figures = [
        Observation("t-1", "生产总值", 15610000000, "CNY", "2024", 0.094, (sentence("清河镇生产总值156.1亿元", 280),)),
        Observation("l-1", "@人口", 500000, None, "2020", None, (sentence("平湖市人口50万", 320),)),
    ]
    cards = [ArticleCard("page-1#1", "page-1", "城事", None, (), ""), ArticleCard("page-2#1", "page-2", "镇情", None, (), "", "2023-03-01")]
    return build_graph(entities, facts, figures, cards)


def large_graph(count: int = 2000, facts_each: float = 1.5) -> Graph:
    """Towns with companies, people and bodies around them, some linked across towns; beyond 1.5 facts an entity dated ones are added."""
    towns = max(1, count // 50)
    kinds = ("Company", "Person", "Government", "Organization", "Project", "Zone")
    entities = [Entity(f"t-{i}", "Town", f"第{i}镇", (), "town", "text") for i in range(towns)]
    facts = []
    for i in range(count - towns):
        kind, own = kinds[i % len(kinds)], f"e-{i}"
        named = (sentence(f"实体之{i}号在第{i % towns}镇", i * 50),)
        entities.append(Entity(own, kind, f"实体之{i}号{kind}", (f"别名{i}",), None, "text", named))
        town, told = f"t-{i * i % towns}", (sentence(f"实体之{i}号与第{i * i % towns}镇", i * 50 + 20),)
        relation = {"Person": "visits"}.get(kind, "locatedIn")
        facts.append(Fact(own, town, relation, "r", 0.9, told))
        if kind in ("Company", "Person", "Organization") and i % 7:
            facts.append(Fact(own, f"t-{(i * 31 + 7) % towns}", "cooperatesWith", "r", 0.6, told))
        if kind == "Person" and i > 6:
            facts.append(Fact(own, f"e-{i - 6}", "accompanies" if (i - 6) % 6 == 1 else "meets", "r", 0.6, told))
    dated = [i for i in range(count - towns) if i % len(kinds) in (0, 1, 2, 3)]
    for n in range(max(0, round(count * facts_each) - len(facts))):
        i, leap = dated[n * 7 % len(dated)], 6 * (1 + n * n % 9)
        j, date = (i + leap) % dated[-1] if n % 3 else dated[n * 13 % 40], f"{2021 + n % 5}-{1 + n % 12:02}"
        if i != j and j % len(kinds) in (0, 1, 2, 3):
            told = (sentence(f"{date}，实体之{i}号与实体之{j}号签约合作，共建园区", n * 60, f"page-{n % 50}"),)
            facts.append(Fact(f"e-{i}", f"e-{j}", "cooperatesWith", "r", 0.5 + n % 50 / 100, told, date=date))
    return build_graph(entities, facts, [], [])

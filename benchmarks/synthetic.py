"""An invented county of any size, for measuring: companies, people, bodies, zones, projects, and what pages tell of them."""

from __future__ import annotations

import random

from kg.graph import ArticleCard, Graph, build_graph
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

TRIPLES_A_FIRM = 211  # measured: what one company brings with it, in triples of graph.ttl
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
WORDS = "东南西北中海江河山川云风春秋日月金木水火土石光明新华安康宁顺"
INDICATORS = ("生产总值", "工业总产值", "出口额", "财政收入")


def synthetic_graph(triples: int) -> Graph:
    """A graph of about so many triples, the same for the same number."""
    return _County(max(4, triples // TRIPLES_A_FIRM)).graph()


class _County:
    """Draws the facts of a county with so many companies; one article tells of each company, every third fact is told twice."""

    def __init__(self, firms: int) -> None:
        self.firms, self.draw = firms, random.Random(firms)
        self.entities: dict[str, Entity] = {}
        self.facts: dict[tuple[object, ...], Fact] = {}
        self.figures: list[Observation] = []

    def graph(self) -> Graph:
        for n in range(max(2, self.firms // 50)):
            self._place(n)
        for n in range(self.firms):
            self._firm(n)
        cards = [
            ArticleCard(f"d{n}#1", f"d{n}", f"新闻{n}", None, ("记者",), "", f"{2015 + n % 11}-0{1 + n % 9}-15") for n in range(self.firms)
        ]
        return build_graph(list(self.entities.values()), list(self.facts.values()), self.figures, cards)

    def _word(self, n: int) -> str:
        letters = []
        for _ in range(4):
            n, letter = divmod(n, len(WORDS))
            letters.append(WORDS[letter])
        return "".join(letters)

    def _told(self, n: int, words: str) -> tuple[Evidence, ...]:
        first = Evidence(f"d{n}", f"d{n}#1", 0, len(words), words)
        other = (n * 7 + 1) % self.firms
        return (first, Evidence(f"d{other}", f"d{other}#1", 9, 9 + len(words), "据悉，" + words)) if n % 3 == 0 else (first,)

    def _add(self, key: str, kind: str, name: str, n: int, alias: str = "") -> str:
        self.entities.setdefault(key, Entity(key, kind, name, (alias,) if alias else (), None, "text", self._told(n, name)))
        return key

    def _fact(self, source: str, relation: str, target: str, n: int, **more: object) -> None:
        words = f"{self.entities[source].name}与{self.entities[target].name}的事，第{n}篇文章如此说"
        status = (Status.STATED, Status.STATED, Status.PLANNED, Status.ENDED)[self.draw.randrange(4)]
        self.facts[source, relation, target] = Fact(
            source,
            target,
            relation,
            "invented",
            self.draw.randrange(60, 100) / 100,
            self._told(n, words),
            status,
            **more,  # type: ignore[arg-type]
        )

    def _place(self, n: int) -> None:
        name = self._word(n)
        self._add(f"t{n}", "Town", f"{name}镇", n)
        self._add(f"z{n}", "Zone", f"{name}产业园", n, f"{name}园")
        self._add(f"g{n}", "Government", f"{name}镇人民政府", n)
        self._fact(f"z{n}", "locatedIn", f"t{n}", n)
        for year in range(2015, 2025):
            words = f"{name}镇{year}年的数字"
            indicator = INDICATORS[year % len(INDICATORS)]
            self.figures.append(Observation(f"t{n}", indicator, 1e8 + n * 1e5, "CNY", str(year), 0.05, self._told(n, words)))

    def _firm(self, n: int) -> None:
        places = max(2, self.firms // 50)
        near = n % places
        name = self._word(n + 1000)
        self._add(f"c{n}", "Company", f"{name}有限公司", n, name)
        self._add(f"p{n}", "Person", SURNAMES[n % len(SURNAMES)] + self._word(n)[:2], n)
        self._add(f"o{n}", "Project", f"{name}项目", n)
        day = f"{2015 + n % 11}-0{1 + n % 9}-1{n % 10}"
        self._fact(f"p{n}", "holdsPosition", f"c{n}", n, title="董事长", date=day)
        self._fact(f"p{n}", "holdsPosition", f"g{near}", n, title="镇长")
        self._fact(
            f"c{n}", "investsIn", f"z{near}", n, amount=Amount(float(1000000 * (1 + n % 50)), "USD" if n % 4 == 0 else "CNY"), date=day
        )
        self._fact(f"c{n}", "locatedIn", f"t{near}", n)
        self._fact(f"c{n}", "undertakes", f"o{n}", n, date=day)
        self._fact(f"c{n}", "receives", self._add(f"a{near}", "Award", f"{self._word(near)}百强", n), n, rank=1 + n % 100)
        if n % 10 == 0:
            self._fact(f"c{n}", "founds", f"z{near}", n, amount=Amount(5e6, "CNY"), date=day)
        if n:
            self._fact(f"c{n}", "cooperatesWith", f"c{self.draw.randrange(n)}", n, date=day)
            self._fact(f"p{n}", "meets", f"p{self.draw.randrange(n)}", n, date=day)
            self._fact(f"p{n}", "visits", f"c{self.draw.randrange(n)}", n, date=day)
            self._fact(f"c{n}", "subsidiaryOf", f"c{n // 8}", n)

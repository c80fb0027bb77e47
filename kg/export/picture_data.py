"""The document in the page: all entities, facts, figures and sentences as rows that refer to each other by number.

Rows instead of objects, each sentence and each style once: of a graph of ten thousand entities the page is then a fraction of pyvis's.
``templates/known.js`` reads it back.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.export.picture import Picture
from kg.export.pinyin import readings
from kg.export.triggers import trigger_spans
from kg.graph import ArticleCard, Graph, observation_id
from kg.ontology import Code, Ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation

MENTIONS = 5  # sentences that name an entity, kept for the card of one of which no fact is known
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Stock:
    """What rows are made from: a graph with its picture, the number of facts and of neighbours of each entity, and the articles by id."""

    graph: Graph
    picture: Picture
    degrees: Sequence[int]
    neighbours: Sequence[int]
    cards: dict[str, ArticleCard]


def stock(graph: Graph, picture: Picture) -> Stock:
    """Gather what rows are made from."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    degree: Counter[str] = Counter()
    for _, fact in picture.facts:
        degree.update({fact.source, fact.target})
        ends[fact.source].add(fact.target)
        ends[fact.target].add(fact.source)
    ids = [e.id for e in picture.entities]
    neighbours = [len(ends[i] - {i}) if i in ends else 0 for i in ids]
    return Stock(graph, picture, [degree[i] for i in ids], neighbours, {a.id: a for a in graph.articles})


def document(graph: Graph, ontology: Ontology, picture: Picture, title: str) -> dict[str, Any]:
    """All that the page shows: the legend, what to open on, and the rows."""
    rows = Rows(stock(graph, picture), range(len(picture.entities)), range(len(picture.facts)), graph.observations)
    return {
        **legend(graph, ontology, picture, title),
        "core": [] if len(picture.core) == len(picture.entities) else [n for n, e in enumerate(picture.entities) if e.id in picture.core],
        "readings": readings(name for e in picture.entities for name in (e.name, *e.aliases)),
        **rows.document(),
    }


def legend(graph: Graph, ontology: Ontology, picture: Picture, title: str) -> dict[str, Any]:
    """What the page shows of the whole graph: title, totals, types, relations, statuses, levels, and the options of vis-network."""
    return {
        "title": title,
        "totals": {
            "entities": graph.network.number_of_nodes(),
            "facts": graph.network.number_of_edges(),
            "observations": len(graph.observations),
            "pages": len({a.doc for a in graph.articles} | _docs(graph)),
        },
        "types": _types(ontology, picture),
        "relations": _relations(ontology, picture),
        "statuses": _labels(ontology.statuses),
        "levels": _labels(ontology.levels),
        "options": picture.options,
    }


def _labels(codes: Mapping[str, Code]) -> list[dict[str, str]]:
    return [{"name": code.name, "zh": code.label_zh, "en": code.label_en} for code in codes.values()]


class Rows:
    """The rows of some entities, facts and figures, filled in reading order; ``rules`` and ``styles`` are values that rows refer to by
    number. Entities and facts are given by their numbers in the picture. Of a part of a graph (``part``) each entity tells how many facts
    it has in all; those of ``named`` the reader has, so that they are but named. Every end of a fact must be among either.
    """

    def __init__(
        self,
        stock: Stock,
        entities: Sequence[int],
        facts: Sequence[int],
        observations: Sequence[Observation],
        part: bool = False,
        named: Sequence[int] = (),
    ) -> None:
        self.rules: dict[str, int] = {}
        self.styles: dict[str, int] = {}
        self.sentences: list[Row] = []
        self.articles: list[Row] = []
        self._places: dict[Evidence, int] = {}
        self._articles: dict[tuple[str, str], int] = {}
        self._stock, self._part = stock, part
        picture = stock.picture
        self._numbers = {picture.entities[n].id: place for place, n in enumerate((*entities, *named))}
        self.entities = [self._entity(n) for n in entities] + [[picture.entities[n].id] for n in named]
        self.facts = [self._fact(*picture.facts[n], picture.edges[n]) for n in facts]
        self.observations = [self._observation(o) for o in observations]

    def document(self) -> dict[str, Any]:
        """The rows as the page reads them."""
        return {
            "entities": self.entities,
            "facts": self.facts,
            "observations": self.observations,
            "sentences": self.sentences,
            "articles": self.articles,
            "rules": list(self.rules),
            "styles": [json.loads(style) for style in self.styles],
        }

    def _entity(self, number: int) -> Row:
        e, node, degree = self._stock.picture.entities[number], self._stock.picture.nodes[number], self._stock.degrees[number]
        style = self._style({"shape": node["shape"], "color": node["color"]})
        mentions = [self._sentence(m) for m in e.evidence[:MENTIONS] if not degree and m.quote != e.name]
        more = _present(aliases=e.aliases, level=e.level, source=e.source_kind, mentions=mentions, mentioned=len(e.evidence) or None)
        if self._part:
            neighbours = self._stock.neighbours[number]
            more |= {"degree": degree} | ({"neighbours": neighbours} if neighbours != degree else {})
        return [e.id, e.type, e.name, node["x"], node["y"], node["size"], style, *([more] if more else [])]

    def _fact(self, key: str, f: Fact, edge: dict[str, Any]) -> Row:
        style = self._style({name: edge[name] for name in ("color", "dashes", "smooth", "arrows")})
        ends = (self._stock.graph.entity(f.source), self._stock.graph.entity(f.target))
        evidence = [self._marked(f, e, ends) for e in f.evidence]
        status = None if f.status == "stated" else str(f.status)
        more = _present(status=status, title=f.title, amount=_amount(f.amount), date=f.date, rank=f.rank, source=f.source_kind)
        numbers = [self._numbers[f.source], self._numbers[f.target], style, round(f.confidence, 4), _number(self.rules, f.rule)]
        return [key, f.type, *numbers, evidence, *([more] if more else [])]

    def _observation(self, o: Observation) -> Row:
        status = None if o.status == "stated" else str(o.status)
        more = _present(value=o.value, unit=o.unit, period=o.period, change=o.change, status=status)
        return [observation_id(o), self._numbers[o.subject], o.indicator, [self._sentence(e) for e in o.evidence], more]

    def _marked(self, fact: Fact, e: Evidence, ends: Sequence[Entity]) -> int | list[int]:
        """The number of a sentence, with where the words stand by which the rule read the fact, if that is known."""
        spans = trigger_spans(fact, e.quote, ends)
        number = self._sentence(e)
        return [number, *(place for span in spans for place in span)] if spans else number

    def _sentence(self, e: Evidence) -> int:
        if e not in self._places:
            self._places[e] = len(self.sentences)
            self.sentences.append([self._article(e), e.start, e.end, e.quote])
        return self._places[e]

    def _article(self, e: Evidence) -> int:
        key = (e.doc, e.article)
        if key not in self._articles:
            self._articles[key] = len(self.articles)
            card = self._stock.cards.get(e.article)
            self.articles.append([e.doc, card.title if card else None, card.date if card else None])
        return self._articles[key]

    def _style(self, style: dict[str, Any]) -> int:
        return _number(self.styles, json.dumps(style, sort_keys=True))


def _docs(graph: Graph) -> set[str]:
    """The pages that some sentence comes from."""
    told: list[Entity | Fact | Observation] = [*graph.entities(), *(fact for _, fact in graph.facts()), *graph.observations]
    return {e.doc for item in told for e in item.evidence}


def _number(known: dict[str, int], value: str) -> int:
    """The number of a value that rows share."""
    return known.setdefault(value, len(known))


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None and value != [] and value != ()}


def _amount(amount: Amount | None) -> list[float | str] | None:
    return [amount.value, amount.currency] if amount else None


def _types(ontology: Ontology, picture: Picture) -> list[dict[str, Any]]:
    """The legend of types: those that the graph has, in the ontology's order."""
    used = {e.type for e in picture.entities}
    kinds = [t for t in ontology.types.values() if t.name in used]
    return [_words(t.name, t.label_zh, t.label_en, t.definition_zh, t.definition_en, t.colour) | {"shape": t.shape} for t in kinds]


def _relations(ontology: Ontology, picture: Picture) -> list[dict[str, Any]]:
    """The legend of relations: those that the graph has, in the ontology's order."""
    used = {f.type for _, f in picture.facts}
    kinds = [r for r in ontology.relations.values() if r.name in used]
    return [
        _words(r.name, r.label_zh, r.label_en, r.definition_zh, r.definition_en, r.colour) | ({"symmetric": True} if r.symmetric else {})
        for r in kinds
    ]


def _words(name: str, zh: str, en: str, about_zh: str, about_en: str, colour: str) -> dict[str, Any]:
    return {"name": name, "zh": zh, "en": en, "about": [about_zh, about_en], "colour": colour}

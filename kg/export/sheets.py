"""The graph as five tables: entities, facts, observations, articles, and evidence, which joins to the others by kind and id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.export.attributes import Attribute, Kind, Value, amount_values, number
from kg.graph import Graph, merge_evidence, observation_id
from kg.ontology import load_ontology
from kg.records import Evidence

Row = tuple[Value | None, ...]
_LIST, _INTEGER, _NUMBER = Kind.LIST, Kind.INTEGER, Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, typed columns, and rows as long as the columns."""

    name: str
    columns: tuple[Attribute, ...]
    rows: tuple[Row, ...]


def sheets(graph: Graph) -> tuple[Sheet, ...]:
    """All five tables in the order ENTITIES, FACTS, OBSERVATIONS, ARTICLES, EVIDENCE; rows sorted by id, evidence by kind and id."""
    return (
        Sheet("entities", ENTITIES, tuple(_entities(graph))),
        Sheet("facts", FACTS, tuple(_facts(graph))),
        Sheet("observations", OBSERVATIONS, tuple(_observations(graph))),
        Sheet("articles", ARTICLES, tuple(_articles(graph))),
        Sheet("evidence", EVIDENCE, tuple(_evidence(graph))),
    )


def _columns(*names: str | tuple[str, Kind]) -> tuple[Attribute, ...]:
    return tuple(Attribute(name) if isinstance(name, str) else Attribute(*name) for name in names)


ENTITIES = _columns("id", "name", "type", "type_zh", ("aliases", _LIST), "level", "source_kind")
FACTS = _columns(
    "id", "subject", "subject_type", "relation", "relation_zh", "object", "object_type", "status", "title", ("amount", _NUMBER), "currency",
    "date", ("rank", _INTEGER), ("confidence", _NUMBER), "rule", "source_kind", ("sentences", _LIST), "subject_id",
    "object_id",
)  # fmt: skip
OBSERVATIONS = _columns(
    "id", "subject", "subject_type", "indicator", ("value", _NUMBER), "unit", ("change", _NUMBER), "period", "status",
    ("sentences", _LIST), "subject_id",
)  # fmt: skip
ARTICLES = _columns("id", "doc", "title", "subtitle", ("authors", _LIST), "date", "place", "starts")
EVIDENCE = _columns("kind", "id", "sentence", "doc", "article", ("start", _INTEGER), ("end", _INTEGER))


def _entities(graph: Graph) -> Iterator[Row]:
    types = load_ontology().types
    for e in graph.entities():
        yield e.id, e.name, e.type, types[e.type].label_zh, e.aliases, e.level, e.source_kind or "text"


def _facts(graph: Graph) -> Iterator[Row]:
    relations = load_ontology().relations
    for key, f in graph.facts():
        source, target = graph.entity(f.source), graph.entity(f.target)
        ends = (source.name, source.type, f.type, relations[f.type].label_zh, target.name, target.type)
        told = (str(f.status), f.title, *amount_values(f.amount), f.date, f.rank, round(f.confidence, 4), f.rule, f.source_kind or "text")
        yield key, *ends, *told, _sentences(f.evidence), f.source, f.target


def _observations(graph: Graph) -> Iterator[Row]:
    for o in graph.observations:
        subject = graph.entity(o.subject)
        value, change = (None if v is None else number(v) for v in (o.value, o.change))
        figure = (o.indicator, value, o.unit, change, o.period, str(o.status))
        yield observation_id(o), subject.name, subject.type, *figure, _sentences(o.evidence), o.subject


def _articles(graph: Graph) -> Iterator[Row]:
    for a in graph.articles:
        yield a.id, a.doc, a.title, a.subtitle, a.authors, a.date, a.place, a.starts


def _evidence(graph: Graph) -> Iterator[Row]:
    told: Iterable[tuple[str, str, tuple[Evidence, ...]]] = (
        *(("entity", e.id, e.evidence) for e in graph.entities()),
        *(("fact", key, f.evidence) for key, f in graph.facts()),
        *(("observation", observation_id(o), o.evidence) for o in graph.observations),
    )
    for kind, key, evidence in told:
        for e in merge_evidence(evidence):
            yield kind, key, e.quote, e.doc, e.article, e.start, e.end


def _sentences(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """All sentences in page order; which says what only a reader can tell."""
    return tuple(e.quote for e in merge_evidence(evidence))

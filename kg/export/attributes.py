"""What a node and an edge carry in the formats of graph programs: named, typed attributes without nesting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.graph import merge_evidence
from kg.ontology import Ontology
from kg.records import Amount, Entity, Evidence, Fact

Value = str | int | float | bool | tuple[str, ...]


class Kind(StrEnum):
    """The types that an attribute or a column may have."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute or column: its name and the type of its values."""

    name: str
    kind: Kind = Kind.TEXT


EVIDENCE = (Attribute("evidence", Kind.LIST), Attribute("places", Kind.LIST), Attribute("articles", Kind.LIST))
NODE = (
    Attribute("type"), Attribute("type_zh"), Attribute("type_en"), Attribute("aliases", Kind.LIST), Attribute("level"),
    Attribute("source_kind"), *EVIDENCE,
)  # fmt: skip
EDGE = (
    Attribute("relation"), Attribute("relation_zh"), Attribute("relation_en"), Attribute("symmetric", Kind.BOOLEAN), Attribute("status"),
    Attribute("title"), Attribute("amount", Kind.NUMBER), Attribute("currency"), Attribute("date"), Attribute("rank", Kind.INTEGER),
    Attribute("confidence", Kind.NUMBER), Attribute("rule"), Attribute("source_kind"), *EVIDENCE,
)  # fmt: skip


def node_values(entity: Entity, ontology: Ontology) -> dict[str, Value]:
    """The attributes of an entity that it has, in the order of NODE; its id, name and colour stand apart."""
    known = ontology.types[entity.type]
    named: dict[str, Value | None] = {"type": entity.type, "type_zh": known.label_zh, "type_en": known.label_en, "aliases": entity.aliases}
    return present(named | {"level": entity.level, "source_kind": entity.source_kind or "text"} | evidence_values(entity.evidence))


def edge_values(fact: Fact, ontology: Ontology) -> dict[str, Value]:
    """The attributes of a fact that it has, in the order of EDGE; its id and ends stand apart."""
    known = ontology.relations[fact.type]
    amount, currency = amount_values(fact.amount)
    values: dict[str, Value | None] = {
        "relation": fact.type, "relation_zh": known.label_zh, "relation_en": known.label_en, "symmetric": known.symmetric,
        "status": str(fact.status), "title": fact.title, "amount": amount, "currency": currency, "date": fact.date, "rank": fact.rank,
        "confidence": round(fact.confidence, 4), "rule": fact.rule, "source_kind": fact.source_kind or "text",
    }  # fmt: skip
    return present(values | evidence_values(fact.evidence))


def evidence_values(evidence: Sequence[Evidence]) -> dict[str, Value | None]:
    """Evidence as three lists of one length: the sentences, where they stand (page:start-end), and the ids of their articles."""
    ordered = merge_evidence(evidence)
    return {
        "evidence": tuple(e.quote for e in ordered),
        "places": tuple(place_of(e) for e in ordered),
        "articles": tuple(e.article for e in ordered),
    }


def place_of(e: Evidence) -> str:
    """Where a sentence stands: the page and the offsets in it."""
    return f"{e.doc}:{e.start}-{e.end}"


def amount_values(amount: Amount | None) -> tuple[int | float | None, str | None]:
    """The value and currency of a sum; whole numbers are integers."""
    return (number(amount.value), amount.currency) if amount else (None, None)


def number(value: float) -> int | float:
    """A number, as an integer where it is whole."""
    return int(value) if value == int(value) else value


def present(values: dict[str, Value | None]) -> dict[str, Value]:
    """Without what is unknown and without empty lists."""
    return {name: value for name, value in values.items() if value is not None and value != ()}

"""One entity's page as plain text: its names, then every fact of it by relation, then its figures, each with its sentence."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.errors import QueryError
from kg.graph import Graph, edge_id, observation_id
from kg.ontology import RelationType, load_ontology
from kg.query.tables import printable
from kg.records import Entity, Evidence, Fact, Observation, Status

_OUT, _IN, _BOTH = "→", "←", "↔"
_SUGGESTIONS = 5


def find(graph: Graph, name: str) -> tuple[Entity, ...]:
    """The entities that a name means: those of that id, name or alias; else those whose name or alias contains it, shortest first.

    White space, width and case are ignored. Raises QueryError with the closest names where there is none.
    """
    wanted = _folded(name)
    if not wanted:
        raise QueryError("an empty name finds nothing; give a name or a part of one")
    forms = {e.id: {_folded(e.name), *map(_folded, e.aliases)} for e in graph.entities()}
    exact = [e for e in graph.entities() if e.id == name.strip() or wanted in forms[e.id]]
    found = exact or [e for e in graph.entities() if any(wanted in form for form in forms[e.id])]
    if not found:
        raise QueryError(f"nothing is named {name.strip()!r}{_suggestion(graph, wanted)}")
    return tuple(sorted(found, key=lambda e: (_folded(e.name) != wanted, len(e.name), e.name, e.id)))


def page_of(graph: Graph, entity: Entity) -> str:
    """The page of an entity: relations in the order of the ontology, what it does (→) before what is done to it (←)."""
    ontology = load_ontology()
    lines = list(_head(entity, ontology.types[entity.type].label_zh))
    facts = _facts_of(graph, entity)
    for relation in ontology.relations.values():
        group = [fact for fact in facts if fact.type == relation.name]
        if group:
            lines += ["", f"{relation.label_zh} {relation.name} ({len(group)})"]
            ordered = sorted(group, key=lambda fact: _order(graph, entity, fact))
            lines += [line for fact in ordered for line in _fact_lines(graph, entity, relation, fact)]
    own = [o for o in graph.observations if o.subject == entity.id]
    figures = sorted(own, key=lambda o: (o.indicator, o.period or "", observation_id(o)))
    if figures:
        lines += ["", f"数据 figures ({len(figures)})", *(line for o in figures for line in _figure_lines(o))]
    if not facts and not figures:
        lines += ["", "no fact or figure", *_quoted(entity.evidence)]
    return "\n".join(lines) + "\n"


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _suggestion(graph: Graph, wanted: str) -> str:
    """The closest names: close as strings first, then by the share of characters in common, which suits Chinese names of two or three."""
    names = {_folded(form): e.name for e in graph.entities() for form in (e.name, *e.aliases)}
    near = difflib.get_close_matches(wanted, names, n=_SUGGESTIONS, cutoff=0.5)
    shared = {form: len(set(form) & set(wanted)) / len(set(form) | set(wanted)) for form in names}
    near += sorted((form for form in names if shared[form] >= 0.2), key=lambda form: (-shared[form], form))
    close = list(dict.fromkeys(names[form] for form in near))[:_SUGGESTIONS]
    return f"; do you mean: {', '.join(close)}?" if close else "; kg query OUT @posts lists names to try"


def _head(entity: Entity, type_label: str) -> Iterator[str]:
    level = f", {entity.level}" if entity.level else ""
    yield f"{printable(entity.name)}  [{type_label} {entity.type}{level}]  {entity.id}"
    aliases = [printable(alias) for alias in entity.aliases if alias != entity.name]
    if aliases:
        yield f"  又名 {'、'.join(aliases)}"
    if entity.source_kind == "gazetteer":
        yield "  from a gazetteer, not from a page"


def _facts_of(graph: Graph, entity: Entity) -> list[Fact]:
    edges = [*graph.network.out_edges(entity.id, keys=True, data="fact"), *graph.network.in_edges(entity.id, keys=True, data="fact")]
    return list({key: fact for _, _, key, fact in edges}.values())


def _order(graph: Graph, entity: Entity, fact: Fact) -> tuple[bool, bool, str, str, str]:
    other = fact.target if fact.source == entity.id else fact.source
    return fact.source != entity.id, fact.status is Status.ENDED, fact.date or "9", graph.entity(other).name, edge_id(fact)


def _fact_lines(graph: Graph, entity: Entity, relation: RelationType, fact: Fact) -> Iterator[str]:
    outward = fact.source == entity.id
    other = graph.entity(fact.target if outward else fact.source)
    arrow = _BOTH if relation.symmetric else _OUT if outward else _IN
    amount = f"{_number(fact.amount.value)} {fact.amount.currency}" if fact.amount else None
    rank = f"rank {fact.rank}" if fact.rank is not None else None
    status = f"[{fact.status}]" if fact.status is not Status.STATED else None
    source = "(gazetteer)" if fact.source_kind == "gazetteer" else None
    yield "  " + _joined([arrow, printable(other.name), fact.title, amount, rank, fact.date, status, source])
    yield from _quoted(fact.evidence)


def _figure_lines(o: Observation) -> Iterator[str]:
    value = f"{_number(o.value)} {o.unit or ''}".strip() if o.value is not None else None
    change = f"{_number(round(o.change * 100, 6), sign=True)}%" if o.change is not None else None
    status = f"[{o.status}]" if o.status is not Status.STATED else None
    yield "  " + _joined([o.indicator, value, change, o.period, status])
    yield from _quoted(o.evidence)


def _joined(parts: Iterable[str | None]) -> str:
    return "  ".join(printable(part) for part in parts if part)


def _quoted(evidence: Iterable[Evidence]) -> Iterator[str]:
    for e in evidence:
        yield f"      「{printable(e.quote)}」 {printable(e.doc)}:{e.start}-{e.end}"


def _number(value: float, sign: bool = False) -> str:
    """A number in plain digits with separators for thousands, none of them an exponent."""
    exact = int(value) if value == int(value) else Decimal(repr(value))
    return format(exact, ("+," if sign else ",") + ("d" if isinstance(exact, int) else "f"))

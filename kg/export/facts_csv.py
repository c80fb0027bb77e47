"""``facts.csv``: one row a fact and its sentence, for Excel and the like; figures the same way.

The text begins with a byte order mark, without which Excel takes UTF-8 for the local code page; lines end in CRLF and cells are
quoted as RFC 4180 says. The caller writes it as UTF-8 without translating line ends (``newline=""``).

A page may print what a spreadsheet would run as a formula. A text cell that begins with = + - @, their full-width forms, a tab, a line
break or an apostrophe is written with an apostrophe before it; numbers are left alone. To read the file back without loss, take
one leading apostrophe off every cell that has one, as ``plain_text`` does.

Sources: RFC 4180; OWASP, "CSV Injection" (the list of characters).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kg.graph import Graph, merge_evidence, observation_id
from kg.ontology import Ontology, load_ontology
from kg.records import Evidence, Fact, Observation

BOM = "\ufeff"
_RISKY = tuple("=+-@＝＋－＠\t\r\n'")

COLUMNS = (
    "subject", "subject_type", "relation", "relation_zh", "object", "object_type", "status", "title", "amount", "currency", "date",
    "rank", "confidence", "rule", "sentence", "doc", "article_title", "start", "end", "subject_id", "object_id", "fact_id",
)  # fmt: skip
OBSERVATION_COLUMNS = (
    "subject", "subject_type", "indicator", "value", "unit", "change", "period", "status", "sentence", "doc", "article_title",
    "start", "end", "subject_id", "observation_id",
)  # fmt: skip

Cell = str | float | None


def to_csv(graph: Graph) -> str:
    """The facts as CSV under COLUMNS, ordered by relation, subject, object, date and place in the page."""
    ontology, titles = load_ontology(), _titles(graph)
    ranks = {name: rank for rank, name in enumerate(ontology.relations)}
    facts = [(_order(graph, ranks, key, fact), key, fact) for key, fact in graph.facts()]
    rows = (
        [*_fact_cells(graph, ontology, fact), *_evidence_cells(e, titles), fact.source, fact.target, key]
        for _, key, fact in sorted(facts, key=lambda told: told[0])
        for e in _places(fact.evidence)
    )
    return csv_text(COLUMNS, rows)


def observations_to_csv(graph: Graph) -> str:
    """The figures as CSV under OBSERVATION_COLUMNS, ordered by subject, indicator, period and place in the page."""
    titles = _titles(graph)
    rows = (
        [*_observation_cells(graph, o), *_evidence_cells(e, titles), o.subject, observation_id(o)]
        for o in sorted(graph.observations, key=lambda o: _observation_order(graph, o))
        for e in _places(o.evidence)
    )
    return csv_text(OBSERVATION_COLUMNS, rows)


def safe_text(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: an apostrophe stands before one that it might."""
    return f"'{text}" if text.startswith(_RISKY) else text


def plain_text(cell: str) -> str:
    """What a cell meant: the inverse of ``safe_text``."""
    return cell.removeprefix("'")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV text that spreadsheets open as it is: with a byte order mark, and no text that is taken for a formula."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """A number in plain digits: whole ones without a point, none with an exponent."""
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def _places(evidence: Sequence[Evidence]) -> Sequence[Evidence | None]:
    """The places of a fact in page order; a single None for what a gazetteer adds, so that it has its row too."""
    return merge_evidence(evidence) or (None,)


def _titles(graph: Graph) -> dict[str, str]:
    return {a.id: a.title for a in graph.articles if a.title is not None}


def _order(graph: Graph, ranks: dict[str, int], key: str, fact: Fact) -> tuple[int, str, str, str, str]:
    return ranks[fact.type], graph.entity(fact.source).name, graph.entity(fact.target).name, fact.date or "", key


def _observation_order(graph: Graph, o: Observation) -> tuple[str, str, str, str]:
    return graph.entity(o.subject).name, o.indicator, o.period or "", observation_id(o)


def _fact_cells(graph: Graph, ontology: Ontology, fact: Fact) -> list[Cell]:
    source, target = graph.entity(fact.source), graph.entity(fact.target)
    amount, currency = (fact.amount.value, fact.amount.currency) if fact.amount else (None, None)
    ends: list[Cell] = [source.name, source.type, fact.type, ontology.relations[fact.type].label_zh, target.name, target.type]
    return [*ends, str(fact.status), fact.title, amount, currency, fact.date, fact.rank, round(fact.confidence, 4), fact.rule]


def _observation_cells(graph: Graph, o: Observation) -> list[Cell]:
    subject = graph.entity(o.subject)
    return [subject.name, subject.type, o.indicator, o.value, o.unit, o.change, o.period, str(o.status)]


def _evidence_cells(e: Evidence | None, titles: dict[str, str]) -> list[Cell]:
    return [e.quote, e.doc, titles.get(e.article), e.start, e.end] if e else [None] * 5

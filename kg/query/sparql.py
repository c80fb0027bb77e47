"""SPARQL over the RDF of a build: read-only, closed to the network, the same table from every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import rdflib
from rdflib.term import Identifier, Literal, Node

from kg.errors import QueryError
from kg.query.check import CheckedQuery, checked
from kg.query.engine import Engine, RdflibEngine, Row
from kg.query.store import read_rdflib
from kg.query.tables import Table

Source = rdflib.Graph | Engine


def load_rdf(out: Path) -> rdflib.Graph:
    """The RDF of a build folder (or of a Turtle file); raises InputError where there is none or it is damaged."""
    return read_rdflib(out)


def select(source: Source, query: str, values: Mapping[str, str | Identifier] | None = None, limit: int | None = None) -> Table:
    """The answer to a query as a table; raises QueryError where the query is wrong, would write or fetch, or has more rows than ``limit``.

    ``values`` give variables (named without ``?``) an RDF term or plain text. The triples of CONSTRUCT and DESCRIBE are rows of subject,
    predicate, object. Rows are sorted unless the query orders them, so that the same graph gives the same table.
    """
    engine = RdflibEngine(source) if isinstance(source, rdflib.Graph) else source
    return answered(engine, checked(query, engine.prefixes, values), limit)


def answered(engine: Engine, query: CheckedQuery, limit: int | None = None) -> Table:
    """The same for a query that is checked already."""
    answer = engine.answer(query)
    if answer.yes is not None:
        return Table(answer.columns, ((Literal(answer.yes),),), answer.yes)
    rows = list(_limited(iter(answer.rows), limit))
    columns = list(answer.columns)
    if query.selects_all:
        order = sorted(range(len(columns)), key=lambda i: _place(query.text, columns[i]))
        columns, rows = [columns[i] for i in order], [tuple(row[i] for i in order) for row in rows]
    return Table(tuple(columns), tuple(rows if query.is_ordered else sorted(rows, key=_sort_key)))


def _limited(rows: Iterator[Row], limit: int | None) -> Iterator[Row]:
    yield from rows if limit is None else islice(rows, limit)
    if limit is not None and next(rows, None) is not None:
        raise QueryError(f"the answer has more than {limit:,} rows; add LIMIT, or ask for less")


def _sort_key(row: tuple[Node | None, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(("", "") if term is None else (str(term), repr(term)) for term in row)


def _place(text: str, name: str) -> tuple[int, str]:
    """Where a variable first stands in a query: rdflib gives the columns of ``SELECT *`` in the order of a set."""
    found = re.search(rf"[?$]{re.escape(name)}\b", text)
    return (found.start() if found else len(text)), name

"""SPARQL over the RDF of a build: read-only, closed to the network, with the usual prefixes bound and errors that name the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import rdflib
from pyparsing import ParseBaseException
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier, Literal, Node

from kg.errors import InputError, QueryError
from kg.export.vocabulary import VOCABULARIES
from kg.query.tables import Table

PREFIXES: dict[str, str] = VOCABULARIES | {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_FORMS = ("SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery")
_OUTER = ("Slice", "Distinct", "Reduced", "Project")
_UNKNOWN_PREFIX = re.compile(r"Unknown namespace prefix : (\S*)")
_TOO_DEEP = "the query is nested too deeply"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may be run: its text, its algebra, whether it orders its rows, and whether it selects every variable."""

    text: str
    algebra: Query
    is_ordered: bool
    selects_all: bool


def load_rdf(out: Path) -> rdflib.Graph:
    """The RDF of a build folder (or of a Turtle file); raises InputError where there is none or it is damaged."""
    path = out if out.is_file() else out / "graph.ttl"
    if not path.is_file():
        raise InputError(f"{out}: no graph.ttl there; make one with: kg build PAGES -o {out}")
    try:
        return rdflib.Graph().parse(data=path.read_text(encoding="utf-8"), format="turtle")
    except Exception as error:  # rdflib's parser also raises AssertionError and IndexError for damaged text
        reason = " ".join(str(error).split())[:120]
        raise InputError(f"{path}: not Turtle as kg build writes it ({reason}); build it again") from error


def checked(text: str, prefixes: Mapping[str, str] = PREFIXES) -> CheckedQuery:
    """A query that parses, only reads and fetches nothing; raises QueryError, naming the line, for any other."""
    try:
        parsed = parseQuery(text)
    except ParseBaseException as error:
        if _is_update(text):
            raise QueryError("updates are refused: the graph is read-only; use SELECT, ASK, CONSTRUCT or DESCRIBE") from error
        raise QueryError(_syntax_error(error)) from error
    except RecursionError as error:
        raise QueryError(_TOO_DEEP) from error
    form = parsed[1]
    if form.name not in _FORMS:
        raise QueryError(f"{form.name} is refused: use SELECT, ASK, CONSTRUCT or DESCRIBE")
    _refuse_fetching(form)
    try:
        algebra = translateQuery(parsed, initNs=prefixes)
    except RecursionError as error:
        raise QueryError(_TOO_DEEP) from error
    except Exception as error:  # rdflib raises plain Exception for what its grammar lets through
        raise QueryError(_translation_error(text, str(error))) from error
    _refuse_fetching(algebra.algebra)
    return CheckedQuery(text, algebra, _is_ordered(algebra.algebra), form.name == "SelectQuery" and "projection" not in form)


def run(rdf: rdflib.Graph, query: CheckedQuery, bindings: Mapping[str, str] | None = None) -> Result:
    """The answer to a checked query as rdflib gives it; ``bindings`` give variables (named without ``?``) an RDF term or plain text."""
    terms = {name: value if isinstance(value, Identifier) else Literal(value) for name, value in (bindings or {}).items()}
    try:
        result = rdf.query(query.algebra, initBindings=terms)
        len(result)  # rdflib evaluates on demand: what goes wrong is to go wrong here
    except Exception as error:  # what an evaluation may raise is not documented; a user gets its reason, not its traceback
        raise QueryError(f"the query cannot be evaluated: {error}") from error
    return result


def select(rdf: rdflib.Graph, query: str, bindings: Mapping[str, str] | None = None) -> Table:
    """The answer to a query as a table; raises QueryError where the query is wrong or would write or fetch.

    The triples of CONSTRUCT and DESCRIBE are rows of subject, predicate, object. Rows are sorted unless the query orders them,
    so that the same graph gives the same table.
    """
    known = checked(query, {str(prefix): str(iri) for prefix, iri in rdf.namespaces()} | PREFIXES)
    result = run(rdf, known, bindings)
    if result.type == "ASK":
        answer = bool(result.askAnswer)
        return Table(("answer",), ((Literal(answer),),), answer)
    if result.graph is not None:
        return Table(("subject", "predicate", "object"), tuple(sorted(result.graph, key=_sort_key)))
    names = sorted(result.vars or [], key=lambda name: _place(query, name)) if known.selects_all else result.vars or []
    rows = [tuple(row.get(name) for name in names) for row in result.bindings]
    return Table(tuple(str(name) for name in names), tuple(rows if known.is_ordered else sorted(rows, key=_sort_key)))


def _sort_key(row: tuple[Node | None, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(("", "") if term is None else (str(term), repr(term)) for term in row)


def _place(text: str, name: str) -> tuple[int, str]:
    """Where a variable first stands in a query: rdflib gives the columns of ``SELECT *`` in the order of a set."""
    found = re.search(rf"[?$]{re.escape(name)}\b", text)
    return (found.start() if found else len(text)), name


def _parts(node: object) -> Iterator[CompValue]:
    """Every node of a parse tree or algebra, patterns inside filters, sub-queries and unions included."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list | tuple) or type(part).__name__ == "ParseResults":
            waiting.extend(part)  # type: ignore[arg-type]


def _refuse_fetching(form: CompValue) -> None:
    """SERVICE and FROM make the machine that answers fetch addresses of the asker's choice."""
    for part in _parts(form):
        if part.name == "ServiceGraphPattern":
            raise QueryError("SERVICE is refused: queries read this graph only and fetch nothing")
        if part.name == "DatasetClause":
            raise QueryError("FROM is refused: queries read this graph only and fetch nothing")


def _is_ordered(algebra: CompValue) -> bool:
    part = algebra.p
    while isinstance(part, CompValue) and part.name in _OUTER:
        part = part.p
    return isinstance(part, CompValue) and part.name == "OrderBy"


def _is_update(text: str) -> bool:
    try:
        return bool(parseUpdate(text).request)
    except (ParseBaseException, RecursionError):
        return False


def _syntax_error(error: ParseBaseException) -> str:
    """Where the parser gave up: the pattern that begins there is not closed or not SPARQL."""
    found = error.line.strip()[:120]
    return f"line {error.lineno}, column {error.column}: not SPARQL in what begins here: {found or 'the query ends'}"


def _translation_error(text: str, reason: str) -> str:
    unknown = _UNKNOWN_PREFIX.match(reason)
    if unknown is None:
        return f"the query means nothing: {reason}"
    prefix = unknown[1]
    line = next((number for number, line in enumerate(text.splitlines(), 1) if re.search(rf"(?<!\w){re.escape(prefix)}:", line)), 1)
    return f"line {line}: unknown prefix {prefix}: (bound without PREFIX: {', '.join(PREFIXES)})"

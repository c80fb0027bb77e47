"""What may be asked: a query that parses, only reads and fetches nothing, whatever engine is to answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Identifier

from kg.errors import QueryError
from kg.export.vocabulary import VOCABULARIES
from kg.query.lexis import plain, with_values

PREFIXES: dict[str, str] = VOCABULARIES | {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_FORMS = {"SelectQuery": "SELECT", "AskQuery": "ASK", "ConstructQuery": "CONSTRUCT", "DescribeQuery": "DESCRIBE"}
_OUTER = ("Slice", "Distinct", "Reduced", "Project")
_UNKNOWN_PREFIX = re.compile(r"Unknown namespace prefix : (\S*)")
_TOO_DEEP = "the query is nested too deeply"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may be run: its text without comments, its algebra, its form (SELECT, ASK, CONSTRUCT or DESCRIBE), the prefixes
    that are bound beside its own, whether it orders its rows, and whether it selects every variable."""

    text: str
    algebra: Query
    form: str
    prefixes: Mapping[str, str]
    is_ordered: bool
    selects_all: bool


def checked(text: str, prefixes: Mapping[str, str] = PREFIXES, values: Mapping[str, str | Identifier] | None = None) -> CheckedQuery:
    """A query with these values of variables; raises QueryError, naming the line, for one that is no SPARQL, writes or fetches."""
    text = with_values(plain(text), values or {})
    try:
        parsed = parseQuery(text)
    except ParseBaseException as error:
        raise QueryError(_syntax_error(error)) from error
    except RecursionError as error:
        raise QueryError(_TOO_DEEP) from error
    except Exception as error:  # a number too large for a character, say
        raise QueryError(f"not SPARQL: {error}") from error
    form = parsed[1]
    if form.name not in _FORMS:
        raise QueryError(f"{form.name} is refused: use SELECT, ASK, CONSTRUCT or DESCRIBE")
    _refuse_fetching(form)
    try:
        algebra = translateQuery(parsed, initNs=dict(prefixes))
    except RecursionError as error:
        raise QueryError(_TOO_DEEP) from error
    except Exception as error:  # rdflib raises plain Exception for what its grammar lets through
        raise QueryError(_translation_error(text, str(error))) from error
    _refuse_fetching(algebra.algebra)
    selects_all = form.name == "SelectQuery" and "projection" not in form
    return CheckedQuery(text, algebra, _FORMS[form.name], prefixes, _is_ordered(algebra.algebra), selects_all)


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
    """The same refusal as that of the words, by what the grammar makes of them."""
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

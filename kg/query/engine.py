"""The two engines that answer a checked query: rdflib over a graph in memory, and Oxigraph over a store in memory or on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import pyoxigraph
import rdflib
from rdflib.query import ResultRow
from rdflib.term import BNode, Literal, Node, URIRef

from kg.errors import QueryError
from kg.query.check import PREFIXES, CheckedQuery

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_TRIPLE = ("subject", "predicate", "object")

# rdflib logs a traceback for every text that does not fit its type, and a query may make such ("x"^^xsd:date).
logging.getLogger("rdflib.term").addFilter(lambda record: record.levelno > logging.WARNING)

Row = tuple[Node | None, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: ``yes`` for ASK; otherwise columns and rows, those of CONSTRUCT and DESCRIBE being triples."""

    columns: tuple[str, ...]
    rows: Iterable[Row]
    yes: bool | None = None


class Engine(Protocol):
    """What answers checked queries; ``prefixes`` are those that a query need not declare."""

    prefixes: Mapping[str, str]

    def answer(self, query: CheckedQuery) -> Answer:
        """The answer, its rows found as they are read; raises QueryError, then or while they are read, where it cannot be evaluated."""
        ...


class RdflibEngine:
    """rdflib's own evaluation of a graph in memory."""

    def __init__(self, rdf: rdflib.Graph) -> None:
        self.rdf = rdf
        self.prefixes: Mapping[str, str] = {str(prefix): str(iri) for prefix, iri in rdf.namespaces()} | PREFIXES

    def answer(self, query: CheckedQuery) -> Answer:
        """See Engine."""
        result = _evaluated(lambda: self.rdf.query(query.algebra))
        if query.form == "ASK":
            return Answer(("answer",), (), _evaluated(lambda: bool(result.askAnswer)))
        if query.form != "SELECT":
            return Answer(_TRIPLE, _guarded(result.graph or ()))
        return Answer(tuple(map(str, result.vars or ())), (tuple(row) for row in _guarded(result) if isinstance(row, ResultRow)))


class OxigraphEngine:
    """Oxigraph's evaluation of a store."""

    def __init__(self, store: pyoxigraph.Store, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.store = store
        self.prefixes: Mapping[str, str] = {**prefixes, **PREFIXES}

    def answer(self, query: CheckedQuery) -> Answer:
        """See Engine."""
        found = _evaluated(lambda: self.store.query(query.text, prefixes=dict(query.prefixes)))
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Answer(("answer",), (), bool(found))
        if isinstance(found, pyoxigraph.QueryTriples):
            return Answer(_TRIPLE, (tuple(map(_node, (t.subject, t.predicate, t.object))) for t in _guarded(found)))
        names = tuple(variable.value for variable in found.variables)
        return Answer(names, (tuple(None if term is None else _node(term) for term in row) for row in _guarded(found)))


def _evaluated(work: Callable[[], T]) -> T:
    """What an evaluation may raise is not documented by either engine; a user gets its reason, not its traceback."""
    try:
        return work()
    except Exception as error:
        raise _failure(error) from error


def _guarded(rows: Iterable[T]) -> Iterator[T]:
    iterator = iter(rows)
    while True:
        try:
            row = next(iterator)
        except StopIteration:
            return
        except Exception as error:
            raise _failure(error) from error
        yield row


def _failure(error: Exception) -> QueryError:
    return QueryError(f"the query cannot be evaluated: {error}")


def _node(term: object) -> Node:
    """A term of Oxigraph as one of rdflib."""
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise QueryError("the answer holds a statement about a statement, which no format here can say")
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    return Literal(term.value, datatype=None if datatype in (_STRING, _LANG_STRING) else URIRef(datatype), normalize=False)

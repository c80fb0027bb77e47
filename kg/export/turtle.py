"""``graph.ttl``: the graph as Turtle, and as an rdflib.Graph for queries and validation."""

from __future__ import annotations

import re

import rdflib

from kg.export.blocks import Block
from kg.export.header import header
from kg.export.ntriples import NTriples
from kg.export.statements import Statements
from kg.export.vocabulary import BASE, FAMILIES, VOCABULARIES
from kg.graph import Graph

__all__ = ["BASE", "VOCABULARIES", "to_rdf", "to_turtle"]

_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*")


class Turtle(NTriples):
    """Turtle: prefixed names where they are legal."""

    def __init__(self, base: str) -> None:
        self.prefixes = VOCABULARIES | {family: f"{base}{family}/" for family in FAMILIES}
        self._prefix_of = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        super().__init__(base)

    def iri(self, iri: str) -> str:
        cut = iri.rfind("/") + 1
        prefix = self._prefix_of.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.fullmatch(iri, cut) else f"<{iri}>"

    def integer(self, number: int) -> str:
        return str(number)

    def boolean(self, truth: bool) -> str:
        return str(truth).lower()

    def _word(self, name: str) -> str:
        return name

    def _property(self, name: str, prefixed: str) -> str:
        return "a " if name == "type" else f"{prefixed} "


def to_turtle(graph: Graph, base: str = BASE) -> str:
    """The graph as a Turtle document whose things stand under ``base``, the same bytes for the same graph.

    Raises GraphError for a base that is no IRI, and for a number that is none.
    """
    dialect = Turtle(base)
    told = Statements(graph, dialect)
    body = [_written(block) for block in told.body()]
    prefixes = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in dialect.prefixes.items()]
    return "".join([*prefixes, *map(_written, header(told)), *body])


def write(graph: Graph, base: str = BASE) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"graph.ttl": to_turtle(graph, base).encode()}


def to_rdf(graph: Graph, base: str = BASE) -> rdflib.Graph:
    """The graph as an rdflib.Graph: what rdflib reads in its Turtle."""
    return rdflib.Graph(bind_namespaces="none").parse(data=to_turtle(graph, base), format="turtle")


def _written(block: Block) -> str:
    pairs = " ;\n    ".join([predicate + value for predicate, value in block.pairs])
    return f"\n{block.subject} {pairs} .\n"

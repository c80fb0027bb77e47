"""``graph.ttl``: the graph as Turtle, and as an rdflib.Graph for queries and validation."""

from __future__ import annotations

import rdflib

from kg.export.dialects import Turtle
from kg.export.header import header
from kg.export.statements import Block, Statements
from kg.export.vocabulary import BASE, VOCABULARIES
from kg.graph import Graph

__all__ = ["BASE", "VOCABULARIES", "to_rdf", "to_turtle"]


def to_turtle(graph: Graph, base: str = BASE) -> str:
    """The graph as a Turtle document whose things stand under ``base``, the same bytes for the same graph.

    Raises GraphError for a base that is no IRI, and for a number that is none.
    """
    dialect = Turtle(base)
    told = Statements(graph, dialect)
    body = [_written(block) for block in told.body()]
    prefixes = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in dialect.prefixes.items()]
    return "".join([*prefixes, *map(_written, header(told)), *body])


def to_rdf(graph: Graph, base: str = BASE) -> rdflib.Graph:
    """The graph as an rdflib.Graph: what rdflib reads in its Turtle."""
    return rdflib.Graph(bind_namespaces="none").parse(data=to_turtle(graph, base), format="turtle")


def _written(block: Block) -> str:
    pairs = " ;\n    ".join([predicate + value for predicate, value in block.pairs])
    return f"\n{block.subject} {pairs} .\n"

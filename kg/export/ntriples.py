"""``graph.nt`` and ``graph.nq``: a triple a line; in N-Quads what a page states stands in the named graph of that page."""

from __future__ import annotations

from kg.export.dialects import NTriples
from kg.export.header import header
from kg.export.statements import Block, Statements
from kg.export.vocabulary import BASE
from kg.graph import Graph


def to_ntriples(graph: Graph, base: str = BASE) -> str:
    """The triples of the graph, one a line, the same bytes for the same graph; raises GraphError for a base that is no IRI."""
    told = Statements(graph, NTriples(base))
    body = [_triples(block) for block in told.body()]
    return "".join([*map(_triples, header(told)), *body])


def to_nquads(graph: Graph, base: str = BASE) -> str:
    """The same triples, each in the named graph of every page that states it; raises GraphError for a base that is no IRI.

    The name of a graph is the IRI of the page. What no page states, the header and what a gazetteer adds, is in the default graph.
    """
    dialect = NTriples(base)
    told = Statements(graph, dialect)
    body = [_quads(block, dialect) for block in told.body()]
    return "".join([*(_quads(block, dialect) for block in header(told)), *body])


def _triples(block: Block) -> str:
    subject = block.subject
    return "".join([f"{subject} {predicate}{value} .\n" for predicate, value in block.pairs])


def _quads(block: Block, dialect: NTriples) -> str:
    subject, page = block.subject, dialect.of["page"]
    lines = []
    for docs, pairs in block.said:
        for place in [f" {page[doc]}" for doc in sorted(docs)] or [""]:
            lines += [f"{subject} {predicate}{value}{place} .\n" for predicate, value in pairs]
    return "".join(lines)

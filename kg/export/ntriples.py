"""``graph.nt`` and ``graph.nq``: a triple a line; in N-Quads what a page states stands in the named graph of that page."""

from __future__ import annotations

import re

from kg.export.blocks import Block
from kg.export.characters import unicode_text
from kg.export.dialects import Dialect
from kg.export.header import header
from kg.export.statements import Statements
from kg.export.vocabulary import BASE, full
from kg.graph import Graph

_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


class NTriples(Dialect):
    """N-Triples and N-Quads: everything in full."""

    def iri(self, iri: str) -> str:
        return f"<{iri}>"

    def zh(self, text: str) -> str:
        return f'"{_escaped(text)}"@zh'

    def text(self, text: str) -> str:
        return f'"{_escaped(text)}"'

    def tagged(self, text: str, language: str) -> str:
        return f'"{_escaped(text)}"@{language}'

    def integer(self, number: int) -> str:
        return self._typed(str(number), "xsd:integer")

    def count(self, number: int) -> str:
        return self._typed(str(number), "xsd:nonNegativeInteger")

    def boolean(self, truth: bool) -> str:
        return self._typed(str(truth).lower(), "xsd:boolean")

    def _word(self, name: str) -> str:
        return f"<{full(name)}>"

    def _property(self, name: str, prefixed: str) -> str:
        del name
        return f"{self.word[prefixed]} "

    def _typed(self, text: str, datatype: str) -> str:
        return f'"{text}"^^{self.word[datatype]}'

    def _dated(self, text: str, datatype: str | None) -> str:
        return self._typed(text, datatype) if datatype else self.text(text)


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


def write(graph: Graph, base: str = BASE) -> dict[str, bytes]:
    """The N-Triples by the name of their file."""
    return {"graph.nt": to_ntriples(graph, base).encode()}


def write_nquads(graph: Graph, base: str = BASE) -> dict[str, bytes]:
    """The N-Quads by the name of their file."""
    return {"graph.nq": to_nquads(graph, base).encode()}


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


def _escaped(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _TO_ESCAPE.sub(lambda m: _SHORT_ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", unicode_text(text))

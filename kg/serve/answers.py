"""Answers in the formats of the protocol, chosen by what the client accepts and by the form of the query."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph
from rdflib.term import BNode, Literal, Node

from kg.query.check import checked
from kg.query.engine import Engine
from kg.query.sparql import answered
from kg.query.tables import Table, written
from kg.serve.http import Response, negotiated

TABLES = {
    "application/sparql-results+json": "json", "application/sparql-results+xml": "xml", "text/csv": "csv",
    "text/tab-separated-values": "tsv", "application/json": "json", "application/xml": "xml", "text/xml": "xml",
}  # fmt: skip
BOOLEANS = {media: form for media, form in TABLES.items() if form in ("json", "xml")}
RDF = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE, "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES, "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}  # fmt: skip
_TEXTUAL = ("text/", "application/n-triples")


def response_to(engine: Engine, text: str, accept: str, limit: int) -> Response:
    """The answer to a query as the client likes it; raises QueryError, or RefusedError for want of the format."""
    query = checked(text, engine.prefixes)
    if query.form in ("CONSTRUCT", "DESCRIBE"):
        media = negotiated(accept, list(RDF))
        return Response(200, typed(media), rdf_bytes(answered(engine, query, limit), media, engine.prefixes))
    formats = BOOLEANS if query.form == "ASK" else TABLES
    media = negotiated(accept, list(formats))
    return Response(200, typed(media), written(answered(engine, query, limit), formats[media]).encode(errors="replace"))


def typed(media: str) -> str:
    """A media type with its charset, where it is one of text."""
    return f"{media}; charset=utf-8" if media.startswith(_TEXTUAL) else media


def rdf_bytes(triples: Table, media: str, prefixes: Mapping[str, str]) -> bytes:
    """The triples of a table in one of RDF; the same triples give the same bytes."""
    rows = (pyoxigraph.Triple(*map(_term, row)) for row in triples.terms)  # type: ignore[arg-type]
    names = dict(prefixes) if media == "text/turtle" else None
    data = pyoxigraph.serialize(rows, format=RDF[media], prefixes=names) or b""
    return _sorted_head(data) if names else data


def _sorted_head(turtle: bytes) -> bytes:
    """Turtle with the prefixes that it needs in order: Oxigraph writes all, in the order of a set."""
    lines = turtle.splitlines(keepends=True)
    cut = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    body = b"".join(lines[cut:])
    return b"".join(sorted(line for line in lines[:cut] if line.split()[1] in body)) + body


def _term(node: Node | None) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(node, Literal):
        if node.language:
            return pyoxigraph.Literal(str(node), language=node.language)
        return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(node.datatype) if node.datatype else None)
    return pyoxigraph.BlankNode(str(node)) if isinstance(node, BNode) else pyoxigraph.NamedNode(str(node))

"""``graph.ttl``: the graph as Turtle, and as an rdflib.Graph for queries and validation."""

from __future__ import annotations

import re

import rdflib

from kg.errors import GraphError
from kg.export.statements import FAMILIES, NS, ORG, PROV, QB, RDF, RDFS, SCHEMA, SKOS, TIME, XSD, Lit, blocks
from kg.graph import Graph

BASE = "https://w3id.org/zhiluo/id/"
VOCABULARIES = {
    "zl": NS, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "skos": SKOS, "org": ORG, "prov": PROV, "qb": QB, "schema": SCHEMA, "time": TIME,
}  # fmt: skip
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*[/#]")
_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def to_rdf(graph: Graph, base: str = BASE) -> rdflib.Graph:
    """The graph as an rdflib.Graph whose things stand under ``base``; raises GraphError for a base that is no IRI."""
    rdf = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in _prefixes(base).items():
        rdf.bind(prefix, namespace)
    for subject, pairs in blocks(graph, base):
        node = rdflib.URIRef(subject)
        for predicate, value in pairs:
            rdf.add((node, rdflib.URIRef(predicate), _term(value)))
    return rdf


def to_turtle(graph: Graph, base: str = BASE) -> str:
    """The same triples as a Turtle document, one subject after the other, the same bytes for the same graph.

    It is written here and not by rdflib's serializer, which alone takes some fifteen times as long.
    """
    prefixes = _prefixes(base)
    shorten = _Shortener({namespace: prefix for prefix, namespace in prefixes.items()})
    parts = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items()]
    for subject, pairs in blocks(graph, base):
        parts.append(f"\n{shorten[subject]}")
        joint = " "
        for predicate, value in pairs:
            parts.append(f"{joint}{shorten[predicate]} {shorten[value] if isinstance(value, str) else _literal(value, shorten)}")
            joint = " ;\n    "
        parts.append(" .\n")
    return _clean("".join(parts))


def _prefixes(base: str) -> dict[str, str]:
    if not _IRI.fullmatch(base):
        raise GraphError(f"{base!r} cannot be the base of IRIs: it must be absolute and end in / or #, for example {BASE}")
    return VOCABULARIES | {family: f"{base}{family}/" for family in FAMILIES}


class _Shortener(dict[str, str]):
    """IRIs as Turtle writes them: ``prefix:local`` where that is legal, otherwise in angle brackets; remembers what it has met."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        super().__init__({f"{RDF}type": "a"})
        self._prefixes = prefixes

    def __missing__(self, iri: str) -> str:
        cut = (iri.rfind("#") if "#" in iri else iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        short = self[iri] = f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.fullmatch(iri, cut) else f"<{iri}>"
        return short


def _clean(text: str) -> str:
    """Text without halves of surrogate pairs, which neither RDF nor UTF-8 can hold: each becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def _literal(value: Lit, shorten: _Shortener) -> str:
    text = value.text
    if _TO_ESCAPE.search(text):
        text = _TO_ESCAPE.sub(lambda m: _SHORT_ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", text)
    if value.language:
        return f'"{text}"@{value.language}'
    return f'"{text}"^^{shorten[value.datatype]}' if value.datatype else f'"{text}"'


def _term(value: str | Lit) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(value, str):
        return rdflib.URIRef(value)
    datatype = rdflib.URIRef(value.datatype) if value.datatype else None
    return rdflib.Literal(_clean(value.text), lang=value.language, datatype=datatype, normalize=False)

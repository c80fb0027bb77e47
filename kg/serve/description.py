"""What the service says of itself, in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from rdflib import RDF as RDF_TERMS
from rdflib import Literal, URIRef
from rdflib.term import BNode, Node

from kg.query.tables import Table
from kg.serve.answers import BOOLEANS, RDF, TABLES, rdf_bytes, typed
from kg.serve.http import Response, negotiated

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV"}
_GRAPHS = {
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}


def described(endpoint: str, accept: str) -> Response:
    """The description of the service at an address, as the client likes it."""
    media = negotiated(accept, list(RDF))
    prefixes = {"sd": SD, "formats": _FORMATS}
    return Response(200, typed(media), rdf_bytes(Table(("subject", "predicate", "object"), tuple(_triples(endpoint))), media, prefixes))


def _triples(endpoint: str) -> list[tuple[Node, Node, Node]]:
    service, dataset, graph = BNode("service"), BNode("dataset"), BNode("graph")
    formats = [_FORMATS + _RESULTS[form] for form in dict.fromkeys([*TABLES.values(), *BOOLEANS.values()])]
    formats += [_FORMATS + name for name in _GRAPHS.values()]
    return [
        (service, RDF_TERMS.type, URIRef(f"{SD}Service")),
        (service, URIRef(f"{SD}endpoint"), URIRef(endpoint)),
        (service, URIRef(f"{SD}supportedLanguage"), URIRef(f"{SD}SPARQL11Query")),
        *((service, URIRef(f"{SD}resultFormat"), URIRef(form)) for form in formats),
        (service, URIRef(f"{SD}defaultDataset"), dataset),
        (dataset, RDF_TERMS.type, URIRef(f"{SD}Dataset")),
        (dataset, URIRef(f"{SD}defaultGraph"), graph),
        (graph, RDF_TERMS.type, URIRef(f"{SD}Graph")),
        (graph, URIRef("http://purl.org/dc/terms/title"), Literal("知络", lang="zh")),
    ]

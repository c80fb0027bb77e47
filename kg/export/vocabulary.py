"""The names that the RDF of a graph is written in: namespaces, the properties under their names in JSON-LD, and the base of all ids.

Vocabularies: Web Annotation (where a quotation stands), W3C ORG (posts), PROV-O (derivation), RDF Data Cube (figures), OWL-Time (dates),
SKOS (names), schema.org (articles), VoID (the data set itself).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from kg.errors import GraphError
from kg.ontology import ZL, load_ontology

NS = str(ZL)
BASE = "https://w3id.org/zhiluo/id/"
VOCABULARIES = {
    "zl": NS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "dcterms": "http://purl.org/dc/terms/",
    "void": "http://rdfs.org/ns/void#",
}
FAMILIES = (
    "amount", "article", "claim", "component", "entity", "evidence", "figures", "instant", "interval", "observation", "page", "part",
    "role", "selector", "structure",
)  # fmt: skip

Range = Literal["id", "word", "zh", "text", "integer", "count", "decimal", "boolean", "any"]
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*[/#]")


class Property(NamedTuple):
    """A property: its prefixed name and what its values are; ``any`` where each value says itself of which type or language it is."""

    name: str
    range: Range


_PROPERTIES = {
    "type": Property("rdf:type", "word"), "label": Property("rdfs:label", "zh"), "file": Property("rdfs:label", "text"),
    "prefLabel": Property("skos:prefLabel", "zh"), "altLabel": Property("skos:altLabel", "zh"),
    "level": Property("zl:level", "text"), "sourceKind": Property("zl:sourceKind", "text"),
    "headline": Property("schema:headline", "zh"), "alternativeHeadline": Property("schema:alternativeHeadline", "zh"),
    "author": Property("zl:author", "text"), "place": Property("zl:place", "text"), "mentions": Property("schema:mentions", "id"),
    "subject": Property("zl:subject", "id"), "predicate": Property("zl:predicate", "word"), "object": Property("zl:object", "id"),
    "status": Property("zl:status", "word"), "title": Property("zl:title", "text"), "date": Property("zl:date", "any"),
    "rank": Property("zl:rank", "integer"), "confidence": Property("zl:confidence", "decimal"), "rule": Property("zl:rule", "text"),
    "amount": Property("zl:amount", "id"), "value": Property("zl:value", "decimal"), "currency": Property("zl:currency", "text"),
    "member": Property("org:member", "id"), "organization": Property("org:organization", "id"), "role": Property("org:role", "id"),
    "observed": Property("zl:observed", "id"), "indicator": Property("zl:indicator", "text"), "period": Property("zl:period", "text"),
    "variant": Property("zl:variant", "integer"), "measure": Property("zl:measure", "decimal"), "unit": Property("zl:unit", "text"),
    "change": Property("zl:change", "decimal"), "dataSet": Property("qb:dataSet", "id"),
    "evidence": Property("zl:evidence", "id"), "hasTarget": Property("oa:hasTarget", "id"),
    "wasDerivedFrom": Property("prov:wasDerivedFrom", "id"), "wasQuotedFrom": Property("prov:wasQuotedFrom", "id"),
    "quote": Property("zl:quote", "zh"), "start": Property("zl:start", "integer"), "end": Property("zl:end", "integer"),
    "article": Property("zl:article", "id"), "page": Property("zl:page", "id"),
    "hasSource": Property("oa:hasSource", "id"), "hasSelector": Property("oa:hasSelector", "id"),
    "exact": Property("oa:exact", "text"), "from": Property("oa:start", "count"), "to": Property("oa:end", "count"),
    "hasTime": Property("time:hasTime", "id"), "hasBeginning": Property("time:hasBeginning", "id"), "hasEnd": Property("time:hasEnd", "id"),
    "inXSDgYear": Property("time:inXSDgYear", "any"), "inXSDgYearMonth": Property("time:inXSDgYearMonth", "any"),
    "inXSDDate": Property("time:inXSDDate", "any"),
    "structure": Property("qb:structure", "id"), "component": Property("qb:component", "id"), "order": Property("qb:order", "integer"),
    "dimension": Property("qb:dimension", "word"), "attribute": Property("qb:attribute", "word"),
    "hasMeasure": Property("qb:measure", "word"), "componentRequired": Property("qb:componentRequired", "boolean"),
    "datasetTitle": Property("dcterms:title", "any"), "rights": Property("dcterms:rights", "any"),
    "license": Property("dcterms:license", "id"), "vocabulary": Property("void:vocabulary", "id"),
    "uriSpace": Property("void:uriSpace", "text"), "triples": Property("void:triples", "integer"),
    "entities": Property("void:entities", "integer"), "distinctSubjects": Property("void:distinctSubjects", "integer"),
    "classPartition": Property("void:classPartition", "id"), "class": Property("void:class", "word"),
    "propertyPartition": Property("void:propertyPartition", "id"), "property": Property("void:property", "word"),
    "name": Property("rdfs:label", "any"),
}  # fmt: skip


def properties() -> dict[str, Property]:
    """All properties that the RDF uses, the relations of the ontology among them, by the names that JSON-LD gives them."""
    return _PROPERTIES | {name: Property(f"zl:{name}", "id") for name in load_ontology().relations}


def full(name: str) -> str:
    """The IRI of a prefixed name: ``zl:Claim`` in full."""
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local


def checked_base(base: str) -> str:
    """The same base; raises GraphError for one that IRIs cannot begin with."""
    if not _IRI.fullmatch(base):
        raise GraphError(f"{base!r} cannot be the base of IRIs: it must be absolute and end in / or #, for example {BASE}")
    return base

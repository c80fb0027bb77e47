"""The types and relations, read from ``ontology/zhiluo.ttl``: the only place that names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from kg.errors import OntologyError

ZL = Namespace("https://w3id.org/zhiluo/ns#")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EntityType:
    """An entity type: labels by language, a definition in both, a colour and shape for pictures, its parent type if it has one."""

    name: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    colour: str
    shape: str
    ftm_schema: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: what may stand at its ends, which attributes an edge of it takes, and whether it reads both ways."""

    name: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    colour: str
    domain: frozenset[str]
    range: frozenset[str]
    takes: frozenset[str]
    symmetric: bool
    ftm_schema: str
    ftm_reversed: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A value that an attribute takes, a status or the level of a place: its name in ``graph.json`` and its labels by language."""

    name: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """All entity types and relations, in the order in which tables and legends show them, and the statuses and levels by name."""

    types: dict[str, EntityType]
    relations: dict[str, RelationType]
    statuses: dict[str, Code]
    levels: dict[str, Code]

    def accepts(self, relation: str, source_type: str, target_type: str) -> bool:
        """Whether an edge of this relation may run between entities of these types."""
        known = self.relations.get(relation)
        return known is not None and source_type in known.domain and target_type in known.range

    def require_type(self, name: str) -> EntityType:
        """The entity type of that name; raises OntologyError listing the valid ones."""
        return _require(self.types, name, "entity type")

    def require_relation(self, name: str) -> RelationType:
        """The relation of that name; raises OntologyError listing the valid ones."""
        return _require(self.relations, name, "relation")


def _require(known: dict[str, T], name: str, what: str) -> T:
    if name not in known:
        raise OntologyError(f"unknown {what} {name!r}; the ontology has: {', '.join(known)}")
    return known[name]


def resource_dir(packaged: str, checkout: str) -> Path:
    """A folder of data files that the wheel holds inside the package and a checkout holds at its top level."""
    package = Path(__file__).resolve().parent
    for folder in (package / packaged, package.parent / checkout):
        if folder.is_dir():
            return folder
    raise OntologyError(f"the data folder {checkout!r} is missing from this installation; install zhiluo again")


def ontology_dir() -> Path:
    """The folder with ``zhiluo.ttl`` and ``shapes.ttl``."""
    return resource_dir("_ontology", "ontology")


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """Read the shipped ontology; raises OntologyError naming what a term lacks."""
    return read_ontology(ontology_dir() / "zhiluo.ttl")


def read_ontology(path: Path) -> Ontology:
    """Read an ontology file; raises OntologyError naming the file and what a term lacks."""
    graph = Graph().parse(path, format="turtle")
    types = {_name(node): _entity_type(graph, node, path) for node in _ordered(graph, OWL.Class)}
    relations = {_name(node): _relation(graph, node, path) for node in _ordered(graph, OWL.ObjectProperty)}
    for relation in relations.values():
        unknown = (relation.domain | relation.range) - set(types)
        if unknown:
            raise OntologyError(f"{path}: {relation.name} names unknown types {', '.join(sorted(unknown))}")
    return Ontology(types, relations, _codes(graph, ZL.Status, path), _codes(graph, ZL.Level, path))


def _ordered(graph: Graph, kind: URIRef) -> list[URIRef]:
    nodes = [n for n in graph.subjects(RDF.type, kind) if isinstance(n, URIRef) and graph.value(n, ZL.order) is not None]
    return sorted(nodes, key=lambda n: int(str(graph.value(n, ZL.order))))


def _codes(graph: Graph, kind: URIRef, path: Path) -> dict[str, Code]:
    nodes = sorted(node for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef))
    codes = (_code(graph, node, path) for node in nodes)
    return {code.name: code for code in codes}


def _name(node: URIRef) -> str:
    return str(node).removeprefix(str(ZL))


def _text(graph: Graph, node: URIRef, predicate: URIRef, path: Path, language: str | None = None) -> str:
    for value in graph.objects(node, predicate):
        if isinstance(value, Literal) and value.language == language:
            return str(value)
    wanted = f"{predicate.n3(graph.namespace_manager)}{'@' + language if language else ''}"
    raise OntologyError(f"{path}: {_name(node)} lacks {wanted}")


def _names(values: Iterable[object]) -> frozenset[str]:
    return frozenset(_name(v) for v in values if isinstance(v, URIRef) and str(v).startswith(str(ZL)))


def _code(graph: Graph, node: URIRef, path: Path) -> Code:
    name = str(graph.value(node, SKOS.notation) or _name(node))
    return Code(name, _text(graph, node, RDFS.label, path, "zh"), _text(graph, node, RDFS.label, path, "en"))


def _entity_type(graph: Graph, node: URIRef, path: Path) -> EntityType:
    parents = sorted(_names(graph.objects(node, RDFS.subClassOf)) - {"Entity"})
    return EntityType(
        name=_name(node),
        label_zh=_text(graph, node, RDFS.label, path, "zh"),
        label_en=_text(graph, node, RDFS.label, path, "en"),
        definition_zh=_text(graph, node, SKOS.definition, path, "zh"),
        definition_en=_text(graph, node, SKOS.definition, path, "en"),
        colour=_text(graph, node, ZL.colour, path),
        shape=_text(graph, node, ZL.shape, path),
        ftm_schema=_text(graph, node, ZL.ftmSchema, path),
        parent=parents[0] if parents else None,
    )


def _relation(graph: Graph, node: URIRef, path: Path) -> RelationType:
    return RelationType(
        name=_name(node),
        label_zh=_text(graph, node, RDFS.label, path, "zh"),
        label_en=_text(graph, node, RDFS.label, path, "en"),
        definition_zh=_text(graph, node, SKOS.definition, path, "zh"),
        definition_en=_text(graph, node, SKOS.definition, path, "en"),
        colour=_text(graph, node, ZL.colour, path),
        domain=_names(graph.objects(node, ZL.domainIncludes)),
        range=_names(graph.objects(node, ZL.rangeIncludes)),
        takes=_names(graph.objects(node, ZL.takes)),
        symmetric=(node, RDF.type, OWL.SymmetricProperty) in graph,
        ftm_schema=_text(graph, node, ZL.ftmSchema, path),
        ftm_reversed=(node, ZL.ftmReversed, Literal(True)) in graph,
    )

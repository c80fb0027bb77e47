"""Zhiluo (知络): pages of Chinese local newspapers to a knowledge graph in which every edge has its sentence.

    from kg import build
    result = build(["seeds"])
    for entity in result.graph.entities():
        print(entity.type, entity.name)

Names are loaded when they are first used, so that importing one stage does not import them all.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import GraphError, InputError, OntologyError, QueryError, ZhiluoError
    from kg.export.graph_json import load_graph
    from kg.graph import Graph
    from kg.ontology import load_ontology
    from kg.output import write_build
    from kg.pipeline import Build, Settings, build
    from kg.query.show import find, page_of
    from kg.query.sparql import load_rdf, select

    __version__: str

_HOMES = {
    "Build": "pipeline", "Settings": "pipeline", "build": "pipeline", "write_build": "output",
    "Graph": "graph", "load_graph": "export.graph_json", "load_ontology": "ontology",
    "find": "query.show", "page_of": "query.show", "load_rdf": "query.sparql", "select": "query.sparql",
    "GraphError": "errors", "InputError": "errors", "OntologyError": "errors", "QueryError": "errors", "ZhiluoError": "errors",
}  # fmt: skip

__all__ = [
    "Build", "Graph", "GraphError", "InputError", "OntologyError", "QueryError", "Settings", "ZhiluoError", "__version__",
    "build", "find", "load_graph", "load_ontology", "load_rdf", "page_of", "select", "write_build",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return metadata.version("zhiluo")
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(f"kg.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

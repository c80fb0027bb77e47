"""``graph.cyjs``: the graph for Cytoscape and Cytoscape.js (https://js.cytoscape.org)."""

from __future__ import annotations

import json
from typing import Any

from kg.export.attributes import edge_values, node_values
from kg.export.characters import unicode_text
from kg.graph import Graph
from kg.ontology import load_ontology


def write(graph: Graph) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"graph.cyjs": to_cytoscape(graph).encode()}


def to_cytoscape(graph: Graph) -> str:
    """The graph as Cytoscape JSON: elements with data, lists as lists, colours as ``color``; sorted, a newline at its end."""
    ontology = load_ontology()
    nodes = [{"id": e.id, "name": e.name, "color": ontology.types[e.type].colour, **node_values(e, ontology)} for e in graph.entities()]
    edges = [
        {"id": key, "source": f.source, "target": f.target, "interaction": f.type, "name": ontology.relations[f.type].label_zh}
        | {"color": ontology.relations[f.type].colour, **edge_values(f, ontology)}
        for key, f in graph.facts()
    ]
    elements: dict[str, Any] = {"nodes": [{"data": data} for data in nodes], "edges": [{"data": data} for data in edges]}
    document = {"format_version": "1.0", "generated_by": "zhiluo", "target_cytoscapejs_version": "~3", "elements": elements}
    document |= {"data": {"name": "Zhiluo 知络"}}
    return unicode_text(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)) + "\n"

"""``graph.gexf``: the graph for Gephi, coloured, with dates for its timeline (GEXF 1.3, https://gexf.net)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from kg.export.attributes import EDGE, NODE, Attribute, Kind, Value, edge_values, node_values
from kg.export.characters import first_day, xml_text
from kg.export.graphml import document, plain, rgb
from kg.graph import Graph
from kg.ontology import Ontology, load_ontology
from kg.records import Fact

_TYPES = {Kind.TEXT: "string", Kind.LIST: "string", Kind.INTEGER: "integer", Kind.NUMBER: "double", Kind.BOOLEAN: "boolean"}
_NODE = {a.name: str(place) for place, a in enumerate(NODE)}
_EDGE = {a.name: str(place) for place, a in enumerate(EDGE)}


def write(graph: Graph) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"graph.gexf": to_gexf(graph).encode()}


def to_gexf(graph: Graph) -> str:
    """The graph as a GEXF document.

    An edge begins (``start``) on its date, or the first day of its month or year, and has no end; edges without a date and all nodes
    are always there. ``kind`` is the relation, so that Gephi keeps edges of different relations between the same ends apart. All
    edges are directed, since readers know either directed or undirected graphs: those of symmetric relations say ``symmetric``.
    """
    ontology = load_ontology()
    spaces = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
    root = ET.Element("gexf", spaces)
    ET.SubElement(ET.SubElement(root, "meta"), "creator").text = "Zhiluo"
    body = ET.SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "idtype": "string"})
    _attributes(body, "node", NODE)
    _attributes(body, "edge", EDGE)
    nodes, edges = ET.SubElement(body, "nodes"), ET.SubElement(body, "edges")
    for entity in graph.entities():
        node = ET.SubElement(nodes, "node", {"id": xml_text(entity.id), "label": xml_text(entity.name)})
        _values(node, _NODE, node_values(entity, ontology), ontology.types[entity.type].colour)
    for key, fact in graph.facts():
        edge = ET.SubElement(edges, "edge", _edge(key, fact, ontology))
        _values(edge, _EDGE, edge_values(fact, ontology), ontology.relations[fact.type].colour)
    return document(root)


def _edge(key: str, fact: Fact, ontology: Ontology) -> dict[str, str]:
    told = {"id": xml_text(key), "source": xml_text(fact.source), "target": xml_text(fact.target), "type": "directed", "kind": fact.type}
    told["label"] = ontology.relations[fact.type].label_zh
    start = first_day(fact.date)
    return told | ({"start": start} if start else {})


def _attributes(body: ET.Element, end: str, attributes: Sequence[Attribute]) -> None:
    listed = ET.SubElement(body, "attributes", {"class": end, "mode": "static"})
    for place, a in enumerate(attributes):
        ET.SubElement(listed, "attribute", {"id": str(place), "title": a.name, "type": _TYPES[a.kind]})


def _values(element: ET.Element, places: Mapping[str, str], values: Mapping[str, Value], colour: str) -> None:
    told = ET.SubElement(element, "attvalues")
    for name, value in values.items():
        ET.SubElement(told, "attvalue", {"for": places[name], "value": plain(value)})
    red, green, blue = rgb(colour)
    ET.SubElement(element, "viz:color", {"r": str(red), "g": str(green), "b": str(blue)})

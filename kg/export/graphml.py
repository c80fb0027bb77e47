"""``graph.graphml``: the graph for igraph, networkx, yEd, Gephi and others (http://graphml.graphdrawing.org)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from kg.export.attributes import EDGE, NODE, Attribute, Kind, Value, edge_values, node_values
from kg.export.characters import joined, xml_text
from kg.graph import Graph
from kg.ontology import load_ontology

_TYPES = {Kind.TEXT: "string", Kind.LIST: "string", Kind.INTEGER: "int", Kind.NUMBER: "double", Kind.BOOLEAN: "boolean"}
# igraph draws by "label" and "color"; Gephi reads "label", "r", "g" and "b"
_DRAWN = (Attribute("label"), Attribute("color"), *(Attribute(name, Kind.INTEGER) for name in "rgb"))
_NODE, _EDGE = (*_DRAWN, *NODE), (*_DRAWN, Attribute("fact_id"), *EDGE)  # igraph loses the ids of edges
_LINE_ENDS = {code: f"&#{code};" for code in (0x0D, 0x85, 0x2028)}


def write(graph: Graph) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"graph.graphml": to_graphml(graph).encode()}


def to_graphml(graph: Graph) -> str:
    """The graph as a GraphML document: directed, attributes without nesting, lists joined as ``characters.joined`` says."""
    ontology = load_ontology()
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    _keys(root, "node", _NODE)
    _keys(root, "edge", _EDGE)
    body = ET.SubElement(root, "graph", {"id": "zhiluo", "edgedefault": "directed"})
    for entity in graph.entities():
        node = ET.SubElement(body, "node", {"id": xml_text(entity.id)})
        _data(node, "n", drawn(entity.name, ontology.types[entity.type].colour) | node_values(entity, ontology))
    for key, fact in graph.facts():
        ends = {"id": xml_text(key), "source": xml_text(fact.source), "target": xml_text(fact.target)}
        known = ontology.relations[fact.type]
        _data(ET.SubElement(body, "edge", ends), "e", drawn(known.label_zh, known.colour) | {"fact_id": key} | edge_values(fact, ontology))
    return document(root)


def drawn(label: str, colour: str) -> dict[str, Value]:
    """How a thing looks: its label, and its colour as a whole and in red, green and blue."""
    red, green, blue = rgb(colour)
    return {"label": label, "color": colour, "r": red, "g": green, "b": blue}


def rgb(colour: str) -> tuple[int, int, int]:
    """A colour of the ontology, #RRGGBB, as three numbers of 0–255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def plain(value: Value) -> str:
    """A value as XML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return xml_text(joined(value) if isinstance(value, tuple) else str(value))


def document(root: ET.Element) -> str:
    """An element as an XML document; line ends other than a line feed are kept, which some parsers would turn into one or into a space."""
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode").translate(_LINE_ENDS)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _keys(root: ET.Element, end: str, attributes: Iterable[Attribute]) -> None:
    for a in attributes:
        ET.SubElement(root, "key", {"id": f"{end[0]}_{a.name}", "for": end, "attr.name": a.name, "attr.type": _TYPES[a.kind]})


def _data(element: ET.Element, end: str, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        ET.SubElement(element, "data", {"key": f"{end}_{name}"}).text = plain(value)

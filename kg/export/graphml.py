"""``graph.graphml``: the graph for igraph, networkx, yEd, Gephi and others (http://graphml.graphdrawing.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.export.attributes import EDGE, NODE, Attribute, Kind, Value, edge_values, node_values
from kg.export.characters import joined, xml_escaped
from kg.graph import Graph
from kg.ontology import load_ontology

_TYPES = {Kind.TEXT: "string", Kind.LIST: "string", Kind.INTEGER: "int", Kind.NUMBER: "double", Kind.BOOLEAN: "boolean"}
# igraph draws by "label" and "color"; Gephi reads "label", "r", "g" and "b"
_DRAWN = (Attribute("label"), Attribute("color"), *(Attribute(name, Kind.INTEGER) for name in "rgb"))
_NODE, _EDGE = (*_DRAWN, *NODE), (*_DRAWN, Attribute("fact_id"), *EDGE)  # igraph loses the ids of edges


def write(graph: Graph) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"graph.graphml": to_graphml(graph).encode()}


def to_graphml(graph: Graph) -> str:
    """The graph as a GraphML document: directed, attributes without nesting, lists joined as ``characters.joined`` says."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    ontology = load_ontology()
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield from _keys("node", _NODE)
    yield from _keys("edge", _EDGE)
    yield '<graph id="zhiluo" edgedefault="directed">'
    for entity in graph.entities():
        yield f'<node id="{xml_escaped(entity.id)}">'
        yield from _data("n", drawn(entity.name, ontology.types[entity.type].colour) | node_values(entity, ontology))
        yield "</node>"
    for key, fact in graph.facts():
        yield f'<edge id="{xml_escaped(key)}" source="{xml_escaped(fact.source)}" target="{xml_escaped(fact.target)}">'
        known = ontology.relations[fact.type]
        yield from _data("e", drawn(known.label_zh, known.colour) | {"fact_id": key} | edge_values(fact, ontology))
        yield "</edge>"
    yield "</graph>"
    yield "</graphml>"


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
    return xml_escaped(joined(value) if isinstance(value, tuple) else str(value))


def _keys(end: str, attributes: Iterable[Attribute]) -> Iterator[str]:
    for a in attributes:
        yield f'<key id="{end[0]}_{a.name}" for="{end}" attr.name="{a.name}" attr.type="{_TYPES[a.kind]}"/>'


def _data(end: str, values: Mapping[str, Value]) -> Iterator[str]:
    for name, value in values.items():
        yield f'<data key="{end}_{name}">{plain(value)}</data>'

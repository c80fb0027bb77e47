"""``graph.gexf``: the graph for Gephi, coloured, with dates for its timeline (GEXF 1.3, https://gexf.net)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.export.attributes import EDGE, NODE, Attribute, Kind, Value, edge_values, node_values
from kg.export.characters import first_day, xml_escaped
from kg.export.graphml import plain, rgb
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
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    ontology = load_ontology()
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield "<meta><creator>Zhiluo</creator></meta>"
    yield '<graph defaultedgetype="directed" mode="dynamic" timeformat="date" idtype="string">'
    yield from _attributes("node", NODE)
    yield from _attributes("edge", EDGE)
    yield "<nodes>"
    for entity in graph.entities():
        yield f'<node id="{xml_escaped(entity.id)}" label="{xml_escaped(entity.name)}">'
        yield from _values(_NODE, node_values(entity, ontology), ontology.types[entity.type].colour)
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for key, fact in graph.facts():
        yield _edge(key, fact, ontology)
        yield from _values(_EDGE, edge_values(fact, ontology), ontology.relations[fact.type].colour)
        yield "</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _edge(key: str, fact: Fact, ontology: Ontology) -> str:
    ends = f'source="{xml_escaped(fact.source)}" target="{xml_escaped(fact.target)}" type="directed"'
    start = first_day(fact.date)
    label = xml_escaped(ontology.relations[fact.type].label_zh)
    dated = f' start="{start}"' if start else ""
    return f'<edge id="{xml_escaped(key)}" {ends} kind="{fact.type}" label="{label}"{dated}>'


def _attributes(end: str, attributes: Sequence[Attribute]) -> Iterator[str]:
    yield f'<attributes class="{end}" mode="static">'
    for place, a in enumerate(attributes):
        yield f'<attribute id="{place}" title="{a.name}" type="{_TYPES[a.kind]}"/>'
    yield "</attributes>"


def _values(places: Mapping[str, str], values: Mapping[str, Value], colour: str) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in values.items():
        yield f'<attvalue for="{places[name]}" value="{plain(value)}"/>'
    yield "</attvalues>"
    red, green, blue = rgb(colour)
    yield f'<viz:color r="{red}" g="{green}" b="{blue}"/>'

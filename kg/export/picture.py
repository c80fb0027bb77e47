"""The picture's nodes, edges and options, assembled as a pyvis Network from the graph and the ontology."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from kg.export.layout import Box, positions
from kg.graph import Graph
from kg.ontology import Ontology
from kg.records import Entity, Fact, Status

MOST = 2500  # nodes that a browser draws and moves without a pause; a larger graph opens on its core
CORE = 800  # the best connected nodes that a graph of more opens on
LABEL = 12  # characters of a name that stand beside its node
CROWD = 200  # up to so many nodes every label gets its room; of more, a share
LETTER = 12.0  # width of a Chinese character at the label's size, in canvas units
GAZETTEER_LINE = "#7C838B"
LARGER = {"star": 1.45, "diamond": 1.15, "triangle": 1.1, "triangleDown": 1.1}  # shapes that fill less of their circle
PLANNED, ENDED, GAZETTEER = (7.0, 5.0), (12.0, 4.0, 2.0, 4.0), (1.5, 4.0)  # dash patterns: line, gap
STATUS_LINES = {Status.PLANNED: PLANNED, Status.ENDED: ENDED}


@dataclass(frozen=True, slots=True)
class Picture:
    """Entities and facts (sorted by id), vis-network's nodes, edges and options for them, and the ids to open on: all, or the core."""

    entities: tuple[Entity, ...]
    facts: tuple[tuple[str, Fact], ...]
    nodes: Sequence[dict[str, Any]]
    edges: Sequence[dict[str, Any]]
    options: dict[str, Any]
    core: frozenset[str]


def draw(
    graph: Graph, ontology: Ontology, most: int = MOST, core: int = CORE, places: Mapping[str, tuple[int, int]] | None = None
) -> Picture:
    """The picture of a graph; one of more than ``most`` entities opens on the ``core`` that have the most facts. ``places`` are those
    that ``places_of`` gave before, where somebody kept them."""
    degree: Counter[str] = Counter(dict(graph.network.degree()))
    entities, facts = tuple(graph.entities()), tuple(graph.facts())
    network = Network(directed=True, cdn_resources="in_line")
    network.options = _options()
    places = places or places_of(graph)
    # pyvis's add_node and add_edge look through a list of all nodes each time: minutes for ten thousand
    network.nodes.extend(_node(ontology, e, degree[e.id], places[e.id]) for e in entities)
    bends = _bends(facts)
    network.edges.extend(_edge(ontology, key, fact, bends[key]) for key, fact in facts)
    nodes, edges, _, _, _, options = network.get_network_data()
    ranked = sorted(entities, key=lambda e: (-degree[e.id], e.id))
    first = frozenset(e.id for e in (ranked if len(ranked) <= most else ranked[:core]))
    return Picture(entities, facts, nodes, edges, json.loads(options), first)


def places_of(graph: Graph) -> dict[str, tuple[int, int]]:
    """Where each entity stands, in canvas units."""
    degree: Counter[str] = Counter(dict(graph.network.degree()))
    share = min(1.0, max(0.2, CROWD / max(len(graph.network), 1)))
    return positions(graph.network, {e.id: _box(e, degree[e.id], share) for e in graph.entities()})


def radius(degree: int) -> int:
    """A node's radius in canvas units: its area grows with its facts."""
    return round(min(7 + 2.2 * math.sqrt(max(degree - 1, 0)), 24))


def _box(entity: Entity, degree: int, share: float) -> Box:
    """The room of a node with the share of its label that the picture can spare."""
    letters = sum(0.58 if ord(c) < 0x2E80 else 1.0 for c in entity.name[: LABEL + 1])
    return Box(max(2.0 * radius(degree), letters * LETTER * share) + 14, 2.0 * radius(degree) + (LETTER + 16) * share)


def _node(ontology: Ontology, entity: Entity, degree: int, place: tuple[int, int]) -> dict[str, Any]:
    kind = ontology.require_type(entity.type)
    hollow = entity.source_kind == "gazetteer"
    colour = {"background": "#FFFFFF" if hollow else kind.colour, "border": kind.colour if hollow else "#FFFFFF"}
    node = Node(
        entity.id, kind.shape, entity.name, color=colour, size=round(radius(degree) * LARGER.get(kind.shape, 1.0)), x=place[0], y=place[1]
    )
    return dict(node.options)


def _edge(ontology: Ontology, key: str, fact: Fact, bend: float) -> dict[str, Any]:
    relation = ontology.require_relation(fact.type)
    supplied = fact.source_kind == "gazetteer"
    pattern = GAZETTEER if supplied else STATUS_LINES.get(fact.status)
    dashes = list(pattern) if pattern else False
    smooth: bool | dict[str, Any] = {"type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)} if bend else False
    colour, arrows = GAZETTEER_LINE if supplied else relation.colour, "" if relation.symmetric else "to"
    edge = Edge(fact.source, fact.target, directed=True, id=key, color=colour, dashes=dashes, smooth=smooth, arrows=arrows)
    return dict(edge.options)


def _bends(facts: Sequence[tuple[str, Fact]]) -> dict[str, float]:
    """How far each edge bends: one between two nodes is straight, several fan out to both sides, none over another."""
    parallel: defaultdict[tuple[str, str], list[tuple[str, Fact]]] = defaultdict(list)
    for key, fact in facts:
        parallel[min(fact.source, fact.target), max(fact.source, fact.target)].append((key, fact))
    bends = {}
    for (first, _), edges in parallel.items():
        for i, (key, fact) in enumerate(edges):
            bend = round((i - (len(edges) - 1) / 2) * min(0.3, 1.2 / len(edges)), 3)
            # vis-network bends relative to the direction of the edge, so one that runs back needs the other sign
            bends[key] = bend if fact.source == first else -bend
    return bends


def _options() -> dict[str, Any]:
    """Options of vis-network: no physics, quiet lines; labels are the page's own work, which keeps them from colliding."""
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5, "chosen": False},
        "edges": {
            "width": 1.2,
            "hoverWidth": 0.8,
            "selectionWidth": 0,
            "arrows": {"to": {"scaleFactor": 0.45}},
            "arrowStrikethrough": False,
            "selfReference": {"size": 18},
        },
        "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "tooltipDelay": 0, "zoomSpeed": 0.8},
    }

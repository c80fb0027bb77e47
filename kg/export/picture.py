"""The picture's nodes, edges and options, assembled as a pyvis Network from the graph and the ontology."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyvis.network import Network

from kg.export.layout import Box, positions
from kg.graph import Graph
from kg.ontology import Ontology
from kg.records import Entity, Fact, Status

MOST = 3000  # nodes a browser still moves smoothly; of larger graphs the best connected are drawn
LABEL = 12  # characters of a name that stand beside its node
CROWD = 200  # up to so many nodes every label gets its room; of more, a share
LETTER = 12.0  # width of a Chinese character at the label's size, in canvas units
GAZETTEER_LINE = "#9AA0A6"
PLANNED, GAZETTEER = (7.0, 5.0), (1.5, 4.0)  # dash patterns: line, gap


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: entities and facts (sorted by id), and vis-network's nodes, edges and options for them."""

    entities: tuple[Entity, ...]
    facts: tuple[tuple[str, Fact], ...]
    nodes: Sequence[dict[str, Any]]
    edges: Sequence[dict[str, Any]]
    options: dict[str, Any]


def draw(graph: Graph, ontology: Ontology, most: int = MOST) -> Picture:
    """The picture of a graph; of more than ``most`` entities only those with the most facts are in it."""
    degree: Counter[str] = Counter(dict(graph.network.degree()))
    entities = tuple(sorted(sorted(graph.entities(), key=lambda e: (-degree[e.id], e.id))[:most], key=lambda e: e.id))
    drawn = {e.id for e in entities}
    facts = tuple((key, f) for key, f in graph.facts() if f.source in drawn and f.target in drawn)
    network = Network(directed=True, cdn_resources="in_line")
    network.options = _options()
    share = min(1.0, max(0.2, CROWD / max(len(entities), 1)))
    boxes = {e.id: _box(e, degree[e.id], share) for e in entities}
    places = positions(graph.network, boxes)
    for entity in entities:
        _add_node(network, ontology, entity, degree[entity.id], places[entity.id])
    bends = _bends(facts)
    for key, fact in facts:
        _add_edge(network, ontology, key, fact, bends[key])
    nodes, edges, _, _, _, options = network.get_network_data()
    return Picture(entities, facts, nodes, edges, json.loads(options))


def label(name: str) -> str:
    """A name as it stands in the picture: cut where it is long, for the card has the whole."""
    return name if len(name) <= LABEL + 1 else name[:LABEL] + "…"


def radius(degree: int) -> int:
    """A node's radius in canvas units: its area grows with its facts."""
    return round(min(6.5 + 2.2 * math.sqrt(max(degree - 1, 0)), 24))


def _box(entity: Entity, degree: int, share: float) -> Box:
    """The room of a node with the share of its label that the picture can spare."""
    letters = sum(0.58 if ord(c) < 0x2E80 else 1.0 for c in label(entity.name))
    return Box(max(2.0 * radius(degree), letters * LETTER * share) + 14, 2.0 * radius(degree) + (LETTER + 16) * share)


def _add_node(network: Network, ontology: Ontology, entity: Entity, degree: int, place: tuple[int, int]) -> None:
    kind = ontology.require_type(entity.type)
    hollow = entity.source_kind == "gazetteer"
    network.add_node(
        entity.id,
        label=label(entity.name),
        shape=kind.shape,
        color={"background": "#FFFFFF" if hollow else kind.colour, "border": kind.colour if hollow else "#FFFFFF"},
        size=radius(degree),
        x=place[0],
        y=place[1],
    )


def _add_edge(network: Network, ontology: Ontology, key: str, fact: Fact, bend: float) -> None:
    relation = ontology.require_relation(fact.type)
    supplied = fact.source_kind == "gazetteer"
    dashes = list(GAZETTEER if supplied else PLANNED) if supplied or fact.status is Status.PLANNED else False
    smooth: bool | dict[str, Any] = {"type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)} if bend else False
    network.add_edge(
        fact.source,
        fact.target,
        id=key,
        color=GAZETTEER_LINE if supplied else relation.colour,
        dashes=dashes,
        smooth=smooth,
        arrows="" if relation.symmetric else "to",
    )


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

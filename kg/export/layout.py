"""Positions for the picture, computed beforehand: communities together, hubs apart, labels clear of each other.

Louvain communities (Blondel et al. 2008, networkx) are laid out one by one, set side by side, and in graphs of
moderate size relaxed once more as a whole with linear springs and 1/d repulsion weighted by degree (ForceAtlas2,
Jacomy et al. 2014). In communities of many nodes the repulsion is that of a density on a grid (``grid.py``).
No random number is drawn but the seeded shuffles of the communities, so a graph always gets the same places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.export.grid import Repulsion, overlapping

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Spring = tuple[int, int, float]

SPRING = 70.0  # the length, in canvas units, at which a spring and the repulsion of two leaves balance
WHOLE = 600  # the largest graph that is relaxed as a whole, pair by pair: the work grows with the square of it
LARGE = 12_000  # from so many linked nodes on, Louvain begins with the groups that labels spread to, in a fifth of its time
ROUNDS, FREEING = 100, 150  # rounds in which a group of more than WHOLE relaxes, and is freed of overlaps
LANDSCAPE = 1.35  # screens are wider than tall
ROOM = 1.7  # canvas given to a group, in areas of its boxes
SHORTEST = 1.6  # the median edge in springs, at least: lines need room for an arrow and a word
WORK = 6e6  # node pairs looked at while a group relaxes
GRAVITY = 1.0  # the pull to the middle that keeps unconnected parts near
GOLDEN_ANGLE = 2.399963229728653


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node and its label take, in canvas units at scale 1."""

    width: float
    height: float


def positions(network: nx.MultiDiGraph[str], boxes: Mapping[str, Box]) -> dict[str, tuple[int, int]]:
    """Where each node of ``boxes`` goes, in whole canvas units around (0, 0); nodes without an edge form rows beneath the others."""
    names = sorted(boxes)
    number = {name: i for i, name in enumerate(names)}
    simple: nx.Graph[int] = nx.Graph()
    for source, target in sorted((s, t) for s, t in network.edges() if s in number and t in number and s != t):
        a, b = number[source], number[target]
        simple.add_edge(a, b, weight=simple.edges[a, b]["weight"] + 1.0 if simple.has_edge(a, b) else 1.0)
    size = np.array([[boxes[n].width, boxes[n].height] for n in names], dtype=float).reshape(-1, 2)
    place = np.zeros_like(size)
    linked = np.array(sorted(simple), dtype=np.intp)
    lone = np.array(sorted(set(range(len(names))) - set(simple)), dtype=np.intp)
    if len(linked):
        place[linked] = _linked(simple, linked, size)
    if len(lone):
        place[lone] = _rows(size[lone], place[linked])
    return {name: (round(float(x)), round(float(y))) for name, (x, y) in zip(names, place, strict=True)}


def _linked(simple: nx.Graph[int], linked: Ints, size: Floats) -> Floats:
    """Places of the nodes that have an edge: communities first, then the whole if it is not too large."""
    communities = _communities(simple)
    place = np.zeros_like(size)
    middles = []
    home = {int(n): i for i, members in enumerate(communities) for n in members}
    inside: list[list[Spring]] = [[] for _ in communities]
    for a, b, weight in _springs(simple):
        if home[a] == home[b]:
            inside[home[a]].append((a, b, weight))
    for members, springs in zip(communities, inside, strict=True):
        place[members] = _settle(simple, springs, members, size, _spiral(len(members), SPRING))
        middles.append(np.ptp(place[members], axis=0) + size[members].max(axis=0) + SPRING / 2)
    centres = _centres(simple, communities, np.array(middles))
    for members, centre in zip(communities, centres, strict=True):
        box = place[members]
        place[members] = box - (box.min(axis=0) + box.max(axis=0)) / 2 + centre
    if len(linked) <= WHOLE and len(communities) > 1:
        return _settle(simple, _springs(simple), linked, size, place[linked])
    return place[linked]


def _springs(simple: nx.Graph[int]) -> list[Spring]:
    """The edges as pairs of node numbers, the smaller first, with the number of facts between them; sorted."""
    return sorted((min(a, b), max(a, b), float(simple.edges[a, b]["weight"])) for a, b in simple.edges())


def _communities(simple: nx.Graph[int]) -> list[Ints]:
    """Louvain communities, the largest first; integer nodes keep Python's hash seed out of it."""
    ordered: nx.Graph[int] = nx.Graph()
    ordered.add_nodes_from(sorted(simple))
    ordered.add_weighted_edges_from(_springs(simple))
    found = _spread(ordered) if len(ordered) >= LARGE else nx.community.louvain_communities(ordered, weight="weight", seed=1)
    return [np.array(sorted(c), dtype=np.intp) for c in sorted(found, key=lambda c: (-len(c), min(c)))]


def _spread(ordered: nx.Graph[int]) -> list[set[int]]:
    """Communities of a large graph: groups by label propagation, joined by Louvain as single nodes."""
    groups = sorted(nx.community.fast_label_propagation_communities(ordered, weight="weight", seed=1), key=min)
    home = {node: number for number, group in enumerate(groups) for node in group}
    joined: nx.Graph[int] = nx.Graph()
    joined.add_nodes_from(range(len(groups)))
    for a, b, weight in _springs(ordered):
        known = joined.edges[home[a], home[b]]["weight"] if joined.has_edge(home[a], home[b]) else 0.0
        joined.add_edge(home[a], home[b], weight=known + weight)
    found = nx.community.louvain_communities(joined, weight="weight", seed=1)
    return [{node for number in numbers for node in groups[number]} for numbers in found]


def _settle(simple: nx.Graph[int], between: Sequence[Spring], members: Ints, size: Floats, start: Floats) -> Floats:
    """Arrange the members by the edges between them, from where they start."""
    local = {int(n): i for i, n in enumerate(members)}
    springs = [(local[a], local[b], weight) for a, b, weight in between]
    degree = np.array([simple.degree(int(n)) for n in members], dtype=float)
    return _arrange(start, springs, np.sqrt(1 + degree), size[members], SPRING)


def _centres(simple: nx.Graph[int], communities: Sequence[Ints], rooms: Floats) -> Floats:
    """Where the communities go: those with many edges between them near each other, none over another."""
    home = {int(n): i for i, members in enumerate(communities) for n in members}
    between: dict[tuple[int, int], float] = {}
    for a, b, weight in _springs(simple):
        pair = (min(home[a], home[b]), max(home[a], home[b]))
        if pair[0] != pair[1]:
            between[pair] = between.get(pair, 0.0) + weight
    step = float(rooms.mean()) / 2
    mass = np.sqrt(np.array([len(c) for c in communities], dtype=float))
    return _arrange(_spiral(len(communities), step), [(a, b, w**0.5) for (a, b), w in sorted(between.items())], mass, rooms, step)


def _arrange(start: Floats, springs: Sequence[Spring], mass: Floats, boxes: Floats, length: float) -> Floats:
    """Relax, stretch to a screen's shape, give the whole the room that its boxes ask for, and free them of one another."""
    ends = np.array([(a, b) for a, b, _ in springs], dtype=np.intp).reshape(-1, 2)
    pull = np.array([min(w, 3.0) for _, _, w in springs])
    place = (_relax if len(start) <= WHOLE else _relax_many)(start, ends, pull, mass, length)
    place[:, 0] *= LANDSCAPE
    spread = np.prod(np.ptp(place, axis=0) + boxes.max(axis=0))
    factor = float(np.sqrt(ROOM * np.prod(boxes, axis=1).sum() / spread))
    if len(ends):
        edges = np.linalg.norm(place[ends[:, 0]] - place[ends[:, 1]], axis=1)
        factor = max(factor, length * SHORTEST / max(float(np.median(edges)), 1.0))
    return (_free if len(start) <= WHOLE else _free_many)(place * factor, boxes)


def _spiral(count: int, step: float) -> Floats:
    """Evenly spread starting places on a sunflower spiral (Vogel 1979), the first in the middle."""
    index = np.arange(count, dtype=float)
    radius, angle = step * np.sqrt(index), index * GOLDEN_ANGLE
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _relax(start: Floats, ends: Ints, pull: Floats, mass: Floats, length: float) -> Floats:
    """Let springs pull and masses push until a cooling limit on the step stops them; fewer rounds for more nodes."""
    x, y = start[:, 0].copy(), start[:, 1].copy()
    push = np.outer(mass, mass) * length**2
    rounds = int(np.clip(WORK / max(len(start), 1) ** 2, 40, 250))
    for turn in range(rounds):
        dx, dy = np.subtract.outer(x, x), np.subtract.outer(y, y)
        share = push / np.maximum(dx * dx + dy * dy, 1.0)
        fx = (dx * share).sum(axis=1) - GRAVITY * mass * x
        fy = (dy * share).sum(axis=1) - GRAVITY * mass * y
        for force, along in ((fx, x), (fy, y)):
            stretch = (along[ends[:, 1]] - along[ends[:, 0]]) * pull
            np.add.at(force, ends[:, 0], stretch)
            np.add.at(force, ends[:, 1], -stretch)
        norm = np.maximum(np.hypot(fx, fy), 1e-9)
        step = np.minimum(norm * 0.15, length * (1 - turn / rounds) * 0.6 + 0.5) / norm
        x += fx * step
        y += fy * step
    return np.stack([x, y], axis=1)


def _relax_many(start: Floats, ends: Ints, pull: Floats, mass: Floats, length: float) -> Floats:
    """As _relax does, for more nodes than can be looked at pair by pair."""
    place, count = start.copy(), len(start)
    repulsion = Repulsion(mass, length**2)
    left, right = ends[:, 0], ends[:, 1]
    for turn in range(ROUNDS):
        force = repulsion.at(place) - GRAVITY * mass[:, None] * place
        stretch = (place[right] - place[left]) * pull[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(left, stretch[:, axis], count) - np.bincount(right, stretch[:, axis], count)
        norm = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        step = np.minimum(norm * 0.15, length * (1 - turn / ROUNDS) * 0.6 + 0.5) / norm
        place += force * step[:, None]
    return place


def _free(place: Floats, size: Floats) -> Floats:
    """Push overlapping boxes apart along the axis where they overlap less, until none does or the rounds are over."""
    place = place.copy()
    for _ in range(int(np.clip(6e4 / max(len(place), 1), 50, 150))):
        order = np.argsort(place[:, 0], kind="stable")
        shift = np.zeros_like(place)
        clear = True
        for gap in range(1, len(order)):
            left, right = order[:-gap], order[gap:]
            delta = place[right] - place[left]
            if delta[:, 0].min() >= size[:, 0].max():
                break
            overlap = (size[left] + size[right]) / 2 - np.abs(delta)
            hit = np.flatnonzero((overlap > 0.5).all(axis=1))
            if not len(hit):
                continue
            clear = False
            axis = (overlap[hit, 1] <= overlap[hit, 0]).astype(np.intp)
            sign = np.where(delta[hit, axis] < 0, -1.0, 1.0)
            move = sign * overlap[hit, axis] * 0.3
            np.add.at(shift, (left[hit], axis), -move)
            np.add.at(shift, (right[hit], axis), move)
        if clear:
            break
        place += shift
    return place


def _free_many(place: Floats, size: Floats) -> Floats:
    """As _free does, for more boxes than are to be compared one with the other."""
    place, count = place.copy(), len(place)
    for _ in range(FREEING):
        left, right, overlap = overlapping(place, size)
        if not len(left):
            break
        axis = (overlap[:, 1] <= overlap[:, 0]).astype(np.intp)
        sign = np.where(place[right, axis] < place[left, axis], -1.0, 1.0)
        move = sign * np.minimum(overlap[:, 0], overlap[:, 1]) * 0.3
        for way in (0, 1):
            along = move * (axis == way)
            place[:, way] += np.bincount(right, along, count) - np.bincount(left, along, count)
    return place


def _rows(size: Floats, above: Floats) -> Floats:
    """Rows of the nodes without an edge, under the others and about as wide."""
    wide = float(np.ptp(above[:, 0])) if len(above) else 0.0
    bottom = float(above[:, 1].max()) + 2 * SPRING if len(above) else 0.0
    middle = float(above[:, 0].min()) + wide / 2 if len(above) else 0.0
    width = max(wide, float(np.sqrt(np.prod(size, axis=1).sum()) * 2))
    cell = size.max(axis=0) * (1.1, 1.4)
    columns = max(1, min(len(size), int(width / cell[0])))
    rows = [range(first, min(first + columns, len(size))) for first, _ in pairwise([*range(0, len(size), columns), len(size)])]
    place = np.zeros_like(size)
    for number, row in enumerate(rows):
        for column, node in enumerate(row):
            place[node] = (middle + (column - (len(row) - 1) / 2) * cell[0], bottom + number * cell[1])
    return place

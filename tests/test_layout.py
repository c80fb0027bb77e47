"""Places of thousands of nodes: the shortcuts that make them quick give what looking at every pair would give."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from kg.export import layout
from kg.export.grid import Floats, Repulsion, overlapping
from kg.export.layout import Box, positions
from tests.browser.samples import large_graph


def scattered(count: int, reach: float) -> Floats:
    """Places without any order."""
    return np.random.default_rng(7).uniform(-reach, reach, (count, 2))


def test_repulsion_on_a_grid_is_that_of_every_pair() -> None:
    place, mass = scattered(900, 3000), np.random.default_rng(8).uniform(1, 4, 900)
    apart = place[:, None] - place[None]
    square = np.maximum((apart**2).sum(axis=2), 1.0)
    exact = (apart * (mass[:, None] * mass[None] * 70.0**2 / square)[:, :, None]).sum(axis=1)
    found = Repulsion(mass, 70.0**2).at(place)
    error = np.linalg.norm(found - exact, axis=1)
    assert np.median(error) < 0.1 * np.median(np.linalg.norm(exact, axis=1))


def test_a_node_alone_is_not_pushed_by_itself() -> None:
    place = np.array([[0.0, 0.0], [1000.0, 300.0]])
    push = Repulsion(np.array([5.0, 1e-9]), 4900.0).at(place)
    assert abs(push[0]).max() < 1e-3


def test_overlapping_boxes_are_all_found_each_pair_once() -> None:
    place = scattered(700, 800)
    size = np.random.default_rng(9).uniform(20, 120, (700, 2))
    overlap = (size[:, None] + size[None]) / 2 - abs(place[:, None] - place[None])
    wanted = {(a, b) for a, b in np.argwhere((overlap > 0.5).all(axis=2)).tolist() if a < b}
    left, right, much = overlapping(place, size)
    found = [tuple(sorted(pair)) for pair in zip(left.tolist(), right.tolist(), strict=True)]
    assert len(found) == len(set(found)) and set(found) == wanted
    assert np.allclose(much, overlap[left, right])


def test_many_boxes_are_freed_of_one_another() -> None:
    place, size = scattered(1500, 2500), np.full((1500, 2), (60.0, 40.0))
    before, after = (len(overlapping(p, size)[0]) for p in (place, layout._free_many(place, size)))
    assert before > 300 and after < before / 20


def test_communities_of_a_large_graph_are_nearly_as_good_as_louvains(monkeypatch: pytest.MonkeyPatch) -> None:
    simple: nx.Graph[int] = nx.Graph()
    network = large_graph(1500, 3).network
    number = {name: n for n, name in enumerate(sorted(network))}
    simple.add_edges_from(((number[a], number[b]) for a, b in network.edges() if a != b), weight=1.0)
    thorough = [set(c.tolist()) for c in layout._communities(simple)]
    monkeypatch.setattr(layout, "LARGE", 1000)
    quick = [set(c.tolist()) for c in layout._communities(simple)]
    assert set().union(*quick) == set(simple) and sum(map(len, quick)) == len(simple)
    quality = [nx.community.modularity(simple, c) for c in (quick, thorough)]
    assert quality[0] > 0.8 * quality[1]


def test_neighbours_lie_nearer_than_strangers_in_communities_of_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    network = large_graph(1500, 3).network
    monkeypatch.setattr(layout, "WHOLE", 100)
    place = {name: np.array(at) for name, at in positions(network, dict.fromkeys(network, Box(40, 30))).items()}
    linked = np.mean([np.linalg.norm(place[a] - place[b]) for a, b in network.edges()])
    names = sorted(place)
    strangers = np.mean([np.linalg.norm(place[a] - place[b]) for a, b in zip(names, names[701:] + names[:701], strict=True)])
    assert linked < 0.75 * strangers
    assert positions(network, dict.fromkeys(network, Box(40, 30))) == {name: tuple(at) for name, at in place.items()}

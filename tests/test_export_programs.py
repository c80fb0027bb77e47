"""GraphML, GEXF and Cytoscape JSON as other programs read them: networkx, igraph, graphology and Cytoscape.js."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from export_graphs import GRAPHS, rich_graph
from node_run import node

from kg.export.attributes import edge_values, node_values
from kg.export.characters import first_day, joined, unicode_text, xml_text
from kg.export.cytoscape import to_cytoscape
from kg.export.gexf import to_gexf
from kg.export.graphml import rgb, to_graphml
from kg.graph import Graph
from kg.ontology import load_ontology

Told = dict[str, dict[str, Any]]
ONTOLOGY = load_ontology()


def wanted(graph: Graph) -> tuple[Told, Told]:
    """What a reader of XML should find of nodes and edges, by id."""
    nodes = {e.id: {"label": e.name, "colour": ONTOLOGY.types[e.type].colour} | node_values(e, ONTOLOGY) for e in graph.entities()}
    edges = {
        key: {"label": ONTOLOGY.relations[f.type].label_zh, "colour": ONTOLOGY.relations[f.type].colour} | edge_values(f, ONTOLOGY)
        for key, f in graph.facts()
    }
    return _plain(nodes), _plain(edges)


def _plain(told: Told) -> Told:
    return {key: {name: _text(value) for name, value in values.items()} for key, values in told.items()}


def _text(value: Any) -> Any:
    return xml_text(joined(value)) if isinstance(value, tuple) else xml_text(value) if isinstance(value, str) else value


def agree(found: Told, right: Told, drop: tuple[str, ...] = ("colour", "label")) -> None:
    """Whether each thing has the attributes that it should have and no others with a value."""
    assert set(found) == set(right)
    for key, values in right.items():
        had = {name: found[key].get(name) for name in values if name not in drop}
        assert had == {name: value for name, value in values.items() if name not in drop}


# --- GraphML


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_graphml(name: str) -> None:
    graph = GRAPHS[name]()
    nodes, edges = wanted(graph)
    read = nx.read_graphml(io.BytesIO(to_graphml(graph).encode()), force_multigraph=True)
    assert read.is_directed()
    agree(dict(read.nodes(data=True)), nodes)
    agree({key: data for _, _, key, data in read.edges(keys=True, data=True)}, edges)
    assert {(s, t, key) for s, t, key in read.edges(keys=True)} == {(f.source, f.target, key) for key, f in graph.facts()}
    assert {key: data["label"] for key, data in read.nodes(data=True)} == {key: values["label"] for key, values in nodes.items()}


@pytest.mark.parametrize("name", GRAPHS)
def test_igraph_reads_graphml(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    (tmp_path / "graph.graphml").write_text(to_graphml(graph), encoding="utf-8", newline="")
    read = igraph.Graph.Read_GraphML(str(tmp_path / "graph.graphml"))
    nodes, edges = wanted(graph)
    assert read.is_directed()
    drop = ("colour",)
    agree({v["id"]: v.attributes() for v in read.vs}, nodes, drop)
    agree({e["fact_id"]: e.attributes() for e in read.es}, edges, drop)
    assert {v["id"]: v["color"] for v in read.vs} == {key: values["colour"] for key, values in nodes.items()}
    ends = {e["fact_id"]: (read.vs[e.source]["id"], read.vs[e.target]["id"]) for e in read.es}
    assert ends == {key: (f.source, f.target) for key, f in graph.facts()}


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_gexf(name: str) -> None:
    graph = GRAPHS[name]()
    nodes, edges = wanted(graph)
    read = nx.read_gexf(io.BytesIO(to_gexf(graph).encode()), version="1.3")
    assert read.is_directed()
    agree(dict(read.nodes(data=True)), nodes)
    agree({data["id"]: data for _, _, data in read.edges(data=True)}, edges)
    for key, data in read.nodes(data=True):
        colour = data["viz"]["color"]
        assert "#{:02X}{:02X}{:02X}".format(colour["r"], colour["g"], colour["b"]) == nodes[key]["colour"]
        assert data["label"] == nodes[key]["label"]
    starts = {data["id"]: data["start"] for _, _, data in read.edges(data=True) if "start" in data}
    assert starts == {key: first_day(f.date) for key, f in graph.facts() if first_day(f.date)}


@pytest.mark.parametrize("name", GRAPHS)
def test_graphology_reads_gexf(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    (tmp_path / "graph.gexf").write_text(to_gexf(graph), encoding="utf-8", newline="")
    read = node("gexf.cjs", tmp_path / "graph.gexf")
    nodes, edges = wanted(graph)
    agree({n["id"]: n for n in read["nodes"]}, nodes, ("colour",))
    agree({e["id"]: e for e in read["edges"]}, edges, ("colour",))
    assert {e["id"]: (e["source"], e["target"]) for e in read["edges"]} == {key: (f.source, f.target) for key, f in graph.facts()}
    assert {n["id"]: n["color"] for n in read["nodes"]} == {key: "rgb({},{},{})".format(*rgb(v["colour"])) for key, v in nodes.items()}


def test_gexf_dates_begin_edges_and_nothing_else() -> None:
    text = to_gexf(rich_graph())
    assert text.count(' start="') == sum(first_day(f.date) is not None for _, f in rich_graph().facts()) == 4
    assert ' end="' not in text and ' mode="dynamic" timeformat="date"' in text


@pytest.mark.parametrize("name", GRAPHS)
def test_cytoscape_js_reads_cytoscape_json(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    (tmp_path / "graph.cyjs").write_text(to_cytoscape(graph), encoding="utf-8", newline="")
    read = node("cytoscape.cjs", tmp_path / "graph.cyjs")
    nodes = {n["id"]: n for n in read["nodes"]}
    for entity in graph.entities():
        values = {"name": entity.name, "color": ONTOLOGY.types[entity.type].colour} | node_values(entity, ONTOLOGY)
        assert nodes.pop(entity.id) == {"id": entity.id} | _json(values)
    edges = {e["id"]: e for e in read["edges"]}
    for key, fact in graph.facts():
        known = ONTOLOGY.relations[fact.type]
        values = {"source": fact.source, "target": fact.target, "interaction": fact.type, "name": known.label_zh, "color": known.colour}
        assert edges.pop(key) == {"id": key} | _json(values | edge_values(fact, ONTOLOGY))
    assert not nodes and not edges


def _json(values: dict[str, Any]) -> dict[str, Any]:
    return json.loads(unicode_text(json.dumps(values, ensure_ascii=False)))

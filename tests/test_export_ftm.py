"""FollowTheMoney's own model and its command ``ftm`` accept every entity as it is, and the entities say what the graph says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from export_graphs import GRAPHS, hostile_graph, rich_graph
from followthemoney import model
from followthemoney.types import registry

from kg.export.ftm import EDGES, to_ftm
from kg.graph import Graph, edge_id
from kg.ontology import load_ontology

ONTOLOGY = load_ontology()


def entities(graph: Graph) -> dict[str, dict[str, Any]]:
    told = [json.loads(line) for line in to_ftm(graph).splitlines()]
    assert len({e["id"] for e in told}) == len(told)
    return {e["id"]: e for e in told}


def validated(graph: Graph, folder: Path) -> dict[str, dict[str, Any]]:
    """What the command makes of the file: it parses every entity and drops values that it does not accept."""
    (folder / "in.json").write_text(to_ftm(graph), encoding="utf-8", newline="")
    command = [str(Path(sys.executable).with_name("ftm")), "validate", "-i", str(folder / "in.json"), "-o", str(folder / "out.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return {e["id"]: e for e in map(json.loads, (folder / "out.json").read_text(encoding="utf-8").splitlines())}


def fact_entity(told: dict[str, dict[str, Any]], graph: Graph, relation: str, target: str) -> dict[str, list[str]]:
    (key,) = [key for key, f in graph.facts() if (f.type, f.target) == (relation, target)]
    return told[key]["properties"] | {"schema": [told[key]["schema"]]}


@pytest.mark.parametrize("name", ["rich", "gold", "empty"])
def test_the_command_accepts_every_value(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    right, found = entities(graph), validated(graph, tmp_path)
    assert set(found) == set(right)
    for key, entity in right.items():
        assert found[key]["schema"] == entity["schema"]
        assert {p: sorted(v) for p, v in found[key]["properties"].items()} == {p: sorted(v) for p, v in entity["properties"].items()}, key


def test_hostile_text_is_text(tmp_path: Path) -> None:
    right, found = entities(hostile_graph()), validated(hostile_graph(), tmp_path)
    assert set(found) == set(right)
    for key, entity in right.items():
        assert set(found[key]["properties"]) == set(entity["properties"]), key


@pytest.mark.parametrize("name", GRAPHS)
def test_the_model_knows_schema_properties_and_ends(name: str) -> None:
    told = entities(GRAPHS[name]())
    for entity in told.values():
        schema = model.get(entity["schema"])
        assert schema is not None and not schema.abstract
        assert set(schema.required) <= set(entity["properties"]), entity
        assert registry.entity.clean(entity["id"]) == entity["id"]
        for prop, values in entity["properties"].items():
            known = schema.get(prop)
            assert known is not None and values and all(values), (entity["schema"], prop)
            if known.range is not None:
                for value in values:
                    assert model.get(told[value]["schema"]).is_a(known.range), (entity["schema"], prop, told[value]["schema"])


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_is_missing_and_every_fact_has_its_sentences_and_articles(name: str) -> None:
    graph = GRAPHS[name]()
    told = entities(graph)
    for key, fact in graph.facts():
        properties = told[key]["properties"]
        assert len(properties.get("summary", [])) == len({e.quote for e in fact.evidence if e.quote})
        assert len(properties.get("proof", [])) == len({e.article for e in fact.evidence})
        assert properties["status"] == [str(fact.status)]
    for article in {e.article for _, fact in graph.facts() for e in fact.evidence}:
        assert any(e["schema"] == "Article" and article in str(e["properties"]) for e in told.values())
    schemata = Counter(e["schema"] for e in told.values())
    assert schemata["Note"] == len(graph.observations)
    assert sum(schemata[s] for s in {t.ftm_schema for t in ONTOLOGY.types.values()} - {"Project"}) == sum(
        ONTOLOGY.types[e.type].ftm_schema != "Project" for e in graph.entities()
    )


def test_each_kind_of_edge_holds_what_it_should() -> None:
    graph = rich_graph()
    told = entities(graph)
    post = fact_entity(told, graph, "holdsPosition", "z-1")
    assert post["schema"] == ["UnknownLink"] and "主任" in post["role"], "a zone is no body that FollowTheMoney has posts at"
    (mayor,) = [e for e in told.values() if e["schema"] == "Occupancy" and e["properties"]["status"] == ["stated"]]
    assert told[mayor["properties"]["post"][0]]["properties"] == {"name": ["清河镇人民政府镇长"], "organization": ["g-1"]}
    assert (mayor["properties"]["holder"], mayor["properties"]["date"]) == (["p-1"], ["2024"])
    investment = fact_entity(told, graph, "investsIn", "t-1")
    assert investment["schema"] == ["Project"]
    assert (investment["amount"], investment["currency"], investment["date"]) == (["15610000000"], ["CNY"], ["2024-05"])
    (key,) = investment["projectId"]
    assert told[f"{key}-of"]["properties"]["participant"] == ["c-1"] and told[f"{key}-of"]["properties"]["project"] == [key]
    assert told[f"{key}-in"]["properties"]["subject"] == [key] and told[f"{key}-in"]["properties"]["object"] == ["t-1"]
    owned = fact_entity(told, graph, "subsidiaryOf", "c-2")
    assert (owned["schema"], owned["owner"], owned["asset"]) == (["Ownership"], ["c-2"], ["c-1"])
    built = fact_entity(told, graph, "undertakes", "j-1")
    assert (built["schema"], built["participant"], built["project"]) == (["ProjectParticipant"], ["c-1"], ["j-1"])
    assert "date" not in built and "date: 明年" in built["description"][0]
    assert told["j-1"]["properties"]["amount"] == ["200000000"] and "amount: 200000000 CNY" in built["description"][0]
    ranked = fact_entity(told, graph, "receives", "a-1")
    assert ranked["schema"] == ["UnknownLink"] and "rank: 3" in ranked["description"][0] and "获得" in ranked["role"]


def test_sums_that_differ_are_not_mixed_on_one_project() -> None:
    graph = rich_graph()
    from dataclasses import replace

    from kg.graph import build_graph
    from kg.records import Amount

    facts = [f for _, f in graph.facts()]
    (one,) = [f for f in facts if f.type == "undertakes"]
    other = replace(one, source="o-1", amount=Amount(5, "USD"))
    assert edge_id(other) != edge_id(one)
    both = build_graph(graph.entities(), [*facts, other], graph.observations, graph.articles)
    assert "amount" not in entities(both)["j-1"]["properties"]


def test_the_table_of_edges_is_that_of_the_model() -> None:
    for name, edge in EDGES.items():
        schema = model.get(name)
        assert (schema.edge_source, schema.edge_target) == (edge.source, edge.target)
        for prop, taken in ((edge.source, edge.sources), (edge.target, edge.targets)):
            known = schema.get(prop).range
            types = {t.ftm_schema for t in ONTOLOGY.types.values()}
            if name == "Occupancy" and prop == "post":
                known = model.get("Position").get("organization").range
            assert types if taken is None else taken & types == {t for t in types if model.get(t).is_a(known)}


def test_every_mapping_of_the_ontology_is_a_schema_that_can_be_written() -> None:
    for t in ONTOLOGY.types.values():
        schema = model.get(t.ftm_schema)
        assert schema is not None and not schema.abstract and schema.is_a("Thing")
    for r in ONTOLOGY.relations.values():
        assert r.ftm_schema in {*EDGES, "Project"}

"""An atlas answers for a part what the page finds in the whole: the page's own scripts, in node, are asked the same."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from county import county_graph
from node_run import node

from kg.export import html
from kg.export.neighbourhood import Atlas
from kg.export.picture import draw
from kg.export.picture_data import document
from kg.export.sieve import Sieve, interval
from kg.graph import ArticleCard, Graph, build_graph
from kg.ontology import load_ontology
from kg.records import Entity, Evidence, Fact
from tests.browser.samples import city_graph, hostile_graph, large_graph, lines_graph
from tests.gold_graph import gold_graph
from tests.test_export_html import facts_of

TEMPLATES = Path(html.__file__).parent / "templates"
DATES = [
    "2024", "2024-05", "2024-05-28", "2024-Q1", "2024-H2", "2024-H3", "2024-Q5", "2023-02-29", "2024-02-29", "1900-02-29", "2000-02-29",
    "0000", "0000-01-01", "0001-12-31", "9999", "9999-12-31", "2024-13", "2024-00", "2024-04-31", "2024-1", "24", "2024-", "", " 2024",
    "2024\n", "2024-05\n", "２０２４", "2024/2025", "2024-01/2024-03", "2025/2024", "2024/", "/2024", "2024/2025/2026", "2024-Q1/2024-Q3",
    "1969-12-31", "1970-01-01", "2024-05-28T00", "soon",
]  # fmt: skip


def dated_graph() -> Graph:
    """Facts with every such date, of their own or of their page, one from an entity to itself, ids whose order depends on the encoding."""
    ids = ["p-\U00020000", "p-\uff41", *(f"p-{n}" for n in range(12))]
    entities = [Entity(key, "Person", f"某{n}") for n, key in enumerate(ids)]
    cards = [ArticleCard(f"d#{n}", "d", None, None, (), "", date) for n, date in enumerate(DATES)]
    facts = []
    for n, date in enumerate(DATES):
        told = (Evidence("d", f"d#{n * 7 % len(DATES)}", n, n + 2, "会见"), Evidence("d", f"d#{n}", n, n + 2, "会见"))
        ends = ids[n % len(ids)], ids[n * n % len(ids)]
        facts.append(Fact(*ends, "meets" if n % 2 else "accompanies", "r", 0.33333 + n / 100, told, date=date if n % 3 else None, rank=n))
    return build_graph(entities, facts, [], cards)


GRAPHS = {"dated": dated_graph, "county": county_graph, "city": city_graph, "large": lambda: large_graph(400, 3), "lines": lines_graph}


def atlas_of(graph: Graph) -> Atlas:
    ontology = load_ontology()
    return Atlas(graph, ontology, draw(graph, ontology, most=300, core=50))


def asked_of_the_page(graph: Graph, questions: list[list[Any]], folder: Path) -> list[Any]:
    """The answers of the page's scripts that have the whole graph."""
    ontology = load_ontology()
    told = document(graph, ontology, draw(graph, ontology), "")
    file = folder / "questions.json"
    file.write_text(json.dumps({"templates": str(TEMPLATES), "document": told, "questions": questions}), encoding="utf-8")
    answers: list[Any] = node("source.cjs", file, with_packages=False)
    return answers


def some_filters(graph: Graph, chance: random.Random) -> dict[str, Any]:
    """Filters as the page has them."""
    types, relations = sorted({e.type for e in graph.entities()}), sorted({f.type for _, f in graph.facts()})
    dates = ["", "", *filter(interval, DATES)]
    return {
        "types": chance.sample(types, chance.choice([0, 0, min(1, len(types) - 1)])),
        "relations": chance.sample(relations, chance.choice([0, 0, min(1, len(relations) - 1)])),
        "confidence": chance.choice([0, 0.34, 0.5, 0.6, 0.9]),
        "from": chance.choice(dates),
        "to": chance.choice(dates),
        "undated": chance.random() < 0.7,
    }


def sieve(given: dict[str, Any]) -> Sieve:
    held = frozenset(given["types"]), frozenset(given["relations"])
    return Sieve(*held, given["confidence"], given["from"], given["to"], given["undated"])


def test_dates_mean_the_same_days(tmp_path: Path) -> None:
    answers = asked_of_the_page(lines_graph(), [["interval", date] for date in DATES], tmp_path)
    assert [interval(date) and list(interval(date) or ()) for date in DATES] == answers
    assert interval("2024-05") == (19844, 19875) and interval(None) is None


@pytest.mark.parametrize("name", GRAPHS)
def test_filters_neighbourhoods_and_paths_are_the_pages(name: str, tmp_path: Path) -> None:
    graph, chance = GRAPHS[name](), random.Random(name)
    atlas, ids = atlas_of(graph), [e.id for e in graph.entities()]
    given = [{**some_filters(graph, chance)} for _ in range(60)]
    pairs = [chance.sample(ids, 2) for _ in given]
    some = [chance.sample(ids, min(len(ids), 30)) for _ in given]
    questions: list[list[Any]] = [["degrees"], ["more", ids[:3], 40]]
    for filters, (a, b), few in zip(given, pairs, some, strict=True):
        questions += [["passing", filters], ["around", a, 1 + len(few) % 2, filters, 25], ["around", b, 2, filters, 10_000]]
        questions += [["between", a, b, filters, 4], ["linked", few, filters]]
    degrees, more, *answers = asked_of_the_page(graph, questions, tmp_path)
    rows = atlas.rows(ids, [])["entities"]
    told = [(row[0], row[7]["degree"], row[7].get("neighbours", row[7]["degree"])) for row in rows]
    assert told == [tuple(row) for row in degrees]
    assert [i for i in atlas.best(0, 1000)["ids"] if i not in ids[:3]][:40] == more
    found = []
    for filters, (a, b), few in zip(given, pairs, some, strict=True):
        passes, on = sieve(filters).test(), {e.id for e in graph.entities() if e.type not in filters["types"]}
        spans = dict(zip((key for key, _ in graph.facts()), atlas._spans, strict=True))
        found.append([key for key, f in graph.facts() if {f.source, f.target} <= on and passes(f, spans[key])])
        found.append(atlas.around(a, 1 + len(few) % 2, sieve(filters), 25))
        found.append(atlas.around(b, 2, sieve(filters), 10_000))
        found.append(atlas.between(a, b, sieve(filters), 4)["walks"])
        found.append(set(atlas.linked(few, sieve(filters))["ids"]))
    assert len(found) == len(answers)
    for mine, theirs in zip(found, answers, strict=True):
        assert mine == (set(theirs) if isinstance(mine, set) else theirs)


@pytest.mark.parametrize("graph", [gold_graph("000"), hostile_graph(), large_graph(400, 3)], ids=["gold", "hostile", "large"])
def test_rows_have_every_fact_between_what_is_drawn_and_are_the_pictures(graph: Graph) -> None:
    atlas, ontology = atlas_of(graph), load_ontology()
    whole = facts_of(document(graph, ontology, draw(graph, ontology), ""))
    ids = [e.id for e in graph.entities()]
    fresh, drawn = ids[::3], ids[1::3]
    part = atlas.rows([*fresh, "nobody"], [*drawn, "nobody"])
    known = {row[0]: row for row in part["entities"]}
    wanted = {key for key, f in graph.facts() if {f.source, f.target} & set(fresh) and {f.source, f.target} <= {*fresh, *drawn}}
    assert wanted or len(graph.network) < 5
    assert facts_of(part) == {key: whole[key] for key in wanted}
    assert all(len(known[i]) > 1 for i in fresh), "those that are new are told in full"
    assert all(known[i] == [i] for i in known.keys() - set(fresh)), "those that the reader has are named"
    assert {row[0] for row in part["observations"]} == {
        row[0] for row in document(graph, ontology, draw(graph, ontology), "")["observations"] if ids[row[1]] in fresh
    }


def test_an_entity_has_its_most_confident_facts_with_their_ends() -> None:
    graph = large_graph(400, 3)
    atlas, (hub, *_) = atlas_of(graph), atlas_of(graph).best(0, 1)["ids"]
    own = {key: f for key, f in graph.facts() if hub in (f.source, f.target)}
    told = facts_of(atlas.entity(hub, 10_000))
    assert told.keys() == own.keys() and len(own) > 40
    some = facts_of(atlas.entity(hub, 20))
    assert len(some) == 20 and min(f["confidence"] for f in some.values()) >= sorted(f.confidence for f in own.values())[-20] - 1e-4
    assert {row[0] for row in atlas.entity(hub, 20)["entities"]} == {hub} | {end for f in some.values() for end in (f["s"], f["t"])}
    (row,) = [row for row in atlas.entity(hub, 20)["entities"] if row[0] == hub]
    assert row[7]["degree"] == len(own)
    figures = atlas_of(city_graph()).entity("t-1", 10)["observations"]
    assert [row[2] for row in figures] == ["生产总值"]


def test_a_fact_comes_with_both_ends_and_what_is_unknown_with_nothing() -> None:
    atlas = atlas_of(city_graph())
    (key, fact), *_ = city_graph().facts()
    told = atlas.fact(key)
    assert {row[0] for row in told["entities"]} == {fact.source, fact.target} and list(facts_of(told)) == [key]
    for empty in (atlas.fact("f-none"), atlas.entity("none", 9), atlas.rows(["none"], ["p-1"])):
        assert empty["entities"] == empty["facts"] == empty["observations"] == []
    assert atlas.around("none", 1, Sieve(), 9) == {"ids": [], "cut": False}
    assert atlas.between("none", "p-1", Sieve(), 9)["walks"] == atlas.between("p-1", "p-1", Sieve(), 9)["walks"] == []
    assert atlas.best(10_000, 5)["ids"] == atlas.linked(["none"], Sieve())["ids"] == []


def test_the_start_counts_the_whole_and_brings_the_core() -> None:
    graph = large_graph(400, 3)
    told = atlas_of(graph).start("题")
    assert told["title"] == "题" and told["totals"]["facts"] == graph.network.number_of_edges()
    assert sum(r["count"] for r in told["relations"]) == graph.network.number_of_edges()
    assert sum(t["count"] for t in told["types"]) == 400 and len(told["core"]) == 50
    core = set(told["core"])
    assert facts_of(told).keys() == {key for key, f in graph.facts() if {f.source, f.target} <= core}
    small = atlas_of(lines_graph()).start("")
    assert len(small["core"]) == 4 and small["supplied"] == 1 and small["lone"] == 1 and len(small["observations"]) == 4
    assert json.dumps(atlas_of(build_graph([], [], [], [])).start(""))


def test_names_have_everything_that_is_searched() -> None:
    told = atlas_of(city_graph()).names()
    rows = {row[0]: row[1:] for row in told["names"]}
    assert rows["c-1"][:3] == ["Company", "重庆钢铁有限公司", 2] and tuple(rows["c-1"][3]) == ("渝钢",) and len(rows["p-1"]) == 3
    assert "湖" in told["readings"]["hu"][0]

"""The named queries: exact answers on a graph made by hand, the same from both engines, and counts of the five pages by other means."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from kg.export.turtle import to_turtle
from kg.graph import ArticleCard, Graph, build_graph
from kg.query.engine import Engine
from kg.query.named import named_queries, run_named
from kg.query.store import ENGINES, open_engine
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

FEWEST = 15
WANTED = {"what-lies-in": {"place": "县"}, "who-connects": {"one": "公司"}, "articles": {"name": "县"}, "founders": {"name": ""}}


def told(quote: str, article: int = 1) -> tuple[Evidence, ...]:
    return (Evidence(f"d{article}", f"d{article}#1", 0, len(quote), quote),)


def county() -> Graph:
    """甲县 with two companies, an official, a zone, an honour and figures of three years."""
    entities = [
        Entity("l", "Place", "甲县", (), "county", None, told("甲县")),
        Entity("z", "Zone", "乙产业园"),
        Entity("p", "Person", "赵一", ("老赵",)),
        Entity("x", "Person", "赵一"),
        Entity("q", "Person", "钱二"),
        Entity("c", "Company", "丙公司"),
        Entity("d", "Company", "丁集团"),
        Entity("s", "Company", "丁科技公司"),
        Entity("o", "Organization", "戊大学"),
        Entity("r", "Project", "己项目"),
        Entity("a", "Award", "庚奖"),
        Entity("g", "Government", "甲县人民政府"),
    ]
    facts = [
        Fact("z", "l", "locatedIn", "r", 0.9, told("乙产业园位于甲县")),
        Fact("c", "z", "locatedIn", "r", 0.6, told("丙公司在乙产业园")),
        Fact("c", "z", "investsIn", "r", 0.9, told("丙公司投资1亿元"), amount=Amount(1e8, "CNY"), date="2024"),
        Fact("d", "z", "investsIn", "r", 0.9, told("丁集团将投资200万美元", 2), Status.PLANNED, amount=Amount(2e6, "USD")),
        Fact("s", "z", "investsIn", "r", 0.9, told("丁科技公司投资3亿元", 2), amount=Amount(3e8, "CNY"), date="2025"),
        Fact("s", "d", "subsidiaryOf", "r", 0.9, told("丁科技公司是丁集团的子公司", 2)),
        Fact("d", "r", "undertakes", "r", 0.9, told("丁集团将建己项目", 2), Status.PLANNED),
        Fact("s", "r", "undertakes", "r", 0.9, told("丁科技公司建成己项目", 2)),
        Fact("p", "g", "holdsPosition", "r", 0.9, told("县长赵一"), title="县长", date="2025"),
        Fact("q", "g", "holdsPosition", "r", 0.9, told("原县长钱二"), Status.ENDED, title="县长", date="2023"),
        Fact("p", "c", "meets", "r", 0.9, told("赵一会见丙公司一行") + told("赵一与丙公司座谈", 2), date="2025-05"),
        Fact("p", "d", "visits", "r", 0.9, told("赵一走访丁集团", 2), date="2025-03"),
        Fact("c", "a", "receives", "r", 0.9, told("丙公司获庚奖第2名"), rank=2, date="2024"),
        Fact("o", "a", "organizes", "r", 0.9, told("戊大学颁发庚奖")),
        Fact("c", "o", "cooperatesWith", "r", 0.9, told("丙公司与戊大学签约"), date="2024"),
        Fact("o", "s", "founds", "r", 0.9, told("戊大学设立丁科技公司", 2), date="2020"),
    ]
    figures = [
        Observation("l", "生产总值", 100e8, "CNY", "2023", 0.05, told("生产总值100亿元")),
        Observation("l", "生产总值", 110e8, "CNY", "2024", 0.1, told("生产总值110亿元")),
        Observation("l", "生产总值", 111e8, "CNY", "2024", 0.1, told("生产总值111亿元", 2)),
    ]
    cards = [ArticleCard(f"d{n}#1", f"d{n}", f"新闻{n}", None, ("记者",), "", f"2025-0{n}-01") for n in (1, 2)]
    return build_graph(entities, facts, figures, cards)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("county")
    (out / "graph.ttl").write_text(to_turtle(county()), encoding="utf-8")
    return out


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, folder: Path) -> Engine:
    return open_engine(folder, request.param)


def cells(engine: Engine, query: str, columns: str, /, **given: str) -> list[tuple[str | None, ...]]:
    """Some columns of the answer to a named query."""
    table = run_named(engine, query, given)
    places = [table.columns.index(column) for column in columns.split()]
    return [tuple(row[i] for i in places) for row in table.rows]


def test_who_met_whom_since_when(engine: Engine) -> None:
    assert cells(engine, "who-met-whom", "person met date") == [("赵一", "丙公司", "2025-05")]
    assert cells(engine, "who-met-whom", "person", since="2025-06") == []


def test_investments_with_totals_per_place_and_currency(engine: Engine) -> None:
    rows = cells(engine, "investment-totals", "where currency status investments total")
    assert rows == [("乙产业园", "CNY", "stated", "2", "400000000"), ("乙产业园", "USD", "planned", "1", "2000000")]


def test_posts_over_time(engine: Engine) -> None:
    rows = cells(engine, "posts-over-time", "person_name post status")
    assert set(rows) == {("赵一", "县长", "stated"), ("钱二", "县长", "ended")}


def test_companies_behind_a_zone(engine: Engine) -> None:
    names = {name for row in run_named(engine, "companies-behind", {"place": "乙产业园"}).rows for name in row if name}
    assert {"丙公司", "丁集团", "丁科技公司"} <= names and "戊大学" not in names


def test_what_a_group_owns(engine: Engine) -> None:
    rows = cells(engine, "group-owns", "owner_name how owned_name", group="丁集团")
    assert ("丁集团", "subsidiary", "丁科技公司") in rows and ("丁科技公司", "investsIn", "乙产业园") in rows
    assert not any(owner == "丙公司" for owner, _, _ in rows)


def test_figures_by_year_and_those_that_differ(engine: Engine) -> None:
    assert cells(engine, "figures", "period value", name="甲县", year="2023") == [("2023", "10000000000")]
    assert len(run_named(engine, "figures").rows) == 3
    values = set(run_named(engine, "conflicting-figures").rows)
    assert len(values) == 1 and {"11000000000", "11100000000"} <= {str(cell) for cell in next(iter(values))}


def test_who_connects_two_companies(engine: Engine) -> None:
    assert set(cells(engine, "who-connects", "link_name", one="丙公司", other="丁集团")) == {("赵一",)}
    assert cells(engine, "who-connects", "link_name", one="丙公司", other="无此公司") == []


def test_facts_with_one_source_leave_out_those_of_two(engine: Engine) -> None:
    rows = cells(engine, "single-source", "subject relation object")
    assert len(rows) == 15 and ("丙公司", "meets", "赵一") not in rows and ("赵一", "meets", "丙公司") not in rows


def test_planned_but_never_reported_done(engine: Engine) -> None:
    assert cells(engine, "planned-not-done", "subject relation object") == [
        ("丁集团", "investsIn", "乙产业园"),
        ("丁集团", "undertakes", "己项目"),
    ]


def test_honours_founders_cooperation_and_weak_facts(engine: Engine) -> None:
    assert cells(engine, "awards", "receiver award rank giver") == [("丙公司", "庚奖", "2", "戊大学")]
    assert len(run_named(engine, "founders").rows) == len(run_named(engine, "cooperation").rows) == 1
    assert len(run_named(engine, "weak-facts").rows) == 1 and run_named(engine, "weak-facts", {"below": "0.5"}).rows == ()


def test_what_lies_in_a_place_through_what_lies_in_it(engine: Engine) -> None:
    assert cells(engine, "what-lies-in", "thing kind", place="甲县") == [("丙公司", "Company"), ("乙产业园", "Zone")]


def test_every_query_says_what_it_is_in_both_languages_and_gives_the_same_rows_on_both_engines(folder: Path) -> None:
    queries = named_queries()
    assert len(queries) >= FEWEST
    one, other = (open_engine(folder, name) for name in ENGINES)
    for query in queries:
        given = {p.name: WANTED.get(query.name, {}).get(p.name, p.default or "") for p in query.parameters}
        first = run_named(one, query.name, given)
        assert first.rows == run_named(other, query.name, given).rows, query.name
        assert first.columns and query.description and "# description-zh: " in query.text, query.name
        assert first.rows, f"{query.name} finds nothing in the county"


# --- the five pages, counted by other means


def test_counts_on_the_five_pages_are_those_of_graph_json(seeds_out: Path) -> None:
    document: dict[str, Any] = json.loads((seeds_out / "graph.json").read_text(encoding="utf-8"))
    edges, engine = document["edges"], open_engine(seeds_out)
    names = {node["id"]: node["name"] for node in document["nodes"]}
    by_type = Counter(edge["type"] for edge in edges)
    assert len(run_named(engine, "who-met-whom").rows) == by_type["meets"]
    assert len(run_named(engine, "posts").rows) == by_type["holdsPosition"]
    assert len(run_named(engine, "investments").rows) == by_type["investsIn"]
    assert len(run_named(engine, "figures").rows) == len(document["observations"])
    once = [edge for edge in edges if len({e["article"] for e in edge["evidence"]}) == 1]
    assert len(run_named(engine, "single-source").rows) == len(once)
    weak = [edge for edge in edges if edge["confidence"] < 0.8]
    assert len(run_named(engine, "weak-facts").rows) == len(weak)
    done = {(e["source"], e["type"], e["target"]) for e in edges if e["status"] != "planned"}
    plans = [e for e in edges if e["status"] == "planned" and (e["source"], e["type"], e["target"]) not in done]
    assert len(run_named(engine, "planned-not-done").rows) == len(plans)
    sums: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for edge in edges:
        if edge["type"] == "investsIn" and "amount" in edge:
            sums[names[edge["target"]], edge["amount"]["currency"], edge["status"]] += edge["amount"]["value"]
    totals = {(row[0], row[1], row[2]): float(row[4] or 0) for row in run_named(engine, "investment-totals").rows if row[1]}
    assert totals == dict(sums)

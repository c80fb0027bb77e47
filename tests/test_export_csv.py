"""facts.csv opens in a spreadsheet as it is, runs nothing there, and reads back without loss."""

from __future__ import annotations

import csv
import io

import pytest
from gold_graph import gold_graph

from kg.export.facts_csv import COLUMNS, OBSERVATION_COLUMNS, observations_to_csv, plain_text, safe_text, to_csv
from kg.graph import ArticleCard, Graph, build_graph, edge_id, observation_id
from kg.ontology import load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status


def small(*facts: Fact, observations: tuple[Observation, ...] = (), name: str = "丙公司") -> Graph:
    entities = [Entity("p", "Person", "赵一"), Entity("c", "Company", name), Entity("l", "Place", "甲县"), Entity("m", "Place", "乙市")]
    return build_graph(entities, facts, observations, [ArticleCard("d#1", "d", "题", None, (), "")])


def words(quote: str, start: int = 0) -> Evidence:
    return Evidence("d", "d#1", start, start + len(quote), quote)


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


INVESTED = Fact(
    "c", "l", "investsIn", "r", 0.85, (words("丙公司在甲县投资1亿元", 5), words("丙公司落户甲县", 90)), Status.PLANNED,
    amount=Amount(1e8, "CNY"), date="2025-05",
)  # fmt: skip


def test_a_row_is_a_fact_and_one_of_its_sentences() -> None:
    first, second = rows_of(to_csv(small(INVESTED)))
    assert first == {
        "subject": "丙公司", "subject_type": "Company", "relation": "investsIn", "relation_zh": "投资",
        "object": "甲县", "object_type": "Place", "status": "planned", "title": "",
        "amount": "100000000", "currency": "CNY", "date": "2025-05", "rank": "", "confidence": "0.85",
        "rule": "r", "sentence": "丙公司在甲县投资1亿元", "doc": "d", "article_title": "题", "start": "5", "end": "16", "subject_id": "c",
        "object_id": "l", "fact_id": edge_id(INVESTED),
    }  # fmt: skip
    assert (second["sentence"], second["fact_id"]) == ("丙公司落户甲县", first["fact_id"])


def test_a_gazetteer_fact_has_a_row_without_a_sentence() -> None:
    (row,) = rows_of(to_csv(small(Fact("l", "m", "partOf", "r", 1.0, (), source_kind="gazetteer"))))
    assert (row["subject"], row["sentence"], row["doc"], row["start"]) == ("甲县", "", "", "")


@pytest.mark.parametrize("page", ["000", "001", "002", "003", "004"])
def test_the_gold_pages_lose_nothing(page: str) -> None:
    graph = gold_graph(page)
    told = {(row["fact_id"], plain_text(row["sentence"]), plain_text(row["subject"])) for row in rows_of(to_csv(graph))}
    assert told == {(key, e.quote, graph.entity(f.source).name) for key, f in graph.facts() for e in f.evidence}
    figures = {(row["observation_id"], row["value"]) for row in rows_of(observations_to_csv(graph))}
    assert {key for key, _ in figures} == {observation_id(o) for o in graph.observations}
    total = sum(o.value for o in graph.observations if o.value is not None)
    assert sum(float(value) for _, value in figures if value) == pytest.approx(total)


def test_rows_come_by_relation_as_the_ontology_orders_them_then_by_name() -> None:
    rows = rows_of(to_csv(gold_graph()))
    ranks = list(load_ontology().relations)
    keys = [(ranks.index(r["relation"]), r["subject"], r["object"], r["date"]) for r in rows]
    assert keys == sorted(keys) and len({k[0] for k in keys}) > 5


def test_the_order_of_making_does_not_show() -> None:
    other = Fact("p", "c", "holdsPosition", "r", 1.0, (words("赵一"),), title="经理")
    assert to_csv(small(INVESTED, other)) == to_csv(small(other, INVESTED))


@pytest.mark.parametrize("odd", ["=1+1", "+86", "-x", "@SUM(A1)", "\tx", "\r\nx", "＝1+1", "＋1", "－1", "＠x", "'=1", "'x"])
def test_no_cell_of_text_is_taken_for_a_formula_and_none_is_lost(odd: str) -> None:
    cell = rows_of(to_csv(small(INVESTED, name=odd)))[0]["subject"]
    assert cell == "'" + odd == safe_text(odd)
    assert plain_text(cell) == odd


@pytest.mark.parametrize("odd", ['say "x"', "a,b", "a\nb", "a\r\nb", "x=1", " =1", "赵 一", ""])
def test_other_text_is_left_alone(odd: str) -> None:
    assert rows_of(to_csv(small(INVESTED, name=odd)))[0]["subject"] == odd == plain_text(safe_text(odd))


def test_quoting_is_that_of_rfc_4180() -> None:
    text = to_csv(small(INVESTED, name='丙"公司",乙\n部'))
    assert '\r\n"丙""公司"",乙\n部",Company,' in text
    assert text.split("\r\n")[0] == "\ufeff" + ",".join(COLUMNS)


def test_figures_have_rows_too_and_negative_numbers_stay_numbers() -> None:
    fall = Observation("c", "产值", None, "CNY", "2024", -0.094, (words("下降9.4%"),), Status.PLANNED)
    rise = Observation("c", "产值", 156.1e8, "CNY", "2023", None, (words("达156.1亿元"),))
    first, second = rows_of(observations_to_csv(small(observations=(fall, rise))))
    assert list(first) == list(OBSERVATION_COLUMNS)
    assert (first["period"], first["value"], first["change"], first["status"]) == ("2023", "15610000000", "", "stated")
    assert (second["period"], second["value"], second["change"], second["status"]) == ("2024", "", "-0.094", "planned")
    assert second["article_title"] == "题" and second["observation_id"] == observation_id(fall)


def test_an_empty_graph_has_its_header_only() -> None:
    assert rows_of(to_csv(small())) == [] == rows_of(observations_to_csv(small()))

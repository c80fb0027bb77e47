"""The graph: what is told twice is one edge or figure with all its sentences, ids stay, and what breaks the contract is an error."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from kg.errors import GraphError, OntologyError
from kg.graph import build_graph, card_of, edge_id, merge_evidence, observation_id, starts_of
from kg.records import Amount, Article, Entity, Evidence, Fact, Observation, PageContext, Segment, SegmentKind, Status

COMPANY = Entity("company-1", "Company", "恒川集团")
TOWN = Entity("town-1", "Town", "零溪镇", level="town")
PERSON = Entity("person-1", "Person", "卓启航")
ENTITIES = (COMPANY, TOWN, PERSON)


def words(doc: str, start: int = 0) -> Evidence:
    return Evidence(doc, f"{doc}#1", start, start + 5, "茶香四溢。")


FACT = Fact(COMPANY.id, TOWN.id, "investsIn", "test/rule", 0.8, (words("a"),))
FIGURE = Observation(COMPANY.id, "产值", 3e8, "CNY", "2024", 0.05, (words("a"),))


def test_a_fact_told_twice_is_one_edge_with_both_sentences() -> None:
    again = replace(FACT, evidence=(words("b"), words("a")), confidence=0.9, rule="test/other")
    for told in permutations((FACT, again)):
        ((key, fact),) = build_graph(ENTITIES, told, (), ()).facts()
        assert key == edge_id(FACT)
        assert (fact.evidence, fact.confidence, fact.rule) == ((words("a"), words("b")), 0.9, "test/other")


def test_a_sum_told_once_is_kept_whoever_is_trusted_more() -> None:
    rich = replace(FACT, amount=Amount(3e8, "CNY"), confidence=0.6)
    for told in permutations((FACT, rich)):
        ((_, fact),) = build_graph(ENTITIES, told, (), ()).facts()
        assert (fact.amount, fact.confidence) == (Amount(3e8, "CNY"), 0.8)


def test_edge_ids_stay_and_do_not_depend_on_rule_trust_or_evidence() -> None:
    assert edge_id(FACT) == edge_id(replace(FACT, rule="x", confidence=0.1, evidence=(words("z"),), amount=Amount(1, "CNY")))
    assert edge_id(FACT) == "f-" + edge_id(FACT)[2:] and len(edge_id(FACT)) == 14


@pytest.mark.parametrize(
    "change",
    [
        {"source": "company-2"},
        {"target": "town-2"},
        {"type": "locatedIn"},
        {"title": "书记"},
        {"status": Status.PLANNED},
        {"date": "2025"},
        {"rank": 3},
    ],
)
def test_facts_that_differ_are_two(change: dict[str, str | int]) -> None:
    assert edge_id(replace(FACT, **change)) != edge_id(FACT)  # type: ignore[arg-type]


def test_a_planned_and_a_done_fact_are_two_edges() -> None:
    graph = build_graph(ENTITIES, (FACT, replace(FACT, status=Status.PLANNED)), (), ())
    assert graph.network.number_of_edges() == 2


def test_facts_and_entities_come_sorted_whatever_the_order() -> None:
    facts = [FACT, replace(FACT, date="2024"), replace(FACT, date="2025"), replace(FACT, type="locatedIn")]
    graphs = [build_graph(order, told, (), ()) for order in permutations(ENTITIES) for told in (facts, facts[::-1])]
    assert {tuple(k for k, _ in g.facts()) for g in graphs} == {tuple(sorted(map(edge_id, facts)))}
    assert {tuple(e.id for e in g.entities()) for g in graphs} == {tuple(sorted(e.id for e in ENTITIES))}


def test_an_entity_is_found_by_its_id() -> None:
    graph = build_graph(ENTITIES, (), (), ())
    assert graph.entity("town-1") == TOWN
    with pytest.raises(GraphError, match="town-9"):
        graph.entity("town-9")


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"source": "company-9"}, "no entity 'company-9'.*test/rule"),
        ({"target": "town-9"}, "no entity 'town-9'.*test/rule"),
        ({"evidence": ()}, "恒川集团 to 零溪镇 has no evidence.*test/rule"),
        ({"source": TOWN.id, "target": COMPANY.id}, "cannot run from Town 零溪镇 to Company 恒川集团.*test/rule"),
        ({"type": "holdsPosition"}, "cannot run from Company"),
    ],
)
def test_a_fact_that_breaks_the_contract_is_an_error(change: dict[str, str], match: str) -> None:
    with pytest.raises(GraphError, match=match):
        build_graph(ENTITIES, (replace(FACT, **change),), (), ())  # type: ignore[arg-type]


def test_unknown_types_and_relations_are_named_with_the_known_ones() -> None:
    with pytest.raises(OntologyError, match=r"relation 'knows'.*investsIn"):
        build_graph(ENTITIES, (replace(FACT, type="knows"),), (), ())
    with pytest.raises(OntologyError, match=r"type 'Ghost'.*Company"):
        build_graph((replace(COMPANY, type="Ghost"),), (), (), ())


def test_what_a_gazetteer_adds_needs_no_evidence() -> None:
    fact = replace(FACT, evidence=(), source_kind="gazetteer")
    assert [f for _, f in build_graph(ENTITIES, (fact,), (), ()).facts()] == [fact]


def test_a_figure_told_twice_is_one_with_both_sentences() -> None:
    again = replace(FIGURE, evidence=(words("b"),))
    (figure,) = build_graph(ENTITIES, (), (FIGURE, again), ()).observations
    assert figure == replace(FIGURE, evidence=(words("a"), words("b")))


@pytest.mark.parametrize(
    "change",
    [
        {"subject": TOWN.id},
        {"indicator": "税收"},
        {"value": None},
        {"unit": "USD"},
        {"period": "2025"},
        {"change": None},
        {"status": Status.PLANNED},
    ],
)
def test_figures_that_differ_are_two(change: dict[str, str | None]) -> None:
    other = replace(FIGURE, **change)  # type: ignore[arg-type]
    found = build_graph(ENTITIES, (), (FIGURE, other), ()).observations
    assert [observation_id(o) for o in found] == sorted({observation_id(FIGURE), observation_id(other)})
    assert len(found) == 2


def test_a_figure_of_nothing_is_an_error() -> None:
    with pytest.raises(GraphError, match="产值 has no subject 'town-9'"):
        build_graph(ENTITIES, (), (replace(FIGURE, subject="town-9"),), ())


def test_evidence_is_merged_in_page_order_each_place_once() -> None:
    assert merge_evidence((words("b"), words("a", 9)), (words("a"), words("b"))) == (words("a"), words("a", 9), words("b"))
    assert merge_evidence() == ()


def article(number: int) -> Article:
    text = "茶香\n第一段茶农很忙。\n第二段，" + "山" * 40
    segments = (Segment(SegmentKind.TITLE, 0, 2), Segment(SegmentKind.BODY, 3, 11), Segment(SegmentKind.BODY, 12, len(text)))
    context = PageContext("慈利县", "2025-05-28")
    return Article(f"a#{number}", "a", "茶香", None, ("卓启航",), text, tuple(range(len(text))), segments, context)


def test_the_card_of_an_article() -> None:
    card = card_of(article(1))
    assert card.starts == starts_of(article(1)) == ("第一段茶农很忙。第二段，" + "山" * 40)[:40]
    assert (card.id, card.doc, card.title, card.authors, card.date, card.place) == ("a#1", "a", "茶香", ("卓启航",), "2025-05-28", "慈利县")


def test_cards_come_sorted() -> None:
    cards = [card_of(article(n)) for n in (3, 1, 2)]
    assert [c.id for c in build_graph((), (), (), cards).articles] == ["a#1", "a#2", "a#3"]

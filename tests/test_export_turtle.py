"""The RDF says what the graph says, is legal Turtle with legal IRIs, and does not take a plan for a fact."""

from __future__ import annotations

import re

import pytest
from gold_graph import gold_graph
from rdflib import ORG, PROV, QB, RDF, RDFS, SKOS, TIME, XSD, BNode, Literal, URIRef
from rdflib import Graph as RdfGraph

from kg.errors import GraphError
from kg.export.turtle import to_rdf, to_turtle
from kg.export.vocabulary import BASE
from kg.graph import ArticleCard, Graph, build_graph, edge_id, observation_id
from kg.ontology import ZL, load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

PAGES = ("000", "001", "002", "003", "004")
SCHEMA = "https://schema.org/"


def words(quote: str = "甲县县长赵一到乙县。", doc: str = "d", start: int = 3) -> tuple[Evidence, ...]:
    return (Evidence(doc, f"{doc}#1", start, start + len(quote), quote),)


def small(*facts: Fact, observations: tuple[Observation, ...] = ()) -> Graph:
    entities = [
        Entity("p", "Person", "赵一", ("老赵", "赵一"), None, "text", words()),
        Entity("q", "Person", "钱二"),
        Entity("g", "Government", "甲县人民政府"),
        Entity("c", "Company", "丙公司"),
        Entity("l", "Place", "甲县", (), "county", "gazetteer"),
    ]
    return build_graph(entities, facts, observations, [ArticleCard("d#1", "d", "题", None, ("孙三",), "赵一", "2025-05-28", "甲县")])


def fact(source: str, kind: str, target: str, **more: object) -> Fact:
    return Fact(source, target, kind, "r", 0.85, words(), **more)  # type: ignore[arg-type]


def node(family: str, name: str) -> URIRef:
    return URIRef(f"{BASE}{family}/{name}")


@pytest.mark.parametrize("page", PAGES)
def test_no_node_is_blank(page: str) -> None:
    assert not [term for triple in to_rdf(gold_graph(page)) for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("page", PAGES)
def test_every_fact_and_figure_of_the_graph_is_in_the_rdf(page: str) -> None:
    graph = gold_graph(page)
    rdf = to_rdf(graph)
    assert {str(s) for s in rdf.subjects(RDF.type, ZL.Claim)} == {f"{BASE}claim/{key}" for key, _ in graph.facts()}
    figures = {f"{BASE}observation/{observation_id(o)}" for o in graph.observations}
    assert {str(s) for s in rdf.subjects(RDF.type, ZL.Observation)} == figures
    names = {str(rdf.value(node("entity", e.id), SKOS.prefLabel)) for e in graph.entities()}
    assert names == {e.name for e in graph.entities()}
    quotes = {e.quote for _, f in graph.facts() for e in f.evidence} | {e.quote for o in graph.observations for e in o.evidence}
    assert {str(q) for q in rdf.objects(None, ZL.quote)} == quotes


def test_the_same_graph_gives_the_same_bytes_whatever_order_it_was_made_in() -> None:
    facts = [fact("p", "meets", "c"), fact("p", "holdsPosition", "g", title="县长"), fact("c", "investsIn", "l", amount=Amount(1e8, "CNY"))]
    assert to_turtle(small(*facts)) == to_turtle(small(*reversed(facts)))


def test_only_terms_that_the_ontology_declares_are_used() -> None:
    from kg.ontology import ontology_dir

    declared = set(RdfGraph().parse(ontology_dir() / "zhiluo.ttl").subjects())
    for page in PAGES:
        used = {term for triple in to_rdf(gold_graph(page)) for term in triple if str(term).startswith(str(ZL))}
        assert not used - declared - {URIRef(ZL)}


def test_entities_have_names_level_and_source() -> None:
    rdf = to_rdf(small())
    person, place = node("entity", "p"), node("entity", "l")
    assert set(rdf.objects(person, RDF.type)) == {ZL.Person}
    assert set(rdf.objects(person, SKOS.prefLabel)) == {Literal("赵一", lang="zh")} == set(rdf.objects(person, RDFS.label))
    assert set(rdf.objects(person, SKOS.altLabel)) == {Literal("老赵", lang="zh")}
    assert rdf.value(place, ZL.level) == Literal("county")
    assert rdf.value(place, ZL.sourceKind) == Literal("gazetteer")
    assert set(rdf.subjects(URIRef(SCHEMA + "mentions"), person)) == {node("article", "d%231")}


def test_a_stated_or_ended_fact_is_a_plain_triple_and_a_planned_one_is_not() -> None:
    facts = {status: fact("c", "investsIn", "l", status=status, date=f"202{n}") for n, status in enumerate(Status)}
    for status, told in facts.items():
        rdf = to_rdf(small(told))
        assert ((node("entity", "c"), ZL.investsIn, node("entity", "l")) in rdf) is (status is not Status.PLANNED)
        assert rdf.value(node("claim", edge_id(told)), ZL.status) == ZL[status]


def test_a_symmetric_relation_runs_both_ways_and_no_other_does() -> None:
    told = fact("p", "meets", "q")
    rdf = to_rdf(small(told, fact("p", "accompanies", "q")))
    p, q = node("entity", "p"), node("entity", "q")
    assert (p, ZL.meets, q) in rdf and (q, ZL.meets, p) in rdf
    assert (p, ZL.accompanies, q) in rdf and (q, ZL.accompanies, p) not in rdf
    assert rdf.value(node("claim", edge_id(told)), ZL.subject) == p
    assert [r.name for r in load_ontology().relations.values() if r.symmetric] == ["meets", "cooperatesWith"]


def test_a_claim_carries_all_that_the_fact_does() -> None:
    told = fact("c", "investsIn", "l", amount=Amount(15610000000.0, "CNY"), date="2025-05", source_kind="text")
    claim = node("claim", edge_id(told))
    rdf = to_rdf(small(told))
    amount = rdf.value(claim, ZL.amount)
    assert rdf.value(claim, ZL.predicate) == ZL.investsIn
    assert rdf.value(claim, ZL.confidence) == Literal("0.85", datatype=XSD.decimal)
    assert rdf.value(claim, ZL.rule) == Literal("r")
    assert rdf.value(claim, PROV.wasDerivedFrom) == node("article", "d%231")
    assert str(rdf.value(amount, ZL.value)) == "15610000000" and rdf.value(amount, ZL.currency) == Literal("CNY")
    evidence = rdf.value(claim, ZL.evidence)
    assert rdf.value(evidence, ZL.quote) == Literal("甲县县长赵一到乙县。", lang="zh")
    assert (int(rdf.value(evidence, ZL.start)), int(rdf.value(evidence, ZL.end))) == (3, 13)
    assert rdf.value(evidence, ZL.page) == node("page", "d") and rdf.value(evidence, ZL.article) == node("article", "d%231")


def test_a_post_is_an_org_membership_with_its_role() -> None:
    told = fact("p", "holdsPosition", "g", title="县长")
    rdf = to_rdf(small(told, fact("p", "meets", "q")))
    claim = node("claim", edge_id(told))
    assert set(rdf.subjects(RDF.type, ZL.Membership)) == {claim}
    assert rdf.value(claim, ORG.member) == node("entity", "p") and rdf.value(claim, ORG.organization) == node("entity", "g")
    role = rdf.value(claim, ORG.role)
    assert rdf.value(role, RDF.type) == ORG.Role and rdf.value(role, RDFS.label) == Literal("县长", lang="zh")
    assert rdf.value(claim, ZL.title) == Literal("县长")


@pytest.mark.parametrize(
    ("when", "datatype"),
    [
        ("2025-05-26", XSD.date), ("2025-05", XSD.gYearMonth), ("2025", XSD.gYear), ("2025-Q1", None), ("2025-01/2025-04", None),
        ("2025-02-30", None), ("2025-13", None), ("20250526", None), ("2025-W01-1", None), ("日前", None),
    ],
)  # fmt: skip
def test_a_date_is_typed_by_its_precision_and_survives_a_round_trip(when: str, datatype: URIRef | None) -> None:
    told = fact("c", "investsIn", "l", date=when)
    back = RdfGraph().parse(data=to_turtle(small(told)), format="turtle")
    value = back.value(node("claim", edge_id(told)), ZL.date)
    assert isinstance(value, Literal) and (str(value), value.datatype) == (when, datatype)


@pytest.mark.parametrize(
    ("when", "begin", "end"),
    [
        ("2025-Q1", "2025-01", "2025-03"), ("2025-Q4", "2025-10", "2025-12"), ("2025-01/2025-04", "2025-01", "2025-04"),
        ("2024/2025", "2024", "2025"),
    ],
)  # fmt: skip
def test_a_period_is_an_interval_of_owl_time(when: str, begin: str, end: str) -> None:
    seen = Observation("c", "产值", 1.5, "CNY", when, None, words())
    rdf = to_rdf(small(observations=(seen,)))
    interval = rdf.value(node("observation", observation_id(seen)), TIME.hasTime)
    assert rdf.value(interval, RDF.type) == TIME.ProperInterval
    assert rdf.value(interval, TIME.hasBeginning) == node("instant", begin) and rdf.value(interval, TIME.hasEnd) == node("instant", end)


def test_what_is_no_date_gets_no_node_of_time() -> None:
    rdf = to_rdf(small(fact("c", "investsIn", "l", date="日前"), fact("p", "meets", "q", date="2025-H3")))
    assert not list(rdf.objects(None, TIME.hasTime))


def test_an_observation_is_one_of_the_data_cube() -> None:
    seen = Observation("c", "产值", None, "CNY", "2024", -0.094, words(), Status.PLANNED)
    rdf = to_rdf(small(observations=(seen,)))
    figure = node("observation", observation_id(seen))
    assert set(rdf.objects(figure, RDF.type)) == {ZL.Observation, QB.Observation, URIRef("http://www.w3.org/ns/oa#Annotation")}
    assert rdf.value(figure, ZL.measure) is None
    assert rdf.value(figure, ZL.change) == Literal("-0.094", datatype=XSD.decimal)
    assert rdf.value(figure, ZL.status) == ZL.planned and rdf.value(figure, ZL.period) == Literal("2024")
    assert rdf.value(figure, ZL.observed) == node("entity", "c") and rdf.value(figure, ZL.evidence) is not None


def test_an_article_has_headline_authors_page_and_date() -> None:
    rdf = to_rdf(small())
    article = node("article", "d%231")
    assert rdf.value(article, URIRef(SCHEMA + "headline")) == Literal("题", lang="zh")
    assert rdf.value(article, ZL.author) == Literal("孙三") and rdf.value(article, ZL.place) == Literal("甲县")
    assert rdf.value(article, ZL.date) == Literal("2025-05-28", datatype=XSD.date)
    assert rdf.value(rdf.value(article, ZL.page), RDFS.label) == Literal("d")


@pytest.mark.parametrize(
    "odd", ["a b", "第1版", "<x>", 'q"uote', "per%20cent", "a/b#c?d", "back\\slash", "line\nbreak", "{}|^`", "-lead", "dot."]
)
def test_any_id_and_any_page_name_gives_legal_and_distinct_iris(odd: str) -> None:
    entities = [Entity(odd, "Person", "赵一"), Entity(odd + "2", "Person", "钱二")]
    told = Fact(odd, odd + "2", "meets", "r", 1.0, words(doc=odd))
    graph = build_graph(entities, [told], [], [ArticleCard(f"{odd}#1", odd, None, None, (), "")])
    text = to_turtle(graph)
    text.encode("utf-8")
    rdf = RdfGraph().parse(data=text, format="turtle")
    iris = {str(term) for triple in rdf for term in triple if isinstance(term, URIRef)}
    assert all(re.fullmatch(r"[a-z]+://[A-Za-z0-9._~%/#?-]+", iri) for iri in iris)
    assert len(set(rdf.subjects(RDF.type, ZL.Person))) == 2


def test_a_file_name_that_is_not_utf8_gives_legal_iris() -> None:
    told = Fact("p", "q", "meets", "r", 1.0, words(doc="\udce4"))
    rdf = RdfGraph().parse(data=to_turtle(small(told)).encode("utf-8"), format="turtle")
    assert {str(page) for page in rdf.objects(None, ZL.page)} == {f"{BASE}page/d", f"{BASE}page/%ED%B3%A4"}


@pytest.mark.parametrize("odd", ['say "x"', "back\\slash", "tab\tline\nfeed\rend", "\x00\x1b\x7f", "'''\"\"\"", "😀𠮷", "@zh", "\\u0041"])
def test_any_text_survives_the_turtle(odd: str) -> None:
    graph = build_graph([Entity("p", "Person", odd)], [], [], [])
    back = RdfGraph().parse(data=to_turtle(graph), format="turtle")
    assert str(back.value(node("entity", "p"), SKOS.prefLabel)) == odd


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    graph = build_graph([Entity("p", "Person", "赵\ud800")], [], [], [])
    assert '"赵\ufffd"@zh' in to_turtle(graph)
    assert str(to_rdf(graph).value(node("entity", "p"), SKOS.prefLabel)) == "赵\ufffd"


def test_quotes_of_one_place_but_other_words_stay_apart() -> None:
    one, two = Evidence("d", "d#1", 0, 2, "赵一"), Evidence("d", "d#1", 0, 2, "钱二")
    told = Fact("p", "q", "meets", "r", 1.0, (one, two))
    assert len(set(to_rdf(small(told)).objects(None, ZL.evidence))) == 2


@pytest.mark.parametrize("value", [1e22, 0.1, 1234567.89, 1e-7])
def test_numbers_are_decimals_without_exponents(value: float) -> None:
    told = fact("c", "investsIn", "l", amount=Amount(value, "CNY"))
    text = str(next(to_rdf(small(told)).objects(None, ZL.value)))
    assert re.fullmatch(r"\d+(\.\d+)?", text) and float(text) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(GraphError, match="no number"):
        to_turtle(small(fact("c", "investsIn", "l", amount=Amount(value, "CNY"))))

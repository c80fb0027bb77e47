"""Queries read and nothing else, answers keep their form, named queries find what the graph holds, and a page shows all of an entity."""

from __future__ import annotations

import csv
import io
import json
import socket
from pathlib import Path
from xml.etree import ElementTree

import pytest
from gold_graph import gold_graph
from rdflib import XSD, BNode, Literal, URIRef
from rdflib import Graph as RdfGraph

from kg.errors import InputError, QueryError
from kg.export.turtle import to_rdf, to_turtle
from kg.graph import Graph, build_graph
from kg.ontology import load_ontology
from kg.query.check import checked
from kg.query.named import named_query, read_queries, run_named
from kg.query.show import find, page_of
from kg.query.sparql import load_rdf, select
from kg.query.tables import Table, display_width, to_csv, to_json, to_text, to_tsv, to_xml, written
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status


def words(quote: str, start: int = 0, doc: str = "d") -> tuple[Evidence, ...]:
    return (Evidence(doc, f"{doc}#1", start, start + len(quote), quote),)


@pytest.fixture(scope="module")
def graph() -> Graph:
    entities = [
        Entity("p", "Person", "赵一", ("老赵",)), Entity("q", "Person", "钱二"), Entity("g", "Government", "甲县人民政府"),
        Entity("c", "Company", "丙公司"), Entity("e", "Company", "丁集团"), Entity("z", "Zone", "戊产业园"),
        Entity("l", "Place", "甲县", (), "county", "gazetteer"), Entity("m", "Place", "乙市"),
    ]  # fmt: skip
    facts = [
        Fact("p", "g", "holdsPosition", "r", 0.9, words("县长赵一"), title="县长"),
        Fact("q", "c", "holdsPosition", "r", 0.9, words("原经理钱二"), Status.ENDED, title="经理"),
        Fact("p", "q", "meets", "r", 0.9, words("赵一会见钱二", 7) + words("昨天，赵一会见了钱二", 90), date="2025-05-26"),
        Fact("p", "c", "meets", "r", 0.9, words("赵一会见丙公司一行"), date="2025-05"),
        Fact("q", "g", "meets", "r", 0.9, words("钱二到访"), date="2024"),
        Fact("c", "z", "investsIn", "r", 0.9, words("丙公司投资戊产业园1亿元"), amount=Amount(1e8, "CNY"), date="2025"),
        Fact("e", "l", "investsIn", "r", 0.9, words("丁集团将投资甲县200万美元"), Status.PLANNED, amount=Amount(2e6, "USD")),
        Fact("e", "m", "investsIn", "r", 0.9, words("丁集团落户乙市")),
        Fact("z", "l", "locatedIn", "r", 0.9, words("戊产业园位于甲县")),
        Fact("l", "m", "partOf", "r", 1.0, (), source_kind="gazetteer"),
    ]
    figures = [
        Observation("l", "生产总值", 156.1e8, "CNY", "2024", 0.094, words("生产总值156.1亿元，增长9.4%")),
        Observation("l", "人口", None, None, "2025", -0.005, words("人口下降0.5%"), Status.PLANNED),
    ]
    return build_graph(entities, facts, figures, [])


@pytest.fixture(scope="module")
def rdf(graph: Graph) -> RdfGraph:
    return to_rdf(graph)


# --- select


def test_prefixes_are_bound_and_rows_hold_text(rdf: RdfGraph) -> None:
    table = select(rdf, 'SELECT ?name { ?s zl:meets ?o ; skos:prefLabel ?name . ?o rdfs:label "丙公司"@zh }')
    assert (table.columns, table.rows) == (("name",), (("赵一",),))


def test_unbound_cells_are_none_and_star_keeps_the_order_of_the_query(rdf: RdfGraph) -> None:
    table = select(rdf, "SELECT * { ?zone a zl:Zone ; rdfs:label ?label OPTIONAL { ?zone zl:level ?level } }")
    assert table.columns == ("zone", "label", "level")
    assert table.rows[0][1:] == ("戊产业园", None)


def test_rows_are_sorted_unless_the_query_orders_them(rdf: RdfGraph) -> None:
    plain = select(rdf, "SELECT ?n { ?s a zl:Company ; rdfs:label ?n }").rows
    turned = select(rdf, "SELECT DISTINCT ?n { ?s a zl:Company ; rdfs:label ?n } ORDER BY DESC(?n)").rows
    assert plain == (("丁集团",), ("丙公司",)) and turned == plain[::-1]


def test_bindings_are_text_or_terms(rdf: RdfGraph) -> None:
    query = "SELECT ?s { ?s skos:prefLabel ?n FILTER(STR(?n) = ?wanted) }"
    assert len(select(rdf, query, {"wanted": "赵一"}).rows) == 1
    assert select(rdf, query, {"wanted": "无此人"}).rows == ()
    assert len(select(rdf, "SELECT ?o { ?s zl:meets ?o }", {"s": URIRef("https://w3id.org/zhiluo/id/entity/c")}).rows) == 1
    hostile = '" || true) } #'
    assert select(rdf, query, {"wanted": hostile}).rows == ()


def test_the_other_forms_have_tables_too(rdf: RdfGraph) -> None:
    assert select(rdf, "ASK { ?s a zl:Zone }").answer is True
    assert select(rdf, "ASK { ?s a zl:Award }").rows == (("false",),)
    built = select(rdf, "CONSTRUCT { ?o zl:metBy ?s } WHERE { ?s zl:meets ?o }")
    assert built.columns == ("subject", "predicate", "object") and len(built.rows) == 6 and list(built.rows) == sorted(built.rows)
    told = select(rdf, 'DESCRIBE ?s { ?s skos:prefLabel "戊产业园"@zh }')
    assert ("https://w3id.org/zhiluo/ns#Zone") in {row[2] for row in told.rows}
    assert checked("CONSTRUCT WHERE { ?s zl:locatedIn ?o }").form == "CONSTRUCT"


SERVICE = "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }"
FETCHING = {
    "plain": f"SELECT * {{ {SERVICE} }}",
    "silent": "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
    "lower case": "select * { service <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "optional": f"SELECT * {{ ?s ?p ?o OPTIONAL {{ {SERVICE} }} }}",
    "union": f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ {SERVICE} }} }}",
    "minus in a sub-query": f"SELECT * {{ {{ SELECT ?s {{ ?s ?p ?o MINUS {{ {SERVICE} }} }} }} }}",
    "exists": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {SERVICE} }} }}",
    "not exists in an expression": f"SELECT * {{ ?s ?p ?o FILTER(?o = 1 || NOT EXISTS {{ {SERVICE} }}) }}",
    "projection": f"SELECT (IF(EXISTS {{ {SERVICE} }}, 1, 2) AS ?n) {{ ?s ?p ?o }}",
    "bind": f"ASK {{ BIND(EXISTS {{ {SERVICE} }} AS ?n) }}",
    "order": f"SELECT ?s {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {SERVICE} }})",
    "having": f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING(EXISTS {{ {SERVICE} }})",
    "construct": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {SERVICE} }}",
    "describe": f"DESCRIBE ?s {{ {SERVICE} }}",
    "graph": f"SELECT * {{ GRAPH ?g {{ {SERVICE} }} }}",
    "from": "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:9/> { ?s ?p ?o }",
    "from in describe": "DESCRIBE ?s FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
}


@pytest.mark.parametrize("name", FETCHING)
def test_what_would_fetch_is_refused_before_anything_is_fetched(rdf: RdfGraph, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("the query reached for the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    with pytest.raises(QueryError, match=r"(SERVICE|FROM) is refused"):
        select(rdf, FETCHING[name])


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:b> <a:c> 1 }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR DEFAULT", "LOAD <http://127.0.0.1:9/>",
        "PREFIX x: <a:> DELETE { ?s ?p ?o } INSERT { ?s x:p ?o } WHERE { ?s ?p ?o }", "# SELECT\nINSERT DATA { <a:b> <a:c> 1 }",
    ],
)  # fmt: skip
def test_updates_are_refused_and_change_nothing(rdf: RdfGraph, update: str) -> None:
    before = len(rdf)
    with pytest.raises(QueryError, match="updates are refused"):
        select(rdf, update)
    assert len(rdf) == before


def test_the_words_service_insert_and_from_are_allowed_as_text(rdf: RdfGraph) -> None:
    assert select(rdf, 'SELECT ?s { ?s rdfs:label "SERVICE <http://x> INSERT DATA FROM" } # SERVICE <x>').rows == ()
    assert select(rdf, "SELECT ?service ?from { ?service zl:locatedIn ?from }").columns == ("service", "from")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?s\n{ ?s ?p\n}", r"line 2, column 3: not SPARQL"),
        ("SELECT ?s\n\nWHERE\n{ ?s foo:x ?y }", r"line 4: unknown prefix foo:.*zl, rdf"),
        ("", r"line 1"),
        ("tell me all", r"line 1, column 1: not SPARQL.*tell me all"),
        ("SELECT ?s { ?s ?p ?o FILTER REGEX(STR(?o), '(') }", "cannot be evaluated"),
        ("SELECT ?s {" + "{" * 3000 + "}" * 3000 + "}", "too deeply"),
    ],
)
def test_a_faulty_query_is_told_with_its_line(rdf: RdfGraph, query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        select(rdf, query)


# --- forms of an answer

TABLE = Table(
    ("name", "n"),
    ((Literal("赵一", lang="zh"), Literal(3)), (Literal("=A1"), None), (URIRef("https://x.example/a"), Literal(-2))),
)


def test_text_is_aligned_by_the_width_of_characters() -> None:
    lines = to_text(TABLE).splitlines()
    assert lines[0].index("n", 4) == 21
    assert display_width(lines[2][: lines[2].index("3")]) == 21
    assert lines[-1] == "(3 rows)"
    assert [display_width(text) for text in ("赵1", "é", "，", "")] == [3, 1, 2, 0]


def test_text_of_a_page_cannot_steer_the_terminal() -> None:
    shown = to_text(Table(("x",), ((Literal("a\x1b[2Jb\nc\u202ed\x9bf"),),)))
    assert "a [2Jb c d f" in shown and "\x1b" not in shown and "\u202e" not in shown


def test_csv_is_of_rfc_4180_and_holds_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(TABLE), newline="")))
    assert rows == [["name", "n"], ["赵一", "3"], ["'=A1", ""], ["https://x.example/a", "-2"]]
    assert to_csv(TABLE).count("\r\n") == 4


def test_json_is_that_of_sparql_results() -> None:
    rows = json.loads(to_json(TABLE))
    assert rows["head"] == {"vars": ["name", "n"]}
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert rows["results"]["bindings"] == [
        {"name": {"type": "literal", "value": "赵一", "xml:lang": "zh"}, "n": {"type": "literal", "value": "3", "datatype": integer}},
        {"name": {"type": "literal", "value": "=A1"}},
        {"name": {"type": "uri", "value": "https://x.example/a"}, "n": {"type": "literal", "value": "-2", "datatype": integer}},
    ]


def test_tsv_is_that_of_sparql_results() -> None:
    table = Table(("x", "y"), ((Literal('a"\\b\n\tc', lang="zh"), BNode("b0")), (Literal("1", datatype=XSD.integer), None)))
    assert to_tsv(table) == ('?x\t?y\n"a\\"\\\\b\\n\\tc"@zh\t_:b0\n"1"^^<http://www.w3.org/2001/XMLSchema#integer>\t\n')


def test_xml_is_that_of_sparql_results_whatever_a_page_holds() -> None:
    table = Table(("x",), ((Literal("]]><script>&\x00\x0b\ud800\r", lang="zh"),), (URIRef("https://x.example/?a&b"),), (None,)))
    root = ElementTree.fromstring(to_xml(table))
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [variable.get("name") for variable in root.iter(f"{space}variable")] == ["x"]
    assert [literal.text for literal in root.iter(f"{space}literal")] == ["]]><script>&\ufffd\ufffd\ufffd\r"]
    assert [iri.text for iri in root.iter(f"{space}uri")] == ["https://x.example/?a&b"]
    assert len(list(root.iter(f"{space}result"))) == 3
    assert "<boolean>true</boolean>" in to_xml(Table(("answer",), ((Literal(True),),), True))


def test_json_of_ask_is_a_boolean(rdf: RdfGraph) -> None:
    assert json.loads(written(select(rdf, "ASK {}"), "json")) == {"head": {}, "boolean": True}


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"odt.*table, csv, json, tsv, xml"):
        written(TABLE, "odt")


# --- loading


def test_the_rdf_of_a_build_is_loaded(tmp_path: Path, graph: Graph, rdf: RdfGraph) -> None:
    (tmp_path / "graph.ttl").write_text(to_turtle(graph), encoding="utf-8")
    assert set(load_rdf(tmp_path)) == set(rdf) == set(load_rdf(tmp_path / "graph.ttl"))


@pytest.mark.parametrize("damage", [b"<a:b> <a:c> .", b"zl:a zl:b zl:c .", b'<a:b> <a:c> "abc', b"\xff\xfe\x00"])
def test_damaged_rdf_is_told_with_its_file(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "graph.ttl").write_bytes(damage)
    with pytest.raises(InputError, match=r"graph\.ttl: .*build it again"):
        load_rdf(tmp_path)


def test_a_folder_without_rdf_is_told_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no graph\.ttl there; make one with: kg build"):
        load_rdf(tmp_path)


# --- named queries


def test_who_met_whom_has_each_meeting_once_the_latest_first(rdf: RdfGraph) -> None:
    table = run_named(rdf, "@who-met-whom")
    assert table.columns == ("person", "met", "date", "status", "sentence")
    assert [row[1:3] for row in table.rows] == [("钱二", "2025-05-26"), ("丙公司", "2025-05"), ("甲县人民政府", "2024")]
    assert table.rows[0][4] == "昨天，赵一会见了钱二"
    assert [row[1] for row in run_named(rdf, "who-met-whom", {"name": "老赵"}).rows] == ["钱二", "丙公司"]


def test_investments_say_how_much_and_whether_planned(rdf: RdfGraph) -> None:
    assert run_named(rdf, "investments").rows == (
        ("丙公司", "戊产业园", "100000000", "CNY", "2025", "stated", "丙公司投资戊产业园1亿元"),
        ("丁集团", "甲县", "2000000", "USD", None, "planned", "丁集团将投资甲县200万美元"),
        ("丁集团", "乙市", None, None, None, "stated", "丁集团落户乙市"),
    )


@pytest.mark.parametrize(
    ("place", "where"),
    [("甲", ["戊产业园", "甲县"]), ("戊产业园", ["戊产业园"]), ("乙市", ["戊产业园", "甲县", "乙市"]), ("庚", [])],
)
def test_investments_in_a_place_are_those_in_what_lies_in_it_too(rdf: RdfGraph, place: str, where: list[str]) -> None:
    assert [row[1] for row in run_named(rdf, "investments", {"place": place}).rows] == where


def test_posts_by_person_or_body(rdf: RdfGraph) -> None:
    everything = run_named(rdf, "posts").rows
    assert [row[:4] for row in everything] == [("钱二", "经理", "丙公司", "ended"), ("赵一", "县长", "甲县人民政府", "stated")]
    assert run_named(rdf, "posts", {"body": "政府"}).rows == everything[1:]
    assert run_named(rdf, "posts", {"person": "钱二"}).rows == everything[:1]
    assert run_named(rdf, "posts", {"person": "钱二", "body": "政府"}).rows == ()


def test_named_queries_find_every_fact_of_their_relation_on_the_gold_pages() -> None:
    for page in ("000", "001", "004"):
        gold = gold_graph(page)
        for name, relation in (("who-met-whom", "meets"), ("investments", "investsIn"), ("posts", "holdsPosition")):
            assert len(run_named(to_rdf(gold), name).rows) == sum(fact.type == relation for _, fact in gold.facts())


def test_wrong_names_and_parameters_are_refused_with_the_right_ones(rdf: RdfGraph) -> None:
    with pytest.raises(QueryError, match=r"'nobody'.*investments, .*posts, .*who-met-whom"):
        named_query("@nobody")
    with pytest.raises(QueryError, match="no parameter plaec; it takes: place"):
        run_named(rdf, "investments", {"plaec": "甲"})


def test_heads_of_query_files_are_read(tmp_path: Path) -> None:
    head = "# description: Two.\n# parameters: who from=2024 to=\n# a note: not a field\n"
    (tmp_path / "b.rq").write_text(head + "SELECT * {}", encoding="utf-8")
    (tmp_path / "a.rq").write_text("# description: One.\nASK {}\n# parameters: late=1\n", encoding="utf-8")
    one, two = read_queries(tmp_path)
    assert (one.name, one.description, one.parameters) == ("a", "One.", ())
    assert [(p.name, p.default) for p in two.parameters] == [("who", None), ("from", "2024"), ("to", "")]
    assert two.bindings({"who": "x", "to": "y"}) == {"who": "x", "from": "2024", "to": "y"}
    with pytest.raises(QueryError, match="@b needs who"):
        two.bindings({})
    with pytest.raises(QueryError, match="@b needs who"):
        two.bindings({"who": ""})


@pytest.mark.parametrize("text", ["SELECT * {}", "# description:\nASK {}", "# description: x\n# parameters: 1a=2\nASK {}"])
def test_a_query_file_with_a_faulty_head_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=r"bad\.rq: "):
        read_queries(tmp_path)


# --- an entity's page


def test_a_name_finds_exactly_before_it_finds_in_part(graph: Graph) -> None:
    assert [e.name for e in find(graph, "甲县")] == ["甲县"]
    assert [e.name for e in find(graph, "甲")] == ["甲县", "甲县人民政府"]
    assert [e.name for e in find(graph, " 老 赵 ")] == ["赵一"]
    assert [e.name for e in find(graph, "p")] == ["赵一"]


def test_namesakes_are_all_found() -> None:
    same = [Entity("b", "Person", "赵一"), Entity("a", "Person", "赵一"), Entity("c", "Company", "ＡＢ", ("赵一",))]
    twins = build_graph(same, [], [], [])
    assert [e.id for e in find(twins, "赵一")] == ["a", "b", "c"]
    assert [e.id for e in find(twins, "ab")] == ["c"]


def test_a_name_that_is_nowhere_gets_the_closest(graph: Graph) -> None:
    with pytest.raises(QueryError, match="'一赵'; do you mean: 赵一"):
        find(graph, "一赵")
    with pytest.raises(QueryError, match="nothing is named 'xyz'"):
        find(graph, "xyz")
    with pytest.raises(QueryError, match="empty name"):
        find(graph, "  ")


def test_a_page_tells_every_fact_with_its_sentence(graph: Graph) -> None:
    assert page_of(graph, graph.entity("c")) == (
        "丙公司  [企业 Company]  c\n"
        "\n任职 holdsPosition (1)\n  ←  钱二  经理  [ended]\n      「原经理钱二」 d:0-5\n"
        "\n会见 meets (1)\n  ↔  赵一  2025-05\n      「赵一会见丙公司一行」 d:0-9\n"
        "\n投资 investsIn (1)\n  →  戊产业园  100,000,000 CNY  2025\n      「丙公司投资戊产业园1亿元」 d:0-12\n"
    )


def test_a_page_tells_figures_plans_and_what_a_gazetteer_adds(graph: Graph) -> None:
    page = page_of(graph, graph.entity("l"))
    assert page.startswith("甲县  [地点 Place, county]  l\n  from a gazetteer, not from a page\n")
    assert "  ←  丁集团  2,000,000 USD  [planned]\n" in page
    assert "  →  乙市  (gazetteer)\n" in page
    assert page.endswith(
        "\n数据 figures (2)\n  人口  -0.5%  2025  [planned]\n      「人口下降0.5%」 d:0-8\n"
        "  生产总值  15,610,000,000 CNY  +9.4%  2024\n      「生产总值156.1亿元，增长9.4%」 d:0-18\n"
    )


def test_aliases_and_both_sentences_of_a_fact_are_shown(graph: Graph) -> None:
    page = page_of(graph, graph.entity("p"))
    assert "  又名 老赵\n" in page and "「赵一会见钱二」 d:7-13\n      「昨天，赵一会见了钱二」 d:90-100\n" in page


def test_an_entity_without_facts_shows_where_it_is_named() -> None:
    lone = build_graph([Entity("p", "Person", "赵一", evidence=words("赵一说"))], [], [], [])
    assert page_of(lone, lone.entity("p")).endswith("no fact or figure\n      「赵一说」 d:0-3\n")


@pytest.mark.parametrize("page", ["000", "001", "002", "003", "004"])
def test_pages_of_the_gold_hold_all_facts_in_the_order_of_the_ontology(page: str) -> None:
    gold = gold_graph(page)
    labels = [f"{r.label_zh} {r.name} (" for r in load_ontology().relations.values()]
    for entity in gold.entities():
        text = page_of(gold, entity)
        shown = [text.index(label) for label in labels if label in text]
        assert shown == sorted(shown)
        own = [fact for _, fact in gold.facts() if entity.id in (fact.source, fact.target)]
        assert sum(line.startswith(("  →", "  ←", "  ↔")) for line in text.splitlines()) == len(own)

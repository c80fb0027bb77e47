"""Turtle, N-Triples, N-Quads and JSON-LD say the same to three readers that share no code, whatever stands in the graph."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import rdflib
from gold_graph import gold_graph

from kg.errors import GraphError
from kg.export.figures import COMPONENTS
from kg.export.header import LICENCE
from kg.export.jsonld import context, to_jsonld
from kg.export.ntriples import to_nquads, to_ntriples
from kg.export.turtle import to_rdf, to_turtle
from kg.export.vocabulary import BASE, FAMILIES, NS, VOCABULARIES, full, properties
from kg.graph import ArticleCard, Graph, build_graph, edge_id, observation_id
from kg.ontology import load_ontology, ontology_dir
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

pytestmark = [  # rdflib's own parsers use what rdflib calls deprecated
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
]

PAGES = ("000", "001", "002", "003", "004")
TRIPLES = {"turtle": to_turtle, "ntriples": to_ntriples, "json-ld": to_jsonld}
ALL: dict[str, Callable[..., str]] = TRIPLES | {"nquads": to_nquads}
OX = {
    "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS, "json-ld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
HOSTILE = [
    "赵\ud800一", "\udce4", "<script>alert(1)</script>", '"""\\"', "a> <b> <c> .\n<d", "\x00\x01\x1b\x7f\x85\u2028\ufeff", "&amp;]]>",
    "\\u0041", "%ED%B3%A4", "..", ".", "", " ", "a.b.", "@base", "kg:x", "_:b", "'; DROP", "{}|^`", "😀𠮷", "\u202eabc",
    "=1+1", "\r\n\t\f\v",
]  # fmt: skip


def words(quote: str, doc: str = "d", start: int = 3) -> tuple[Evidence, ...]:
    return (Evidence(doc, f"{doc}#1", start, start + len(quote), quote),)


def hostile_graph() -> Graph:
    """Every hostile string at every place where a page or a file name can put one."""
    entities = [Entity(f"p{odd}", "Person", odd, (*HOSTILE, "又名"), odd, odd, words(odd, odd)) for odd in HOSTILE]
    entities += [Entity(f"g{odd}", "Government", f"{odd}局") for odd in HOSTILE]
    facts = [
        Fact(f"p{odd}", f"g{odd}", "holdsPosition", odd, 0.5, words(odd, odd), Status.STATED, odd, Amount(0.1, odd), odd, 1, odd)
        for odd in HOSTILE
    ]
    figures = [Observation(f"g{odd}", odd, 1.5, odd, odd, -0.1, words(odd, odd)) for odd in HOSTILE]
    cards = [ArticleCard(f"{odd}#1", odd, odd, odd, tuple(HOSTILE), odd, odd, odd) for odd in HOSTILE]
    return build_graph(entities, facts, figures, cards)


def two_pages() -> Graph:
    """Facts of one page, of the other, of both, and of none."""
    entities = [
        Entity("p", "Person", "赵一", ("老赵",), evidence=words("赵一", "a")), Entity("g", "Government", "甲县人民政府"),
        Entity("c", "Company", "丙公司"), Entity("l", "Place", "甲县", (), "county", "gazetteer"),
        Entity("m", "Place", "乙市", (), "prefecture", "gazetteer"), Entity("q", "Person", "钱二"),
    ]  # fmt: skip
    facts = [
        Fact("p", "g", "holdsPosition", "r", 0.9, words("甲县县长赵一", "a") + words("县长赵一说", "b"), title="县长", date="2025-05"),
        Fact("p", "q", "meets", "r", 0.9, words("赵一会见钱二", "b"), date="2025"),
        Fact("c", "l", "investsIn", "r", 0.9, words("丙公司将投资", "a"), Status.PLANNED, amount=Amount(1e8, "CNY")),
        Fact("l", "m", "partOf", "r", 1.0, (), source_kind="gazetteer"),
    ]
    figures = [
        Observation("l", "产值", 1e8, "CNY", "2024-Q1", None, words("产值一亿", "a") + words("产值1亿", "b")),
        Observation("l", "产值", 2e8, "CNY", "2024-Q1", None, words("产值二亿", "b")),
        Observation("l", "人口", None, None, None, 0.01, words("人口增长", "a")),
    ]
    cards = [ArticleCard(f"{doc}#1", doc, "题", None, ("孙三", "孙三"), "", "2025-05-28", "甲县") for doc in "ab"]
    return build_graph(entities, facts, figures, cards)


GRAPHS = {
    "empty": lambda: build_graph([], [], [], []),
    "two pages": two_pages,
    "hostile": hostile_graph,
    **{f"gold {page}": lambda page=page: gold_graph(page) for page in PAGES},
}


def rapper(text: str, form: str, path: Path) -> int:
    """How many statements raptor counts; a warning or an error fails the test."""
    path.write_bytes(text.encode())
    done = subprocess.run(["rapper", "-c", "-i", form, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and not re.search(r"\b([Ee]rror|[Ww]arning)\b", done.stderr), done.stderr
    return int(re.search(r"returned (\d+) triple", done.stderr)[1])  # type: ignore[index]


def by_ox(text: str, form: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=OX[form]))


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads"])
def test_three_readers_count_alike(name: str, form: str, tmp_path: Path) -> None:
    text = ALL[form](GRAPHS[name]())
    count = rapper(text, form, tmp_path / "graph")
    assert count > 0
    assert len(by_ox(text, form)) == count
    dataset = rdflib.Dataset()
    dataset.parse(data=text.encode(), format={"ntriples": "nt"}.get(form, form))
    assert len(list(dataset.quads())) == count
    if form != "turtle":
        assert len(text.splitlines()) >= text.count(" .\n") == count


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("base", [BASE, "https://例.example/id#", "urn:kg:/"])
def test_all_formats_hold_the_same_triples(name: str, base: str) -> None:
    graph = GRAPHS[name]()
    triples = {form: {str(quad.triple) for quad in by_ox(write(graph, base), form)} for form, write in ALL.items()}
    assert triples["turtle"] == triples["ntriples"] == triples["json-ld"] == triples["nquads"]


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("base", [BASE, "https://例.example/id#", "urn:kg:/"])
def test_rdflib_reads_the_json_ld_as_the_turtle(name: str, base: str) -> None:
    graph = GRAPHS[name]()
    assert set(rdflib.Graph().parse(data=to_jsonld(graph, base), format="json-ld")) == set(to_rdf(graph, base))


@pytest.mark.parametrize("form", ALL)
def test_the_same_graph_gives_the_same_bytes(form: str) -> None:
    graph, other = two_pages(), two_pages()
    turned = build_graph(
        reversed(list(other.entities())), [f for _, f in reversed(list(other.facts()))], other.observations[::-1], other.articles
    )
    assert ALL[form](graph) == ALL[form](graph) == ALL[form](turned)
    assert ALL[form](hostile_graph()) == ALL[form](hostile_graph())


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    "base", ["", "relative/", "https://x.example/no-end", "https://x.example/a b/", 'https://x.example/">/', "javascript:"]
)
def test_a_base_that_is_no_iri_is_refused(form: str, base: str) -> None:
    with pytest.raises(GraphError, match=r"cannot be the base of IRIs: it must be absolute and end in / or #, for example https://"):
        ALL[form](two_pages(), base)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("base", ["https://news.example/x#", "https://news.example/id/"])
def test_all_things_stand_under_the_base(form: str, base: str) -> None:
    quads = by_ox(ALL[form](two_pages(), base), form)
    assert all(quad.subject.value.startswith(base) for quad in quads)  # type: ignore[union-attr]
    assert {quad.subject.value.removeprefix(base).split("/")[0] for quad in quads} <= {"", *FAMILIES}  # type: ignore[union-attr]
    assert BASE not in ALL[form](two_pages(), base)


def test_hostile_ids_and_names_keep_apart_and_come_back() -> None:
    rdf = to_rdf(hostile_graph())
    people = {str(node) for node in rdf.subjects(rdflib.RDF.type, rdflib.URIRef(full("zl:Person")))}
    assert {unquote(node.rsplit("/", 1)[1], errors="surrogatepass") for node in people} == {f"p{odd}" for odd in HOSTILE}
    pages = {str(node) for node in rdf.subjects(rdflib.RDF.type, rdflib.URIRef(full("zl:Page")))}
    assert len(pages) == len(HOSTILE) and f"{BASE}page/%2E%2E" in pages
    names = {str(name) for name in rdf.objects(None, rdflib.SKOS.altLabel)}
    assert names == {re.sub("[\ud800-\udfff]", "\ufffd", odd) for odd in HOSTILE} | {"又名"}


# --- named graphs


def graphs_of(subject: str, predicate: str, text: str) -> dict[str, set[str]]:
    """By value: the names of the graphs in which it is said, those of pages by their doc."""
    found: dict[str, set[str]] = {}
    for quad in by_ox(text, "nquads"):
        if quad.subject.value == f"{BASE}{subject}" and quad.predicate.value == full(predicate):  # type: ignore[union-attr]
            graph = getattr(quad.graph_name, "value", "")
            found.setdefault(quad.object.value, set()).add(graph.removeprefix(f"{BASE}page/"))  # type: ignore[union-attr]
    return found


def test_what_a_page_states_stands_in_its_graph() -> None:
    graph = two_pages()
    text = to_nquads(graph)
    claims = {fact.type: f"claim/{key}" for key, fact in graph.facts()}
    assert graphs_of(claims["meets"], "zl:status", text) == {full("zl:stated"): {"b"}}
    assert graphs_of("entity/p", "zl:meets", text) == {f"{BASE}entity/q": {"b"}}
    assert graphs_of(claims["investsIn"], "zl:status", text) == {full("zl:planned"): {"a"}}


def test_what_two_pages_state_stands_in_both_and_each_has_its_own_words() -> None:
    graph = two_pages()
    text = to_nquads(graph)
    post = next(f"claim/{key}" for key, fact in graph.facts() if fact.type == "holdsPosition")
    assert graphs_of(post, "zl:title", text) == {"县长": {"a", "b"}}
    assert graphs_of("entity/p", "zl:holdsPosition", text) == {f"{BASE}entity/g": {"a", "b"}}
    told = graphs_of(post, "zl:evidence", text)
    assert len(told) == 2 and all(f"/evidence/{doc}_" in iri for iri, docs in told.items() for doc in docs)
    assert graphs_of(post, "prov:wasDerivedFrom", text) == {f"{BASE}article/a%231": {"a"}, f"{BASE}article/b%231": {"b"}}
    assert graphs_of("instant/2025-05", "rdf:type", text) == {full("time:Instant"): {"a", "b"}}
    assert graphs_of("role/%E5%8E%BF%E9%95%BF", "rdfs:label", text) == {"县长": {"a", "b"}}


def test_what_no_page_states_stands_in_the_default_graph() -> None:
    graph = two_pages()
    text = to_nquads(graph)
    known = next(f"claim/{key}" for key, fact in graph.facts() if fact.type == "partOf")
    assert graphs_of(known, "zl:status", text) == {full("zl:stated"): {""}}
    assert graphs_of("entity/l", "zl:partOf", text) == {f"{BASE}entity/m": {""}}
    assert graphs_of("entity/m", "skos:prefLabel", text) == {"乙市": {""}}
    assert graphs_of("", "dcterms:license", text) == {LICENCE: {""}}


# --- JSON-LD


def test_json_ld_is_readable() -> None:
    document = json.loads(to_jsonld(two_pages()))
    things = {thing["id"]: thing for thing in document["@graph"]}
    assert things["kg:entity/p"]["type"] == "Person" and things["kg:entity/p"]["prefLabel"] == "赵一"
    post = next(thing for thing in things.values() if thing.get("predicate") == "holdsPosition")
    assert post["type"] == ["Claim", "oa:Annotation", "Membership", "org:Membership"]
    assert (post["subject"], post["status"], post["title"]) == ("kg:entity/p", "stated", "县长")
    assert post["date"] == {"@type": "xsd:gYearMonth", "@value": "2025-05"}
    assert {key for thing in things.values() for key in thing} <= set(document["@context"])


def test_every_key_of_the_context_is_used_or_a_relation_and_none_hides_another() -> None:
    keys = {key for graph in (two_pages(), *map(gold_graph, PAGES)) for thing in json.loads(to_jsonld(graph))["@graph"] for key in thing}
    assert set(properties()) - set(load_ontology().relations) - {"id"} <= keys | {"rank", "alternativeHeadline", "inXSDDate"}
    assert not set(properties()) & (set(VOCABULARIES) | {"id", "kg"})
    own = {name for name, known in properties().items() if known.name == f"zl:{name}"}
    assert set(load_ontology().relations) <= own and context()["@vocab"] == NS


# --- the header


def header_of(graph: Graph) -> dict[str, set[str]]:
    rdf = to_rdf(graph)
    found: dict[str, set[str]] = {}
    for predicate, value in rdf.predicate_objects(rdflib.URIRef(BASE)):
        found.setdefault(str(predicate), set()).add(str(value))
    return found


@pytest.mark.parametrize("name", GRAPHS)
def test_the_header_counts_the_triples_of_the_file(name: str) -> None:
    graph = GRAPHS[name]()
    told, rdf = header_of(graph), to_rdf(graph)
    assert told[full("void:triples")] == {str(len(rdf))}
    assert told[full("void:distinctSubjects")] == {str(len(set(rdf.subjects())))}
    assert told[full("void:entities")] == {str(len(list(graph.entities())))}


@pytest.mark.parametrize("name", GRAPHS)
def test_the_header_counts_each_type_and_relation(name: str) -> None:
    rdf = to_rdf(GRAPHS[name]())
    void = rdflib.Namespace(VOCABULARIES["void"])
    classes = {kind: int(rdf.value(part, void.entities)) for part, kind in rdf.subject_objects(void["class"])}  # type: ignore[arg-type]
    kinds = {rdflib.URIRef(full(f"zl:{name}")) for name in load_ontology().types} & set(rdf.objects(None, rdflib.RDF.type))
    assert kinds <= set(classes)
    assert classes == {kind: len(set(rdf.subjects(rdflib.RDF.type, kind))) for kind in classes}
    counted = {relation: int(rdf.value(part, void.triples)) for part, relation in rdf.subject_objects(void.property)}  # type: ignore[arg-type]
    told = {rdflib.URIRef(full(f"zl:{name}")) for name in load_ontology().relations} & set(rdf.predicates())
    assert counted == {relation: len(list(rdf.subject_objects(relation))) for relation in told}  # type: ignore[arg-type]
    linked = set(rdf.objects(rdflib.URIRef(BASE), void.classPartition)) | set(rdf.objects(rdflib.URIRef(BASE), void.propertyPartition))
    assert len(linked) == len(classes) + len(counted)


def test_the_header_names_licence_rights_and_every_vocabulary_that_is_used() -> None:
    told = header_of(two_pages())
    assert told[full("dcterms:license")] == {LICENCE}
    assert len(told[full("dcterms:rights")]) == len(told[full("dcterms:title")]) == 2
    used = {re.sub(r"[^/#]*$", "", str(term)) for triple in to_rdf(two_pages()) for term in triple[1:2]}
    assert used - {full("rdf:"), full("rdfs:")} <= told[full("void:vocabulary")]


# --- the figures as a data cube: the integrity constraints of https://www.w3.org/TR/vocab-data-cube/#wf-rules that apply

CONSTRAINTS = {
    1: "{ ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?one } } UNION { ?obs qb:dataSet ?one, ?two . FILTER(?one != ?two) }",
    2: "{ ?set a qb:DataSet . FILTER NOT EXISTS { ?set qb:structure ?one } } UNION { ?set qb:structure ?one, ?two . FILTER(?one != ?two) }",
    3: "?dsd a qb:DataStructureDefinition . FILTER NOT EXISTS { ?dsd qb:component/qb:measure ?measure }",
    4: "?spec qb:dimension ?dim . FILTER NOT EXISTS { ?dim a qb:DimensionProperty ; rdfs:range ?range }",
    5: "?dim a qb:DimensionProperty ; rdfs:range skos:Concept . FILTER NOT EXISTS { ?dim qb:codeList ?list }",
    6: "?dsd qb:component ?spec . ?spec qb:componentRequired false . FILTER NOT EXISTS { ?spec qb:attribute ?attribute }",
    11: "?obs qb:dataSet/qb:structure/qb:component/qb:dimension ?dim . FILTER NOT EXISTS { ?obs ?dim ?value }",
    12: """?one qb:dataSet ?set . ?two qb:dataSet ?set . FILTER(?one != ?two) FILTER NOT EXISTS {
        ?set qb:structure/qb:component/qb:dimension ?dim . ?one ?dim ?a . ?two ?dim ?b . FILTER(?a != ?b) }""",
    14: "?obs qb:dataSet/qb:structure/qb:component/qb:measure ?measure . FILTER NOT EXISTS { ?obs ?measure ?value }",
}


def cube(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.load(to_turtle(graph).encode(), format=ox.RdfFormat.TURTLE)
    store.load((ontology_dir() / "zhiluo.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    return store


def broken(store: ox.Store) -> set[int]:
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in VOCABULARIES.items())
    return {number for number, pattern in CONSTRAINTS.items() if store.query(f"{prefixes} ASK {{ {pattern} }}")}


def uneven_figures() -> Graph:
    """Figures of all shapes, and several of one thing and period that differ."""
    shapes = [(value, change, period) for value in (None, 5.0) for change in (None, 0.1) for period in (None, "2024") if value or change]
    figures = [Observation("c", "产值", value, "CNY", period, change, words("产值")) for value, change, period in shapes]
    figures += [Observation("c", "产值", n * 1.0, unit, "2024", None, words("产值")) for n, unit in ((7, "CNY"), (8, None), (9, "户"))]
    figures.append(Observation("c", "产值", 7.0, "CNY", "2024", None, words("产值"), Status.PLANNED))
    return build_graph([Entity("c", "Company", "丙公司")], [], figures, [])


@pytest.mark.parametrize("graph", [uneven_figures, two_pages, hostile_graph, *(lambda page=page: gold_graph(page) for page in PAGES)])
def test_the_cube_is_well_formed(graph: Callable[[], Graph]) -> None:
    assert not broken(cube(graph()))


@pytest.mark.parametrize(
    ("number", "update"),
    [
        (1, "DELETE WHERE { ?o qb:dataSet ?s }"), (2, "DELETE WHERE { ?o qb:structure ?s }"), (3, "DELETE WHERE { ?o qb:measure ?s }"),
        (4, "DELETE WHERE { zl:variant rdfs:range ?s }"), (5, "INSERT DATA { zl:status rdfs:range skos:Concept }"),
        (6, "DELETE WHERE { ?o qb:attribute ?s }"), (11, "DELETE WHERE { ?o zl:period ?s }"), (12, "DELETE WHERE { ?o zl:variant ?s }"),
        (14, "DELETE WHERE { ?o zl:measure ?s }"),
    ],
)  # fmt: skip
def test_each_constraint_finds_what_it_is_for(number: int, update: str) -> None:
    store = cube(uneven_figures())
    store.update("".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in VOCABULARIES.items()) + update)
    assert number in broken(store)


def test_the_first_variant_is_what_most_sentences_tell() -> None:
    graph = two_pages()
    rdf = to_rdf(graph)
    figures = {o.value: rdflib.URIRef(f"{BASE}observation/{observation_id(o)}") for o in graph.observations}
    assert [int(rdf.value(figures[value], rdflib.URIRef(full("zl:variant")))) for value in (1e8, 2e8)] == [1, 2]  # type: ignore[arg-type]
    assert {f"zl:{name}" for name in COMPONENTS} <= {known.name for known in properties().values()}


# --- Web Annotation


def test_evidence_is_a_part_of_its_page_cut_out_by_place_and_words() -> None:
    graph = two_pages()
    rdf = to_rdf(graph)
    oa = rdflib.Namespace(VOCABULARIES["oa"])
    post = next(rdflib.URIRef(f"{BASE}claim/{edge_id(fact)}") for _, fact in graph.facts() if fact.type == "holdsPosition")
    assert (post, rdflib.RDF.type, oa.Annotation) in rdf
    targets = set(rdf.objects(post, oa.hasTarget))
    assert targets == set(rdf.objects(post, rdflib.URIRef(full("zl:evidence")))) and len(targets) == 2
    for target in targets:
        [selector] = rdf.objects(target, oa.hasSelector)
        assert set(rdf.objects(selector, rdflib.RDF.type)) == {oa.TextPositionSelector, oa.TextQuoteSelector}
        [quote] = rdf.objects(selector, oa.exact)
        assert isinstance(quote, rdflib.Literal) and quote.language is None
        assert int(rdf.value(selector, oa.end)) - int(rdf.value(selector, oa.start)) == len(quote)  # type: ignore[arg-type]
        assert set(rdf.objects(target, oa.hasSource)) == set(rdf.objects(target, rdflib.URIRef(full("zl:page"))))


def test_what_a_gazetteer_adds_is_no_annotation() -> None:
    graph = two_pages()
    known = next(rdflib.URIRef(f"{BASE}claim/{key}") for key, fact in graph.facts() if not fact.evidence)
    rdf = to_rdf(graph)
    assert {str(kind) for kind in rdf.objects(known, rdflib.RDF.type)} == {full("zl:Claim")}

"""The endpoint keeps the SPARQL 1.1 Protocol: a real client, the cases of the W3C, formats, and what it says of itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from rdflib import RDF, Graph, URIRef
from serving import ASK, COMPANIES, DIRECT, FORM, NAMES, UPDATE, Served, query, serving, write_county
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.serve.answers import BOOLEANS, TABLES
from kg.serve.answers import RDF as RDF_TYPES
from kg.serve.http import RefusedError, negotiated


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_county(tmp_path_factory.mktemp("county"))) as served:
        yield served


# --- a real client


def client(served: Served, text: str, method: str, how: str, form: str) -> Any:
    wrapper = SPARQLWrapper(f"{served.url}sparql")
    wrapper.setQuery(text)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(how)
    wrapper.setReturnFormat(form)
    result = wrapper.query()
    try:
        return result.convert()
    finally:
        result.response.close()


WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]


@pytest.mark.parametrize(("method", "how"), WAYS)
def test_sparqlwrapper_selects_in_every_format(county: Served, method: str, how: str) -> None:
    found = client(county, COMPANIES, method, how, JSON)
    assert [row["n"]["value"] for row in found["results"]["bindings"]] == NAMES
    document = client(county, COMPANIES, method, how, XML)
    assert [literal.firstChild.data for literal in document.getElementsByTagName("literal")] == NAMES
    assert list(csv.reader(io.StringIO(client(county, COMPANIES, method, how, CSV).decode()))) == [["n"], *([name] for name in NAMES)]
    assert client(county, COMPANIES, method, how, TSV).decode() == "?n\n" + "".join(f'"{name}"@zh\n' for name in NAMES)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib, of its own reader of JSON-LD
@pytest.mark.parametrize(("method", "how"), WAYS)
def test_sparqlwrapper_asks_constructs_and_describes(county: Served, method: str, how: str) -> None:
    assert client(county, "ASK { ?s a zl:Zone }", method, how, JSON)["boolean"] is True
    assert (
        client(county, "ASK { ?s a zl:Zone ; a zl:Award }", method, how, XML).getElementsByTagName("boolean")[0].firstChild.data == "false"
    )
    zone, county_ = (URIRef(f"https://w3id.org/zhiluo/id/entity/{name}") for name in ("zone", "county"))
    for form in (RDFXML, JSONLD):
        built = client(county, "CONSTRUCT WHERE { ?s zl:locatedIn ?o . ?s a zl:Zone }", method, how, form)
        assert (zone, URIRef("https://w3id.org/zhiluo/ns#locatedIn"), county_) in built
    told = Graph().parse(data=client(county, "DESCRIBE entity:zone", method, how, TURTLE), format="turtle")
    assert (zone, RDF.type, URIRef("https://w3id.org/zhiluo/ns#Zone")) in told
    assert client(county, "DESCRIBE entity:zone", method, how, N3)


def test_sparqlwrapper_is_told_what_is_wrong(county: Served) -> None:
    with pytest.raises(QueryBadFormed, match="line 2, column"):
        client(county, "SELECT ?s\n{ ?s ?p", GET, URLENCODED, JSON)


# --- the test suite of the W3C for the protocol (sparql11/protocol), by the names it has there

DATASET = quote("http://kasei.us/2009/09/sparql/data/data0.rdf", safe="")
UPDATES = (
    "PREFIX dc: <http://purl.org/dc/terms/>\nCLEAR ALL ;\nINSERT DATA { GRAPH <http://x.example/> { <http://x.example/> a dc:Agent } }"
)
W3C = {
    # name in the suite: method, what follows the path, body, content type, the first digit of the status
    # This service has one graph and is read-only: what names a dataset or updates is refused.
    "query_get": ("GET", f"?query={ASK}", None, None, 2),
    "query_post_form": ("POST", "", f"query={ASK}", FORM, 2),
    "query_post_direct": ("POST", "", "ASK {}", DIRECT, 2),
    "query_content_type_select": ("POST", "", "SELECT (1 AS ?value) {}", DIRECT, 2),
    "query_content_type_ask": ("POST", "", "ASK {}", DIRECT, 2),
    "query_content_type_describe": ("POST", "", "DESCRIBE <http://example.org/>", DIRECT, 2),
    "query_content_type_construct": ("POST", "", "CONSTRUCT { <http://x.example/s> <http://x.example/p> 1 } WHERE {}", DIRECT, 2),
    "query_dataset_default_graphs_get": ("GET", f"?query={ASK}&default-graph-uri={DATASET}&default-graph-uri={DATASET}", None, None, 4),
    "query_dataset_default_graphs_post": ("POST", f"?default-graph-uri={DATASET}&default-graph-uri={DATASET}", "ASK {}", DIRECT, 4),
    "query_dataset_named_graphs_get": ("GET", f"?query={ASK}&named-graph-uri={DATASET}", None, None, 4),
    "query_dataset_named_graphs_post": ("POST", f"?named-graph-uri={DATASET}", "ASK {}", DIRECT, 4),
    "query_dataset_full": ("POST", f"?default-graph-uri={DATASET}&named-graph-uri={DATASET}", "ASK {}", DIRECT, 4),
    "query_multiple_dataset": ("POST", f"?default-graph-uri={DATASET}", "ASK FROM <http://kasei.us/data1.rdf> {}", DIRECT, 4),
    "update_dataset_default_graph": ("POST", f"?using-graph-uri={DATASET}", UPDATES, UPDATE, 4),
    "update_dataset_default_graphs": ("POST", f"?using-graph-uri={DATASET}&using-graph-uri={DATASET}", UPDATES, UPDATE, 4),
    "update_dataset_named_graphs": ("POST", f"?using-named-graph-uri={DATASET}", UPDATES, UPDATE, 4),
    "update_dataset_full": ("POST", f"?using-graph-uri={DATASET}&using-named-graph-uri={DATASET}", UPDATES, UPDATE, 4),
    "update_post_form": ("POST", "", urlencode({"update": UPDATES}), FORM, 4),
    "update_post_direct": ("POST", "", UPDATES, UPDATE, 4),
    "update_base_uri": ("POST", "", "BASE <http://example.org/>\nINSERT DATA { GRAPH <g> { <test> a <t> } }", UPDATE, 4),
    "bad_query_method": ("PUT", f"?query={ASK}", None, None, 4),
    "bad_multiple_queries": ("GET", f"?query={ASK}&query=SELECT%20%2A%20%7B%7D", None, None, 4),
    "bad_query_wrong_media_type": ("POST", "", "ASK {}", "text/plain", 4),
    "bad_query_missing_form_type": ("POST", "", f"query={ASK}", None, 4),
    "bad_query_missing_direct_type": ("POST", "", "ASK {}", None, 4),
    "bad_query_non_utf8": ("POST", "", "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16", 4),
    "bad_query_syntax": ("GET", "?query=ASK%20%7B", None, None, 4),
    "bad_update_get": ("GET", "?update=CLEAR%20ALL", None, None, 4),
    "bad_multiple_updates": ("POST", "", "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, 4),
    "bad_update_wrong_media_type": ("POST", "", "CLEAR NAMED", "text/plain", 4),
    "bad_update_missing_form_type": ("POST", "", "update=CLEAR%20NAMED", None, 4),
    "bad_update_non_utf8": ("POST", "", "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16", 4),
    "bad_update_syntax": ("POST", "", "update=CLEAR%20XYZ", FORM, 4),
    "bad_update_dataset_conflict": ("POST", f"?using-named-graph-uri={DATASET}", urlencode({"update": UPDATES}), FORM, 4),
}  # fmt: skip
GRAPHS = set(RDF_TYPES)
MEDIA = {
    "query_content_type_select": set(TABLES), "query_content_type_ask": set(BOOLEANS),
    "query_content_type_describe": GRAPHS, "query_content_type_construct": GRAPHS,
}  # fmt: skip


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("name", W3C)
def test_protocol_suite(county: Served, name: str, path: str) -> None:
    method, rest, body, media, status = W3C[name]
    data = body.encode() if isinstance(body, str) else body
    reply = county.ask(method, path + rest, data, **({"content_type": media} if media else {}))
    assert reply.status // 100 == status, reply.text
    if status == 4:
        assert reply.media == "text/plain" and reply.text.count("\n") == 1
    elif name in MEDIA:
        assert reply.media in MEDIA[name]
    else:
        assert json.loads(reply.text)["boolean"] is True


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:a> <a:b> 1 }", "LOAD <http://127.0.0.1:9/>", "DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"]
)
@pytest.mark.parametrize("way", ["get", "form", "direct", "update form", "update direct"])
def test_nothing_writes_or_fetches_on_any_path(county: Served, text: str, way: str) -> None:
    before = query(county, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text
    field = "update" if "update" in way else "query"
    if way == "get":
        reply = county.ask("GET", f"/sparql?{urlencode({'query': text})}")
    elif "form" in way:
        reply = county.ask("POST", "/sparql", urlencode({field: text}).encode(), content_type=FORM)
    else:
        reply = county.ask("POST", "/sparql", text.encode(), content_type=UPDATE if field == "update" else DIRECT)
    assert reply.status in (400, 403) and "refused" in reply.text
    assert query(county, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text == before


# --- formats


@pytest.mark.parametrize(
    ("text", "accept", "media"),
    [
        (COMPANIES, "", "application/sparql-results+json"),
        (COMPANIES, "*/*", "application/sparql-results+json"),
        (COMPANIES, "text/csv, application/sparql-results+xml;q=0.5", "text/csv"),
        (COMPANIES, "text/csv;q=0.1, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        (COMPANIES, "text/*", "text/csv"),
        (COMPANIES, "text/html, application/json;q=0.9", "application/json"),
        (COMPANIES, "text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        ("ASK {}", "text/csv, */*;q=0.1", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s a zl:Zone }", "", "text/turtle"),
        ("CONSTRUCT WHERE { ?s a zl:Zone }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s a zl:Zone }", "application/n-triples,*/*;q=0.9", "application/n-triples"),
        ("DESCRIBE entity:zone", "application/rdf+xml", "application/rdf+xml"),
    ],
)  # fmt: skip
def test_the_format_is_the_one_that_the_client_likes_best(county: Served, text: str, accept: str, media: str) -> None:
    reply = query(county, text, accept)
    assert (reply.status, reply.media) == (200, media)
    assert ("charset=utf-8" in reply.headers["content-type"]) == media.startswith(("text/", "application/n-triples"))


@pytest.mark.parametrize(
    ("text", "accept"), [(COMPANIES, "image/png"), ("ASK {}", "text/csv"), ("DESCRIBE entity:zone", "text/csv"), (COMPANIES, "*/*;q=0")]
)
def test_a_format_that_there_is_not_is_refused_with_those_there_are(county: Served, text: str, accept: str) -> None:
    reply = query(county, text, accept)
    assert reply.status == 406 and "application/" in reply.text


def test_negotiation_by_quality_then_by_place() -> None:
    assert negotiated("a/b;q=0.5, a/c;q=0.5", ["a/c", "a/b"]) == "a/c"
    assert negotiated("a/*;q=0.9, a/b;q=0.1", ["a/b", "a/c"]) == "a/c"
    assert negotiated("A/B; charset=x ; Q=1", ["a/c", "a/b"]) == "a/b"
    for accept in ("a/b;q=nan", "a/b;q=much", "x/y", ",;"):
        with pytest.raises(RefusedError):
            negotiated(accept, ["a/b"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib, of its own reader of JSON-LD
def test_all_formats_tell_the_same_and_the_same_bytes_each_time(county: Served) -> None:
    text = "CONSTRUCT WHERE { ?s zl:status ?o ; zl:evidence ?e }"
    graphs = []
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ):
        reply = query(county, text, media)
        assert reply.body == query(county, text, media).body
        graphs.append(set(Graph().parse(data=reply.text, format=form)))
    assert graphs[0] and graphs[0] == graphs[1] == graphs[2] == graphs[3]


def test_text_of_a_page_is_no_formula_in_csv_and_no_markup_in_xml(county: Served) -> None:
    text = "SELECT ?x { VALUES ?x { '=1+1'@zh '</literal><script>' '@x' } } ORDER BY STR(?x)"
    assert query(county, text, "text/csv").text.splitlines() == ["x", "</literal><script>", "'=1+1", "'@x"]
    root = ElementTree.fromstring(query(county, text, "application/sparql-results+xml").text)
    literals = [literal.text for literal in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert literals == ["</literal><script>", "=1+1", "@x"]


# --- the description of the service


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib, of its own reader of JSON-LD
@pytest.mark.parametrize(("accept", "form"), [("", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")])
def test_the_service_describes_itself(county: Served, accept: str, form: str) -> None:
    reply = county.ask("GET", "/sparql", **({"accept": accept} if accept else {}))
    told = Graph().parse(data=reply.text, format=form)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    [service] = told.subjects(RDF.type, URIRef(f"{sd}Service"))
    assert set(told.objects(service, URIRef(f"{sd}endpoint"))) == {URIRef(f"{county.url}sparql")}
    assert set(told.objects(service, URIRef(f"{sd}supportedLanguage"))) == {URIRef(f"{sd}SPARQL11Query")}
    assert not list(told.objects(service, URIRef(f"{sd}feature")))
    assert URIRef("http://www.w3.org/ns/formats/SPARQL_Results_CSV") in set(told.objects(service, URIRef(f"{sd}resultFormat")))


def test_a_browser_at_the_endpoint_is_sent_to_the_editor(county: Served) -> None:
    reply = county.ask("GET", "/sparql", accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (reply.status, reply.headers["location"]) == (303, "/query")

"""Both engines are given the same harmless text and give the same table; a store on disk is always that of the graph beside it."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import pytest
from county import county_graph

from kg.errors import InputError, QueryError
from kg.export.turtle import to_turtle
from kg.query.check import checked
from kg.query.engine import Engine, OxigraphEngine, RdflibEngine
from kg.query.lexis import plain
from kg.query.sparql import select
from kg.query.store import STORES, open_engine


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "graph.ttl").write_text(to_turtle(county_graph()), encoding="utf-8")
    return tmp_path


@pytest.fixture
def engines(out: Path) -> tuple[Engine, ...]:
    return open_engine(out, "rdflib"), open_engine(out), open_engine(out, disk_from=0)


# --- the same table


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?zone a zl:Zone ; rdfs:label ?label OPTIONAL { ?zone zl:level ?level } }",
        "SELECT ?n { ?s a zl:Company ; rdfs:label ?n }",
        "SELECT DISTINCT ?n { ?s a zl:Company ; rdfs:label ?n } ORDER BY DESC(?n) LIMIT 2 OFFSET 1",
        "SELECT ?type (COUNT(*) AS ?n) (MIN(?name) AS ?first) { ?s a ?type ; skos:prefLabel ?name } GROUP BY ?type HAVING(COUNT(*) > 1)",
        "SELECT (SUM(?v) AS ?sum) (AVG(?v) AS ?mean) (MAX(?v) AS ?most) { ?a zl:value ?v ; zl:currency 'CNY' }",
        "SELECT ?d (DATATYPE(?d) AS ?t) { ?c zl:date ?d }",
        "SELECT ?x { entity:wu (zl:subsidiaryOf|zl:locatedIn)+/skos:prefLabel ?x }",
        "SELECT ?c { ?c zl:confidence ?n FILTER(?n < 0.7) }",
        "SELECT ?l { ?s zl:quote ?q BIND(LANG(?q) AS ?l) } LIMIT 1",
        "ASK { ?s a zl:Zone }",
        "ASK { ?s a zl:Award ; zl:meets ?o }",
        "CONSTRUCT { ?o zl:metBy ?s } WHERE { ?s zl:meets ?o }",
        "CONSTRUCT WHERE { ?s zl:locatedIn ?o }",
        "DESCRIBE entity:bing",
        "DESCRIBE ?s { ?s skos:prefLabel '孙三'@zh }",
    ],
)  # fmt: skip
def test_every_engine_gives_the_same_table(engines: tuple[Engine, ...], query: str) -> None:
    tables = [select(engine, query) for engine in engines]
    assert tables[0].rows and tables[0] == tables[1] == tables[2]


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_a_limit_is_kept_and_said(engines: tuple[Engine, ...], kind: int) -> None:
    query = "SELECT ?s { ?s a zl:Company }"
    assert len(select(engines[kind], query, limit=4).rows) == 4
    for text in (query, "CONSTRUCT WHERE { ?s a zl:Company }"):
        with pytest.raises(QueryError, match="more than 3 rows; add LIMIT"):
            select(engines[kind], text, limit=3)


@pytest.mark.parametrize("query", ["SELECT ?s {", "SELECT ?s { ?s nope:x 1 }", "ASK { ?s ?p ?o } ASK {}"])
def test_what_no_engine_can_answer_is_a_query_error(engines: tuple[Engine, ...], query: str) -> None:
    for engine in engines:
        with pytest.raises(QueryError):
            select(engine, query)


# --- what is refused, for either engine

PORT = "{PORT}"
TRICKS = {
    "a comment that only one parser ends": "SELECT * { # x\r SERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o }\n}",
    "no space": "SELECT*{SERVICE<http://127.0.0.1:{PORT}/>{?s ?p ?o}}",
    "an escaped letter": "SELECT * { \\u0053ERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o } }",
    "a quote by escape": 'SELECT * { ?s ?p "\\u0022 } SERVICE <http://127.0.0.1:{PORT}/> { ?s ?p "x" } }',
    "a word against a number": "SELECT * { ?s ?p 5.SERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o } }",
    "a word against a prefix": "PREFIX a: <a:> SELECT * { ?s ?p a:.SERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o } }",
    "a prefix that begins so": "PREFIX x: <http://127.0.0.1:{PORT}/> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "the empty prefix": "PREFIX : <http://127.0.0.1:{PORT}/> SELECT * { SERVICE:y { ?s ?p ?o } }",
    "an address that swallows": "SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE#>\n?x{ ?s ?p ?o } VALUES ?x { <http://127.0.0.1:{PORT}/> } }",
    "a variable": "SELECT * { VALUES ?x { <http://127.0.0.1:{PORT}/> } SERVICE ?x { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:{PORT}/> { ?s ?p ?o } }",
    "in exists in a sub-query": "SELECT * { { SELECT ?s { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o } } } } }",
    "a form feed": "SELECT * {\x0cSERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o } }",
    "a line separator": "SELECT * { # \u2028 SERVICE <http://127.0.0.1:{PORT}/> { ?s ?p ?o }\n ?s ?p ?o }",
    "load": "LOAD <http://127.0.0.1:{PORT}/>",
    "from": "SELECT * FROM <http://127.0.0.1:{PORT}/> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:{PORT}/> { GRAPH ?g { ?s ?p ?o } }",
}  # fmt: skip


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener that is closed at the end."""
    listener = Listener()
    try:
        yield listener
    finally:
        listener.socket.shutdown(socket.SHUT_RDWR)
        listener.socket.close()
        listener.thread.join(10)


def test_oxigraph_itself_would_fetch_so_that_the_refusal_is_needed() -> None:
    with listening() as listener:
        with pytest.raises(OSError):
            list(pyoxigraph.Store().query(TRICKS["a comment that only one parser ends"].replace(PORT, str(listener.port))))  # type: ignore[call-overload]
        assert listener.calls


@pytest.mark.parametrize("name", TRICKS)
def test_no_trick_makes_an_engine_fetch(engines: tuple[Engine, ...], name: str) -> None:
    harmless = ("a line separator",)  # a comment for all
    with listening() as listener:
        for engine in engines:
            query = TRICKS[name].replace(PORT, str(listener.port))
            if name in harmless:
                assert select(engine, query).rows
            else:
                with pytest.raises(QueryError):
                    select(engine, query)
        assert listener.calls == 0


def test_no_random_change_of_a_query_makes_an_engine_fetch(out: Path) -> None:
    engine = open_engine(out)
    draw = random.Random(7)
    pieces = [
        "#",
        "\r",
        "\n",
        '"',
        "'",
        '"""',
        "<",
        ">",
        "\\",
        "\\u0022",
        "\\u0023",
        "?",
        ":",
        "a:b",
        ".",
        "{",
        "}",
        "SERVICE",
        " ",
        "@a",
        "^^",
        "5",
        "=",
        "|",
    ]
    ran = 0
    with listening() as listener:
        target = f"<http://127.0.0.1:{listener.port}/>"
        for _ in range(1500):
            hide, seek = draw.choice((("", ""), ("#", "\n"), ("?s ?q '", "' ."), ('?s ?q """', '""" .')))
            words = ["PREFIX a: <a:> SELECT * {", "?s", "?p", '"x"', ".", hide, "SERVICE", target, "{ ?s ?p ?o }", seek, "}"]
            for _ in range(draw.randrange(1, 5)):
                words.insert(draw.randrange(len(words)), draw.choice(pieces))
            try:
                query = checked(draw.choice(("", " ")).join(words) if draw.random() < 0.3 else " ".join(words), engine.prefixes)
            except QueryError:
                continue
            ran += 1
            select(engine, query.text)
        assert listener.calls == 0
    assert ran >= 50


def test_the_text_that_engines_are_given_has_no_comment_and_stays_in_its_lines() -> None:
    text = "SELECT ?a # SERVICE <x>\r\n{ ?a ?b \"# no comment\", <http://x/#y>, '''SERVICE\r#''' } # end"
    assert plain(text) == "SELECT ?a              \n{ ?a ?b \"# no comment\", <http://x/#y>, '''SERVICE\n#''' }      "
    assert plain("ASK { ?s ?p '\\u4e2d' }") == "ASK { ?s ?p '中' }"


# --- the store on disk


def names(engine: Engine) -> set[str | None]:
    return {row[0] for row in select(engine, "SELECT ?n { ?s a zl:Company ; skos:prefLabel ?n }").rows}


def stores(out: Path) -> list[Path]:
    return sorted(path for path in (out / STORES).iterdir() if path.is_dir())


COMPANIES = {"丙公司", "丁集团", "戊机械", "己电子"}


def test_a_large_graph_is_answered_from_a_store_that_is_made_once(out: Path) -> None:
    assert names(open_engine(out, disk_from=0)) == COMPANIES
    [store] = stores(out)
    before = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert names(open_engine(out, disk_from=0)) == COMPANIES
    assert stores(out) == [store] and {path.name: path.stat().st_mtime_ns for path in store.iterdir()} == before


def test_a_small_graph_leaves_nothing_behind(out: Path) -> None:
    assert names(open_engine(out)) == COMPANIES
    assert [path.name for path in out.iterdir()] == ["graph.ttl"]


def test_a_graph_built_anew_is_never_answered_from_the_old_store(out: Path) -> None:
    old = open_engine(out, disk_from=0)
    path = out / "graph.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("己电子", "新电子"), encoding="utf-8")
    assert "新电子" in names(open_engine(out, disk_from=0))
    assert names(old) == COMPANIES  # what reads the old one may end in peace


@pytest.mark.parametrize("damage", ["truncated", "without its manifest", "emptied", "replaced by a file"])
def test_a_damaged_store_is_made_anew(out: Path, damage: str) -> None:
    open_engine(out, disk_from=0)
    [store] = stores(out)
    tables = list(store.glob("*.sst"))
    assert tables
    for path in store.iterdir():
        if damage == "truncated":
            if path in tables:
                path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        elif damage == "emptied" or path.name.startswith("MANIFEST"):
            path.unlink()
    if damage == "replaced by a file":
        for path in store.iterdir():
            path.unlink()
        store.rmdir()
        store.write_text("not a store", encoding="utf-8")
    assert names(open_engine(out, disk_from=0)) == COMPANIES


def test_a_folder_that_takes_no_store_is_answered_from_memory(out: Path) -> None:
    (out / STORES).write_text("in the way", encoding="utf-8")
    assert names(open_engine(out, disk_from=0)) == COMPANIES
    assert (out / STORES).read_text(encoding="utf-8") == "in the way"


def test_a_build_of_a_store_that_was_cut_off_is_cleared_away(out: Path) -> None:
    open_engine(out, disk_from=0)
    left = out / STORES / "part-left"
    left.mkdir()
    (left / "x.sst").write_text("half", encoding="utf-8")
    path = out / "graph.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    open_engine(out, disk_from=0)
    assert not left.exists()


@pytest.mark.parametrize("disk_from", [0, 1 << 40])
def test_damaged_rdf_is_told_and_leaves_no_store(tmp_path: Path, disk_from: int) -> None:
    (tmp_path / "graph.ttl").write_text("zl:a zl:b", encoding="utf-8")
    with pytest.raises(InputError, match=r"graph\.ttl: not Turtle.*build it again"):
        open_engine(tmp_path, disk_from=disk_from)
    assert disk_from or stores(tmp_path) == []


def test_engines_have_the_prefixes_of_the_file(engines: tuple[Engine, ...]) -> None:
    rdflib, memory, disk = engines
    assert isinstance(rdflib, RdflibEngine) and isinstance(memory, OxigraphEngine)
    assert memory.prefixes == disk.prefixes
    assert {"entity", "claim", "zl", "skos"} <= set(memory.prefixes) <= set(rdflib.prefixes)

"""The explorer's addresses: every answer and every refusal, how it begins, and what happens when the graph changes or cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from county import county_graph
from serving import ASK, SECRET, Reply, Served, query, serving, write_build, write_county
from test_export_html import Elements

from kg.export import picture
from kg.export.graph_json import to_json
from kg.graph import build_graph
from kg.serve import explorer as explorer_module
from kg.serve import places
from kg.serve.explore import DRAWN, FRESH, GET, IDS, POST
from kg.serve.explorer import PLACES, Explorer
from kg.serve.http import RefusedError
from kg.serve.places import places_beside
from kg.serve.pool import Limits
from kg.serve.protocol import MAX_BODY
from tests.browser.samples import large_graph, lines_graph

JSON = "application/json"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_county(tmp_path_factory.mktemp("county"))) as served:
        ask(served, "start")
        yield served


def get(served: Served, name: str, **fields: object) -> Reply:
    """What an address answers once the graph has been read."""
    while True:
        reply = served.ask("GET", f"/explore/{name}" + (f"?{urlencode(fields)}" if fields else ""))
        if reply.status != 202:
            return reply


def ask(served: Served, name: str, **fields: object) -> dict[str, Any]:
    reply = get(served, name, **fields)
    assert (reply.status, reply.media) == (200, JSON), reply.text
    told: dict[str, Any] = json.loads(reply.text)
    return told


def post(served: Served, name: str, document: object, **headers: str) -> Reply:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return served.ask("POST", f"/explore/{name}", body, **{"content_type": JSON, **headers})


def ids(told: dict[str, Any]) -> set[str]:
    return {row[0] for row in told["entities"]}


# --- answers


def test_the_index_leads_to_the_explorer_whose_policy_lets_only_its_scripts_run(county: Served) -> None:
    assert 'href="/explore"' in county.ask("GET", "/").text
    reply = county.ask("GET", "/explore")
    assert reply.media == "text/html" and reply.headers["content-security-policy"] == "frame-ancestors 'none'"
    page = Elements(reply.text)
    policy = next(a["content"] or "" for a in page.attributes("meta") if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'self'" and "unsafe" not in rules["script-src"]
    assert json.loads(page.all("script")[0]) == {"server": "/explore/"}
    assert county.ask("GET", "/explore/").text == reply.text


def test_the_start_has_the_legend_and_all_of_a_small_graph(county: Served) -> None:
    told = ask(county, "start")
    assert told["totals"] == {"entities": 18, "facts": 30, "observations": 5, "pages": 3}
    assert {row["name"]: row["count"] for row in told["types"]}["Company"] == 4
    assert {row["name"]: (row["zh"], row["en"]) for row in told["statuses"]}["planned"] == ("计划中", "planned")
    assert len(told["core"]) == 18 and len(told["facts"]) == 30 and len(told["observations"]) == 5
    assert told["supplied"] == 2 and told["lone"] == 2


def test_every_address_answers_with_the_version_of_the_graph(county: Served) -> None:
    version = ask(county, "start")["version"]
    assert "老赵" in json.dumps(ask(county, "names")["names"], ensure_ascii=False)
    zhao = ask(county, "entity", id="zhao")
    assert ids(zhao) == {"zhao", "gov", "qian", "bing", "wu", "fair"} and len(zhao["facts"]) == 5
    key = zhao["facts"][0][0]
    assert [row[0] for row in ask(county, "fact", id=key)["facts"]] == [key]
    near = ask(county, "around", id="zhao", steps=1, most=3)
    assert near == {"version": version, "ids": ["zhao", "bing", "wu"], "cut": True}
    assert len(ask(county, "around", id="zhao", steps=2, most=IDS)["ids"]) > 8
    held = {"types": "Company,Event", "relations": "meets", "least": 0.5, "from": "2020", "to": "2026-12-31", "undated": 1}
    assert ask(county, "around", id="zhao", steps=1, most=10, **held)["ids"] == ["zhao", "gov"]
    late = ask(county, "around", id="zhao", steps=1, most=10, undated=0, **{"from": "2025-05-26"})
    assert late["ids"] == ["zhao", "bing", "qian", "gov", "fair"], "a fact without a date has that of its page"
    assert ask(county, "between", a="zhao", b="zone", most=9)["walks"] == [["zhao", "bing", "zone"], ["zhao", "wu", "zone"]]
    assert ask(county, "best", offset=1, most=2)["ids"] == ask(county, "best", offset=0, most=3)["ids"][1:]
    rows = json.loads(post(county, "rows", {"fresh": ["zhao"], "drawn": ["gov", "fair", "zone"]}).text)
    assert rows["version"] == version and len(rows["facts"]) == 2 and ["gov"] in rows["entities"]
    linked = json.loads(post(county, "linked?relations=attends&undated=0", {"ids": ["zhao", "fair", "lone"]}).text)
    assert linked == {"version": version, "ids": ["zhao"]}


def test_what_is_unknown_is_an_empty_answer(county: Served) -> None:
    for told in (ask(county, "entity", id="no"), ask(county, "fact", id="no"), ask(county, "between", a="no", b="zhao", most=1)):
        assert told["entities"] == told["facts"] == []
    assert ask(county, "around", id="no", steps=1, most=1)["ids"] == [] == ask(county, "best", offset=99, most=1)["ids"]
    assert json.loads(post(county, "rows", {"fresh": ["no"], "drawn": []}).text)["entities"] == []


def test_heads_are_answered_without_a_body(county: Served) -> None:
    for target in ("/explore", "/explore/start", "/explore/entity?id=zhao"):
        reply = county.ask("HEAD", target)
        assert reply.status == 200 and reply.body == b"" and int(reply.headers["content-length"]) > 100
        assert reply.headers["x-content-type-options"] == "nosniff" and reply.headers["cache-control"] == "no-store"


# --- refusals


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("entity", "id is missing"), ("entity?id=", "id is missing"), (f"entity?id={'x' * 501}", "longer than 500"),
        ("entity?id=a&id=b", "twice"), ("entity?id=a&name=b", "the fields here are: id"), ("start?x=1", "none"), ("fact", "id is missing"),
        ("around?id=zhao&steps=3&most=1", "steps is a whole number from 1 to 2"), ("around?id=zhao&steps=0&most=1", "steps"),
        ("around?id=zhao&steps=1", "most is a whole number"), (f"around?id=zhao&steps=1&most={IDS + 1}", "most"),
        ("around?id=zhao&steps=1&most=-1", "most"), ("around?id=zhao&steps=1&most=1e3", "most"), ("around?id=zhao&steps=²&most=1", "steps"),
        ("around?id=zhao&steps=1&most=9&least=2", "least is a number from 0 to 1"), ("around?id=zhao&steps=1&most=9&least=nan", "least"),
        ("around?id=zhao&steps=1&most=9&from=soon", "from is no date"), ("around?id=zhao&steps=1&most=9&to=2024-13", "to is no date"),
        ("around?id=zhao&steps=1&most=9&undated=2", "undated"), ("around?id=zhao&steps=1&most=9&types=Alien", "types"),
        ("around?id=zhao&steps=1&most=9&relations=eats", "relations"), ("between?a=zhao&most=1", "b is missing"),
        ("between?a=zhao&b=qian&most=101", "most"), ("best?most=1", "offset"), ("best?offset=0&most=99999999999999", "most"),
        ("entity?id=%ff", "UTF-8"), ("entity?" + "&".join(f"a{n}=1" for n in range(30)), "too many"),
    ],
    ids=lambda value: value[:40],
)  # fmt: skip
def test_a_bad_parameter_is_refused_with_a_sentence(county: Served, target: str, words: str) -> None:
    reply = county.ask("GET", f"/explore/{target}".replace("²", "%C2%B2"))
    assert (reply.status, reply.media) == (400, "text/plain") and words in reply.text and reply.text.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "document", "words"),
    [
        ("rows", b"", "no JSON"), ("rows", b"\xff", "no JSON"), ("rows", b"[" * 100_000, "no JSON"),
        ("rows", [], "an object with fresh and drawn"), ("rows", {"fresh": []}, "fresh and drawn"),
        ("rows", {"fresh": [], "drawn": [], "x": 1}, "fresh and drawn"), ("rows", {"fresh": "zhao", "drawn": []}, "fresh is a list"),
        ("rows", {"fresh": [1], "drawn": []}, "fresh is a list"), ("rows", {"fresh": ["a"] * (FRESH + 1), "drawn": []}, "at most 2500"),
        ("rows", {"fresh": [], "drawn": ["a"] * (DRAWN + 1)}, "at most 10000"), ("rows?x=1", {"fresh": [], "drawn": []}, "none"),
        ("linked", {"ids": None}, "ids is a list"), ("linked?least=x", {"ids": []}, "least"),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_a_bad_document_is_refused_with_a_sentence(county: Served, name: str, document: object, words: str) -> None:
    reply = post(county, name, document)
    assert (reply.status, reply.media) == (400, "text/plain") and words in reply.text


def test_methods_media_types_and_sizes_that_are_refused(county: Served) -> None:
    for name in GET:
        assert county.ask("POST", f"/explore/{name}", b"{}", content_type=JSON).status == 405
    for name in POST:
        reply = county.ask("GET", f"/explore/{name}")
        assert (reply.status, reply.headers["allow"]) == (405, "POST")
        assert post(county, name, b"{}", content_type="text/plain").status == 415
    assert county.ask("OPTIONS", "/explore/rows").status == 405 and county.ask("DELETE", "/explore/start").status == 405
    assert post(county, "rows", b" " * (MAX_BODY + 1)).status == 413
    for path in ("/explore/nothing", "/explore/../start", "/explore/start/", "/explore/..%2fgraph.json", "/explore//etc/passwd"):
        assert county.ask("GET", path).status == 404


@pytest.mark.parametrize("name", ["start", "names", "entity?id=zhao", "rows"])
def test_other_names_and_origins_get_nothing(county: Served, name: str) -> None:
    def asked(**headers: str) -> Reply:
        return (
            post(county, name, {"fresh": [], "drawn": []}, **headers)
            if name == "rows"
            else county.ask("GET", f"/explore/{name}", **headers)
        )

    assert asked(origin=f"http://127.0.0.1:{county.port}").status == 200
    assert asked(origin="https://evil.example").status == 403 and asked(origin="null").status == 403
    assert asked(host="evil.example").status == 421


def test_no_answer_names_a_path_of_the_disk(county: Served) -> None:
    for target in ("/explore", "/explore/start", "/explore/names", "/explore/entity", "/explore/nothing", "/explore/fact?id=%00"):
        assert SECRET not in county.ask("GET", target).text


# --- beginning, changing, failing


def test_many_who_ask_at_once_wait_for_one_process(tmp_path: Path) -> None:
    with serving(write_county(tmp_path)) as served:
        before = children(served)
        with ThreadPoolExecutor(PLACES) as threads:
            starts = list(threads.map(lambda _: ask(served, "start")["version"], range(PLACES)))
        assert len(set(starts)) == 1 and len(children(served)) == len(before) + 1
        assert query(served, "ASK {}").status == 200


def test_who_asks_while_the_graph_is_read_is_told_so_and_nobody_else_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer_module, "MOMENT", 0.0)
    explorer = Explorer(write_county(tmp_path), "", Limits())
    try:
        reply = explorer.answer("start")
        assert reply.status == 202 and json.loads(reply.body) == {"preparing": "reading"}
        assert explorer._process is not None and explorer._process.settled.wait(60)
        assert explorer.answer("start").status == 200
    finally:
        explorer.close()
    with pytest.raises(RefusedError, match="ending"):
        explorer.answer("start")


def test_more_requests_than_may_wait_are_refused_at_once(tmp_path: Path) -> None:
    explorer = Explorer(write_county(tmp_path), "", Limits())
    for _ in range(PLACES):
        explorer._places.acquire()
    with pytest.raises(RefusedError, match="too many") as refused:
        explorer.answer("start")
    assert refused.value.status == 503


def test_a_graph_built_anew_is_answered_anew(tmp_path: Path) -> None:
    out = write_county(tmp_path)
    with serving(out) as served:
        before = ask(served, "start")
        (out / "new.json").write_text(to_json(lines_graph()), encoding="utf-8")
        (out / "new.json").replace(out / "graph.json")
        after = ask(served, "start")
        assert before["version"] != after["version"] and (before["totals"]["entities"], after["totals"]["entities"]) == (18, 4)
        assert len(children(served)) == 3  # two of SPARQL and one


def test_without_a_graph_or_with_a_damaged_one_sparql_goes_on(tmp_path: Path) -> None:
    out = write_county(tmp_path)
    (out / "graph.json").unlink()
    with serving(out) as served:
        assert served.ask("GET", "/explore").status == 200
        reply = served.ask("GET", "/explore/start")
        assert reply.status == 404 and "no graph.json" in reply.text
        (out / "graph.json").write_text('{"nodes": [1]}', encoding="utf-8")
        reply = get(served, "start")
        assert reply.status == 500 and "cannot be read; build it again" in reply.text and SECRET not in reply.text
        assert served.ask("GET", f"/sparql?query={ASK}").status == 200
        (out / "graph.json").write_text(to_json(county_graph()), encoding="utf-8")
        assert ask(served, "start")["totals"]["entities"] == 18


def test_a_process_that_is_gone_is_replaced(tmp_path: Path) -> None:
    explorer = Explorer(write_county(tmp_path), "", Limits())
    try:
        while explorer.answer("start").status == 202:
            pass
        first = explorer._process
        assert first is not None
        first._process.kill()
        first._process.wait()
        while (reply := explorer.answer("best", "offset=0&most=1")).status == 202:
            pass
        assert reply.status == 200 and explorer._process is not first
    finally:
        explorer.close()


def test_a_request_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    explorer = Explorer(write_county(tmp_path), "", Limits(seconds=0.0))
    try:
        process = explorer._current()
        process.settled.wait()
        process._process.send_signal(19)  # it stands still
        with pytest.raises(RefusedError, match="takes too much") as refused:
            explorer.answer("start")
        assert refused.value.status == 503 and process.is_over
    finally:
        explorer.close()


def children(served: Served) -> set[str]:
    pid = served.process.pid
    return {child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()}


# --- places that are kept


def test_places_of_a_large_graph_are_kept_beside_it_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "KEPT_FROM", 100)
    graph, found = large_graph(120), []
    monkeypatch.setattr(picture, "positions", lambda network, _: found.append(1) or {name: (len(name), 7) for name in network})
    first = places_beside(tmp_path, graph, "digest")
    [kept] = (tmp_path / places.FOLDER).iterdir()
    assert places_beside(tmp_path, graph, "digest") == first and len(found) == 1
    kept.write_text(kept.read_text()[:-20], encoding="utf-8")
    assert places_beside(tmp_path, graph, "digest") == first and len(found) == 2, "one that was cut short is made anew"
    kept.write_text('{"t-0": [1, 2]}', encoding="utf-8")
    assert places_beside(tmp_path, graph, "digest") == first and len(found) == 3, "one of another graph, too"
    places_beside(tmp_path, graph, "another digest")
    assert len(found) == 4 and len(list((tmp_path / places.FOLDER).iterdir())) == 1, "and what is old goes"


def test_places_that_cannot_be_kept_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "KEPT_FROM", 10)
    (tmp_path / places.FOLDER).write_text("a file is in the way", encoding="utf-8")
    assert len(places_beside(tmp_path, large_graph(60), "d")) == 60
    assert [path.name for path in tmp_path.iterdir()] == [places.FOLDER]


def test_small_graphs_and_empty_ones_leave_nothing_behind(tmp_path: Path) -> None:
    assert places_beside(tmp_path, build_graph([], [], [], []), "d") == {} and list(tmp_path.iterdir()) == []
    out = write_build(tmp_path, build_graph([], [], [], []))
    with serving(out) as served:
        assert ask(served, "start")["core"] == [] and ask(served, "names")["names"] == []

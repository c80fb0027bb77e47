"""The server as its users and its enemies meet it: pages, who may ask, limits, paths of the disk, how it begins and ends."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import Kg
from county import county_graph
from serving import ASK, COMPANIES, DIRECT, FORM, SECRET, Served, query, serving, write_county

from kg.export.turtle import to_turtle
from kg.query.named import named_queries
from kg.serve import app
from kg.serve.explorer import Explorer
from kg.serve.http import RefusedError
from kg.serve.pool import Limits, Pool
from kg.serve.protocol import MAX_BODY

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_county(tmp_path_factory.mktemp("county"))) as served:
        yield served


# --- pages


def test_the_index_leads_to_picture_and_editor(county: Served) -> None:
    page = county.ask("GET", "/").text
    assert 'href="/graph.html"' in page and 'href="/query"' in page and "知络" in page
    assert "vis-network" in county.ask("GET", "/graph.html").text


@pytest.mark.parametrize(
    "path", ["/", "/query", "/query/plain", "/graph.html", "/queries", "/queries/posts", "/sparql", "/sparql?query=ASK%7B%7D", "/nothing"]
)
def test_every_response_has_the_headers_that_keep_browsers_safe(county: Served, path: str) -> None:
    for method in ("GET", "HEAD"):
        reply = county.ask(method, path)
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert not [name for name in reply.headers if name.startswith("access-control")]
        assert int(reply.headers["content-length"]) > 0 and (method == "GET" or reply.body == b"")
        if path != "/graph.html":  # it has a policy of its own in it
            assert "default-src 'none'; script-src 'self';" in reply.headers["content-security-policy"]


def test_named_queries_are_offered_with_descriptions_and_their_texts_run(county: Served) -> None:
    offered = json.loads(county.ask("GET", "/queries").text)
    assert [(row["name"], row["description"]) for row in offered] == [(known.name, known.description) for known in named_queries()]
    text = county.ask("GET", f"/queries/posts?{urlencode({'person': '赵一'})}").text
    rows = json.loads(query(county, text).text)["results"]["bindings"]
    assert [row["post"]["value"] for row in rows] == ["县长"]
    assert county.ask("GET", "/queries/posts?nobody=1").status == 400
    assert county.ask("GET", "/queries/who-connects").status == 400
    assert county.ask("GET", "/queries/none").status == 404


def test_without_the_fuller_editor_the_plain_one_says_so(county: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app.has_yasgui(), "the query editor's library is missing; fetch it with: make editor"
    assert "/assets/yasgui.min.js" in county.ask("GET", "/query").text
    assert county.ask("GET", "/assets/yasgui.min.js").media == "text/javascript"
    monkeypatch.setattr(app, "YASGUI", ("missing.js", "missing.css"))

    class NoPool:
        limits = Limits()

    site = app.Site(Path(), "x", frozenset({"h"}))
    statuses: list[str] = []
    call = app.Application(site, NoPool(), Explorer(Path(), "x", Limits()))  # type: ignore[arg-type]
    [body] = call({"REQUEST_METHOD": "GET", "PATH_INFO": "/query", "HTTP_HOST": "h"}, lambda status, _: statuses.append(status))
    assert statuses == ["200 OK"] and b"was not there when Zhiluo was installed" in body and b"/pages/plain.js" in body


# --- who may ask


@pytest.mark.parametrize("host", ["localhost:{}", "127.0.0.1:{}", "[::1]:{}", "LOCALHOST:{}"])
def test_the_names_of_this_machine_are_answered(county: Served, host: str) -> None:
    assert county.ask("GET", "/", host=host.format(county.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{}", "evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{}", "127.0.0.1:{}.evil.example",
        "127.0.0.1:{}@evil", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/graph.html"])
def test_a_page_of_another_name_that_leads_here_is_not_answered(county: Served, host: str, path: str) -> None:
    reply = county.ask("GET", path, host=host.format(county.port))
    assert reply.status in (400, 421) and len(reply.body) < 200


def test_other_origins_may_not_ask_unless_one_is_named(county: Served, tmp_path: Path) -> None:
    ours, other = f"http://127.0.0.1:{county.port}", "https://friend.example"
    assert county.ask("GET", f"/sparql?query={ASK}", origin=ours).status == 200
    assert county.ask("GET", f"/sparql?query={ASK}", origin=other).status == 403
    assert county.ask("OPTIONS", "/sparql", origin=other).status in (403, 405)
    with serving(write_county(tmp_path), "--cors", other, "--name", "kg.example") as open_to_one:
        reply = open_to_one.ask("GET", f"/sparql?query={ASK}", origin=other)
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (200, other)
        assert open_to_one.ask("OPTIONS", "/sparql", origin=other).status == 204
        assert open_to_one.ask("GET", f"/sparql?query={ASK}", origin="https://evil.example").status == 403
        assert open_to_one.ask("GET", "/", host=f"kg.example:{open_to_one.port}").status == 200


# --- limits


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status"),
    [
        ("POST", "/sparql", b"#" * (MAX_BODY + 1), {"content_type": DIRECT}, 413),
        ("GET", "/sparql?query=" + "%20" * 60_000, None, {}, 431),
        ("GET", "/sparql?" + "&".join(f"a{n}=1" for n in range(60)), None, {}, 400),
        ("GET", "/sparql?query=%ff", None, {}, 400),
        ("POST", "/sparql", b"query=%ff", {"content_type": FORM}, 400),
        ("POST", "/sparql", b"\xff\xfe", {"content_type": DIRECT}, 400),
        ("POST", "/sparql?query=ASK%7B%7D", b"ASK {}", {"content_type": DIRECT}, 400),
        ("GET", "/sparql?format=json", None, {}, 400),
        ("GET", "/sparql?query=", None, {}, 400),
        ("POST", "/", b"", {}, 405),
        ("DELETE", "/sparql", None, {}, 405),
        ("POST", "/sparql", b"ASK {" + b"{" * 5000 + b"}" * 5000 + b"}", {"content_type": DIRECT}, 400),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_requests_that_are_too_much_or_make_no_sense(
    county: Served, method: str, target: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    reply = county.ask(method, target, body, **headers)
    assert reply.status == status and reply.media == "text/plain"
    assert county.ask("GET", f"/sparql?query={ASK}").status == 200


def test_a_query_that_takes_too_long_is_ended_and_the_server_goes_on(tmp_path: Path) -> None:
    with serving(write_county(tmp_path), "--timeout", "1", "--limit", "3") as served:
        reply = query(served, SLOW)
        assert reply.status == 503 and "longer than 1 s" in reply.text
        assert query(served, "ASK {}").status == 200
        large = query(served, COMPANIES)
        assert large.status == 400 and "more than 3 rows" in large.text
        assert len(json.loads(query(served, COMPANIES + " LIMIT 3").text)["results"]["bindings"]) == 3


def test_a_grammar_that_takes_too_long_is_ended_too(tmp_path: Path) -> None:
    with serving(write_county(tmp_path), "--timeout", "1") as served:
        assert query(served, f"ASK {{ FILTER({'(' * 400}1{')' * 400}) }}").status in (400, 503)
        assert query(served, "ASK {}").status == 200


def test_a_query_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    pool = Pool(write_county(tmp_path), Limits(seconds=60, memory=100 << 20, running=1))
    try:
        with pytest.raises(RefusedError, match="more memory") as refused:
            pool.answer("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c", "")
        assert refused.value.status == 503
        assert pool.answer("ASK {}", "").status == 200
    finally:
        pool.close()


def test_more_queries_than_may_wait_are_refused_at_once(tmp_path: Path) -> None:
    pool = Pool(write_county(tmp_path), Limits(seconds=60, running=1, waiting=1))
    worker = pool._idle.get()  # as if it answered a long query
    try:
        with ThreadPoolExecutor(2) as threads:
            waiting = [threads.submit(pool.answer, "ASK {}", "") for _ in range(2)]
            while pool._places.acquire(blocking=False):  # until both have their places
                pool._places.release()
            with pytest.raises(RefusedError, match="too many queries") as refused:
                pool.answer("ASK {}", "")
            assert refused.value.status == 503 and not any(one.done() for one in waiting)
            pool._idle.put(worker)
            assert [one.result().status for one in waiting] == [200, 200]
        assert pool.answer("ASK {}", "").status == 200
    finally:
        pool.close()


def test_many_clients_at_once_each_get_their_own_answer(county: Served) -> None:
    def number(n: int) -> str:
        reply = query(county, f"SELECT ({n} AS ?n) {{}}", "text/csv")
        return reply.text.split()[1] if reply.status == 200 else "busy"

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(number, range(30))) == [str(n) for n in range(30)]


def test_a_client_that_says_nothing_keeps_nobody_waiting(county: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", county.port)) for _ in range(20)]
    for connection in silent[:10]:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nAS")
    assert query(county, "ASK {}").status == 200
    for connection in silent:
        connection.close()


# --- nothing of the disk


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/", None), ("GET", "/query", None), ("GET", "/query/plain", None), ("GET", "/sparql", None), ("GET", "/queries", None),
        ("GET", "/queries/../../etc/passwd", None), ("GET", "/queries/..%2f..%2fposts", None), ("GET", "/../../etc/passwd", None),
        ("GET", "/pages/../app.py", None), ("GET", "/assets/..%2fapp.py", None), ("GET", "/graph.ttl", None), ("GET", "/graph.html", None),
        ("GET", "//etc/passwd", None), ("GET", "/%00", None), ("GET", "/sparql?query=ASK", None),
        ("POST", "/sparql", b"SELECT * { ?s ?p ?o FILTER(xsd:integer('x') = 1) }"),
        ("POST", "/sparql", b"BASE <file:///> SELECT * { <x> ?p ?o }"),
        ("POST", "/sparql", b"SELECT (<file:///etc/passwd> AS ?x) {}"), ("POST", "/sparql", b"SELECT * { GRAPH ?g { ?s ?p ?o } }"),
        ("POST", "/sparql", b"SELECT (<http://x.example/unknown-function>(1) AS ?x) {}"), ("POST", "/sparql", b"DESCRIBE <relative>"),
    ],
)  # fmt: skip
def test_no_answer_tells_a_path_of_the_disk(county: Served, method: str, target: str, body: bytes | None) -> None:
    reply = county.ask(method, target, body, **({"content_type": DIRECT} if body else {}))
    text = reply.body.decode(errors="replace")
    for sign in (SECRET, str(Path(__file__).parent.parent), "site-packages", "root:x:", "Traceback", "/tmp/", 'File "'):
        assert sign not in text
    assert reply.status < 500


def test_a_graph_that_has_gone_is_told_without_its_path(tmp_path: Path) -> None:
    out = write_county(tmp_path)
    with serving(out) as served:
        shutil.rmtree(out)
        for target in (f"/sparql?query={ASK}", "/graph.html"):
            for _ in range(4):  # each of the processes, and their successors
                reply = served.ask("GET", target)
                assert reply.status in (404, 500) and SECRET not in reply.text
        write_county(tmp_path)
        assert served.ask("GET", f"/sparql?query={ASK}").status == 200


# --- life


def test_a_graph_built_anew_is_answered_without_a_new_start(tmp_path: Path) -> None:
    out = write_county(tmp_path)
    with serving(out) as served:
        assert json.loads(query(served, COMPANIES).text)["results"]["bindings"][0]["n"]["value"] == "丁集团"
        (out / "new.ttl").write_text(to_turtle(county_graph()).replace("丁集团", "一集团"), encoding="utf-8")
        (out / "new.ttl").replace(out / "graph.ttl")
        for _ in range(4):  # each of the processes
            assert json.loads(query(served, COMPANIES).text)["results"]["bindings"][0]["n"]["value"] == "一集团"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_takes_its_processes_along(tmp_path: Path, number: int) -> None:
    with serving(write_county(tmp_path)) as served:
        workers = _children(served.process.pid)
        assert len(workers) == 2
        for _ in range(2):
            assert query(served, "ASK {}").status == 200  # both have read the graph
        before = sum(map(_ticks, workers))
        threading.Thread(target=lambda: query(served, SLOW), daemon=True).start()
        while sum(map(_ticks, workers)) < before + 20:  # until the query runs
            pass
        served.process.send_signal(number)
        assert served.process.wait(10) == 0
        assert not [pid for pid in workers if _is_running(pid)]


def test_workers_end_when_the_server_was_killed(tmp_path: Path) -> None:
    out = write_county(tmp_path)
    pool = Pool(out, Limits(running=1))
    [worker] = pool._all
    assert pool.answer("ASK {}", "").status == 200
    worker._requests.close()  # what the system does with the pipes of a process that is gone
    assert worker._process.wait(10) == 0
    pool.close()


def _children(pid: int) -> list[int]:
    return [int(task) for task in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ticks(pid: int) -> int:
    """The processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_port_in_use_is_told_with_another(tmp_path: Path, kg: Kg) -> None:
    out = write_county(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = kg("serve", out, "--port", port)
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}: cannot be opened" in result.output and f"--port {port + 1 if port < 65535 else 8710}" in result.output


@pytest.mark.parametrize("origin", ["https://x.example/path", "null", "https://x.example\r\nSet-Cookie: a=b", "例.example"])
def test_what_is_no_origin_is_a_usage_error(tmp_path: Path, kg: Kg, origin: str) -> None:
    result = kg("serve", tmp_path, "--cors", origin)
    assert result.exit_code == 2 and "write an origin" in result.output


@pytest.mark.parametrize("broken", ["missing", "damaged"])
def test_a_folder_without_a_graph_is_told_before_anything_is_opened(tmp_path: Path, kg: Kg, broken: str) -> None:
    if broken == "damaged":
        (tmp_path / "graph.ttl").write_text("nothing of the kind", encoding="utf-8")
    result = kg("serve", tmp_path, "--port", 0)
    assert result.exit_code == 1 and ("make one with" if broken == "missing" else "build it again") in result.output


def test_the_name_of_the_graph_is_that_of_the_paper_and_is_text(tmp_path: Path) -> None:
    out = write_county(tmp_path)
    (out / "manifest.json").write_text(json.dumps({"settings": {"paper": "<b>日报</b>", "place": "甲县"}}), encoding="utf-8")
    with serving(out) as served:
        assert "&lt;b&gt;日报&lt;/b&gt;" in served.ask("GET", "/").text
        assert "<b>" not in served.ask("GET", "/").text

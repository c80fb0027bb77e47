"""A server of a small graph made by hand, started as users start it, and requests to it that no library has put right before."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from county import county_graph

from kg.export.graph_json import to_json
from kg.export.html import to_html
from kg.export.turtle import to_turtle
from kg.graph import Graph

SECRET = "secret-folder-name"  # stands in the path of every folder served here: no answer may hold it
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
COMPANIES = "SELECT ?n { ?s a zl:Company ; skos:prefLabel ?n } ORDER BY ?n"
NAMES = ["丁集团", "丙公司", "己电子", "戊机械"]
ASK = "ASK%20%7B%7D"


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers with names in lower case, and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def media(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").split(";")[0]


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    url: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port that it found."""
        return int(self.url.rsplit(":", 1)[1].strip("/"))

    def ask(self, method: str, target: str, body: bytes | None = None, **headers: str) -> Reply:
        """One request; header names are written with _ for -; ``host=""`` sends none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        host = given.pop("host", f"127.0.0.1:{self.port}")
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in {**({"Host": host} if host else {}), **given}.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        # A server that refuses a body need not read it to its end; its answer is there all the same.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.endheaders(body)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, data)


def write_county(folder: Path) -> Path:
    """A build folder with the graph of the county, under a path that is to stay secret."""
    return write_build(folder, county_graph())


def write_build(folder: Path, graph: Graph) -> Path:
    """A build folder with a graph, under a path that is to stay secret."""
    out = folder / SECRET
    out.mkdir()
    (out / "graph.json").write_text(to_json(graph), encoding="utf-8")
    (out / "graph.ttl").write_text(to_turtle(graph), encoding="utf-8")
    (out / "graph.html").write_text(to_html(graph), encoding="utf-8")
    return out


@contextmanager
def serving(out: Path, *options: str) -> Iterator[Served]:
    """``kg serve`` of a folder on a free port; it must end by itself when it is told to, without a traceback."""
    command = [sys.executable, "-m", "kg.cli", "serve", str(out), "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            line = process.stdout.readline()
            assert re.fullmatch(r"http://\S+:\d+/\n", line), line + process.stderr.read()
            yield Served(line.strip(), process)
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=30)
            assert process.returncode == 0 and "Traceback" not in complaints, complaints
        finally:
            process.kill()


def query(served: Served, text: str, accept: str = "") -> Reply:
    """A query posted as it is."""
    return served.ask("POST", "/sparql", text.encode(), content_type=DIRECT, **({"accept": accept} if accept else {}))

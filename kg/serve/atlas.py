"""The process that answers the explorer: it reads ``graph.json``, finds the places, and then answers requests one after the other.

A process of its own, because reading a large graph takes seconds of computing and hundreds of megabytes: the server stays quick
meanwhile, and all of it is given back when the graph is built anew. Messages are those of ``worker``.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kg.errors import ZhiluoError
from kg.export.graph_json import from_json
from kg.export.neighbourhood import Atlas
from kg.export.picture import draw
from kg.ontology import load_ontology
from kg.serve.explore import Desk
from kg.serve.http import RefusedError, Response, plain_text
from kg.serve.places import places_beside
from kg.serve.worker import MAX_ANSWER, bound, receive, send


def main(out: str, title: str, memory: str) -> None:
    """Answer until the input ends; ``memory`` is how many bytes the answers may need beside the graph."""
    requests, responses = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what some library prints must not stand between the messages
    try:
        desk = opened(Path(out), title, lambda stage: send(responses, {"preparing": stage}))
    except (ZhiluoError, OSError, UnicodeDecodeError):
        send(responses, {"failed": True})
        return
    bound(int(memory))
    send(responses, {"ready": True})
    while message := receive(requests):
        response = _response(desk, message[0]["name"], message[0]["query"], message[1])
        send(responses, {"status": response.status, "type": response.type, "headers": dict(response.headers)}, response.body)


def opened(out: Path, title: str, tell: Callable[[str], None]) -> Desk:
    """The desk for a build folder; ``tell`` is given each stage of the work. Raises ZhiluoError or OSError where there is no graph."""
    tell("reading")
    data = (out / "graph.json").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    graph = from_json(data.decode("utf-8"))
    del data
    tell("placing")
    picture = draw(graph, load_ontology(), places=places_beside(out, graph, digest))
    return Desk(Atlas(graph, load_ontology(), picture), title, digest[:16])


def _response(desk: Desk, name: str, query: str, body: bytes) -> Response:
    try:
        response = desk.answer(name, query, body)
    except RefusedError as refused:
        return refused.response
    except MemoryError:
        return plain_text("the answer needs more memory than it may have; ask for less\n", 503)
    except Exception:  # its words may tell of this machine
        return plain_text("the request failed\n", 500)
    return (
        response if len(response.body) <= MAX_ANSWER else plain_text(f"the answer has more than {MAX_ANSWER:,} bytes; ask for less\n", 400)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

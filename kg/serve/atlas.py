"""The process that answers the explorer: it reads ``graph.json``, finds the places, and then answers requests one after the other.

A process of its own, because reading a large graph takes seconds of computing and hundreds of megabytes: the server stays quick
meanwhile, and all of it is given back when the graph is built anew.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.errors import ZhiluoError
from kg.export.graph_json import from_json
from kg.export.neighbourhood import Atlas
from kg.export.picture import draw
from kg.ontology import load_ontology
from kg.serve.explore import Desk
from kg.serve.messages import bound, own_pipes, receive, respond, send
from kg.serve.places import places_beside


def main(out: str, title: str, memory: str) -> None:
    """Answer until the input ends; ``memory`` is how many bytes the answers may need beside the graph."""
    requests, responses = own_pipes()
    try:
        desk = opened(Path(out), title, lambda stage: send(responses, {"preparing": stage}))
    except (ZhiluoError, OSError, UnicodeDecodeError):
        send(responses, {"failed": True})
        return
    bound(int(memory))
    send(responses, {"ready": True})
    while message := receive(requests):
        head, body = message
        respond(responses, "request", partial(desk.answer, head["name"], head["query"], body))


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


if __name__ == "__main__":
    main(*sys.argv[1:])

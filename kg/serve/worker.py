"""The process that answers queries for the server, one after the other, and may be killed at any time.

Neither engine can be stopped in the middle of a query, so the time limit is the life of a process. It reads a request from its
standard input and writes the response to its standard output, and ends with its input.
"""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path

from kg.errors import ZhiluoError
from kg.query.store import open_engine
from kg.serve.answers import response_to
from kg.serve.messages import bound, own_pipes, receive, respond, send

HELD = 100_000_000  # bytes of graph.ttl, about a gigabyte in memory, where queries take a third of the time that they take on disk
GRACE = 5  # seconds after which a worker ends itself that nobody is left to kill


def main(graph: str, limit: str, seconds: str, memory: str) -> None:
    """Answer until the input ends; ``memory`` is how many bytes a query may need beside the graph."""
    requests, responses = own_pipes()
    try:
        engine = open_engine(Path(graph), disk_from=HELD)
    except (ZhiluoError, OSError):
        send(responses, {"ready": False})
        return
    bound(int(memory))
    send(responses, {"ready": True})
    while message := receive(requests):
        head, body = message
        _alarm(float(seconds) + GRACE)
        respond(responses, "query", partial(response_to, engine, body.decode(), head["accept"], int(limit)))
        _alarm(0)


def _alarm(seconds: float) -> None:
    """The system ends this process after so many seconds, also in the midst of a query; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])

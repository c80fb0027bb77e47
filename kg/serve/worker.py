"""The process that answers queries for the server, one after the other, and may be killed at any time.

Neither engine can be stopped in the middle of a query, so the time limit is the life of a process. It reads a request from its
standard input and writes the response to its standard output, each as lengths, a head in JSON and a body; it ends with its input.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import QueryError, ZhiluoError
from kg.query.engine import Engine
from kg.query.store import open_engine
from kg.serve.answers import response_to
from kg.serve.http import RefusedError, Response, plain_text

_LENGTHS = struct.Struct(">II")
MAX_ANSWER = 64 << 20  # bytes; no reader of tables wants more, and the server holds it in memory
HELD = 100_000_000  # bytes of graph.ttl, about a gigabyte in memory, where queries take a third of the time that they take on disk
GRACE = 5  # seconds after which a worker ends itself that nobody is left to kill


def send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message."""
    words = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(words), len(body)) + words + body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None where the other side has ended, in the middle of one, too."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    data = stream.read(head + body)
    return (json.loads(data[:head]), data[head:]) if len(data) == head + body else None


def main(graph: str, limit: str, seconds: str, memory: str) -> None:
    """Answer until the input ends; ``memory`` is how many bytes a query may need beside the graph."""
    requests, responses = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what some library prints must not stand between the messages
    try:
        engine = open_engine(Path(graph), disk_from=HELD)
    except (ZhiluoError, OSError):
        send(responses, {"ready": False})
        return
    bound(int(memory))
    send(responses, {"ready": True})
    while message := receive(requests):
        _alarm(float(seconds) + GRACE)
        response = _response(engine, message[1].decode(), message[0]["accept"], int(limit))
        send(responses, {"status": response.status, "type": response.type, "headers": dict(response.headers)}, response.body)
        _alarm(0)


def _response(engine: Engine, text: str, accept: str, limit: int) -> Response:
    try:
        response = response_to(engine, text, accept, limit)
    except QueryError as error:
        return plain_text(f"{error}\n", 400)
    except RefusedError as refused:
        return refused.response
    except MemoryError:
        return plain_text("the query needs more memory than it may have; ask for less\n", 503)
    except Exception:  # its words may tell of this machine
        return plain_text("the query cannot be evaluated\n", 500)
    return (
        response if len(response.body) <= MAX_ANSWER else plain_text(f"the answer has more than {MAX_ANSWER:,} bytes; ask for less\n", 400)
    )


def bound(memory: int) -> None:
    """Let this process grow by so much and no more, where the system can tell how large it is."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _alarm(seconds: float) -> None:
    """The system ends this process after so many seconds, also in the midst of a query; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Messages between the server and the processes that answer for it: lengths, a head in JSON and a body, on a pipe."""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import QueryError
from kg.serve.http import RefusedError, Response, plain_text

_LENGTHS = struct.Struct(">II")
MAX_ANSWER = 64 << 20  # bytes; no reader of tables wants more, and the server holds it in memory


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


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where this process reads its requests and writes its responses; what else it prints goes to its standard error from now on."""
    requests, responses = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what some library prints must not stand between the messages
    return requests, responses


def respond(stream: BinaryIO, what: str, make: Callable[[], Response]) -> None:
    """Write the response that ``make`` returns, or one that tells why there is none; ``what`` it answers stands in the words."""
    response = _guarded(what, make)
    send(stream, {"status": response.status, "type": response.type, "headers": dict(response.headers)}, response.body)


def _guarded(what: str, make: Callable[[], Response]) -> Response:
    try:
        response = make()
    except QueryError as error:
        return plain_text(f"{error}\n", 400)
    except RefusedError as refused:
        return refused.response
    except MemoryError:
        return plain_text(f"the {what} needs more memory than it may have; ask for less\n", 503)
    except Exception:  # its words may tell of this machine
        return plain_text(f"the {what} cannot be evaluated\n", 500)
    if len(response.body) > MAX_ANSWER:
        return plain_text(f"the answer has more than {MAX_ANSWER:,} bytes; ask for less\n", 400)
    return response


def bound(memory: int) -> None:
    """Let this process grow by so much and no more, where the system can tell how large it is."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))

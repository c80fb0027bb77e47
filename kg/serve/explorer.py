"""Asks the explorer's process: started by the first request, and anew when the graph was built anew.

A request that comes while the graph is being read waits a moment and is then told so (202), and asks again; so a large graph keeps no
thread of the server, and however many ask, it is read once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.serve.http import RefusedError, Response
from kg.serve.messages import receive, send
from kg.serve.pool import BUSY, Limits

PLACES = 4  # requests at once; one is answered, the others wait
MOMENT = 1.0  # seconds that a request waits for a graph that is being read


class Explorer:
    """The explorer of one build folder, under a title."""

    def __init__(self, out: Path, title: str, limits: Limits) -> None:
        self.out, self.title, self.limits = out, title, limits
        self._places = threading.BoundedSemaphore(PLACES)
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._closed = False

    def answer(self, name: str, query: str = "", body: bytes = b"") -> Response:
        """The answer to a request by the last part of its address; raises RefusedError where it is not to be had."""
        if not self._places.acquire(blocking=False):
            raise RefusedError(503, "too many requests at once; try again", BUSY)
        try:
            process = self._current()
            if not process.settled.wait(MOMENT):
                return Response(202, "application/json", json.dumps({"preparing": process.stage}).encode(), BUSY)
            return process.answer(name, query, body)
        finally:
            self._places.release()

    def version(self) -> tuple[int, int]:
        """What changes when the graph is built anew; raises RefusedError (404) where there is none."""
        try:
            told = (self.out / "graph.json").stat()
        except OSError as error:
            raise RefusedError(404, "this build has no graph.json; build it again") from error
        return told.st_mtime_ns, told.st_size

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._closed = True
            if self._process:
                self._process.end()

    def _current(self) -> _Process:
        version = self.version()
        with self._lock:
            if self._closed:
                raise RefusedError(503, "the server is ending")
            if self._process is None or self._process.is_over or self._process.version != version:
                if self._process:
                    self._process.end()
                self._process = _Process(self.out, self.title, self.limits, version)
            return self._process


class _Process:
    """One process, and what it has told of its beginning."""

    def __init__(self, out: Path, title: str, limits: Limits, version: tuple[int, int]) -> None:
        self.version, self.stage, self.settled = version, "reading", threading.Event()
        self._seconds, self._turn = limits.seconds, threading.Lock()
        self._ready = self._told = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.serve.atlas", str(out), title, str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the server, which then ends it
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._responses: BinaryIO = self._process.stdout  # type: ignore[assignment]
        threading.Thread(target=self._begin, daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether it has ended, and if that was before it could be asked, somebody has been told so."""
        return self._process.poll() is not None and (self._ready or self._told)

    def answer(self, name: str, query: str, body: bytes) -> Response:
        """See Explorer.answer; one request after the other."""
        with self._turn:
            if not self._ready:
                self._told = True
                raise RefusedError(500, "the graph cannot be read; build it again")
            timer = threading.Timer(self._seconds, self._process.kill)
            timer.start()
            try:
                send(self._requests, {"name": name, "query": query}, body)
                message = receive(self._responses)
            except (OSError, ValueError):
                message = None
            finally:
                timer.cancel()
            if message is None:
                self.end()
                raise RefusedError(503, "the request takes too much, or the graph was built anew; try again", BUSY)
        head, answer = message
        return Response(head["status"], head["type"], answer, head["headers"])

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        self.settled.wait()  # the thread that follows it reads to the end
        for stream in (self._requests, self._responses):
            with suppress(OSError):  # what was still to be written finds no reader
                stream.close()

    def _begin(self) -> None:
        """Follow what the process tells until it has read the graph, or ended."""
        with suppress(OSError, ValueError):
            while (message := receive(self._responses)) and "preparing" in message[0]:
                self.stage = message[0]["preparing"]
            self._ready = bool(message and "ready" in message[0])
        self.settled.set()

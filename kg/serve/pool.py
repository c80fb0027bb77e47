"""A few processes that answer queries, each killed when its time is up and replaced; more requests than may wait are refused."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.query.store import graph_file
from kg.serve.http import RefusedError, Response
from kg.serve.messages import receive, send

BUSY = {"Retry-After": "1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, rows of the answer, bytes of memory; how many run at once, and how many may wait."""

    seconds: float = 30
    rows: int = 10_000
    memory: int = 2 << 30
    running: int = 2
    waiting: int = 8


class Pool:
    """The processes that answer for one graph; a graph built anew is answered by new ones."""

    def __init__(self, out: Path, limits: Limits = Limits()) -> None:
        self.out, self.limits = out, limits
        self._places = threading.BoundedSemaphore(limits.running + limits.waiting)
        self._lock = threading.Lock()
        self._all: set[_Worker] = set()
        self._closed = False
        self._idle: queue.Queue[_Worker] = queue.Queue()
        for _ in range(limits.running):
            self._idle.put(self._started())

    def answer(self, query: str, accept: str) -> Response:
        """The response to a query; raises RefusedError where it is not to be had: too many, too long, or too large."""
        if not self._places.acquire(blocking=False):
            raise RefusedError(503, "too many queries at once; try again", BUSY)
        try:
            worker = self._taken()
            try:
                worker = self._current(worker)
                return worker.answer(query, accept)
            finally:
                with suppress(Exception):  # a graph that is being built anew may be missing for a moment: the next query looks again
                    worker = self._current(worker)
                self._idle.put(worker)
        finally:
            self._places.release()

    def version(self) -> tuple[int, int]:
        """What changes when the graph is built anew."""
        told = graph_file(self.out).stat()
        return told.st_mtime_ns, told.st_size

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.end()
            self._all.clear()

    def _taken(self) -> _Worker:
        try:
            return self._idle.get(timeout=self.limits.seconds)
        except queue.Empty:
            raise RefusedError(503, "too many queries at once; try again", BUSY) from None

    def _current(self, worker: _Worker) -> _Worker:
        """The process itself, or one in its stead where it has ended or read a graph that is no more."""
        if worker.is_alive and worker.version == self.version():
            return worker
        worker.end()
        with self._lock:
            self._all.discard(worker)
        return self._started()

    def _started(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RefusedError(503, "the server is ending")
            worker = _Worker(self.out, self.limits, self.version())
            self._all.add(worker)
        return worker


class _Worker:
    """One process; it reads the graph while others already ask, and its time begins when it has read it."""

    def __init__(self, out: Path, limits: Limits, version: tuple[int, int]) -> None:
        self.version, self._limits, self._ready = version, limits, False
        command = [sys.executable, "-P", "-m", "kg.serve.worker", str(out), str(limits.rows), str(limits.seconds), str(limits.memory)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the server, which then ends its workers
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._responses: BinaryIO = self._process.stdout  # type: ignore[assignment]

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def answer(self, query: str, accept: str) -> Response:
        """See Pool.answer."""
        if not self._ready:
            started = receive(self._responses)
            if started is None or not started[0]["ready"]:
                self.end()
                raise RefusedError(500, "the graph cannot be read; see where it was built")
            self._ready = True
        timer = threading.Timer(self._limits.seconds, self._process.kill)
        timer.start()
        try:
            send(self._requests, {"accept": accept}, query.encode(errors="replace"))
            message = receive(self._responses)
        except (OSError, json.JSONDecodeError):
            message = None
        finally:
            in_time = timer.is_alive()
            timer.cancel()
        if message is None:
            self.end()
            much = "more memory than it may have" if in_time else f"longer than {self._limits.seconds:g} s"
            raise RefusedError(503, f"the query takes {much}; ask for less, or add LIMIT")
        head, body = message
        return Response(head["status"], head["type"], body, head["headers"])

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._requests, self._responses):
            with suppress(OSError):  # what was still to be written finds no reader
                stream.close()

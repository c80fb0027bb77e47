"""Opens a port of this machine and answers on it until it is told to stop.

waitress holds the connections: plain Python, a fixed number of threads, bounds on heads, bodies, connections and idle time, all of
which http.server lacks.
"""

from __future__ import annotations

import json
import logging
import signal
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import waitress

from kg.errors import InputError
from kg.query.store import open_engine
from kg.serve.app import Application, Site
from kg.serve.explorer import PLACES, Explorer
from kg.serve.pool import Limits, Pool
from kg.serve.protocol import MAX_BODY
from kg.serve.worker import HELD

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PORT = 8710


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, by which further names clients may call this machine, and which other origin may read answers."""

    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    cors: str | None = None


def serve(out: Path, address: Address, limits: Limits, tell: Callable[[str], None]) -> None:
    """Serve a build folder until Ctrl-C; ``tell`` is given the address. Raises InputError for a folder without a graph that can be
    read, and for a port that is not to be had."""
    open_engine(out, disk_from=HELD)  # what is wrong with the graph is said now, and a store on disk is made once
    with _listening(address) as listener:
        port = listener.getsockname()[1]
        site = Site(out, graph_name(out), hosts(address, port), address.cors)
        pool, explorer = Pool(out, limits), Explorer(out, site.name, limits)
        try:
            server = _server(Application(site, pool, explorer), listener, limits)
            tell(f"http://{_written(address.host)}:{port}/")
            with _ending(pool, explorer):
                server.run()  # returns at Ctrl-C
            server.close()
        finally:
            pool.close()
            explorer.close()


@contextmanager
def _ending(pool: Pool, explorer: Explorer) -> Iterator[None]:
    """Ctrl-C, and the signal that asks a process to end, end running queries first: waitress would wait for them."""

    def end(*_: object) -> None:
        pool.close()
        explorer.close()
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def hosts(address: Address, port: int) -> frozenset[str]:
    """What the header Host may say: a page of another name that leads here (DNS rebinding) is not answered."""
    names: Collection[str] = {*LOOPBACK, _written(address.host).lower(), *(_written(name).lower() for name in address.names)}
    return frozenset({f"{name}:{port}" for name in names} | (set(names) if port == 80 else set()))


def graph_name(out: Path) -> str:
    """What a build is called: the paper or place that it was made for, where they were given."""
    try:
        settings = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["settings"]
        name = settings.get("paper") or settings.get("place")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        name = None
    return str(name or "知络 Zhiluo")


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host.strip("[]"), address.port), family=family)
    except OSError as error:
        other = address.port + 1 if address.port < 65535 else PORT
        reason = error.strerror or "no such address"
        raise InputError(f"{address.host}:{address.port}: cannot be opened ({reason}); try --port {other}, or --port 0 for any") from error


def _server(application: Application, listener: socket.socket, limits: Limits) -> waitress.server.BaseWSGIServer:
    logging.getLogger("waitress").setLevel(logging.ERROR)
    return waitress.create_server(
        application, sockets=[listener], threads=limits.running + limits.waiting + PLACES + 4, ident="zhiluo",
        max_request_body_size=MAX_BODY, max_request_header_size=1 << 17, connection_limit=100, channel_timeout=30,
        clear_untrusted_proxy_headers=True,
    )  # fmt: skip


def _written(host: str) -> str:
    """A host as addresses write it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host

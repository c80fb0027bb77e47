#!/usr/bin/env python3
"""How long the named queries take on rdflib and on Oxigraph, over an invented county of 10^4 and of 10^6 triples, as ratios.

    queries.py [TRIPLES...]

Reading the graph counts too: as rdflib and Oxigraph parse graph.ttl, and as Oxigraph opens its store on disk once it is made. Each
query runs in a copy of the process that has read the graph; one that takes longer than LONGEST seconds is ended, and the ratio is then
more than that (>). Checking a query, which is the same for both, is left out. It takes about ten minutes, rdflib all but one of them.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from synthetic import synthetic_graph

from kg.export.turtle import to_turtle
from kg.query.check import CheckedQuery, checked
from kg.query.engine import Engine
from kg.query.named import NamedQuery, named_queries
from kg.query.sparql import answered
from kg.query.store import open_engine

SIZES = (10_000, 1_000_000)
LONGEST = 20.0
NEEDED = {"who-connects": {"one": "东东东中有限"}, "articles": {"name": "东东东"}, "what-lies-in": {"place": "东东东"}}
IN_MEMORY = 1 << 60


def read(out: Path, engine: str, disk_from: int = IN_MEMORY) -> tuple[Engine, float]:
    """An engine, and the seconds that it takes to read the graph."""
    begin = time.perf_counter()
    opened = open_engine(out, engine, disk_from)
    return opened, time.perf_counter() - begin


def ready(engine: Engine, query: NamedQuery) -> CheckedQuery:
    """A named query as both engines are given it."""
    return checked(query.text, engine.prefixes, query.bindings(NEEDED.get(query.name, {})))


def seconds(engine: Engine, query: CheckedQuery) -> float | None:
    """How long a query takes in a copy of this process, None where it was ended; raises RuntimeError where it failed."""
    inward, outward = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            begin = time.perf_counter()
            answered(engine, query)
            os.write(outward, str(time.perf_counter() - begin).encode())
        finally:
            os._exit(0)  # the folder is the parent's
    os.close(outward)
    with os.fdopen(inward) as pipe:
        in_time, _, _ = select.select([pipe], [], [], LONGEST)
        if not in_time:
            os.kill(child, signal.SIGKILL)
        told = pipe.read()
    os.waitpid(child, 0)
    if in_time and not told:
        raise RuntimeError("a query failed")
    return float(told) if in_time else None


def compare(triples: int) -> None:
    """Print the table of one size."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        (out / "graph.ttl").write_text(to_turtle(synthetic_graph(triples)), encoding="utf-8")
        size = (out / "graph.ttl").stat().st_size / 1e6
        fast, parsed = read(out, "oxigraph")
        _, made = read(out, "oxigraph", disk_from=0)
        kept, opened = read(out, "oxigraph", disk_from=0)
        slow, by_rdflib = read(out, "rdflib")
        print(f"\n{f'{triples:,} triples, {size:.1f} MB':<30}{'rdflib':>12}{'Oxigraph':>12}{'on disk':>12}{'ratio':>10}")
        print(f"{'reading graph.ttl':<30}{by_rdflib:>10.3f} s{parsed:>10.3f} s{opened:>10.3f} s{by_rdflib / parsed:>10.1f}")
        print(f"{'making the store on disk':<30}{'':>24}{made:>10.3f} s", flush=True)
        for query in named_queries():
            known = ready(fast, query)
            times = [seconds(slow, known), seconds(fast, known)]
            begin = time.perf_counter()
            answered(kept, known)  # a store on disk has threads, which a copy of the process would lack
            cells = [f"{'>':>4}{LONGEST:>6.0f} s" if t is None else f"{t:>10.3f} s" for t in (*times, time.perf_counter() - begin)]
            ratio = (times[0] or LONGEST) / (times[1] or LONGEST)
            print(f"@{query.name:<29}{''.join(cells)}{'' if times[0] else '>':>2}{ratio:>8.1f}", flush=True)


if __name__ == "__main__":
    for number in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        compare(number)

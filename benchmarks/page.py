#!/usr/bin/env python3
"""The picture beside what pyvis alone makes of the same graph: bytes of the page, and seconds until it can be used in headless Chromium.

    page.py [NODES...]     (300, 2,000 and 10,000 where none are given; about three facts a node, invented)

Three pages of each graph: ours; pyvis as it is, which arranges the nodes in the browser; and pyvis with our places and its physics off.
Usable means: loaded, drawn, and the two frames after that painted. No network is there for any of them. Each is opened three times, the
fastest counts; pyvis as it is gets a minute.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, TimeoutError, sync_playwright
from pyvis.network import Network

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.export.html import to_html  # noqa: E402
from kg.export.picture import Picture, draw  # noqa: E402
from kg.graph import Graph  # noqa: E402
from kg.ontology import load_ontology  # noqa: E402
from tests.browser.chromium import CHROMIUM, FLAGS  # noqa: E402
from tests.browser.samples import large_graph  # noqa: E402

RUNS, PATIENCE = 3, 60
FACTS_EACH = 3.1
READY = {
    "ours": "document.body.dataset.ready !== undefined",
    "pyvis": "typeof network !== 'undefined' && network.physics.stabilized",
    "pyvis, placed": "typeof network !== 'undefined' && network.canvas !== undefined",
}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def pyvis_page(graph: Graph, picture: Picture, placed: bool) -> str:
    """The same nodes and edges as pyvis writes them, each with its sentence as a tooltip."""
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [dict(node) if placed else {key: node[key] for key in node if key not in "xy"} for node in picture.nodes]
    sentences = {key: fact.evidence[0].quote for key, fact in graph.facts()}
    network.edges = [dict(edge, title=sentences[edge["id"]]) for edge in picture.edges]
    network.toggle_physics(not placed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return str(network.generate_html())


def usable(browser: Browser, path: Path, ready: str) -> float:
    """Seconds until a page can be used; infinity where it takes more than PATIENCE."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    begin = time.perf_counter()
    try:
        page.goto(path.as_uri())
        page.wait_for_function(f"() => {ready}")
        page.evaluate(PAINTED)
        return time.perf_counter() - begin
    except TimeoutError:
        return float("inf")
    finally:
        context.close()


def measure(browser: Browser, folder: Path, count: int) -> None:
    """Print the row of each page of a graph of ``count`` nodes."""
    graph = large_graph(count, FACTS_EACH)
    begin = time.perf_counter()
    pages = {"ours": to_html(graph)}
    made = time.perf_counter() - begin
    picture = draw(graph, load_ontology())
    pages |= {"pyvis": pyvis_page(graph, picture, False), "pyvis, placed": pyvis_page(graph, picture, True)}
    print(f"\n{count:,} nodes, {graph.network.number_of_edges():,} edges; ours is made in {made:.1f} s")
    first: tuple[int, float] | None = None
    for name, page in pages.items():
        path = folder / f"{name}.html"
        path.write_text(page, encoding="utf-8")
        size, seconds = path.stat().st_size, float("inf")
        for _ in range(RUNS):
            seconds = min(seconds, usable(browser, path, READY[name]))
            if seconds == float("inf"):
                break
        first = first or (size, seconds)
        told = f"{seconds:>8.2f} s" if seconds < float("inf") else f"  > {PATIENCE} s"
        ratio = f"{seconds / first[1]:>7.2f} ×" if seconds < float("inf") else ""
        print(f"  {name:<16}{size:>12,} bytes {size / first[0]:>6.2f} × {told} {ratio}", flush=True)


def main(counts: Sequence[int]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for count in counts:
            measure(browser, Path(folder), count)
        browser.close()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [300, 2000, 10000])

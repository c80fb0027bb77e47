#!/usr/bin/env python3
"""The explorer of ``kg serve`` on a large graph: seconds until it can be used, and of what people do in it, in headless Chromium.

    explorer.py [NODES]     (35,000 where none is given: 101,473 facts, invented)

The server is started on a fresh build and opened twice: the first time it finds the places, the second time it has them. Usable means:
loaded, drawn, and the two frames after that painted. Each deed is timed from the call until its two frames are painted, the fastest of
three entities counts. Bytes are those of the answers, per address.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.export.graph_json import to_json  # noqa: E402
from kg.export.turtle import to_turtle  # noqa: E402
from kg.graph import build_graph  # noqa: E402
from tests.browser.chromium import CHROMIUM, FLAGS  # noqa: E402
from tests.browser.samples import large_graph  # noqa: E402

FACTS_EACH = 2.9
PAINTED = "() => zhiluo.settled().then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
HUBS, OTHERS = ("t-225", "t-401", "t-625"), ("e-101", "e-1502", "e-20003")


@contextmanager
def served(out: Path) -> Iterator[tuple[str, int]]:
    """The address of a running server and the id of its process."""
    command = [sys.executable, "-u", "-m", "kg.cli", "serve", str(out), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def memory(pid: int) -> float:
    """The most that any process which a process has started ever had in memory, in megabytes."""
    children = [c for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]
    peaks = [line for c in children for line in Path(f"/proc/{c}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return max(int(line.split()[1]) for line in peaks) / 1024


def opened(browser: Browser, url: str) -> tuple[Page, float]:
    """The page, and the seconds until it can be used."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(300_000)
    begin = time.perf_counter()
    page.goto(f"{url}explore")
    page.wait_for_selector("body[data-ready]")
    page.evaluate(PAINTED)
    return page, time.perf_counter() - begin


def timed(page: Page, deed: Callable[[], object]) -> float:
    """Seconds until what was done is painted."""
    begin = time.perf_counter()
    deed()
    page.evaluate(PAINTED)
    return time.perf_counter() - begin


def deeds(page: Page) -> Iterator[tuple[str, float]]:
    """What people do, with the seconds that the fastest of three took; the first search fetches the names."""
    searches = [timed(page, lambda text=text: searched(page, text)) for text in ("实体之77号", "stz7h", "stz8h")]  # type: ignore[misc]
    yield "first search, in characters", searches[0]
    yield "search by pinyin", min(searches[1:])
    for name, ids in (("select a hub", HUBS), ("select another", OTHERS)):
        yield name, min(timed(page, lambda key=key: page.evaluate("id => zhiluo.select(id)", key)) for key in ids)  # type: ignore[misc]
    times = []
    for key in OTHERS:
        page.evaluate("id => zhiluo.select(id)", key)
        times.append(timed(page, lambda: page.click("#card [data-steps='2']")))
        page.click("#near .cross")
    yield "neighbourhood of 2 steps", min(times)
    page.evaluate("id => zhiluo.select(id)", OTHERS[0])
    page.click("#find-path")
    yield "shortest paths", timed(page, lambda: page.evaluate("id => zhiluo.select(id)", OTHERS[2]))
    yield "a filter by confidence", timed(page, lambda: page.locator("#confidence").fill("0.8"))


def searched(page: Page, text: str) -> None:
    page.fill("#search", "")
    page.fill("#search", text)
    page.wait_for_selector("#matches li")


def main(count: int) -> None:
    """Measure and print."""
    graph = large_graph(count, FACTS_EACH)
    sizes: defaultdict[str, list[int]] = defaultdict(list)

    def count_bytes(response: Response) -> None:
        sizes[response.url.split("/", 3)[3].split("?")[0].split("#")[0]].append(int(response.headers.get("content-length", 0)))

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder)
        (out / "graph.json").write_text(to_json(graph), encoding="utf-8")
        (out / "graph.ttl").write_text(to_turtle(build_graph([], [], [], [])), encoding="utf-8")
        print(f"{count:,} nodes, {graph.network.number_of_edges():,} edges; graph.json has {(out / 'graph.json').stat().st_size:,} bytes")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(out) as (url, pid):
            page, seconds = opened(browser, url)
            print(
                f"  {'usable, the places to be found first':<40}{seconds:>8.2f} s; its process had {memory(pid):,.0f} MB at most",
                flush=True,
            )
        with served(out) as (url, pid):
            page, seconds = opened(browser, url)
            print(f"  {'usable, by a server started anew':<40}{seconds:>8.2f} s; its process had {memory(pid):,.0f} MB at most", flush=True)
            page, seconds = opened(browser, url)
            print(f"  {'usable, by the same server':<40}{seconds:>8.2f} s", flush=True)
            page.on("response", count_bytes)
            page.reload()
            page.wait_for_selector("body[data-ready]")
            for name, taken in deeds(page):
                print(f"  {name:<40}{taken:>8.2f} s", flush=True)
        browser.close()
    for address, all_sizes in sorted(sizes.items()):
        print(f"  {address:<20}{len(all_sizes):>4} requests {min(all_sizes):>10,} to {max(all_sizes):>10,} bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 35_000)

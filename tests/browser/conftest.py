"""A browser without a network, and pages of graphs opened in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

from kg.export.html import to_html
from kg.graph import Graph
from tests.browser.chromium import CHROMIUM, FLAGS, NARROW, WIDE, Opener, Watched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file; without one they fail."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing; install it (apt-get install chromium), or name another with the variable CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open a graph's page; at the end it must have asked for nothing and complained of nothing."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def open_page(graph: Graph, size: tuple[int, int] = WIDE, title: str = "知络", fragment: str = "") -> Watched:
        path = tmp_path / f"graph-{len(opened)}.html"
        path.write_text(to_html(graph, title), encoding="utf-8")
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", offline=True, has_touch=size == NARROW)
        watched = Watched(context.new_page())
        opened.append((context, watched))

        def judge(route: Route) -> None:
            if route.request.url.split("#")[0] == path.as_uri():
                route.continue_()
            else:
                watched.requests.append(route.request.url)
                route.abort()

        context.route("**/*", judge)
        watched.page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.on("dialog", lambda dialog: (watched.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        watched.page.goto(path.as_uri() + fragment)
        watched.page.wait_for_selector("body[data-ready]")
        return watched

    yield open_page
    for context, watched in opened:
        context.close()
        assert watched.requests == [] and watched.complaints == []

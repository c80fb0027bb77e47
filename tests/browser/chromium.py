"""Headless Chromium for the tests of the picture, and what is watched of a page in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, Route

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, NARROW = (1440, 900), (390, 844)


@dataclass(slots=True)
class Watched:
    """A page with what it asked of the network and what it complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def visible(self, kind: str) -> set[str]:
        """The ids of the nodes or edges that are shown."""
        return set(self.page.evaluate(f"zhiluo.visible().{kind}"))


def watch(context: BrowserContext, may_ask: Callable[[str], bool]) -> Watched:
    """A new page that gets no other address than those allowed, and of which all that it says is kept."""
    watched = Watched(context.new_page())

    def judge(route: Route) -> None:
        if may_ask(route.request.url):
            route.continue_()
        else:
            watched.requests.append(route.request.url)
            route.abort()

    context.route("**/*", judge)
    watched.page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.on("dialog", lambda dialog: (watched.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    return watched


@contextmanager
def watching() -> Iterator[Watch]:
    """``watch`` for a test: at its end every context is closed, and none may have asked for what it must not, or complained of anything."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def keep(context: BrowserContext, may_ask: Callable[[str], bool]) -> Watched:
        watched = watch(context, may_ask)
        opened.append((context, watched))
        return watched

    yield keep
    for context, watched in opened:
        context.close()
        assert watched.requests == [] and watched.complaints == []


Opener = Callable[..., Watched]
Watch = Callable[[BrowserContext, Callable[[str], bool]], Watched]

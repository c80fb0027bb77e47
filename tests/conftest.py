"""What several test files use: the builds of the pages that come with the project, each made once a session, and a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from cases import graph_of, read_cases
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright
from readme import GOLD

from kg.cli import main
from kg.evaluate import Evaluation, evaluate, score_graphs
from kg.export.html import to_html
from kg.graph import Graph
from kg.pipeline import Build, build
from tests.browser.chromium import CHROMIUM, FLAGS, NARROW, WIDE, Opener, Watched, watching

SYNTHETIC, ROUNDS = (Path(__file__).parent / name for name in ("synthetic", "rounds"))
LATER_ROUNDS = ("sixth", "seventh", "eighth", "ninth", "tenth")
SEEDS, OTHER = (pages for _, pages in GOLD.values())

Kg = Callable[..., Result]


@pytest.fixture
def kg() -> Kg:
    """Run ``kg`` with these arguments in this process; an exception that is no exit fails the test, for a user would see a traceback."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture(scope="session")
def seeds_build() -> Build:
    """The build of the five pages."""
    return build([SEEDS])


@pytest.fixture(scope="session")
def other_build() -> Build:
    """The build of the pages of other papers."""
    return build([OTHER])


@pytest.fixture(scope="session")
def seeds_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``kg build seeds -o out`` writes."""
    out = tmp_path_factory.mktemp("seeds") / "out"
    result = CliRunner().invoke(main, ["build", str(SEEDS), "-o", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="session")
def evaluations() -> dict[str, Evaluation]:
    """How builds agree with their gold: the five pages, those of other papers, invented ones, the rounds, and the hard cases."""
    folders = {"synthetic": SYNTHETIC, "rounds": ROUNDS} | {name: ROUNDS / name for name in LATER_ROUNDS}
    sets = GOLD | {name: (folder / "gold", folder / "pages") for name, folder in folders.items()}
    found = {name: evaluate(gold, [pages]) for name, (gold, pages) in sets.items()}
    return found | {"sentences": score_graphs((case.gold, graph_of(case)) for case in read_cases())}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file; without one they fail."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing; install it (apt-get install chromium), or name another with the variable CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open a graph's page; at the end it must have asked for nothing and complained of nothing."""
    numbers = count()

    def open_page(graph: Graph, size: tuple[int, int] = WIDE, title: str = "知络", fragment: str = "") -> Watched:
        path = tmp_path / f"graph-{next(numbers)}.html"
        path.write_text(to_html(graph, title), encoding="utf-8")
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", offline=True, has_touch=size == NARROW)
        watched = watched_by(context, lambda url: url.split("#")[0] == path.as_uri())
        watched.page.goto(path.as_uri() + fragment)
        watched.page.wait_for_selector("body[data-ready]")
        return watched

    with watching() as watched_by:
        yield open_page

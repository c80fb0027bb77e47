"""What several test files use: the builds of the pages that come with the project, each made once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cases import graph_of, read_cases
from click.testing import CliRunner, Result
from readme import GOLD

from kg.cli import main
from kg.evaluate import Evaluation, evaluate, score_graphs
from kg.pipeline import Build, build

SYNTHETIC, ROUNDS = (Path(__file__).parent / name for name in ("synthetic", "rounds"))
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
    folders = {"synthetic": SYNTHETIC, "rounds": ROUNDS, "sixth": ROUNDS / "sixth"}
    sets = GOLD | {name: (folder / "gold", folder / "pages") for name, folder in folders.items()}
    found = {name: evaluate(gold, [pages]) for name, (gold, pages) in sets.items()}
    return found | {"sentences": score_graphs((case.gold, graph_of(case)) for case in read_cases())}

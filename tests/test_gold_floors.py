"""The figures that a change must not fall below (``floors.json``); they are raised when the figures rise, and never lowered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.evaluate import Evaluation
from tests.conftest import LATER_ROUNDS

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
CASES = [(pages, figure) for pages, figures in FLOORS.items() for figure in figures]


@pytest.mark.parametrize(("pages", "figure"), CASES, ids=[" ".join(case) for case in CASES])
def test_a_figure_does_not_fall(pages: str, figure: str, evaluations: dict[str, Evaluation]) -> None:
    row, _, measure = figure.rpartition(".")
    tally = evaluations[pages].tallies[row]
    reached = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}[measure]
    assert reached >= FLOORS[pages][figure], f"{pages}: {figure} is {reached:.3f}; see: kg evaluate tests/gold seeds --errors"


def test_all_sets_have_floors_for_what_matters() -> None:
    assert set(FLOORS) == {"five", "other", "synthetic", "rounds", "sentences", *LATER_ROUNDS}
    wanted = {"entities.f1", "relations.precision", "relations.recall", "observations.f1"}
    pages = {"articles.f1", "attribute headline.recall", "authors.f1"}
    for name, floors in FLOORS.items():
        assert wanted | (pages if name != "sentences" else set()) <= set(floors)

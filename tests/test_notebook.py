"""The notebook in examples/ runs cell by cell, and its chart shows the investments of the graph."""

from __future__ import annotations

import contextlib
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from readme import ROOT, folder_with_seeds

from kg import build
from kg.records import Status

NOTEBOOKS = sorted((ROOT / "examples").rglob("*.ipynb"))
SVG = "{http://www.w3.org/2000/svg}"


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_no_outputs_are_kept(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4
    for cell in cells(path, "code"):
        assert cell["outputs"] == [] and cell["execution_count"] is None


def test_the_cells_draw_the_investments_of_the_page(seeds_out: Path) -> None:
    (path,) = NOTEBOOKS
    out = io.StringIO()
    space: dict[str, Any] = {"__name__": "__main__"}
    with folder_with_seeds(seeds_out), contextlib.redirect_stdout(out):
        for number, cell in enumerate(cells(path, "code")):
            exec(compile("".join(cell["source"]), f"{path.name} cell {number}", "exec"), space)
        chart = Path("investments.svg").read_text(encoding="utf-8")
    graph = build([ROOT / "seeds" / space["page"].name]).graph
    stated = [f for _, f in graph.facts() if f.type == "investsIn" and f.status is Status.STATED]
    assert stated
    svg = ET.fromstring(chart)
    labels = {text.text for text in svg.iter(f"{SVG}text") if text.get("text-anchor") == "end"}
    assert labels == {graph.entity(f.target).name for f in stated}
    sums = {(f.target, f.amount.currency) for f in stated if f.amount}
    assert sum(float(rect.get("width", "0")) > 0 for rect in svg.iter(f"{SVG}rect")) == len(sums)
    for fact in stated:
        assert all(e.quote in out.getvalue() for e in fact.evidence)

"""How well builds of single pages agree with gold: precision, recall and F1 per type and relation.

Counts are summed over pages (micro average). What counts as right is said in ``tests/gold/GUIDE.md``; an entity or relation that the
gold calls optional, and what a gazetteer adds, is never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.bootstrap import Interval, intervals
from kg.evaluate.causes import Cause, Finding
from kg.evaluate.gold import Gold, read_gold
from kg.evaluate.match import score_page
from kg.evaluate.tally import Tallies
from kg.graph import Graph
from kg.pipeline import Settings, build
from kg.read.inputs import expand

__all__ = ["Evaluation", "evaluate", "read_golds", "score_graphs"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The counts of each page by row name and, page by page, what was missed or wrong and why."""

    pages: dict[str, Tallies]
    findings: dict[str, tuple[Finding, ...]]

    @property
    def tallies(self) -> Tallies:
        """The counts of all pages together."""
        total = Tallies()
        for tallies in self.pages.values():
            for row, tally in tallies.items():
                total[row].add(tally)
        return total

    def intervals(self, row: str) -> tuple[Interval, Interval]:
        """The 95 % intervals of a row's precision and recall, by the bootstrap."""
        return intervals([tallies[row].counts for tallies in self.pages.values() if row in tallies], row)

    def causes(self) -> dict[Cause, list[tuple[str, str]]]:
        """(page, what was missed or wrong) by cause, the causes in the order of their list."""
        found: dict[Cause, list[tuple[str, str]]] = {cause: [] for cause in Cause}
        for doc, findings in self.findings.items():
            for finding in findings:
                found[finding.cause].append((doc, finding.text))
        return {cause: told for cause, told in found.items() if told}


def evaluate(gold: Path, pages: Sequence[str | Path], settings: Settings = Settings()) -> Evaluation:
    """Build each page that has gold by itself and score it; raises InputError for gold that is faulty or lacks its page."""
    golds = read_golds(gold)
    paths, failed = expand(pages)
    if failed:
        raise failed[0]
    by_doc = {path.stem: path for path in paths}
    for one in golds:
        if one.doc not in by_doc:
            raise InputError(f"{gold}: there is gold for {one.doc}, but no such page is given; add {one.doc}.txt or leave its gold out")
    return score_graphs((one, build([by_doc[one.doc]], settings).graph) for one in golds)


def read_golds(gold: Path) -> tuple[Gold, ...]:
    """The gold of a folder (or of one file), sorted by page; raises InputError where there is none or a file is faulty."""
    files = [gold] if gold.is_file() else sorted(gold.glob("*.json"))
    if not files:
        raise InputError(f"{gold}: no gold (*.json) there; give a folder with one JSON file a page")
    return tuple(sorted(map(read_gold, files), key=lambda one: one.doc))


def score_graphs(pairs: Iterable[tuple[Gold, Graph]]) -> Evaluation:
    """Score graphs of single pages against the gold of the same pages."""
    pages: dict[str, Tallies] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    for gold, graph in pairs:
        pages[gold.doc] = Tallies()
        findings[gold.doc] = tuple(score_page(gold, graph, pages[gold.doc]))
    return Evaluation(pages, findings)

"""``kg evaluate``: builds of single pages beside gold."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import settings_options
from kg.cli.text import aligned
from kg.evaluate import Evaluation
from kg.evaluate import evaluate as evaluate_pages
from kg.evaluate.tally import Tally
from kg.pipeline import Settings

_HEADER = ["", "precision", "95 %", "recall", "95 %", "F1", "right", "wrong", "missed"]


@click.command()
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("pages", nargs=-1, required=True, metavar="PAGES...")
@click.option("--errors", is_flag=True, help="Print every miss and every wrong item, by cause.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@settings_options
def evaluate(
    gold: Path, pages: tuple[str, ...], errors: bool, as_json: bool, place: str | None, date: str | None, paper: str | None, tagger: str
) -> None:
    """Score builds of single pages against gold: precision, recall and F1 per type and relation, with 95 % intervals.

    GOLD is a folder with one JSON file a page, PAGES are the pages of the same names. Each page is built by itself. The last rows are
    precision by band of confidence.

    \b
    Example:
      kg evaluate tests/gold seeds
      kg evaluate tests/gold seeds --errors
    """
    result = evaluate_pages(gold, pages, Settings(place, date, paper, tagger))
    if as_json:
        click.echo(to_json(result, errors))
        return
    if errors:
        for cause, told in result.causes().items():
            click.echo("\n".join([f"== {cause}: {len(told)}", *(f"{doc}  {text}" for doc, text in told), ""]))
    rows = [[name, *_cells(name, tally, result)] for name, tally in result.tallies.ordered()]
    click.echo(aligned([_HEADER, *rows], frozenset(range(1, 9))))


def to_json(result: Evaluation, errors: bool) -> str:
    """The rows as JSON, with the misses and wrong items by cause where they are asked for."""
    rows = {name: _row(name, tally, result) for name, tally in result.tallies.ordered()}
    told = {cause: [{"doc": doc, "text": text} for doc, text in items] for cause, items in result.causes().items()}
    return json.dumps({"rows": rows, "errors": told} if errors else rows, ensure_ascii=False, indent=1)


def _row(name: str, tally: Tally, result: Evaluation) -> dict[str, object]:
    precision, recall = ([round(share, 4) for share in interval] for interval in result.intervals(name))
    return {
        "precision": tally.precision, "recall": tally.recall, "f1": tally.f1,
        "precision_interval": precision, "recall_interval": recall,
        "tp": tally.right, "fp": tally.wrong, "fn": tally.missed,
    }  # fmt: skip


def _cells(name: str, tally: Tally, result: Evaluation) -> list[str]:
    precision, recall = (f"{low:.2f}–{high:.2f}" for low, high in result.intervals(name))
    if name.startswith("confidence"):  # what was missed has no confidence
        return [f"{tally.precision:.3f}", precision, "", "", "", str(tally.right), str(tally.wrong), ""]
    scores = [f"{tally.precision:.3f}", precision, f"{tally.recall:.3f}", recall, f"{tally.f1:.3f}"]
    return [*scores, str(tally.right), str(tally.wrong), str(tally.missed)]

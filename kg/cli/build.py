"""``kg build``: pages in, a folder with the graph out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.cli.options import settings_options
from kg.cli.text import aligned
from kg.ontology import load_ontology
from kg.output import prepare_folder, write_build
from kg.pipeline import Build, Settings
from kg.pipeline import build as build_graph


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write into.")
@settings_options
def build(inputs: tuple[str, ...], out: Path, place: str | None, date: str | None, paper: str | None, tagger: str) -> None:
    """Build the graph of pages and write it into a folder.

    INPUT is a text file, a folder (all .txt files in it) or a quoted pattern. A file pages.csv beside the pages, with the columns
    file,place,date,paper, says more of each page than the options, which hold for all. A page that cannot be read is named and left
    out; the exit code is then 1.

    \b
    Example:
      kg build seeds -o out --place 平湖市
      kg build 'pages/2025-05-*.txt' -o may
    """
    settings = Settings(place, date, paper, tagger)
    prepare_folder(out)
    with _Bar() as bar:
        result = build_graph(inputs, settings, bar.show)
    write_build(result, out, settings)
    click.echo(summary(result))
    for error in result.failed:
        click.echo(f"Error: {error}", err=True)
    click.echo(f"\n{out / 'graph.html'} is the picture; look with: kg view {out}")
    if result.failed:
        raise SystemExit(1)


def summary(result: Build) -> str:
    """What a build found, as a short table."""
    graph, ontology = result.graph, load_ontology()
    types = Counter(e.type for e in graph.entities())
    relations = Counter(fact.type for _, fact in graph.facts())
    rows = [["pages", str(len(result.pages)), ""], ["articles", str(len(graph.articles)), ""]]
    rows += _group("entities", types, [(name, known.label_zh) for name, known in ontology.types.items()])
    rows += _group("facts", relations, [(name, known.label_zh) for name, known in ontology.relations.items()])
    rows.append(["observations", str(len(graph.observations)), ""])
    if result.failed:
        rows.append(["failed inputs", str(len(result.failed)), ""])
    return aligned(rows, frozenset({1}))


def _group(title: str, counts: Counter[str], labels: Sequence[tuple[str, str]]) -> list[list[str]]:
    rows = [[f"  {name}", str(counts[name]), label] for name, label in labels if counts[name]]
    return [[title, str(counts.total()), ""], *rows]


class _Bar:
    """A progress bar on a terminal; elsewhere nothing, so that logs stay readable."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*error)

    def show(self, doc: str, number: int, total: int) -> None:
        """Page ``number`` of ``total`` has been read."""
        if self._bar is None:
            if not sys.stderr.isatty():
                return
            self._bar = click.progressbar(length=total, label="reading pages", file=sys.stderr, item_show_func=str)
            self._bar.__enter__()
        self._bar.update(number - self._bar.pos, doc)

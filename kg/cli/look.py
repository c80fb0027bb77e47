"""``kg show`` and ``kg view``: one entity's page, and the picture."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.text import aligned, counted, first_lines
from kg.errors import InputError
from kg.export.graph_json import load_graph
from kg.graph import Graph
from kg.ontology import load_ontology
from kg.query.show import find, page_of
from kg.records import Entity


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("name")
@click.option("--first", type=click.IntRange(min=1), metavar="LINES", help="Print so many lines only.")
def show(out: Path, name: str, first: int | None) -> None:
    """Show what a build knows of one entity: its facts and figures, each with its sentence.

    OUT is a folder that kg build wrote. NAME is a name, another form of it, a part of it, or an id. Where several entities have the
    name, all are shown; where several only contain it, they are listed.

    \b
    Example:
      kg show out 平湖市
      kg show out 平湖 --first 20
    """
    graph = load_graph(out)
    found = find(graph, name)
    if len(found) > 1 and not _same_name(found):
        text = f"{len(found)} entities contain {name}:\n{_listed(graph, found)}"
    else:
        text = "\n".join(page_of(graph, entity) for entity in found)
    click.echo(first_lines(text, first))


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--print", "only_print", is_flag=True, help="Print where the picture is, and open nothing.")
def view(out: Path, only_print: bool) -> None:
    """Open the picture of a build in the browser, and print where it is.

    \b
    Example:
      kg view out
    """
    path = out if out.is_file() else out / "graph.html"
    if not path.is_file():
        raise InputError(f"{out}: no graph.html there; make one with: kg build PAGES -o {out}")
    click.echo(path)
    if not only_print and not webbrowser.open(path.resolve().as_uri()):
        click.echo("no browser was found; open this file with one", err=True)


def _same_name(found: Sequence[Entity]) -> bool:
    """Whether all of them share a name or alias, so that the user meant each of them."""
    first, *others = ({entity.name, *entity.aliases} for entity in found)
    return bool(first.intersection(*others))


def _listed(graph: Graph, found: Sequence[Entity]) -> str:
    ontology, degree = load_ontology(), dict(graph.network.degree())
    rows = [[f"  {e.name}", f"{ontology.types[e.type].label_zh} {e.type}", counted(degree[e.id], "fact"), e.id] for e in found]
    return aligned(rows)

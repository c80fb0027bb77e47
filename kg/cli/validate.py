"""``kg validate``: whether the RDF of a build is as the shapes ask."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.text import counted, first_lines
from kg.query.sparql import load_rdf
from kg.query.tables import printable
from kg.query.validate import faults


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--first", type=click.IntRange(min=1), metavar="LINES", help="Print so many faults only.")
def validate(out: Path, first: int | None) -> None:
    """Check the RDF of a build against the SHACL shapes, and say in words what is wrong.

    OUT is a folder that kg build wrote, or a Turtle file. The exit code is 0 where all is as ontology/shapes.ttl asks, and 1 where it
    is not. This needs pyshacl (pip install 'zhiluo[validate]') and takes about a second a page.

    \b
    Example:
      kg validate out
      kg validate out --first 20
    """
    rdf = load_rdf(out)
    found = faults(rdf)
    if not found:
        click.echo(f"all is as the shapes ask: {counted(len(rdf), 'triple')}")
        return
    click.echo(first_lines("\n".join(printable(fault.sentence) for fault in found), first))
    click.echo(f"({counted(len(found), 'fault')})")
    raise SystemExit(1)

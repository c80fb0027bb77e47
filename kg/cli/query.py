"""``kg query``: SPARQL and named queries over a build."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.cli.text import aligned
from kg.query.named import named_queries, run_named
from kg.query.sparql import select
from kg.query.store import ENGINES, open_engine
from kg.query.tables import FORMATS, written


@click.command()
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.argument("sparql", metavar="SPARQL|@NAME", required=False)
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="table", show_default=True, help="How to print the answer.")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="KEY=VALUE", help="A parameter of a named query; may be repeated.")
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="What answers; both give the same rows.")
@click.option("--list", "only_list", is_flag=True, help="List the named queries and their parameters.")
def query(out: Path | None, sparql: str | None, form: str, parameters: tuple[str, ...], engine: str, only_list: bool) -> None:
    """Ask a build in SPARQL, or by the name of a query that comes with it.

    OUT is a folder that kg build wrote. The prefixes zl, skos, org, prov, qb, schema, time and the usual others are bound. Queries
    read only: updates, SERVICE and FROM are refused. A large graph is read from a store that is made in OUT the first time.

    \b
    Example:
      kg query --list
      kg query out @posts -p body=人民政府
      kg query out 'SELECT ?name { ?zone a zl:Zone ; skos:prefLabel ?name }' --format csv
    """
    if only_list:
        click.echo(_catalogue())
        return
    if out is None or sparql is None:
        raise click.UsageError("give OUT and a query, or --list to see the named ones")
    given = dict(map(_pair, parameters))
    if given and not sparql.startswith("@"):
        raise click.UsageError("-p gives parameters to a named query (@NAME); write values into the SPARQL itself")
    with _interruptible():
        opened = open_engine(out, engine)
        table = run_named(opened, sparql, given) if sparql.startswith("@") else select(opened, sparql)
    click.echo(written(table, form), nl=False)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end this process at once: Oxigraph does not come back to Python while it evaluates."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise click.UsageError(f"-p {text}: write it as KEY=VALUE")
    return key, value


def _catalogue() -> str:
    rows = []
    for known in named_queries():
        parameters = " ".join(p.name if p.default is None else f"[{p.name}]" for p in known.parameters)
        rows.append([f"@{known.name}", parameters, known.description])
    return aligned(rows)

"""``kg serve``: a build over HTTP."""

from __future__ import annotations

import re
from pathlib import Path

import click

from kg.serve.pool import Limits
from kg.serve.server import PORT, Address
from kg.serve.server import serve as run_server


def _origin(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\*|https?://[A-Za-z0-9.\-\[\]:]+", value):
        raise click.BadParameter("write an origin such as https://example.org, or *")
    return value


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port; 0 for any that is free.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on; others than this machine's own let others ask."
)
@click.option("--name", "names", multiple=True, help="A further name by which clients may call this machine; may be repeated.")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30, show_default=True, help="Seconds a query may take.")
@click.option("--limit", type=click.IntRange(1), default=10_000, show_default=True, help="Rows an answer may have.")
@click.option("--cors", metavar="ORIGIN", callback=_origin, help="Let pages of this other origin read answers; * for all.")
def serve(out: Path, port: int, host: str, names: tuple[str, ...], timeout: float, limit: int, cors: str | None) -> None:
    """Serve a build: an explorer for graphs of any size, its picture, a query editor, and a SPARQL 1.1 endpoint that only reads.

    OUT is a folder that kg build wrote. It is served on this machine alone unless --host says otherwise; whoever then calls this
    machine by a name or address of its own needs that as a --name. Ctrl-C ends the server.

    \b
    Example:
      kg serve out
      kg serve out --port 0 --timeout 10
    """
    click.echo("Ctrl-C ends this server", err=True)
    run_server(out, Address(host, port, names, cors), Limits(seconds=timeout, rows=limit), click.echo)

"""``kg export``: a build in the formats of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.text import aligned
from kg.errors import ExportError, GraphError
from kg.export.folder import write_together
from kg.export.formats import FORMATS, Format, known_formats
from kg.export.formats import export as export_files
from kg.export.graph_json import load_graph
from kg.export.vocabulary import BASE, checked_base


def _formats(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[Format, ...] | None:
    if value is None:
        return None
    try:
        return known_formats(value.split(","))
    except ExportError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error


@click.command()
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.option("--to", "formats", metavar="FORMAT[,FORMAT…]", callback=_formats, help=f"{', '.join(FORMATS)}.")
@click.option("-o", "--out", "folder", type=click.Path(file_okay=False, path_type=Path), help="Where to write; else export in OUT.")
@click.option("--base", default=BASE, show_default=True, help="Where the IRIs of the RDF begin: absolute, ending in / or #.")
@click.option("--list", "only_list", is_flag=True, help="List the formats, their files, and what each cannot hold.")
def export(out: Path | None, formats: tuple[Format, ...] | None, folder: Path | None, base: str, only_list: bool) -> None:
    """Write a build in the formats of other programs, and say what each of them cannot hold.

    OUT is a folder that kg build wrote. All files are written, or none is.

    \b
    Example:
      kg export --list
      kg export out --to gexf,xlsx
      kg export out --to neo4j -o import
      kg export out --to ttl,jsonld --base https://example.org/graph/
    """
    if only_list:
        click.echo(aligned([[form.name, form.files, form.use] for form in FORMATS.values()]))
        for form in FORMATS.values():
            click.echo(f"\n{form.name}\n{_lacks(form)}")
        return
    if out is None or not formats:
        raise click.UsageError(f"give OUT and --to with one or more of: {', '.join(FORMATS)}")
    try:
        checked_base(base)
    except GraphError as error:
        raise click.BadParameter(str(error), param_hint="--base") from error
    where = folder or (out.parent if out.is_file() else out) / "export"
    write_together(where, export_files(load_graph(out), formats, base))
    for form in formats:
        click.echo(f"{where / form.files}{'/' if form.files.endswith('/') else ''}\n{_lacks(form)}")


def _lacks(form: Format) -> str:
    return "\n".join(["  changed or left out:", *(f"    {what}" for what in form.lacks)])

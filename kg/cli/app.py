"""The command ``kg`` and how it says that something is wrong: a message and an exit code, never a traceback.

0 is success, 1 a page or query that failed, 2 a command that was not understood.
"""

from __future__ import annotations

import io
import sys
from importlib import import_module
from typing import Any

import click

from kg.errors import ZhiluoError

COMMANDS = {
    "build": ("build", "Build the graph of pages and write it into a folder."),
    "view": ("look", "Open the picture of a build in the browser."),
    "show": ("look", "Show one entity: its facts and figures with their sentences."),
    "query": ("query", "Ask a build in SPARQL, or by the name of a query."),
    "export": ("export", "Write a build for other programs: Gephi, Neo4j, Aleph, Excel."),
    "validate": ("validate", "Check the RDF of a build against the SHACL shapes."),
    "serve": ("serve", "Serve a build: explorer, picture, query editor, SPARQL endpoint."),
    "tag": ("tag", "Print the names in pages or lines, as JSON lines."),
    "evaluate": ("evaluate", "Score builds of single pages against gold."),
    "ontology": ("ontology", "Print the types and relations."),
}


class Commands(click.Group):
    """Commands that are imported when they are called: ``kg --help`` need not wait for spaCy."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with a few words for each, from the table and not from the modules."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which the help shows them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a user can mend becomes a message."""
        try:
            return super().invoke(ctx)
        except ZhiluoError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise  # click ends quietly where the reader of a pipe has gone
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}; check the path and its permissions") from error


@click.group("kg", cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="zhiluo", prog_name="kg")
def main() -> None:
    """Zhiluo (知络): pages of Chinese local newspapers to a knowledge graph in which every edge has its sentence.

    \b
    Begin with:
      kg build seeds -o out
      kg view out
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese shows codes, not a traceback

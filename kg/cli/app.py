"""The command ``kg`` and how it says that something is wrong: a message and an exit code, never a traceback.

0 is success, 1 a page or query that failed, 2 a command that was not understood.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from kg.errors import ZhiluoError

COMMANDS = {
    "build": "build", "tag": "tag", "show": "look", "view": "look", "query": "query", "evaluate": "evaluate", "ontology": "ontology",
}  # fmt: skip


class Commands(click.Group):
    """Commands that are imported when they are called: ``kg --help`` need not wait for spaCy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which the help shows them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{COMMANDS[cmd_name]}"), cmd_name)
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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="zhiluo", prog_name="kg")
def main() -> None:
    """Zhiluo (知络): pages of Chinese local newspapers to a knowledge graph in which every edge has its sentence.

    \b
    Begin with:
      kg build seeds -o out
      kg view out
    """

"""Options that several commands take, checked before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kg.errors import InputError

Command = Callable[..., Any]


def _place(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from kg.sidecar import known_place

    return _checked(ctx, param, value, known_place)


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from kg.sidecar import iso_date

    return _checked(ctx, param, value, iso_date)


def _tagger(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from kg.recognise.tagger import load_tagger

    def check(name: str) -> str:
        load_tagger(name)
        return name

    return _checked(ctx, param, value, check) or value


def _checked(ctx: click.Context, param: click.Parameter, value: str | None, check: Callable[[str], str]) -> str | None:
    """A value that passes the library's own check; what it objects to is a usage error."""
    if value is None:
        return None
    try:
        return check(value)
    except InputError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error


def settings_options(command: Command) -> Command:
    """--place, --date, --paper and --tagger."""
    for option in (
        click.option("--tagger", default="lac", metavar="lac|MODEL", callback=_tagger, help="lac (default), or an installed spaCy model."),
        click.option("--paper", metavar="NAME", help="The paper's name."),
        click.option("--date", metavar="YYYY-MM-DD", callback=_date, help="The day of issue, which 昨天 and 今年 are counted from."),
        click.option("--place", metavar="NAME", callback=_place, help="The county or city that 我市 stands for."),
    ):
        command = option(command)
    return command

"""Reading of the gazetteer's data: ``divisions.tsv.gz`` next to this module and the lists of regions in the lexicon."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

from kg.errors import OntologyError
from kg.lexicon import load

MISSING = tuple("\t" * (6 - tabs) for tabs in range(7))  # what a line of so many tabs lacks: empty fields at its end are not written


class Record(NamedTuple):
    """One line of the data: ``path`` runs from the province down, ``towns`` holds ``name`` or ``name=short`` of its townships."""

    level: str
    path: tuple[str, ...]
    code: str | None
    short: str
    aliases: tuple[str, ...]
    towns: tuple[str, ...]


def read_records() -> Iterator[Record]:
    """All countries, divisions down to counties, and regions; raises OntologyError where the data file is missing or broken."""
    extra = load("regions")["countries"]
    path: tuple[str, ...] = ()
    for number, line in enumerate(_lines(), 1):
        depth, level, name, code, short, aliases, towns = (line + MISSING[line.count("\t")]).split("\t")
        if depth not in ("0", "1", "2"):
            raise OntologyError(f"kg/gazetteer/divisions.tsv.gz, line {number}: no depth; make it with: python -m kg.gazetteer.compile")
        path = (*path[: int(depth)], name)
        more = extra.get(name, ()) if level == "country" else ()
        yield Record(level, path, code or None, short or name, (*aliases.split(), *more), tuple(towns.split()))
    for name, forms in load("regions")["regions"].items():
        yield Record("region", (name,), None, name, tuple(forms), ())


def _lines() -> list[str]:
    file = resources.files("kg") / "gazetteer" / "divisions.tsv.gz"
    if not file.is_file():
        raise OntologyError("kg/gazetteer/divisions.tsv.gz is missing; make it with: python -m kg.gazetteer.compile")
    return gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()

"""Marked sentences: one a line, each name in it as ``{Type|name}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.ontology import load_ontology

MARK = re.compile(r"\{(\w+)\|([^{}|]+)\}")
FOLDER = Path(__file__).parent / "sentences"


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as pieces in order: (type, name) for a name, (None, words) for what stands between."""

    pieces: tuple[tuple[str | None, str], ...]

    @property
    def text(self) -> str:
        """The sentence without its marks."""
        return "".join(form for _, form in self.pieces)

    @property
    def labels(self) -> list[str]:
        """B-, I- or O for each character."""
        found: list[str] = []
        for kind, form in self.pieces:
            found += ["O"] * len(form) if kind is None else [f"B-{kind}", *[f"I-{kind}"] * (len(form) - 1)]
        return found


def read_marked(folder: Path = FOLDER) -> Iterator[Marked]:
    """The sentences of all ``.txt`` files of a folder, in order; raises InputError naming file and line of a faulty mark."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                yield parse(line.strip(), f"{path}, line {number}")


def parse(line: str, where: str) -> Marked:
    """A marked line; raises InputError where a brace is left over or a type is unknown."""
    pieces: list[tuple[str | None, str]] = []
    position = 0
    for match in MARK.finditer(line):
        if match.group(1) not in load_ontology().types:
            raise InputError(f"{where}: no type {match.group(1)!r}; there are {', '.join(load_ontology().types)}")
        if match.start() > position:
            pieces.append((None, line[position : match.start()]))
        pieces.append((match.group(1), match.group(2)))
        position = match.end()
    if position < len(line):
        pieces.append((None, line[position:]))
    if any(c in form for _, form in pieces for c in "{}|"):
        raise InputError(f"{where}: a mark is not of the form {{Type|name}}: {line[:60]}")
    return Marked(tuple(pieces))

"""Heads: the last words of names and what they demand of what stands before them (``heads.toml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import load


@dataclass(frozen=True, slots=True)
class Head:
    """A head: the last words of names of ``type``, what must stand before it, and the trust in what it makes."""

    form: str
    type: str
    needs: str
    score: float
    least: int


@lru_cache(maxsize=1)
def heads() -> dict[str, tuple[Head, ...]]:
    """All heads by form; a form may head names of more than one type."""
    table: dict[str, list[Head]] = {}
    for entry in load("heads")["head"]:
        for form in entry["forms"]:
            table.setdefault(form, []).append(Head(form, entry["type"], entry["needs"], entry["score"], entry["least"]))
    return {form: tuple(items) for form, items in table.items()}


@lru_cache(maxsize=1)
def head_pattern() -> re.Pattern[str]:
    """All heads, the longest first."""
    forms = sorted(heads(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)))


def head_of(name: str) -> tuple[Head, ...]:
    """The longest head that a name ends in, in all its readings; empty where it ends in none."""
    for length in range(min(len(name), 12), 0, -1):
        found = heads().get(name[-length:])
        if found:
            return found
    return ()

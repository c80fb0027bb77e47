"""Keys: what makes two mentions one thing, and the readings of a page with the key of each mention."""

from __future__ import annotations

from dataclasses import dataclass

from kg.gazetteer import Division
from kg.records import Reading


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes two mentions one thing: a type, a full name and, where a name alone does not tell things apart, a scope."""

    type: str
    name: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The readings of a page with the key of each mention (None: not linked)."""

    readings: tuple[Reading, ...]
    keys: tuple[tuple[Key | None, ...], ...]


def division_key(division: Division | None) -> Key | None:
    """The key of a division; what holds it tells it apart from others of its name."""
    if division is None:
        return None
    return Key("Town" if division.level == "town" else "Place", division.name, "/".join(reversed(division.parents)))

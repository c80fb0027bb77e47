"""Whose government a post is of that says so itself: 市长 belongs to the government of a city."""

from __future__ import annotations

from kg.gazetteer import load_gazetteer
from kg.relate.posts_words import COMMITTEE


def governed_place(title: str, printed: str | None, near: str | None, setting: tuple[str | None, str | None]) -> str | None:
    """The place whose government a 市长, 县长, 镇长 … heads: the one printed before it, that of the body named near it, or the setting's.

    ``setting`` is the key of the article's home and the town told of last; None where no place of that unit is near.
    """
    unit = title.removeprefix("常务").removeprefix("代").removeprefix("副").removesuffix("长")
    home, town = setting
    for candidate in (printed, _place_of(near), town if unit in "镇乡" else None):
        if candidate and candidate.endswith(unit):
            return candidate
    if home is None:
        return None
    for name in (home.rsplit("/", 1)[-1], *reversed(home.split("/")[:-1])):
        if name.endswith(unit):
            return name
    return None


def _place_of(body: str | None) -> str | None:
    """The last division that a body's name begins with: 某市某区委 → 某区."""
    if body is None:
        return None
    gazetteer, position, last = load_gazetteer(), 0, None
    stem = COMMITTEE.sub("", body)
    while position < len(stem):
        found = gazetteer.longest_at(stem, position)
        if found is None:
            break
        last = found[1][0].name
        position += found[0]
    return last or stem

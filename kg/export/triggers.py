"""The words of a sentence by which a rule read a fact, found again so that the picture can mark them beside the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.records import Entity, Fact
from kg.relate.frames import load_frames
from kg.relate.scene import FIRST_SYMBOL, symbol

SYMBOLS = (chr(FIRST_SYMBOL), chr(FIRST_SYMBOL + 0xFF))
Span = tuple[int, int]


def trigger_spans(fact: Fact, quote: str, ends: Sequence[Entity]) -> list[Span]:
    """Where in a quotation the words stand that the fact's rule looks for, from–to in characters; empty where that cannot be told.

    The rule's pattern is matched on the quotation with the names of both ends as symbols, which is how the rule saw them.
    """
    trigger = _triggers().get(fact.rule)
    if trigger is None:
        return []
    skeleton, places = _skeleton(quote, ends)
    matches = list(trigger.finditer(skeleton))
    if len(matches) != 1:
        return []  # nothing matches, or the fact may have been read at any of several places
    match = matches[0]
    words = re.compile(f"[^{SYMBOLS[0]}-{SYMBOLS[1]}，。；、：！？]+").finditer(skeleton, match.start(), match.end())
    return [(places[w.start()], places[w.end() - 1] + 1) for w in words]


@cache
def _triggers() -> dict[str, re.Pattern[str]]:
    return {frame.id: frame.trigger for frame in load_frames()}


def _skeleton(quote: str, ends: Sequence[Entity]) -> tuple[str, list[int]]:
    """The quotation with each name of the ends as one symbol of its type, and where each character of that stands in the quotation."""
    types = {name: end.type for end in ends for name in (end.name, *end.aliases) if name}
    names = re.compile("|".join(re.escape(name) for name in sorted(types, key=lambda n: (-len(n), n))))
    characters: list[str] = []
    places: list[int] = []
    done = 0
    for found in names.finditer(quote):
        characters.extend(quote[done : found.start()])
        places.extend(range(done, found.start()))
        characters.append(symbol(types[found[0]]))
        places.append(found.start())
        done = found.end()
    characters.extend(quote[done:])
    places.extend(range(done, len(quote)))
    return "".join(characters), places

"""What quotation marks and title marks name: “X”称号, 《X》名单, “X”活动."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.boundaries import HARD
from kg.recognise.tagged import Tagged
from kg.records import Mention


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    return tuple((re.compile(q["pattern"]), q["type"], q["score"]) for q in load("quoted")["quoted"])


def find_quoted(tagged: Tagged) -> Iterator[Mention]:
    """Named things in quotation marks; group 1 of each pattern is the name."""
    for pattern, kind, score in _patterns():
        for match in pattern.finditer(tagged.text):
            start = _over_place(tagged, match.start(1)) if kind == "Event" else match.start(1)
            yield Mention(start, match.end(1), kind, tagged.text[start : match.end(1)], "quoted", score)


def _over_place(tagged: Tagged, start: int) -> int:
    """An event that begins with an ordinal takes in the place before it: 某县第十九届…会议."""
    if (
        start
        and tagged.text[start] in "第一二三四五六七八九十"
        and tagged.word_at(start - 1).tag == "LOC"
        and tagged.text[start - 1] not in HARD
    ):
        return tagged.word_at(start - 1).start
    return start

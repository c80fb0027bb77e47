"""What quotation marks and title marks name: “X”称号, 《X》名单, “X”活动."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.tagged import Tagged
from kg.records import Mention


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    return tuple((re.compile(q["pattern"]), q["type"], q["score"]) for q in load("quoted")["quoted"])


def find_quoted(tagged: Tagged) -> Iterator[Mention]:
    """Named things in quotation marks; group 1 of each pattern is the name."""
    for pattern, kind, score in _patterns():
        for match in pattern.finditer(tagged.text):
            yield Mention(match.start(1), match.end(1), kind, match.group(1), "quoted", score)

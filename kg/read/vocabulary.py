"""Which words texts share, without a dictionary: runs of two and three characters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9.%]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
# Parts of one article come back to its names: on the pages this was measured on they share 2–23 % of their runs of three characters,
# neighbouring articles mostly under 2 %.
_KINDRED = 0.025
_ENOUGH = 100
_OFTEN = 3
_FEW_WORDS = 5
_OWN = 0.4


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, signs and spaces left out: what headline and body share."""
    return frozenset(run[i : i + 2] for run in _WORDS.findall(text) for i in range(len(run) - 1))


def weigh(pieces: Sequence[str], texts: Sequence[frozenset[str]]) -> list[float]:
    """How telling each of these pairs is: the fewer paragraphs of the page hold it, the more."""
    return [math.log(1 + (len(texts) + 1) / (sum(p in t for t in texts) + 0.5)) for p in pieces]


def estranged(before: str, after: str) -> float:
    """How foreign a text is to the one before it, 0–1: 1 where they share no runs of three characters, less sure for short texts."""
    left, right = _triples(before), _triples(after)
    fewer = min(len(left), len(right))
    if not fewer:
        return 0.0
    strange = 1 - min(len(left.keys() & right.keys()) / (_KINDRED * fewer), 1.0)
    return strange if fewer >= _ENOUGH else strange / 2


def is_foreign(article: str, fragment: str) -> bool:
    """Whether a fragment lacks the words that an article keeps coming back to, where it has such words."""
    own = {word: n for word, n in _triples(article).items() if n >= _OFTEN}
    return len(own) >= _FEW_WORDS and sum(n for word, n in own.items() if word in fragment) < _OWN * sum(own.values())


def _triples(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for run in _HAN.findall(text):
        counts.update(run[i : i + 3] for i in range(len(run) - 2))
    return counts

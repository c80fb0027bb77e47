"""When two names, indicators or numbers count as the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_LOOSE = re.compile(r"[\s“”‘’\"'「」『』]+")


def squeeze(text: str | None) -> str:
    """A form to compare: width and compatibility folded, without white space and quotation marks."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text or ""))


def is_similar(one: str | None, other: str | None) -> bool:
    """Whether two indicators mean the same figure: one holds the other, or they share half the characters of the shorter."""
    a, b = squeeze(one), squeeze(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    return (Counter(a) & Counter(b)).total() >= 0.5 * min(len(a), len(b))


def is_same_number(a: float | None, b: float | None) -> bool:
    """Whether two numbers agree to a thousandth; None agrees with None only."""
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 0.001 * max(abs(a), abs(b), 1e-9)

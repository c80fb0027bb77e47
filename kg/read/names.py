"""What could be a personal name in a byline: a surname of 《百家姓》 and a given name, or a foreign name with a dot."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import load

_FOREIGN = re.compile(r"[\u3400-\u9fffA-Za-z]+(?:[·•・][\u3400-\u9fffA-Za-z]+)+|[A-Z][a-z]+")
_RUN = re.compile(r"[\u3400-\u9fff]{2,6}")


@lru_cache(maxsize=1)
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    names = load("page")["names"]
    return frozenset("".join(names["surnames"].split())), frozenset(names["compound"])


def plausible(name: str) -> bool:
    """Whether a word could be a Chinese personal name: a surname and one or two characters more, or a foreign name with a dot."""
    single, compound = _surnames()
    if _FOREIGN.fullmatch(name) and not name.isascii():
        return True
    if name[:2] in compound:
        return 3 <= len(name) <= 4
    return 2 <= len(name) <= 3 and name[0] in single


def parted(word: str) -> list[str] | None:
    """The name that a word is, or the two that it is printed without a space between them; None where it is neither."""
    if _FOREIGN.fullmatch(word):
        return [word]
    if not _RUN.fullmatch(word):
        return None
    if len(word) <= 3 or (len(word) == 4 and word[:2] in _surnames()[1]):
        return [word]
    for cut in (3, 2):
        left, right = word[:cut], word[cut:]
        if plausible(left) and plausible(right):
            return [left, right]
    return [word] if len(word) == 4 else None

"""The shape of personal names: a surname and one or two characters."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import load

HAN = "[一-鿿]"


@lru_cache(maxsize=1)
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    data = load("surnames")
    return frozenset(data["single"]), frozenset(data["compound"])


def surname_length(name: str) -> int:
    """How many characters of a name are its surname; 0 where it begins with none."""
    single, compound = _surnames()
    if name[:2] in compound and len(name) > 2:
        return 2
    return 1 if name[:1] in single else 0


def looks_like_name(form: str) -> bool:
    """Whether a form has the shape of a Chinese personal name: a surname and one or two characters (a compound one: up to four in all)."""
    length = surname_length(form)
    return bool(length) and re.fullmatch(rf"{HAN}{{2,4}}", form) is not None and 1 <= len(form) - length <= 2

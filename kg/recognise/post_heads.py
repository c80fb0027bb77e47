"""The heads of posts in a text: where a post begins, and where one ends."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import any_of, load


@lru_cache(maxsize=1)
def post_pattern() -> re.Pattern[str]:
    """The heads of posts, longest first."""
    return re.compile(any_of(load("posts")["heads"]))


@lru_cache(maxsize=1)
def _modified_heads() -> re.Pattern[str]:
    return re.compile(load("posts")["modifiers"] + post_pattern().pattern)


def post_start(text: str, position: int) -> bool:
    """Whether a post begins at this position."""
    return _modified_heads().match(text, position) is not None


def post_ends(before: str) -> bool:
    """Whether a stretch ends in the head of a post."""
    return before.endswith(tuple(load("posts")["heads"]))

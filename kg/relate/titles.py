"""Titles of posts: their record, the patterns of the lexicon that find them, and whether a post is held still."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import load
from kg.records import Status
from kg.relate.scene import Node

BODY_TYPES = ("Government", "Company", "Organization", "Zone")  # what has posts


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed: its words, where it (or its body) begins, and the body before it."""

    body: Node | None
    text: str
    start: int
    prefixed: bool = False  # words of no known body stand before it: whose post it is cannot be told


@dataclass(frozen=True, slots=True)
class Post:
    """A post read off a sentence: who holds it, at which body (an entity id, or the name of one that the page only implies)."""

    person: Node
    body: str | None
    implied: str | None
    title: str
    status: Status
    start: int
    trust: float = 1.0


@lru_cache(maxsize=1)
def title_heads() -> re.Pattern[str]:
    """The words that end a title, with what modifies them."""
    data = load("posts")
    heads = "|".join(sorted(map(re.escape, data["heads"]), key=len, reverse=True))
    return re.compile(f"({data['modifiers']}(?:{heads}))$")


@lru_cache(maxsize=1)
def shared_titles() -> re.Pattern[str]:
    """Titles that several persons of one body hold side by side (副主任甲、乙)."""
    return re.compile(load("posts")["shared"])


@lru_cache(maxsize=1)
def group_titles() -> re.Pattern[str]:
    """Words for a group of officials, which are nobody's post (市领导)."""
    groups = "|".join(sorted(map(re.escape, load("posts")["groups"]), key=len, reverse=True))
    return re.compile(f"(?:{groups})$")


def tense(title: str, before: str) -> Status:
    """Whether a post is held still: 原, 前 or 时任 may open it or stand before its body (原县委书记)."""
    former = tuple(load("posts")["former"])
    ended = before.endswith(former) or any(title.startswith(f) and len(title) > len(f) for f in former)
    return Status.ENDED if ended else Status.STATED

"""What a page is made of once its lines are joined: paragraphs, headlines, bylines, credits and marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.read.canonical import Span

_OPENING, _CLOSING = frozenset("“‘「『（"), frozenset("”’」』）")
_NEVER_FIRST = frozenset("，。、；：？！”’」』）》％%的")


class Sort(StrEnum):
    """What a piece of a page is."""

    TEXT = "text"
    HEAD = "head"
    BYLINE = "byline"
    CREDIT = "credit"
    ONWARD = "onward"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a headline of one or more lines, a byline or credit, or a mark.

    ``rows`` are the raw stretches of its lines, ``text`` their canonical joined form; ``gap`` the blank lines before it, ``names`` whom a
    byline or dateline names, ``lead`` whether it opens with a dateline formula, ``column`` the width of its column in ems, ``closing``
    whether a byline closes the text above it.
    """

    sort: Sort
    rows: tuple[Span, ...]
    text: str
    gap: int
    names: tuple[str, ...] = ()
    lead: bool = False
    column: float | None = None
    closing: bool = False

    @property
    def finished(self) -> bool:
        """Whether its text ends with the end of a sentence, closing quotes and brackets aside."""
        return self.text.rstrip("”’」』）)】》").endswith(("。", "！", "？", "…"))


def opens_midway(text: str) -> bool:
    """Whether a text cannot begin a paragraph: a quotation closes in it that never opened, or its first sign cannot stand first."""
    if text[:1] in _NEVER_FIRST:
        return bool(text)
    depth = 0
    for char in text[:120]:
        depth += (char in "“「『") - (char in "”」』")
        if depth < 0:
            return True
    return False


def open_quotes(text: str) -> int:
    """How many quotations and brackets a text leaves open."""
    return max(sum(c in _OPENING for c in text) - sum(c in _CLOSING for c in text), 0)

"""Headlines by themselves: printed double by extraction, set in several lines, accompanied by kickers, charts and column names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import load
from kg.read.canonical import Span

_WORD = re.compile(r"\S+")


def undouble(text: str) -> list[Span]:
    """The stretches of a line that remain when a doubled printing is taken once; the whole line where nothing is doubled.

    Bold type is often drawn twice: each word (同心合力同心合力 共建家园共建家园), the whole line, or each character.
    """
    words = [m.span() for m in _WORD.finditer(text)]
    whole = [(0, len(text))]
    if not words:
        return whole
    if all(_halved(text[a:b]) for a, b in words):
        cut = [(a, a + (b - a) // 2) for a, b in words]
        return [s for i, span in enumerate(cut) for s in ([span] if not i else [(words[i - 1][1], words[i][0]), span])]
    shown = [text[a:b] for a, b in words]
    half = len(words) // 2
    if len(words) % 2 == 0 and shown[:half] == shown[half:] and sum(map(len, shown[:half])) >= 4:
        return [(0, words[half - 1][1])]
    squeezed = [i for i, c in enumerate(text) if not c.isspace()]
    printed = "".join(text[i] for i in squeezed)
    if len(words) > 1 and _halved(printed) and len(printed) >= 8:
        return [(0, squeezed[len(squeezed) // 2 - 1] + 1)]
    if (
        len(squeezed) >= 8
        and len(squeezed) % 2 == 0
        and all(text[a] == text[b] for a, b in zip(squeezed[::2], squeezed[1::2], strict=True))
    ):
        return [(i, i + 1) for i in squeezed[::2]]
    return whole


def _halved(word: str) -> bool:
    half = len(word) // 2
    return half >= 2 and len(word) % 2 == 0 and word[:half] == word[half:] and len(set(word)) > 1


def is_doubled(text: str) -> bool:
    """Whether a line is printed double."""
    return undouble(text) != [(0, len(text))]


@lru_cache(maxsize=1)
def _dashes() -> tuple[str, ...]:
    return tuple(sorted(load("page")["headline"]["dashes"], key=len, reverse=True))


def dash_length(text: str) -> int:
    """How many characters the dash takes that opens the second line of a headline; 0 without one."""
    return next((len(d) for d in _dashes() if text.startswith(d)), 0)


def is_figures(text: str) -> bool:
    """Whether a line is an excerpt from a chart rather than a headline: figures and measures make up most of it."""
    digits = sum(c.isdigit() or c in ".%％+-" for c in text)
    return digits * 2 >= len(re.sub(r"\s", "", text)) and digits >= 4


def is_slogan(text: str) -> bool:
    """Whether a headline line is of parallel short parts, as kickers and column names are."""
    parts = text.split()
    return len(parts) >= 2 and max(map(len, parts)) <= 8 and max(map(len, parts)) - min(map(len, parts)) <= 2


@lru_cache(maxsize=1)
def _columns() -> re.Pattern[str]:
    return re.compile("|".join(load("page")["headline"]["columns"]))


def names_column(text: str) -> bool:
    """Whether a line is the standing name of a column or a campaign, which is printed above stories and tells nothing of them."""
    return len(text) <= 20 and bool(_columns().search(text))


@dataclass(frozen=True, slots=True)
class Row:
    """A headline row: ``bold`` where printed double, ``group`` the rows it stands with, ``cover`` what they share with the body."""

    text: str
    bold: bool
    group: int
    cover: float


def arrange(rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    """Which rows of a headline are its main line and which its second.

    Rows that stand together and look alike are one headline over several lines; a dash opens a second line. Of groups that stand apart the
    first is the main one, unless it is a slogan above a plain statement or has nothing in common with the body while a later one has much.
    """
    groups: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(row.group, []).append(index)
    ordered = list(groups.values())
    first = ordered[0]
    if len(ordered) > 1 and _is_kicker(rows, first, ordered[1]):
        ordered = [*ordered[1:], first]
        first = ordered[0]
    main, second = _within(rows, first)
    return main, second + [i for g in ordered[1:] for i in g]


def _is_kicker(rows: Sequence[Row], first: Sequence[int], after: Sequence[int]) -> bool:
    head, below = rows[first[0]], rows[after[0]]
    if dash_length(below.text):
        return False
    if head.cover + 0.25 <= below.cover or dash_length(head.text) or (names_column(head.text) and not names_column(below.text)):
        return True
    return len(first) == 1 and len(after) == 1 and is_slogan(head.text) and not is_slogan(below.text)


def _within(rows: Sequence[Row], group: Sequence[int]) -> tuple[list[int], list[int]]:
    main = [group[0]]
    for index in group[1:]:
        row = rows[index]
        if row.bold != rows[main[-1]].bold or dash_length(row.text) or len(main) == 2:
            break
        main.append(index)
    return main, [i for i in group if i not in main]

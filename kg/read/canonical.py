"""The canonical form of a stretch of a page, character for character, so that every character keeps its raw offset."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

Span = tuple[int, int]

# Printed half-width by many extractors, full-width in Chinese.
_WIDEN = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_WIDE = frozenset("，；：？！（）")
# The dots between the parts of a foreign name.
_DOTS = frozenset("•‧・･∙⋅")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@lru_cache(maxsize=8192)
def fold(char: str) -> str:
    """One character without its context: letters, digits and signs half-width, Chinese punctuation full-width, radicals as characters."""
    if char in _WIDE:
        return char
    if char in _WIDEN:
        return _WIDEN[char]
    if char in _DOTS:
        return "·"
    code = ord(char)
    if 0xFF01 <= code <= 0xFF5E and char != "～":
        return chr(code - 0xFEE0)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        plain = unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    return char


def canonical(raw: str, spans: Iterable[Span], spaced: bool = False) -> tuple[str, tuple[int, ...]]:
    """The canonical text of these stretches of the page and the raw offset of each of its characters.

    White space goes, but for one space between Latin words; with ``spaced`` also one between Chinese words, as headlines print it.
    """
    kept: list[int] = []
    gaps: list[int | None] = []
    gap: int | None = None
    last = None
    for start, end in spans:
        if last is not None and last < start:
            gap = next((o for o in (last, start - 1) if raw[o].isspace()), gap)
        last = end
        for offset in range(start, end):
            char = raw[offset]
            if char.isspace():
                gap = offset if gap is None else gap
            elif char not in _INVISIBLE:
                kept.append(offset)
                gaps.append(gap)
                gap = None
    # Justified type sets a space after every character: those are no word breaks.
    spaced = spaced and sum(g is not None for g in gaps[1:]) * 2 < max(len(kept) - 1, 1)
    text: list[str] = []
    offsets: list[int] = []
    for index, offset in enumerate(kept):
        before = gaps[index]
        if before is not None and index and _parted(raw, kept[index - 1], offset, spaced):
            text.append(" ")
            offsets.append(before)
        text.append(_in_context(raw, kept, index))
        offsets.append(offset)
    return "".join(text), tuple(offsets)


def _parted(raw: str, left: int, right: int, spaced: bool) -> bool:
    a, b = fold(raw[left]), fold(raw[right])
    broken = any(c in "\r\n" for c in raw[left:right])
    if a.isascii() and b.isascii() and a.isalnum() and b.isalnum():
        return a.isalpha() and b.isalpha() if broken else not (a.isdigit() and b.isdigit())
    return spaced and (broken or not (a.isascii() or b.isascii())) and a not in "，、；：" and b not in "，、；："


def _in_context(raw: str, kept: Sequence[int], index: int) -> str:
    char = raw[kept[index]]
    if char not in ",:":
        return fold(char)
    after = [raw[o] for o in kept[index + 1 : index + 5]]
    if index == 0 or not fold(raw[kept[index - 1]]).isdigit() or not after or not fold(after[0]).isdigit():
        return fold(char)
    digits = [fold(c).isdigit() for c in after]
    return char if char == ":" or (digits[:3] == [True] * 3 and digits[3:] != [True]) else fold(char)

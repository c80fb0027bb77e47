"""The printed lines of a page, each told apart by what it is: a byline, a credit, a mark, page furniture, or content."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.read.bylines import Credit, read_credit, read_names, trailing_credit
from kg.read.datelines import read_lead
from kg.read.furniture import back_mark, is_furniture, onward_mark
from kg.read.headlines import undouble

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CLOSERS = "”’」』\"'）)】》〉］]"
_ENDS = frozenset("。！？!?…")
_SQUEEZED = frozenset("，。、；：？！“”‘’（）《》")
_NAMES_COLUMN = 14.0  # ems: a line of names that goes on a byline is no wider
_WIDEST_COLUMN = 45.0  # ems: wider lines are whole paragraphs


class Kind(StrEnum):
    """What a line of a page is."""

    CONTENT = "content"
    BYLINE = "byline"
    CREDIT = "credit"
    ONWARD = "onward"
    BACK = "back"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space around it, at raw offsets ``start`` to ``end``.

    ``gap`` counts the blank lines before it, ``width`` is in ems with a doubled printing taken once, ``framed`` says that a lone space
    stands before it, ``finished`` that it ends with the end of a sentence, ``lead`` that a dateline formula opens it.
    """

    kind: Kind
    start: int
    end: int
    text: str
    gap: int
    indented: bool
    width: float
    finished: bool
    lead: bool
    framed: bool = False
    credit: Credit | None = None


def width_of(text: str) -> float:
    """The printed width of a text in ems; spaces are an extractor's noise and count nothing, signs are squeezed by the typesetter."""
    return sum(map(_ems, text))


def _ems(char: str) -> float:
    if char.isspace():
        return 0.0
    if char in _SQUEEZED:
        return 0.75
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def lines_of(raw: str) -> list[Line]:
    """All lines of a page that hold anything, in order, classified; marks and credits at the ends of lines stand apart."""
    found: list[Line] = []
    content = list(_content(raw))
    if sum(line.framed for line in content) * 10 > len(content):
        content = [replace(line, framed=False) for line in content]
    for line in content:
        # Where lines stand flush, a space before one is what extraction leaves of the edge of a text frame.
        found.extend(_classified(raw, replace(line, gap=1) if line.framed else line, found))
    return found


def _content(raw: str) -> Iterator[Line]:
    gap = position = 0
    for match in [*_BREAK.finditer(raw), None]:
        end = match.start() if match else len(raw)
        chunk = raw[position:end]
        text = chunk.strip().strip("\ufeff\u200b").strip()
        if text:
            start = position + chunk.index(text[0])
            indent = raw[position:start]
            indented = "\u3000\u3000" in indent or len(indent.expandtabs(4)) >= 4 or bool(re.search("[\u2002\u2003]{2}", indent))
            yield _line(raw, Kind.CONTENT, start, start + len(text), gap, indented, framed=bool(indent) and not gap and not indented)
            gap = 0
        else:
            gap += 1
        if match and match[0] == "\x0c":
            gap += 1
        position = match.end() if match else end


def _line(raw: str, kind: Kind, start: int, end: int, gap: int, indented: bool, framed: bool = False, credit: Credit | None = None) -> Line:
    """The line between these offsets, less the white space at its ends."""
    chunk = raw[start:end]
    start += len(chunk) - len(chunk.lstrip())
    text = chunk.strip()
    width = sum(width_of(text[a:b]) for a, b in undouble(text))
    finished = text.rstrip(_CLOSERS)[-1:] in _ENDS and bool(text)
    return Line(kind, start, start + len(text), text, gap, indented, width, finished, read_lead(text) is not None, framed, credit)


def _classified(raw: str, line: Line, before: Sequence[Line]) -> Iterator[Line]:
    """The line with its kind; a mark or credit printed in one line with text becomes a line of its own."""
    start, end, text = line.start, line.end, line.text
    if cut := back_mark(text):
        yield _line(raw, Kind.BACK, start, start + cut, line.gap, line.indented)
        if cut < len(text):
            yield from _classified(raw, _line(raw, Kind.CONTENT, start + cut, end, 0, line.indented), before)
    elif (at := onward_mark(text)) is not None:
        if text[:at].strip():
            yield from _classified(raw, _line(raw, Kind.CONTENT, start, start + at, line.gap, line.indented), before)
        yield _line(raw, Kind.ONWARD, start + at, end, 0 if at else line.gap, line.indented)
    elif credit := read_credit(text):
        yield replace(line, kind=Kind.CREDIT if credit.picture else Kind.BYLINE, credit=credit)
    elif _names_go_on(line, before) and (names := read_names(text)):
        yield replace(line, kind=before[-1].kind, credit=Credit(names, before[-1].kind is Kind.CREDIT))
    elif is_furniture(text):
        yield replace(line, kind=Kind.FURNITURE)
    elif (tail := trailing_credit(text)) is not None:
        at, credit = tail
        yield _line(raw, Kind.CONTENT, start, start + at, line.gap, line.indented)
        yield _line(raw, Kind.CREDIT if credit.picture else Kind.BYLINE, start + at, end, 0, False, credit=credit)
    else:
        yield line


def _names_go_on(line: Line, before: Sequence[Line]) -> bool:
    return bool(before) and before[-1].credit is not None and line.gap <= 1 and line.width <= _NAMES_COLUMN


def column_widths(lines: Sequence[Line], reach: int = 6) -> list[float | None]:
    """For each line the width of the column it stands in, in ems: what the fuller lines around it measure; None outside wrapped text."""
    widths: list[float | None] = []
    for index, line in enumerate(lines):
        around = range(max(0, index - reach), min(index + reach + 1, len(lines) - 1))
        near = [n for i in around if (n := lines[i]).kind is Kind.CONTENT and not n.finished and _goes_on(lines[i + 1])]
        full = sorted(n.width for n in near)[len(near) // 2 :]
        column = statistics.median(full) if len(full) >= 2 else None
        even = column is not None and column <= _WIDEST_COLUMN and sum(abs(w - column) <= 2.1 for w in full) * 3 >= len(full) * 2
        widths.append(column if even and line.width <= (column or 0) + 6 else None)
    return widths


def _goes_on(after: Line) -> bool:
    return after.kind is Kind.CONTENT and not after.gap

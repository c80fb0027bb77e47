"""The printed lines of a page, each told apart by what it is: a byline, a credit, a mark, page furniture, or content."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.read.bylines import Credit, read_credit, read_lead, read_names, trailing_credit
from kg.read.headlines import undouble
from kg.read.furniture import back_mark, is_furniture, onward_mark

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CLOSERS = "”’」』\"'）)】》〉］]"
_ENDS = "。！？!?…"
_GAP_OF_A_COLUMN_OF_NAMES = 1


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
    """One line without the white space around it: raw offsets, blank lines before it, indent, and its width in ems (ASCII counts half)."""

    kind: Kind
    start: int
    end: int
    text: str
    gap: int
    indented: bool
    width: float
    framed: bool = False
    credit: Credit | None = None

    @property
    def finished(self) -> bool:
        """Whether it ends with the end of a sentence."""
        return self.text.rstrip(_CLOSERS)[-1:] in _ENDS and bool(self.text)

    @property
    def lead(self) -> bool:
        """Whether it opens with a dateline formula."""
        return read_lead(self.text) is not None


def width_of(text: str) -> float:
    """The printed width of a text in ems; spaces are an extractor's noise and count nothing, signs are squeezed by the typesetter."""
    return sum(map(_ems, text))


def _ems(char: str) -> float:
    if char.isspace():
        return 0.0
    if char in "，。、；：？！“”‘’（）《》":
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
        line = replace(line, gap=1) if line.framed else line
        found.extend(_classified(raw, line, found))
    return found


def _content(raw: str) -> Iterator[Line]:
    gap = position = 0
    for match in [*_BREAK.finditer(raw), None]:
        end = match.start() if match else len(raw)
        chunk = raw[position:end]
        text = chunk.strip().strip("\ufeff\u200b").strip()
        if text:
            start = position + chunk.index(text[0])
            indent = chunk[: start - position]
            indented = "\u3000\u3000" in indent or len(indent.expandtabs(4)) >= 4 or bool(re.search("[\u2002\u2003]{2}", indent))
            framed = bool(indent) and not gap and not indented
            yield Line(Kind.CONTENT, start, start + len(text), text, gap, indented, _shown(text), framed)
            gap = 0
        else:
            gap += 1
        if match and match[0] == "\x0c":
            gap += 1
        position = match.end() if match else end


def _shown(text: str) -> float:
    """The width of a line once a doubled printing is taken once."""
    return sum(width_of(text[a:b]) for a, b in undouble(text))


def _classified(raw: str, line: Line, before: Sequence[Line]) -> Iterator[Line]:
    """The line with its kind; a mark or credit printed in one line with text becomes a line of its own."""
    if cut := back_mark(line.text):
        yield _part(raw, line, line.start, line.start + cut, Kind.BACK)
        if cut < len(line.text):
            yield from _classified(raw, _part(raw, line, line.start + cut, line.end, Kind.CONTENT, gap=0), before)
        return
    if (at := onward_mark(line.text)) is not None:
        if line.text[:at].strip():
            yield from _classified(raw, _part(raw, line, line.start, line.start + at, Kind.CONTENT), before)
            yield _part(raw, line, line.start + at, line.end, Kind.ONWARD, gap=0)
        else:
            yield replace(line, kind=Kind.ONWARD)
        return
    if credit := read_credit(line.text):
        yield replace(line, kind=Kind.CREDIT if credit.picture else Kind.BYLINE, credit=credit)
        return
    if _names_go_on(line, before) and (names := read_names(line.text)):
        yield replace(line, kind=before[-1].kind, credit=Credit(names, before[-1].kind is Kind.CREDIT))
        return
    if is_furniture(line.text):
        yield replace(line, kind=Kind.FURNITURE)
        return
    if (tail := trailing_credit(line.text)) is not None:
        at, credit = tail
        yield _part(raw, line, line.start, line.start + at, Kind.CONTENT)
        yield _part(raw, line, line.start + at, line.end, Kind.CREDIT if credit.picture else Kind.BYLINE, 0, credit)
        return
    yield line


def _names_go_on(line: Line, before: Sequence[Line]) -> bool:
    return bool(before) and before[-1].credit is not None and line.gap <= _GAP_OF_A_COLUMN_OF_NAMES and line.width <= 14


def _part(raw: str, line: Line, start: int, end: int, kind: Kind, gap: int | None = None, credit: Credit | None = None) -> Line:
    chunk = raw[start:end]
    start += len(chunk) - len(chunk.lstrip())
    text = chunk.strip()
    return Line(kind, start, start + len(text), text, line.gap if gap is None else gap, line.indented, _shown(text), False, credit)


def _goes_on(after: Line) -> bool:
    return after.kind is Kind.CONTENT and not after.gap


def column_widths(lines: Sequence[Line], reach: int = 6) -> list[float | None]:
    """For each line the width of the column it stands in, in ems: what the fuller lines around it measure; None outside wrapped text."""
    widths: list[float | None] = []
    for index, line in enumerate(lines):
        around = range(max(0, index - reach), min(index + reach + 1, len(lines) - 1))
        near = [lines[i] for i in around if lines[i].kind is Kind.CONTENT and not lines[i].finished and _goes_on(lines[i + 1])]
        full = sorted(n.width for n in near)[len(near) // 2 :]
        column = statistics.median(full) if len(full) >= 2 else None
        even = column is not None and column <= 45 and sum(abs(w - column) <= 2.1 for w in full) * 3 >= len(full) * 2
        widths.append(column if even and line.width <= (column or 0) + 6 else None)
    return widths

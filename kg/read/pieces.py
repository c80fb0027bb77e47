"""Lines put together: paragraphs over line and column breaks, headlines of one line or more, bylines, credits and marks, in page order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from kg.lexicon import load
from kg.read.bylines import read_lead
from kg.read.canonical import Span, canonical
from kg.read.headlines import dash_length, undouble
from kg.read.lines import Kind, Line, column_widths

_OPEN, _CLOSE = "“‘「『（", "”’」』）"


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

    ``rows`` are the raw stretches of its lines, ``text`` their canonical joined form; ``gap`` the blank lines before it,
    ``names`` whom a byline or dateline names, ``lead`` whether it opens with a dateline formula, ``column`` the width of its column, ``closing`` whether a
    byline closes the text above it.
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
        """Whether its text ends with the end of a sentence."""
        return is_finished(self.text)


def is_finished(text: str) -> bool:
    """Whether a canonical text ends with the end of a sentence, closing quotes and brackets aside."""
    return text.rstrip("”’」』）)】》").endswith(("。", "！", "？", "…"))


def opens_midway(text: str) -> bool:
    """Whether a paragraph cannot be the beginning of one: a quotation closes in it that never opened, or its first sign cannot stand first."""
    if text[:1] and text[0] in "，。、；：？！”’」』）》％%的":
        return True
    depth = 0
    for char in text[:120]:
        depth += (char in "“「『") - (char in "”」』")
        if depth < 0:
            return True
    return False


@lru_cache(maxsize=1)
def lede() -> re.Pattern[str]:
    """How the first sentence of a story sets its time."""
    openers = "|".join(load("page")["lede"]["openers"])
    return re.compile(rf"^(?:{openers}|(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}日[，,上下晚]|\d{{1,2}}月(?:上|中|下)旬)")


def open_quotes(text: str) -> int:
    """How many quotations a text leaves open."""
    return max(sum(c in _OPEN for c in text) - sum(c in _CLOSE for c in text), 0)


@dataclass(slots=True)
class _Reader:
    """Joins lines as they come: ``open`` holds the lines of the paragraph that has not ended."""

    raw: str
    lines: Sequence[Line]
    columns: Sequence[float | None]
    indents: bool
    pieces: list[Piece] = field(default_factory=list)
    open: list[int] = field(default_factory=list)

    def read(self) -> list[Piece]:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if line.kind is Kind.FURNITURE:
                index += 1
            elif line.kind is not Kind.CONTENT:
                self._close()
                self._credit(line)
                index += 1
            elif size := self._headline(index):
                self._close()
                rows = self.lines[index : index + size]
                self.pieces.append(self._piece(Sort.HEAD, [(r.start, r.end) for r in rows], line.gap))
                index += size
            else:
                self._text(index)
                index += 1
        self._close()
        return self.pieces

    def _text(self, index: int) -> None:
        line = self.lines[index]
        if self.open and line.gap and self._ends(index) and self._belongs_before(line):
            return
        if self.open and (line.lead or line.indented and self.lines[self.open[-1]].finished):
            self._close()
        self.open.append(index)
        if self._ends(index):
            self._close()

    def _belongs_before(self, line: Line) -> bool:
        """Whether the end of a sentence fits an earlier broken paragraph: it leaves a quotation open in the one just broken off."""
        pending = "".join(self.lines[i].text for i in self.open)
        if not open_quotes(pending + line.text):
            return False
        for index in range(len(self.pieces) - 1, -1, -1):
            piece = self.pieces[index]
            if piece.sort is Sort.BYLINE or piece.lead:
                return False
            if piece.sort is Sort.TEXT and not piece.finished and not open_quotes(piece.text + line.text):
                self.pieces[index] = self._piece(Sort.TEXT, (*piece.rows, (line.start, line.end)), piece.gap, piece.names, piece.lead, piece.column)
                self._close()
                return True
        return False

    def _ends(self, index: int) -> bool:
        """Whether a paragraph ends with this line: a sentence ends, and the line is short or the next stands apart."""
        line, column = self.lines[index], self.columns[index]
        if not line.finished:
            return False
        if index + 1 == len(self.lines):
            return True
        after = self.lines[index + 1]
        if after.gap > 0 or after.indented or after.kind is not Kind.CONTENT or column is None:
            return True
        # A new paragraph's first line is indented, hence narrower, even where the indent itself got lost.
        return not self.indents and line.width < column - 0.9 and after.width < column - 0.9

    def _close(self) -> None:
        if not self.open:
            return
        lines = [self.lines[i] for i in self.open]
        columns = [c for i in self.open if (c := self.columns[i]) is not None]
        self.open = []
        # A dateline with its names may run over the first lines, cut in mid-name.
        found = read_lead("".join(line.text for line in lines[:4]))
        rows = [(line.start, line.end) for line in lines]
        if found:
            rows = _after(rows, found.length)
        column = columns[len(columns) // 2] if len(lines) > 1 and columns else None
        piece = self._piece(Sort.TEXT, rows, lines[0].gap, found.names if found else (), found is not None, column)
        if piece.text or found:
            self.pieces.append(piece)

    def _credit(self, line: Line) -> None:
        sort = Sort(line.kind.value)
        names = line.credit.names if line.credit else ()
        marked, closing = (line.credit.marked, line.credit.closing) if line.credit else (False, False)
        last = self.pieces[-1] if self.pieces else None
        if last and last.sort is sort and line.credit and line.gap <= (0 if marked else 1) and last.names:
            names = tuple(dict.fromkeys(last.names + names))
            self.pieces[-1] = Piece(sort, (*last.rows, (line.start, line.end)), last.text, last.gap, names, closing=last.closing)
            return
        self.pieces.append(Piece(sort, ((line.start, line.end),), line.text, line.gap, names, closing=closing))

    def _piece(
        self, sort: Sort, rows: Sequence[Span], gap: int, names: tuple[str, ...] = (), lead: bool = False, column: float | None = None
    ) -> Piece:
        spans = headline_spans(self.raw, rows) if sort is Sort.HEAD else rows
        text, _ = canonical(self.raw, spans, spaced=sort is Sort.HEAD)
        return Piece(sort, tuple(rows), text, gap, names, lead, column)

    # Headline or text?

    def _headline(self, index: int) -> int:
        """How many lines from here on are one headline; 0 where the line is text."""
        block = self._block(index)
        size = len(block)
        first = block[0]
        if first.lead or first.indented and size > 0 and self._follows_indent(index):
            return 0
        for count in range(min(size, 4), 0, -1):
            rows = block[:count]
            if self._stands_apart(index, count) and all(map(self._headline_like, rows)) and not self._runs_on(index, count):
                if count > 1 and (sum(r.text.count("，") + r.text.count(",") for r in rows) > 1 or lede().match(rows[0].text)):
                    return 0
                return count
        return 0

    def _follows_indent(self, index: int) -> bool:
        """An indented line is text where the page indents its paragraphs: the line after it is not indented, or it is long."""
        return index + 1 < len(self.lines) and self.lines[index + 1].kind is Kind.CONTENT and self.lines[index + 1].gap == 0

    def _block(self, index: int) -> list[Line]:
        block = [self.lines[index]]
        for line in self.lines[index + 1 :]:
            if line.kind is not Kind.CONTENT or line.gap or line.lead or line.indented and not block[0].indented:
                break
            block.append(line)
        return block

    def _stands_apart(self, index: int, count: int) -> bool:
        """Whether nothing printed right below belongs to these lines."""
        end = index + count
        if end == len(self.lines):
            return True
        after, last = self.lines[end], self.lines[end - 1]
        if after.gap or after.kind is not Kind.CONTENT or after.indented or after.lead:
            return True
        starts = index == 0 or self.lines[index].gap > 0 or self.lines[index - 1].kind is not Kind.CONTENT
        column = self.columns[end]
        if self.open or not starts:
            return False
        if lede().match(after.text) or column is None and after.width >= 45 and last.width <= 36:
            return True
        if column is None or any(c in last.text for c in "，,"):
            return False
        return last.width <= column - 3.6 and after.width >= column - 2.6 and last.width <= after.width - 2.6

    def _headline_like(self, line: Line) -> bool:
        text = line.text
        if dash_length(text) and not line.finished and not self.open and line.width <= 45:
            return True
        if line.finished and not (line.width <= 24 and text.rstrip(_CLOSE)[-1:] in "！？!?" and not self.open):
            return False
        if line.width > 60 or text[-1] in load("page")["headline"]["unfinished"] or any(c in text for c in "。；;"):
            return False
        if text[0] in "，。、；：？！”’」』）》":
            return False
        commas = sum(c in "，," for c in text)
        parts = re.split(r"[\s\u3000]+", text)
        return line.width <= (30 if commas else 36) and commas <= 1 or commas <= 1 + len(parts) // 2 and len(parts) > 1

    def _runs_on(self, index: int, count: int) -> bool:
        """Whether these lines are the head of a paragraph that goes on below, or the middle of one, cut by a column's end."""
        last, column = self.lines[index + count - 1], self.columns[index + count - 1]
        after = next((n for n in self.lines[index + count :] if n.kind is not Kind.FURNITURE), None)
        if self.open and self.lines[index].gap == 0:
            return True
        if column is not None:
            if self.open:
                return last.width >= column - 1.6 and not self._doubled(last)
            if after is None or after.kind is not Kind.CONTENT or after.lead or after.indented:
                return False
            full = last.width >= column - (3.6 if count == 1 else 1.6)
            return full and column - 1.3 <= after.width <= column + 3 and self._texty(index + count)
        if after is None or after.kind is not Kind.CONTENT or after.lead:
            return False
        if self.open:
            return last.width > 30
        clause = re.split("[，,]", last.text)
        if len(clause) > 1 and width_below(clause[-1], 3.1):
            return True
        joint = last.text[-2:] + after.text[:2]
        return last.width >= 8 and after.width > 30 and self.raw.count(joint) > 0

    def _block_after(self, index: int) -> list[Line]:
        return self._block(index) if index < len(self.lines) else []

    def _texty(self, index: int) -> bool:
        """Whether the block from here on is running text: it holds the end of a sentence or many lines."""
        block = self._block_after(index)
        return len(block) > 3 or any(c in line.text for line in block for c in "。；")

    def _doubled(self, line: Line) -> bool:
        half = len(line.text) // 2
        return len(line.text) % 2 == 0 and line.text[:half] == line.text[half:]


def _after(rows: Sequence[Span], length: int) -> list[Span]:
    """The rows without so many characters at their beginning."""
    left: list[Span] = []
    for start, end in rows:
        cut = min(length, end - start)
        length -= cut
        if start + cut < end:
            left.append((start + cut, end))
    return left or [(rows[-1][1], rows[-1][1])]


def headline_spans(raw: str, rows: Sequence[Span]) -> list[Span]:
    """The stretches of headline rows, each doubled printing once."""
    return [(start + a, start + b) for start, end in rows for a, b in undouble(raw[start:end])]


def width_below(text: str, limit: float) -> bool:
    """Whether a clause is narrower than so many ems."""
    return sum(0.5 if c.isascii() else 1.0 for c in text.strip()) < limit


def pieces_of(raw: str, lines: Sequence[Line]) -> list[Piece]:
    """The pieces of a page in page order: paragraphs whole as far as they stand together, headlines by their groups of lines."""
    indents = sum(line.indented for line in lines) * 10 > len(lines)
    return _Reader(raw, lines, column_widths(lines), indents).read()

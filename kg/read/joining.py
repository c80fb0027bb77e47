"""Lines joined to pieces: paragraphs made whole over line and column breaks, headlines by their lines, bylines over theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.read.bylines import read_names
from kg.read.canonical import Span, canonical
from kg.read.datelines import lede, read_lead
from kg.read.headings import headline_rows
from kg.read.headlines import is_doubled, undouble
from kg.read.lines import Kind, Line, column_widths
from kg.read.pieces import Piece, Sort, open_quotes

_CLOSING = re.compile(r"(?<=[。！？”])\s*[（(]([^（）()。]{2,12})[）)]\s*$")
_DATELINE_ROWS = 4
_LONGEST_HEAD = 28  # characters of a headline that stands alone
_SHORT_HEAD, _SHORTEST_HEAD = 4.0, 4  # ems that it falls short by where no blank lines part it, and its characters
_SHORT = 2.0  # ems by which the last line of a paragraph plainly falls short of the column


def pieces_of(raw: str, lines: Sequence[Line]) -> list[Piece]:
    """The pieces of a page in page order: paragraphs whole as far as they stand together, headlines by their groups of lines."""
    indents = sum(line.indented for line in lines) * 10 > len(lines)
    return _Joiner(raw, lines, column_widths(lines), indents).join()


def headline_spans(raw: str, rows: Sequence[Span]) -> list[Span]:
    """The stretches of headline rows, each doubled printing once."""
    return [(start + a, start + b) for start, end in rows for a, b in undouble(raw[start:end])]


@dataclass(slots=True)
class _Joiner:
    """Joins lines as they come: ``open`` holds the indexes of the lines of the paragraph that has not ended."""

    raw: str
    lines: Sequence[Line]
    columns: Sequence[float | None]
    indents: bool
    pieces: list[Piece] = field(default_factory=list)
    open: list[int] = field(default_factory=list)

    def join(self) -> list[Piece]:
        """All pieces of the page."""
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            rows = 1
            if line.kind is Kind.CONTENT:
                rows = headline_rows(self.raw, self.lines, self.columns, index, bool(self.open))
                if rows:
                    self._close()
                    self._add(Sort.HEAD, [(r.start, r.end) for r in self.lines[index : index + rows]], line.gap)
                else:
                    self._text(index)
            elif line.kind is not Kind.FURNITURE:
                self._close()
                self._credit(line)
            index += max(rows, 1)
        self._close()
        return self.pieces

    def _text(self, index: int) -> None:
        line = self.lines[index]
        if self.open and line.gap and self._ends(index) and self._belongs_before(line):
            return
        if self._stood_alone(line):
            above = self.lines[self.open.pop()]
            self._add(Sort.HEAD, [(above.start, above.end)], above.gap)
        if self.open and (line.lead or (line.indented and self.lines[self.open[-1]].finished)):
            self._close()
        self.open.append(index)
        if self._ends(index):
            self._close()

    def _stood_alone(self, line: Line) -> bool:
        """Whether the one open line is a headline after all, beneath which a story begins with its day.

        It stands between blank lines, or falls short of the column.
        """
        if len(self.open) != 1 or lede().match(line.text) is None:
            return False
        above, column = self.lines[self.open[0]], self.columns[self.open[0]]
        parted = above.gap > 0 and line.gap > 0 and len(above.text) <= _LONGEST_HEAD
        short = column is not None and above.width < column - _SHORT_HEAD and len(above.text) >= _SHORTEST_HEAD
        return (parted or short) and not (above.lead or above.finished) and not open_quotes(above.text)

    def _belongs_before(self, line: Line) -> bool:
        """Add the end of a sentence to an earlier broken paragraph where it would leave a quotation open in the one just broken off."""
        pending = "".join(self.lines[i].text for i in self.open)
        if not open_quotes(pending + line.text):
            return False
        for index in range(len(self.pieces) - 1, -1, -1):
            piece = self.pieces[index]
            if piece.sort is Sort.BYLINE or piece.lead:
                return False
            if piece.sort is Sort.TEXT and not piece.finished and not open_quotes(piece.text + line.text):
                rows = (*piece.rows, (line.start, line.end))
                self.pieces[index] = replace(piece, rows=rows, text=canonical(self.raw, rows)[0])
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
        if is_doubled(after.text):
            return True
        if self.indents:  # the next paragraph would be indented, so what follows a short last line is none
            return line.width < column - _SHORT
        # A new paragraph's first line is indented, hence narrower, even where the indent itself got lost.
        return line.width < column - 0.9 and after.width < column - 0.9

    def _close(self) -> None:
        """Make a paragraph of the open lines; a dateline with its names may run over the first of them, cut in mid-name."""
        if not self.open:
            return
        lines = [self.lines[i] for i in self.open]
        columns = [c for i in self.open if (c := self.columns[i]) is not None]
        self.open = []
        rows = [(line.start, line.end) for line in lines]
        lead = read_lead("".join(line.text for line in lines[:_DATELINE_ROWS]))
        if lead:
            rows = _after(rows, lead.length)
        column = columns[len(columns) // 2] if len(lines) > 1 and columns else None
        names = lead.names if lead else ()
        signed = _signed("".join(line.text for line in lines[-2:])) if len(lines) > 1 else None
        if signed is not None and not names:
            rows, names = _without_last(rows, signed[0]), signed[1]
        self._add(Sort.TEXT, rows, lines[0].gap, names, lead is not None, column)

    def _credit(self, line: Line) -> None:
        """A byline, credit or mark; a line without a sign of its own goes on the one above, a marked one only right below it."""
        sort = Sort(line.kind.value)
        row = (line.start, line.end)
        credit = line.credit
        last = self.pieces[-1] if self.pieces else None
        if last and credit and last.sort is sort and last.names and line.gap <= (0 if credit.marked else 1):
            names = tuple(dict.fromkeys(last.names + credit.names))
            self.pieces[-1] = replace(last, rows=(*last.rows, row), names=names)
        else:
            self.pieces.append(
                Piece(sort, (row,), line.text, line.gap, credit.names if credit else (), closing=bool(credit and credit.closing))
            )

    def _add(
        self, sort: Sort, rows: Sequence[Span], gap: int, names: tuple[str, ...] = (), lead: bool = False, column: float | None = None
    ) -> None:
        heads = sort is Sort.HEAD
        text, _ = canonical(self.raw, headline_spans(self.raw, rows) if heads else rows, spaced=heads)
        if text or lead:
            self.pieces.append(Piece(sort, tuple(rows), text, gap, names, lead, column))


def _after(rows: Sequence[Span], length: int) -> list[Span]:
    """The rows without so many characters at their beginning."""
    left: list[Span] = []
    for start, end in rows:
        cut = min(length, end - start)
        length -= cut
        if start + cut < end:
            left.append((start + cut, end))
    return left or [(rows[-1][1], rows[-1][1])]


def _signed(text: str) -> tuple[int, tuple[str, ...]] | None:
    """How many characters the names in brackets take that close a paragraph, cut by the end of a line, and the names."""
    closing = _CLOSING.search(text)
    names = read_names(closing[1]) if closing is not None else ()
    return (len(closing[0]), names) if closing is not None and names else None


def _without_last(rows: Sequence[Span], length: int) -> list[Span]:
    """The rows without so many characters at their end."""
    left = list(rows)
    while length and left:
        start, end = left.pop()
        if end - start > length:
            left.append((start, end - length))
        length = max(length - (end - start), 0)
    return left

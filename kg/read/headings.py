"""Headline or running text: told by the lines' shape, by what stands below them, and by the width of the column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.lexicon import load
from kg.read.datelines import lede
from kg.read.headlines import dash_length, is_doubled
from kg.read.lines import Kind, Line, width_of

_MOST_ROWS = 4
_SEEN = 12  # lines of a block that tell what it is
_WIDEST, _WIDEST_WITH_COMMA, _WIDEST_OF_PARTS, _WIDEST_SECOND_LINE, _WIDEST_QUESTION = 36.0, 30.0, 60.0, 45.0, 24.0
_WHOLE_PARAGRAPH = 45.0
_INDENT = 3.6  # ems that the first line of a paragraph may fall short of the column: two of indent and what squeezed signs leave
_SLACK = 1.3  # ems by which full lines differ


def headline_rows(raw: str, lines: Sequence[Line], columns: Sequence[float | None], index: int, open_paragraph: bool) -> int:
    """How many lines from this one on are one headline; 0 where the line is text.

    ``open_paragraph`` says that the paragraph before has not ended.
    """
    block = _block(lines, index)
    first = block[0]
    if first.lead or (first.indented and _has_below(lines, index)):
        return 0
    for count in range(min(len(block), _MOST_ROWS), 0, -1):
        rows = block[:count]
        shaped = all(_is_shaped(row, open_paragraph) for row in rows)
        if (
            shaped
            and _stands_apart(lines, columns, index, count, open_paragraph)
            and not _runs_on(raw, lines, columns, index, count, open_paragraph)
        ):
            return 0 if count > 1 and (_commas("".join(r.text for r in rows)) > 1 or lede().match(first.text)) else count
    return 0


@lru_cache(maxsize=1)
def _unfinished() -> frozenset[str]:
    return frozenset(load("page")["headline"]["unfinished"])


def _commas(text: str) -> int:
    return text.count("，") + text.count(",")


def _has_below(lines: Sequence[Line], index: int) -> bool:
    """Whether a content line stands right below."""
    return index + 1 < len(lines) and lines[index + 1].kind is Kind.CONTENT and lines[index + 1].gap == 0


def _block(lines: Sequence[Line], index: int) -> list[Line]:
    """The first content lines from here on, down to a blank line, an indent, a dateline or another kind of line."""
    block = [lines[index]] if index < len(lines) else []
    for line in lines[index + 1 : index + _SEEN]:
        if line.kind is not Kind.CONTENT or line.gap or line.lead or (line.indented and not block[0].indented):
            break
        block.append(line)
    return block


def _is_shaped(line: Line, open_paragraph: bool) -> bool:
    """Whether a line by itself could be of a headline: short, no sentence, no sign that goes on."""
    text = line.text
    if dash_length(text) and not line.finished and not open_paragraph and line.width <= _WIDEST_SECOND_LINE:
        return True
    if line.finished and (line.width > _WIDEST_QUESTION or text.rstrip("”’」』）")[-1:] not in "！？!?" or open_paragraph):
        return False
    if (
        line.width > _WIDEST_OF_PARTS
        or text[-1] in _unfinished()
        or text[0] in "，。、；：？！”’」』）》"
        or any(c in text for c in "。；;")
    ):
        return False
    commas, parts = _commas(text), len(text.split())
    return (commas <= 1 and line.width <= (_WIDEST_WITH_COMMA if commas else _WIDEST)) or (parts > 1 and commas <= 1 + parts // 2)


def _stands_apart(lines: Sequence[Line], columns: Sequence[float | None], index: int, count: int, open_paragraph: bool) -> bool:
    """Whether nothing printed right below belongs to these lines."""
    end = index + count
    if end == len(lines):
        return True
    after, last, column = lines[end], lines[end - 1], columns[end]
    if after.gap or after.kind is not Kind.CONTENT or after.indented or after.lead:
        return True
    starts = index == 0 or lines[index].gap > 0 or lines[index - 1].kind is not Kind.CONTENT
    if open_paragraph or not starts:
        return False
    if lede().match(after.text) or (column is None and after.width >= _WHOLE_PARAGRAPH and last.width <= _WIDEST):
        return True
    if column is None or _commas(last.text):
        return False
    return last.width <= column - _INDENT and after.width >= column - 2 * _SLACK and last.width <= after.width - 2 * _SLACK


def _runs_on(raw: str, lines: Sequence[Line], columns: Sequence[float | None], index: int, count: int, open_paragraph: bool) -> bool:
    """Whether these lines are the head of a paragraph that goes on below, or the middle of one, cut by a column's end."""
    last, column = lines[index + count - 1], columns[index + count - 1]
    if open_paragraph and lines[index].gap == 0:
        return True
    if is_doubled(last.text):
        return False
    if open_paragraph:
        return last.width >= column - 1.6 if column is not None else last.width > _WIDEST_WITH_COMMA
    below = next((i for i in range(index + count, len(lines)) if lines[i].kind is not Kind.FURNITURE), None)
    if below is None or lines[below].kind is not Kind.CONTENT or lines[below].lead:
        return False
    after = lines[below]
    if column is not None:
        full = last.width >= column - (_INDENT if count == 1 else 1.6)
        return full and not after.indented and column - _SLACK <= after.width <= column + 3 and _is_text(lines, below)
    clauses = re.split("[，,]", last.text)
    if len(clauses) > 1 and width_of(clauses[-1]) < 3.1:
        return True
    # Cut in mid-word: the page prints the word whole elsewhere.
    ending, beginning = last.text[-2:], after.text[:2]
    whole = ending + beginning in raw or (len(clauses) > 1 and (ending + beginning[:1] in raw or ending[1:] + beginning in raw))
    return last.width >= 8 and (after.width > _WIDEST_WITH_COMMA or after.finished) and whole


def _is_text(lines: Sequence[Line], index: int) -> bool:
    """Whether the block from here on is running text: it holds the end of a sentence or many lines."""
    block = _block(lines, index)
    return len(block) > 3 or any(c in line.text for line in block for c in "。；")

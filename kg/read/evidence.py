"""From a stretch of an article back to the page, and from a place in it to its sentence."""

from __future__ import annotations

from itertools import pairwise

from kg.records import Article, Evidence, Page

_ENDS = frozenset("。！？；…")
_CLOSERS = frozenset("”’」』）)】》")


def evidence_of(page: Page, article: Article, start: int, end: int) -> Evidence:
    """The words of the page behind ``article.text[start:end]``: the page's own characters without white space, and their raw offsets.

    Where something other than white space parts the stretch on the page, its longest unbroken run is kept (the first of equal ones).
    Raises ValueError for a stretch without characters.
    """
    raw = page.text
    places = [article.offsets[i] for i in range(start, end) if article.text[i] not in "\n "]
    if not places:
        raise ValueError(f"{article.id}: no characters between {start} and {end}")
    runs: list[list[int]] = [[places[0]]]
    for left, right in pairwise(places):
        if left < right and not raw[left + 1 : right].strip():
            runs[-1].append(right)
        else:
            runs.append([right])
    longest = max(runs, key=len)
    quote = "".join(raw[o] for o in longest)
    return Evidence(article.doc, article.id, longest[0], longest[-1] + 1, quote)


def sentence_bounds(article: Article, position: int) -> tuple[int, int]:
    """Where the sentence around a character of the article begins and ends, within its segment; quotes that close it belong to it.

    Sentences end at 。！？；… and at the ends of segments. Raises IndexError for a place outside the text.
    """
    text = article.text
    if not 0 <= position < len(text):
        raise IndexError(f"{article.id}: no character {position}")
    while text[position] == "\n":
        position += 1
    segment = next(s for s in article.segments if s.start <= position < s.end)
    start = segment.start
    index = segment.start
    while index < segment.end:
        if text[index] in _ENDS:
            while index + 1 < segment.end and (text[index + 1] in _ENDS or text[index + 1] in _CLOSERS):
                index += 1
            if position <= index:
                return start, index + 1
            start = index + 1
        index += 1
    return start, segment.end

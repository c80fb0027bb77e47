"""Which pieces of a page make one article: the cheapest way to cut the page, found by dynamic programming over the pieces in page order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.read.costs import LEAST, NEVER, article_cost, headline_of, left_over_cost, zones_of
from kg.read.pieces import Piece, Sort
from kg.read.sheet import REACH, Sheet

_BETTER = 0.1  # by how much more a headline must share with a fragment than with its owner to be given away


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as indexes into the pieces of its page: headlines, paragraphs and crossheads in order, captions, makers.

    ``covers`` holds for each headline the share of its character pairs that the body has too.
    """

    heads: tuple[int, ...]
    covers: tuple[float, ...]
    body: tuple[int, ...]
    captions: tuple[int, ...]
    makers: tuple[int, ...]


def drafts_of(pieces: Sequence[Piece]) -> list[Draft]:
    """The articles of a page in page order; pieces that belong to none are left out."""
    sheet = Sheet(pieces)
    best = [0.0] + [NEVER * (len(pieces) + 1)] * len(pieces)
    begins: list[int | None] = [None] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        best[end] = best[end - 1] + left_over_cost(sheet, end - 1)
        # The article that ended one piece earlier mostly goes on: with its cost known first, most other beginnings need no look.
        likely = begins[end - 1]
        for start in (*([] if likely is None else [likely]), *range(end - 1, max(-1, end - REACH), -1)):
            if best[start] + LEAST >= best[end]:
                continue
            cost = article_cost(sheet, start, end)
            if cost is None and start != likely:
                break
            if cost is not None and best[start] + cost < best[end]:
                best[end], begins[end] = best[start] + cost, start
    drafts: list[Draft] = []
    end = len(pieces)
    while end:
        begin = begins[end]
        if begin is None:
            end -= 1
        else:
            drafts.append(_draft(sheet, begin, end))
            end = begin
    return _with_lent_headlines(sheet, drafts[::-1])


def _draft(sheet: Sheet, start: int, end: int) -> Draft:
    zones = zones_of(sheet, start, end)
    if zones is None:
        raise ValueError(f"pieces {start} to {end} hold no paragraph")
    heads = headline_of(sheet, zones).heads
    captions = sheet.captions(zones.body)
    if len(captions) == sum(sheet.sort(i) is Sort.TEXT for i in zones.body):
        captions = []
    body = [i for i in zones.body if i not in heads and i not in captions and sheet.sort(i) in (Sort.TEXT, Sort.HEAD)]
    makers = [i for i in range(start, end) if sheet.pieces[i].names]
    return Draft(heads, tuple(sheet.cover(i, zones.body) for i in heads), tuple(body), tuple(captions), tuple(makers))


def _with_lent_headlines(sheet: Sheet, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts after each fragment without a headline took a line that stands elsewhere on the page but fits it better than its owner."""
    given = list(drafts)
    for index, draft in enumerate(drafts):
        if draft.heads or not draft.body or draft.body[0] not in sheet.strays:
            continue
        own = range(draft.body[0], draft.body[-1] + 1)
        offers = [
            (sheet.cover(head, own) - cover, other, head)
            for other, owner in enumerate(given)
            for head, cover in zip(owner.heads, owner.covers, strict=True)
            if len(owner.heads) > 1
        ]
        if offers and max(offers)[0] > _BETTER:
            _, other, head = max(offers)
            kept = [(h, c) for h, c in zip(given[other].heads, given[other].covers, strict=True) if h != head]
            given[other] = replace(given[other], heads=tuple(h for h, _ in kept), covers=tuple(c for _, c in kept))
            given[index] = replace(draft, heads=(head,), covers=(sheet.cover(head, own),))
    return given

"""What it costs to take a stretch of a page's pieces as one article.

The costs say what newspapers do: an article has one headline, above or below its body, one byline, one dateline formula, and words in
common with its headline. Their unit is a missing byline. They were set by hand and tried on pages laid out at random in many styles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.read.headlines import dash_length, is_slogan, names_column
from kg.read.pieces import Sort
from kg.read.sheet import Sheet

NEVER = 1e6

_ARTICLE = 2.5  # each article: fewer explain a page better
_STRANGE, _STRANGE_BRIEF = 3.0, 1.2  # a headline without a word of its body; a photo's heading shares few words with its caption
_NO_HEADLINE, _NO_HEADLINE_BRIEF, _NO_HEADLINE_CONTINUED = 3.0, 1.5, 0.5
_DROPPED_ROWS, _DROPPED_LINE, _DROPPED_SLOGAN, _DROPPED_CHART = 1.8, 0.9, 0.6, 0.2
_SKIPPED, _ONE_LINE_MORE, _ACROSS, _APART = 0.5, 0.3, 0.8, 0.6
_COLUMN_NAME, _EMPTY_SLOGAN, _BARE_WORD, _ONLY_SECOND, _CHART, _BIG = 0.7, 0.6, 1.0, 1.0, 1.5, 0.5
_ROWS = 4
_MIDDLE = 0.3
_NO_BYLINE, _SECOND_BYLINE, _DROPPED_BYLINE, _DROPPED_CREDIT = 1.0, 5.0, 4.5, 1.5
_BYLINE_BELOW, _CLOSING_ABOVE, _CREDIT_ABOVE, _SIGNED_CAPTION, _BYLINE_IN_SENTENCE = 0.3, 2.5, 1.0, 1.2, 0.5
_BYLINE_OF_ANOTHER = 2.5
_FOREIGN_STORY, _STRAY = 4.5, 6.0
_CUT, _CUT_BEFORE_STORY, _CUT_SENTENCE, _LEDE, _LEDE_CLOSE, _NEW_COLUMN, _COLUMNS_DIFFER = 3.0, 0.5, 2.0, 1.5, 0.5, 0.5, 1.4
_MIDWAY, _BROKEN_OFF, _SCRAP, _SCRAP_LENGTH = 1.0, 0.7, 2.5, 40
_CROSSHEAD, _ESTRANGED, _TALL, _LONG, _DOUBLE, _BEFORE_LEDE, _BEFORE_CREDIT, _AFTER_CREDIT = 0.6, 2.0, 2.5, 0.8, 1.0, 2.5, 1.0, 1.0
_WIDE_CUT = 1.0
_WIDE_GAP, _ONLY_BLANK = 0.7, 2.0


LEAST = _ARTICLE - _BIG  # no article costs less


@dataclass(frozen=True, slots=True)
class Zones:
    """An article's stretch parted: before its first paragraph, from there to its last, and after."""

    before: range
    body: range
    after: range


@dataclass(frozen=True, slots=True)
class Headline:
    """The cheapest headline of a stretch and its cost; no pieces where it goes without."""

    cost: float
    heads: tuple[int, ...]


def zones_of(sheet: Sheet, start: int, end: int) -> Zones | None:
    """The zones of the pieces from ``start`` to ``end``; None where they hold no paragraph."""
    texts = sheet.texts[bisect_left(sheet.texts, start) : bisect_left(sheet.texts, end)]
    return Zones(range(start, texts[0]), range(texts[0], texts[-1] + 1), range(texts[-1] + 1, end)) if texts else None


def article_cost(sheet: Sheet, start: int, end: int) -> float | None:
    """The cost of these pieces as one article, NEVER where they cannot be one; None where no longer stretch with this end can either."""
    zones = zones_of(sheet, start, end)
    if zones is None:
        return NEVER
    body = _body_cost(sheet, zones.body)
    if body >= NEVER:
        return None
    edges = _edge_cost(sheet, zones)
    if edges >= NEVER:
        return NEVER
    return _ARTICLE + body + edges + _makers_cost(sheet, zones) + headline_of(sheet, zones).cost + _cut_cost(sheet, start)


def left_over_cost(sheet: Sheet, index: int) -> float:
    """The cost of giving a piece to no article."""
    sort = sheet.sort(index)
    if sort is Sort.TEXT:
        return NEVER
    if sort is Sort.HEAD:
        return _dropped_cost(sheet, index)
    return {Sort.BYLINE: _DROPPED_BYLINE, Sort.CREDIT: _DROPPED_CREDIT}.get(sheet.pieces[index].sort, 0.0)


def _dropped_cost(sheet: Sheet, index: int) -> float:
    piece = sheet.pieces[index]
    if index in sheet.charted:
        return _DROPPED_CHART
    if len(piece.rows) > 1:
        return _DROPPED_ROWS
    return _DROPPED_SLOGAN if is_slogan(piece.text) or names_column(piece.text) else _DROPPED_LINE


def _body_cost(sheet: Sheet, body: range) -> float:
    """What stands between the first and the last paragraph: crossheads, a second dateline, another's byline or caption."""
    cost, led = 0.0, False
    captions = set(sheet.captions(body))
    for index in body:
        piece = sheet.pieces[index]
        if piece.sort in (Sort.ONWARD, Sort.BACK):
            return NEVER
        if piece.sort is Sort.TEXT:
            cost += _FOREIGN_STORY * (index in sheet.stories and len(body) > 1) + _STRAY * (index in sheet.strays and index > body.start)
            if piece.lead:
                if led or any(sheet.sort(i) is Sort.TEXT and i not in captions for i in range(body.start, index)):
                    return NEVER
                led = True
        elif piece.sort is Sort.HEAD:
            cost += _crosshead_cost(sheet, index)
        elif piece.sort is Sort.BYLINE:
            cost += _BYLINE_IN_SENTENCE if sheet.is_broken_at(body, index) else _SECOND_BYLINE
    return cost


def _crosshead_cost(sheet: Sheet, index: int) -> float:
    """A headline line read as a crosshead of the body."""
    piece = sheet.pieces[index]
    cost = _CROSSHEAD + _ESTRANGED * sheet.strangeness[index] + _TALL * (len(piece.rows) > 1)
    cost += _LONG * (len(piece.text) > 14) + _LONG * (len(piece.text) > 18)
    cost += _DOUBLE * (sheet.sort(index + 1) is Sort.HEAD) + _AFTER_CREDIT * (sheet.sort(index - 1) is Sort.CREDIT)
    if sheet.sort(index + 1) is Sort.TEXT:
        cost += _BEFORE_LEDE * (index + 1 in sheet.ledes) + _BEFORE_CREDIT * (sheet.sort(index + 2) is Sort.CREDIT)
    cost += _WIDE_GAP * min(max(piece.gap - 1, 0), 3)
    # On a page that sets paragraphs without blank lines a blank line before a heading parts articles.
    return cost + (_ONLY_BLANK if piece.gap and not sheet.blanks else 0.0)


def _edge_cost(sheet: Sheet, zones: Zones) -> float:
    """The first and the last paragraph, and the marks beside them."""
    onward = next((i for i in zones.after if sheet.sort(i) is Sort.ONWARD), None)
    if any(sheet.sort(i) is Sort.ONWARD for i in zones.before) or any(sheet.sort(i) is Sort.BACK for i in zones.after):
        return NEVER
    if onward is not None and any(sheet.sort(i) is Sort.BYLINE for i in range(onward, zones.after.stop)):
        return NEVER
    first, last = sheet.pieces[zones.body.start], sheet.pieces[zones.body.stop - 1]
    cost = _MIDWAY if zones.body.start in sheet.midway and not _is_continued(sheet, zones) else 0.0
    if len(zones.body) == 1 and len(first.text) < _SCRAP_LENGTH and not any(sheet.sort(i) is Sort.CREDIT for i in zones.after):
        cost += _SCRAP
    if not last.finished and onward is None and zones.after.stop < len(sheet.pieces):
        cost += _BROKEN_OFF
    return cost


def _is_continued(sheet: Sheet, zones: Zones) -> bool:
    """Whether the article began elsewhere: a mark says so, or its first paragraph is a fragment."""
    return zones.body.start in sheet.strays or any(sheet.sort(i) is Sort.BACK for i in zones.before)


def _makers_cost(sheet: Sheet, zones: Zones) -> float:
    """A missing, a doubled or an oddly placed byline."""
    above = [i for i in zones.before if sheet.sort(i) is Sort.BYLINE]
    below = [i for i in zones.after if sheet.sort(i) is Sort.BYLINE]
    cost = _SECOND_BYLINE * max(len(above) + len(below) - 1, 0)
    cost += _BYLINE_BELOW * any(not sheet.pieces[i].closing for i in below) + _CLOSING_ABOVE * sum(
        sheet.pieces[i].closing and not (sheet.sort(i - 1) is Sort.HEAD and not sheet.pieces[i].gap) for i in above
    )
    cost += _BYLINE_OF_ANOTHER * sum(_ends_another(sheet, zones, i) for i in above)
    cost += _CREDIT_ABOVE * sum(sheet.sort(i) is Sort.CREDIT for i in zones.before)
    if (above or below) and any(sheet.pieces[i].lead and sheet.pieces[i].names for i in zones.body):
        cost += _SECOND_BYLINE
    if above or below:
        return cost + _SIGNED_CAPTION * (len(zones.body) == 1 and zones.body.start in sheet.credited)
    named = any(sheet.pieces[i].names for i in (*zones.body, *zones.after))
    return cost if named or _is_continued(sheet, zones) else cost + _NO_BYLINE * sheet.signed


def _ends_another(sheet: Sheet, zones: Zones, index: int) -> bool:
    """Whether a byline opens a stretch right below a line of what stands before, with the headline further down, apart from it."""
    if index != zones.before.start or index == 0 or sheet.pieces[index].gap:
        return False
    return sheet.sort(index + 1) is Sort.HEAD and sheet.pieces[index + 1].gap > 0


def _cut_cost(sheet: Sheet, start: int) -> float:
    """A beginning right after a paragraph of another article, with nothing between them."""
    if sheet.sort(start) is not Sort.TEXT or sheet.sort(start - 1) is not Sort.TEXT:
        return 0.0
    before, piece = sheet.pieces[start - 1], sheet.pieces[start]
    if piece.lead or start in sheet.strays:
        return 0.0
    if start in sheet.stories:
        return _CUT_BEFORE_STORY
    cost = _CUT if before.finished else _CUT + _CUT_SENTENCE
    if start in sheet.ledes:
        cost -= _LEDE if piece.gap else _LEDE_CLOSE
    if piece.gap > 1:
        cost -= _WIDE_CUT
    if before.column and piece.column and abs(before.column - piece.column) > _COLUMNS_DIFFER:
        cost -= _NEW_COLUMN
    return cost


def headline_of(sheet: Sheet, zones: Zones) -> Headline:
    """The cheapest headline of an article: lines above its body, below it, or in the middle of a broken sentence."""
    onward = next((i for i in zones.after if sheet.sort(i) is Sort.ONWARD), zones.after.stop)
    above = [i for i in zones.before if sheet.sort(i) is Sort.HEAD]
    below = [i for i in zones.after if sheet.sort(i) is Sort.HEAD]
    spare = {i: _dropped_cost(sheet, i) for i in (*above, *below)}
    everything = sum(spare.values())
    without = _NO_HEADLINE_BRIEF if sheet.is_brief(zones.body) else _NO_HEADLINE
    best: tuple[float, tuple[int, ...]] = (everything + (_NO_HEADLINE_CONTINUED if _is_continued(sheet, zones) else without), ())
    for run, skipped in (*_runs(above, last_first=True), *_runs([i for i in below if i < onward], last_first=False)):
        cost = _run_cost(sheet, zones.body, run) + everything - sum(spare[i] for i in run) + _SKIPPED * skipped
        best = min(best, (cost, tuple(run)))
    inside = [i for i in zones.body if sheet.sort(i) is Sort.HEAD and sheet.is_broken_at(zones.body, i)]
    if inside and not above and not below:
        best = min(best, (_run_cost(sheet, zones.body, inside[:1]) + _MIDDLE, (inside[0],)))
    return Headline(*best)


def _runs(heads: Sequence[int], last_first: bool) -> list[tuple[Sequence[int], int]]:
    """Every run of up to three headline pieces, and how many stand between it and the body."""
    return [
        (heads[first:last], len(heads) - last if last_first else first)
        for first in range(len(heads))
        for last in range(first + 1, min(first + 3, len(heads)) + 1)
    ]


def _run_cost(sheet: Sheet, body: range, run: Sequence[int]) -> float:
    """These lines as the headline of that body."""
    pieces = [sheet.pieces[i] for i in run]
    brief = sheet.is_brief(body)
    covers = [0.0 if i in sheet.charted else sheet.cover(i, body) for i in run]
    best = max(covers)
    cost = (_STRANGE_BRIEF if brief else _STRANGE) * (1 - best) + _ONE_LINE_MORE * (len(run) - 1)
    cost += _COLUMN_NAME * sum(names_column(p.text) for p in pieces) + _CHART * sum(i in sheet.charted for i in run)
    cost += _EMPTY_SLOGAN * (len(run) > 2 and any(c < 0.1 and is_slogan(p.text) for c, p in zip(covers, pieces, strict=True)))
    cost += _BARE_WORD * (not brief and all(len(p.text) <= 5 for c, p in zip(covers, pieces, strict=True) if c == best))
    cost += _ONLY_SECOND * all(dash_length(p.text) for p in pieces) - _BIG * any(len(p.rows) > 1 for p in pieces)
    for left, right in pairwise(run):
        cost += _ACROSS * (right - left - 1) + _APART * min(max(sheet.pieces[right].gap - 1, 0), 3)
    return cost + max(sum(len(p.rows) for p in pieces) - _ROWS, 0)

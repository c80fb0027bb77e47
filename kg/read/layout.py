"""Which pieces of a page make one article: the cheapest way to cut the page, found by dynamic programming over the pieces in page order.

A page is cut where it costs least to explain every headline, byline and paragraph. The costs say what newspapers do: an article has one
headline, above or below its body, one byline, one dateline formula, words in common with its headline. Their unit is a missing byline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.read.headlines import dash_length, is_figures, is_slogan, names_column, pairs, weight, weights
from kg.read.pieces import Piece, Sort, lede, opens_midway

_NEVER = 1e6
_ARTICLE = 2.5
_STRANGE_HEADLINE = 3.0
_STRANGE_CAPTION_HEADLINE = 1.2
_NO_HEADLINE = 3.0
_NO_BYLINE = 1.0
_SECOND_BYLINE = 5.0
_DROPPED_LINES, _DROPPED_HEADLINE, _DROPPED_SLOGAN, _DROPPED_FIGURES = 1.8, 0.9, 0.6, 0.2
_DROPPED_BYLINE, _DROPPED_CREDIT = 4.5, 1.5
_BARE_CUT = 3.0
_STRAY = 6.0
_LONGEST = 80


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
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Zones:
    """An article's stretch parted: before its first paragraph, from there to its last, and after."""

    before: range
    body: range
    after: range


@dataclass(slots=True)
class _Page:
    """The pieces with what their costs need, computed once."""

    pieces: Sequence[Piece]
    blanks: bool = True
    signed: float = 1.0
    masks: dict[int, dict[int, int]] = field(default_factory=dict)
    worth: dict[int, list[float]] = field(default_factory=dict)
    estranged: dict[int, float] = field(default_factory=dict)
    strays: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        texts = {i: pairs(p.text) for i, p in enumerate(self.pieces) if p.sort is Sort.TEXT}
        counts, total = weights(self.pieces[i].text for i in texts)
        inner = [p for i, p in enumerate(self.pieces) if i and p.sort is Sort.TEXT and self.pieces[i - 1].sort is Sort.TEXT]
        self.blanks = not inner or sum(p.gap > 0 for p in inner) * 2 > len(inner)
        for index, piece in enumerate(self.pieces):
            if piece.sort is not Sort.HEAD:
                continue
            own = sorted(pairs(piece.text))
            self.worth[index] = [weight(p, counts, total) for p in own]
            near = range(max(0, index - _LONGEST), min(index + _LONGEST, len(self.pieces)))
            self.masks[index] = {t: sum(1 << k for k, p in enumerate(own) if p in texts[t]) for t in near if t in texts}

        stories = sum(p.sort is Sort.HEAD for p in self.pieces) or 1
        self.signed = min(1.0, 3 * sum(bool(p.names) for p in self.pieces) / stories)
        self.estranged = {i: self._estranged(i) for i in self.worth}
        self.strays = {i for i in texts if i and self._stray(i)}

    def _stray(self, index: int) -> bool:
        """Whether a paragraph that cannot begin one, after one that ended, opens a fragment of another article.

        The article before has words it keeps coming back to; a fragment that has few of them is not its own.
        """
        if self.sort(index - 1) is not Sort.TEXT or not self.pieces[index - 1].finished or not opens_midway(self.pieces[index].text):
            return False
        before, after = index - 1, index
        while before and self.sort(before) is not Sort.BYLINE and not self.pieces[before].lead:
            before -= 1
        while after < len(self.pieces) and self.sort(after) is Sort.TEXT:
            after += 1
        own = _recurring("\n".join(p.text for p in self.pieces[before:index] if p.sort is Sort.TEXT))
        fragment = "\n".join(p.text for p in self.pieces[index:after])
        told = sum(own.values())
        return len(own) >= 5 and sum(n for word, n in own.items() if word in fragment) < 0.4 * told

    def _estranged(self, index: int) -> float:
        """How foreign the text after a headline line is to the text before it, 0–1, by the runs of three characters they share.

        Parts of one article come back to its names; on the pages this was measured on they share 2–23 % of such runs, neighbours mostly under 2 %.
        """
        before: list[str] = []
        for piece in reversed(self.pieces[:index]):
            if piece.sort is Sort.TEXT and len(before) < 6:
                before.append(piece.text)
            if piece.lead or before and piece.sort is Sort.BYLINE:
                break
        after: list[str] = []
        for piece in self.pieces[index + 1 :]:
            if piece.sort is Sort.TEXT and len(after) < 4:
                after.append(piece.text)
            elif after:
                break
        left, right = _triples("\n".join(before)), _triples("\n".join(after))
        fewer = min(len(left), len(right))
        if not fewer:
            return 0.0
        strange = 1 - min(len(left.keys() & right.keys()) / (0.025 * fewer), 1.0)
        return strange if fewer >= 100 else strange / 2

    def sort(self, index: int) -> Sort:
        return self.pieces[index].sort

    def charted(self, index: int) -> bool:
        """Whether a headline line belongs to a chart: it or the line before it is made of figures."""
        lines = [self.pieces[i] for i in (index - 1, index) if i >= 0 and self.sort(i) is Sort.HEAD]
        return len(self.pieces[index].rows) == 1 and any(is_figures(p.text) for p in lines)

    def dropped(self, index: int) -> float:
        """The cost of leaving a headline line out: little for a chart's, less for a column's name than for a statement."""
        if self.charted(index):
            return _DROPPED_FIGURES
        if len(self.pieces[index].rows) > 1:
            return _DROPPED_LINES
        text = self.pieces[index].text
        return _DROPPED_SLOGAN if is_slogan(text) or names_column(text) else _DROPPED_HEADLINE

    def shared(self, heads: Sequence[int], body: range) -> float:
        """The share of the headline's character pairs, by weight, that the body has too."""
        hit = total = 0.0
        for head in heads:
            mask = 0
            for index in body:
                mask |= self.masks[head].get(index, 0)
            worth = self.worth[head]
            hit += sum(w for k, w in enumerate(worth) if mask >> k & 1)
            total += sum(worth)
        return hit / total if total else 0.0


def _triples(text: str) -> Counter[str]:
    """The runs of three Chinese characters of a text, counted."""
    counts: Counter[str] = Counter()
    for run in re.findall(r"[\u3400-\u9fff]+", text):
        counts.update(run[i : i + 3] for i in range(len(run) - 2))
    return counts


def _recurring(text: str) -> dict[str, int]:
    """The runs of three characters that a text has three times or more."""
    return {word: n for word, n in _triples(text).items() if n >= 3}


def drafts_of(pieces: Sequence[Piece]) -> list[Draft]:
    """The articles of a page in page order; pieces that belong to none are left out."""
    page = _Page(pieces)
    best = [0.0] + [_NEVER * len(pieces)] * len(pieces)
    back = [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        alone = best[end - 1] + _left_over(page, end - 1)
        if alone < best[end]:
            best[end], back[end] = alone, -1
        for start in range(end - 1, max(-1, end - _LONGEST), -1):
            price = _price(page, start, end)
            if price is None:
                break
            if best[start] + price < best[end]:
                best[end], back[end] = best[start] + price, start
    drafts = []
    end = len(pieces)
    while end:
        start = end - 1 if back[end] == -1 else back[end]
        if back[end] != -1:
            drafts.append(_draft(page, start, end))
        end = start
    return _lent(page, drafts[::-1])


def _lent(page: _Page, drafts: list[Draft]) -> list[Draft]:
    """The drafts after fragments without a headline took lines that stand elsewhere on the page but fit them better than their owners."""
    for index, draft in enumerate(drafts):
        if draft.heads or not draft.body or draft.body[0] not in page.strays:
            continue
        own = range(draft.body[0], draft.body[-1] + 1)
        offers = []
        for other, owner in enumerate(drafts):
            body = range(owner.body[0], owner.body[-1] + 1) if owner.body else range(0)
            for head in owner.heads if len(owner.heads) > 1 else ():
                offers.append((page.shared([head], own) - page.shared([head], body), other, head))
        if offers and max(offers)[0] > 0.1:
            _, other, head = max(offers)
            kept = [(h, c) for h, c in zip(drafts[other].heads, drafts[other].covers, strict=True) if h != head]
            drafts[other] = replace(drafts[other], heads=tuple(h for h, _ in kept), covers=tuple(c for _, c in kept))
            drafts[index] = replace(draft, heads=(head,), covers=(page.shared([head], own),))
    return drafts


def _left_over(page: _Page, index: int) -> float:
    """The cost of giving a piece to no article."""
    piece = page.pieces[index]
    if piece.sort is Sort.TEXT:
        return _NEVER
    if piece.sort is Sort.HEAD:
        return page.dropped(index)
    return {Sort.BYLINE: _DROPPED_BYLINE, Sort.CREDIT: _DROPPED_CREDIT}.get(piece.sort, 0.0)


def _zones(page: _Page, start: int, end: int) -> _Zones | None:
    texts = [i for i in range(start, end) if page.sort(i) is Sort.TEXT]
    if not texts:
        return None
    return _Zones(range(start, texts[0]), range(texts[0], texts[-1] + 1), range(texts[-1] + 1, end))


def _price(page: _Page, start: int, end: int) -> float | None:
    """The cost of taking these pieces as one article; None where no longer stretch ending here can be one either."""
    zones = _zones(page, start, end)
    if zones is None:
        return _NEVER
    body = _body_price(page, zones)
    if body >= _NEVER:
        return None
    edges = _edge_price(page, zones)
    if edges >= _NEVER:
        return edges
    return _ARTICLE + body + edges + _makers_price(page, zones) + _headline(page, zones)[0] + _cut_price(page, start)


def _captions(page: _Page, zones: _Zones) -> list[int]:
    """The paragraphs that are captions: those with a credit right after them, and a short one before the dateline formula."""
    texts = [i for i in zones.body if page.sort(i) is Sort.TEXT]
    found = [i for i in texts if i + 1 < len(page.pieces) and page.sort(i + 1) is Sort.CREDIT and len(page.pieces[i].text) <= 220]
    leads = [i for i in texts if page.pieces[i].lead]
    if leads:
        found += [i for i in texts if i < leads[0] and len(page.pieces[i].text) <= 60 and page.pieces[i].finished and i not in found]
    return sorted(found)


def _is_brief(page: _Page, zones: _Zones) -> bool:
    """Whether the article is one short paragraph, as a photo's caption with a heading is."""
    texts = [i for i in zones.body if page.sort(i) is Sort.TEXT]
    return len(texts) == 1 and len(page.pieces[texts[0]].text) <= 220


def _tells_itself(page: _Page, index: int) -> bool:
    """Whether a paragraph is a caption that tells a story of its own: it sets its time and has its own credit."""
    credited = index + 1 < len(page.pieces) and page.sort(index + 1) is Sort.CREDIT
    return credited and bool(lede().match(page.pieces[index].text)) and 25 <= len(page.pieces[index].text) <= 220


def _body_price(page: _Page, zones: _Zones) -> float:
    price = 0.0
    captions = set(_captions(page, zones))
    alone = sum(page.sort(i) is Sort.TEXT for i in zones.body) == 1
    led = False
    for index in zones.body:
        piece = page.pieces[index]
        if piece.sort in (Sort.ONWARD, Sort.BACK):
            return _NEVER
        if piece.sort is Sort.TEXT and not alone and _tells_itself(page, index):
            price += 4.5
        price += _STRAY * (index in page.strays and index > zones.body.start)
        if piece.sort is Sort.TEXT and piece.lead:
            if led or any(page.sort(i) is Sort.TEXT and i not in captions for i in range(zones.body.start, index)):
                return _NEVER
            led = True
        elif piece.sort is Sort.HEAD:
            price += _crosshead_price(page, zones, index)
        elif piece.sort is Sort.BYLINE and index + 1 < zones.body.stop:
            price += 0.5 if _in_the_middle(page, zones, index) else _SECOND_BYLINE
    return price


def _in_the_middle(page: _Page, zones: _Zones, index: int) -> bool:
    """Whether the headline or byline stands between the two halves of a broken sentence."""
    before = next((page.pieces[i] for i in range(index - 1, zones.body.start - 1, -1) if page.sort(i) is Sort.TEXT), None)
    after = next((page.pieces[i] for i in range(index + 1, zones.body.stop) if page.sort(i) is Sort.TEXT), None)
    return before is not None and after is not None and not before.finished and not after.lead and not lede().match(after.text)


def _crosshead_price(page: _Page, zones: _Zones, index: int) -> float:
    """The cost of reading a headline line as a crosshead of the body."""
    piece, after, before = page.pieces[index], page.pieces[index + 1], page.pieces[index - 1]
    price = 0.6 + 2.0 * page.estranged[index]
    if len(piece.rows) > 1:
        price += 1.0
    price += 0.8 * (len(piece.text) > 14) + 0.8 * (len(piece.text) > 18)
    if after.sort is Sort.HEAD:
        price += 1.0
    if after.sort is Sort.TEXT:
        price += 2.5 * bool(lede().match(after.text)) + 1.0 * (index + 2 < len(page.pieces) and page.sort(index + 2) is Sort.CREDIT)
    if before.sort is Sort.CREDIT:
        price += 1.0
    if piece.gap > 1:
        price += 0.7 * min(piece.gap - 1, 3)
    if not page.blanks and piece.gap:
        price += 2.0
    return price


def _edge_price(page: _Page, zones: _Zones) -> float:
    """What the first and the last paragraph and the marks beside them cost."""
    if any(page.sort(i) is Sort.ONWARD for i in zones.before) or any(page.sort(i) is Sort.BACK for i in zones.after):
        return _NEVER
    price = 0.0
    onward = [i for i in zones.after if page.sort(i) is Sort.ONWARD]
    if onward and any(page.sort(i) is Sort.BYLINE for i in range(onward[0], zones.after.stop)):
        return _NEVER
    first, last = page.pieces[zones.body.start], page.pieces[zones.body.stop - 1]
    if opens_midway(first.text) and not _continues(page, zones):
        price += 1.0
    if zones.body.stop - zones.body.start == 1 and len(first.text) < 40 and not any(page.sort(i) is Sort.CREDIT for i in zones.after):
        price += 2.5
    if not last.finished and not onward and zones.after.stop < len(page.pieces):
        price += 0.7
    return price


def _continues(page: _Page, zones: _Zones) -> bool:
    """Whether the article began elsewhere: a mark says so, or its first paragraph is a fragment."""
    return zones.body.start in page.strays or any(page.sort(i) is Sort.BACK for i in zones.before)


def _makers_price(page: _Page, zones: _Zones) -> float:
    """What a missing, a doubled or an oddly placed byline costs."""
    before = [i for i in zones.before if page.sort(i) is Sort.BYLINE]
    after = [i for i in zones.after if page.sort(i) is Sort.BYLINE]
    inside = [i for i in zones.body if page.sort(i) is Sort.BYLINE]
    price = _SECOND_BYLINE * max(len(before) + len(after) - 1, 0)
    if any(not page.pieces[i].closing for i in after):
        price += 0.3
    price += 2.5 * sum(page.pieces[i].closing for i in before)
    price += 1.0 * sum(page.sort(i) is Sort.CREDIT for i in zones.before)
    if before or after or inside:
        texts = sum(page.sort(i) is Sort.TEXT for i in zones.body)
        return price + (1.2 if texts == 1 and zones.body.start in _captions(page, zones) else 0.0)
    named = any(page.pieces[i].names for i in (*zones.body, *zones.after))
    return price if named or _continues(page, zones) else price + _NO_BYLINE * page.signed


def _cut_price(page: _Page, start: int) -> float:
    """What it costs that the article begins here, right after a paragraph of another."""
    if not start or page.sort(start) is not Sort.TEXT or page.sort(start - 1) is not Sort.TEXT:
        return 0.0
    before, piece = page.pieces[start - 1], page.pieces[start]
    if piece.lead or start in page.strays:
        return 0.0
    if _tells_itself(page, start):
        return 0.5
    price = _BARE_CUT
    if lede().match(piece.text):
        price -= 1.5 if piece.gap else 0.5
    if before.column and piece.column and abs(before.column - piece.column) > 1.4:
        price -= 0.5
    return price + (0.0 if before.finished else 2.0)


def _headline(page: _Page, zones: _Zones) -> tuple[float, tuple[int, ...]]:
    """The cheapest headline of an article, with its cost: lines above the body, below it, or in the middle of a broken sentence."""
    usable_after = zones.after
    for index in zones.after:
        if page.sort(index) is Sort.ONWARD:
            usable_after = range(zones.after.start, index)
            break
    above = [i for i in zones.before if page.sort(i) is Sort.HEAD]
    below = [i for i in usable_after if page.sort(i) is Sort.HEAD]
    late = [i for i in zones.after if page.sort(i) is Sort.HEAD and i not in below]
    spare = {i: page.dropped(i) for i in (*above, *below, *late)}
    everything = sum(spare.values())
    none = 0.5 if _continues(page, zones) else _NO_HEADLINE / 2 if _is_brief(page, zones) else _NO_HEADLINE
    best: tuple[float, tuple[int, ...]] = (none + everything, ())
    for zone, near_last in ((above, True), (below, False)):
        for first in range(len(zone)):
            for last in range(first, min(first + 3, len(zone))):
                run = zone[first : last + 1]
                skipped = len(zone) - 1 - last if near_last else first
                price = _run_price(page, zones, run) + everything - sum(spare[i] for i in run) + 0.5 * skipped
                best = min(best, (price, tuple(run)))
    inside = [i for i in zones.body if page.sort(i) is Sort.HEAD and _in_the_middle(page, zones, i)]
    if inside and not above and not below:
        price = _run_price(page, zones, inside[:1]) + everything + 0.3
        best = min(best, (price, (inside[0],)))
    return best


def _run_price(page: _Page, zones: _Zones, run: Sequence[int]) -> float:
    caption = _is_brief(page, zones)
    strange = _STRANGE_CAPTION_HEADLINE if caption else _STRANGE_HEADLINE
    figures = [page.charted(i) for i in run]
    covers = [0.0 if chart else page.shared([i], zones.body) for i, chart in zip(run, figures, strict=True)]
    price = strange * (1 - max(covers)) + 0.3 * (len(run) - 1)
    price += 0.7 * sum(names_column(page.pieces[i].text) for i in run)
    if len(run) > 2 and any(c < 0.1 and is_slogan(page.pieces[i].text) for c, i in zip(covers, run, strict=True)):
        price += 0.6
    if not caption and all(len(page.pieces[i].text) <= 5 for c, i in zip(covers, run, strict=True) if c == max(covers)):
        price += 1.0
    if any(len(page.pieces[i].rows) > 1 for i in run):
        price -= 0.5
    for left, right in zip(run, run[1:], strict=False):
        price += 0.8 * (right - left - 1) + 0.6 * min(max(page.pieces[right].gap - 1, 0), 3)
    rows = sum(len(page.pieces[i].rows) for i in run)
    if rows > 4:
        price += 1.0 * (rows - 4)
    if all(dash_length(page.pieces[i].text) for i in run):
        price += 1.0
    price += 1.5 * sum(figures)
    return price


def _draft(page: _Page, start: int, end: int) -> Draft:
    zones = _zones(page, start, end)
    assert zones is not None
    heads = _headline(page, zones)[1]
    captions = _captions(page, zones)
    texts = [i for i in zones.body if page.sort(i) is Sort.TEXT]
    if set(captions) == set(texts):
        captions = []
    body = [i for i in zones.body if i not in heads and i not in captions and page.sort(i) in (Sort.TEXT, Sort.HEAD)]
    makers = [i for i in range(start, end) if page.pieces[i].names]
    dropped = [i for i in (*zones.before, *zones.after) if page.sort(i) is Sort.HEAD and i not in heads]
    return Draft(heads, tuple(page.shared([i], zones.body) for i in heads), tuple(body), tuple(captions), tuple(makers), tuple(dropped))

"""A page's pieces with what the costs of cutting it need to know of each, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from kg.read.datelines import lede
from kg.read.headlines import is_figures
from kg.read.pieces import Piece, Sort, opens_midway
from kg.read.vocabulary import estranged, is_foreign, pairs, weigh

REACH = 120  # pieces: an article is not longer
_CAPTION = 220  # characters: a caption is not longer
_SHORT_CAPTION = 60
_STORY = 25


class Sheet:
    """The pieces of one page, in page order, and facts about them by their index."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.texts = [i for i, p in enumerate(pieces) if p.sort is Sort.TEXT]
        self.heads = [i for i, p in enumerate(pieces) if p.sort is Sort.HEAD]
        self.midway = {i for i in self.texts if opens_midway(pieces[i].text)}
        self.ledes = {i for i in self.texts if lede().match(pieces[i].text)}
        self.strays = {i for i in self.midway if self._is_stray(i)}
        self.credited = {i for i in self.texts if self.sort(i + 1) is Sort.CREDIT and len(pieces[i].text) <= _CAPTION}
        self._masks: dict[int, dict[int, int]] = {}
        self._worth: dict[int, list[float]] = {}
        self._compare()

    def sort(self, index: int) -> Sort | None:
        """What the piece of that index is; None beyond the page."""
        return self.pieces[index].sort if 0 <= index < len(self.pieces) else None

    def _compare(self) -> None:
        """Note for each headline which of its character pairs the paragraphs within reach have, as bits, and what each pair is worth."""
        shared = {i: pairs(self.pieces[i].text) for i in self.texts}
        for head in self.heads:
            own = sorted(pairs(self.pieces[head].text))
            self._worth[head] = weigh(own, list(shared.values()))
            near = [t for t in self.texts if abs(t - head) <= REACH]
            self._masks[head] = {t: sum(1 << k for k, p in enumerate(own) if p in shared[t]) for t in near}

    def cover(self, head: int, body: Iterable[int]) -> float:
        """The share of a headline's character pairs, by worth, that these paragraphs have too."""
        masks, mask = self._masks[head], 0
        for index in body:
            mask |= masks.get(index, 0)
        worth = self._worth[head]
        total = sum(worth)
        return sum(w for k, w in enumerate(worth) if mask >> k & 1) / total if total else 0.0

    @cached_property
    def blanks(self) -> bool:
        """Whether blank lines part the paragraphs of this page."""
        inner = [self.pieces[i] for i in self.texts if self.sort(i - 1) is Sort.TEXT]
        return not inner or sum(p.gap > 0 for p in inner) * 2 > len(inner)

    @cached_property
    def signed(self) -> float:
        """How far this page names its writers, 0–1: where none is named a missing byline says nothing."""
        return min(1.0, 3 * sum(bool(p.names) for p in self.pieces) / max(len(self.heads), 1))

    @cached_property
    def strangeness(self) -> dict[int, float]:
        """For each headline line how foreign the text after it is to the text before it, 0–1."""
        return {i: estranged(self._before(i), self._after(i)) for i in self.heads}

    @cached_property
    def charted(self) -> frozenset[int]:
        """The headline lines that belong to a chart: the line itself or the one before it is made of figures."""
        figures = {i for i in self.heads if is_figures(self.pieces[i].text)}
        return frozenset(i for i in self.heads if len(self.pieces[i].rows) == 1 and (i in figures or i - 1 in figures))

    @cached_property
    def stories(self) -> frozenset[int]:
        """The captions that tell a story of their own: they set their time and have their own credit."""
        return frozenset(i for i in self.credited & self.ledes if len(self.pieces[i].text) >= _STORY)

    def captions(self, body: range) -> list[int]:
        """The paragraphs of a body that are captions: those with a credit right after them, and a short one before the dateline formula."""
        texts = [i for i in body if self.sort(i) is Sort.TEXT]
        lead = next((i for i in texts if self.pieces[i].lead), body.start)
        return [
            i for i in texts if i in self.credited or (i < lead and len(self.pieces[i].text) <= _SHORT_CAPTION and self.pieces[i].finished)
        ]

    def is_brief(self, body: range) -> bool:
        """Whether a body is one short paragraph, as a photo's caption with a heading is."""
        return len(body) == 1 and len(self.pieces[body.start].text) <= _CAPTION

    def is_broken_at(self, body: range, index: int) -> bool:
        """Whether a headline or byline within a body stands between the two halves of a broken sentence."""
        before = next((self.pieces[i] for i in range(index - 1, body.start - 1, -1) if self.sort(i) is Sort.TEXT), None)
        after = next((i for i in range(index + 1, body.stop) if self.sort(i) is Sort.TEXT), None)
        return before is not None and after is not None and not before.finished and not self.pieces[after].lead and after not in self.ledes

    def _is_stray(self, index: int) -> bool:
        """Whether a paragraph that cannot begin one, after one that ended, opens a fragment of another article."""
        if self.sort(index - 1) is not Sort.TEXT or not self.pieces[index - 1].finished:
            return False
        before, after = index - 1, index
        while before and self.sort(before) is not Sort.BYLINE and not self.pieces[before].lead:
            before -= 1
        while self.sort(after) is Sort.TEXT:
            after += 1
        article = "\n".join(p.text for p in self.pieces[before:index] if p.sort is Sort.TEXT)
        return is_foreign(article, "\n".join(p.text for p in self.pieces[index:after]))

    def _before(self, index: int, most: int = 6) -> str:
        """The paragraphs above a line, back to the beginning of their article as far as a dateline or byline shows it."""
        found: list[str] = []
        for piece in reversed(self.pieces[max(0, index - REACH) : index]):
            if piece.sort is Sort.TEXT and len(found) < most:
                found.append(piece.text)
            if piece.lead or (found and piece.sort is Sort.BYLINE):
                break
        return "\n".join(found)

    def _after(self, index: int, most: int = 4) -> str:
        """The paragraphs below a line, up to the next line that is none."""
        found: list[str] = []
        for piece in self.pieces[index + 1 : index + REACH]:
            if piece.sort is Sort.TEXT and len(found) < most:
                found.append(piece.text)
            elif found:
                break
        return "\n".join(found)

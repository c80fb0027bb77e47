"""Conflicts between candidate spans, decided in one place: the set of spans that do not overlap and together weigh most."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from kg.records import Mention

LEAST = 0.5  # below this trust a span is not worth keeping


def weight(mention: Mention) -> float:
    """What a span is worth: its trust, more for a longer one, so that a full name beats the names inside it."""
    return mention.score * float((mention.end - mention.start) ** 1.25)


def settle(candidates: Iterable[Mention]) -> tuple[Mention, ...]:
    """The heaviest set of non-overlapping spans (weighted interval scheduling), in text order."""
    spans = sorted({m for m in candidates if m.score >= LEAST}, key=lambda m: (m.end, m.start, m.type, m.source, m.score))
    ends = [m.end for m in spans]
    best: list[float] = [0.0]
    taken: list[bool] = []
    for index, mention in enumerate(spans):
        before = bisect.bisect_right(ends, mention.start, 0, index)
        value = best[before] + weight(mention)
        taken.append(value > best[index])
        best.append(max(value, best[index]))
    chosen: list[Mention] = []
    index = len(spans)
    while index:
        if taken[index - 1]:
            chosen.append(spans[index - 1])
            index = bisect.bisect_right(ends, spans[index - 1].start, 0, index - 1)
        else:
            index -= 1
    return tuple(reversed(chosen))

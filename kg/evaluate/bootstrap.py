"""Intervals by the bootstrap: pages are drawn again with replacement, and in each page drawn its items.

Two stages, for items of one page stand or fall together (Efron and Tibshirani 1993, chapter 8), and a single page still has an interval.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

DRAWS = 2000
EDGES = (2.5, 97.5)  # percentiles between which 95 of 100 draws lie
Interval = tuple[float, float]


def intervals(counts: Sequence[tuple[int, int, int]], name: str) -> tuple[Interval, Interval]:
    """The 95 % intervals of precision and recall, given (right, wrong, missed) of each page; 0–1 where there is nothing to draw.

    ``name`` seeds the draws, so that a row has the same interval every time.
    """
    table = np.array([c for c in counts if sum(c)], dtype=np.int64).reshape(-1, 3)
    if not len(table):
        return (0.0, 1.0), (0.0, 1.0)
    chance = np.random.default_rng(zlib.crc32(name.encode()))
    sums = table.sum(axis=1)
    pages = chance.integers(0, len(table), size=(DRAWS, len(table)))
    drawn = chance.multinomial(sums[pages], (table / sums[:, None])[pages]).sum(axis=1)
    right, wrong, missed = drawn.T
    return _between(right, right + wrong), _between(right, right + missed)


def _between(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> Interval:
    shares = part[whole > 0] / whole[whole > 0]
    if not len(shares):
        return 0.0, 1.0
    low, high = np.percentile(shares, EDGES)
    return float(low), float(high)

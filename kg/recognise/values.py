"""Value spans of a text: money, dates, quantities, ratios and ranks, normalised and without overlap."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from kg.recognise.values_amounts import find_money, find_quantities, find_ranks, find_ratios
from kg.recognise.values_dates import find_dates
from kg.recognise.years import infer_year
from kg.records import Value, ValueKind

__all__ = ["find_values", "infer_year"]

# Where two spans overlap the earlier kind wins, then the longer span.
PRECEDENCE = (ValueKind.DATE, ValueKind.MONEY, ValueKind.RATIO, ValueKind.RANK, ValueKind.QUANTITY)


def find_values(text: str, issue_date: str | None = None, year: int | None = None) -> tuple[Value, ...]:
    """The values of a canonical text, sorted, non-overlapping.

    ``year`` is the year that the text calls 今年; without it the year of ``issue_date`` (2025-05-28, 2025-05 or 2025) counts.
    Relative dates stay without ``iso`` where neither is given. Raises InputError for an issue date of another form.
    """
    found = chain(find_dates(text, issue_date, year), find_money(text), find_ratios(text), find_ranks(text), find_quantities(text))
    return tuple(sorted(_without_overlap(found), key=lambda v: v.start))


def _without_overlap(values: Iterable[Value]) -> list[Value]:
    ordered = sorted(values, key=lambda v: (PRECEDENCE.index(v.kind), v.start - v.end, v.start))
    taken: set[int] = set()
    kept = []
    for value in ordered:
        places = range(value.start, value.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(value)
    return kept

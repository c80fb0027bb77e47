"""The filters of the picture, decided here exactly as ``templates/filters.js`` and ``values.js`` decide them in the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from kg.records import Fact

Days = tuple[float, float]

_DATE = re.compile(r"([0-9]{4})(?:-([^\n\r\u2028\u2029]+))?")
_PART = re.compile(r"([QH])([1-4])")
_MONTH = re.compile(r"([0-9]{2})(?:-([0-9]{2}))?")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is let through: the types and relations held back, the least confidence, the first and last date ("" for none), and whether
    a fact without a date passes."""

    types: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    least: float = 0.0
    since: str = ""
    until: str = ""
    undated: bool = True

    def test(self) -> Callable[[Fact, Days | None], bool]:
        """The test that a fact of that time passes or not, the types of its ends left aside; open ends of dates reach to infinity."""
        begin, end = interval(self.since), interval(self.until)
        first, last = begin[0] if begin else -inf, end[1] if end else inf

        def passes(fact: Fact, span: Days | None) -> bool:
            if fact.type in self.relations or round(fact.confidence, 4) < self.least:
                return False
            return self.undated if span is None else span[0] < last and span[1] > first

        return passes


def interval(text: str | None) -> Days | None:
    """The first day of a date or period and the day after its last, counted from 1970; None where the text is none."""
    if text is None:
        return None
    first, *others = text.split("/")
    if others:
        begin, end = interval(first), interval(others[0])
        return (begin[0], end[1]) if begin and end and begin[0] < end[1] else None
    matched = _DATE.fullmatch(first)
    if matched is None:
        return None
    year, rest = int(matched[1]), matched[2]
    if rest is None:
        return _month_start(year, 0), _month_start(year + 1, 0)
    return _part(year, rest) if _PART.fullmatch(rest) else _in_year(year, rest)


def when_of(fact: Fact, dates: Sequence[str | None]) -> Days | None:
    """When a fact happened, or else when the first page told it, of those of these ``dates`` of its evidence that are dates."""
    told = min((date for date in dates if date is not None and interval(date)), default=None)
    return interval(fact.date) or interval(told)


def _part(year: int, rest: str) -> Days | None:
    """A quarter, or a half: there is no third."""
    months = 3 if rest[0] == "Q" else 6
    at = (int(rest[1]) - 1) * months
    return (_month_start(year, at), _month_start(year, at + months)) if at < 12 else None


def _in_year(year: int, rest: str) -> Days | None:
    """A month or a day that there is."""
    matched = _MONTH.fullmatch(rest)
    if matched is None or not 1 <= int(matched[1]) <= 12:
        return None
    month = int(matched[1]) - 1
    if matched[2] is None:
        return _month_start(year, month), _month_start(year, month + 1)
    leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= int(matched[2]) <= _LENGTHS[month] + leap:
        return None
    day = _month_start(year, month) + int(matched[2]) - 1
    return day, day + 1


def _month_start(year: int, month: int) -> int:
    """The day that a month begins, counted from 1970; months from 0 on, of years from 0 on, which ``datetime`` does not have."""
    year, month = year + month // 12, month % 12
    before = year - (month < 2)  # leap days are those of the years that had their February
    return 365 * year + before // 4 - before // 100 + before // 400 + sum(_LENGTHS[:month]) - 719527

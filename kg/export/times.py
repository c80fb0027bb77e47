"""Dates and periods as OWL-Time has them: days, months and years are instants, quarters and spans intervals between two of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from kg.export.blocks import Block, Pair, Said
from kg.export.dialects import Dialect, precision

_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_INSTANTS = {"xsd:gYear": "inXSDgYear", "xsd:gYearMonth": "inXSDgYearMonth", "xsd:date": "inXSDDate"}


class _Time(NamedTuple):
    """A text that tells when: its xsd type if it is a date, its first and last part if it is a period, and the pages that name it."""

    exact: str | None
    ends: tuple[str, str] | None
    docs: set[str]


class Times:
    """All dates and periods that somebody names, each a node of its own."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[str, _Time] = {}

    def of(self, when: str, docs: Collection[str]) -> list[Pair]:
        """When something holds that these pages tell: nothing where the text is no date or period."""
        known = self._told(when, docs)
        if known.ends is None and known.exact is None:
            return []
        return [(self._dialect.properties["hasTime"], self._dialect.of["interval" if known.ends else "instant"][when])]

    def blocks(self) -> Iterator[Block]:
        """The nodes of all times that ``of`` has been asked for, sorted by their text."""
        d, p = self._dialect, self._dialect.properties
        for known in list(self._known.values()):
            for moment in known.ends or ():
                self._told(moment, known.docs)
        for when, (exact, ends, docs) in sorted(self._known.items(), key=lambda told: told[0]):
            if ends is not None:
                begin, end = (d.of["instant"][moment] for moment in ends)
                kind = "time:Interval" if begin == end else "time:ProperInterval"
                pairs = [(p["type"], d.word[kind]), (p["hasBeginning"], begin), (p["hasEnd"], end)]
                yield Block(d.of["interval"][when], [Said(docs, pairs)])
            elif exact is not None:
                pairs = [(p["type"], d.word["time:Instant"]), (p[_INSTANTS[exact]], d.date[when])]
                yield Block(d.of["instant"][when], [Said(docs, pairs)])

    def _told(self, when: str, docs: Collection[str]) -> _Time:
        known = self._known.get(when)
        if known is None:
            known = self._known[when] = _Time(precision(when), _ends(when), set())
        known.docs.update(docs)
        return known


def _ends(when: str) -> tuple[str, str] | None:
    """The first and last day, month or year of an interval or quarter; None for anything else."""
    begin, slash, end = when.partition("/")
    if slash:
        return (begin, end) if precision(begin) and precision(end) else None
    quarter = _QUARTER.fullmatch(when)
    if quarter is None:
        return None
    last = int(quarter[2]) * 3
    return f"{quarter[1]}-{last - 2:02}", f"{quarter[1]}-{last:02}"

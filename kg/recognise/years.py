"""The year that an article calls 今年, where its wording makes it certain."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.lexicon import load

YEAR = r"(?<![A-Za-z\d.])(20\d{2})"
EQUATED = re.compile(rf"今年(?:是|为|即|（){YEAR}年|{YEAR}年（今年")
FIGURE = re.compile(r"\d[\d.,]*(?:余|多)?[万亿]*(?:%|元|美元|吨|家|人|个|平方|公里|亩|万|亿|件|项|台)")
# The first months of a year, told while it runs or soon after.
FIRST_MONTHS = r"(?:第?[一二三四]季度|首季|上半年|前[^，。]{1,3}季度|1(?:月)?[至到—-]\d|前\d+个月)"
LAST_YEAR = re.compile(r"去年(?!\d|同期|第?[一二三四]季度)[^，。；\n]{0,20}")
NEVER = 9999


class _Evidence(NamedTuple):
    """What a text says of years: those with finished figures for the whole, with figures of first months, with targets, and so on."""

    figures: frozenset[int]
    running: frozenset[int]
    targets: frozenset[int]
    agenda: frozenset[int]
    held: frozenset[int]
    events: frozenset[int]

    @property
    def lower(self) -> int:
        """今年 is no earlier."""
        return max([*(y + 1 for y in self.figures), *self.running, *self.held, *self.events], default=0)

    @property
    def upper(self) -> int:
        """今年 is no later."""
        return min((y for y in self.targets if y >= self.lower), default=NEVER)


class _Patterns(NamedTuple):
    running: re.Pattern[str]
    target: re.Pattern[str]
    agenda: re.Pattern[str]
    held: re.Pattern[str]
    year: re.Pattern[str]
    done: re.Pattern[str]
    hoped: re.Pattern[str]
    relative: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = load("values")["year_evidence"]
    done, target, agenda, events, held, relative = ("|".join(data[k]) for k in ("done", "target", "agenda", "events", "held", "relative"))
    named = rf"{YEAR}年?度?(?!\d{{0,2}}月)[^，。；、\n\d]{{2,24}}(?:{events})"
    return _Patterns(
        running=re.compile(rf"{YEAR}年?(?:的)?{FIRST_MONTHS}"),
        target=re.compile(rf"{YEAR}年[^，。；\n]{{0,6}}(?:{target})|(?:{target})[^，。；\n]{{0,6}}{YEAR}年"),
        agenda=re.compile(rf"{YEAR}年?度?[^，。；\n]{{0,6}}(?:{agenda})"),
        held=re.compile(rf"{named}[^，。；、\n]{{0,6}}(?:{held})|(?:{held})[^，。；、\n]{{0,4}}{named}"),
        year=re.compile(rf"(?<![—～~至到-]){YEAR}年(?!\d|[底末]?前)(?=(?P<rest>[^。；！？\n]{{0,60}}))"),
        done=re.compile(done),
        hoped=re.compile(target),
        relative=re.compile(relative),
    )


def infer_year(text: str) -> int | None:
    """The year that ``今年`` is in the text, or None where the evidence is thin or at odds with itself.

    A year with finished figures for the whole of it (2024年实现产值5亿元) lies before 今年; a year with figures of its first
    months, with an event or one held in its name (2024年推介会举行), is not after it; a year with targets (2025年确保…) is not
    before it. The year is certain where the text equates it or both bounds meet. Else, where something is told relative to 今年:
    the one year in whose name an event is held or an agenda is set inside the bounds; the year after the latest one, if
    that has finished figures and no figures are told of 去年 apart from it; the latest one, if only its first months are told.
    """
    equated = {int(next(g for g in m.groups() if g)) for m in EQUATED.finditer(text)}
    if equated:
        return equated.pop() if len(equated) == 1 else None
    evidence = _evidence(text)
    lower, upper = evidence.lower, evidence.upper
    if lower > upper or not lower:
        return _only(evidence.agenda) if not lower and _patterns().relative.search(text) else None
    if lower == upper:
        return lower
    if not _patterns().relative.search(text):
        return None
    return _only({y for y in evidence.held | evidence.agenda if lower <= y <= upper}) or _latest(text, evidence)


def _only(years: set[int] | frozenset[int]) -> int | None:
    return next(iter(years)) if len(years) == 1 else None


def _latest(text: str, evidence: _Evidence) -> int | None:
    latest = max(evidence.figures | evidence.running | evidence.events)
    if latest in evidence.figures and evidence.lower == latest + 1:
        return None if _tells_last_year_apart(text) else latest + 1
    return latest if latest in evidence.running and latest not in evidence.events else None


def _tells_last_year_apart(text: str) -> bool:
    """Whether figures are told of 去年: then the year with finished figures may be 去年 or the one before."""
    return any(FIGURE.search(m[0]) and _patterns().done.search(m[0]) for m in LAST_YEAR.finditer(text))


def _evidence(text: str) -> _Evidence:
    p = _patterns()
    running = {int(m[1]) for m in p.running.finditer(text)}
    targets = {int(m[1] or m[2]) for m in p.target.finditer(text)}
    agenda = {int(m[1]) for m in p.agenda.finditer(text)}
    held = {int(m[1] or m[2]) for m in p.held.finditer(text)}
    figures, events = set(), set()
    for match in p.year.finditer(text):
        year, rest = int(match[1]), match["rest"]
        own = re.split(rf"{YEAR}|今年|去年", rest)[0]
        if year in targets or p.hoped.search(own) or re.match(FIRST_MONTHS, own):
            continue
        if p.done.search(own) and FIGURE.search(own):
            figures.add(year)
        elif year not in agenda:
            events.add(year)
    return _Evidence(*(frozenset(s) for s in (figures - running, running, targets, agenda, held, events)))

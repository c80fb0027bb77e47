"""What the articles of a page say together: where it is at home, the one type of a form, the full name of a short one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.records import Reading
from kg.resolve.align import fuller_names


@dataclass(frozen=True, slots=True)
class PageForms:
    """The place that a page is at home in (its key, or empty), the full name of each short one by type, its zones and its events."""

    home: str
    fuller: Mapping[tuple[str, str], str]
    zones: frozenset[str]
    events: frozenset[str]

    def full(self, kind: str, name: str) -> str:
        """The full name that a name of this type stands for on the page; the name itself where there is none."""
        seen = {name}
        while (kind, name) in self.fuller and self.fuller[kind, name] not in seen:
            name = self.fuller[kind, name]
            seen.add(name)
        return name


def page_forms(readings: Sequence[Reading]) -> PageForms:
    """What a page's readings say together, each form of one type already."""
    zones, events = (frozenset(m.text for r in readings for m in r.mentions if m.type == kind) for kind in ("Zone", "Event"))
    return PageForms(page_home(readings), fuller_forms(readings), zones, events)


def page_home(readings: Iterable[Reading]) -> str:
    """The key of the division that most articles of a page are at home in; empty where none is."""
    homes = Counter(r.home for r in readings if r.home)
    return max(sorted(homes), key=lambda h: homes[h], default="")


def one_type(readings: Sequence[Reading]) -> list[Reading]:
    """A surface form that is found under two types on a page gets the one with more trust behind it."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for m in reading.mentions:
            if not m.source.startswith("relative"):
                votes[m.text][m.type] += round(m.score * 1000)
    best = {form: max(sorted(c), key=lambda t: c[t]) for form, c in votes.items() if len(c) > 1}
    return [
        replace(
            r, mentions=tuple(replace(m, type=best.get(m.text, m.type)) if not m.source.startswith("relative") else m for m in r.mentions)
        )
        for r in readings
    ]


def fuller_forms(readings: Iterable[Reading]) -> dict[tuple[str, str], str]:
    """(type, form) → the full name on the page that the form stands for."""
    names: dict[str, set[str]] = defaultdict(set)
    introduced: dict[tuple[str, str], str] = {}
    for reading in readings:
        for m in reading.mentions:
            if m.source.startswith("page:"):
                introduced[m.type, m.text] = m.source.removeprefix("page:")
            if not m.source.startswith("relative"):
                names[m.type].add(m.text)
    return fuller_names(names, introduced)

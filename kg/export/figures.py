"""The figures as a data cube in which every cell has one figure and every figure has all that its structure asks for.

Pages leave out periods, print a change without the value, and differ from one another; RDF Data Cube allows none of that in one data set
(its integrity constraints 11, 12 and 14). So figures with the same parts make one data set, and figures of one thing, indicator,
period and status are numbered: variant 1 is the one that most sentences tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.records import Observation

COMPONENTS = {
    "observed": "dimension", "indicator": "dimension", "period": "dimension", "status": "dimension", "variant": "dimension",
    "measure": "measure", "change": "measure", "unit": "attribute",
}  # fmt: skip
_MAY_BE_MISSING = ("period", "measure", "change")


def shape_of(o: Observation) -> str:
    """The parts that a figure has of those that may be missing, joined by hyphens: the name of its data set."""
    present = zip(_MAY_BE_MISSING, (o.period, o.value, o.change), strict=True)
    return "-".join(part for part, value in present if value is not None) or "bare"


def components(shape: str) -> Iterator[tuple[str, str]]:
    """The components of the figures of a shape: the property and its kind, in the order in which a table shows them."""
    parts = shape.split("-")
    return ((name, kind) for name, kind in COMPONENTS.items() if name in parts or name not in _MAY_BE_MISSING)


def variants(figures: Iterable[tuple[str, Observation]]) -> dict[str, int]:
    """The number of each figure, given and found by its id, among those of the same thing, indicator, period and status."""
    groups: dict[tuple[str, str, str | None, str], list[tuple[int, str]]] = {}
    for key, o in figures:
        groups.setdefault((o.subject, o.indicator, o.period, o.status), []).append((-len(o.evidence), key))
    return {key: number for group in groups.values() for number, (_, key) in enumerate(sorted(group), 1)}

"""The figures of a sentence with the words that belong to each: what stands before it and after it in its clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.lexicon import load
from kg.records import Value, ValueKind
from kg.relate.observations_openings import PLACES, Clause
from kg.relate.observations_words import pattern
from kg.relate.scene import Scene

DATE_MARK = "\ue100"  # stands for a date in the words before a figure
FIGURES = (ValueKind.MONEY, ValueKind.QUANTITY, ValueKind.RATIO)
REACH = 80  # characters before a figure that can name it; what a page without punctuation holds more does not
JOINED = frozenset(["、", "和", "与", "及", "以及", "、和"])


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the words around it: ``before`` runs from the clause's subject or the figure before, dates as ``DATE_MARK``.

    ``stem`` is ``before`` without the names it ends with; ``opens`` tells that nothing but the subject stands before the value's words.
    """

    value: Value
    clause: int
    before: str
    stem: str
    after: str
    raw: str
    opens: bool
    joined: bool


def figures_of(scene: Scene, parts: tuple[Clause, ...]) -> Iterator[Figure]:
    """The values of a sentence that may be figures: no dates or lengths of time, no part of a name, no threshold, no range's start."""
    text = scene.resolved.reading.article.text
    values = [v for v in scene.values if v.kind in FIGURES and not _inside_name(scene, v) and not _no_figure(text, v)]
    previous: Value | None = None
    for number, value in enumerate(values):
        place = next((i for i, c in enumerate(parts) if c.start <= value.start and value.end <= c.end), None)
        if place is None:
            continue
        clause = parts[place]
        left = max(clause.start, previous.end if previous else 0)
        right = min([clause.end, *(v.start for v in values[number + 1 : number + 2])])
        opening = clause.opening
        subject = opening.end if opening and opening.bears and left <= opening.end <= value.start else left
        subject = max([subject, *(n.end for n in scene.nodes if n.type == "Person" and subject <= n.start and n.end <= value.start)])
        before = _words(scene, subject, value.start)[-REACH:]
        raw = text[left : value.start]
        joined = previous is not None and previous.end >= clause.start and raw in JOINED
        yield Figure(value, place, before, _stem(scene, subject, value.start), text[value.end : right], raw, subject > left, joined)
        previous = value


def _words(scene: Scene, start: int, end: int) -> str:
    """A stretch with its dates marked, without 在 and a place; a date of comparison (比上年) stays."""
    text, parts, position = scene.resolved.reading.article.text, [], start
    dates = [
        (v.start, v.end, DATE_MARK) for v in scene.values if v.kind is ValueKind.DATE and text[v.start - 1 : v.start] not in ("比", "较")
    ]
    sites = [(n.start - 1, n.end, "") for n in scene.nodes if n.type in PLACES and text[n.start - 1 : n.start] == "在"]
    for left, right, mark in sorted([*dates, *sites]):
        if position <= left and right <= end:
            parts += [text[position:left], mark]
            position = right
    return "".join([*parts, text[position:end]])


def _stem(scene: Scene, start: int, end: int) -> str:
    text = scene.resolved.reading.article.text
    for node in reversed(scene.nodes):
        if node.end == end and node.start >= start:
            end = node.start
    return text[start:end]


def _inside_name(scene: Scene, value: Value) -> bool:
    return any(m.start < value.end and value.start < m.end for m in scene.resolved.reading.mentions)


def _no_figure(text: str, value: Value) -> bool:
    """Whether a value only limits or names something: 10亿元以上的项目, 500千伏, the first number of a range, an ordinal."""
    before, after = text[max(0, value.start - 2) : value.start], text[value.end : value.end + 8]
    if value.number is None or value.unit in load("indicators")["never"]["units"] or before.endswith("第"):
        return True
    if pattern(r"(?:及)?(?:以上|以下|以内|级)(?![，。；、）”！\n]|$)").match(after) or pattern("[—～~-]|至\\d|到\\d").match(after):
        return True
    if value.kind is not ValueKind.MONEY or not _limits(before, after):
        return False
    return pattern("(?:的)?[^，。；、]{0,4}(?:项目|企业|大户|镇|村)|的有").match(after) is not None


def _limits(before: str, after: str) -> bool:
    """Whether a sum before 项目 sorts projects by size: 超10亿元项目, 投资超过10亿元的有6个, 引进5亿元项目."""
    return after.startswith("的有") or before.endswith(("超", "过", "逾", "上", "破")) or not after.startswith("的")

"""What stands beside a fact: its money, date, ranks, and whether it is done, planned or denied."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import load
from kg.records import Amount, Status, Value, ValueKind
from kg.relate.scene import Scene


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load("status")
    return re.compile(data["planned"]), re.compile(data["denied"]), re.compile(data["investment"])


def status_of(clause: str) -> Status | None:
    """What a clause says of its fact: planned where it speaks of the future, None where it denies or only hopes for it."""
    planned, denied, _ = _cues()
    if denied.search(clause):
        return None
    return Status.PLANNED if planned.search(clause) else Status.STATED


def sum_for(scene: Scene, place: int) -> Value | None:
    """The money invested: the nearest sum with a word of investing beside it, in this sentence or at the head of the next."""
    article = scene.resolved.reading.article.text
    following = re.match(r"(?:这个|该项目|该|项目|此项目|这一)?[^。！？，]{0,6}总投资[^。！？]{0,20}", article[scene.end : scene.end + 40])
    limit = scene.end + (following.end() if following else 0)
    sums = [
        v
        for v in scene.resolved.reading.values
        if v.kind is ValueKind.MONEY and scene.start <= v.start and v.end <= limit and _invested(v, article)
    ]
    return min(sums, key=lambda v: (abs(v.start - place), v.start), default=None)


def amount_of(value: Value | None) -> Amount | None:
    """A sum as the amount of a fact; None where it has no number or currency."""
    if value is None or value.number is None or value.unit is None:
        return None
    return Amount(value.number, value.unit)


def _invested(value: Value, article: str) -> bool:
    clause = max(article.rfind(mark, 0, value.start) for mark in "，。；：、\n")
    before, after = article[max(clause + 1, value.start - 16) : value.start], article[value.end : value.end + 8]
    return _cues()[2].search(before + re.split("[，。；]", after, maxsplit=1)[0]) is not None


def date_for(scene: Scene, place: int) -> str | None:
    """The date nearest before the trigger in the sentence; None where the sentence gives none that resolves."""
    dates = [v for v in scene.values if v.kind is ValueKind.DATE and v.iso is not None and v.start <= place and "/" not in v.iso]
    return dates[-1].iso if dates else None


def ranks_for(scene: Scene, count: int) -> tuple[int, ...]:
    """The ranks printed in a sentence: one for all, or one each in order; none where their number fits neither."""
    ranks = [int(v.number) for v in scene.values if v.kind is ValueKind.RANK and v.number is not None]
    if len(ranks) == count:
        return tuple(ranks)
    return tuple(ranks * count) if len(ranks) == 1 else ()

"""When a figure holds, and whether it lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Value, ValueKind
from kg.relate.observations_figures import Figure
from kg.relate.observations_words import pattern
from kg.relate.scene import Scene


@dataclass(slots=True)
class Periods:
    """What earlier sentences of an article leave behind: the last period named, and whether sums of money were told."""

    last: str | None = None
    sums: bool = False

    def of(self, scene: Scene, figure: Figure, flows: bool) -> str | None:
        """The period of a figure: the nearest date before it in the sentence, unless 目前 or the like stands between.

        A figure of a stretch of time (``flows``) takes the last period of the sentence before where its own names none.
        """
        text, start = scene.resolved.reading.article.text, figure.value.start
        dates = [v for v in scene.values if v.kind is ValueKind.DATE and v.end <= start]
        now = max((scene.start + m.end() for m in pattern("<ahead.now>").finditer(text[scene.start : start])), default=0)
        if not dates:
            return self.last if flows and not now else None
        return _period(text, dates[-1]) if dates[-1].start >= now - len("截至目前") or dates[-1].end > now else None

    def remember(self, scene: Scene) -> None:
        """Keep the last period that a sentence names."""
        text = scene.resolved.reading.article.text
        for date in scene.values:
            if date.kind is ValueKind.DATE:
                self.last = _period(text, date)


def _period(text: str, date: Value) -> str | None:
    """The period a date stands for; none for a day, for 以来, and for the founding of a thing."""
    if date.iso is None or (date.iso.count("-") > 1 and "/" not in date.iso):
        return None
    if pattern("以来|以后|之后|后|起|前|至今").match(text, date.end) or pattern("(?:建于|成立于|创建于|创办于|自|从|始于)$").search(
        text[: date.start][-4:]
    ):
        return None
    return date.iso


def is_ahead(scene: Scene, figure: Figure) -> bool:
    """Whether a figure is a target or a forecast: a word of hope stands before it in its clause, or went before in the sentence."""
    text, start = scene.resolved.reading.article.text, figure.value.start
    told = text[scene.start : start]
    hope = max((m.end() for m in pattern("<ahead.carried>").finditer(told)), default=0)
    now = max((m.end() for m in pattern("<ahead.now>").finditer(told)), default=0)
    if hope > now:
        return True
    clause = told[max(told.rfind(mark) for mark in "，；：、") + 1 :]
    return any(not pattern("<ahead.not_here>").match(clause, m.start()) for m in pattern("<ahead.here>").finditer(clause))

"""When a figure holds, and whether it lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from kg.lexicon import load
from kg.records import Value, ValueKind
from kg.relate.observations_figures import Figure
from kg.relate.observations_words import pattern
from kg.relate.scene import Scene


@dataclass(slots=True)
class Periods:
    """What earlier sentences leave behind: the last period named, whose figures it was told with, whether sums were told."""

    last: str | None = None
    owner: str | None = None
    here: bool = False
    sums: bool = False

    def new_paragraph(self) -> None:
        """From here the last period holds only for the thing it was told with."""
        self.here = False

    def of(self, scene: Scene, figure: Figure, owner: str | None) -> str | None:
        """The period of a figure: the nearest date before it in the sentence, unless 目前 or the like stands between.

        Figures of a stretch of time (``owner`` says whose) take the last period of the paragraph, or of their owner,
        where their sentence names none.
        """
        text, start = scene.resolved.reading.article.text, figure.value.start
        dates = [v for v in scene.values if _counts(text, v) and v.end <= start]
        now = max((scene.start + m.end() for m in pattern("<ahead.now>").finditer(text[scene.start : start])), default=0)
        if dates:
            period = _period(text, dates[-1]) if dates[-1].end >= now else None
        else:
            period = self.last if owner is not None and not now and (self.here or owner == self.owner) else None
        if period is not None and owner is not None:
            self.owner = owner
        return period

    def remember(self, scene: Scene) -> None:
        """Keep the last period that a sentence names."""
        text = scene.resolved.reading.article.text
        for date in scene.values:
            if _counts(text, date):
                self.last, self.here = _period(text, date), True


def _counts(text: str, value: Value) -> bool:
    """Whether a value is a date that figures may hold for: not 近日, nothing that is only compared with (比上年同期)."""
    if value.kind is not ValueKind.DATE or value.text in load("values")["dates"]["undated"] or value.text.endswith("同期"):
        return False
    return text[value.start - 1 : value.start] not in ("比", "较")


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

"""Observations: figures that a page reports about an entity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.records import Observation, Resolved, Segment, SegmentKind, Status, ValueKind
from kg.relate.engine import Quote
from kg.relate.observations_amounts import read_figures
from kg.relate.observations_changes import Told, changes_of
from kg.relate.observations_figures import Figure, figures_of
from kg.relate.observations_openings import Clause, clauses_of
from kg.relate.observations_periods import Periods, is_ahead
from kg.relate.observations_subjects import Memory, parent_of, recent, remember, subject_of, theme_of
from kg.relate.observations_words import is_flow, is_measure, pattern
from kg.relate.scene import Node, Scene, scene_of, sentences

TOLD_IN = (SegmentKind.BODY, SegmentKind.CAPTION)
ROUNDED = 0.05  # by how much a headline may round
ANOTHERS = re.compile("[前后]者|我们|咱们|他们|她们")  # whose figure it is, the words before do not tell
SAME = 0.7  # share of characters that makes two names of a figure one


def observe(resolved: Resolved, quote: Quote) -> Iterator[Observation]:
    """The observations of one article, each figure once, in text order; those of headlines last, where the body does not tell them."""
    article = resolved.reading.article
    scenes = [(scene_of(resolved, s, e), segment) for segment in article.segments for s, e in _sentences(article.text, segment)]
    parted = [(scene, segment, clauses_of(scene)) for scene, segment in scenes]
    theme = theme_of([c for _, _, parts in parted for c in parts])
    memory, periods, given, paragraph = Memory(theme=theme), Periods(), list[Observation](), -1
    for scene, segment, parts in parted:
        if segment.kind not in TOLD_IN:
            continue
        if segment.start != paragraph:
            memory.new_paragraph()
            periods.new_paragraph()
            paragraph = segment.start
        found = [o for o in _Sentence(scene, parts, memory, periods).read(quote) if not any(_same(o, g) for g in given)]
        yield from found
        given += found
        remember(memory, scene, parts)
        periods.remember(scene)
    for scene, segment, parts in parted:
        if segment.kind not in TOLD_IN:
            for observation in _Sentence(scene, parts, Memory(), Periods()).read(quote):
                if not any(_as_told(observation, o) for o in given):
                    given.append(observation)
                    yield observation


def _sentences(text: str, segment: Segment) -> Iterator[tuple[int, int]]:
    """The sentences of a segment; parts that a semicolon joins are one."""
    start: int | None = None
    for left, right in sentences(text[segment.start : segment.end]):
        start = left if start is None else start
        if text[segment.start + right - 1] != "；":
            yield segment.start + start, segment.start + right
            start = None
    if start is not None:
        yield segment.start + start, segment.end


class _Sentence:
    """One sentence being read."""

    def __init__(self, scene: Scene, parts: Sequence[Clause], memory: Memory, periods: Periods) -> None:
        self.scene, self.parts, self.memory, self.periods = scene, tuple(parts), memory, periods
        self.text = scene.resolved.reading.article.text

    def read(self, quote: Quote) -> Iterator[Observation]:
        """The observations of the sentence, those without a certain subject left out."""
        evidence = None
        for one, node in self._told():
            if one.figure.value.kind is ValueKind.MONEY:
                self.periods.sums = True
            if node is None:
                continue
            evidence = evidence or quote(self.scene.resolved.reading.article, self.scene.start, self.scene.end)
            flows = is_flow(one.indicator) or one.change is not None
            period = self.periods.of(self.scene, one.figure, node.entity if flows else None)
            status = Status.PLANNED if is_ahead(self.scene, one.figure) else Status.STATED
            yield Observation(node.entity, one.indicator, one.value, one.unit, period, one.change, (evidence,), status)

    def _told(self) -> list[tuple[Told, Node | None]]:
        """What the figures tell, changes joined to the figures they belong to, and whose they are."""
        figures = list(figures_of(self.scene, self.parts))
        lists = list(_lists(figures))
        listed = {f.value.start for members in lists for f in members}
        texts = [self.text[c.start : c.end] for c in self.parts]
        told: list[tuple[Told, Node | None]] = []
        several = False
        for one in read_figures([f for f in figures if f.value.start not in listed], texts, self.periods.sums):
            if one.of_last and told:
                told[-1] = (replace(told[-1][0], change=one.change), told[-1][1])
            elif not one.of_last and not one.base:
                several = several or one.indicator.endswith(("项目", "企业"))
                told.append((one, self.subject(one, several)))
        for members in lists:
            before = [i for i, (one, _) in enumerate(told) if one.figure.value.start < members[0].value.start]
            changes = changes_of(members)
            if changes and len(before) >= len(members):
                for i, change in zip(before[-len(members) :], changes, strict=True):
                    told[i] = (replace(told[i][0], change=change), told[i][1])
            elif not changes:
                told.extend(_give_out(self, members))
        return sorted(told, key=lambda t: t[0].figure.value.start)

    def subject(self, told: Told, several: bool = False) -> Node | None:
        """Whose figure it is; ``several``: the sentence has counted projects or firms before."""
        figure = told.figure
        if ANOTHERS.search(figure.before):
            return None
        return subject_of(self.scene, self.parts, self.memory, figure.clause, figure.value.start, told.indicator, several)


def _lists(figures: Sequence[Figure]) -> Iterator[Sequence[Figure]]:
    """Runs of figures that 分别 gives out over a list: A、B产值分别增长1%、2%; 产值、税收分别增长1%、2%."""
    number = 0
    while number < len(figures):
        head, size = figures[number], 1
        while number + size < len(figures) and figures[number + size].joined and figures[number + size].value.kind is head.value.kind:
            size += 1
        if size > 1 and "分别" in head.before:
            yield figures[number : number + size]
        number += size


def _give_out(sentence: _Sentence, figures: Sequence[Figure]) -> Iterator[tuple[Told, Node | None]]:
    first = next(read_figures([replace(figures[0], before=figures[0].before.replace("分别", ""))], [""] * len(sentence.parts), True), None)
    if first is None:
        return
    names = re.split("、|和|与|及|以及", first.indicator)
    owners = _owners(sentence, figures[0], len(figures))
    for index, figure in enumerate(figures):
        sign = -1 if first.change is not None and first.change < 0 else 1
        size = (figure.value.number or 0) if figure.value.unit != "%" else round((figure.value.number or 0) / 100, 6)
        told = (
            replace(first, figure=figure, change=sign * size)
            if first.value is None
            else replace(first, figure=figure, value=figure.value.number)
        )
        if len(names) == len(figures) and all(is_measure(n) for n in names):
            yield replace(told, indicator=names[index]), sentence.subject(told)
        elif owners:
            yield replace(told, indicator=pattern("^(?:企业|公司|项目|园区)").sub("", told.indicator) or told.indicator), owners[index]
        else:
            yield told, None


def _owners(sentence: _Sentence, figure: Figure, count: int) -> tuple[Node, ...]:
    """The things that a list of figures is given out over."""
    for part in reversed(sentence.parts[: figure.clause + 1]):
        if part.opening is not None and len(part.opening.nodes) == count and part.opening.bears:
            return part.opening.nodes
    clause = sentence.parts[figure.clause]
    told = sentence.text[clause.start : figure.value.start]
    if re.search(
        r"[两二三四五六七八九十\d](?:家|个|大)(?:[^，]{0,4})(?:企业|公司|项目|园区|工厂)|[两三]者|[两三四](?:地|镇|乡|县|市|区|村)", told
    ):
        return tuple(parent_of(sentence.scene, n, "产值") for n in recent(sentence.memory, count))
    return ()


def _as_told(headline: Observation, told: Observation) -> bool:
    """Whether a headline's figure is one of the body's, rounded perhaps."""
    if headline.value is None or told.value is None:
        return headline.change is not None and headline.change == told.change
    return headline.unit == told.unit and abs(headline.value - told.value) <= ROUNDED * abs(told.value)


def _same(first: Observation, second: Observation) -> bool:
    """Whether two observations are one figure told twice."""
    if (first.subject, first.value, first.unit) != (second.subject, second.value, second.unit):
        return False
    if first.value is None and first.change != second.change:
        return False
    a, b = first.indicator, second.indicator
    common = sum(min(a.count(c), b.count(c)) for c in set(a))
    return a in b or b in a or common >= SAME * min(len(a), len(b))

"""The observations of a graph beside those of the gold: which figures are the same, and why one is not."""

from __future__ import annotations

from collections.abc import Iterator

from kg.evaluate.causes import Cause, Finding
from kg.evaluate.ends import Ends
from kg.evaluate.forms import is_same_number, is_similar
from kg.evaluate.gold import Gold, GoldObservation
from kg.evaluate.tally import Tallies
from kg.graph import Graph
from kg.records import Observation


def score_figures(gold: Gold, graph: Graph, ends: Ends, tallies: Tallies) -> Iterator[Finding]:
    """Count the observations of a page and tell each that was missed or is wrong."""
    left = list(gold.observations)
    for o in graph.observations:
        subjects = ends.of(o.subject)
        found = next((g for g in left if g.subject in subjects and _is_same_figure(g, o)), None)
        if found is None:
            tallies["observations"].wrong += 1
            elsewhere = any(_is_same_figure(g, o) for g in gold.observations)
            words = f"{ends.known[o.subject].name} {o.indicator} {o.value} {o.unit} {o.period}"
            yield Finding(Cause.SUBJECT if elsewhere else Cause.FIGURE, f"wrong observation: {words}")
            continue
        left.remove(found)
        if not found.optional:
            tallies["observations"].right += 1
            if found.period:
                tallies.count("attribute period", found.period == o.period)
    for g in left:
        if not g.optional:
            tallies["observations"].missed += 1
            words = f"{ends.gold[g.subject].name} {g.indicator} {g.value} {g.unit} {g.period} change {g.change}"
            yield Finding(_why_no_figure(g, graph, ends), f"missed observation: {words}")


def _why_no_figure(g: GoldObservation, graph: Graph, ends: Ends) -> Cause:
    if not ends.nodes_of(g.subject):
        return Cause.NO_SUBJECT
    return Cause.SUBJECT if any(_is_same_figure(g, o) for o in graph.observations) else Cause.FIGURE


def _is_same_figure(g: GoldObservation, o: Observation) -> bool:
    if not is_similar(g.indicator, o.indicator) or not is_same_number(g.value, o.value):
        return False
    return is_same_number(g.change, o.change) if g.value is None else g.unit == o.unit

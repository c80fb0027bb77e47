"""Counts of right, wrong and missed, and what follows from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.ontology import load_ontology

BANDS = (0.9, 0.85, 0.8, 0.7, 0.0)  # lower edges of the bands of confidence


@dataclass(slots=True)
class Tally:
    """How many were found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what is to be found that was; 0 where there is nothing to find."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    @property
    def counts(self) -> tuple[int, int, int]:
        """Right, wrong, missed."""
        return self.right, self.wrong, self.missed

    def add(self, other: Tally) -> None:
        """Count what the other counted."""
        self.right, self.wrong, self.missed = self.right + other.right, self.wrong + other.wrong, self.missed + other.missed


class Tallies(defaultdict[str, Tally]):
    """Tallies by row name; a row begins with the first count."""

    def __init__(self) -> None:
        super().__init__(Tally)

    def count(self, row: str, is_right: bool) -> None:
        """Count one thing of the gold, right or missed."""
        if is_right:
            self[row].right += 1
        else:
            self[row].missed += 1

    def ordered(self) -> list[tuple[str, Tally]]:
        """The rows there are, in the order in which a table shows them."""
        ontology = load_ontology()
        order = ["articles", "attribute headline", "authors", "entities", "entities, any type"]
        order += [f"entity {name}" for name in ontology.types]
        order += ["relations", *(f"relation {name}" for name in ontology.relations), "attribute title", "attribute amount"]
        order += ["observations", "attribute period", *map(band_name, BANDS)]
        return [(name, self[name]) for name in [*order, *sorted(set(self) - set(order))] if name in self]


def band_name(edge: float) -> str:
    """The row of a band of confidence, by its lower edge."""
    above = min((b for b in BANDS if b > edge), default=1.0)
    return f"confidence {edge:.2f}–{above:.2f}"


def band_of(confidence: float) -> str:
    """The row of the band that a confidence lies in."""
    return band_name(next(edge for edge in BANDS if confidence >= edge))

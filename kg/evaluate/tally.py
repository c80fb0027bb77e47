"""Counts of right, wrong and missed, and what follows from them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from kg.ontology import load_ontology

_Z = 1.96  # of the normal distribution, for intervals that hold the true value in 95 of 100 cases


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
    def intervals(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The 95 % intervals of precision and of recall."""
        return wilson(self.right, self.right + self.wrong), wilson(self.right, self.right + self.missed)


class Tallies(defaultdict[str, Tally]):
    """Tallies by row name; a row begins with the first count."""

    def __init__(self) -> None:
        super().__init__(Tally)

    def ordered(self) -> list[tuple[str, Tally]]:
        """The rows there are, in the order in which a table shows them."""
        ontology = load_ontology()
        order = ["articles", "attribute headline", "authors", "entities", "entities, any type"]
        order += [f"entity {name}" for name in ontology.types]
        order += ["relations", *(f"relation {name}" for name in ontology.relations), "attribute title", "attribute amount"]
        order += ["observations", "attribute period"]
        return [(name, self[name]) for name in [*order, *sorted(set(self) - set(order))] if name in self]


def wilson(right: int, total: int) -> tuple[float, float]:
    """The interval in which a share most likely lies, given so many right of so many (Wilson 1927); 0–1 where there are none."""
    if not total:
        return 0.0, 1.0
    share, z2 = right / total, _Z**2 / total
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z * math.sqrt(share * (1 - share) / total + z2 / (4 * total)) / (1 + z2)
    return max(0.0, middle - half), min(1.0, middle + half)

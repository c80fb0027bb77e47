"""What is said of a subject, in the texts of a dialect, and who says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

Pair = tuple[str, str]


class Said(NamedTuple):
    """Predicates and objects, as a dialect writes them, and the ``doc`` of each page that says so: none where no page does."""

    docs: Collection[str]
    pairs: list[Pair]


class Block(NamedTuple):
    """All that is said of one subject."""

    subject: str
    said: list[Said]

    @property
    def pairs(self) -> list[Pair]:
        """Predicates and objects, whoever says so."""
        return self.said[0].pairs if len(self.said) == 1 else [pair for said in self.said for pair in said.pairs]

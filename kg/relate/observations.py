"""Observations: figures that a page reports about an entity."""

from __future__ import annotations

from collections.abc import Iterator

from kg.records import Observation, Resolved
from kg.relate.engine import Quote


def observe(resolved: Resolved, quote: Quote) -> Iterator[Observation]:
    """The observations of one article."""
    del resolved, quote
    yield from ()

"""Chinese divisions from province to township, countries and well-known regions: what a name may stand for, and what lies in what."""

from __future__ import annotations

from kg.gazetteer.divisions import LEVELS, Division, Gazetteer, load_gazetteer

__all__ = ["LEVELS", "Division", "Gazetteer", "load_gazetteer"]

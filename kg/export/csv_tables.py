"""``csv/*.csv``: one table a kind, for spreadsheets and databases; text that a spreadsheet would run is made safe as in ``facts.csv``."""

from __future__ import annotations

from kg.export.attributes import Value
from kg.export.characters import joined, unicode_text
from kg.export.facts_csv import Cell, csv_text
from kg.export.sheets import sheets
from kg.graph import Graph


def write(graph: Graph) -> dict[str, bytes]:
    """The five tables by their names; lists are joined as ``characters.joined`` says."""
    return {
        f"csv/{s.name}.csv": unicode_text(csv_text([c.name for c in s.columns], [list(map(_cell, row)) for row in s.rows])).encode()
        for s in sheets(graph)
    }


def _cell(value: Value | None) -> Cell:
    return joined(value) if isinstance(value, tuple) else value

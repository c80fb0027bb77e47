"""``graph.xlsx``: one sheet a kind for Excel and LibreOffice; text is text there, whatever it begins with."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from kg.errors import ExportError
from kg.export.attributes import Kind
from kg.export.characters import joined, xml_text
from kg.export.facts_csv import safe_text
from kg.export.sheets import Sheet, sheets
from kg.graph import Graph

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
CUT = "…[cut]"
_EPOCH = datetime(2000, 1, 1)  # a workbook says when it was made; the same day for all keeps the bytes the same
_WIDE = {
    "sentence": 70,
    "sentences": 70,
    "name": 30,
    "subject": 26,
    "object": 26,
    "title": 26,
    "aliases": 30,
    "starts": 40,
    "indicator": 18,
    "rule": 24,
}
_NUMBERS = {"change": "0.0%", "confidence": "0.00"}  # others as they are: whole, or with decimals


def write(graph: Graph) -> dict[str, bytes]:
    """The workbook by its name; raises ExportError where a table has more rows than a sheet can hold."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Zhiluo 知络", "created": _EPOCH})
        for sheet in sheets(graph):
            _sheet(book, sheet)
    return {"graph.xlsx": out.getvalue()}


def _sheet(book: Any, sheet: Sheet) -> None:
    if len(sheet.rows) >= MOST_ROWS:
        raise ExportError(f"{len(sheet.rows):,} {sheet.name} are more rows than a sheet of Excel can hold; export to csv or parquet")
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
    shown = {form: book.add_format({"num_format": form}) for form in ("#,##0", "#,##0.00##", "0.0%", "0.00")}
    quoted = book.add_format({"quote_prefix": True})  # without it, editing such a cell would make a formula of its text
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _WIDE.get(column.name, 14))
        page.write_string(0, place, column.name, head)
    for line, row in enumerate(sheet.rows, 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if column.kind is Kind.NUMBER and isinstance(value, int | float):
                page.write_number(
                    line, place, value, shown[_NUMBERS.get(column.name) or ("#,##0" if value == int(value) else "#,##0.00##")]
                )
            elif column.kind is Kind.INTEGER and value is not None:
                page.write_number(line, place, value)
            elif value is not None:
                text = cell_text(joined(value) if isinstance(value, tuple) else str(value))
                if text:
                    page.write_string(line, place, text, quoted if safe_text(text) != text else None)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def cell_text(text: str) -> str:
    """Text as a cell can hold it: what XML forbids replaced, line ends alike, and cut, with a mark that says so, if too long."""
    text = xml_text(text).replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS else text[: (MOST_CHARACTERS - len(CUT)) // 2] + CUT

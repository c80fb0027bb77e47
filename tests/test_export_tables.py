"""CSV, Parquet and Excel tables as DuckDB and openpyxl read them: all rows, right types, and no text that runs."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from export_graphs import GRAPHS, ODD, hostile_graph, rich_graph

from kg.export import csv_tables, parquet, xlsx
from kg.export.attributes import Kind
from kg.export.characters import joined, parted, unicode_text, xml_text
from kg.export.facts_csv import plain_text, safe_text
from kg.export.sheets import Sheet, sheets
from kg.graph import Graph

SHEETS = [sheet.name for sheet in sheets(rich_graph())]
DUCK = {Kind.TEXT: "VARCHAR", Kind.LIST: "VARCHAR[]", Kind.INTEGER: "BIGINT", Kind.NUMBER: "DOUBLE"}


def sheet_of(graph: Graph, name: str) -> Sheet:
    return next(sheet for sheet in sheets(graph) if sheet.name == name)


def written(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)


# --- the tables themselves


@pytest.mark.parametrize("name", GRAPHS)
def test_the_five_tables_hold_the_graph(name: str) -> None:
    graph = GRAPHS[name]()
    found = {sheet.name: sheet for sheet in sheets(graph)}
    counts = {"entities": len(graph.network), "facts": graph.network.size(), "observations": len(graph.observations)}
    counts["articles"] = len(graph.articles)
    told = [e.evidence for e in graph.entities()] + [f.evidence for _, f in graph.facts()] + [o.evidence for o in graph.observations]
    counts["evidence"] = sum(len(set(group)) for group in told)
    assert {name: len(sheet.rows) for name, sheet in found.items()} == counts
    assert all(len(row) == len(sheet.columns) for sheet in found.values() for row in sheet.rows)
    ids = {
        (kind, row[0])
        for kind, sheet in (("entity", "entities"), ("fact", "facts"), ("observation", "observations"))
        for row in found[sheet].rows
    }
    assert {row[:2] for row in found["evidence"].rows} <= ids


def test_a_fact_stands_in_one_row_with_its_sentences() -> None:
    sheet = sheet_of(rich_graph(), "facts")
    names = [c.name for c in sheet.columns]
    (row,) = [dict(zip(names, row, strict=True)) for row in sheet.rows if row[9] == 15610000000]
    assert (row["subject"], row["relation"], row["relation_zh"], row["object"]) == ("东风织造有限公司", "investsIn", "投资", "清河镇")
    assert (row["currency"], row["date"], row["confidence"], row["status"]) == ("CNY", "2024-05", 0.8765, "stated")
    assert row["sentences"] == ("东风织造有限公司在清河镇投资156.1亿元", "落户清河")


# --- Parquet and CSV in DuckDB


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", GRAPHS)
def test_duckdb_reads_parquet_with_types(name: str, sheet: str, tmp_path: Path) -> None:
    written(parquet.write(GRAPHS[name]()), tmp_path)
    right = sheet_of(GRAPHS[name](), sheet)
    read = duckdb.sql(f"SELECT * FROM '{tmp_path}/parquet/{sheet}.parquet'")
    assert list(zip(read.columns, map(str, read.types), strict=True)) == [(c.name, DUCK[c.kind]) for c in right.columns]
    assert read.fetchall() == [tuple(map(stored, row)) for row in right.rows]


def stored(value: Any) -> Any:
    return [unicode_text(v) for v in value] if isinstance(value, tuple) else unicode_text(value) if isinstance(value, str) else value


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", GRAPHS)
def test_duckdb_reads_csv(name: str, sheet: str, tmp_path: Path) -> None:
    written(csv_tables.write(GRAPHS[name]()), tmp_path)
    right = sheet_of(GRAPHS[name](), sheet)
    form = "all_varchar=true, header=true, delim=',', quote='\"', escape='\"', parallel=false"
    read = duckdb.sql(f"SELECT * FROM read_csv('{tmp_path}/csv/{sheet}.csv', {form})")
    assert read.columns == [c.name for c in right.columns]
    rows = read.fetchall()
    assert len(rows) == len(right.rows)
    for row, values in zip(rows, right.rows, strict=True):
        for cell, value, column in zip(row, values, right.columns, strict=True):
            if column.kind in (Kind.INTEGER, Kind.NUMBER):
                assert (float(cell) if cell else None) == value
            elif column.kind is Kind.LIST:
                assert parted(plain_text(cell or "")) == [unicode_text(v) for v in value]
            else:
                assert plain_text(cell or "") == unicode_text(value or "")


def test_a_question_over_parquet_is_answered(tmp_path: Path) -> None:
    written(parquet.write(rich_graph()), tmp_path)
    total = f"SELECT currency, sum(amount) FROM '{tmp_path}/parquet/facts.parquet' WHERE status = 'stated' AND amount > 0 GROUP BY 1"
    assert duckdb.sql(total).fetchall() == [("CNY", 15610000000.0 + 2e8)]
    alias = f"SELECT name FROM '{tmp_path}/parquet/entities.parquet' WHERE list_contains(aliases, '赵局长')"
    assert duckdb.sql(alias).fetchall() == [("赵一",)]


def test_no_cell_of_a_csv_file_is_taken_for_a_formula() -> None:
    for data in csv_tables.write(hostile_graph()).values():
        cells = [part for line in data.decode().splitlines() for part in re.findall(r'(?:^|,)"?([=+\-@＝＋－＠\t][^,"]*)', line)]
        assert all(re.fullmatch(r"-?[0-9.]+", cell) for cell in cells if cell[:1] != "\ufeff"), cells


# --- Excel


def book_of(graph: Graph) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx.write(graph)["graph.xlsx"]))


@pytest.mark.parametrize("name", GRAPHS)
def test_openpyxl_reads_every_cell(name: str) -> None:
    book = book_of(GRAPHS[name]())
    assert book.sheetnames == SHEETS
    for right in sheets(GRAPHS[name]()):
        page = book[right.name]
        assert [c.value for c in page[1]] == [c.name for c in right.columns]
        rows = [[c.value for c in row] for row in page.iter_rows(min_row=2)]
        assert len(rows) == len(right.rows)
        for row, values in zip(rows, right.rows, strict=True):
            assert row == [_cell(value) for value in values]


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        value = joined(value)
    if not isinstance(value, str):
        return value
    return xml_text(value).replace("\r\n", "\n").replace("\r", "\n") or None  # a reader of XML has one kind of line end


@pytest.mark.parametrize("name", GRAPHS)
def test_sheets_are_comfortable(name: str) -> None:
    for page in book_of(GRAPHS[name]()).worksheets:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert all(5 < width.width < 100 for width in page.column_dimensions.values()) and page.column_dimensions


def test_text_is_text_and_stays_so_when_it_is_edited() -> None:
    page = book_of(hostile_graph())["entities"]
    names = {c.value: c for c in page["B"]}
    for odd in ODD:
        cell = names[_cell(odd)]
        assert cell.data_type == "s" and cell.hyperlink is None
        assert bool(cell.quotePrefix) == (safe_text(odd) != odd)


def test_the_file_has_no_formula_link_macro_or_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx.write(hostile_graph())["graph.xlsx"])) as parts:
        assert not [n for n in parts.namelist() if "vba" in n.lower() or "external" in n.lower() or "comments" in n.lower()]
        assert {info.date_time[:3] for info in parts.infolist()} == {(1980, 1, 1)}
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text and "<hyperlink" not in text
        assert b"2000-01-01" in parts.read("docProps/core.xml")


def test_text_that_is_too_long_is_cut_and_says_so() -> None:
    assert xlsx.cell_text("字" * 32767) == "字" * 32767
    cut = xlsx.cell_text("字" * 40000)
    assert cut.endswith(xlsx.CUT) and len(cut) <= 32767
    assert len(xlsx.cell_text("😀" * 20000).encode("utf-16-le")) // 2 <= 32767

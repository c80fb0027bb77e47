"""``parquet/*.parquet``: one typed table a kind for DuckDB, pandas, polars and Spark; lists are lists, unknown values null."""

from __future__ import annotations

from typing import Any

from kg.export.attributes import Attribute, Kind, Value
from kg.export.characters import unicode_text
from kg.export.sheets import Sheet, sheets
from kg.graph import Graph


def write(graph: Graph) -> dict[str, bytes]:
    """The five tables by their names."""
    return {f"parquet/{sheet.name}.parquet": _table(sheet) for sheet in sheets(graph)}


def _table(sheet: Sheet) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        Kind.TEXT: pa.string(), Kind.LIST: pa.list_(pa.string()), Kind.BOOLEAN: pa.bool_(),
        Kind.INTEGER: pa.int64(), Kind.NUMBER: pa.float64(),
    }  # fmt: skip
    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    arrays = [
        pa.array([_cell(column, value) for value in values], types[column.kind])
        for column, values in zip(sheet.columns, columns, strict=True)
    ]
    out = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays, names=[column.name for column in sheet.columns]), out)
    data: bytes = out.getvalue().to_pybytes()
    return data


def _cell(column: Attribute, value: Value | None) -> Any:
    if isinstance(value, tuple):
        return [unicode_text(text) for text in value]
    if isinstance(value, str):
        return unicode_text(value)
    return float(value) if value is not None and column.kind is Kind.NUMBER else value

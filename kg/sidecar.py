"""``pages.csv`` beside the pages: what the user knows of each of them (place, date, paper), in columns of these names.

    file,place,date,paper
    A01.txt,甲县,2025-05-28,甲县日报

A spreadsheet writes dates as 2025/5/28 and, in China, files in GB18030: both are read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from kg.errors import InputError
from kg.gazetteer import load_gazetteer
from kg.read.decode import read_page
from kg.recognise.home import resolve_place
from kg.records import PageContext

NAME = "pages.csv"
COLUMNS = ("file", "place", "date", "paper")
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")


def sidecar_contexts(pages: Iterable[Path]) -> tuple[dict[Path, PageContext], list[InputError]]:
    """What the side files next to these pages say of them, by page, and an error for each faulty row or file."""
    contexts: dict[Path, PageContext] = {}
    errors: list[InputError] = []
    pages = list(pages)
    for folder in sorted({page.parent for page in pages}):
        path = folder / NAME
        if not path.exists():
            continue
        rows, faults = read_sidecar(path)
        contexts |= {page: rows[page.name] for page in pages if page.parent == folder and page.name in rows}
        errors += faults
    return contexts, errors


def read_sidecar(path: Path) -> tuple[dict[str, PageContext], list[InputError]]:
    """The sound rows of a side file by the name of the page's file, and an error, naming file and line, for each of the others."""
    rows: dict[str, PageContext] = {}
    errors: list[InputError] = []
    try:
        for line, cells in _rows(path):
            try:
                name = _page_name(path, cells, rows)
                rows[name] = PageContext(_place(cells["place"]), iso_date(cells["date"]) if cells["date"] else None, cells["paper"] or None)
            except InputError as error:
                errors.append(InputError(f"{path}, line {line}: {error}"))
    except InputError as error:
        errors.append(error)
    return rows, errors


def iso_date(text: str) -> str:
    """A day of the calendar as YYYY-MM-DD; raises InputError for anything else."""
    known = _DATE.fullmatch(text.strip())
    try:
        if known:
            return date(int(known[1]), int(known[2]), int(known[3])).isoformat()
    except ValueError:
        pass
    raise InputError(f"{text!r} is no date; write it as YYYY-MM-DD, for example 2025-05-28")


def known_place(text: str) -> str:
    """A place that the gazetteer has; raises InputError for any other."""
    if resolve_place(text.strip(), load_gazetteer()) is None:
        raise InputError(f"the gazetteer has no place {text!r}; give the county, city or province by its full name, for example 北京市")
    return text.strip()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(read_page(path).text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if "file" not in header or len(set(header)) < len(header) or not set(header) <= set(COLUMNS):
            wanted = f"{','.join(COLUMNS)} (all but file may be left out)"
            raise InputError(f"{path}, line 1: the columns must be {wanted}, not {','.join(header)}")
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                found = f"{len(row)} cells under {len(header)} columns"
                raise InputError(f"{path}, line {reader.line_num}: {found}; put quotation marks around a cell that holds a comma")
            yield reader.line_num, dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: not CSV ({error}); save it again as comma-separated values") from error


def _page_name(path: Path, cells: Mapping[str, str], known: Mapping[str, PageContext]) -> str:
    name = cells["file"]
    if not name:
        raise InputError("no file is named; write the page's file name in the column file")
    if name in known:
        raise InputError(f"{name} has a line already; leave one of them")
    if "/" in name or "\\" in name or not (path.parent / name).is_file():
        raise InputError(f"there is no file {name} in this folder; write the file's name as it stands in the folder, without a path")
    return name


def _place(text: str) -> str | None:
    return known_place(text) if text else None

"""Answers as tables, and the ways to write one: aligned text, and CSV, TSV, JSON and XML as SPARQL 1.1 has them."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rdflib import XSD
from rdflib.term import BNode, Literal, Node

from kg.errors import QueryError
from kg.export.characters import xml_text
from kg.export.facts_csv import safe_text

_TURTLE_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query: columns and rows of RDF terms; ``answer`` is the yes or no of an ASK, which is also its only cell."""

    columns: tuple[str, ...]
    terms: tuple[tuple[Node | None, ...], ...]
    answer: bool | None = None

    @property
    def rows(self) -> tuple[tuple[str | None, ...], ...]:
        """The cells as text, None where a variable is unbound."""
        return tuple(tuple(None if term is None else str(term) for term in row) for row in self.terms)


def written(table: Table, form: str) -> str:
    """A table in one of FORMATS; raises QueryError listing them for any other."""
    if form not in FORMATS:
        raise QueryError(f"unknown format {form!r}; there are: {', '.join(FORMATS)}")
    return FORMATS[form](table)


def to_text(table: Table) -> str:
    """A table for the terminal: columns aligned by the width of Chinese characters, a line under the header, a count at the end."""
    rows = [[printable(cell or "") for cell in row] for row in table.rows]
    widths = [max(display_width(row[i]) for row in [table.columns, *rows]) for i in range(len(table.columns))]
    lines = [_aligned(table.columns, widths), "  ".join("─" * width for width in widths), *(_aligned(row, widths) for row in rows)]
    return "\n".join([*lines, f"({len(rows)} row{'' if len(rows) == 1 else 's'})", ""])


def to_csv(table: Table) -> str:
    """A table as SPARQL 1.1 results CSV, but for text that a spreadsheet would run as a formula: it has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_csv_cell(term) for term in row] for row in table.terms)
    return out.getvalue()


def to_json(table: Table) -> str:
    """A table as SPARQL 1.1 results JSON; an unbound variable has no entry in its row."""
    document: dict[str, Any]
    if table.answer is not None:
        document = {"head": {}, "boolean": table.answer}
    else:
        rows = [zip(table.columns, row, strict=True) for row in table.terms]
        bindings = [{name: _json_term(term) for name, term in row if term is not None} for row in rows]
        document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_tsv(table: Table) -> str:
    """A table as SPARQL 1.1 results TSV: every term as Turtle writes it, nothing lost and nothing added."""
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if term is None else _turtle_term(term) for term in row) for row in table.terms]
    return "\n".join([*lines, ""])


def to_xml(table: Table) -> str:
    """A table as SPARQL 1.1 results XML; characters that XML cannot hold become U+FFFD."""
    if table.answer is not None:
        return _xml_document("<head/>", f"<boolean>{str(table.answer).lower()}</boolean>")
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    rows = [zip(table.columns, row, strict=True) for row in table.terms]
    cells = ["".join(f"<binding name={quoteattr(n)}>{_xml_term(t)}</binding>" for n, t in row if t is not None) for row in rows]
    return _xml_document(f"<head>{head}</head>", f"<results>{''.join(f'<result>{row}</result>{chr(10)}' for row in cells)}</results>")


FORMATS: dict[str, Callable[[Table], str]] = {"table": to_text, "csv": to_csv, "json": to_json, "tsv": to_tsv, "xml": to_xml}


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes: two a wide character, none a combining mark (Unicode UAX 11)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def printable(text: str) -> str:
    """Text from a page as a terminal may show it: control and direction characters, which could rewrite the screen, become spaces."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _csv_cell(term: Node | None) -> str:
    if term is None:
        return ""
    is_text = isinstance(term, Literal) and term.datatype in (None, XSD.string)
    return safe_text(str(term)) if is_text else str(term)


def _turtle_term(term: Node) -> str:
    if not isinstance(term, Literal):
        return f"_:{term}" if isinstance(term, BNode) else f"<{term}>"
    text = '"' + str(term).translate(_TURTLE_ESCAPES) + '"'
    return f"{text}@{term.language}" if term.language else f"{text}^^<{term.datatype}>" if term.datatype else text


def _xml_document(head: str, body: str) -> str:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">{head}\n{body}</sparql>\n'
    return xml_text(text)


def _xml_term(term: Node) -> str:
    if not isinstance(term, Literal):
        name = "bnode" if isinstance(term, BNode) else "uri"
        return f"<{name}>{escape(str(term))}</{name}>"
    more = f" xml:lang={quoteattr(term.language)}" if term.language else f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
    return f"<literal{more}>{escape(str(term), {chr(13): '&#13;'})}</literal>"


def _json_term(term: Node) -> dict[str, str]:
    if isinstance(term, Literal):
        more = {"xml:lang": term.language} if term.language else {"datatype": str(term.datatype)} if term.datatype else {}
        return {"type": "literal", "value": str(term), **more}
    return {"type": "bnode" if isinstance(term, BNode) else "uri", "value": str(term)}

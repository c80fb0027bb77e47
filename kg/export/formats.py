"""The formats that ``kg export`` writes: a row each, with its files, what it is for, and what it cannot hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from kg.errors import ExportError
from kg.export.vocabulary import BASE
from kg.graph import Graph


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module whose ``write`` gives its files by name, what they are for, what is not in them, and packages it needs.

    ``files`` names them for people, a whole folder by its name; ``lacks`` has a few words for each thing of graph.json that is lost
    or changed; ``needs`` are packages of the extra ``export``; ``based`` tells that ``write`` also takes the base of the IRIs.
    """

    name: str
    module: str
    files: str
    use: str
    lacks: tuple[str, ...]
    needs: tuple[str, ...] = ()
    function: str = "write"
    based: bool = False

    def write(self, graph: Graph, base: str = BASE) -> dict[str, bytes]:
        """The files by their names in the export folder; raises ExportError where a package is missing or the graph does not fit."""
        missing = [package for package in self.needs if find_spec(package) is None]
        if missing:
            raise ExportError(f"{self.name} needs {', '.join(missing)}; install with: pip install 'zhiluo[export]'")
        write = getattr(import_module(self.module), self.function)
        written: dict[str, bytes] = write(graph, base) if self.based else write(graph)
        return written


_FIGURES = "observations and the headlines, bylines and dates of articles"
_LISTS = "lists, which are one text with | between the elements"
_EMPTY = "empty texts, which become unknown"
_XML = "characters that XML forbids, which become U+FFFD"
_HALVES = "halves of surrogate pairs, which become U+FFFD"

_ROWS = (
    Format("graphml", "kg.export.graphml", "graph.graphml", "igraph, networkx, yEd", (_FIGURES, _LISTS, _XML)),
    Format(
        "gexf", "kg.export.gexf", "graph.gexf", "Gephi, with colours and a timeline",
        (_FIGURES, _LISTS, _XML, "days of facts dated to a month or year only, whose edges start on its first"),
    ),
    Format("cytoscape", "kg.export.cytoscape", "graph.cyjs", "Cytoscape and Cytoscape.js", (_FIGURES, _HALVES)),
    Format(
        "neo4j", "kg.export.neo4j", "neo4j/", "Neo4j: CSV files, a Cypher script, README.txt",
        (
            "backslashes, which become full-width, and line ends, which become spaces", _EMPTY,
            "control characters, which become U+FFFD",
        ),
    ),
    Format(
        "ftm", "kg.export.ftm", "entities.ftm.json", "FollowTheMoney: Aleph, OpenAleph",
        (
            "amounts as numbers but those of investments and projects: others stand in the description",
            "offsets, confidence, rule and rank as fields of their own: they stand in the description", _XML,
        ),
    ),
    Format(
        "csv", "kg.export.csv_tables", "csv/", "spreadsheets and databases, a table a kind",
        (_LISTS, "text that a spreadsheet would run, which has an apostrophe before it", _EMPTY, _HALVES),
    ),
    Format(
        "xlsx", "kg.export.xlsx", "graph.xlsx", "Excel and LibreOffice, a sheet a kind",
        (_LISTS, _XML, _EMPTY, "text of a cell beyond 32,767 characters, which is cut and says so",
            "line ends, which become line feeds", "digits of a number beyond the 15th"),
        ("xlsxwriter",),
    ),
    Format("parquet", "kg.export.parquet", "parquet/", "DuckDB, pandas, polars; typed, a table a kind", (_HALVES,), ("pyarrow",)),
    Format("ttl", "kg.export.turtle", "graph.ttl", "triple stores, SPARQL: Turtle", (_HALVES,), based=True),
    Format("nt", "kg.export.ntriples", "graph.nt", "bulk loads of triple stores: N-Triples", (_HALVES,), based=True),
    Format(
        "nq", "kg.export.ntriples", "graph.nq", "N-Quads, a named graph a page", (_HALVES,), function="write_nquads", based=True,
    ),
    Format("jsonld", "kg.export.jsonld", "graph.jsonld", "JSON-LD with its context", (_HALVES,), based=True),
)  # fmt: skip
FORMATS = {row.name: row for row in _ROWS}


def known_formats(names: Iterable[str]) -> tuple[Format, ...]:
    """The formats of these names, each once; raises ExportError that lists the valid ones."""
    wanted = list(dict.fromkeys(name.strip().lower() for name in names))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise ExportError(f"unknown format {', '.join(map(repr, unknown))}; there are: {', '.join(FORMATS)}")
    return tuple(FORMATS[name] for name in wanted)


def export(graph: Graph, formats: Sequence[Format], base: str = BASE) -> dict[str, bytes]:
    """All files of these formats by their names; ``base`` is where the IRIs of the RDF begin."""
    return {name: data for form in formats for name, data in form.write(graph, base).items()}

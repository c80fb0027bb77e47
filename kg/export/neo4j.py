"""``neo4j/``: CSV files with typed headers, ``load.cypher`` that loads them, and ``README.txt`` with the command for a bulk import.

One set of files serves both ways. Their strings stand clear of everything on which the two readers, or two settings of one, differ:
LOAD CSV takes a backslash for an escape unless told otherwise, the bulk import takes a line end for the end of a row. So a backslash
is written full-width and a line end as a space; lists are joined by U+001F, which no text contains. Only names of the ontology stand
in the script; what a page says is data in the CSV files and nowhere else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.export.attributes import EDGE, EVIDENCE, NODE, Attribute, Kind, Value, edge_values, evidence_values, node_values, number, present
from kg.export.characters import xml_text
from kg.graph import ArticleCard, Graph, observation_id
from kg.ontology import load_ontology
from kg.records import Observation

SEPARATOR = "\x1f"
_TYPES = {Kind.TEXT: "", Kind.INTEGER: ":long", Kind.NUMBER: ":double", Kind.BOOLEAN: ":boolean", Kind.LIST: ":string[]"}
_CAST = {
    Kind.TEXT: "{}", Kind.INTEGER: "toInteger({})", Kind.NUMBER: "toFloat({})", Kind.BOOLEAN: "toBoolean({})",
    Kind.LIST: "split({}, '\\u001f')",
}  # fmt: skip
_NAMED = (Attribute("name"), *NODE)
_TOLD = (Attribute("id"), *EDGE)
_FIGURE = (
    Attribute("indicator"), Attribute("value", Kind.NUMBER), Attribute("unit"), Attribute("change", Kind.NUMBER), Attribute("period"),
    Attribute("status"), *EVIDENCE,
)  # fmt: skip
_CARD = (
    Attribute("title"), Attribute("subtitle"), Attribute("authors", Kind.LIST), Attribute("doc"), Attribute("date"), Attribute("place"),
    Attribute("starts"),
)  # fmt: skip
_TRANSLATION = str.maketrans({"\\": "＼", "\r": " ", "\n": " "})
README = """\
Zhiluo's graph for Neo4j.

A. Into a running database
   Copy the CSV files of this folder into the import folder of the database, then:

   cypher-shell -u neo4j -f load.cypher

   Loading again changes nothing that is there already. For a graph of millions of facts, use B.

B. Into a new, empty database (its server stopped), from this folder:

   neo4j-admin database import full neo4j --array-delimiter=U+001F {options}

Nodes: Entity with its type as a second label, Article, Observation. Relations: the facts, each with its sentences (evidence) and where
they stand (places, page:start-end); observed, from an observation to its entity; mentions, from an article to its entities.
A relation of which symmetric is true holds both ways.

Do not open these files in a spreadsheet: nothing in them is marked as text, so that a database gets what the page says. For a
spreadsheet there are: kg export OUT --to csv,xlsx
"""


def write(graph: Graph) -> dict[str, bytes]:
    """The files by their names: a CSV file a type and a relation of the ontology, also where there are none, lest an old one stay."""
    ontology = load_ontology()
    nodes: dict[str, list[list[Value | None]]] = {name: [] for name in ontology.types}
    edges: dict[str, list[list[Value | None]]] = {name: [] for name in ontology.relations}
    for entity in graph.entities():
        values = {"name": entity.name} | node_values(entity, ontology)
        nodes[entity.type].append([entity.id, ("Entity", entity.type), *_row(_NAMED, values)])
    for key, fact in graph.facts():
        edges[fact.type].append([fact.source, fact.target, fact.type, *_row(_TOLD, {"id": key} | edge_values(fact, ontology))])
    files = {f"nodes_{name}.csv": _nodes(_NAMED, rows) for name, rows in nodes.items()}
    files["nodes_Article.csv"] = _nodes(_CARD, ([a.id, ("Article",), *_row(_CARD, _card(a))] for a in graph.articles))
    figures = ([observation_id(o), ("Observation",), *_row(_FIGURE, _figure(o))] for o in graph.observations)
    files["nodes_Observation.csv"] = _nodes(_FIGURE, figures)
    files |= {f"relations_{name}.csv": _relations(_TOLD, rows) for name, rows in edges.items()}
    files["relations_observed.csv"] = _relations((), ([observation_id(o), o.subject, "observed"] for o in graph.observations))
    files["relations_mentions.csv"] = _relations((), ([article, entity, "mentions"] for article, entity in _mentions(graph)))
    files |= {"load.cypher": _script(), "README.txt": README.format(options=_options(files))}
    return {f"neo4j/{name}": text.encode() for name, text in files.items()}


def _row(attributes: Sequence[Attribute], values: Mapping[str, Value]) -> list[Value | None]:
    return [values.get(a.name) for a in attributes]


def _card(a: ArticleCard) -> dict[str, Value]:
    told: dict[str, Value | None] = {"title": a.title, "subtitle": a.subtitle, "authors": a.authors, "doc": a.doc}
    return present(told | {"date": a.date, "place": a.place, "starts": a.starts})


def _figure(o: Observation) -> dict[str, Value]:
    value, change = (None if v is None else number(v) for v in (o.value, o.change))
    told: dict[str, Value | None] = {"indicator": o.indicator, "value": value, "unit": o.unit, "change": change, "period": o.period}
    return present(told | {"status": str(o.status)} | evidence_values(o.evidence))


def _mentions(graph: Graph) -> list[tuple[str, str]]:
    cards = {a.id for a in graph.articles}
    return sorted({(e.article, entity.id) for entity in graph.entities() for e in entity.evidence if e.article in cards})


def _nodes(attributes: Sequence[Attribute], rows: Iterable[Sequence[Value | None]]) -> str:
    return _table(["id:ID", ":LABEL", *map(_header, attributes)], rows)


def _relations(attributes: Sequence[Attribute], rows: Iterable[Sequence[Value | None]]) -> str:
    return _table([":START_ID", ":END_ID", ":TYPE", *map(_header, attributes)], rows)


def _header(a: Attribute) -> str:
    return a.name + _TYPES[a.kind]


def _table(header: Sequence[str], rows: Iterable[Sequence[Value | None]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return SEPARATOR.join(map(_cell, value))
    return xml_text(str(value)).translate(_TRANSLATION)


def _options(files: Mapping[str, str]) -> str:
    kinds = {"nodes": "--nodes", "relations": "--relationships"}
    return " ".join(f"{kinds[name.partition('_')[0]]}={name}" for name in files)


def _script() -> str:
    """The Cypher script: constraints, then each file; a row that was loaded before is set again and not doubled."""
    ontology = load_ontology()
    labels = ("Entity", "Article", "Observation")
    parts = [f"CREATE CONSTRAINT zhiluo_{label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;" for label in labels]
    parts += [_load_nodes(f"nodes_{name}", "Entity", _NAMED, name) for name in ontology.types]
    parts += [_load_nodes("nodes_Article", "Article", _CARD), _load_nodes("nodes_Observation", "Observation", _FIGURE)]
    parts += [_load_facts(name) for name in ontology.relations]
    parts += [_load_links("observed", "Observation"), _load_links("mentions", "Article")]
    return "\n".join(["// Loads the CSV files of this folder; see README.txt.", *parts, ""])


def _load_nodes(file: str, label: str, attributes: Sequence[Attribute], more: str = "") -> str:
    settings = [f"n:{more}"] if more else []
    settings += _settings("n", attributes)
    return f"{_from(file)}\nMERGE (n:{label} {{id: row.`id:ID`}})\nSET {', '.join(settings)};"


def _load_facts(relation: str) -> str:
    ends = "MATCH (a:Entity {id: row.`:START_ID`}) MATCH (b:Entity {id: row.`:END_ID`})"
    settings = ", ".join(_settings("r", EDGE))
    return f"{_from(f'relations_{relation}')}\n{ends}\nMERGE (a)-[r:{relation} {{id: row.id}}]->(b)\nSET {settings};"


def _load_links(relation: str, label: str) -> str:
    ends = f"MATCH (a:{label} {{id: row.`:START_ID`}}) MATCH (b:Entity {{id: row.`:END_ID`}})"
    return f"{_from(f'relations_{relation}')}\n{ends}\nMERGE (a)-[:{relation}]->(b);"


def _from(file: str) -> str:
    return f"LOAD CSV WITH HEADERS FROM 'file:///{file}.csv' AS row"


def _settings(variable: str, attributes: Sequence[Attribute]) -> Iterator[str]:
    for a in attributes:
        yield f"{variable}.{a.name} = {_CAST[a.kind].format(f'row.`{_header(a)}`')}"

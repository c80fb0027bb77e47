"""The files for Neo4j: a Cypher engine loads them and answers, Neo4j's parser takes the script, no text leaves its cell."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import ladybug
import pytest
from export_graphs import GRAPHS, hostile_graph, rich_graph
from node_run import node

from kg.export.attributes import edge_values, node_values
from kg.export.characters import xml_text
from kg.export.neo4j import SEPARATOR, write
from kg.graph import Graph, observation_id
from kg.ontology import load_ontology

ONTOLOGY = load_ontology()
TYPES = {"long": "INT64", "double": "DOUBLE", "boolean": "BOOL", "": "STRING", "string[]": "STRING", "ID": "STRING PRIMARY KEY"}


def written(graph: Graph, folder: Path) -> Path:
    for name, data in write(graph).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "neo4j"


def header(file: Path) -> list[str]:
    return next(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))


def columns(names: list[str]) -> str:
    """The columns of a table by a header of Neo4j: name:type; one that begins with a colon is a label or type, and stays a text."""
    pairs = [name.partition(":")[::2] if not name.startswith(":") else (name[1:].lower(), "") for name in names]
    return ", ".join(f"`{name}` {TYPES[kind]}" for name, kind in pairs)


def loaded(folder: Path) -> ladybug.Connection:
    """A database with one table of nodes for each space of ids and one of edges for each relation, from the files alone."""
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    csv_form = "(HEADER=true, PARALLEL=false, DELIM=',', QUOTE='\"', ESCAPE='\"')"
    for label, files in {"Entity": ONTOLOGY.types, "Article": ("Article",), "Observation": ("Observation",)}.items():
        first, *others = [header(folder / f"nodes_{name}.csv") for name in files]
        assert all(other == first for other in others)
        connection.execute(f"CREATE NODE TABLE {label}({columns(first)})")
        for name in files:
            connection.execute(f"COPY {label} FROM '{folder}/nodes_{name}.csv' {csv_form}")
    ends = {"observed": "FROM Observation TO Entity", "mentions": "FROM Article TO Entity"}
    for file in sorted(folder.glob("relations_*.csv")):
        name = file.stem.removeprefix("relations_")
        start, end, *more = header(file)
        assert (start, end) == (":START_ID", ":END_ID")
        connection.execute(f"CREATE REL TABLE {name}({ends.get(name, 'FROM Entity TO Entity')}, {columns(more)})")
        connection.execute(f"COPY {name} FROM '{file}' {csv_form}")
    return connection


def rows(connection: ladybug.Connection, query: str) -> list[list[Any]]:
    result, found = connection.execute(query), []
    while result.has_next():
        found.append(result.get_next())
    return found


def kept(value: Any) -> Any:
    """A value as the files can hold it."""
    if isinstance(value, str):
        return xml_text(value).replace("\\", "＼").replace("\r", " ").replace("\n", " ")
    return SEPARATOR.join(map(kept, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", GRAPHS)
def test_a_cypher_engine_loads_the_files_and_finds_the_graph(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    connection = loaded(written(graph, tmp_path))
    nodes = {row[0]["id"]: row[0] for row in rows(connection, "MATCH (n:Entity) RETURN n")}
    assert set(nodes) == {e.id for e in graph.entities()}
    for e in graph.entities():
        assert nodes[e.id]["label"] == f"Entity{SEPARATOR}{e.type}"
        for key, value in ({"name": e.name} | node_values(e, ONTOLOGY)).items():
            assert nodes[e.id][key] == (kept(value) or None), (e.id, key)
    found = {}
    for relation in ONTOLOGY.relations:
        for source, target, edge in rows(connection, f"MATCH (a:Entity)-[r:{relation}]->(b:Entity) RETURN a.id, b.id, r"):
            found[edge["id"]] = (source, target, edge)
    assert set(found) == {key for key, _ in graph.facts()}
    for key, fact in graph.facts():
        source, target, edge = found[key]
        assert (source, target, edge["type"]) == (fact.source, fact.target, fact.type)
        for attribute, value in edge_values(fact, ONTOLOGY).items():
            assert edge[attribute] == (kept(value) if value != "" else None), (key, attribute)
    figures = rows(connection, "MATCH (o:Observation)-[:observed]->(e:Entity) RETURN o.id, e.id, o.value")
    assert sorted(figures) == sorted([observation_id(o), o.subject, o.value] for o in graph.observations)


def test_questions_are_answered(tmp_path: Path) -> None:
    connection = loaded(written(rich_graph(), tmp_path))
    money = "MATCH (c:Entity)-[i:investsIn]->(p:Entity) WHERE i.status = 'stated' RETURN c.name, i.amount, i.currency, p.name"
    assert rows(connection, money) == [["东风织造有限公司", 15610000000.0, "CNY", "清河镇"]]
    friends = "MATCH (p:Entity {name: '赵一'})-[:visits]->(:Entity)<-[:cooperatesWith]-(o:Entity) RETURN o.name"
    assert rows(connection, friends) == [["清河商会"]]
    named = "MATCH (a:Article)-[:mentions]->(e:Entity) RETURN a.title, count(e)"
    assert rows(connection, named) == [["东风来了", 2]]


def test_neo4j_accepts_the_script_and_it_loads_every_column(tmp_path: Path) -> None:
    folder = written(rich_graph(), tmp_path)  # the script is the same for every graph, as a test below shows
    assert node("cypher.cjs", folder / "load.cypher") == []
    script = (folder / "load.cypher").read_text(encoding="utf-8")
    for file in sorted(folder.glob("*.csv")):
        (statement,) = [part for part in script.split(";") if f"'file:///{file.name}'" in part]
        used = set(re.findall(r"row\.`([^`]+)`|row\.(\w+)", statement))
        assert {a or b for a, b in used} == set(header(file)) - {":LABEL", ":TYPE"}
        assert file.name in (folder / "README.txt").read_text(encoding="utf-8")


def test_the_parser_would_complain(tmp_path: Path) -> None:
    (tmp_path / "bad.cypher").write_text("MATCH (n) SET n.a = split(row., 1);", encoding="utf-8")
    assert node("cypher.cjs", tmp_path / "bad.cypher")


def test_the_script_does_not_depend_on_what_pages_say() -> None:
    for name in ("load.cypher", "README.txt"):
        assert write(hostile_graph())[f"neo4j/{name}"] == write(GRAPHS["empty"]())[f"neo4j/{name}"]


def test_no_text_can_leave_its_cell_however_the_reader_is_set() -> None:
    for name, data in write(hostile_graph()).items():
        if name.endswith(".csv"):
            text = data.decode()
            table = list(csv.reader(io.StringIO(text, newline="")))
            assert "\\" not in text and "\r" not in text, "LOAD CSV may take it for an escape"
            assert text.count("\n") == len(table), "the bulk import takes a row to be a line"
            assert all(len(row) == len(table[0]) for row in table)

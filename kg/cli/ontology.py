"""``kg ontology``: the types and relations."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from kg.cli.text import aligned
from kg.ontology import Ontology, load_ontology


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print them.")
def ontology(form: str) -> None:
    """Print the types of entities and the relations between them, as ontology/zhiluo.ttl has them.

    \b
    Example:
      kg ontology
      kg ontology --format json
    """
    known = load_ontology()
    click.echo(_table(known) if form == "table" else json.dumps(_document(known), ensure_ascii=False, indent=1))


def _table(known: Ontology) -> str:
    types = [[t.name, t.label_zh, t.definition_en] for t in known.types.values()]
    relations = [
        [r.name, r.label_zh, f"{_ends(known, r.domain)} {'↔' if r.symmetric else '→'} {_ends(known, r.range)}", ", ".join(sorted(r.takes))]
        for r in known.relations.values()
    ]
    header = ["relation", "", "from → to", "attributes"]
    return f"{aligned([['type', '', 'definition'], *types])}\n\n{aligned([header, *relations])}"


def _ends(known: Ontology, names: frozenset[str]) -> str:
    return "any" if names >= set(known.types) else ", ".join(name for name in known.types if name in names)


def _document(known: Ontology) -> dict[str, Any]:
    return {
        "types": [asdict(t) for t in known.types.values()],
        "relations": [_plain(asdict(r)) for r in known.relations.values()],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in row.items()}

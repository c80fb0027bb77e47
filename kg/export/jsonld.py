"""``graph.jsonld``: the graph as JSON-LD 1.1, one object a line for each thing, with short keys that its context explains."""

from __future__ import annotations

import json
from typing import Any

from kg.export.dialects import Json
from kg.export.header import header
from kg.export.statements import Block, Statements
from kg.export.vocabulary import BASE, NS, VOCABULARIES, Property, properties
from kg.graph import Graph

_COERCIONS: dict[str, dict[str, str | None]] = {
    "id": {"@type": "@id"}, "word": {"@type": "@vocab"}, "zh": {"@language": "zh"}, "decimal": {"@type": "xsd:decimal"},
    "count": {"@type": "xsd:nonNegativeInteger"},
}  # fmt: skip


def to_jsonld(graph: Graph, base: str = BASE) -> str:
    """The triples of the graph as a JSON-LD document, the same bytes for the same graph; raises GraphError for a base that is no IRI."""
    told = Statements(graph, Json(base))
    body = [_object(block) for block in told.body()]
    objects = ",\n".join([*map(_object, header(told)), *body])
    return f'{{"@context": {json.dumps(context(base), indent=1)},\n"@graph": [\n{objects}\n]}}\n'


def context(base: str = BASE) -> dict[str, Any]:
    """The JSON-LD context: what each key of ``to_jsonld`` means, and that ``kg:`` stands for the base."""
    prefixes: dict[str, Any] = {"@version": 1.1, "@vocab": NS, "id": "@id", "kg": base, **VOCABULARIES}
    return prefixes | {name: _term(known) for name, known in properties().items()} | {"type": "@type"}


def _term(known: Property) -> dict[str, str | None] | str:
    coercion = _COERCIONS.get(known.range)
    return {"@id": known.name, **coercion} if coercion else known.name


def _object(block: Block) -> str:
    values: dict[str, list[str]] = {}
    for predicate, value in block.pairs:
        values.setdefault(predicate, []).append(value)
    fields = [key + (told[0] if len(told) == 1 else f"[{', '.join(told)}]") for key, told in values.items()]
    return f'{{"id": {block.subject}, {", ".join(fields)}}}'

"""``graph.jsonld``: the graph as JSON-LD 1.1, one object a line for each thing, with short keys that its context explains."""

from __future__ import annotations

import json
from typing import Any

from kg.export.blocks import Block
from kg.export.characters import unicode_text
from kg.export.dialects import Dialect
from kg.export.header import header
from kg.export.statements import Statements
from kg.export.vocabulary import BASE, NS, VOCABULARIES, Property, properties
from kg.graph import Graph

_COERCIONS: dict[str, dict[str, str | None]] = {
    "id": {"@type": "@id"}, "word": {"@type": "@vocab"}, "zh": {"@language": "zh"}, "decimal": {"@type": "xsd:decimal"},
    "count": {"@type": "xsd:nonNegativeInteger"},
}  # fmt: skip


class Json(Dialect):
    """JSON-LD under ``context``, which knows the type of every value but those of the range ``any``."""

    def iri(self, iri: str) -> str:
        return f'"kg:{iri.removeprefix(self.base)}"' if len(iri) > len(self.base) and iri.startswith(self.base) else f'"{iri}"'

    def zh(self, text: str) -> str:
        return _json(text)

    def text(self, text: str) -> str:
        return _json(text)

    def tagged(self, text: str, language: str) -> str:
        return f'{{"@language": "{language}", "@value": {_json(text)}}}'

    def integer(self, number: int) -> str:
        return str(number)

    def count(self, number: int) -> str:
        return f'"{number}"'

    def boolean(self, truth: bool) -> str:
        return str(truth).lower()

    def _word(self, name: str) -> str:
        return f'"{name.removeprefix("zl:")}"'

    def _property(self, name: str, prefixed: str) -> str:
        del prefixed
        return f'"{name}": '

    def _typed(self, text: str, datatype: str) -> str:
        del datatype
        return f'"{text}"'

    def _dated(self, text: str, datatype: str | None) -> str:
        return f'{{"@type": "{datatype}", "@value": "{text}"}}' if datatype else _json(text)


def to_jsonld(graph: Graph, base: str = BASE) -> str:
    """The triples of the graph as a JSON-LD document, the same bytes for the same graph; raises GraphError for a base that is no IRI."""
    told = Statements(graph, Json(base))
    body = [_object(block) for block in told.body()]
    objects = ",\n".join([*map(_object, header(told)), *body])
    return f'{{"@context": {json.dumps(context(base), indent=1)},\n"@graph": [\n{objects}\n]}}\n'


def write(graph: Graph, base: str = BASE) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"graph.jsonld": to_jsonld(graph, base).encode()}


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


def _json(text: str) -> str:
    return json.dumps(unicode_text(text), ensure_ascii=False)

"""What the explorer's page may ask, and the answers: JSON documents of rows, each with the version of the graph that it is of.

``start``, ``names``, ``entity?id``, ``fact?id``, ``around?id&steps&most``, ``between?a&b&most``, ``best?offset&most``; posted as JSON,
``rows`` {fresh, drawn} and ``linked`` {ids}. The filters of the others are ``types`` and ``relations`` (held back, joined by commas),
``least``, ``from``, ``to`` and ``undated=0``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from kg.export.neighbourhood import Atlas
from kg.export.sieve import Sieve, interval
from kg.ontology import load_ontology
from kg.serve.http import RefusedError, Response

FACTS = 2000  # of an entity, in one answer
FRESH, DRAWN = 2500, 10_000  # ids that a request may name
IDS = 10_000  # in an answer
STEPS, WALKS = 2, 100
LONGEST = 500  # characters of an id
FILTERS = ("types", "relations", "least", "from", "to", "undated")
Fields = Mapping[str, str]
GET = {
    "start": (), "names": (), "entity": ("id",), "fact": ("id",), "best": ("offset", "most"),
    "around": ("id", "steps", "most", *FILTERS), "between": ("a", "b", "most", *FILTERS),
}  # fmt: skip
POST = {"rows": ("fresh", "drawn"), "linked": ("ids",)}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where requests are answered: an atlas, its title, and the version of the graph that it is of."""

    atlas: Atlas
    title: str
    version: str

    def answer(self, name: str, query: str, body: bytes) -> Response:
        """The answer to a request by the last part of its address; raises RefusedError (400) where a parameter is none."""
        fields = _fields(query, FILTERS if name == "linked" else GET.get(name, ()))
        lists = _lists(body, POST[name]) if name in POST else {}
        answers: Mapping[str, Callable[[], dict[str, Any]]] = {
            "start": lambda: self.atlas.start(self.title),
            "names": self.atlas.names,
            "entity": lambda: self.atlas.entity(_id(fields, "id"), FACTS),
            "fact": lambda: self.atlas.fact(_id(fields, "id")),
            "best": lambda: self.atlas.best(_whole(fields, "offset", 0, 1 << 31), _whole(fields, "most", 1, IDS)),
            "around": lambda: self.atlas.around(
                _id(fields, "id"), _whole(fields, "steps", 1, STEPS), sieve_of(fields), _whole(fields, "most", 1, IDS)
            ),
            "between": lambda: self.atlas.between(_id(fields, "a"), _id(fields, "b"), sieve_of(fields), _whole(fields, "most", 1, WALKS)),
            "rows": lambda: self.atlas.rows(lists["fresh"], lists["drawn"]),
            "linked": lambda: self.atlas.linked(lists["ids"], sieve_of(fields)),
        }
        told = {"version": self.version} | answers[name]()
        return Response(200, "application/json", json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))


def sieve_of(fields: Fields) -> Sieve:
    """The filters that a request names; raises RefusedError (400) for what the ontology or the calendar does not have."""
    ontology = load_ontology()
    for end in ("from", "to"):
        if fields.get(end) and not interval(fields[end]):
            raise RefusedError(400, f"{end} is no date; write 2024, 2024-05 or 2024-05-28")
    if fields.get("undated", "1") not in ("0", "1"):
        raise RefusedError(400, "undated is 0 or 1")
    held = {name: frozenset(filter(None, fields.get(name, "").split(","))) for name in ("types", "relations")}
    for name, known in (("types", set(ontology.types)), ("relations", set(ontology.relations))):
        if not held[name] <= known:
            raise RefusedError(400, f"{name} names one that the ontology does not have; see kg ontology")
    return Sieve(
        held["types"],
        held["relations"],
        _share(fields, "least"),
        fields.get("from", ""),
        fields.get("to", ""),
        fields.get("undated") != "0",
    )


def _fields(query: str, known: tuple[str, ...]) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=len(FILTERS) + 4)
    except ValueError as error:
        raise RefusedError(400, "the fields of the request are no UTF-8, percent-encoded, or too many") from error
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise RefusedError(400, "a field stands in the address twice")
    if not set(fields) <= set(known):
        raise RefusedError(400, f"the fields here are: {', '.join(known) or 'none'}")
    return fields


def _id(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    if not 0 < len(value) <= LONGEST:
        raise RefusedError(400, f"the field {name} is missing, or longer than {LONGEST} characters")
    return value


def _whole(fields: Fields, name: str, least: int, most: int) -> int:
    text = fields.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        raise RefusedError(400, f"the field {name} is a whole number from {least} to {most}")
    return int(text)


def _share(fields: Fields, name: str) -> float:
    try:
        value = float(fields.get(name) or 0)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise RefusedError(400, f"the field {name} is a number from 0 to 1")
    return value


def _lists(body: bytes, names: tuple[str, ...]) -> dict[str, list[str]]:
    """The lists of ids in a posted document."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "the body is no JSON") from error
    if not isinstance(told, dict) or set(told) != set(names):
        raise RefusedError(400, f"the body is an object with {' and '.join(names)}")
    for name, ids in told.items():
        most = FRESH if name == "fresh" else DRAWN
        if not isinstance(ids, list) or len(ids) > most or not all(isinstance(i, str) for i in ids):
            raise RefusedError(400, f"{name} is a list of at most {most} ids")
    return told

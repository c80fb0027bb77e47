"""The named queries as the editors offer them: a list in JSON, and each as a text that stands alone, with its parameters filled in."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl

from kg.errors import QueryError
from kg.query.check import PREFIXES
from kg.query.lexis import plain, with_values
from kg.query.named import NamedQuery, named_queries, named_query
from kg.serve.http import RefusedError, Response, plain_text


def listed() -> Response:
    """All named queries with their descriptions and parameters."""
    rows = [
        {
            "name": query.name,
            "description": query.description,
            "description_zh": query.description_zh,
            "parameters": [{"name": p.name, "default": p.default} for p in query.parameters],
        }
        for query in named_queries()
    ]
    return Response(200, "application/json", json.dumps(rows, ensure_ascii=False).encode())


def filled(name: str, fields: str) -> Response:
    """The text of a named query with parameters from the address; raises RefusedError for a name that is unknown or missing."""
    try:
        query = named_query(name)
    except QueryError as error:
        raise RefusedError(404, str(error)) from error
    try:
        return plain_text(standalone(query, dict(parse_qsl(fields, keep_blank_values=True, errors="replace", max_num_fields=20))))
    except (QueryError, ValueError) as error:
        raise RefusedError(400, str(error)) from error


def standalone(query: NamedQuery, arguments: dict[str, str]) -> str:
    """A named query that declares its prefixes and has its parameters in it, under its descriptions as comments."""
    text = with_values(plain(query.text), query.bindings(arguments)).strip()
    declared = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items() if re.search(rf"\b{prefix}:", text)]
    heads = [f"# {words}" for words in (query.description, query.description_zh) if words]
    return "\n".join([*heads, *declared, "", text, ""])

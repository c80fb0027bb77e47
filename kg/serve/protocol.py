"""The SPARQL 1.1 Protocol, its query operation: which query a request asks, and what is refused before any query is read."""

from __future__ import annotations

from urllib.parse import parse_qsl

from kg.query.lexis import UPDATES_REFUSED
from kg.serve.http import Environ, RefusedError

MAX_BODY = 1 << 20  # a query longer than a megabyte is none that a person or a program of good sense wrote
_MAX_FIELDS = 50
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")
_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


def asked(environ: Environ) -> str | None:
    """The query of a request, None where it asks for the description of the service; raises RefusedError for anything else."""
    method = environ["REQUEST_METHOD"]
    if method in ("GET", "HEAD"):
        fields = _fields(environ.get("QUERY_STRING", ""))
        return _one_query(fields) if fields else None
    if method == "POST":
        return _posted(environ)
    raise RefusedError(405, "use GET or POST", {"Allow": "GET, HEAD, POST"})


def _posted(environ: Environ) -> str:
    fields = _fields(environ.get("QUERY_STRING", ""))
    media, *parameters = (part.strip().lower() for part in environ.get("CONTENT_TYPE", "").split(";"))
    charset = next((p.removeprefix("charset=").strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if media == _UPDATE:
        raise RefusedError(403, UPDATES_REFUSED)
    if media not in (_FORM, _DIRECT):
        raise RefusedError(415, f"post a query as {_DIRECT}, or as the field query of {_FORM}")
    if charset not in ("utf-8", "utf8"):
        raise RefusedError(415, "write the query in UTF-8")
    text = _utf8(body_of(environ))
    if media == _FORM:
        return _one_query(fields + _fields(text))
    _refuse_fields(fields)
    if any(name == "query" for name, _ in fields):
        raise RefusedError(400, "the query stands in the address and in the body; send one query")
    return text


def body_of(environ: Environ) -> bytes:
    """The body of a request; raises RefusedError where it is too long or does not say how long it is."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit():
        raise RefusedError(400, "Content-Length is no number")
    if int(length) > MAX_BODY:
        raise RefusedError(413, f"a request may have {MAX_BODY:,} bytes")
    body: bytes = environ["wsgi.input"].read(int(length))
    return body


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError as error:  # UnicodeDecodeError among them
        raise RefusedError(400, "the fields of the request are no UTF-8, percent-encoded, or too many") from error


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the query is not UTF-8") from error


def _one_query(fields: list[tuple[str, str]]) -> str:
    _refuse_fields(fields)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise RefusedError(400, "send one query, in the field query" if not queries else "send one query, not several")
    return queries[0]


def _refuse_fields(fields: list[tuple[str, str]]) -> None:
    names = {name for name, _ in fields}
    if "update" in names:
        raise RefusedError(403, UPDATES_REFUSED)
    if names.intersection(_DATASET):
        raise RefusedError(400, f"this service has one graph: {', '.join(sorted(names.intersection(_DATASET)))} is refused")

"""What a request may bring and a response is made of; nothing here knows of graphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Environ = dict[str, Any]
PHRASES = {
    200: "OK", 202: "Accepted", 204: "No Content", 303: "See Other", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 413: "Content Too Large", 415: "Unsupported Media Type", 421: "Misdirected Request",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Response:
    """A status, a media type, a body, and headers beside those that every response has."""

    status: int
    type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A request that gets no answer but a status and one line of plain text."""

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.status, self.headers = status, headers or {}

    @property
    def response(self) -> Response:
        """The refusal as a response."""
        return plain_text(f"{self}\n", self.status, self.headers)


def plain_text(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A response of plain text."""
    return Response(status, "text/plain; charset=utf-8", text.encode(errors="replace"), headers or {})


def negotiated(accept: str, offered: Sequence[str]) -> str:
    """The media type that a client likes best among those offered, the first of equals; raises RefusedError (406) where it likes none.

    An empty header takes anything, as RFC 9110 has it.
    """
    wishes = list(map(_wish, accept.split(","))) if accept.strip() else [("*/*", 1.0)]
    rated = [(_liking(media, wishes), -place, media) for place, media in enumerate(offered)]
    liking, _, best = max(rated)
    if liking <= 0:
        raise RefusedError(406, f"nothing there is what Accept asks for; there are: {', '.join(offered)}")
    return best


def _wish(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    try:
        return media, min(1.0, max(0.0, float(quality)))
    except ValueError:
        return media, 0.0


def _liking(media: str, wishes: Sequence[tuple[str, float]]) -> float:
    """How much a type is liked: what names it exactly counts before what names its family, and that before what names all."""
    for pattern in (media, f"{media.split('/')[0]}/*", "*/*"):
        found = [quality for wish, quality in wishes if wish == pattern]
        if found:
            return max(found)
    return 0.0

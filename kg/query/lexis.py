"""The words of a query, read before any parser: what every engine is given is this text, and no two can read it differently.

rdflib ends a comment at a line feed only and takes ``\\u`` escapes before it parses; Oxigraph ends it at a carriage return, too, and takes
escapes only in names and strings. A text that one of them reads as a comment the other could run, so comments, carriage returns and
escapes are taken out here, and words that only write or fetch are refused here, before a parser has had a say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rdflib import URIRef
from rdflib.term import Identifier, Literal

from kg.errors import QueryError

FETCHING = ("SERVICE", "FROM")
UPDATING = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
UPDATES_REFUSED = "updates are refused: the graph is read-only; use SELECT, ASK, CONSTRUCT or DESCRIBE"
_ESCAPE = re.compile(r"(\\?)\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_LITERAL_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n]* )
  | (?P<space> [\ \t\n]+ )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string> \"{3} (?:\"{0,2}(?:[^"\\]|\\[tbnrf\\"']))* \"{3} | '{3} (?:'{0,2}(?:[^'\\]|\\[tbnrf\\"']))* '{3}
              | "(?!"") (?:[^"\\\n]|\\[tbnrf\\"'])* " | '(?!'') (?:[^'\\\n]|\\[tbnrf\\"'])* ' )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name> (?:[^\W\d][\w.\-·]*)? : (?:(?![.\-·])(?:[\w.\-·:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])+)? )
  | (?P<word> [^\W\d]\w* )
  | (?P<number> \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
  | (?P<mark> [{}()\[\];,.=!<>|&+\-*/^?] )
    """,
    re.VERBOSE,
)


def plain(text: str) -> str:
    """A query without comments and escapes, line by line and column by column where it was; raises QueryError where it holds
    a character that SPARQL has not, or a word that only updates or fetches."""
    text = _ESCAPE.sub(_expanded, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    parts = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise QueryError(f"{_position(text, at)}: not SPARQL in what begins here: {_shown(text, at)}")
        if token.lastgroup in ("word", "name"):
            _refuse(token[0].upper())
        parts.append(" " * len(token[0]) if token.lastgroup == "comment" else token[0])
        at = token.end()
    return "".join(parts)


def with_values(text: str, values: Mapping[str, str | Identifier]) -> str:
    """A query with these values in place of its variables of those names; text becomes a literal, whatever it holds.

    The engines filter early by what stands in the text, and late by what they have to join (VALUES, BIND).
    """
    terms = {name: _term(value) for name, value in values.items()}
    return _TOKEN.sub(lambda token: terms.get(token[0][1:], token[0]) if token.lastgroup == "variable" else token[0], text)


def _term(value: str | Identifier) -> str:
    if isinstance(value, URIRef) or (isinstance(value, Literal) and (value.language or value.datatype)):
        return value.n3()
    if _ESCAPE.search(str(value)):
        raise QueryError(f"the escape in {str(value)!r} is refused; write the character itself")
    return f'"{str(value).translate(_LITERAL_ESCAPES)}"'


def _expanded(escape: re.Match[str]) -> str:
    """The character that an escape means. Only letters and digits: a quote or a brace would end what it stands in for one parser only."""
    code = int(escape[2] or escape[3], 16)
    if escape[1] or code > 0x10FFFF or not chr(code).isalnum():
        raise QueryError(f"the escape {escape[0]} is refused; write the character itself")
    return chr(code)


def _refuse(word: str) -> None:
    """SERVICE and FROM make the machine that answers fetch addresses of the asker's choice.

    A prefix that begins so is refused with them, for a parser may find the word in ``SERVICEx:y``.
    """
    for fetching in FETCHING:
        if word == fetching or (":" in word and word.startswith(fetching)):
            raise QueryError(f"{fetching} is refused: queries read this graph only and fetch nothing")
    if word in UPDATING:
        raise QueryError(UPDATES_REFUSED)


def _position(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _shown(text: str, at: int) -> str:
    line = text[at : at + 120].split("\n")[0].strip()
    return line.encode("unicode_escape").decode() if not line.isprintable() else line or "the query ends"

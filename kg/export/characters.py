"""Characters that a file format cannot hold, and lists as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

REPLACEMENT = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {c: f"&#{ord(c)};" for c in "\t\n\r\x85\u2028"})
_ELEMENT = re.compile(r"((?:[^\\|]|\\.)*)\|", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def unicode_text(text: str) -> str:
    """Text that UTF-8 can hold: each half of a surrogate pair becomes U+FFFD."""
    return _SURROGATE.sub(REPLACEMENT, text)


def xml_text(text: str) -> str:
    """Text that XML 1.0 can hold: control characters but tab and line ends, U+FFFE, U+FFFF and surrogates become U+FFFD."""
    return _NOT_XML.sub(REPLACEMENT, text)


def xml_escaped(text: str) -> str:
    """Text as it stands in an element or a quoted attribute; white space but the space is kept, which parsers would change there."""
    return xml_text(text).translate(_XML_ESCAPES)


def joined(values: Sequence[str]) -> str:
    """A list as one text: its elements with | between them; a | or \\ within an element has a \\ before it."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def parted(text: str) -> list[str]:
    """The elements of a list that ``joined`` wrote; an empty text is an empty list."""
    parts = _ELEMENT.findall(text + "|") if text else []
    return [_ESCAPED.sub(r"\1", part) for part in parts]


def first_day(when: str | None) -> str | None:
    """The first day of a date, month or year in ISO 8601; None for anything else."""
    if when is None or not _ISO.fullmatch(when):
        return None
    day = when + "-01-01"[len(when) - 4 :]
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return day

"""How IRIs and literals are written in Turtle, N-Triples and JSON-LD: each dialect turns a term into the text that stands in the file.

Terms become text at once and not by way of objects of an RDF library: making an object for each term takes longer than all the rest
(``benchmarks/rdf.py`` measures it).
"""

from __future__ import annotations

import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar
from urllib.parse import quote

from kg.errors import GraphError
from kg.export.vocabulary import FAMILIES, VOCABULARIES, checked_base, full, properties

_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*")
_UNRESERVED = re.compile(r"[A-Za-z0-9_-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_PRECISIONS = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}

K = TypeVar("K")


class Memo(dict[K, str]):
    """Texts that are made once for each key."""

    def __init__(self, make: Callable[[K], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> str:
        made = self[key] = self._make(key)
        return made


class Stems(dict[tuple[str, str], tuple[str, str]]):
    """By family and name: what stands before and after the rest of an id that begins with the name and goes on with ``[0-9a-z_-]``."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def __missing__(self, key: tuple[str, str]) -> tuple[str, str]:
        family, name = key
        whole = self._dialect.iri(f"{self._dialect.base}{family}/{self._dialect.local[name]}_")
        stem = self[key] = (whole[:-1], whole[-1]) if whole.endswith((">", '"')) else (whole, "")
        return stem


class Dialect(ABC):
    """The terms of one syntax for the ids under a base; raises GraphError for a base that is no IRI.

    ``of[family][id]`` is a thing of the graph, ``word["zl:Claim"]`` a term of a vocabulary, ``properties[name]`` a property with all that
    stands between it and its value,
    ``term[text]`` text that comes again and again, ``decimal[number]`` and ``date[text]`` literals that are typed as their text allows.
    """

    def __init__(self, base: str) -> None:
        self.base = checked_base(base)
        self.word: Memo[str] = Memo(self._word)
        self.properties = {name: self._property(name, known.name) for name, known in properties().items()}
        self.local: Memo[str] = Memo(_local)
        self.of: dict[str, Memo[str]] = {family: self._family(family) for family in FAMILIES}
        self.stem = Stems(self)
        self.term: Memo[str] = Memo(self.text)
        self.decimal: Memo[float] = Memo(lambda number: self._typed(_digits(number), "xsd:decimal"))
        self.date: Memo[str] = Memo(self._date)

    @abstractmethod
    def iri(self, iri: str) -> str:
        """An IRI that needs no escaping."""

    @abstractmethod
    def zh(self, text: str) -> str:
        """Chinese text, as the value of a property that takes Chinese text only."""

    @abstractmethod
    def text(self, text: str) -> str:
        """Text of no language, as the value of a property that takes such text only."""

    @abstractmethod
    def tagged(self, text: str, language: str) -> str:
        """Text of a language, as the value of a property that takes several."""

    @abstractmethod
    def integer(self, number: int) -> str:
        """A whole number."""

    @abstractmethod
    def count(self, number: int) -> str:
        """A whole number that is not negative, where a vocabulary asks for that type."""

    @abstractmethod
    def boolean(self, truth: bool) -> str:
        """true or false."""

    @abstractmethod
    def _word(self, name: str) -> str: ...

    @abstractmethod
    def _property(self, name: str, prefixed: str) -> str: ...

    @abstractmethod
    def _typed(self, text: str, datatype: str) -> str: ...

    @abstractmethod
    def _dated(self, text: str, datatype: str | None) -> str: ...

    def _family(self, family: str) -> Memo[str]:
        return Memo(lambda name: self.iri(f"{self.base}{family}/{self.local[name]}"))

    def _date(self, when: str) -> str:
        return self._dated(when, precision(when))


class NTriples(Dialect):
    """N-Triples and N-Quads: everything in full."""

    def iri(self, iri: str) -> str:
        return f"<{iri}>"

    def zh(self, text: str) -> str:
        return f'"{_escaped(text)}"@zh'

    def text(self, text: str) -> str:
        return f'"{_escaped(text)}"'

    def tagged(self, text: str, language: str) -> str:
        return f'"{_escaped(text)}"@{language}'

    def integer(self, number: int) -> str:
        return self._typed(str(number), "xsd:integer")

    def count(self, number: int) -> str:
        return self._typed(str(number), "xsd:nonNegativeInteger")

    def boolean(self, truth: bool) -> str:
        return self._typed(str(truth).lower(), "xsd:boolean")

    def _word(self, name: str) -> str:
        return f"<{full(name)}>"

    def _property(self, name: str, prefixed: str) -> str:
        del name
        return f"{self.word[prefixed]} "

    def _typed(self, text: str, datatype: str) -> str:
        return f'"{text}"^^{self.word[datatype]}'

    def _dated(self, text: str, datatype: str | None) -> str:
        return self._typed(text, datatype) if datatype else self.text(text)


class Turtle(NTriples):
    """Turtle: prefixed names where they are legal."""

    def __init__(self, base: str) -> None:
        self.prefixes = VOCABULARIES | {family: f"{base}{family}/" for family in FAMILIES}
        self._prefix_of = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        super().__init__(base)

    def iri(self, iri: str) -> str:
        cut = iri.rfind("/") + 1
        prefix = self._prefix_of.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.fullmatch(iri, cut) else f"<{iri}>"

    def integer(self, number: int) -> str:
        return str(number)

    def boolean(self, truth: bool) -> str:
        return str(truth).lower()

    def _word(self, name: str) -> str:
        return name

    def _property(self, name: str, prefixed: str) -> str:
        return "a " if name == "type" else f"{prefixed} "


class Json(Dialect):
    """JSON-LD under the context of ``kg/export/jsonld.py``, which knows the type of every value but those of the range ``any``."""

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


def precision(when: str) -> str | None:
    """The xsd type of an ISO day, month or year; None where it is no date of the calendar."""
    if not _ISO.fullmatch(when):
        return None
    try:
        date.fromisoformat(when + "-01-01"[len(when) - 4 :])
    except ValueError:
        return None
    return _PRECISIONS[len(when)]


def _local(name: str) -> str:
    """A name as the last step of a path: percent-encoded, and never the ``.`` or ``..`` that means another path."""
    if _UNRESERVED.fullmatch(name):
        return name
    return name.replace(".", "%2E") if name in (".", "..") else quote(name, safe="", errors="surrogatepass")


def _digits(number: float) -> str:
    if not math.isfinite(number):
        raise GraphError(f"{number} is no number that RDF can hold")
    whole = int(number)
    return str(whole) if whole == number else format(Decimal(repr(number)), "f")


def _clean(text: str) -> str:
    """Text without halves of surrogate pairs, which neither RDF nor UTF-8 can hold: each becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def _escaped(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _TO_ESCAPE.sub(lambda m: _SHORT_ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", _clean(text))


def _json(text: str) -> str:
    return json.dumps(_clean(text), ensure_ascii=False)

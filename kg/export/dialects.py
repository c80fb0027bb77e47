"""How IRIs and literals are written in a syntax of RDF: a dialect turns a term into the text that stands in the file.

Terms become text at once and not by way of objects of an RDF library: making an object for each term takes longer than all the rest
(``benchmarks/rdf.py`` measures it).
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar
from urllib.parse import quote

from kg.errors import GraphError
from kg.export.characters import first_day
from kg.export.vocabulary import FAMILIES, checked_base, properties

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
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


class Family(dict[str, str]):
    """The ids of one family by what they are of: ``families["claim"]["f-12"]`` is the id of that claim as a dialect writes it."""

    def __init__(self, dialect: Dialect, family: str) -> None:
        super().__init__()
        self._iri, self._start = dialect.iri, f"{dialect.base}{family}/"
        self._head, _, self._tail = self._iri(f"{self._start}_").rpartition("_")
        self._stems: dict[str, tuple[str, str]] = {}

    def __missing__(self, name: str) -> str:
        is_plain = _PLAIN.fullmatch(name)
        made = self[name] = f"{self._head}{name}{self._tail}" if is_plain else self._iri(f"{self._start}{_local(name)}")
        return made

    def stem(self, name: str) -> tuple[str, str]:
        """What stands before and after the rest of an id that begins with a name and goes on with letters, digits, ``_`` and ``-``."""
        known = self._stems.get(name)
        if known is None:
            head, cut, tail = self._iri(f"{self._start}{_local(name)}_").rpartition("_")
            known = self._stems[name] = (head + cut, tail)
        return known


class Dialect(ABC):
    """The terms of one syntax for the ids under a base; raises GraphError for a base that is no IRI.

    ``of[family][name]`` is a thing of the graph, ``word["zl:Claim"]`` a term of a vocabulary, ``properties[name]`` a property with what
    stands between it and its value, ``term[text]`` text that comes again and again, ``decimal[number]`` and ``date[text]`` are literals
    typed as their text allows.
    """

    def __init__(self, base: str) -> None:
        self.base = checked_base(base)
        self.word: Memo[str] = Memo(self._word)
        self.properties = {name: self._property(name, known.name) for name, known in properties().items()}
        self.of = {family: Family(self, family) for family in FAMILIES}
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

    def _date(self, when: str) -> str:
        return self._dated(when, precision(when))


def precision(when: str) -> str | None:
    """The xsd type of an ISO day, month or year; None where it is no date of the calendar."""
    return _PRECISIONS[len(when)] if first_day(when) else None


def _local(name: str) -> str:
    """A name as the last step of a path: percent-encoded, and never the ``.`` or ``..`` that means another path."""
    return name.replace(".", "%2E") if name in (".", "..") else quote(name, safe="", errors="surrogatepass")


def _digits(number: float) -> str:
    if not math.isfinite(number):
        raise GraphError(f"{number} is no number that RDF can hold")
    whole = int(number)
    return str(whole) if whole == number else format(Decimal(repr(number)), "f")

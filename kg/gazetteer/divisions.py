"""The gazetteer in memory: names to divisions, divisions to what they contain, and the longest name at a place in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer.source import Record, read_records
from kg.lexicon import load

LEVELS = ("country", "region", "province", "prefecture", "county", "town")
SUFFIXES = ("街道", "苏木", "地区", "镇", "乡")
CHINA = "中国"


@dataclass(frozen=True, slots=True)
class Division:
    """A place that a gazetteer knows: ``level`` is one of LEVELS, ``parents`` are full names, nearest first, ``key`` is unique.

    ``code`` is the six-digit code of GB/T 2260 down to counties. A country or region goes by its everyday name (德国, 长三角).
    """

    name: str
    short: str
    level: str
    code: str | None
    parents: tuple[str, ...]
    key: str


class Gazetteer:
    """All divisions; make one with ``load_gazetteer``. Townships become Division objects only when they are asked for."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._divisions: list[Division] = []
        self._at: dict[str, int] = {}
        self._forms: dict[str, list[int]] = {}
        self._children: dict[str, list[int]] = {}
        self._town_tokens: dict[int, tuple[str, ...]] = {}
        self._towns: dict[str, tuple[int, ...]] = {}
        self._town_shorts: dict[str, list[tuple[str, int]]] = {}
        self._cache: dict[str, tuple[Division, ...]] = {}
        for record in records:
            self._add(record)
        self._abbreviations: Mapping[str, str] = load("regions")["abbreviations"]
        self._ambiguous = frozenset(load("ambiguous_places")["words"])
        self._starts = self._lengths_by_start()

    def _add(self, record: Record) -> None:
        index = len(self._divisions)
        path = record.path
        division = Division(path[-1], record.short, record.level, record.code, tuple(reversed(path[:-1])), "/".join(path))
        self._divisions.append(division)
        self._at.setdefault(division.key, index)
        for form in {division.name, division.short, *record.aliases, *_autonomous(division)}:
            self._forms.setdefault(form, []).append(index)
        if len(path) > 1:
            self._children.setdefault("/".join(path[:-1]), []).append(index)
        if record.towns:
            self._add_towns(index, record.towns)

    def _add_towns(self, index: int, tokens: tuple[str, ...]) -> None:
        self._town_tokens[index] = tokens
        towns, here = self._towns, (index,)
        for token in tokens:
            name = token
            if "=" in token:
                name, _, short = token.partition("=")
                self._town_shorts.setdefault(short, []).append((name, index))
            towns[name] = towns[name] + here if name in towns else here

    def _lengths_by_start(self) -> dict[str, int]:
        """For the first two characters of every form that a scan may take, how long such forms are: bit n for length n."""
        starts: dict[str, int] = {}
        for forms in (self._forms.keys() - self._ambiguous, self._towns.keys() - self._ambiguous):
            for form in forms:
                start = form[:2]
                starts[start] = starts.get(start, 0) | 1 << len(form)
        return starts

    def _town(self, token: str, index: int) -> Division:
        name, _, short = token.partition("=")
        county = self._divisions[index]
        return Division(name, short or _stem(name), "town", None, (county.name, *county.parents), f"{county.key}/{name}")

    def _full(self, form: str) -> tuple[Division, ...]:
        """Divisions of that form down to counties and townships of that full name, most senior first."""
        known = self._cache.get(form)
        if known is None:
            found = sorted((self._divisions[i] for i in self._forms.get(form, ())), key=_seniority)
            known = (*found, *(self._town(form, i) for i in self._towns.get(form, ())))
            self._cache[form] = known
        return known

    def named(self, form: str) -> tuple[Division, ...]:
        """All divisions that go by this full, short or former name, most senior first."""
        found = list(self._full(form))
        for suffix in SUFFIXES:
            if form + suffix in self._towns and len(form) > 1:
                found += [d for d in self._full(form + suffix) if d.level == "town"]
        found += [self._town(f"{name}={form}", i) for name, i in self._town_shorts.get(form, ())]
        return tuple(dict.fromkeys(found))

    def abbreviation(self, char: str) -> Division | None:
        """The province that one character stands for (浙, 沪)."""
        name = self._abbreviations.get(char)
        return self._divisions[self._at[name]] if name is not None else None

    def contains(self, outer: Division, inner: Division) -> bool:
        """Whether ``inner`` lies inside ``outer``; a division does not contain itself."""
        if outer.level == "country":
            return outer.name == CHINA and inner.level not in ("country", "region")
        return inner.key.startswith(outer.key + "/")

    def within(self, form: str, place: Division) -> tuple[Division, ...]:
        """Those of ``named(form)`` that lie inside the place, are the place itself, or contain it."""
        return tuple(d for d in self.named(form) if d.key == place.key or self.contains(place, d) or self.contains(d, place))

    def ancestors(self, division: Division) -> tuple[Division, ...]:
        """The divisions around this one, nearest first, up to the province."""
        parts = division.key.split("/")[:-1]
        return tuple(self._divisions[self._at["/".join(parts[:n])]] for n in range(len(parts), 0, -1))

    def towns_of(self, county: Division) -> tuple[Division, ...]:
        """The townships directly in a county, or in a prefecture that has no counties."""
        index = self._at.get(county.key)
        return tuple(self._town(token, index) for token in self._town_tokens.get(index, ())) if index is not None else ()

    def children(self, division: Division) -> tuple[Division, ...]:
        """The divisions one step below: of China its provinces, of a province its prefectures, of a county its townships."""
        if division.level == "country":
            return tuple(d for d in self._divisions if d.level == "province") if division.name == CHINA else ()
        below = tuple(self._divisions[i] for i in self._children.get(division.key, ()))
        return below + self.towns_of(division)

    def longest_at(self, text: str, position: int) -> tuple[int, tuple[Division, ...]] | None:
        """The length of the longest name that stands in the text at the position, with the divisions it may mean, most senior first.

        Countries, regions and divisions down to counties by full or short name, townships by full name only. Names that
        are common words (lexicon ``ambiguous_places``) are passed over, and so are those that end in the middle of a word.
        """
        lengths = self._starts.get(text[position : position + 2])
        if lengths is None:
            return None
        second: tuple[int, tuple[Division, ...]] | None = None
        for length in _set_bits(lengths):
            form = text[position : position + length]
            if len(form) < length or (form not in self._forms and form not in self._towns) or form in self._ambiguous:
                continue
            ending = _ending(form, text[position + length : position + length + 1])
            if ending == "never" or _is_part_of_phrase(text, position, length):
                continue
            if ending != "rather short":
                return length, self._full(form)
            second = second or (length, self._full(form))
        return second


@lru_cache(maxsize=1024)
def _set_bits(mask: int) -> tuple[int, ...]:
    """The positions of the bits that are set, highest first; 1 is no length of a name."""
    return tuple(n for n in range(mask.bit_length() - 1, 1, -1) if mask >> n & 1)


def _stem(town: str) -> str:
    """The short form of a township's name: 乍浦 for 乍浦镇; the name itself where one character would be left."""
    for suffix in SUFFIXES:
        if town.endswith(suffix) and len(town) > len(suffix) + 1:
            return town.removesuffix(suffix)
    return town


def _autonomous(division: Division) -> tuple[str, ...]:
    """How an autonomous division goes without its peoples: 黔南州 and 黔南自治州 for 黔南布依族苗族自治州."""
    unit = division.name[-1]
    if not division.name.endswith(f"自治{unit}") or unit not in "州县旗":
        return ()
    stem = division.short.removesuffix(unit)
    return (stem + unit, f"{stem}自治{unit}")


def _seniority(division: Division) -> tuple[int, str, str]:
    return LEVELS.index(division.level), division.code or "999999", division.key


@lru_cache(maxsize=1)
def _endings() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    data = load("ambiguous_places")
    phrases: dict[str, tuple[str, ...]] = {}
    for phrase in data["phrases"]:
        phrases[phrase[:2]] = (*phrases.get(phrase[:2], ()), phrase)
    return data["never_before"], data["rather_short_before"], phrases


def _ending(form: str, following: str) -> str:
    never, rather_short, _ = _endings()
    if not following:
        return "free"
    if following in never.get(form[-1], ""):
        return "never"
    return "rather short" if following in rather_short.get(form[-1], "") else "free"


def _is_part_of_phrase(text: str, position: int, length: int) -> bool:
    phrases = _endings()[2].get(text[position : position + 2], ())
    return any(len(phrase) > length and text.startswith(phrase, position) for phrase in phrases)


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once."""
    return Gazetteer(read_records())

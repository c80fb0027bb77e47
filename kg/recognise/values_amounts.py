"""Money, quantities, ratios and ranks in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.numerals import CHARACTERS, DIGITS, MAGNITUDE, START, magnitude, matched, number, pattern
from kg.records import Value, ValueKind

# The first number of a range shares the unit, and often the magnitude, of the second: 3—5亿元, 30至50家.
RANGE = rf"(?=[{START}])(?:(?<![A-Za-z\d.,第年月日])(?P<low>{DIGITS})(?P<low_m>{MAGNITUDE})?(?:[—～~-]{{1,2}}|至|到))?"


def _any(words: Iterable[str]) -> str:
    """A regex for any of these words, the longest that fits."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=1)
def _currencies() -> Mapping[str, str]:
    return {form: code for code, forms in load("values")["currencies"].items() for form in forms}


@lru_cache(maxsize=1)
def _money() -> tuple[re.Pattern[str], re.Pattern[str]]:
    unit = rf"(?P<unit>{_any(_currencies())})(?![旦宵素首老宇])"
    before = _any(load("values")["numbers"]["before_bare_magnitude"])
    return re.compile(RANGE + pattern() + unit), re.compile(rf"(?:{before})(?P<amount>(?P<m>{MAGNITUDE})[余多]?{unit})")


@lru_cache(maxsize=1)
def _quantity() -> re.Pattern[str]:
    data = load("values")
    never: Mapping[str, str] = data["never_before"]

    def alternatives(units: Iterable[str]) -> str:
        ordered = sorted(units, key=lambda u: (-len(u), u))
        return "|".join(re.escape(u) + (f"(?![{never[u]}])" if u in never else "(?![A-Za-z])" if u.isascii() else "") for u in ordered)

    units = [*data["quantities"]["units"], *data["quantities"]["spelled"]]
    measures = {u for u in units if not u.isascii()} - set(data["quantities"]["digits_only"])
    return re.compile(rf"{RANGE}{pattern()}(?(d)(?P<unit>{alternatives(units)})|(?P<measure>{alternatives(measures)}))")


def find_money(text: str) -> Iterator[Value]:
    """Sums of money; a magnitude without a number counts after 超, 近 and the like (超亿元)."""
    numbered, bare = _money()
    for match in numbered.finditer(text):
        value = matched(match)
        if value is None or (match["c"] and match["unit"] == "元" and value < 10):
            continue
        currency = _currencies()[match["unit"]]
        yield from _low(match, ValueKind.MONEY, currency)
        start = match.start("d") if match["d"] else match.start("c")
        yield _value(text, start, match.end(), ValueKind.MONEY, value, currency)
    for match in bare.finditer(text):
        amount = Decimal(magnitude(match["m"]))
        yield _value(text, match.start("amount"), match.end(), ValueKind.MONEY, amount, _currencies()[match["unit"]])


def find_quantities(text: str) -> Iterator[Value]:
    """Counts and measures with the unit as printed."""
    data = load("values")["quantities"]
    for match in _quantity().finditer(text):
        value = matched(match)
        if value is None or (match["c"] in data["too_small"] and not match["m"]) or match[0] in data["set_phrases"]:
            continue
        printed = match["unit"] or match["measure"]
        unit = data["spelled"].get(printed, printed)
        yield from _low(match, ValueKind.QUANTITY, unit)
        start = match.start("d") if match["d"] else match.start("c")
        yield _value(text, start, match.end(), ValueKind.QUANTITY, value, unit)


def _low(match: re.Match[str], kind: ValueKind, unit: str) -> Iterator[Value]:
    """The first number of a range, as a value of the same unit."""
    low = match["low"]
    if low is not None:
        value = number(low)
        if value is not None:
            factor = magnitude(match["low_m"] or match["m"] or "")
            end = match.end("low_m") if match["low_m"] else match.end("low")
            yield _value(match.string, match.start("low"), end, kind, value * factor, unit)


@lru_cache(maxsize=1)
def _ratio() -> re.Pattern[str]:
    data = load("values")["ratios"]
    return re.compile(
        rf"(?=[{START}百千万-])(?:(?<![A-Za-z\d.])(?P<percent>-?{DIGITS})%"
        rf"|(?P<of>[十百千万]|[三四五六七八九])分之(?P<part>{DIGITS}|{CHARACTERS})"
        rf"|{pattern()}(?:(?P<points>{_any(data['points'])})|(?P<tenths>成)(?![{data['not_before']}])))"
    )


def find_ratios(text: str) -> Iterator[Value]:
    """Shares and changes in percent; percentage points keep their own unit."""
    for match in _ratio().finditer(text):
        unit, value = "%", None
        if match["percent"]:
            value = Decimal(match["percent"].replace(",", ""))
        elif match["part"]:
            part, whole = number(match["part"]), number(match["of"]) or Decimal(magnitude(match["of"]))
            value = None if part is None else round(part * 100 / whole, 4)
        else:
            value = matched(match)
            if match["points"]:
                unit = "个百分点"
            elif value is not None:
                value = value * 10 if value <= 10 else None
        if value is not None:
            yield _value(text, match.start(), match.end(), ValueKind.RATIO, value, unit)


@lru_cache(maxsize=1)
def _rank() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("values")["ranks"]
    numeral = rf"(?:\d{{1,5}}|{CHARACTERS})"
    verbs = f"(?:{_any(data['verbs'])})"
    after = rf"{verbs}[^，。；！？、：\n第]{{0,{data['reach']}}}"
    placed = rf"第(?P<placed>{numeral})(?P<noun>[位名])"
    plain, scoped = (rf"第(?P<{name}>{numeral})(?![{data['series']}位名\d%])" for name in ("plain", "scoped"))
    first = rf"(?P<first>{_any(data['first'])})"
    scope = rf"(?:{_any(data['scopes'])})"
    return re.compile(rf"{placed}|(?:{after})(?:{plain}|{first})|{scope}{scoped}(?=[，。；！？、）”\n]|$)"), re.compile(verbs)


def find_ranks(text: str) -> Iterator[Value]:
    """Places in a ranking; the span covers the ordinal only."""
    ranks, after = _rank()
    for match in ranks.finditer(text):
        group = next(g for g in ("placed", "plain", "scoped", "first") if match[g])
        if group == "first":
            yield _value(text, match.start("first"), match.end("first"), ValueKind.RANK, Decimal(1), None)
            continue
        value = number(match[group])
        start = match.start(group) - 1
        if value is None or not (_goes_on(text, match.end()) or (group == "placed" and _ranking_before(text, start, after))):
            continue
        yield _value(text, start, match.end(), ValueKind.RANK, value, None)


def _goes_on(text: str, end: int) -> bool:
    """Whether nothing follows that the ordinal could count: 第一位客人 and 列为第三人 are no ranks."""
    following = text[end : end + 1]
    return not "\u4e00" <= following <= "\u9fff" or following in load("values")["ranks"]["goes_on"]


def _ranking_before(text: str, start: int, verbs: re.Pattern[str]) -> bool:
    """Whether a word of ranking stands before in the same clause."""
    clause = re.split("[，。；！？、：\n]", text[max(0, start - 24) : start])[-1]
    return verbs.search(clause) is not None


def _value(text: str, start: int, end: int, kind: ValueKind, value: Decimal, unit: str | None) -> Value:
    return Value(start, end, kind, text[start:end], float(value), unit)

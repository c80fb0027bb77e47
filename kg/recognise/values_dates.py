"""Dates and periods in a text, resolved to ISO as far as the year the article calls 今年 is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kg.errors import InputError
from kg.lexicon import load
from kg.recognise.numerals import START, number
from kg.records import Value, ValueKind

TO = "(?:[—～~-]{1,2}|至|到)"
YEAR = r"(?:1[89]|20)\d{2}"
MONTH = "(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH_ZH = "(?:十[一二]?|[一二三四五六七八九])"
DAY_ZH = "(?:二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
SENTENCE_END = re.compile("[。！？；\n]")
ISSUE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(slots=True)
class _Reading:
    """What is known while a text is read from its start: the year it calls 今年, its issue date, the last year it named and where."""

    year: int | None
    issue: tuple[int, int | None, int | None] | None
    named: int | None = None
    named_end: int = -1


def _any(words: object) -> str:
    assert isinstance(words, list | dict)
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    data = load("values")["dates"]
    day_part = f"(?:{_any(data['parts_of_day'])})?"
    inside = (
        rf"(?P<from_month>{MONTH})月?份?{TO}(?P<to_month>{MONTH})月份?(?!{DAY}[日号])"
        rf"|(?:(?P<month>{MONTH})|(?P<month_zh>{MONTH_ZH}))月"
        rf"(?:(?:(?P<day>{DAY})|(?P<day_zh>{DAY_ZH}))[日号](?:{TO}(?:(?P<end_month>{MONTH})月)?(?P<end_day>{DAY})[日号])?{day_part}"
        rf"|(?:{_any(data['parts_of_month'])})?)"
        r"|第?(?P<quarter>[一二三四1-4])季度|(?P<first_quarter>首季度?)|(?P<half>[上下])半年|(?P<three_quarters>前三(?:个)?季度)|[前头](?P<months>\d{1,2}|[两二三四五六七八九十]{1,2})个月"
    )
    anchor = (
        rf"(?:(?P<from_year>{YEAR})年?{TO})?(?:(?P<year>{YEAR})|(?P<year_zh>二[〇○零][〇○零一二三四五六七八九]{{2}}))年"
        rf"(?!{_any(data['no_year_before'])})(?:度|间)?"
        rf"|(?P<bare_year>{YEAR})(?=第?[一二三四1-4]季度|首季|[上下]半年)"
        rf"|(?P<relative>{_any(data['years'])})|(?P<anaphoric>{_any(data['named_years'])})"
    )
    of_year = inside.replace("?P<", "?P<y_")
    start = r"(?<![A-Za-z\d.,第每几数])"
    words = [*data["years"], *data["named_years"], *data["days"], *data["months"], *data["plan_periods"], *data["undated"]]
    first = "".join(sorted({w[0] for w in words}))
    return re.compile(
        rf"(?=[{START}第上下前头首“{first}])(?:"
        rf"{start}(?P<iso>{YEAR})[-/.](?P<iso_month>{MONTH})[-/.](?P<iso_day>{DAY})(?![\d.])"
        rf"|{start}(?:{anchor})(?:(?P<same>{data['same_period']})|(?:的)?(?:{of_year})|(?:{_any(data['parts_of_year'])}))?"
        rf"|{start}(?<![零一二三四五六七八九十百年个])(?:{inside})"
        rf"|(?<![《“])(?P<day_word>{_any(data['days'])}){day_part}"
        rf"|(?P<month_word>{_any(data['months'])})(?:{_any(data['parts_of_month'])})?"
        rf"|(?:(?<=[，。、；（）“”讯从自于\n])|^)(?P<only_day>{DAY})日(?:{TO}(?P<only_end>{DAY})日)?(?![内游元均产报常前后程])(?:{day_part})"
        rf"|“?(?P<plan>{_any(data['plan_periods'])})”?(?:{_any(data['period_words'])})"
        rf"|(?P<undated>{_any(data['undated'])}))",
        re.M,
    )


def find_dates(text: str, issue_date: str | None, year: int | None) -> Iterator[Value]:
    """Dates and periods; ``iso`` stays None where the page leaves the year or day open. Raises InputError for a bad issue date."""
    issue = _issue(issue_date)
    reading = _Reading(year if year is not None else issue[0] if issue else None, issue)
    for match in _pattern().finditer(text):
        yield Value(match.start(), match.end(), ValueKind.DATE, match[0], iso=_resolve(match, reading))


def _issue(issue_date: str | None) -> tuple[int, int | None, int | None] | None:
    if issue_date is None:
        return None
    match = ISSUE.match(issue_date)
    if match is None:
        raise InputError(f"the issue date {issue_date!r} is no date; write it as 2025-05-28, 2025-05 or 2025")
    return int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None


def _resolve(match: re.Match[str], reading: _Reading) -> str | None:
    if match["iso"]:
        return _day_iso(int(match["iso"]), int(match["iso_month"]), int(match["iso_day"]))
    if match["day_word"]:
        return _shifted_day(reading, load("values")["dates"]["days"][match["day_word"]])
    if match["month_word"]:
        return _shifted_month(reading, load("values")["dates"]["months"][match["month_word"]])
    if match["only_day"]:
        return _day_only(reading, int(match["only_day"]), int(match["only_end"]) if match["only_end"] else None)
    if match["plan"] or match["undated"]:
        return None
    if not any(match[g] for g in ("year", "year_zh", "bare_year", "relative", "anaphoric")):
        return _inside(match, "", _own_year(match, reading))
    year = _anchor(match, reading)
    if year is None or match["same"]:
        return None
    reading.named, reading.named_end = year, match.end()
    return f"{match['from_year']}/{year}" if match["from_year"] else _inside(match, "y_", year) or str(year)


def _anchor(match: re.Match[str], reading: _Reading) -> int | None:
    data = load("values")["dates"]
    if match["year"] or match["bare_year"]:
        return int(match["year"] or match["bare_year"])
    if match["year_zh"]:
        return int("".join(str(int(number("零" if c in "〇○" else c) or 0)) for c in match["year_zh"]))
    if match["relative"]:
        return reading.year + int(data["years"][match["relative"]]) if reading.year is not None else None
    return reading.named + int(data["named_years"][match["anaphoric"]]) if reading.named is not None else None


def _inside(match: re.Match[str], prefix: str, year: int | None) -> str | None:
    """The part of a year that a match names; None where it names none or the year is open."""
    if year is None:
        return None
    if match[prefix + "from_month"]:
        return f"{year}-{int(match[prefix + 'from_month']):02}/{year}-{int(match[prefix + 'to_month']):02}"
    if match[prefix + "quarter"]:
        return f"{year}-Q{int(number(match[prefix + 'quarter']) or 0)}"
    if match[prefix + "first_quarter"]:
        return f"{year}-Q1"
    if match[prefix + "half"]:
        return f"{year}-01/{year}-06" if match[prefix + "half"] == "上" else f"{year}-07/{year}-12"
    if match[prefix + "three_quarters"]:
        return f"{year}-01/{year}-09"
    if match[prefix + "months"]:
        last = int(number(match[prefix + "months"]) or 0)
        return f"{year}-01/{year}-{last:02}" if 1 <= last <= 12 else None
    return _month_or_day(match, prefix, year)


def _month_or_day(match: re.Match[str], prefix: str, year: int) -> str | None:
    month, day = _number(match, prefix + "month"), _number(match, prefix + "day")
    if month is None:
        return None
    if day is None:
        return f"{year}-{month:02}"
    first = _day_iso(year, month, day)
    if not match[prefix + "end_day"] or first is None:
        return first
    end_month = int(match[prefix + "end_month"] or month)
    last = _day_iso(year + (end_month < month), end_month, int(match[prefix + "end_day"]))
    return f"{first}/{last}" if last else first


def _number(match: re.Match[str], group: str) -> int | None:
    text = match[group] or match[group + "_zh"]
    value = number(text) if text else None
    return int(value) if value is not None else None


def _day_iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _own_year(match: re.Match[str], reading: _Reading) -> int | None:
    """The year of a date that names none: that of a date before it in the sentence, else the last such date up to the issue date.

    A month with words of the future around it stays in the article's own year.
    """
    month = _number(match, "month")
    if month is not None and reading.named is not None and not SENTENCE_END.search(match.string, reading.named_end, match.start()):
        return reading.named
    if month is None and match["from_month"]:
        month = int(match["to_month"])
    if reading.year is None or reading.issue is None or reading.issue[1] is None or month is None:
        return reading.year
    after = (month, _number(match, "day") or 0) > (reading.issue[1], reading.issue[2] or 31)
    return reading.year - 1 if after and not _lies_ahead(match) else reading.year


@lru_cache(maxsize=1)
def _ahead() -> re.Pattern[str]:
    return re.compile(_any(load("values")["dates"]["ahead"]))


def _lies_ahead(match: re.Match[str]) -> bool:
    before, after = match.string[max(0, match.start() - 10) : match.start()], match.string[match.end() : match.end() + 10]
    return any(_ahead().search(part) for part in (re.split("[。；\n]", before)[-1], re.split("[。；\n]", after)[0]))


def _shifted_day(reading: _Reading, days: int) -> str | None:
    if reading.issue is None or reading.issue[1] is None or reading.issue[2] is None:
        return None
    return (date(reading.issue[0], reading.issue[1], reading.issue[2]) + timedelta(days=days)).isoformat()


def _shifted_month(reading: _Reading, months: int) -> str | None:
    if reading.issue is None or reading.issue[1] is None:
        return None
    count = reading.issue[0] * 12 + reading.issue[1] - 1 + months
    return f"{count // 12}-{count % 12 + 1:02}"


def _day_only(reading: _Reading, day: int, end: int | None) -> str | None:
    """26日 without a month: the last day of that number up to the issue date."""
    if reading.issue is None or reading.issue[1] is None or reading.issue[2] is None:
        return None
    month = _shifted_month(reading, 0 if day <= reading.issue[2] else -1) or ""
    first = _day_iso(int(month[:4]), int(month[5:]), day)
    last = _day_iso(int(month[:4]), int(month[5:]), end) if end else None
    return f"{first}/{last}" if first and last else first

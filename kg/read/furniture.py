"""What a page prints beside its stories: running heads, imprint, editors, telephones, and marks that a story goes on elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import load

_HAN = "\u3400-\u9fff"
_DATE = re.compile(r"(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?(?!\d)")
_PAGE_NUMBER = r"第?\s*(?:[A-Za-z]?\s*[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})\s*版?"
_NEW = re.compile(rf"新([{_HAN}]{{2,4}})$")
_LONGEST = 60


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    masthead = load("page")["masthead"]
    offices = "|".join(sorted(masthead["offices"], key=len, reverse=True))
    contacts = "|".join(map(re.escape, masthead["contacts"]))
    sections = "|".join(sorted(masthead["sections"], key=len, reverse=True))
    titles = "|".join(masthead["titles"])
    name = rf"[{_HAN}]\s?[{_HAN}]{{1,2}}(?![{_HAN}])"
    return (
        re.compile(rf"(?:^|[\s■□◆●|｜/])(?:{offices})\s*(?:[:：]\s*\S|{name})"),
        re.compile(rf"(?:{contacts})\s*[:：]?\s*[（(]?[A-Za-z0-9０-９]"),
        re.compile("|".join(masthead["imprint"])),
        re.compile(rf"^{_PAGE_NUMBER}(?:\s*[·•|｜]?\s*(?:{sections}))*\s*$"),
        re.compile(rf"^(?:(?:{sections})\s*[·•|｜]?\s*)+(?:{_PAGE_NUMBER})?$"),
        re.compile(rf"^(?:[{_HAN}]{{1,5}}(?:{titles})\s*)+$"),
        re.compile(r"^[A-Za-z0-9\s.,:&'’/@_-]+$"),
        re.compile(r"^[\W_]+$"),
    )


def is_furniture(line: str) -> bool:
    """Whether a short line belongs to the page, not to a story: masthead, editors, running head, telephone, Latin ornament."""
    text = line.strip()
    if not text or len(text) > _LONGEST or text[-1] in "。！？":
        return False
    if any(p.search(text) for p in _patterns()) or printed_date(text) or _is_running_head(text) or is_new_name(text):
        return True
    latin = sum(c.isascii() and c.isalpha() for c in text)
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    return text.isupper() and latin >= 6 and latin >= han


def _is_running_head(text: str) -> bool:
    """Whether a line is a page number beside one to three short words of which one ends as sections of papers do (2 临江新闻)."""
    words = [word for word in re.split(r"[\s·•|｜]+", text) if word]
    names = [word for word in words if not re.fullmatch(r"[A-Za-z]?\d{1,2}", word)]
    if len(words) - len(names) != 1 or not 1 <= len(names) <= 3 or not all(re.fullmatch(rf"[{_HAN}]{{1,6}}", n) for n in names):
        return False
    return any(name.endswith(tuple(load("page")["masthead"]["sections"])) for name in names)


def is_new_name(line: str) -> bool:
    """Whether a line is the name of a paper made of 新 and the name of a county or city."""
    named = _NEW.match(line.strip())
    return named is not None and any(d.level in ("county", "prefecture") for d in load_gazetteer().named(named[1]))


def printed_date(line: str) -> str | None:
    """The ISO date of a masthead line: a date with its weekday or imprint, or a date and little else; None for any other line."""
    text = line.strip()
    match = _DATE.search(text)
    if not match or len(text) > _LONGEST or any(c in text for c in "。，、；"):
        return None
    rest = text[: match.start()] + text[match.end() :]
    beside = re.search("|".join(load("page")["masthead"]["beside_date"]), rest)
    if not beside and sum("\u3400" <= c <= "\u9fff" for c in rest) > 4:
        return None
    year, month, day = map(int, match.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31 else None


@lru_cache(maxsize=1)
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    marks = load("page")["marks"]
    page = r"\s*(?:第\s*)?(?:[A-Za-z]?\s*\d{1,3}|[一二三四五六七八九十]{1,3})\s*版[^\s。，（）()]{0,6}"
    onward, back = "|".join(marks["onward"]), "|".join(marks["back"])
    edge = r"[（(▶►>》→\s]*"
    close = r"[）)◀▶►>》→\s]*"
    return re.compile(rf"{edge}(?:{onward}){page}{close}$"), re.compile(rf"^{edge}(?:{back}){page}{close}")


def onward_mark(line: str) -> int | None:
    """Where a mark begins that ends the line and sends the reader to another page (下转2版); None where there is none."""
    match = _marks()[0].search(line)
    return match.start() if match else None


def back_mark(line: str) -> int | None:
    """Where a mark ends that opens the line and says that the story began on another page (上接1版); None where there is none."""
    match = _marks()[1].match(line)
    return match.end() if match else None

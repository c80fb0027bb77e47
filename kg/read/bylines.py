"""Who wrote and photographed: bylines, photo credits and the dateline formula, read from one line at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.lexicon import load

_HAN = "\u3400-\u9fff"
_SHOT = "摄"  # the one role that stands right behind a name
_SEPARATORS = re.compile(r"[\s、，,/／:：;；|｜&＆()（）\[\]【】]+")
_FOREIGN = re.compile(rf"[{_HAN}A-Za-z]+(?:[·•・][{_HAN}A-Za-z]+)+|[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Credit:
    """The people whom a line names as makers of a story.

    ``picture``: all of them made pictures only. ``marked``: a sign like ■ opens it. ``closing``: brackets or its place say that it closes a text.
    """

    names: tuple[str, ...]
    picture: bool
    marked: bool = False
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """A dateline formula: how many characters of the line it takes and whom it names."""

    length: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    markers: str
    roles: re.Pattern[str]
    loose: frozenset[str]
    pictures: frozenset[str]
    surnames: frozenset[str]
    compound: frozenset[str]
    lead: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    page = load("page")
    byline, lead = page["byline"], page["lead"]
    pictures = set(byline["picture"]) - set(byline["both"])
    roles = sorted({*byline["writer"], *pictures, *byline["both"]}, key=lambda w: (-len(w), w))
    long = "|".join(r"\s*".join(map(re.escape, r)) for r in roles if len(r) > 1)
    agencies, closers = "|".join(lead["agencies"]), "|".join(lead["closers"])
    dated = rf"(?:{agencies})[{_HAN}\s]{{0,8}}(?:\d{{1,2}}\s*月\s*)?(?:\d{{1,2}}\s*日)?\s*(?:{closers})"
    openers = "|".join(r"\s*".join(o) for o in lead["openers"])
    return _Words(
        "".join(byline["markers"]),
        re.compile(long),
        frozenset(r for r in roles if len(r) == 1),
        frozenset(pictures),
        frozenset("".join(page["names"]["surnames"].split())),
        frozenset(page["names"]["compound"]),
        re.compile(rf"\s*[【［\[(（]?\s*(?:{openers}|{dated})\s*[】］\])）]?\s*"),
    )


def plausible(name: str) -> bool:
    """Whether a word could be a Chinese personal name: a surname and one or two characters more, or a foreign name with a dot."""
    words = _words()
    if _FOREIGN.fullmatch(name) and not name.isascii():
        return True
    if name[:2] in words.compound:
        return 3 <= len(name) <= 4
    return 2 <= len(name) <= 3 and name[0] in words.surnames


def read_credit(line: str) -> Credit | None:
    """The makers a whole line names, None where the line is anything else.

    Without an opening sign every name must begin with a known surname, so that a line of running text is not taken for one.
    """
    words = _words()
    text = line.strip()
    marked = text[:1] in words.markers if text else False
    text = text.strip(words.markers + " \t\u3000-—")
    bracketed = text[:1] in "（(" and text[-1:] in "）)"
    if not text or len(text) > 80 or any(c in text for c in "。！？“”《》"):
        return None
    names: list[str] = []
    roles: list[str] = []
    for role, chunk in _chunks(text):
        if role:
            roles.append(re.sub(r"\s", "", role))
        found = _names(chunk, roles)
        if found is None:
            return None
        names += found
    if not roles and not (marked and names):
        return None
    if not names and not (marked or bracketed):
        return None
    strict = not (marked and roles)
    if strict and not all(map(plausible, names)):
        return None
    return Credit(tuple(dict.fromkeys(names)), bool(roles) and all(r in words.pictures for r in roles), marked, bracketed)


def read_names(line: str) -> tuple[str, ...]:
    """The names of a line that holds nothing else, as a byline goes on in a column of names; empty where it holds more."""
    found = _names(line.strip(), [])
    return tuple(found) if found and all(map(plausible, found)) else ()


def trailing_credit(line: str) -> tuple[int, Credit] | None:
    """A credit printed at the end of a sentence's line, and where in the line it begins."""
    words = _words()
    for at in sorted(m.end() for m in re.finditer(r"[。！？”…]+\s*", line)):
        rest = line[at:].strip()
        if not rest or len(rest) > 60:
            continue
        bare = rest.strip("（）() ")
        credit = read_credit(rest) or (read_credit(bare) if bare != rest else None)
        if credit and credit.names:
            return at, replace(credit, closing=True)
        if rest[0] in "（(" and rest[-1] in "）)" and (names := read_names(bare)):
            return at, Credit(names, picture=False, closing=True)
    for at in (m.start() for m in re.finditer(f"[{words.markers}]", line)):
        if at and (credit := read_credit(line[at:])) and credit.names:
            return at, replace(credit, closing=True)
    return None


def read_lead(line: str) -> Lead | None:
    """The dateline formula that opens a story's first line (本报讯, 本报讯（记者 …）, 新华社…电), None where there is none."""
    words = _words()
    match = words.lead.match(line)
    if not match:
        return None
    end, names = match.end(), ()
    bracket = re.match(r"\s*[（(]([^（）()。]{2,60})[）)]\s*", line[end:])
    if bracket and (credit := read_credit(bracket[1])):
        return Lead(end + bracket.end(), credit.names)
    if role := words.roles.match(line, end):
        length, names = _running(line, end, role.end())
        return Lead(length, names) if names else Lead(end, ())
    return Lead(end, names)


def _running(line: str, start: int, first: int) -> tuple[int, tuple[str, ...]]:
    """Names after 本报讯 without brackets: they end at 报道 or at a wider word that is no name."""
    report = re.search(r"\s*报道\s*[:：，,]?\s*", line[first : first + 40])
    if report and (credit := read_credit(line[start : first + report.start()])):
        return first + report.end(), credit.names
    taken, end, names = start, start, ()
    for word in re.finditer(r"\S+\s*", line[start : start + 60]):
        taken = start + word.end()
        credit = read_credit(line[start:taken])
        if credit and credit.names:
            end, names = taken, credit.names
    return end, names


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """The line cut before each role word: (role, what stands after it); the first role is empty where names come first."""
    last, role = 0, ""
    for match in _words().roles.finditer(text):
        if match.start() > last or role:
            yield role, text[last : match.start()]
        role, last = match[0], match.end()
    yield role, text[last:]


def _names(chunk: str, roles: list[str]) -> list[str] | None:
    """The names of a stretch between roles, one-character roles added to ``roles``; None where a word is no name."""
    words = _words()
    names: list[str] = []
    single = ""
    for word in filter(None, _SEPARATORS.split(chunk)):
        if word in words.loose and not single and (names or roles or "/" in chunk):
            roles.append(word)
        elif len(word) == 1 and "\u3400" <= word <= "\u9fff":
            if single:
                names.append(single + word)
            single = "" if single else word
        elif single:
            return None
        elif len(word) > 2 and word[-1] == _SHOT and plausible(word[:-1]):
            names.append(word[:-1])
            roles.append(_SHOT)
        elif (parts := _split(word)) is None:
            return None
        else:
            names += parts
    if single in words.loose and single:
        roles.append(single)
        single = ""
    return None if single else names


def _split(word: str) -> list[str] | None:
    """One name, or two printed without a space between them; None where the word is neither."""
    if _FOREIGN.fullmatch(word):
        return [word]
    if not re.fullmatch(f"[{_HAN}]{{2,6}}", word):
        return None
    if len(word) <= 3 or len(word) == 4 and word[:2] in _words().compound:
        return [word]
    for cut in (3, 2):
        left, right = word[:cut], word[cut:]
        if plausible(left) and plausible(right):
            return [left, right]
    return [word] if len(word) == 4 else None

"""Who wrote and photographed: bylines and credits, read from one line at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.lexicon import load
from kg.read.names import parted, plausible

_SEPARATORS = re.compile(r"[\s、，,/／:：;；|｜&＆()（）\[\]【】]+")
_SHOT = "摄"  # the one role that stands right behind a name
_SENT = re.compile(r"\s*(?:发自|摄于|(?<=\s)寄自)[\u3400-\u9fff]{2,8}(?=[）)]?$)")  # where the maker writes from
_LONGEST_LINE, _LONGEST_TAIL = 80, 60


@dataclass(frozen=True, slots=True)
class Credit:
    """The people whom a line names as makers of a story.

    ``picture``: all of them made pictures only. ``marked``: a sign like ■ opens it. ``closing``: brackets or its place say that it closes
    a text.
    """

    names: tuple[str, ...]
    picture: bool
    marked: bool = False
    closing: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    markers: str
    roles: re.Pattern[str]
    short_roles: frozenset[str]
    pictures: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    byline = load("page")["byline"]
    pictures = set(byline["picture"]) - set(byline["both"])
    roles = sorted({*byline["writer"], *pictures, *byline["both"]}, key=lambda w: (-len(w), w))
    # A role may be spaced out: 记 者.
    long = "|".join(r"\s*".join(map(re.escape, r)) for r in roles if len(r) > 1)
    # A newsroom names itself before its writers: 江报全媒体记者, 临江融媒记者.
    newsroom = r"(?:(?<![\u3400-\u9fff])[\u3400-\u9fff]{1,4}(?=(?:全媒体?|融媒体?|日报|晚报|[报台网])\s*记者))?"
    newsroom = rf"(?:(?<![\u3400-\u9fff])[\u3400-\u9fff]{{2,6}}融媒体?中心(?=\s*(?:首席|见习|实习|特约|全媒体?)?\s*记者)|{newsroom})"
    return _Words(
        "".join(byline["markers"]), re.compile(f"{newsroom}(?:{long})"), frozenset(r for r in roles if len(r) == 1), frozenset(pictures)
    )


def role_at(line: str, start: int) -> int | None:
    """Where a role word (记者, 通讯员 …) ends that stands at this place of the line; None without one."""
    match = _words().roles.match(line, start)
    return match.end() if match else None


def read_credit(line: str, *, framed: bool = False) -> Credit | None:
    """The makers a whole line names, None where the line is anything else.

    Without an opening sign every name must begin with a known surname, so that a line of running text is not taken for one; a line that is
    ``framed`` by the brackets of a dateline needs no such sign.
    """
    words = _words()
    text = line.strip()
    marked = bool(text) and text[0] in words.markers
    text = _SENT.sub("", text.strip(words.markers + " \t\u3000-—"))
    if not text or len(text) > _LONGEST_LINE or any(c in text for c in "。！？“”《》"):
        return None
    closing = text[0] in "（(" and text[-1] in "）)"
    found = _makers(text)
    if found is None:
        return None
    names, roles, last_bare = found
    if closing and names and not roles and all(map(plausible, names)):
        return Credit(tuple(dict.fromkeys(names)), picture=False, closing=True)
    if (not roles and not (marked and names)) or (not names and not (marked or closing)):
        return None
    if not ((marked or framed) and roles) and not all(map(plausible, names)):
        return None
    return Credit(tuple(dict.fromkeys(names)), _only_pictures(roles, last_bare), marked, closing)


def read_names(line: str) -> tuple[str, ...]:
    """The names of a line that holds nothing else, as a byline goes on in a column of names; empty where it holds more."""
    found = _names(line.strip(), [])
    return tuple(found) if found and all(map(plausible, found)) else ()


def trailing_credit(line: str) -> tuple[int, Credit] | None:
    """A credit printed at the end of a sentence's line, and where in the line it begins."""
    for at in sorted(m.end() for m in re.finditer(r"[。！？”…]+\s*", line)):
        rest = line[at:].strip()
        if not rest or len(rest) > _LONGEST_TAIL:
            continue
        bare = rest.strip("（）() ")
        credit = read_credit(rest) or (read_credit(bare) if bare != rest else None)
        if credit and credit.names:
            return at, replace(credit, closing=True)
        if rest[0] in "（(" and rest[-1] in "）)" and (names := read_names(bare)):
            return at, Credit(names, picture=False, closing=True)
    for at in (m.start() for m in re.finditer(f"[{_words().markers}]", line)):
        if at and (credit := read_credit(line[at:])) and credit.names:
            return at, replace(credit, closing=True)
    return None


def _only_pictures(roles: Sequence[str], last_bare: bool) -> bool:
    """Whether the roles make a picture credit: picture words alone, or a writer who 摄: 记者 X 摄."""
    pictures = _words().pictures
    if not roles:
        return False
    return all(r in pictures for r in roles) or (last_bare and len(roles) == 2 and roles[-1] in pictures)


def _makers(text: str) -> tuple[list[str], list[str], bool] | None:
    """Names and roles of a line and whether a role without names behind it ends it; None where a word is neither."""
    names: list[str] = []
    roles: list[str] = []
    before = 0
    for role, chunk in _chunks(text):
        if role:
            roles.append(re.sub(r"\s", "", role))
        before = len(roles)
        found = _names(chunk, roles)
        if found is None:
            return None
        names += found
        bare = not found or len(roles) > before
    return names, roles, bool(roles) and bare


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """The line cut before each role word: (role, what stands after it); the first role is empty where names come first."""
    last, role = 0, ""
    for match in _words().roles.finditer(text):
        if match.start() > last or role:
            yield role, text[last : match.start()]
        role, last = match[0], match.end()
    yield role, text[last:]


def _names(chunk: str, roles: list[str]) -> list[str] | None:
    """The names of a stretch between roles, one-character roles added to ``roles``; None where a word is no name.

    A name of two characters may be spaced out: 何 帆.
    """
    short_roles = _words().short_roles
    names: list[str] = []
    single = ""
    parts_of = list(filter(None, _SEPARATORS.split(chunk)))
    for at, word in enumerate(parts_of):
        spaced = bool(roles) and not names and at == 0 and len(parts_of) > 1 and plausible(word + parts_of[1]) and len(parts_of[1]) == 1
        if word in short_roles and not single and not spaced and (names or roles or "/" in chunk):  # 记者 文 兰 has a name
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
        elif (parts := parted(word)) is None:
            return None
        else:
            names += parts
    if single in short_roles and single:
        roles.append(single)
        single = ""
    return None if single else names

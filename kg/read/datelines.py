"""The dateline formula that opens a news story: 本报讯, 本报讯（记者 …）, 新华社…电（记者 …）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import load
from kg.read.bylines import read_credit, read_names, role_at

BEFORE_NAMES = r"(?:(?:本报|融媒体?|全媒体?|见习|实习|首席|特约)\s*)*(?:记\s*者|通\s*讯\s*员)"


@dataclass(frozen=True, slots=True)
class Lead:
    """A dateline formula: how many characters of the line it takes and whom it names."""

    length: int
    names: tuple[str, ...]


@lru_cache(maxsize=1)
def _formula() -> re.Pattern[str]:
    lead = load("page")["lead"]
    agencies, closers = "|".join(lead["agencies"]), "|".join(lead["closers"])
    dated = rf"(?:{agencies})[\u3400-\u9fff\s]{{0,8}}(?:\d{{1,2}}\s*月\s*)?(?:\d{{1,2}}\s*日)?\s*(?:{closers})"
    openers = "|".join(r"\s*".join(o) for o in lead["openers"])
    # The paper by its own name, with or without the place it writes from: 临江日报讯, 江省日报临江讯.
    titled = rf"[\u3400-\u9fff]{{2,6}}(?:{'|'.join(lead['titles'])})(?:[\u3400-\u9fff]{{2,4}})?讯(?![\u3400-\u9fff])"
    # The place it is written from, where the writers follow: 临江讯（记者 …）.
    placed = rf"[\u3400-\u9fff]{{2,4}}讯(?=\s*[（(]\s*{BEFORE_NAMES})"
    return re.compile(rf"\s*[【［\[(（]?\s*(?:{openers}|{dated}|{titled}|{placed})\s*[】］\])）]?\s*")


@lru_cache(maxsize=1)
def lede() -> re.Pattern[str]:
    """How the first sentence of a story sets its time."""
    openers = "|".join(load("page")["lede"]["openers"])
    told = "据[\\u3400-\\u9fff]{2,14}消息|记者(?:近日|日前|昨日|从|\\d{1,2}月)"
    days = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日[，,上下晚]|\d{1,2}月(?:上|中|下)旬"
    return re.compile(f"^(?:{openers}|{days}|{told})")


def read_lead(line: str) -> Lead | None:
    """The dateline formula that opens a story's first line, None where there is none; names in brackets or up to 报道 belong to it."""
    match = _formula().match(line)
    if not match:
        return _bracketed(line)
    end = match.end()
    bracket = re.match(r"\s*[（(]([^（）()。]{2,60})[）)]\s*", line[end:])
    if bracket and (credit := read_credit(bracket[1], framed=True)):
        return Lead(end + bracket.end(), credit.names)
    if bracket and (names := read_names(bracket[1])):
        return Lead(end + bracket.end(), names)  # 本报讯（江 岸）: no role is printed
    first = role_at(line, end)
    return _running(line, end, first) if first is not None else Lead(end, ())


def _bracketed(line: str) -> Lead | None:
    """Writers in brackets at the head of a story's first line, without a formula: （记者 临江 实习生 江岸）6月6日，…."""
    match = re.match(rf"\s*[（(](\s*{BEFORE_NAMES}[^（）()。]{{2,60}})[）)]\s*(?=\S)", line)
    credit = read_credit(match[1], framed=True) if match else None
    return Lead(match.end(), credit.names) if match and credit else None


def _running(line: str, start: int, first: int) -> Lead:
    """Names after 本报讯 without brackets: they end at 报道, or at a wider word that is no name."""
    report = re.search(r"\s*报道\s*[:：，,]?\s*", line[first : first + 40])
    if report and (credit := read_credit(line[start : first + report.start()])):
        return Lead(first + report.end(), credit.names)
    best = Lead(start, ())
    for word in re.finditer(r"\S+\s*", line[start : start + 60]):
        credit = read_credit(line[start : start + word.end()])
        if credit and credit.names:
            best = Lead(start + word.end(), credit.names)
    return best

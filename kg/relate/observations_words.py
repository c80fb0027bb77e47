"""Patterns of the words around figures, compiled from the list ``indicators``, and the phrase that names a figure."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import any_of, load

PARENTHESIS = re.compile(r"（[^（）]*）?$")
SPAN = re.compile("^[\\d一二三四五六七八九十几两多]+年(?:来|间|以来)")  # 三年来: not part of a name
DEED = re.compile(r"[向获][^，。]{3,}(?:增资|注资|授信|贷款|出资|投资)$|（以下简称|自有资金$")  # money that changes hands measures nobody
HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
SHORTEST, LONGEST = 2, 30  # characters of an indicator
LONGEST_HEAD = 8  # characters of a head noun that takes a qualifier from before its verb


@cache
def words(table: str, *lists: str) -> str:
    """A regex for any word of some lists of a table."""
    return any_of(w for name in lists for w in load("indicators")[table][name])


@cache
def pattern(form: str) -> re.Pattern[str]:
    """A pattern in which ``<table.list>`` stands for any word of that list."""
    return re.compile(re.sub(r"<(\w+)\.(\w+)>", lambda m: words(m[1], m[2]), form))


def strip_lead(phrase: str) -> str:
    """The phrase without adverbs, connectives and the like at its start."""
    lead, whole = pattern("<strip.lead>"), pattern("<strip.whole>")
    while (match := lead.match(phrase)) and not whole.match(phrase):
        phrase = phrase[match.end() :]
    return phrase


def strip_trail(phrase: str) -> str:
    """The phrase without verbs of reaching, approximations and brackets at its end."""
    trail, whole = pattern("<strip.trail>$"), pattern("<strip.whole>$")
    while not whole.search(phrase):
        shorter = PARENTHESIS.sub("", phrase)
        if (match := trail.search(shorter)) is not None:
            shorter = shorter[: match.start()]
        if shorter == phrase:
            break
        phrase = shorter
    return phrase


def strip_cut(phrase: str) -> str:
    """What follows the last verb of making or having, where that leaves a name; words of which such a verb is a part don't count."""
    taken = {i for m in pattern("<strip.whole>").finditer(phrase) for i in range(*m.span())}
    cuts = [m.end() for m in pattern("<strip.cut>了?").finditer(phrase) if m.start() not in taken]
    for end in reversed(cuts):
        if len(HAN.findall(phrase[end:])) >= SHORTEST:
            return phrase[end:]
    return phrase


def qualified(phrase: str, name: str) -> str:
    """The name with the qualifier that a verb parts from it: 规上工业实现产值 → 规上工业产值."""
    verb = pattern("(?:<strip.cut>|了|<strip.trail>)+$").search(phrase[: len(phrase) - len(name)]) if phrase.endswith(name) else None
    before = strip_lead(phrase[: verb.start()]) if verb is not None else ""
    if is_sum(name) and len(name) <= LONGEST_HEAD and len(before) <= LONGEST - len(name) and pattern("<heads.qualifiers>$").search(before):
        return before + name
    return name


def listed_last(phrase: str) -> str:
    """The class after a list that 等 closes (A、B等项目 → 项目, with the verb before the list); else the last item of an overlong list."""
    if "等" in phrase:
        before, _, after = phrase.rpartition("等")
        after = re.sub("^(?:方面|领域|各类|多个|一批)的?", "", after)
        verb = pattern("^了?<counted.verbs>了?").match(before)
        if len(after) >= SHORTEST:
            return (verb[0] if verb else "") + after
        phrase = before if not after else phrase
    if len(phrase) > LONGEST and "、" in phrase:
        return phrase.rpartition("、")[2]
    return phrase


def trim(phrase: str) -> str:
    """The name of a figure as printed: the phrase before it without what only joins it to the sentence."""
    phrase = strip_trail(strip_lead(SPAN.sub("", strip_lead(phrase))))
    name = strip_trail(strip_lead(listed_last(strip_cut(phrase))))
    name = pattern("^<opening.introducing>了?(?=(?:计划|协议)?总投资$)").sub("", qualified(phrase, name).strip("，、。：·"))
    return name if name.count("“") == name.count("”") else re.sub("[“”]", "", name)


def is_name(phrase: str) -> bool:
    """Whether the phrase has a length that a name may have."""
    return len(HAN.findall(phrase)) >= SHORTEST and len(phrase) <= LONGEST and DEED.search(phrase) is None


def is_sum(phrase: str) -> bool:
    """Whether the phrase names a sum of money."""
    return pattern("<heads.money>$").search(phrase) is not None


def is_extent(phrase: str) -> bool:
    """Whether the phrase names a quantity that is measured (面积, 吞吐量)."""
    return pattern("<heads.measures>$").search(phrase) is not None


def is_measure(phrase: str) -> bool:
    """Whether the phrase names anything that is measured or counted, so that it can grow."""
    return pattern("(?:<heads.money>|<heads.measures>|<heads.shares>|<counted.nouns>)$").search(phrase) is not None


def is_share(phrase: str) -> bool:
    """Whether the phrase names a share."""
    return pattern("<heads.shares>$").search(phrase) is not None


def is_component(phrase: str) -> bool:
    """Whether the phrase names a part of an economy."""
    return pattern("<heads.components>$").search(phrase) is not None


def is_regional(phrase: str) -> bool:
    """Whether only a place can have what the phrase names."""
    return pattern("<heads.regional>").search(phrase) is not None


def is_own(phrase: str) -> bool:
    """Whether the phrase alone is what a firm has (产值, 员工)."""
    return pattern("<heads.own>").fullmatch(phrase) is not None


def is_flow(phrase: str) -> bool:
    """Whether the phrase names something of a stretch of time."""
    return pattern("<heads.flows>$").search(phrase) is not None

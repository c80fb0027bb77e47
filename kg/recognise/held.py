"""Events by what is said of them: what 举行, 召开 or 开幕 follows is the name of an event, whole from its clause's beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.boundaries import everyday_words
from kg.recognise.heads import head_of, head_pattern
from kg.recognise.tagged import Tagged
from kg.records import Mention

SCORE = 0.95
LONGEST = 48
SHORTEST = 6
CLAUSE = frozenset("，。；：！？\n")
LEADING = frozenset({"TIME", "d", "ad", "p", "r", "u", "c", "f", "w"})
COUNTED = re.compile(r"^(?:\d+|[一二两三四五六七八九十]+)[场次个]")


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load("events")
    return re.compile(data["held"]), re.compile(data["hosted"]), re.compile(data["clause"])


def find_held(tagged: Tagged) -> Iterator[Mention]:
    """Events that are said to be held, to open or to end: the clause before the verb, without time and host."""
    text = tagged.text
    held, hosted, other = _words()
    for match in head_pattern().finditer(text):
        end = match.end()
        if not held.match(text, end) or not any(h.type == "Event" for h in head_of(match.group())):
            continue
        start = max((text.rfind(c, max(0, end - 2 * LONGEST), end) for c in CLAUSE), default=-1) + 1
        for host in hosted.finditer(text, start, end):
            start = host.end()
        start = _past_time(tagged, start, end)
        form = text[start:end]
        if not SHORTEST <= len(form) <= LONGEST or other.search(form) or COUNTED.match(form) or form.count("“") != form.count("”"):
            continue
        if any(w.tag == "PER" for w in tagged.within(start, end)) or form.removesuffix(match.group()) in everyday_words():
            continue
        yield Mention(start, end, "Event", form, "held", SCORE)


def _past_time(tagged: Tagged, start: int, end: int) -> int:
    """Past the words that say when: 2月6日上午, 近日, 在 …; an ordinal year (2025年全县…大会) is part of the name."""
    while start < end:
        word = tagged.word_at(start)
        form = tagged.text[start : word.end]
        if word.tag not in LEADING or form == "“" or (word.tag == "TIME" and re.fullmatch(r"(?:19|20)\d\d年?度?", form)):
            break
        year = re.match(r"(?:19|20)\d\d年(?=\D)", form) if word.tag == "TIME" else None
        if year and not re.match(r"\d+月|[上下]半年|[春夏秋冬]", form[year.end() :]):
            break
        start = word.end
    return start

"""Relative names: words that stand for something named elsewhere (我市, 该公司, 园区总经理)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.post_heads import post_pattern
from kg.recognise.tagged import Tagged
from kg.records import Mention

CLAUSE_START = "，。；：！？\n“"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("relatives")
    fixed = sorted([*data["places"], *data["things"]], key=len, reverse=True)
    bare = sorted(data["bare"], key=len, reverse=True)
    return re.compile("|".join(fixed)), re.compile("|".join(bare))


def find_relatives(tagged: Tagged) -> Iterator[Mention]:
    """Relative mentions; their ``source`` is ``relative:`` and what they ask for (home, province, town, or a type)."""
    data, text = load("relatives"), tagged.text
    fixed, bare = _patterns()
    yield from _pairs(tagged)
    for match in fixed.finditer(text):
        form = match.group()
        # 我/市 may be cut off from the word before it (源自我市), so only the end must be a word's
        if not tagged.is_edge(match.end()) and tagged.word_at(match.end() - 1).tag != "n":
            continue
        if form in data["places"]:
            kind = data["places"][form]
            yield Mention(*match.span(), "Town" if kind == "town" else "Place", form, f"relative:{kind}", 0.9)
        else:
            yield Mention(*match.span(), data["things"][form], form, f"relative:{data['things'][form]}", 0.9)
    for match in bare.finditer(text):
        start, end = match.span()
        if not (tagged.is_edge(start) and tagged.is_edge(end)):
            continue
        opens = start == 0 or text[start - 1] in CLAUSE_START or _after_time(tagged, start) or _is_bound(text, match)
        acts = end < len(text) and tagged.word_at(end).tag in ("d", "v", "ad", "vd", "p", "TIME", "f")
        acts = acts or text.startswith(tuple(data["bound"]["followed"]), end)
        settled = data["bare"][match.group()] == "Zone" and text[max(0, start - 2) : start].endswith(("在", "落户", "入驻", "来到"))
        told = opens and data["bare"][match.group()] == "Organization"  # a firm or a park at a clause's start may be any
        if (opens and acts) or told or settled or _before_post(text, end):
            yield Mention(start, end, data["bare"][match.group()], match.group(), f"relative:{data['bare'][match.group()]}", 0.7)


def _is_bound(text: str, match: re.Match[str]) -> bool:
    """Whether the word before makes a bare noun one that was told of: 由集团投资."""
    bound = load("relatives")["bound"]
    paid = text.startswith(tuple(bound["sure"]), match.end()) and text[max(0, match.start() - 1) : match.start()] == "向"
    return paid or (match.group() not in bound["any"] and text[max(0, match.start() - 1) : match.start()] in bound["before"])


def _pairs(tagged: Tagged) -> Iterator[Mention]:
    """前者 and 后者, whatever they mean."""
    for form, which in load("relatives")["pair"].items():
        for match in re.finditer(form, tagged.text):
            yield Mention(*match.span(), "Organization", form, f"relative:{which}", 0.9)


def _after_time(tagged: Tagged, start: int) -> bool:
    """Whether a word of time that opens a clause stands directly before: 去年公司实现产值."""
    word = tagged.word_at(start - 1)
    return word.tag == "TIME" and (word.start == 0 or tagged.text[word.start - 1] in CLAUSE_START)


def _before_post(text: str, end: int) -> bool:
    clause = re.split(r"[，。；：！？\n“”、]", text[end : end + 14], maxsplit=1)[0]
    return post_pattern().search(clause) is not None

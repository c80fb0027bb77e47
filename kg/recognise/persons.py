"""Persons: the tagger's names, mended at their edges, and names that only their place beside a post shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import any_of, common_words, load
from kg.recognise.dotted_names import dotted_names
from kg.recognise.name_edges import before_post_taken, has_third, without_act, without_verb
from kg.recognise.name_shape import HAN, looks_like_name
from kg.recognise.placed_names import appointed, beside_posts, between_persons
from kg.recognise.post_heads import post_ends
from kg.recognise.tagged import Tagged
from kg.records import Mention

FOREIGN = re.compile(rf"{HAN}{{1,8}}(?:[·•]{HAN}{{1,8}})+")


def find_persons(tagged: Tagged) -> Iterator[Mention]:
    """Persons of a text: tagged names, foreign names with a middle dot, and what stands between a post and a separator."""
    yield from dotted_names(tagged)
    for word in tagged.words:
        if word.tag == "PER":
            yield from _tagged_person(tagged, word.start, word.end)
    yield from beside_posts(tagged)
    yield from between_persons(tagged)
    yield from appointed(tagged)


def _tagged_person(tagged: Tagged, start: int, end: int) -> Iterator[Mention]:
    text = tagged.text
    form = without_verb(before_post_taken(text[start:end].strip("\n，。、")), text)
    if len(form) > 4 and "·" not in form and text.count(form) == 1:
        yield from _run_together(text, start, form)
        return
    if text.startswith("一一行", start + len(form)):
        form += "一"  # 佐野健一|一行
    form += _steppe_rest(text, start + len(form), form)
    if len(form) == 2 and has_third(tagged, start + 2):
        form = text[start : start + 3]
    form = form[: without_act(text, start, start + len(form)) - start]
    if len(form) >= 2:
        yield Mention(start, start + len(form), "Person", form, "person:tagger", _trust(tagged, start, form))


def _steppe_rest(text: str, end: int, form: str) -> str:
    """What the tagger left of a Mongolian name that ends as such names do: 乌云其|木格."""
    for ending in sorted(load("surnames")["steppe"], key=len, reverse=True):
        for cut in range(len(ending)):
            if form.endswith(ending[:cut]) and text.startswith(ending[cut:], end) and len(form) - cut >= 2:
                return str(ending[cut:])
    return ""


def _trust(tagged: Tagged, start: int, form: str) -> float:
    """The trust in a name that the tagger found: by its shape and by what stands around it."""
    text, end = tagged.text, start + len(form)
    everyday = form in common_words() and not post_ends(text[max(0, start - 6) : start])
    named_after = text.startswith(tuple(load("posts")["named_after"]), end)
    if everyday or named_after or _in_slogan(text, start, end) or _after_place(tagged, start) or _counted_things().match(text, end):
        return 0.4
    formed = looks_like_name(form) or FOREIGN.fullmatch(form) or form.endswith(tuple(load("surnames")["steppe"]))
    return 0.92 if formed else 0.45


@lru_cache(maxsize=1)
def _counted_things() -> re.Pattern[str]:
    """The end of an enumeration of things, which holds no person: 等多个领域."""
    return re.compile(rf"等(?:[0-9]|{HAN}){{0,3}}?{any_of(load('persons')['counted'])}(?=[，。；\n]|$)")


def _in_slogan(text: str, start: int, end: int) -> bool:
    """Whether a short quotation holds the name among other words: “…向阳花…” is a slogan, not a person."""
    opening = max(text.rfind(mark, max(0, start - 12), start) for mark in "“‘")
    if opening < 0 or "”" in text[opening:start] or "’" in text[opening:start]:
        return False
    closing = text.find("”" if text[opening] == "“" else "’", end, end + 12)
    return closing >= 0 and closing - opening > end - start + 1 and not any(c in "，。；！？" for c in text[opening:closing])


def _after_place(tagged: Tagged, start: int) -> bool:
    """Whether a place stands directly before: people are not named after places without a post between."""
    return start > 0 and tagged.word_at(start - 1).tag == "LOC" and tagged.text[start - 1] not in "、，。；：！？“”\n ）"


def _run_together(text: str, start: int, form: str) -> Iterator[Mention]:
    """Names printed without a mark between them: cut where each piece is known elsewhere in the text."""
    for length in (3, 2):
        piece = form[:length]
        if looks_like_name(piece) and text.count(piece) > 1:
            yield Mention(start, start + length, "Person", piece, "person:tagger", 0.8)
            return

"""The right edges of personal names: what a tagger took too much or too little, and what people do right after their names."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import any_of, load
from kg.recognise.name_shape import HAN, looks_like_name
from kg.recognise.post_heads import post_pattern
from kg.recognise.tagged import Tagged

OFTEN = 3  # so often alone, a shorter form is the name and the longer one holds a word beside it
GLAD = re.compile("[乐笑](?=得|呵呵|开了花|着说|着)")
# 笑着说, 高兴地说, 先看, 还在, 碰杯 begin no part of a name
MANNER = re.compile(f"[笑哭激高自感欣]{HAN}?(?:着|地)|[先还又再便已](?=[看在说去到来把将对有])|碰杯|握手")
TAKES_POST = re.compile(rf"({HAN}{{2,4}}?)(?:担任|任)(?={HAN}{{2}})")


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    """Characters that may follow a name at once (某某|说)."""
    return frozenset(load("persons")["verbs"])


@lru_cache(maxsize=1)
def _acts() -> re.Pattern[str]:
    return re.compile(any_of(load("persons")["acts"]))


@lru_cache(maxsize=1)
def _assumes() -> re.Pattern[str]:
    """The last character that a tagger takes from what somebody becomes: 某某|任院长."""
    return re.compile(rf"任(?=(?:该|其)?{HAN}{{0,6}}?{post_pattern().pattern})")


def acts(text: str, position: int) -> bool:
    """Whether what a person does begins here."""
    return _acts().match(text, position) is not None


def acts_or_how(text: str, position: int) -> bool:
    """Whether what a person does, or how, begins here."""
    return MANNER.match(text, position) is not None or acts(text, position)


def before_post_taken(form: str) -> str:
    """A name without the post and the firm that a tagger took for the rest of it: 徐厚德|任集团."""
    taken = TAKES_POST.match(form)
    return taken.group(1) if taken is not None and looks_like_name(taken.group(1)) else form


def without_act(text: str, start: int, end: int) -> int:
    """Where a name ends of which a tagger took the last character from what the person does: 某某|任院长, 某某|乐得合不拢嘴."""
    taken = GLAD.match(text, end - 1) or (end - start == 3 and _assumes().match(text, end - 1))
    return end - 1 if taken and looks_like_name(text[start : end - 1]) else end


def has_third(tagged: Tagged, end: int) -> bool:
    """Whether a character that the tagger cut off a name stands alone before a verb of speech (某某|全|说)."""
    text = tagged.text
    if end + 1 >= len(text) or text[end + 1] not in "说介告":
        return False
    if text.startswith("和说", end):
        return True  # nobody is joined to the verb
    word = tagged.word_at(end)
    if word.start != end or text[end] in verbs() or text[end] in load("persons")["adverbs"]:
        return False
    return word.end == end + 1 or text[word.start : word.end][1:] == "说"


def without_verb(form: str, text: str) -> str:
    """A name without the verb that the tagger took for its last character (某某率, 某某说)."""
    shorter = form[:-1]
    if not looks_like_name(shorter):
        return form
    if len(form) == 4 and form[-1] in verbs():
        return shorter
    alone = text.count(shorter) - text.count(form)  # 王飞 and 王飞虎 may be two persons of one story
    if len(form) == 3 and (form[-1] in load("persons")["leading"] or (alone > 0 and form[-1] in verbs()) or alone >= OFTEN):
        return shorter
    return form

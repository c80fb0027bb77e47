"""Names that only their place shows: beside a post, between other persons, after a verb of appointing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import any_of, common_words, load
from kg.recognise.name_edges import acts_or_how, verbs, without_verb
from kg.recognise.name_shape import HAN, looks_like_name
from kg.recognise.post_heads import post_pattern
from kg.recognise.tagged import NAME_TAGS, Tagged
from kg.records import Mention

BETWEEN = re.compile(rf"(?<={HAN})、({HAN}{{2,4}})、(?={HAN})")
LENGTHS = (3, 2, 4)  # of names, the commonest first


@lru_cache(maxsize=1)
def _appointing() -> re.Pattern[str]:
    return re.compile(rf"{any_of(load('persons')['appoints'])}({HAN}{{2,4}}?)(?=为|的|同志|担任|任)")


def beside_posts(tagged: Tagged) -> Iterator[Mention]:
    """Names in a list after a post: 副主任A、B、C."""
    text = tagged.text
    for match in post_pattern().finditer(text):
        position = match.end()
        while position < len(text):
            span = _name_at(tagged, position)
            if span is None:
                break
            form = text[position:span]
            placed = any(d.short == form != d.name for d in load_gazetteer().named(form))  # 管委会主任邹平: no place has a post before it
            yield Mention(position, span, "Person", form, "person:post", 0.95 if placed else 0.85)
            if text[span : span + 1] != "、":
                break
            position = span + 1


def between_persons(tagged: Tagged) -> Iterator[Mention]:
    """Names between persons of a list: 甲、乙、丙."""
    for match in BETWEEN.finditer(tagged.text):
        start, end = match.span(1)
        after = tagged.word_at(match.end()) if match.end() < len(tagged.text) else None
        if after is not None and after.tag == tagged.word_at(match.start() - 1).tag == "PER" and looks_like_name(match.group(1)):
            yield Mention(start, end, "Person", match.group(1), "person:between", 0.8)


def appointed(tagged: Tagged) -> Iterator[Mention]:
    """Who is appointed or removed: 任命某某为某院副院长."""
    for match in _appointing().finditer(tagged.text):
        if looks_like_name(match.group(1)):
            yield Mention(*match.span(1), "Person", match.group(1), "person:appointed", 0.9)


def _name_at(tagged: Tagged, start: int) -> int | None:
    """The end of a name that begins here and runs to the next separator or verb; None where there is none."""
    text = tagged.text
    word = tagged.word_at(start)
    if word.tag == "PER" and word.start == start and word.end - start > 1:
        return start + len(without_verb(text[start : word.end], text))
    return next((start + n for n in LENGTHS if _is_name(tagged, start, start + n)), None)


def _is_name(tagged: Tagged, start: int, end: int) -> bool:
    """Whether a stretch is a name: by its shape, and by the separator, the verb or the tagger's edge after it."""
    text = tagged.text
    form = text[start:end]
    if end > len(text) or not looks_like_name(form) or (text[start - 1] == "工" and form in common_words()):  # 技工成长
        return False
    if end >= len(text) or text[end] in "、，。；等":
        return True
    if not tagged.is_edge(end):
        return False
    if text[end] in verbs() or tagged.word_at(end).tag in ("d", "ad", "vd") or acts_or_how(text, end):
        return True
    words = list(tagged.within(start, end))
    alone = len(words) == 1 and words[0].tag in NAME_TAGS and not load_gazetteer().named(form)
    return sum(w.end - w.start for w in words) == end - start and (alone or any(w.tag == "PER" for w in words))

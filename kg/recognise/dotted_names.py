"""Names with a middle dot (阿瓦汗·托乎提): from the edge before the first part to where the last one ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import any_of, common_words, load
from kg.recognise.name_edges import acts, acts_or_how, verbs
from kg.recognise.name_shape import HAN
from kg.recognise.post_heads import post_ends, post_pattern
from kg.recognise.tagged import Tagged
from kg.records import Mention

DOTTED = re.compile(rf"{HAN}{{1,8}}·(?:{HAN}{{1,8}}·)*")
HAN_ONE = re.compile(HAN)
LONGEST_PART = 8


@lru_cache(maxsize=1)
def _likening() -> re.Pattern[str]:
    return re.compile(any_of(load("persons")["likening"]))


def dotted_names(tagged: Tagged) -> Iterator[Mention]:
    """Names with a middle dot: from the edge before the first part to where a mark, a post or another word ends the last."""
    text = tagged.text
    for match in DOTTED.finditer(text):
        first = text.index("·", match.start())
        starts = [i for i in range(match.start(), first) if tagged.is_edge(i) and _opens(tagged, i)]
        posted = [match.start() + m.end() for m in post_pattern().finditer(text[match.start() : first]) if match.start() + m.end() < first]
        start = posted[-1] if posted else next(iter(starts), None)
        word = tagged.word_at(first)
        if start is not None and start < word.start and word.tag == "PER" and tagged.word_at(word.start - 1).tag == "PER":
            start = word.start  # two names run together in a byline
        end = _end_of_last(tagged, match.end())
        if start is not None and end > match.end() and any(tagged.word_at(i).tag == "PER" for i in range(start, end)):
            yield Mention(start, end, "Person", text[start:end], "person:dotted", 0.95)


def _opens(tagged: Tagged, start: int) -> bool:
    """Whether a name may begin here: after a mark, a post or a conjunction, or where the tagger sees a person."""
    before = tagged.text[max(0, start - 6) : start]
    word = tagged.word_at(start)
    if _likening().match(tagged.text, start) or (word.start == start and tagged.form(word) in common_words()):
        return False  # 村民阿瓦汗·托乎提, 接受库尔班·尼亚孜辞去职务
    return (
        start == 0
        or before.endswith(tuple(load("persons")["likening"]))
        or before[-1] in "，。、；：“”\n（和与及 "
        or post_ends(before)
        or tagged.word_at(start).tag == "PER"
    )


def _end_of_last(tagged: Tagged, position: int) -> int:
    """Where the last part of a dotted name ends: at a mark, a verb or a common word, eight characters on at most."""
    text, end = tagged.text, position
    while end < min(len(text), position + LONGEST_PART) and HAN_ONE.match(text[end]):
        word = tagged.word_at(end)
        is_other = word.start == end and _is_other(tagged, end)
        if is_other and acts(text, end + 1):
            return end + 1  # 沙吾提|出席: the tagger reads 提出
        if end - position > 1 and (is_other or acts_or_how(text, end)):
            break
        manner = next((i for i in range(max(end, position + 2), word.end) if acts_or_how(text, i)), None)
        if manner is not None:
            return manner
        end = min(word.end, position + LONGEST_PART)
    return end


def _is_other(tagged: Tagged, position: int) -> bool:
    """Whether the word that begins here is no part of a name: a particle, a common word, a verb or a post."""
    word = tagged.word_at(position)
    form = tagged.form(word)
    return (
        word.tag in ("u", "p", "c", "f")
        or (len(form) > 1 and form in common_words())
        or form in verbs()
        or post_pattern().match(tagged.text, position) is not None
    )

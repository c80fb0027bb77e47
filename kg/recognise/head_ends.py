"""Whether a head really ends where it seems to: 举办 has no office, 公司法 is another word."""

from __future__ import annotations

import re

from kg.lexicon import common_words, load
from kg.recognise.fitness_words import any_word
from kg.recognise.heads import Head
from kg.recognise.post_heads import post_start
from kg.recognise.tagged import Tagged

NOUN_TAGS = frozenset({"n", "ORG", "nz", "LOC", "nw", "q", "vn"})
SINGLE_NOT = re.compile("(?:协|主|承|举|联|合|筹|开)办|科[创技研学普教]")  # 协办, 科创大厦: no office, no section
# a head that goes on is another word: 公司法, 大学生, 项目部, 工程师, 会议室, 银行业
CONTINUES = re.compile(r"[法生部师室业化性卡证界型级长员们]|主任|人员|主席|董事|经理")


def ends_here(tagged: Tagged, end: int, head: Head) -> bool:
    """Whether a head ends at this position, and is not the beginning or the end of another word."""
    text = tagged.text
    if len(head.form) == 1 and not _is_head_alone(tagged, end, head):
        return False
    if end >= len(text) or post_start(text, end):
        return True
    if not tagged.is_edge(end) and tagged.word_at(end).tag not in ("ORG", "LOC", "nz") and len(head.form) < 4:
        return False
    if head.form == "总部" and any_word("seated").match(text, end):
        return False  # 某集团总部位于: no project
    is_noun = tagged.is_edge(end) and tagged.word_at(end).tag == "n"
    if head.type == "Event" and is_noun and not text.startswith(tuple(load("fitness")["after_event"]), end):
        return False  # 活动案例, 会议精神
    return CONTINUES.match(text, end) is None or tagged.is_edge(end)


def _is_head_alone(tagged: Tagged, end: int, head: Head) -> bool:
    """Whether a single character is a head and no part of another word."""
    text, word = tagged.text, tagged.word_at(end - 1)
    if word.tag not in NOUN_TAGS:
        return False  # 举办, 地处 are verbs
    if SINGLE_NOT.search(text[max(0, end - 2) : end + 1]):
        return False
    if not tagged.is_edge(end) and not post_start(text, end):
        return False  # 德国科隆 has no section
    inner = text[word.start : end - 1]  # 布局, 体系 are other nouns
    return not (word.tag in ("n", "q", "vn") and inner and (head.form not in "科办" or inner not in common_words()))

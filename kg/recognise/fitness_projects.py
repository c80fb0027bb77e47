"""Whether a span with a project's head is one project: it has a proper part, is a phase, a work, or what is built or owned."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import any_of, load
from kg.recognise.boundaries import is_generic, is_proper
from kg.recognise.edges import verbs
from kg.recognise.fitness_words import any_word
from kg.recognise.heads import Head
from kg.recognise.tagged import Tagged

IN_PHASES = re.compile("[一-鿿]{4,}[一二三四五六]期$")  # before 项目
LEAST_PHASED = 6  # characters before 二期


@lru_cache(maxsize=1)
def _works() -> re.Pattern[str]:
    """What is done to a school, a hospital, a road: 第五幼儿园迁建, 人民医院新院区."""
    words = load("fitness")
    return re.compile(f"[一-鿿]{{3,}}{any_of(words['works_on'])}{any_of(words['works'])}$")


def is_built(tagged: Tagged, left: int, start: int) -> bool:
    """Whether a name without a proper part stands as what is built: 兴建粮油加工厂."""
    before = tagged.text[max(0, left - 6) : left]
    return start > left and not is_generic(tagged, left, start) and any_word("built", "(?:了|的)?$").search(before) is not None


def fits_project(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """A project has a proper part, or stands as the thing that is built or owned (某公司的深加工项目, 兴建加工项目)."""
    if is_generic(tagged, left, start):
        return False
    if is_proper(tagged, left, start) or _is_work(tagged.text[left:start], head):
        return True
    before = tagged.text[max(0, left - 8) : left]
    built = re.search(verbs()[0].pattern + "$", before) is not None
    return head.needs == "proper" and start - left >= 2 and (_is_owned(before) or built)


def _is_work(part: str, head: Head) -> bool:
    """Whether a project is named by a phase of it, or by what is done to a school, a hospital, a road."""
    if IN_PHASES.search(part) or _works().search(part):
        return True
    return head.form.endswith("期") and any_word("phased", "$").search(part) is not None and len(part) >= LEAST_PHASED


def _is_owned(before: str) -> bool:
    """Whether the words before a project say whose it is: 某公司的, 投资的, 某有限公司."""
    legal = any_word("legal")
    if any_word("owners", "的$").search(before):
        return True
    return (before.endswith("的") and legal.search(before) is not None) or legal.search(before[-5:]) is not None

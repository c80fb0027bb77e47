"""Companies, bodies, zones, projects, events and awards by their heads and left boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import load
from kg.recognise.boundaries import extended, is_generic, is_proper, left_edge
from kg.recognise.edges import (
    after_lower_place,
    after_verb,
    after_wish,
    division_before,
    division_up_to,
    over_fields,
    past_county,
    past_prefecture,
    rest_of_brand,
    without_container,
)
from kg.recognise.fitness import fits
from kg.recognise.fitness_words import PLACE_END, SCOPE
from kg.recognise.head_ends import ends_here
from kg.recognise.heads import Head, head_of, head_pattern, heads
from kg.recognise.projects import INVESTS, LEAST, is_class_of_projects, is_told_of, past_owner, past_park, project_start
from kg.recognise.tagged import Tagged
from kg.records import Mention

AWARD_VERB = re.compile(load("boundaries")["award_verbs"] + "(?:了|为)?[“《]?(?:[^，。；“”]{2,24}、)*$")
WON = re.compile("(?:会长|主席|主任|选手|作者|[一-鿿]{2,4})获(?![得批评])(?!.*获)")
ORDINAL_TYPES = frozenset({"Event", "Award", "Project"})
MEASURED_TYPES = ORDINAL_TYPES
CONTAINED_TYPES = frozenset({"Zone", "Project"})
WEAK_TYPES = frozenset({"Zone", "Project"})
CUT_TYPES = frozenset({"Project", "Award", "Zone", "Event"})
COUNTED = re.compile(
    r"^\d+[余多]?[个项批]|[A-Za-z\d一二两三四五六七八九十几多数]+(?:个|项|批|大)(?=重点|重大|百亿|亿元|产业|新|项目|工程|标志|园区|开发区)"
)
WEAK = 0.45  # kept only where a list takes it in
VERBLESS = frozenset({"Company", "Organization", "Government"})
INVESTED = re.compile(rf"(?:公司|集团)(?:（筹）)?{INVESTS}(?!集团|公司|有限|控股)")
STOOD_IN = re.compile(r"(?:在|来到|走进|位于|前往|入驻|落户|、|和)$")
SEVERAL = re.compile(r"公司(?:等)?(?:\d+|[一两二三四五六七八九十多几]+)家(?:全资|控股)?[子分]?公司$")
COUNTED_FIRM = re.compile(r"第[一二三四五六七八九十\d]+[家个座]$")  # 中国第三家工厂
PREPARATORY = re.compile(r"（筹(?:建|备)?）")


def find_bodies(tagged: Tagged) -> Iterator[Mention]:
    """Candidate spans for every head in a text; which of them stand is decided later."""
    for match in head_pattern().finditer(tagged.text):
        for start, end in _head_spans(tagged, match):
            for head in heads()[tagged.text[start:end]]:
                mention = _span(tagged, start, end, head)
                if mention is not None:
                    yield mention


def _head_spans(tagged: Tagged, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The head found, and a longer one that begins inside it (公司 in 有限公司 is found by the longest; 工程 … 工程院 is not)."""
    start, end = match.span()
    yield start, end
    later = head_pattern().search(tagged.text, start + 1)
    while later is not None and later.start() < end:
        if later.end() > end:
            yield later.start(), later.end()
        later = head_pattern().search(tagged.text, later.start() + 1)


def _span(tagged: Tagged, start: int, end: int, head: Head) -> Mention | None:
    text = tagged.text
    if not ends_here(tagged, end, head):
        return None
    if head.needs == "national":
        stands = tagged.is_edge(start) or tagged.word_at(start).tag == "ORG"
        return Mention(start, end, head.type, text[start:end], f"head:{head.form}", head.score) if stands else None
    if head.needs == "relative":
        return _relative(tagged, start, end, head)
    named = head.type not in ("Company", "Government")
    left = left_edge(
        tagged,
        start,
        head.type in MEASURED_TYPES,
        quotes=named,
        persons=head.type not in ("Government", "Event"),
        verbs=head.type not in VERBLESS or head.needs == "words",
    )
    if head.type == "Government":
        left = over_fields(tagged, left, end)
    if head.type in CUT_TYPES:
        left = after_verb(tagged, left, start, head.type)
    if head.type == "Company" and head.needs == "words":
        left = rest_of_brand(tagged, left)
    if head.type == "Company":
        left = after_lower_place(after_wish(tagged, left, start), text)
        if text[start - 1 : start] == "任" and head.form in ("集团", "公司"):
            return None  # 某某任集团董事长
    if start - left < head.least:
        return None
    weak = not fits(tagged, left, start, head)
    if weak and (head.type not in WEAK_TYPES or is_generic(tagged, left, start) or head.needs != "proper"):
        return None
    if head.type in ORDINAL_TYPES and not (weak and head.type == "Project"):
        left = extended(tagged, left, start, head.type != "Project")
    kind = head.type
    if kind == "Project":
        left = project_start(tagged, left, start)
        if is_class_of_projects(tagged, left, start) or (weak and start - left < LEAST):
            return None
        weak = weak and not (is_proper(tagged, left, start) or is_told_of(tagged, left, start, end))
    if kind == "Zone":
        investors = list(INVESTED.finditer(text, left, start))
        if investors and start - investors[-1].end() >= 2:
            left = investors[-1].end()
        left = past_owner(tagged, past_park(tagged, left, start), start)
    if kind in CONTAINED_TYPES:
        left = without_container(tagged, left, start)
        if COUNTED.search(text[left:end]):
            return None
    if kind == "Project" and head.form in ("项目", "工程") and any(h.type == "Zone" for h in head_of(text[left:start])):
        return None  # a park is a zone, also where it is called a project
    if kind == "Organization" and head.form.endswith("团"):
        left = past_prefecture(text, left, start)
    weak = weak and not (kind == "Zone" and _stood_in(tagged, left, end))
    if kind in ("Zone", "Organization") and AWARD_VERB.search(text, max(0, left - 60), left):
        kind, left = "Award", extended(tagged, left, start)
    if head.type == "Government" and text[left - 1 : left] == "驻":
        return None  # 某市政府驻上海联络处: whose it is stands before
    if head.type == "Company" and (SEVERAL.search(text[left:end]) or COUNTED_FIRM.search(text, left, start)):
        return None  # 某某有限公司两家子公司: a name and what it is one of
    if kind == "Award":
        won = WON.search(text, left, start)
        left = won.end() if won is not None else left
        if start - left < head.least:
            return None
    if kind == "Award" and _told(tagged, left, end):
        return None
    legal = PREPARATORY.match(text, end)
    if head.type == "Company" and legal:
        end = legal.end()
    return Mention(left, end, kind, text[left:end], f"weak:{head.form}" if weak else f"head:{head.form}", WEAK if weak else head.score)


def _told(tagged: Tagged, left: int, end: int) -> bool:
    """Whether a stretch that ends like an honour is a clause: somebody does something in it (某某佩戴奖章)."""
    words = list(tagged.within(left, end))
    acts = any(w.tag == "v" and w.end - w.start > 1 for w in words)
    return any(w.tag == "PER" for w in words) or (acts and SCOPE.search(tagged.text[left:end]) is None)


def _stood_in(tagged: Tagged, left: int, end: int) -> bool:
    """Whether a whole phrase of place is a zone's name: 在…产业园， with a beginning that puzzled the tagger into single characters."""
    after = end == len(tagged.text) or tagged.text[end] in "，、。；"
    words = list(tagged.within(left, end))[:2]
    puzzling = len(words) == 2 and all(w.end - w.start == 1 for w in words)
    return after and puzzling and STOOD_IN.search(tagged.text, max(0, left - 4), left) is not None


def _relative(tagged: Tagged, start: int, end: int, head: Head) -> Mention | None:
    text = tagged.text
    own = division_before(text, start)
    if own is None and not tagged.is_edge(start):
        own = division_up_to(text, start)  # the tagger takes 某县县委书记 for one word
    word = tagged.word_at(end - 1)
    if own is not None:
        left = own
    elif word.tag == "ORG" and word.start < start and word.end == end:
        left = word.start  # the tagger takes place and authority for one: 某州委, 某街道党工委
    elif start and not tagged.is_edge(start) and tagged.word_at(start).start != start:
        return None
    else:
        left = left_edge(tagged, start, quotes=False, persons=False)
        if left < start and not PLACE_END.search(text[left:start]) and not _is_place(tagged, left, start):
            left = start
    left = past_county(text, left, start)
    return Mention(left, end, head.type, text[left:end], f"head:{head.form}", head.score)


def _is_place(tagged: Tagged, start: int, end: int) -> bool:
    return all(w.tag == "LOC" for w in tagged.within(start, end)) and end > start

"""Candidates of our own tagger, and what its judgement adds to or takes from those of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.lexicon import load
from kg.recognise.boundaries import everyday_words, past_beside
from kg.recognise.name_edges import has_third, without_act, without_verb
from kg.recognise.name_tagger import Name
from kg.recognise.tagged import NAME_TAGS, Tagged
from kg.records import Mention

SIMPLE = frozenset({"Person", "Place", "Town", "Government"})  # types of which a name may be a common word
BRACKETS = (("“", "”"), ("（", "）"), ("《", "》"))
HOPED = re.compile(r"(?:打造|创建|争创|建成|建设)(?:成|为|成为)?(?:了)?(?:一流|国家级|全国|全省)?$")
ACTS = frozenset({"v", "d", "p", "u", "ad", "vd", "c", "f"})  # tags of what follows a name
TITLED = re.compile(r"(?:荣誉)?称号$|荣誉$")
KINDS = ("部门", "单位")  # no one body
HONOURED = re.compile("[^“《]{0,8}?(?:上榜|登上|登榜|入选|跻身|获评|荣获)(?=.{3})")  # 两家企业登上|省民企百强榜
UNITS = ("镇", "乡", "街道", "苏木", "民族乡")
SHORT = 3
SURE = 0.8  # from here the tagger's boundaries count
SILENT, ELSEWHERE = 0.96, 0.88  # what a mention is worth that the tagger does not see, or cuts elsewhere
ALONE = 0.99
AGREED = 0.04  # trust won where rule and tagger find the same name
CROSSED = 0.4  # trust lost by a person's name that the tagger cuts elsewhere


def _formed(form: str) -> bool:
    """Whether a form can be a name at all: of two characters and more, its brackets closed, no common noun."""
    return (
        len(form) > 1
        and "”“" not in form
        and form not in load("sites")["common"]
        and not form.endswith(KINDS)
        and all(form.count(opening) == form.count(closing) for opening, closing in BRACKETS)
    )


def _supported(tagged: Tagged, name: Name, form: str) -> bool:
    """Whether more speaks for a name than the tagger where it is often wrong: towns show their unit, short firms a name by LAC."""
    if name.type == "Town":
        return form.endswith(UNITS)
    if name.type == "Company" and len(form) <= SHORT:
        return name.score >= SURE or any(w.tag in NAME_TAGS for w in tagged.within(name.start, name.end))
    return True


def _everyday(tagged: Tagged, name: Name) -> bool:
    """Whether common words, trades and generic words make up a name: 航空航天 is no firm."""
    words = [tagged.form(w) for w in tagged.within(name.start, name.end)]
    whole = sum(map(len, words)) == name.end - name.start
    return tagged.text[name.start : name.end] in everyday_words() or (whole and all(w in everyday_words() for w in words))


def mended(tagged: Tagged, names: Iterable[Name]) -> tuple[Name, ...]:
    """The tagger's names: persons without a verb taken for their last character (某某率), and with one that it left (某某全|说); bodies
    without the 兼 before them, honours without the word for it behind them."""
    return tuple(_mended(tagged, n) for n in names)


def _mended(tagged: Tagged, name: Name) -> Name:
    if name.type != "Person":
        titled = TITLED.search(tagged.text, name.start, name.end) if name.type == "Award" else None
        won = HONOURED.match(tagged.text, name.start, name.end) if name.type == "Award" else None
        start = won.end() if won is not None else past_beside(tagged.text, name.start, name.end)
        return name._replace(start=start, end=titled.start() if titled else name.end)
    end = without_act(tagged.text, name.start, name.start + len(without_verb(tagged.text[name.start : name.end], tagged.text)))
    return name._replace(end=end + 1 if end - name.start == 2 and has_third(tagged, end) else end)


def find_learned(tagged: Tagged, names: Sequence[Name]) -> Iterator[Mention]:
    """The tagger's names as candidates, with the trust that its sureness earns by type."""
    trust = load("learned")["trust"]
    for name in names:
        if name.score < load("learned")["least"].get(name.type, SURE):
            continue
        form = tagged.text[name.start : name.end]
        if not _formed(form) or (name.type not in SIMPLE and _everyday(tagged, name)) or not _supported(tagged, name, form):
            continue
        if form in load("posts")["departments"] or form in load("posts")["siblings"]:
            continue  # 县委常委、统战部部长: whose it is the post tells
        if name.type == "Zone" and HOPED.search(tagged.text, max(0, name.start - 6), name.start):
            continue  # 打造生态园林工业区: what a place would like to be
        yield Mention(name.start, name.end, name.type, form, "learned", round(trust[name.type] * name.score, 3))


def find_alone(tagged: Tagged, names: Iterable[Name]) -> Iterator[Mention]:
    """The tagger's names as candidates where a line stands by itself: no other place of a page can bear them out or speak against them."""
    for name in names:
        yield Mention(name.start, name.end, name.type, tagged.text[name.start : name.end], "learned", ALONE)


def _recut(tagged: Tagged, mention: Mention, name: Name) -> bool:
    """Whether the tagger rightly cuts a person's name elsewhere: a dotted name loses only words that never belong to one."""
    if not (name.start < mention.end and mention.start < name.end):
        return False
    if "·" not in mention.text:
        return True
    rest = tagged.word_at(name.end) if name.end < mention.end else None
    inside = mention.text[max(0, name.start - mention.start) : name.end - mention.start]
    same = inside.count("·") == mention.text.count("·")
    return same and (rest is None or (rest.start == name.end and rest.tag in ACTS))


def judged(tagged: Tagged, candidates: Iterable[Mention], names: Sequence[Name]) -> Iterator[Mention]:
    """The candidates of rules with more trust where the tagger agrees, and less where it cuts a person's name elsewhere."""
    spans = {(n.start, n.end, n.type) for n in names if n.score >= SURE}
    persons = [n for n in names if n.type == "Person" and n.score >= SURE]
    for m in candidates:
        if (m.start, m.end, m.type) in spans:
            yield replace(m, score=round(min(0.99, m.score + AGREED), 3))
        elif m.type == "Person" and any(_recut(tagged, m, n) for n in persons):
            yield replace(m, score=round(m.score - CROSSED, 3))
        else:
            yield m


def borne_out(mention: Mention, names: Sequence[Name]) -> float:
    """How far the tagger agrees with a mention: relative names and places of the gazetteer are beyond its judgement."""
    if mention.source.startswith(("relative", "gazetteer")):
        return 1.0
    near = [n for n in names if n.start < mention.end and mention.start < n.end]
    if any((n.start, n.end) == (mention.start, mention.end) for n in near):
        return 1.0
    return ELSEWHERE if near else SILENT

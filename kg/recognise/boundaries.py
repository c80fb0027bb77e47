"""Where a name begins: from its head leftwards over the words that may belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import common_words, load
from kg.recognise.short_names import leading_place
from kg.recognise.tagged import NAME_TAGS, Tagged
from kg.recognise.tagger import Word

HARD = frozenset(" ，。；：！？、\n—…·|/■●▲★“‘《〈（【『「<>~")
PAIRS = {"）": "（", "”": "“", "’": "‘", "》": "《", "」": "「", "』": "『"}
LONGEST = 45
LONGEST_QUOTE = 24
YEAR = r"(?:19|20)\d\d(?:年度?|-)?(?:[一二三四]季度|\d{1,2}月)?"
ORDINAL = re.compile(rf"(?:{YEAR}|第[一二三四五六七八九十百千\d]+[届期次批轮季]|[首本][届批次期轮])+$")
MEASURED = re.compile(r"^(?:\d|[一二两三四五六七八九十几多数百千]+[个家条项批场位名座次]).*[^\dA-Za-z]$")
MEASURE = re.compile(r"\d[^个项批年月日届期次号]*[万亿千百]?[吨粒双套台辆件只锭瓦平米立方公里千伏兆条线床位头羽株盒瓶箱]$")
CELEBRATING = ("庆祝", "纪念")
BESIDE = re.compile("兼任?(?:了)?")  # between two posts; a tagger takes it for the beginning of the second body
OWNING = frozenset({"旗下", "公司系", "集团系", "下属企业", "下属公司", "子公司"})  # the tagger may take a group and its firm for one name
CONJUNCTIONS = frozenset("及和与暨")
FORMER = re.compile("[，。；、：]原(?!来|阳|平)")
TAKES = re.compile("[拟现调提升转改担兼出就]任(?=[省市县区旗镇乡])")
OURS = re.compile("我[省市县区旗州镇乡村]")
WISH = "希望"  # 希望协会当好桥梁; a name where the tagger takes it for part of one (希望集团)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The word lists of ``boundaries.toml``."""

    cut: tuple[str, ...]
    inside: frozenset[str]
    between: frozenset[str]
    stop: frozenset[str]
    strip: tuple[str, ...]
    generic: frozenset[str]


@lru_cache(maxsize=1)
def boundaries() -> Boundaries:
    """The boundary lists of the lexicon, longest cuts first."""
    data = load("boundaries")
    return Boundaries(
        tuple(sorted(data["cut"], key=len, reverse=True)),
        frozenset(data["inside_tags"]),
        frozenset(data["between_tags"]),
        frozenset(data["stop_words"]),
        tuple(sorted(data["strip_left"], key=len, reverse=True)),
        frozenset(data["generic"]),
    )


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words that make no name by themselves: common words, generic words, trades."""
    return common_words() | boundaries().generic | frozenset(load("trades")["trades"])


@lru_cache(maxsize=1)
def _post_end() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, load('posts')['heads']))})$")


def post_end(piece: str) -> bool:
    """Whether a piece of text ends in a post."""
    return _post_end().search(piece) is not None


def _before_person(tagged: Tagged, position: int) -> bool:
    """Whether a person stands here: only then is the post before it the person's (院士工作站 is none)."""
    return position < len(tagged.text) and tagged.word_at(position).tag == "PER"


def left_edge(tagged: Tagged, head: int, measures: bool = True, quotes: bool = True, persons: bool = True, verbs: bool = True) -> int:
    """Where the name whose head begins at ``head`` begins: as far left as name words reach, cut after words that never belong to one.

    ``measures`` tells whether amounts (200万双), ``quotes`` whether quotations, ``persons`` persons and
    posts, ``verbs`` verbs of two characters and more may stand inside the name.
    """
    lists, text = boundaries(), tagged.text
    floor = max(0, head - LONGEST)
    position = solid = head
    while position > floor:
        last = text[position - 1]
        if last in PAIRS and (quotes or last == "）"):
            opening = text.rfind(PAIRS[last], floor, position)
            if opening < 0 or position - opening > LONGEST_QUOTE or any(c in "。！？；\n" for c in text[opening:position]):
                break
            position = solid = opening
            continue
        if last == "·" and position - 1 > floor and text[position - 2] not in HARD:
            position -= 1
            continue
        if last in HARD or last in PAIRS:
            break
        word = tagged.word_at(position - 1)
        inner = max((i + 1 for i in range(word.start, position) if text[i] in HARD or text[i] in PAIRS), default=word.start)
        piece = text[inner:position]
        if piece in lists.stop or piece in lists.cut:
            break
        # the tagger may take a bracket and what follows it for one mark
        tag = "n" if word.tag == "w" and piece and piece[0] > "一" else word.tag
        if tag not in lists.inside and tag not in lists.between:
            break
        if not persons and (word.tag == "PER" or (post_end(piece) and _before_person(tagged, position))):
            break
        if not verbs and word.tag == "v" and len(piece) > 1:
            break
        if not measures and word.tag == "m" and MEASURED.search(piece):
            break
        position = inner
        if tag in lists.inside or (measures and word.tag == "m" and MEASURE.search(piece)):
            solid = position
    start = _strip(tagged, _cut(tagged, solid, head), head)
    return past_beside(text, start, head)


def past_beside(text: str, start: int, end: int) -> int:
    """Where a name begins that is said to begin at ``start``: behind 兼, which tells of a second post."""
    beside = BESIDE.match(text, start)
    return beside.end() if beside is not None and beside.end() < end else start


def _cut(tagged: Tagged, start: int, end: int) -> int:
    """Move the start past the last cut word; one counts only if it meets a word's edge, so that 数据 is not cut at 据."""
    best = start
    for form in boundaries().cut:
        if len(form) < 2:
            continue
        found = tagged.text.rfind(form, start, end)
        while found >= best:
            after = found + len(form)
            if (
                (tagged.is_edge(found) or tagged.is_edge(after) or form in OWNING)
                and after < end
                and not _quoted(tagged.text, start, found)
            ):
                best = max(best, after)
                break
            found = tagged.text.rfind(form, start, found)
    return best


def _quoted(text: str, start: int, position: int) -> bool:
    """Whether a quotation or bracket opened after ``start`` is still open at ``position``."""
    part = text[start:position]
    return any(part.count(opening) > part.count(closing) for closing, opening in PAIRS.items())


def _strip(tagged: Tagged, start: int, end: int) -> int:
    text, moved = tagged.text, True
    while moved:
        moved = False
        for form in boundaries().strip:
            after = start + len(form)
            if text.startswith(form, start) and after < end and tagged.is_edge(after):
                start, moved = after, True
                break
    if FORMER.match(text, start - 1, end) and not leading_place(text[start : start + 3]):
        start += 1  # 原某某公司经理
    if TAKES.match(text, start - 1, end):
        return start + 1  # 拟任|县某局局长: the tagger knows a place 任县
    if OURS.match(text, start - 1, end) and start + 1 < end:
        return start + 1  # 我州某公司: the tagger may take 州 for the firm's
    wishes = text.startswith(WISH, start) and tagged.word_at(start) == Word(start, start + len(WISH), "v")
    return start + len(WISH) if wishes else start


def _opens_name(tagged: Tagged, start: int) -> bool:
    """Whether what begins here begins like the name of an event: with a quotation, a place or an ordinal."""
    return (
        tagged.text[start] in "“《"
        or tagged.word_at(start).tag == "LOC"
        or ORDINAL.search(tagged.text, max(0, start - 14), start) is not None
    )


def is_proper(tagged: Tagged, start: int, end: int) -> bool:
    """Whether a stretch has a proper part: a name by the tagger, Latin letters or digits, or a quotation."""
    part = tagged.text[start:end]
    if any(c in "“《‘（" or (c.isascii() and c.isalnum()) for c in part):
        return True
    return any(word.tag in NAME_TAGS for word in tagged.within(start, end)) or (end > start and tagged.word_at(start).tag in NAME_TAGS)


def is_generic(tagged: Tagged, start: int, end: int) -> bool:
    """Whether a stretch is made of generic words only."""
    part = tagged.text[start:end]
    if part in boundaries().generic:
        return True
    words = list(tagged.within(start, end))
    covered = sum(w.end - w.start for w in words)
    return covered == end - start and all(tagged.form(w) in boundaries().generic for w in words)


def extended(tagged: Tagged, start: int, head: int, joins: bool = True) -> int:
    """A further left edge for events, awards and projects: over a year or ordinal, a conjunction, or a verb after a proper name.

    ``joins`` tells whether a conjunction may stand between two proper names in it (某县与某县的论坛).
    """
    text = tagged.text
    conjoined = start and text[start - 1] in CONJUNCTIONS and text[start - 2 : start] != "以及" and tagged.is_edge(start - 1)
    opens = conjoined and _opens_name(tagged, left_edge(tagged, start - 1))
    if conjoined and ((opens and joins) or not is_proper(tagged, start, min(start + 2, head))):
        further = left_edge(tagged, start - 1)
        if further < start - 1 and (is_proper(tagged, further, min(further + 3, start)) or text[further] == "全"):
            return extended(tagged, further, head, joins)
    if start and tagged.word_at(start - 1).tag in ("v", "vn") and text[start - 1] not in HARD:
        verb = tagged.word_at(start - 1).start
        further = left_edge(tagged, verb) if verb and text[verb - 1] not in HARD else verb
        if further < verb and tagged.word_at(further).tag == "LOC" and ORDINAL.search(text, max(0, further - 12), further):
            start = further
    for word in CELEBRATING:
        if text.startswith(word, start - len(word)):
            start -= len(word)
    ordinal = ORDINAL.search(text, max(0, start - 14), start)
    if ordinal is None:
        return start
    start = ordinal.start()
    place = tagged.word_at(start - 1) if start else None
    # 某省第一批…名单
    return place.start if place is not None and place.tag == "LOC" and text[start - 1] not in HARD else start

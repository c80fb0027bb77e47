"""Lists: items beside a known name, or before 等企业, are of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.boundaries import boundaries, everyday_words, is_generic, left_edge
from kg.recognise.tagged import Tagged
from kg.records import Mention

REGION = re.compile(r"[^，。；：！？\n]{2,}")
SEPARATOR = re.compile(r"、|以及|和|及|与")
LONGEST_ITEM = 18
SHORT_ITEM = 6
LIST_TYPES = frozenset({"Company", "Zone", "Organization", "Award", "Project"})
QUALIFIER = r"(?:(?!领域|行业|产业|方面)[^，。；：！？、\n的]){0,10}?"
AMOUNT = re.compile(r"[亿万]元|美元|以上|以下")
BUILDING = re.compile(r"(?:建设|改造|扩建|新建|迁建|项目|工程|铁路|公路|大桥|中心|基地)$")
COUNTED_HONOURS = re.compile(
    r"(?:这|那|等)?[一二两三四五六七八九十多几\d]+[块项个张大](?:牌子|奖牌|招牌|名片|荣誉|荣誉称号|称号|大奖|奖项)$"
)
NAME_TAGS = frozenset({"ORG", "LOC", "nz", "PER", "nw"})


@lru_cache(maxsize=1)
def _category() -> re.Pattern[str]:
    nouns = sorted(load("lists")["category"], key=len, reverse=True)
    return re.compile(rf"等{QUALIFIER}({'|'.join(nouns)})")


def find_listed(tagged: Tagged, known: Sequence[Mention], weak: Sequence[Mention] = ()) -> Iterator[Mention]:
    """Items of lists that no head shows: typed by the noun after 等, by their neighbours, or by a weak candidate that fills an item."""
    for region in REGION.finditer(tagged.text):
        if "、" not in region.group() and "等" not in region.group():
            continue
        inside = [m for m in known if m.start >= region.start() and m.end <= region.end()]
        yield from _in_region(tagged, region.start(), region.end(), inside)
        waiting = [m for m in weak if region.start() <= m.start and m.end <= region.end()]
        projects = any(m.type == "Project" for m in inside)
        yield from _filling(tagged, region.start(), region.end(), [m for m in waiting if m.type != "Project" or projects])


def _in_region(tagged: Tagged, start: int, end: int, known: Sequence[Mention]) -> Iterator[Mention]:
    text = tagged.text
    category = _category().search(text, start, end)
    stop = category.start() if category else text.find("等", start, end)
    stop = stop if stop >= 0 else end
    items = _items(tagged, start, stop, known)
    if len(items) < 2 and not category:
        return
    first = next((m for m in known if items and (m.start, m.end) == items[0] and m.type == "Award"), None)
    if first is not None and not category:
        yield from _honours(text, first.end, stop)
        return
    kind = load("lists")["category"][category.group(1)] if category else _neighbour(items, known)
    if kind is None:
        return
    honours = category is not None and kind == "Award"
    named = {(m.start, m.end) for m in known if not honours}
    for a, b in items:
        form = text[a:b]
        if (
            (a, b) in named
            or _everyday(tagged, a, b)
            or not 2 <= b - a <= LONGEST_ITEM
            or is_generic(tagged, a, b)
            or (not honours and any(a < m.end and m.start < b and m.type != kind for m in known))
        ):
            continue
        if kind in LIST_TYPES and _name_like(
            tagged, a, b, category is not None and (kind != "Project" or BUILDING.search(form) is not None)
        ):
            yield Mention(a, b, kind, form, "list", 0.97 if category and kind == "Award" else 0.62)


def _filling(tagged: Tagged, start: int, end: int, weak: Sequence[Mention]) -> Iterator[Mention]:
    """Weak candidates that stand between two separators: what fills an item of a list is a name."""
    text = tagged.text
    for m in weak:
        before = (
            m.start == start
            or text[m.start - 1] in "、和与及"
            or text[max(start, m.start - 2) : m.start] in ("来到", "走进", "走访", "考察")
            or text[max(start, m.start - 3) : m.start] in ("分别是", "分别为")
        )
        after = m.end == end or text[m.end] in "、和与及等"
        if before and after and not (m.start == start and m.end == end):
            yield replace(m, source="list", score=0.62)


def _items(tagged: Tagged, start: int, stop: int, known: Sequence[Mention]) -> list[tuple[int, int]]:
    """The items of a list that ends at ``stop``: separators inside a known name do not count."""
    text = tagged.text
    cuts = [m for m in SEPARATOR.finditer(text, start, stop) if not any(k.start < m.end() and m.start() < k.end for k in known)]
    cuts = [m for m in cuts if m.group() == "、" or (tagged.is_edge(m.start()) and tagged.is_edge(m.end()))]
    # A和B、C: the last separator may be 和, one before a 、 stands inside a name
    last = max((i for i, m in enumerate(cuts) if m.group() == "、"), default=-1)
    cuts = [m for i, m in enumerate(cuts) if m.group() == "、" or i > last]
    bounds, position = [], start
    for cut in cuts:
        bounds.append((position, cut.start()))
        position = cut.end()
    bounds.append((position, stop))
    if len(bounds) < 2:
        first = left_edge(tagged, stop)
        return [(first, stop)] if first < stop else []
    first = min(left_edge(tagged, bounds[0][1]), _after_cut(tagged, start, bounds[0][1]))
    items = [(max(first, bounds[0][0]), bounds[0][1]), *bounds[1:]]
    return [_unquoted(text, a, b) for a, b in items if b > a]


def _after_cut(tagged: Tagged, start: int, end: int) -> int:
    """Where a short first item begins right behind a word that belongs to no name (加快|甲乙拍、丙丁尔等企业); its end where none does."""
    text = tagged.text
    for place in range(end - 2, max(start, end - SHORT_ITEM) - 1, -1):
        if tagged.is_edge(place) and text.endswith(boundaries().cut, start, place):
            return place if not any(c in text[place:end] for c in "的了在是有") and not text[place].isdigit() else end
    return end


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    if text[start] == "“" and text[end - 1] == "”":
        return start + 1, end - 1
    return start, end


def _neighbour(items: Sequence[tuple[int, int]], known: Sequence[Mention]) -> str | None:
    """The type that at least two known items of the list share: all of them, or most of a long list."""
    spans = {(m.start, m.end): m.type for m in known}
    kinds = [spans[i] for i in items if i in spans]
    common = max(sorted(set(kinds)), key=kinds.count, default=None)
    if common is None or common not in LIST_TYPES or kinds.count(common) < 2:
        return None
    return common if len(set(kinds)) == 1 or kinds.count(common) >= max(3, len(kinds) // 2) else None


def _honours(text: str, start: int, stop: int) -> Iterator[Mention]:
    """What follows an honour in a list with 、 are honours too, whole up to the next mark (及 may stand inside them)."""
    position = start
    while text[position : position + 1] == "、":
        end = next((i for i in range(position + 1, stop) if text[i] == "、"), stop)
        opened = position + 3 if text.startswith("以及", position + 1) else position + 1
        last = opened + len(COUNTED_HONOURS.sub("", text[opened:end]))
        if 5 <= last - opened <= 30:
            yield Mention(opened, last, "Award", text[opened:last], "list", 0.95)
        position = end


def _everyday(tagged: Tagged, start: int, end: int) -> bool:
    """Whether common words, trades and generic words make up an item: industries, not enterprises."""
    if AMOUNT.search(tagged.text, start, end):
        return True
    if BUILDING.search(tagged.text[start:end]) and end - start >= 6:
        return False
    words = [tagged.form(w) for w in tagged.within(start, end)]
    known = everyday_words()
    puzzling = end - start > 2 and 2 * sum(len(w) == 1 for w in words) >= end - start  # the tagger finds no words in a new brand
    return bool(words) and not puzzling and all(w in known or len(w) == 1 for w in words)


def _name_like(tagged: Tagged, start: int, end: int, category: bool) -> bool:
    words = list(tagged.within(start, end))
    if any(tagged.form(w) in "的了是在有" for w in words) or (
        any(w.tag in ("v", "d", "p", "r") and w.end - w.start > 1 for w in words) and not category
    ):
        return False
    return any(w.tag in NAME_TAGS for w in words) or category

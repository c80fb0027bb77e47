"""Left edges of headed names, mended by type: past verbs, back over a puzzling brand, without the place that contains them."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import common_words, load
from kg.recognise.boundaries import HARD, PAIRS, boundaries, is_proper, left_edge
from kg.recognise.short_names import leading_place
from kg.recognise.tagged import Tagged

CONTAINERS = frozenset({"prefecture", "county", "town"})
TOWNSHIP = re.compile(r"镇|乡|街道")
WISH = re.compile("希望|要求|建议|鼓励|感谢|勉励|祝贺|祝愿|对|与|代表|欢迎")
CONTAINER_END = re.compile(r"(?:镇|乡|街道|村|社区)$")


@lru_cache(maxsize=1)
def verbs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Verbs of building and verbs of being honoured."""
    data = load("boundaries")
    return re.compile(data["project_verbs"]), re.compile(data["award_verbs"])


def after_verb(tagged: Tagged, left: int, head: int, kind: str) -> int:
    """Past the last verb of building (projects) or being honoured (awards) that has a whole name after it."""
    building, honouring = verbs()
    pattern = honouring if kind == "Award" else building
    for match in pattern.finditer(tagged.text, left, head):
        if head - match.end() >= (1 if kind == "Award" else 2) and (tagged.is_edge(match.start()) or tagged.is_edge(match.end())):
            left = match.end()
    return left


def after_wish(tagged: Tagged, left: int, head: int) -> int:
    """Past a person and what the person wishes of a firm: 某某希望|集团加大投入."""
    person = tagged.word_at(left)
    wish = WISH.match(tagged.text, person.end) if person.tag == "PER" and person.start == left else None
    return wish.end() if wish is not None and wish.end() <= head else left


def after_lower_place(left: int, text: str) -> int:
    """Past a county or city that only says where a firm is, before the province in its name: 某县|山东某某有限公司."""
    gazetteer = load_gazetteer()
    lower = gazetteer.longest_at(text, left)
    if lower is None or lower[1][0].level not in ("county", "prefecture"):
        return left
    higher = gazetteer.longest_at(text, left + lower[0])
    return left + lower[0] if higher is not None and higher[1][0].level == "province" else left


@lru_cache(maxsize=1)
def _fields() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, load('boundaries')['fields']))})+")


def over_fields(tagged: Tagged, left: int, end: int) -> int:
    """Where a department begins whose name joins fields of work by 和: 某市|经济信息化和商务局, with the place before them."""
    text = tagged.text
    if text[left - 1 : left] != "和" or text[end - 1] not in "局委厅" or _fields().fullmatch(text, left, end - 1) is None:
        return left
    for start in range(max(0, left - 16), left - 2):
        if _fields().fullmatch(text, start, left - 1):
            return left_edge(tagged, start, quotes=False, persons=False)
    return left


def rest_of_brand(tagged: Tagged, left: int) -> int:
    """A legal name reaches back over up to four characters that no common word accounts for: brands puzzle the tagger."""
    text, start = tagged.text, left
    while start > 0 and left - start < 5 and text[start - 1] not in HARD and text[start - 1] not in PAIRS:
        start -= 1
    piece = text[start:left]
    if leading_place(text[left : left + 6]) or any(c in piece for c in boundaries().cut if len(c) > 1):
        return left
    if any(w.tag in ("v", "d", "p", "c", "u", "r", "TIME", "m") and w.end - w.start > 1 for w in tagged.within(start, left)):
        return left
    if not 1 <= len(piece) <= 4 or piece in common_words() or any(tagged.form(w) in boundaries().stop for w in tagged.within(start, left)):
        return left
    return left if any(len(tagged.form(w)) > 1 and tagged.form(w) in common_words() for w in tagged.within(start, left)) else start


def division_before(text: str, start: int) -> int | None:
    """Where a division begins whose last character is the head's first one (某市|市委 is printed 某市委)."""
    for length in range(min(8, start + 1), 1, -1):
        form = text[start - length + 1 : start + 1]
        if _full_division(form):
            return start - length + 1
    return None


def _full_division(form: str) -> bool:
    """Whether a form is a division's name with its unit, its peoples left out perhaps (察布查尔县)."""
    found = load_gazetteer().named(form)
    return any(d.name == form or (d.level in ("county", "prefecture") and form[-1] == d.name[-1]) for d in found)


def division_up_to(text: str, end: int) -> int | None:
    """Where the full name of a division begins that ends here (某县|县委)."""
    for length in range(min(8, end), 1, -1):
        form = text[end - length : end]
        if _full_division(form):
            return end - length
    return None


def past_county(text: str, left: int, head: int) -> int:
    """Where a township's authority begins that its county is printed before: 某县某镇党委 is named 某镇党委."""
    town = TOWNSHIP.search(text, left, head + 2)
    found = load_gazetteer().longest_at(text, left)
    if town is None or found is None or found[1][0].level not in ("county", "prefecture") or town.end() - left - found[0] < 3:
        return left
    return past_county(text, left + found[0], head)


def past_prefecture(text: str, left: int, head: int) -> int:
    """Where a county's delegation begins that its prefecture is printed before: 某州某县考察团 is named 某县考察团."""
    gazetteer = load_gazetteer()
    whole = gazetteer.longest_at(text, left)
    if whole is None or whole[1][0].level != "prefecture" or left + whole[0] >= head:
        return left
    part = gazetteer.longest_at(text, left + whole[0])
    inside = part is not None and any(d.level == "county" and whole[1][0].name in d.parents for d in part[1])
    return left + whole[0] if inside else left


def without_container(tagged: Tagged, left: int, head: int) -> int:
    """The name without the county, town or village it stands in, where something proper remains (某镇东方谷智造园 → 东方谷智造园)."""
    position = left
    while position < head:
        word = tagged.word_at(position)
        found = load_gazetteer().longest_at(tagged.text, position)
        if (
            found is not None
            and all(tagged.text[position : position + found[0]] == d.name for d in found[1])
            and found[1][0].level in CONTAINERS
        ):
            position += found[0]
        elif word.tag == "LOC" and word.start == position and CONTAINER_END.search(tagged.form(word)):
            position = word.end
        else:
            break
    rest = tagged.text[position:head]
    kept = head - position >= 2 and (rest[:2] not in common_words()) and is_proper(tagged, position, head)
    return position if kept else left

"""Places: divisions of the gazetteer, townships of the home county by their short names, and sites by their endings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.lexicon import common_words, load
from kg.recognise.boundaries import HARD
from kg.recognise.tagged import Tagged
from kg.records import Mention

TOWN_END = re.compile(r"[一-鿿]{0,5}[^一二三四五六七八九十两各](?:镇|乡|街道)$")
BUILT = re.compile(r"(?:广场|公园|大桥|大道|公寓|隧道|路)$")
OPENING = re.compile(r"^[^。]*?(?:开工|动工|建成|竣工|投用|投入使用|奠基|封顶)")
GOING = "来到赴在向对把为与和从由"
VILLAGE = re.compile("[^\\W\\d各所全该本多几数这那两三个的和与等及某一为在是A-Za-z]{2,4}?村(?![民里委两支党庄落镇级])")  # 某镇|某某村
NAME_LIKE = frozenset({"LOC", "ORG", "PER", "nz", "nr"})
ABBREVIATED = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼新]{2,5}(?=[两二三四五六七八九]?省|[两二三四五六七八九]地)"
)


@lru_cache(maxsize=1)
def _sites() -> tuple[re.Pattern[str], frozenset[str], tuple[str, ...]]:
    data = load("sites")
    endings = "|".join(sorted(map(re.escape, data["endings"]), key=len, reverse=True))
    return re.compile(f"(?:{endings})$"), frozenset(data["common"]), tuple(data["never"])


def find_divisions(tagged: Tagged, gazetteer: Gazetteer, home: Division | None) -> Iterator[Mention]:
    """Candidate places of a text; ``home`` is the county whose townships may stand by their short names."""
    yield from _gazetteer(tagged, gazetteer)
    yield from _home_towns(tagged, gazetteer, home)
    yield from _tagged_places(tagged, gazetteer)
    for match in ABBREVIATED.finditer(tagged.text):
        for position in range(match.start(), match.end()):
            if gazetteer.abbreviation(tagged.text[position]):
                yield Mention(position, position + 1, "Place", tagged.text[position], "gazetteer:abbreviation", 0.9)


def _gazetteer(tagged: Tagged, gazetteer: Gazetteer) -> Iterator[Mention]:
    text, position = tagged.text, 0
    while position < len(text):
        found = gazetteer.longest_at(text, position)
        if found is None:
            position += 1
            continue
        end = position + found[0]
        if _stands(tagged, position, end, found[1]):
            kind = "Town" if all(d.level == "town" for d in found[1]) else "Place"
            yield Mention(position, end, kind, text[position:end], "gazetteer", 0.9)
            inner = _inside(text, end, found[1], gazetteer)
            if inner is not None:
                yield Mention(end, end + inner[0], inner[1], text[end : end + inner[0]], "gazetteer", 0.9)
                end += inner[0]
            position = end
        else:
            position += 1


def _inside(text: str, start: int, outer: tuple[Division, ...], gazetteer: Gazetteer) -> tuple[int, str] | None:
    """A division printed right after the one that holds it, by whatever form (上海金山): its length and type."""
    for length in (4, 3, 2):
        form = text[start : start + length]
        held = [
            d for d in gazetteer.named(form) if d.level in ("county", "prefecture", "town") and {o.name for o in outer} & set(d.parents)
        ]
        if len(form) == length and held and (form == held[0].name or held[0].level != "town"):
            return length, "Town" if held[0].level == "town" else "Place"
    return None


def _stands(tagged: Tagged, start: int, end: int, divisions: tuple[Division, ...]) -> bool:
    """Whether the tagger sees a place or name here: full names need one edge, short ones a name word."""
    if all(tagged.text[start:end] == d.name for d in divisions) and (end - start > 2 or tagged.is_edge(end)):
        return tagged.is_edge(start) or tagged.word_at(start).tag in NAME_LIKE
    words = {tagged.word_at(i).tag for i in range(start, end)}
    if words <= {"LOC"}:
        return tagged.is_edge(start)
    return bool(words & NAME_LIKE) and tagged.is_edge(start) and words <= NAME_LIKE


def _home_towns(tagged: Tagged, gazetteer: Gazetteer, home: Division | None) -> Iterator[Mention]:
    if home is None:
        return
    text = tagged.text
    for form, score in ((home.name, 0.93), (home.short, 0.88)):
        for match in re.finditer(re.escape(form), text) if len(form) > 1 else ():
            whole = form == home.name and text[match.start() - 1 : match.start()] in tuple(GOING)  # 来某市 may be one word of the tagger
            if (tagged.is_edge(match.start()) or whole) and (
                form == home.name or (tagged.is_edge(match.end()) and tagged.word_at(match.start()).tag in NAME_LIKE)
            ):
                yield Mention(match.start(), match.end(), "Place", form, "gazetteer:home", score)
    for town in gazetteer.towns_of(home):
        for form, score in ((town.name, 0.95), (town.short, 0.94)):
            senior = form == home.short or any(d.level in ("province", "prefecture") for d in gazetteer.named(form))
            if len(form) < 2 or (form != town.name and senior):
                continue  # 上海 means the city, also where the county has a 上海街道; a county's own short name never its 城关镇
            for match in re.finditer(re.escape(form), text):
                start, end = match.span()
                tags = {tagged.word_at(i).tag for i in range(start, end)}
                exact = tagged.is_edge(start) and tagged.is_edge(end)
                if form == town.name or (tagged.is_edge(start) and tags & NAME_LIKE) or (exact and len(form) > 2):
                    yield Mention(start, end, "Town", form, "gazetteer:town", score)
                village = VILLAGE.match(text, end) if form == town.name else None
                if village is not None:
                    yield Mention(*village.span(), "Place", village.group(), "tagger:site", 0.9)


def _tagged_places(tagged: Tagged, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Places that only the tagger knows, taken where their ending says what they are."""
    ending, common, never = _sites()
    for word in tagged.words:
        form = tagged.form(word).strip("\n")
        if word.tag != "LOC" or len(form) < 2 or form in common or form.endswith(never):
            continue
        if TOWN_END.search(form) and len(form) >= 3:
            yield Mention(
                word.start,
                word.end,
                "Town",
                form,
                "tagger:town",
                0.8 if tagged.text.count(form) > 1 and form[:-1] not in common_words() else 0.45,
            )
        elif (
            ending.search(form)
            and len(form) >= 3
            and not _divisions_only(form, gazetteer)
            and not _in_quotes(tagged.text, word.start, word.end)
        ):
            start = _past_town(tagged.text, word.start, gazetteer) or _brand_of_site(tagged, word.start) + _leading(form, gazetteer)
            kind = "Project" if BUILT.search(form) and OPENING.search(tagged.text, word.end, word.end + 16) else "Place"
            yield Mention(start, word.end, kind, tagged.text[start : word.end], "tagger:site", 0.75)


def _leading(form: str, gazetteer: Gazetteer) -> int:
    """How much of a site's name is the full name of the county or town it stands in."""
    found = gazetteer.longest_at(form, 0)
    if found is None or found[1][0].level not in ("county", "town", "prefecture") or form[: found[0]] != found[1][0].name:
        return 0
    return found[0] if len(form) - found[0] >= 2 else 0


def _divisions_only(form: str, gazetteer: Gazetteer) -> bool:
    """Whether a form is two divisions run together (two neighbours told of at once)."""
    return any(gazetteer.named(form[:cut]) and gazetteer.named(form[cut:]) for cut in range(2, len(form) - 1))


def _in_quotes(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] == "“" and text[end : end + 1] == "”"


def _brand_of_site(tagged: Tagged, start: int) -> int:
    """A site's name goes on to the left over a name that the tagger cut off it (星河|万象广场)."""
    while start > 0 and tagged.text[start - 1] not in HARD:
        before = tagged.word_at(start - 1)
        if before.end - before.start < 2 or before.tag not in ("LOC", "nz") or load_gazetteer().named(tagged.form(before)):
            break
        start = before.start
    return start


def _past_town(text: str, start: int, gazetteer: Gazetteer) -> int | None:
    """Where a village begins whose first character ends a township's name (柳湾|镇前村 is 柳湾镇 and 前村)."""
    for length in range(2, min(6, start) + 1):
        form = text[start - length : start + 1]
        if form[-1] in "镇乡" and any(d.level == "town" and d.name == form for d in gazetteer.named(form)):
            return start + 1
    return None

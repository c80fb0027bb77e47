"""The place a page or article is at home in: what 我市 and 市委 stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from kg.gazetteer import Division, Gazetteer
from kg.lexicon import load

LEVELS = ("county", "prefecture")
BODY = re.compile(r"[市县区旗州盟](?=委(?!托|员)|人大|人民|政府|政协|纪委|公安|法院|检察院|领导)")
OPENING = 60  # characters from the beginning within which a name counts double: headlines and first sentences say where things are
OWN = re.compile(r"(?:委|人大|政府|政协|县长|市长|区长|区委|召开|举行|全[市县区])")
DELEGATION = re.compile(r"[市县区旗州盟](?=(?:党政)?(?:代表团|考察团|学习考察团)(?:一行)?(?:来(?!到)|到我|莅|赴我))")
# who leads a delegation out is at home where it set out: 某县县委书记…率某县党政代表团赴…
SENDING = re.compile(
    r"(?:率|率领|带领)(?:领)?[^，。；]{0,16}(?:团|组|队|一行)[^，。；]{0,4}，?(?:一行)?(?:到|赴|前往|先后|来到|走进|走访)(?!我|全[市县区旗])"
)
SENDER = 10  # what it weighs
LED = re.compile(r"[市县区旗州盟](?=(?:县|市|区|旗|州|盟)?(?:委(?!托|员)|长|人大|政协|政府|人民政府))")
LED_REACH = 160
FEW = 2  # below, an article names no place often enough to be at home there
LED_SHARE = 4  # what it weighs that an article first names the leaders of a place
LEVEL = re.compile(r"[我全]([市县区旗])|(?<![一-鿿])([市县区旗])(?:委|政府|长|人大|政协|领导)")
PAPER_SHARE = 3.0  # what it weighs that the paper bears the place's name
LEVEL_SHARE = 1.5  # and that the article speaks of its place as a county, city or district
MOST = 12  # what one article can count for a place
LEAST = 2  # and where the place sent a delegation: visitors are named with their place, hosts without
TOWN_SHARE = 0.5  # what a town told of elsewhere on the page counts
PAGE_SHARE = 1.0  # what a mention elsewhere on the page counts beside one in the article itself


def places_in(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """How often a text names each county and prefecture (by key), more where a body of the place follows; a full name counts double."""
    counts: Counter[str] = Counter()
    position = 0
    while position < len(text):
        found = gazetteer.longest_at(text, position)
        if found is None:
            position += 1
            continue
        length, divisions = found
        form = text[position : position + length]
        if form in load("surnames")["compound"]:
            position += length  # 南宫某某, 东方某某 are persons
            continue
        candidates = _inside([d for d in divisions if d.level in LEVELS], text[:position])
        for division in candidates[:3]:
            weight = 2 if form == division.name else 1
            if OWN.match(text, position + length) or OWN.match(text, position + length - 1):
                weight += 2
            if position < OPENING:
                weight *= 2
            counts[division.key] += weight if len(candidates) == 1 else 1
        position += length
    for match in BODY.finditer(text):
        for division in _full_name_before(text, match.start(), gazetteer):
            counts[division.key] += 4
    return counts


def _full_name_before(text: str, last: int, gazetteer: Gazetteer) -> list[Division]:
    """The counties and prefectures whose full name ends at this character, however common a word it is."""
    for length in range(min(8, last + 1), 1, -1):
        form = text[last - length + 1 : last + 1]
        found = [d for d in gazetteer.named(form) if d.name == form and d.level in LEVELS]
        if found:
            return _inside(found, text[: last - length + 1])[:2]
    return []


def _inside(found: list[Division], before: str) -> list[Division]:
    """Of several divisions of a name those inside the division printed just before it (长春市朝阳区); all where none is."""
    inside = [d for d in found if any(before.endswith((p, p[:-1])) for p in d.parents)] if len(found) > 1 and before else []
    return inside or found


def home_of(texts: Mapping[str, str], gazetteer: Gazetteer, given: str | None, paper: str | None = None) -> dict[str, Division | None]:
    """The home of each article (id → text): the given place, or what the paper's name, the article and then the page name most.

    Where a town of one of several counties of a name is mentioned, that county is meant.
    """
    if given is not None:
        division = resolve_place(given, gazetteer)
        return dict.fromkeys(texts, division)
    counted = {key: places_in(text, gazetteer) for key, text in texts.items()}
    visitors = {place for text in texts.values() for place in _visitors(text, gazetteer)}
    counted = {key: Counter({p: min(n, MOST if p not in visitors else LEAST) for p, n in c.items()}) for key, c in counted.items()}
    for key, text in texts.items():
        counted[key].update({place: weight for place, weight in _led(text, gazetteer).items() if place not in visitors})
    page: Counter[str] = sum(counted.values(), Counter())
    divisions = {d.key: d for d in (*_divisions(page, gazetteer), *_in_title(paper, gazetteer))}
    homes: dict[str, Division | None] = {}
    whole = "\n".join(texts.values())
    named = {d.key for d in divisions.values() if paper and d.short in paper}
    for key, own in counted.items():
        hint = _own_level(texts[key])
        known = [place for place in page if place in divisions]
        known = [place for place in known if place not in visitors] or known
        told = [place for place in known if own[place]]
        if max((own[place] for place in told), default=0) < FEW:  # a chance mention is no home
            told = known
        told = sorted({*told, *named})
        votes = {place: own[place] + PAGE_SHARE * page[place] + _towns(divisions[place], texts[key], gazetteer) for place in told}
        for place in votes:
            votes[place] += TOWN_SHARE * _towns(divisions[place], whole, gazetteer)
        for place in votes:
            level = LEVEL_SHARE if hint and divisions[place].name.endswith(hint) else 1
            votes[place] *= level * (PAPER_SHARE if place in named else 1)
        best = max(sorted(votes), key=lambda place: votes[place], default=None)
        homes[key] = divisions[best] if best is not None else None
    return homes


def _led(text: str, gazetteer: Gazetteer) -> dict[str, int]:
    """The place whose leaders an article names first, and what that weighs; more where they lead a delegation out."""
    sent = SENDING.search(text)
    matches = LED.finditer(text, 0, sent.start() if sent is not None else LED_REACH)
    named = [found for match in matches if (found := _full_name_before(text, match.start(), gazetteer))]
    if not named:
        return {}
    if sent is not None:
        return {named[-1][0].key: SENDER}  # 某市委常委、某县委书记…率团: the county's delegation
    return {named[0][0].key: LED_SHARE}


def _visitors(text: str, gazetteer: Gazetteer) -> set[str]:
    """The counties and prefectures (by key) that sent a delegation which came: 某县党政代表团来."""
    return {d.key for m in DELEGATION.finditer(text) for d in _full_name_before(text, m.start(), gazetteer)}


def _own_level(text: str) -> str | None:
    """市, 县 or 区: what a text calls its own place most often (我县, 县委, 全县)."""
    found = Counter(match.group(1) or match.group(2) for match in LEVEL.finditer(text))
    return max(sorted(found), key=lambda level: found[level], default=None)


def resolve_place(form: str, gazetteer: Gazetteer) -> Division | None:
    """The division a user means by a name; the most senior county or prefecture of that name."""
    found = gazetteer.named(form)
    for level in ("county", "prefecture", "province", "town"):
        for division in found:
            if division.level == level and (division.name == form or level != "town"):
                return division
    return None


def _in_title(paper: str | None, gazetteer: Gazetteer) -> list[Division]:
    """The counties and prefectures that a paper's name may be of (今日某县, 某市日报)."""
    forms = {paper[i:j] for i in range(len(paper)) for j in range(i + 2, len(paper) + 1)} if paper else set()
    return [d for form in sorted(forms) for d in gazetteer.named(form) if d.level in LEVELS]


def _divisions(counts: Iterable[str], gazetteer: Gazetteer) -> list[Division]:
    found: list[Division] = []
    for key in counts:
        found.extend(d for d in gazetteer.named(key.rsplit("/", 1)[-1]) if d.key == key)
    return found


def _towns(division: Division, text: str, gazetteer: Gazetteer) -> float:
    """Townships of the county in the text speak for it."""
    return 1.5 * sum(1 for town in gazetteer.towns_of(division) if town.name in text)

"""Names that a page itself teaches: full names met again, their short forms, and forms it introduces (以下简称…)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.gazetteer import load_gazetteer
from kg.lexicon import common_words, load
from kg.recognise.name_shape import looks_like_name
from kg.recognise.short_names import short_forms
from kg.recognise.tagged import NAME_TAGS, Tagged
from kg.records import Mention

PHASE = re.compile(r"^(.{3,8}?)[一二三四五六七]期")  # 某某能源三期 is built by 某某能源
COUNTY = re.compile(r"^[一-鿿]{2,4}[市县区旗]$")
INTRODUCED = re.compile(r"（(?:以下|下)?(?:简称|称)[：:]?[“‘]?([^（）“”‘’]{2,14})[”’]?）")
LEAST_TAUGHT = 0.6  # what the page teaches must itself be trusted
REPEATED = frozenset({"Person", "Company", "Organization", "Zone", "Project", "Event", "Award", "Government"})


def learn(pages: Sequence[tuple[Tagged, Sequence[Mention]]]) -> dict[str, tuple[str, str]]:
    """Form → (type, full name) for all articles of a page; a form that two full names give rise to is left out."""
    forms: dict[str, set[tuple[str, str]]] = {}
    places: dict[str, set[tuple[str, str]]] = {}
    for tagged, mentions in pages:
        for mention in mentions:
            if mention.source.startswith("gazetteer") and mention.type == "Place" and COUNTY.search(mention.text):
                places.setdefault(mention.text[:-1], set()).add(("Place", mention.text))
            if mention.source.startswith(("relative", "gazetteer")) or mention.type not in REPEATED or mention.score < LEAST_TAUGHT:
                continue
            forms.setdefault(mention.text, set()).add((mention.type, mention.text))
            phase = PHASE.match(mention.text) if mention.type == "Project" else None
            if phase and phase.group(1).endswith(tuple(load("trades")["trades"])):
                forms.setdefault(phase.group(1), set()).add(("Company", phase.group(1)))
            for form in short_forms(mention.text, mention.type):
                forms.setdefault(form, set()).add((mention.type, mention.text))
            introduced = INTRODUCED.match(tagged.text, mention.end)
            if introduced:
                forms.setdefault(introduced.group(1), set()).add((mention.type, mention.text))
    found = {form: _one(meanings) for form, meanings in sorted(forms.items()) if _usable(form) and _agree(form, meanings)}
    return {form: _one(meanings) for form, meanings in sorted(places.items()) if len(form) > 1 and len(meanings) == 1} | found


def _one(meanings: Iterable[tuple[str, str]]) -> tuple[str, str]:
    return min(meanings, key=lambda m: (-len(m[1]), m))


def _agree(form: str, meanings: set[tuple[str, str]]) -> bool:
    """A form means one thing: all readings of one type, and no two full names unless one is the form itself."""
    types = {t for t, _ in meanings}
    names = {n for _, n in meanings if n != form}
    return len(types) == 1 and (len(names) <= 1 or form in {n for _, n in meanings})


def _usable(form: str) -> bool:
    return len(form) >= 2 and form not in common_words() and not load_gazetteer().named(form)


def find_page_names(tagged: Tagged, names: Mapping[str, tuple[str, str]]) -> Iterator[Mention]:
    """All places where a form that the page taught stands, edges permitting."""
    if not names:
        return
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    for match in pattern.finditer(tagged.text):
        form = match.group()
        kind, full = names[form]
        if _stands(tagged, match.start(), match.end(), kind, form == full):
            score = 0.9 if form == full else 0.8
            yield Mention(match.start(), match.end(), kind, form, f"page:{full}", score)


def _stands(tagged: Tagged, start: int, end: int, kind: str, full: bool) -> bool:
    if end - start >= 4 or (kind == "Person" and full and looks_like_name(tagged.text[start:end])):
        return tagged.is_edge(start) or tagged.word_at(start).tag in NAME_TAGS
    tags = {tagged.word_at(i).tag for i in range(start, end)}
    edges = tagged.is_edge(start) and (tagged.is_edge(end) or full)
    return edges and bool(tags & NAME_TAGS or end - start > 2 or not tags & {"n", "v", "vn", "a", "d"})

"""Local names: bodies, zones and works that a paper names by the level of their place alone (市委, 县经开区, 县实验小学)."""

from __future__ import annotations

import re
from functools import cache

from kg.gazetteer import Division, Gazetteer
from kg.lexicon import any_of, load
from kg.recognise.fitness_words import LOCAL_PARK
from kg.recognise.heads import head_of, heads
from kg.recognise.short_names import short_forms
from kg.records import Mention
from kg.resolve.antecedents import Antecedents
from kg.resolve.names import government_name, prefix_place
from kg.resolve.page_forms import PageForms

RELATIVE_BODY = re.compile(r"^[省市县区旗州镇乡](?!.*[省市县区旗州镇乡])")


@cache
def _local(kind: str) -> re.Pattern[str] | None:
    """The names of a type that begin with the level alone, where only their ends show it."""
    ends = load("local_names")
    level = "[市县区旗州](?![场域级民政属内外上中直管辖委])"
    if kind == "Project":  # 市第五幼儿园迁建工程
        return re.compile(f"{level}[一-鿿]{{3,}}{any_of(ends['built'])}[一-鿿]{{0,6}}{any_of(ends['works'])}$")
    if kind == "Zone":  # 县红茶产业园
        return re.compile(f"{LOCAL_PARK.pattern}{any_of(ends['zones'])}$")
    if kind == "Organization":  # 市南药协会, 县实验小学: of the county or city itself
        return re.compile(f"{level}[^市县区旗州]{{2,12}}{any_of(ends['bodies'])}$")
    return None


class LocalNames:
    """Writes out the place of what is named by its level alone, from what the article has told of."""

    def __init__(self, told: Antecedents, forms: PageForms, gazetteer: Gazetteer) -> None:
        self.told, self.forms, self.gazetteer = told, forms, gazetteer

    def government(self, mention: Mention) -> str | None:
        """The full name of an authority; None where its place cannot be told."""
        form = self.forms.full("Government", mention.text)
        return government_name(form, self.told.setting(self._led_by(mention)), self.gazetteer)

    def full(self, kind: str, form: str) -> str:
        """The full name of a body, zone or work; the form itself where it is not named by its level alone, or no place fits."""
        pattern = _local(kind)
        if (pattern is not None and pattern.match(form)) or (kind == "Organization" and _is_of_every_county(form)):
            placed = government_name(form, self.told.setting(), self.gazetteer) or form
            if placed != form:
                return placed
        return self._county_zone(form) if kind == "Zone" and _is_county_zone(form) else form

    def _county_zone(self, form: str) -> str:
        """The name of a zone named by its level alone (县经开区): the page's full name for the zone of that place, or the place's name."""
        place = prefix_place(form[0], self.told.setting(), self.gazetteer)
        if place is None:
            return form
        names = {f for d in self.gazetteer.named(place) if d.name == place for f in (d.name, d.short)}
        zones = sorted(self.forms.zones)
        known = [z for z in zones for p in names if z.startswith(p) and p + form[1:] in (z, *short_forms(z, "Zone"))]
        return self.forms.full("Zone", max(known, key=len)) if known else place + form[1:]

    def _led_by(self, mention: Mention) -> Division | None:
        """The place whose body was named in full in the same sentence: 某市委书记甲，市人大常委会主任乙 are of one city."""
        body = self.told.last.get("Government")
        if body is None or self.told.spot.get("Government", -1) < self.told.sentence(mention, "。！？；\n"):
            return None
        found = self.gazetteer.longest_at(body.name, 0)
        unit = mention.text[:1]
        return next((d for d in found[1] if d.name.endswith(unit) and body.name.startswith(d.name)), None) if found else None


def _is_of_every_county(name: str) -> bool:
    """Whether a body is named by its level alone, being one that every county has (县妇联, 市人民医院)."""
    return RELATIVE_BODY.match(name) is not None and any(h.needs == "place" for h in head_of(name[1:]))


def _is_county_zone(name: str) -> bool:
    """Whether a zone is named by its level alone (县经济开发区)."""
    return name[0] in "市县区旗州" and any(h.needs == "county" for h in heads().get(name[1:], ()))

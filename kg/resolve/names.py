"""Canonical names: bodies with their place written out, places as the gazetteer names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.gazetteer import Division, Gazetteer

PREFIX = re.compile(r"^(?:我|全|该|本)?(省|市|县|区|旗|州|镇|乡|街道|村(?=党)|社区(?=党))(?![场民域级块容值]|政(?!府|协|法|务))")
DOUBLED = re.compile(r"^([一-鿿]{0,6}?([市县区镇乡]))\2(?=[^市县区镇乡委])")  # 某镇镇财政所
ZONE_BODY = re.compile(r"^区?(?:党工委|管委会|管理委员会|工委)")
SHORT_GOVERNMENT = re.compile(r"(省|市|县|区|旗|州|镇|乡|街道)(?:政府|办事处)$")
TERM = re.compile(r"(?:第)?[一二三四五六七八九十]{1,3}届(?=人大|人民代表|政协|县委|市委|区委|党委|委员会)")
TOWNSHIP = re.compile(r"(?:镇|乡|街道)人大$")
PREFECTURE = "自治州"
DEPARTMENT = re.compile(r"[局厅委办]$")


@dataclass(frozen=True, slots=True)
class Setting:
    """What relative names lean on at a point of an article: its home, and the town and zone told of last (canonical names)."""

    home: Division | None
    town: str | None = None
    zone: str | None = None
    village: str | None = None


def lineage(home: Division | None, gazetteer: Gazetteer) -> tuple[Division, ...]:
    """The home and what holds it, nearest first."""
    return (home, *gazetteer.ancestors(home)) if home is not None else ()


def level_of_home(home: Division | None, gazetteer: Gazetteer, level: str) -> Division | None:
    """The division of that level which holds the home, or is it."""
    return next((d for d in lineage(home, gazetteer) if d.level == level), None)


def prefix_place(prefix: str, setting: Setting, gazetteer: Gazetteer) -> str | None:
    """The full name that 省, 市, 县, 区, 镇 … alone stands for; None where nothing fits."""
    if prefix in ("镇", "乡", "街道"):
        return setting.town if setting.town and setting.town.endswith(prefix) else None
    if prefix in ("村", "社区"):
        return setting.village if setting.village and setting.village.endswith(prefix) else None
    if prefix == "省":
        province = level_of_home(setting.home, gazetteer, "province")
        return province.name if province else None
    for division in lineage(setting.home, gazetteer):
        if division.name.endswith(prefix) and division.level != "province":
            return division.name
    return setting.zone if prefix == "区" else None


def government_name(form: str, setting: Setting, gazetteer: Gazetteer) -> str | None:
    """The canonical name of a body: 县粮食局 → 某县粮食局, 市政府 → 某市人民政府; None where its place cannot be told."""
    form = DOUBLED.sub(r"\1", form)
    if ZONE_BODY.match(form):
        return setting.zone + form.removeprefix("区") if setting.zone else None
    relative = PREFIX.match(form)
    if relative:
        place = prefix_place(relative.group(1), setting, gazetteer)
        if place is None:
            return None
        rest = form[relative.end() :]
        form = place + (relative.group(1) if len(place) == 2 and rest.startswith("委") else "") + rest  # 莒县县委, but 沂水县委
    else:
        form = _full_place(form, setting, gazetteer)
    form = TERM.sub("", form)
    if form.endswith("人大") and not TOWNSHIP.search(form):
        return form + "常委会"  # what acts between the sessions, and what 县人大党组 and 县人大领导 belong to
    return SHORT_GOVERNMENT.sub(r"\1人民政府", form) if not form.endswith("街道办事处") else form


def _full_place(form: str, setting: Setting, gazetteer: Gazetteer) -> str:
    """A department without a place belongs to the home (农业局); one with a place stays as it is printed."""
    found = gazetteer.longest_at(form, 0)
    whole = next((d.name for d in found[1] if d.name.endswith(PREFECTURE)), None) if found is not None else None
    if found is not None and whole is not None and form[: found[0]].endswith("州"):
        return whole + form[found[0] :]  # 某州人民政府 and the full name are one body
    placed = any(d.name == form[:n] for n in range(2, len(form)) for d in gazetteer.named(form[:n]))
    if found is None and not placed and setting.home is not None and DEPARTMENT.search(form) and len(form) <= 8:
        return setting.home.name + form
    return form


def choose_division(form: str, home: Division | None, gazetteer: Gazetteer) -> Division | None:
    """The division that a form means: what lies in the home or holds it, then what shares its province, then the most senior."""
    found = gazetteer.named(form)
    if not found or home is None:
        return found[0] if found else None
    related = gazetteer.within(form, home)
    if related:
        return related[0]
    for division in lineage(home, gazetteer):
        # 上海 means the city, also where the province has a 上海街道
        sharing = [d for d in found if division.name in d.parents and (d.level != "town" or form == d.name or found[0].level == "town")]
        if sharing:
            return sharing[0]
    return found[0]

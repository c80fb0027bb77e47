"""Which names on a page are forms of one another: companies by brand, awards and events by what is left without year and scope."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.gazetteer import load_gazetteer
from kg.recognise.short_names import leading_place, parse_company, short_forms

LOOSE_LEGAL = frozenset({"公司", "集团"})
LEADING = re.compile(
    r"^(?:[“《]|全[省市县区国]|[我本][省市县区]|(?:19|20)\d\d年?度?|[首本][届批次期]|第[一二三四五六七八九十\d]+[届期次批])+"
)
MARKS = re.compile(r"[“”‘’《》·]")
ZONE_END = ("园区", "开发区", "产业园", "工业园", "新区", "高新区")
FULL_END = ("有限公司", "有限责任公司", "分公司")
LOOSE_END = re.compile(r"(?:集团公司|集团|公司|股份)$")
LEAST_CORE = 4  # characters of a name cut down that keep it from being just any word
TAIL = 3  # characters at the end that two forms of one award share


def fuller_names(names: Mapping[str, Iterable[str]], introduced: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """(type, form) → the full name on the page that the form stands for, where that is one only.

    ``names`` are the surface forms of each type, ``introduced`` what recognition learned from the page already.
    """
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, forms in names.items():
        known = set(forms)
        for name in known:
            for short in short_forms(name, kind) & known:
                meant[kind, short].add(name)
        for short, full in (*_brands(kind, known), *_honours(kind, known), *_beginnings(kind, known), *_cut_down(kind, known)):
            meant[kind, short].add(full)
    found = {key: next(iter(full)) for key, full in meant.items() if len(full) == 1}
    told = {key: name for key, name in introduced.items() if name != key[1]}
    return {key: name for key, name in (found | told).items() if name != key[1]}


def _brands(kind: str, names: set[str]) -> Iterable[tuple[str, str]]:
    """某某公司, 德国某某公司 and 某某集团 are one group where they share a brand and say no trade."""
    if kind != "Company":
        return
    groups: dict[str, set[str]] = defaultdict(set)
    for name in names:
        parts = parse_company(name)
        if parts.legal in LOOSE_LEGAL and not parts.trades and not parts.branch and len(parts.brand) >= 2 and _country(parts.place):
            groups[parts.brand].add(name)
    for brand, members in groups.items():
        full = max(members, key=lambda n: (n.endswith("集团"), len(n), n))
        yield from ((name, full) for name in members if name != full)
        if brand in names:
            yield brand, full


def _beginnings(kind: str, names: set[str]) -> Iterable[tuple[str, str]]:
    """A brand of which a trade that no list knows was left out: 皓诺 for 佛山皓诺门窗科技有限公司."""
    if kind != "Company":
        return
    brands = {name: parts.brand for name in names if (parts := parse_company(name)).legal and len(parts.brand) >= 4}
    for short in sorted(names):
        if len(short) in (2, 3):
            yield from ((short, name) for name, brand in sorted(brands.items()) if brand.startswith(short))


def _cut_down(kind: str, names: set[str]) -> Iterable[tuple[str, str]]:
    """A full name cut down: without place and legal form (北江港务集团), in the middle of its trade (远望新材), to the branch (东川油田 for
    某石油东川油田分公司), or to initials of place and trade (东轴集团).

    A full name with a branch in brackets is a subsidiary and takes none.
    """
    if kind != "Company":
        return
    full = {name: parts for name in names if name.endswith(FULL_END) and not (parts := parse_company(name)).branch}
    for short in sorted(names - set(full)):
        core = LOOSE_END.sub("", short)
        for name, parts in sorted(full.items()):
            group = not short.endswith("集团") or "集团" in name
            whole = parts.brand + "".join(parts.trades)
            begins = whole.startswith(core) or (name.endswith("分公司") and name.removesuffix("分公司").endswith(core))
            abbreviated = len(core) == 4 and not LOOSE_END.search(short) and _is_abbreviated(core, whole)
            initials = len(core) == 2 and short.endswith("集团") and core == f"{parts.place[:1]}{(parts.brand + ''.join(parts.trades))[:1]}"
            if group and ((len(core) >= LEAST_CORE and (begins or abbreviated)) or (initials and parts.place)):
                yield short, name


def _is_abbreviated(short: str, whole: str) -> bool:
    """Whether two characters of a brand are followed by the first character of its trade and a later one: 科润药玻 for 科润药用玻璃."""
    trade = whole[2:]
    return whole.startswith(short[:2]) and trade[:1] == short[2] and short[3] in trade[1:] and len(trade) > 2


def _country(place: str) -> bool:
    return not place or any(d.level == "country" for d in load_gazetteer().named(place))


def _honours(kind: str, names: set[str]) -> Iterable[tuple[str, str]]:
    """A shorter form of an award, event or list: all its characters stand in the longer one, and they end alike."""
    if kind not in ("Award", "Event", "Project", "Zone"):
        return
    ordered = sorted(names, key=lambda n: (-len(n), n))
    for index, short in enumerate(ordered):
        core = _core(short)
        fits = [full for full in ordered[:index] if len(core) >= 4 and _same(core, _core(full), kind)]
        if fits and all(_same(_core(f), _core(fits[0]), kind) for f in fits):
            yield short, fits[0]


def _same(short: str, full: str, kind: str) -> bool:
    if short == full:
        return True
    if kind == "Zone":
        return full.endswith(short) and len(short) >= 5
    if kind == "Project":
        before = full[: -len(short)]
        return full.endswith(short) and len(short) >= 5 and (leading_place(full) == before or before.endswith(ZONE_END))
    if kind == "Event":
        return len(short) >= 5 and full.endswith(short)
    return full[-TAIL:] == short[-TAIL:] and not Counter(short) - Counter(full)


def _core(name: str) -> str:
    return MARKS.sub("", LEADING.sub("", name))

"""Short forms that a full name gives rise to: without place, trade or legal form, with the head shortened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import load

BRACKET = re.compile(r"（[^（）]{1,12}）")
PREPARATORY = re.compile(r"（筹(?:建|备)?）$")
ZONE_SHORT = (
    ("经济技术开发区", ("经济开发区", "经开区", "经开", "开发区")),
    ("经济开发区", ("经开区", "经开", "开发区")),
    ("高新技术产业开发区", ("高新技术开发区", "高新区", "国家高新区")),
    ("高新技术产业园区", ("高新区", "高新园区")),
    ("高新技术产业园", ("高新区",)),
)
BRANCH = "分公司"
LEAST_BRANCH = 4
PROJECT_TAIL = re.compile(r"(?:建设)?(?:项目|工程)$")


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company's name taken apart: leading place, brand, trade words, place in brackets, legal form (each may be empty)."""

    place: str
    brand: str
    trades: tuple[str, ...]
    branch: str
    legal: str


@lru_cache(maxsize=1)
def _legal() -> re.Pattern[str]:
    forms = sorted(load("trades")["legal"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, forms))})$")


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    return frozenset(load("trades")["trades"]) | frozenset(load("trades")["parts"])


@lru_cache(maxsize=4096)
def leading_place(name: str) -> str:
    """The division that a name begins with (浙江省, 平湖, 上海市金山区); empty where it begins with none."""
    gazetteer, position = load_gazetteer(), 0
    while position < len(name):
        found = gazetteer.longest_at(name, position)
        if found is None or position + found[0] >= len(name):
            break
        position += found[0]
    return name[:position]


@lru_cache(maxsize=4096)
def parse_company(name: str) -> CompanyName:
    """Take a company's name apart; the trade words are those of ``trades.toml`` that end what is left of it."""
    bare = PREPARATORY.sub("", name)
    branch = "".join(m.group()[1:-1] for m in BRACKET.finditer(bare))
    bare = BRACKET.sub("", bare)
    legal_match = _legal().search(bare)
    legal = legal_match.group() if legal_match else ""
    core = bare[: len(bare) - len(legal)]
    place = leading_place(core)
    rest, trades = core[len(place) :], list[str]()
    while rest:
        trade = next((rest[-n:] for n in range(6, 0, -1) if len(rest) > n + 1 and rest[-n:] in _trades()), None)
        if trade is None:
            break
        trades.insert(0, trade)
        rest = rest[: -len(trade)]
    return CompanyName(place, rest, tuple(trades), branch, legal)


def company_short_forms(name: str) -> frozenset[str]:
    """The forms by which a newspaper may name a company after its full name, never the bare place or trade."""
    parts = parse_company(name)
    if len(parts.brand) < 2:
        return frozenset()
    forms = {parts.brand + "公司"} if "公司" in parts.legal else set()
    if "集团" in parts.legal:
        forms.add(parts.brand + "集团")
    core = ""
    for trade in parts.trades:
        core += trade
        forms |= {parts.brand + core, parts.brand + trade}
    if len(parts.trades) > 1:
        forms.add(parts.brand + "".join(trade[0] for trade in parts.trades))  # 沛阳建筑科技: 沛阳建科
    if parts.legal:
        forms |= {
            parts.brand + core + parts.legal,
            parts.place + parts.brand + core,
            parts.brand + core + "公司",
            parts.place + parts.brand,
        }
        forms |= {parts.brand + parts.branch + "公司", parts.branch + "公司"} if parts.branch else set()
        if parts.branch:
            forms |= {f"{parts.brand[:n]}（{parts.branch}）" for n in range(2, len(parts.brand) + 1)}
        forms.add(parts.brand)
        if len(parts.brand) >= 4:  # a trade that no list knows: 紫云香料 may go by 紫云公司
            forms |= {parts.brand[:2] + "公司", parts.brand[:3] + "公司"}
        if parts.legal.startswith("股份"):
            forms |= {parts.brand + "股份", parts.brand + core + "股份"}
    if name.endswith(BRANCH):
        forms.add(_branch_of(name.removesuffix(BRANCH)))
    return frozenset(f for f in forms if len(f) >= 2 and f != name and f != parts.place)


def _branch_of(core: str) -> str:
    """A branch as its place names it (中国石油某地油田分公司: 某地油田); empty where no place stands inside with a word behind it."""
    gazetteer = load_gazetteer()
    for start in range(2, len(core) - LEAST_BRANCH + 1):
        found = gazetteer.longest_at(core, start)
        if found is not None and start + found[0] < len(core):
            return core[start:]
    return ""


def zone_short_forms(name: str) -> frozenset[str]:
    """Short forms of a zone: the head shortened after its place, and its first name directly before its head."""
    forms: set[str] = set()
    for head, shorter in ZONE_SHORT:
        if name.endswith(head) and len(name) > len(head):
            stem = name[: -len(head)].removesuffix("国家级").removesuffix("国家")
            forms |= {stem + s for s in shorter}
            break
    for head in ("产业园区", "产业园", "科技园", "工业园区", "科创园", "园区"):
        if name.endswith(head):
            stem = name[: -len(head)]
            forms |= {stem[:n] + head for n in (3, 4) if len(stem) > n + 1}
            break
    return frozenset(forms)


def short_forms(name: str, type_: str) -> frozenset[str]:
    """The short forms of a full name of this type; a caller still has to ask whether one is taken by another name."""
    if type_ == "Company":
        return company_short_forms(name)
    if type_ == "Zone":
        return zone_short_forms(name)
    if type_ == "Project":
        stem = PROJECT_TAIL.sub("", name)
        return frozenset({stem}) if len(stem) >= 4 and stem != name else frozenset()
    if type_ in ("Government", "Organization"):
        place = leading_place(name)
        rest = name[len(place) :]
        if not place or len(rest) < 4:
            return frozenset()
        shorts = {d.short + rest for d in load_gazetteer().named(place) if d.name == place and d.short != place}
        return frozenset({rest} | (shorts if type_ == "Organization" else set()))
    if type_ == "Person" and "·" in name:
        parts = name.split("·")
        return frozenset(p for p in (parts[0], parts[-1]) if len(p) > 2 or (p == parts[-1] and len(p) == 2))
    return frozenset()

"""Resolution over all pages: one entity a thing, with an id that does not depend on which other pages there are."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.gazetteer import Gazetteer, load_gazetteer
from kg.recognise.short_names import parse_company, short_forms
from kg.records import Article, Entity, Evidence, Mention, Resolved
from kg.resolve.keys import Key, PageLinks
from kg.resolve.names import PREFECTURE

BATCH = re.compile(r"^(?:首批|第[一二三四五六七八九十\d]+[批届]|(?:19|20)\d\d年?度?)+(?:的)?")  # 第六批国家级…企业名单: the honour
LISTED = re.compile(r"(?:最终)?(?:培育)?(?:名单|榜单|名录|称号|荣誉)$")
LEAST_AWARD = 4
EVIDENCE_KEPT = 3  # sentences kept for an entity: enough to see what it is
Quote = Callable[[Article, int, int], Evidence]


def entity_id(key: Key) -> str:
    """The id of a key: the same type, name and scope give the same id in every build."""
    digest = hashlib.sha256("\x1f".join((key.type, key.name, key.scope)).encode()).hexdigest()
    return f"{key.type.lower()}-{digest[:12]}"


def resolve_corpus(pages: Sequence[PageLinks], quote: Quote) -> tuple[tuple[Resolved, ...], dict[str, Entity]]:
    """Join the keys of all pages into entities; ``quote`` gives the evidence of a mention's sentence.

    A short form of a company, zone or project met on one page only is joined to its full name elsewhere,
    where just one full name has that short form.
    """
    merged = _merge({k for page in pages for keys in page.keys for k in keys if k is not None})
    entities = _entities(pages, merged, quote)
    resolved = []
    for page in pages:
        for reading, keys in zip(page.readings, page.keys, strict=True):
            links = tuple(entity_id(merged[k]) if k is not None else None for k in keys)
            resolved.append(Resolved(reading, links, entities))
    return tuple(resolved), entities


def _merge(keys: set[Key]) -> dict[Key, Key]:
    merged = {key: key for key in keys}
    meant: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in keys:
        if key.type in ("Zone", "Project") or (key.type == "Company" and parse_company(key.name).legal):
            for form in short_forms(key.name, key.type):
                meant[key.type, form].add(key)
    for key in keys:
        full = meant.get((key.type, key.name), set()) - {key}
        if len(full) == 1 and len(key.name) >= 3:
            merged[key] = next(iter(full))
    return {key: _root(key, merged) for key in keys}


def _root(key: Key, merged: Mapping[Key, Key]) -> Key:
    seen = {key}
    while merged[key] not in seen:
        key = merged[key]
        seen.add(key)
    return key


def _entities(pages: Iterable[PageLinks], merged: Mapping[Key, Key], quote: Quote) -> dict[str, Entity]:
    aliases: dict[Key, set[str]] = defaultdict(set)
    evidence: dict[Key, set[Evidence]] = defaultdict(set)
    for page in pages:
        for reading, keys in zip(page.readings, page.keys, strict=True):
            seen: set[Key] = set()
            for mention, key in zip(reading.mentions, keys, strict=True):
                if key is None:
                    continue
                root = merged[key]
                aliases[root] |= _forms(mention, key)
                if root not in seen:
                    seen.add(root)
                    evidence[root].add(quote(reading.article, mention.start, mention.end))
    gazetteer = load_gazetteer()
    return {entity_id(key): _entity(key, aliases[key], evidence[key], gazetteer) for key in sorted(aliases)}


def _forms(mention: Mention, key: Key) -> set[str]:
    """The surface forms that a mention adds: none for a relative name (我市), nor a bare prefix (市委)."""
    if mention.source.startswith("relative") or mention.source == "gazetteer:abbreviation":
        return {key.name}
    forms = {mention.text, key.name}
    if key.type == "Award":
        forms |= {plain for form in forms if len(plain := LISTED.sub("", BATCH.sub("", form))) >= LEAST_AWARD}
    return {f for f in forms if not (key.type == "Government" and f != key.name and f[:1] in "省市县区镇")} | {key.name}


def _entity(key: Key, forms: set[str], evidence: set[Evidence], gazetteer: Gazetteer) -> Entity:
    kept = sorted(evidence, key=lambda e: (e.doc, e.start))[:EVIDENCE_KEPT]
    level = place_level(key, gazetteer) if key.type in ("Place", "Town") else None
    aliases = tuple(sorted({*forms, *other_names(key)} - {key.name}))
    return Entity(entity_id(key), key.type, key.name, aliases, level, "text", tuple(kept))


def other_names(key: Key) -> tuple[str, ...]:
    """What a body of an autonomous prefecture is called by the prefecture's short name: 红河州人民政府; nothing for others."""
    if key.type != "Government" or PREFECTURE not in key.name:
        return ()
    place = key.name[: key.name.index(PREFECTURE) + len(PREFECTURE)]
    known = next((d for d in load_gazetteer().named(place) if d.name == place), None)
    return (f"{known.short.removesuffix('州')}州{key.name.removeprefix(place)}",) if known is not None else ()


def place_level(key: Key, gazetteer: Gazetteer) -> str:
    """The level of a place: the gazetteer's, or what its ending says."""
    if key.type == "Town":
        return "town"
    for division in gazetteer.named(key.name):
        if "/".join(reversed(division.parents)) == key.scope:
            return division.level
    return "village" if key.name.endswith(("村", "社区")) else "site"


def implied_government(place: str) -> Key:
    """The government of a place that a page names only by its head (市长): 某市 → 某市人民政府."""
    return Key("Government", f"{place}人民政府")

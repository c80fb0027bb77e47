"""What names say by themselves: where a thing is (某县中学), who builds a project (某某能源三期). Weaker than a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import Division, load_gazetteer
from kg.lexicon import load
from kg.recognise.page_names import PHASE
from kg.recognise.short_names import leading_place, parse_company
from kg.records import Entity, Fact, Resolved
from kg.relate.engine import Quote
from kg.resolve.across import entity_id
from kg.resolve.keys import Key
from kg.resolve.places import home_division

RULE = "located/by-name"
TRUST = 0.7
TYPES = ("Company", "Organization", "Zone")
LEAST_OWN = 4  # characters that a thing's name has of its own, beside its container's
# authorities are of a town rather than in it
OFFICE = re.compile(r"(?:委|委员会|党工委|政府|管委会|办事处|人大|政协|纪委|[局办科所室])$")
MOVING = ("团", "组", "队", "基金")  # bodies that are in no one place


def located_by_name(resolved: Resolved, home: str | None, quote: Quote) -> Iterator[Fact]:
    """A location at home for each company, organisation and zone of an article whose name holds the home's name.

    ``home`` is the entity of the article's home; nothing is stated where there is none.
    """
    division = home_division(resolved.reading, load_gazetteer())
    if home is None or division is None:
        return
    seen: set[str] = set()
    for mention, link in zip(resolved.reading.mentions, resolved.links, strict=True):
        if link is None or link in seen or resolved.entities[link].type not in TYPES:
            continue
        seen.add(link)
        name = resolved.entities[link].name
        if not name.endswith(MOVING) and _names(name, resolved.entities[link].type, division):
            evidence = quote(resolved.reading.article, mention.start, mention.end)
            yield Fact(link, home, "locatedIn", RULE, TRUST, (evidence,))


def located_by_container(resolved: Resolved, quote: Quote) -> Iterator[Fact]:
    """A location for what is named after the town or park of the page that it stands in (某镇某采摘园, 某园区某期工程)."""
    entities = resolved.entities
    links = [link for link in resolved.links if link is not None]
    holders = {entities[link].name: link for link in links if entities[link].type in ("Town", "Zone")}
    seen: set[str] = set()
    for mention, link in zip(resolved.reading.mentions, resolved.links, strict=True):
        if link is None or link in seen or entities[link].type not in (*TYPES, "Project", "Government"):
            continue
        seen.add(link)
        name = entities[link].name
        held = max((h for h in holders if name.startswith(h) and len(name) - len(h) >= LEAST_OWN), key=len, default=None)
        if held is not None and not OFFICE.search(name) and not name.endswith(MOVING):
            evidence = quote(resolved.reading.article, mention.start, mention.end)
            yield Fact(link, holders[held], "locatedIn", "located/by-container", TRUST, (evidence,))


def undertaken_by_name(resolved: Resolved, quote: Quote) -> Iterator[tuple[Fact, Entity]]:
    """Who builds a project that bears a company's name (某某能源三期): the fact, and the company as an entity."""
    seen: set[str] = set()
    for mention, link in zip(resolved.reading.mentions, resolved.links, strict=True):
        owner = _phased_owner(mention.text) if mention.type == "Project" else ""
        if link is None or link in seen or not owner:
            continue
        seen.add(link)
        evidence = quote(resolved.reading.article, mention.start, mention.end)
        company = Entity(entity_id(Key("Company", owner)), "Company", owner, (), None, "text", (evidence,))
        yield Fact(company.id, link, "undertakes", "undertakes/by-name", TRUST, (evidence,)), company


def _phased_owner(name: str) -> str:
    """The company in the name of a project in phases; empty where there is none."""
    phase = PHASE.match(name)
    return phase.group(1) if phase is not None and phase.group(1).endswith(tuple(load("trades")["trades"])) else ""


def _names(name: str, kind: str, home: Division) -> bool:
    forms = {home.name, home.short}
    branch = parse_company(name).branch if kind == "Company" else ""
    return branch in forms or (not branch and leading_place(name) in forms)

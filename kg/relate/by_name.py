"""Where a name says a thing is: 某某机械（某县）有限公司, 某县中学. Weaker than a sentence, so with less trust."""

from __future__ import annotations

from collections.abc import Iterator

from kg.gazetteer import Division, load_gazetteer
from kg.recognise.short_names import leading_place, parse_company
from kg.records import Entity, Fact
from kg.resolve.across import entity_id
from kg.resolve.within import Key

RULE = "located/by-name"
TRUST = 0.7
TYPES = ("Company", "Organization", "Zone")
LEVELS = ("county", "prefecture")


def located_by_name(entities: dict[str, Entity]) -> Iterator[Fact]:
    """A location for each company, organisation and zone whose name holds a county or prefecture that the pages name as well."""
    for entity in entities.values():
        if entity.type not in TYPES:
            continue
        form = parse_company(entity.name).branch if entity.type == "Company" else ""
        division = _division(form or leading_place(entity.name))
        place = entity_id(_key(division)) if division is not None else None
        if place is not None and place in entities:
            yield Fact(entity.id, place, "locatedIn", RULE, TRUST, entity.evidence[:1])


def _division(form: str) -> Division | None:
    found = [d for d in load_gazetteer().named(form) if d.level in LEVELS]
    return found[0] if len(found) == 1 else None


def _key(division: Division) -> Key:
    return Key("Place", division.name, "/".join(reversed(division.parents)))

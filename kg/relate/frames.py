"""Frames: relation rules as data, each with a trigger, slots around it, the facts it states and what it leaves for later sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kg.errors import OntologyError
from kg.lexicon import load
from kg.ontology import load_ontology
from kg.relate.scene import symbol

PLACEHOLDER = re.compile(r"(?<!\?P)<([A-Za-z|]+)>|«([A-Za-z|]+)»")
CONTAINED = re.compile(r"\(\?P<(\w+)><\+([A-Za-z|]+)>\)")
FACT = re.compile(r"^(\$?\w+)(\.body)?\s+(\w+)\s+(\$?\w+)(\.body)?$")
SIDES = ("left", "right", "inside")
TAKES = ("all", "first", "last", "every", "earliest", "after")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a frame looks for: nodes of ``types`` on one ``side`` of the trigger (or under its group of that name, ``inside``).

    ``within`` counts skeleton characters to the trigger; ``gap``, ``before`` and ``after`` are patterns on the skeleton between,
    before and after; ``commas`` lets the gap cross commas; ``take`` says which members of the group count (``every``: of all
    groups on that side; ``earliest``: the first of these,
    ``after``: the node and what follows it in its list); ``named`` is a pattern that an entity's name must hold, ``official`` asks for
    persons with a public office; ``fallback`` is the register to use where nothing is found.
    """

    name: str
    side: str
    types: frozenset[str]
    within: int
    take: str
    commas: bool
    optional: bool
    gap: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    named: re.Pattern[str] | None
    official: bool
    fallback: str | None


@dataclass(frozen=True, slots=True)
class FactTemplate:
    """A fact to state: ends are slots, or registers with ``$``; ``.body`` means the body a person is named with."""

    source: str
    source_body: bool
    relation: str
    target: str
    target_body: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A rule: ``needs`` are register conditions, ``unless`` a pattern on the clause, ``sets`` pairs of a register and
    a slot, =word or $register.
    """

    id: str
    trigger: re.Pattern[str]
    slots: tuple[Slot, ...]
    facts: tuple[FactTemplate, ...]
    confidence: float
    needs: tuple[str, ...]
    unless: re.Pattern[str] | None
    sets: tuple[tuple[str, str], ...]
    status: str | None
    examples: tuple[str, ...]
    counters: tuple[str, ...]


@lru_cache(maxsize=1)
def load_frames() -> tuple[Frame, ...]:
    """All frames of the lexicon's ``rules_*.toml``; raises OntologyError naming a faulty entry.

    Those that need no register and set one come first, then those that only set one: what a sentence says of its leader, event or
    place holds for all of it. Otherwise file and entry order.
    """
    folder = resources.files("kg") / "lexicon" / "zh"
    names = sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.startswith("rules_") and f.name.endswith(".toml"))
    frames = [read_frame(entry, f"{name}.toml") for name in names for entry in load(name)["frame"]]
    twice = {f.id for f in frames if sum(g.id == f.id for g in frames) > 1}
    if twice:
        raise OntologyError(f"rules with one id: {', '.join(sorted(twice))}")
    return tuple(sorted(frames, key=lambda f: (not (f.sets and not f.needs), not (f.sets and not f.facts))))


def read_frame(entry: Mapping[str, Any], file: str) -> Frame:
    """One frame from its TOML entry; raises OntologyError naming the file, the entry and what is wrong."""
    name = entry.get("id", "?")
    try:
        slots = tuple(_slot(key, value) for key, value in entry.get("slots", {}).items())
        facts = tuple(_fact(text, {s.name for s in slots}) for text in entry.get("facts", []))
        return Frame(
            id=entry["id"],
            trigger=compile_pattern(entry["trigger"]),
            slots=slots,
            facts=facts,
            confidence=float(entry.get("confidence", 0.8)),
            needs=tuple(entry.get("needs", [])),
            unless=_pattern(entry, "unless"),
            sets=tuple(sorted(entry.get("set", {}).items())),
            status=entry.get("status"),
            examples=tuple(entry["examples"]),
            counters=tuple(entry["counters"]),
        )
    except (KeyError, ValueError, re.error) as error:
        raise OntologyError(f"kg/lexicon/zh/{file}: rule {name}: {error}") from error


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern over skeletons: ``<Place|Town>`` is one symbol of those types, ``«Place|Town»`` the same within a character class.

    A named group of ``<+Place|Town>`` may have the places that contain it before it (某市某县某镇, 某镇的某公司).
    """
    pattern = CONTAINED.sub(r"(?:[«Place|Town»]{1,3}的?)?(?P<\1><\2>)", pattern)
    return re.compile(PLACEHOLDER.sub(_symbols, pattern))


def _symbols(match: re.Match[str]) -> str:
    names = (match.group(1) or match.group(2)).split("|")
    unknown = set(names) - set(load_ontology().types)
    if unknown:
        raise ValueError(f"unknown types {', '.join(sorted(unknown))}")
    symbols = "".join(symbol(n) for n in names)
    return f"[{symbols}]" if match.group(1) else symbols


def _pattern(entry: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return compile_pattern(entry[key]) if key in entry else None


def _slot(name: str, entry: Mapping[str, Any]) -> Slot:
    side, take = entry.get("side", "right"), entry.get("take", "all")
    if side not in SIDES or take not in TAKES:
        raise ValueError(f"slot {name}: side is one of {', '.join(SIDES)}, take one of {', '.join(TAKES)}")
    for type_ in entry["types"]:
        load_ontology().require_type(type_)
    return Slot(
        name=name,
        side=side,
        types=frozenset(entry["types"]),
        within=int(entry.get("within", 12)),
        take=take,
        commas=bool(entry.get("commas", False)),
        optional=bool(entry.get("optional", False)),
        gap=_pattern(entry, "gap"),
        before=_pattern(entry, "before"),
        after=_pattern(entry, "after"),
        named=_pattern(entry, "named"),
        official=bool(entry.get("official", False)),
        fallback=entry.get("fallback"),
    )


def _fact(text: str, slots: set[str]) -> FactTemplate:
    match = FACT.match(text)
    if match is None:
        raise ValueError(f"fact {text!r} is not «slot relation slot»")
    source, source_body, relation, target, target_body = match.groups()
    load_ontology().require_relation(relation)
    for end in (source, target):
        if not end.startswith("$") and end not in slots:
            raise ValueError(f"fact {text!r} names no slot {end!r}")
    return FactTemplate(source, bool(source_body), relation, target, bool(target_body))

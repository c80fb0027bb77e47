"""The gold of a page: what a careful reader finds on it, as ``tests/gold/GUIDE.md`` says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluate.forms import squeeze
from kg.records import Amount


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of the page; ``optional`` ones are neither missed nor wrong, ``implied`` ones are not named on it."""

    id: str
    type: str
    name: str
    forms: frozenset[str]
    optional: bool
    implied: bool


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation between two gold entities, with the words that say it."""

    source: str
    target: str
    type: str
    title: str | None
    amount: Amount | None
    optional: bool
    words: str


@dataclass(frozen=True, slots=True)
class GoldObservation:
    """A figure of the page; ``change`` a fraction."""

    subject: str
    indicator: str
    value: float | None
    unit: str | None
    period: str | None
    change: float | None
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article of the page: headline, second line, byline and the first characters of its body."""

    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    starts: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """All gold of one page; ``doc`` is the stem of the page's file."""

    doc: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]
    observations: tuple[GoldObservation, ...]
    articles: tuple[GoldArticle, ...]


def read_gold(path: Path) -> Gold:
    """The gold of one file; raises InputError, naming the file and what is wrong, where it is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        gold = Gold(
            document["doc"],
            tuple(_entity(e) for e in document["entities"]),
            tuple(_relation(r) for r in document["relations"]),
            tuple(_observation(o) for o in document.get("observations", ())),
            tuple(_article(a) for a in document.get("articles", ())),
        )
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except KeyError as error:
        raise InputError(f"{path}: no gold file, something in it lacks {error}; tests/gold/GUIDE.md says what it holds") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: no gold file ({error}); tests/gold/GUIDE.md says what it holds") from error
    known = {e.id for e in gold.entities}
    named = {end for r in gold.relations for end in (r.source, r.target)} | {o.subject for o in gold.observations}
    if named - known:
        raise InputError(f"{path}: there is no entity {', '.join(sorted(map(str, named - known)))}, but a relation or observation names it")
    return gold


def _entity(e: Mapping[str, Any]) -> GoldEntity:
    forms = frozenset(squeeze(form) for form in [e["name"], *e.get("aliases", [])] if form)
    return GoldEntity(e["id"], e["type"], e["name"], forms, bool(e.get("optional")), bool(e.get("implied")))


def _relation(r: Mapping[str, Any]) -> GoldRelation:
    told = r.get("attrs") or {}
    amount = Amount(told["amount"]["value"], told["amount"]["currency"]) if "amount" in told else None
    return GoldRelation(r["s"], r["o"], r["r"], told.get("title"), amount, bool(r.get("optional")), r.get("evidence") or "")


def _observation(o: Mapping[str, Any]) -> GoldObservation:
    return GoldObservation(
        o["subject"], o["indicator"], o.get("value"), o.get("unit"), o.get("period"), o.get("change"), bool(o.get("optional"))
    )


def _article(a: Mapping[str, Any]) -> GoldArticle:
    return GoldArticle(a["title"], a.get("subtitle"), tuple(a.get("authors", ())), a["starts"], bool(a.get("optional")))

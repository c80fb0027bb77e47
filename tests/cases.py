"""Hard cases: sentences with all their facts (``tests/sentences/*.toml``), read as gold and built one by one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.evaluate.forms import squeeze
from kg.evaluate.gold import Gold, GoldEntity, GoldObservation, GoldRelation
from kg.graph import Graph
from kg.pipeline import Pages, relate_all
from kg.recognise.pipeline import make_nlp, recognise
from kg.records import Amount, Page, PageContext
from kg.tag import article_of

FOLDER = Path(__file__).parent / "sentences"


@dataclass(frozen=True, slots=True)
class Case:
    """A text of one to three sentences, where its paper is at home, and its gold."""

    gold: Gold
    text: str
    place: str
    why: str


def read_cases(folder: Path = FOLDER) -> tuple[Case, ...]:
    """All cases of a folder, named after file and number."""
    return tuple(case for path in sorted(folder.glob("*.toml")) for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    for number, entry in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1):
        yield Case(_gold(f"{path.stem}-{number}", entry), entry["text"], entry["place"], entry.get("why", ""))


def _gold(doc: str, entry: Mapping[str, Any]) -> Gold:
    entities = tuple(_entity(line) for line in entry.get("entities", ()))
    relations = tuple(_relation(line, entry["text"]) for line in entry.get("facts", ()))
    figures = tuple(_figure(line) for line in entry.get("figures", ()))
    known = {e.id for e in entities}
    used = {end for r in relations for end in (r.source, r.target)} | {f.subject for f in figures}
    assert used <= known, f"{doc}: {', '.join(sorted(used - known))} in a fact, but not among the entities"
    return Gold(doc, entities, relations, figures, ())


def _entity(line: str) -> GoldEntity:
    words = line.split(" ")
    marks = {w for w in words if w in ("optional", "implied")}
    kind, *rest = [w for w in words if w not in marks]
    name, *aliases = re.split(r" = ", " ".join(rest))
    return GoldEntity(name, kind, name, frozenset(map(squeeze, (name, *aliases))), "optional" in marks, "implied" in marks)


def _relation(line: str, text: str) -> GoldRelation:
    fact, *attributes = line.split(" | ")
    optional = fact.startswith("optional ")
    source, kind, target = fact.removeprefix("optional ").split(" ")
    title, amount = None, None
    for attribute in attributes:
        if attribute.startswith("amount="):
            value, currency = attribute.removeprefix("amount=").split(" ")
            amount = Amount(float(value), currency)
        elif not attribute.startswith("rank=") and attribute not in ("planned", "ended", "stated"):
            title = attribute
    return GoldRelation(source, target, kind, title, amount, optional, text)


def _figure(line: str) -> GoldObservation:
    optional = line.startswith("optional ")
    subject, indicator, value, unit, period, change = (
        None if part == "-" else part for part in line.removeprefix("optional ").split(" / ")
    )
    assert subject is not None and indicator is not None
    return GoldObservation(subject, indicator, float(value) if value else None, unit, period, float(change) if change else None, optional)


@lru_cache(maxsize=1)
def _nlp() -> Any:
    return make_nlp()


def graph_of(case: Case) -> Graph:
    """The graph that the text alone gives, in a paper of its place."""
    article = replace(article_of(case.text, 1), id=f"{case.gold.doc}#1", doc=case.gold.doc, context=PageContext(place=case.place))
    page = Page(case.gold.doc, f"{case.gold.doc}.txt", case.text, "utf-8", "")
    return relate_all([recognise(_nlp(), [article])], [article], Pages([page]))

"""Resolved articles out of marked text: ``{Company:远望集团}实现产值3亿元``; ``{Company:该公司=远望集团}`` names it by another form."""

from __future__ import annotations

import re

from kg.lexicon import load
from kg.recognise.values import find_values
from kg.records import Article, Entity, Evidence, Mention, PageContext, Reading, Resolved, Segment, SegmentKind
from kg.resolve.across import entity_id
from kg.resolve.keys import Key

MARK = re.compile(r"\{(?P<type>[A-Z][a-z]+):(?P<form>[^{}=]+)(?:=(?P<name>[^{}=]+))?\}")
DOC = "marked"
LEVELS = {"省": "province", "市": "prefecture", "县": "county", "区": "county", "镇": "town", "乡": "town", "道": "town", "村": "village"}


def named(type_: str, name: str) -> str:
    """The id that the entity of this type and name has in a marked article."""
    return entity_id(Key(type_, name))


def marked(text: str, home: str | None = None, issue_date: str | None = None, year: int | None = None) -> Resolved:
    """The article that the text marks up: a line a paragraph, a first line that begins with ``# `` its headline.

    ``home`` is a gazetteer key (浙江省/某市), ``issue_date`` and ``year`` resolve relative dates. Forms of the relatives' lexicon
    become relative mentions. Raises ValueError for a brace that is no mark.
    """
    title = text.startswith("# ")
    text = text.removeprefix("# ")
    plain: list[str] = []
    mentions: list[Mention] = []
    links: list[str] = []
    entities: dict[str, Entity] = {}
    position = length = 0
    for match in MARK.finditer(text):
        before = text[position : match.start()]
        plain += [before, match["form"]]
        start = length + len(before)
        length = start + len(match["form"])
        name = match["name"] or match["form"]
        key = named(match["type"], name)
        entities.setdefault(key, Entity(key, match["type"], name, level=level_of(match["type"], name)))
        links.append(key)
        mentions.append(Mention(start, length, match["type"], match["form"], source_of(match["form"], match["type"])))
        position = match.end()
    plain.append(text[position:])
    clean = "".join(plain)
    if "{" in clean or "}" in clean:
        raise ValueError(f"a brace without a mark in {text!r}")
    context = PageContext(home.rsplit("/", 1)[-1] if home else None, issue_date)
    article = Article(f"{DOC}#1", DOC, None, None, (), clean, tuple(range(len(clean))), segments_of(clean, title), context)
    words: tuple[tuple[int, int, str], ...] = ()
    reading = Reading(article, tuple(mentions), find_values(clean, issue_date, year), words, home)
    return Resolved(reading, tuple(links), entities)


def level_of(type_: str, name: str) -> str | None:
    """The level of an invented place, told by the last character of its name."""
    return LEVELS.get(name[-1]) if type_ in ("Place", "Town") else None


def source_of(form: str, type_: str) -> str:
    """The source of a mention: relative forms say so, as recognition does."""
    data = load("relatives")
    if form in data["places"]:
        return f"relative:{data['places'][form]}"
    return f"relative:{type_}" if form in data["things"] or form in data["bare"] else "marked"


def segments_of(text: str, title: bool) -> tuple[Segment, ...]:
    """A segment a line: bodies, and a headline first where there is one."""
    segments, position = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            kind = SegmentKind.TITLE if title and number == 0 else SegmentKind.BODY
            segments.append(Segment(kind, position, position + len(line)))
        position += len(line) + 1
    return tuple(segments)


def quote(article: Article, start: int, end: int) -> Evidence:
    """The stretch itself as evidence."""
    return Evidence(article.doc, article.id, start, end, article.text[start:end])

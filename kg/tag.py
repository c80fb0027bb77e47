"""The recognition stage alone: texts with the spans that name something, for pages by article or for single lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.language import Language

from kg.errors import InputError
from kg.read.decode import read_page
from kg.recognise.pipeline import recognise
from kg.records import Article, Mention, Reading, Segment, SegmentKind

_JSON_LINES = (".jsonl", ".ndjson", ".json")


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A text as it was given and the (start, end, type) of each name in it, in characters, sorted and without overlaps."""

    text: str
    spans: tuple[tuple[int, int, str], ...]

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps({"text": self.text, "spans": self.spans}, ensure_ascii=False)


def tag_articles(nlp: Language, articles: Sequence[Article]) -> tuple[TaggedText, ...]:
    """The articles of one page, tagged."""
    return tuple(map(_tagged, recognise(nlp, articles)))


def tag_lines(nlp: Language, lines: Iterable[str]) -> Iterator[TaggedText]:
    """Texts that have nothing to do with each other, each tagged by itself."""
    for number, text in enumerate(lines, 1):
        yield from tag_articles(nlp, [article_of(text, number)]) if text else [TaggedText("", ())]


def read_lines(path: Path) -> Iterator[str]:
    """The texts of a file: its lines, or the field ``text`` of each where they are JSON; raises InputError naming a line without."""
    lines = read_page(path).text.removesuffix("\n").split("\n")
    if path.suffix.lower() not in _JSON_LINES and not lines[0].lstrip().startswith("{"):
        yield from (line.removesuffix("\r") for line in lines)
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _text_of(line, f"{path}, line {number}")


def article_of(text: str, number: int) -> Article:
    """A text as an article of its own page, unchanged, so that offsets in the one are offsets in the other."""
    ends = [-1, *(i for i, c in enumerate(text) if c == "\n"), len(text)]
    segments = tuple(Segment(SegmentKind.BODY, a + 1, b) for a, b in pairwise(ends) if a + 1 < b)
    return Article(f"{number}#1", str(number), None, None, (), text, tuple(range(len(text))), segments)


def _tagged(reading: Reading) -> TaggedText:
    return TaggedText(reading.article.text, tuple((m.start, m.end, m.type) for m in reading.mentions if not _is_relative(m)))


def _is_relative(mention: Mention) -> bool:
    """Whether the words stand for something named elsewhere (我市, 该公司) instead of naming it."""
    return mention.source.startswith("relative")


def _text_of(line: str, where: str) -> str:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where}: no JSON ({error}); write one object with a field text a line, or plain text in a .txt file") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(f"{where}: no field text with a string in it; write one object with a field text a line")
    return str(row["text"])

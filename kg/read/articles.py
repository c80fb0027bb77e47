"""The articles of a page: pieces cut into articles, each with its text repaired and every character's place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.read.canonical import Span, canonical
from kg.read.headlines import Row, arrange, dash_length, is_doubled
from kg.read.joining import headline_spans, pieces_of
from kg.read.layout import Draft, drafts_of
from kg.read.lines import lines_of
from kg.read.pieces import Piece, Sort
from kg.read.repeats import without_repeats
from kg.records import Article, Page, PageContext, Segment, SegmentKind

_NOWHERE = PageContext()


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of an article to be: of what kind it is, where it stands on the page, and whether its spaces part words."""

    kind: SegmentKind
    spans: list[Span]
    spaced: bool = False


def split_articles(page: Page, context: PageContext = _NOWHERE) -> tuple[Article, ...]:
    """The articles of a page in page order; an article without a headline on the page has title None."""
    pieces = without_repeats(pieces_of(page.text, lines_of(page.text)))
    found: list[Article] = []
    for draft in drafts_of(pieces):
        article = _article(page, pieces, draft, f"{page.doc}#{len(found) + 1}", context)
        if article.body:
            found.append(article)
    return tuple(found)


def _article(page: Page, pieces: Sequence[Piece], draft: Draft, name: str, context: PageContext) -> Article:
    title, second = _headline(page.text, [pieces[i] for i in draft.heads], draft.covers)
    parts = [_Part(SegmentKind.TITLE, title, True), _Part(SegmentKind.SUBTITLE, second, True)]
    parts += _paragraphs(page.text, [pieces[i] for i in draft.body])
    parts += [_Part(SegmentKind.CAPTION, list(pieces[i].rows)) for i in draft.captions]
    text, offsets, segments = _joined(page.text, parts)
    shown = {s.kind: text[s.start : s.end] for s in segments}
    authors = tuple(dict.fromkeys(n for i in draft.makers for n in pieces[i].names))
    titles = (shown.get(SegmentKind.TITLE), shown.get(SegmentKind.SUBTITLE))
    return Article(name, page.doc, *titles, authors, text, offsets, segments, context)


def _headline(raw: str, heads: Sequence[Piece], covers: Sequence[float]) -> tuple[list[Span], list[Span]]:
    """The stretches of the main headline and of its second line."""
    spans = [span for head in heads for span in head.rows]
    if not spans:
        return [], []
    groups = [(group, cover) for group, (head, cover) in enumerate(zip(heads, covers, strict=True)) for _ in head.rows]
    texts = [raw[a:b] for a, b in spans]
    main, second = arrange([Row(t, is_doubled(t), group, cover) for t, (group, cover) in zip(texts, groups, strict=True)])
    return _shown(raw, [spans[i] for i in main]), _shown(raw, [spans[i] for i in second])


def _shown(raw: str, rows: Sequence[Span]) -> list[Span]:
    """The stretches of headline rows that are shown: without doubled printing and without the dash of a second line."""
    spans = headline_spans(raw, rows)
    if spans and (dash := dash_length(raw[spans[0][0] : spans[0][1]])):
        spans[0] = (spans[0][0] + dash, spans[0][1])
    return spans


def _paragraphs(raw: str, body: Sequence[Piece]) -> Iterator[_Part]:
    """The body's paragraphs and crossheads; a paragraph broken off goes on in the next one."""
    pending: list[Span] = []
    broken = False
    for piece in body:
        if pending and not (broken and piece.sort is Sort.TEXT):
            yield _Part(SegmentKind.BODY, pending)
            pending = []
        if piece.sort is Sort.HEAD:
            yield _Part(SegmentKind.BODY, headline_spans(raw, piece.rows), True)
        else:
            pending = [*pending, *piece.rows]
        broken = piece.sort is Sort.TEXT and not piece.finished
    if pending:
        yield _Part(SegmentKind.BODY, pending)


def _joined(raw: str, parts: Iterable[_Part]) -> tuple[str, tuple[int, ...], tuple[Segment, ...]]:
    """The parts in canonical form joined by newlines; a newline takes the offset of the character after it."""
    text: list[str] = []
    offsets: list[int] = []
    segments: list[Segment] = []
    for part in parts:
        chars, places = canonical(raw, part.spans, part.spaced)
        if not chars:
            continue
        if text:
            text.append("\n")
            offsets.append(places[0])
        segments.append(Segment(part.kind, len(offsets), len(offsets) + len(chars)))
        text.append(chars)
        offsets.extend(places)
    return "".join(text), tuple(offsets), tuple(segments)

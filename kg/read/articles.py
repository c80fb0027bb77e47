"""The articles of a page: pieces cut into articles, each with its text repaired and every character's place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.read.canonical import Span, canonical
from kg.read.headlines import Row, arrange, dash_length, is_doubled
from kg.read.layout import Draft, drafts_of
from kg.read.lines import lines_of
from kg.read.pieces import Piece, Sort, headline_spans, pieces_of
from kg.read.repeats import without_repeats
from kg.records import Article, Page, PageContext, Segment, SegmentKind

_Part = tuple[SegmentKind, list[Span]]


def split_articles(page: Page, context: PageContext = PageContext()) -> tuple[Article, ...]:
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
    parts: list[_Part] = [(SegmentKind.TITLE, title), (SegmentKind.SUBTITLE, second)]
    parts += [(SegmentKind.BODY, spans) for spans in _paragraphs([pieces[i] for i in draft.body])]
    parts += [(SegmentKind.CAPTION, list(pieces[i].rows)) for i in draft.captions]
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
    return _spans(raw, [spans[i] for i in main]), _spans(raw, [spans[i] for i in second])


def _spans(raw: str, rows: Sequence[Span]) -> list[Span]:
    spans = headline_spans(raw, rows)
    if spans and (dash := dash_length(raw[spans[0][0] : spans[0][1]])):
        spans[0] = (spans[0][0] + dash, spans[0][1])
    return spans


def _paragraphs(body: Sequence[Piece]) -> Iterable[list[Span]]:
    """The body's paragraphs and crossheads; a paragraph broken off goes on in the next one."""
    pending: list[Span] = []
    broken = False
    for piece in body:
        if pending and not (broken and piece.sort is Sort.TEXT):
            yield pending
            pending = []
        pending.extend(piece.rows)
        broken = piece.sort is Sort.TEXT and not piece.finished
    if pending:
        yield pending


def _joined(raw: str, parts: Iterable[_Part]) -> tuple[str, tuple[int, ...], tuple[Segment, ...]]:
    """The parts in canonical form joined by newlines; a newline takes the offset of the character after it."""
    text: list[str] = []
    offsets: list[int] = []
    segments: list[Segment] = []
    for kind, spans in parts:
        chars, places = canonical(raw, spans, spaced=kind in (SegmentKind.TITLE, SegmentKind.SUBTITLE))
        if not chars:
            continue
        if text:
            text.append("\n")
            offsets.append(places[0])
        segments.append(Segment(kind, len(offsets), len(offsets) + len(chars)))
        text.append(chars)
        offsets.extend(places)
    return "".join(text), tuple(offsets), tuple(segments)

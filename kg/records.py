"""The records that pass from stage to stage: frozen, typed, and free of behaviour beyond their own shape.

Offsets named ``start``/``end`` of mentions, values and segments count characters of ``Article.text``;
those of ``Evidence`` count characters of the decoded raw page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SegmentKind(StrEnum):
    """What part of an article a stretch of its text is."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BODY = "body"
    CAPTION = "caption"


class Status(StrEnum):
    """Whether the page tells a fact as done, as settled for the future, or as over."""

    STATED = "stated"
    PLANNED = "planned"
    ENDED = "ended"


class ValueKind(StrEnum):
    """The kinds of value span that recognition normalises."""

    MONEY = "money"
    DATE = "date"
    QUANTITY = "quantity"
    RATIO = "ratio"
    RANK = "rank"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a newspaper, decoded but otherwise as the file holds it."""

    doc: str
    path: str
    text: str
    encoding: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PageContext:
    """Where and when a page was printed; ``inferred`` names the fields that were read off the page itself."""

    place: str | None = None
    date: str | None = None
    paper: str | None = None
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of ``Article.text`` of one kind; a body has one segment a paragraph."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article, repaired: ``text`` joins its segments with newlines and ``offsets[i]`` is where ``text[i]`` stands in the raw page.

    ``text`` is canonical: no white space but single spaces between Latin words or headline parts, digits and
    letters half-width, Chinese punctuation full-width, one character for one character of the page.
    """

    id: str
    doc: str
    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    text: str
    offsets: tuple[int, ...]
    segments: tuple[Segment, ...]
    context: PageContext = field(default_factory=PageContext)

    @property
    def body(self) -> str:
        """The text of the body and captions, paragraphs joined by newlines."""
        return "\n".join(self.text[s.start : s.end] for s in self.segments if s.kind in (SegmentKind.BODY, SegmentKind.CAPTION))


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of an article that names an entity of ``type``.

    ``source`` is the component that found it and ``score`` its trust in 0–1, by which candidates compete; ``borne_out`` is how far the
    tagger of names agrees with the one that won: 1 where it cuts the same name, less where it sees none, least where it cuts elsewhere.
    """

    start: int
    end: int
    type: str
    text: str
    source: str
    score: float = 1.0
    borne_out: float = 1.0


@dataclass(frozen=True, slots=True)
class Value:
    """A value span, normalised: ``number`` in whole units, ``unit`` an ISO currency, a measure or ``%``, ``iso`` for dates and periods."""

    start: int
    end: int
    kind: ValueKind
    text: str
    number: float | None = None
    unit: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the page behind something: ``quote`` stands between the raw offsets once white space is taken out."""

    doc: str
    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing; ``id`` depends on type, name and scope only, so it survives the addition of pages."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str | None = None
    source_kind: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in whole units of an ISO 4217 currency."""

    value: float
    currency: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two entities, with the rule that read it and the sentences behind it."""

    source: str
    target: str
    type: str
    rule: str
    confidence: float
    evidence: tuple[Evidence, ...]
    status: Status = Status.STATED
    title: str | None = None
    amount: Amount | None = None
    date: str | None = None
    rank: int | None = None
    source_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure that a page reports about an entity; ``change`` is a fraction, ``value`` None where only the change is printed."""

    subject: str
    indicator: str
    value: float | None
    unit: str | None
    period: str | None
    change: float | None
    evidence: tuple[Evidence, ...]
    status: Status = Status.STATED


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what recognition found in it: mentions sorted and non-overlapping, values sorted."""

    article: Article
    mentions: tuple[Mention, ...]
    values: tuple[Value, ...]
    words: tuple[tuple[int, int, str], ...] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A reading whose mentions are linked: ``links[i]`` is the entity id of ``reading.mentions[i]``, None where it stays unlinked."""

    reading: Reading
    links: tuple[str | None, ...]
    entities: Mapping[str, Entity]

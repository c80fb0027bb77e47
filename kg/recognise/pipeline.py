"""The spaCy pipeline: one token a character, so that no span ever fails to align; words, candidates and values are span data.

Components declare what they need and set; ``zl_page_names`` looks at all articles of a page before it speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.gazetteer import Division, load_gazetteer
from kg.recognise.arbiter import settle, with_hosts
from kg.recognise.bodies import find_bodies
from kg.recognise.brands import find_brands
from kg.recognise.divisions import find_divisions
from kg.recognise.employers import find_employers
from kg.recognise.held import find_held
from kg.recognise.home import home_of
from kg.recognise.learned import borne_out, find_alone, find_learned, judged, mended
from kg.recognise.lists import find_listed
from kg.recognise.name_tagger import Name, load_name_tagger
from kg.recognise.page_names import find_page_names, learn
from kg.recognise.persons import find_persons
from kg.recognise.quoted import find_quoted
from kg.recognise.relatives import find_relatives
from kg.recognise.tagged import Tagged, tagged
from kg.recognise.tagged_names import find_tagged_names
from kg.recognise.tagger import Word, cut_sentences, load_tagger
from kg.recognise.values import find_values, infer_year
from kg.records import Article, Mention, Reading

VALUES = "values"

_EXTENSIONS = {"home": None, "tagged": None, "names": (), "candidates": (), "values": (), "article": None, "year": None}
for _name, _default in _EXTENSIONS.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


class ByPage:
    """A component that reads all articles of a page at once: ``read`` gets the documents of one page after those of another."""

    def __init__(self, read: Callable[[Sequence[Doc]], None]) -> None:
        self.read = read

    def __call__(self, doc: Doc) -> Doc:
        self.read([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Read the stream page by page."""
        del batch_size
        for _, group in groupby(stream, key=lambda d: d._.article.doc):
            docs = list(group)
            self.read(docs)
            yield from docs


@Language.factory("zl_tagger", default_config={"tagger": "lac"}, requires=["doc._.article"], assigns=["doc._.tagged"])
def make_tagger(nlp: Language, name: str, tagger: str) -> ByPage:
    """Words and tags of a page's documents, from the tagger of that name."""
    del nlp, name
    loaded = load_tagger(tagger)

    def read(docs: Sequence[Doc]) -> None:
        texts = [doc._.article.text for doc in docs]
        bounds = [[(a + x, a + y) for a, b in _lines(text) for x, y in cut_sentences(text[a:b])] for text in texts]
        cut = iter(loaded.tag([text[a:b] for text, own in zip(texts, bounds, strict=True) for a, b in own]))
        for doc, text, own in zip(docs, texts, bounds, strict=True):
            words = [Word(a + w.start, a + w.end, w.tag) for (a, _), sentence in zip(own, cut, strict=False) for w in sentence]
            doc._.tagged = tagged(text, words)

    return ByPage(read)


@Language.factory("zl_names", requires=["doc._.tagged"], assigns=["doc._.names"])
def make_name_tagger(nlp: Language, name: str) -> ByPage:
    """Names of a page's documents, from our own tagger."""
    del nlp, name
    loaded = load_name_tagger()

    def read(docs: Sequence[Doc]) -> None:
        bounds = [list(_stretches(doc._.tagged)) for doc in docs]
        parts = [(doc._.tagged, a, b) for doc, own in zip(docs, bounds, strict=True) for a, b in own]
        words = [[Word(w.start - a, w.end - a, w.tag) for w in text.within(a, b)] for text, a, b in parts]
        found = iter(loaded.names([text.text[a:b] for text, a, b in parts], words))
        for doc, own in zip(docs, bounds, strict=True):
            shifted = (n._replace(start=a + n.start, end=a + n.end) for (a, _), names in zip(own, found, strict=False) for n in names)
            doc._.names = mended(doc._.tagged, shifted)

    return ByPage(read)


def _stretches(text: Tagged) -> Iterator[tuple[int, int]]:
    for a, b in _lines(text.text):
        for x, y in cut_sentences(text.text[a:b]):
            yield a + x, a + y


@Language.component("zl_values", requires=["doc._.article"], assigns=["doc._.values", "doc.spans"])
def add_values(doc: Doc) -> Doc:
    """Money, dates, quantities, ratios and ranks, normalised; also as the span group ``values``."""
    article: Article = doc._.article
    doc._.values = find_values(doc.text, article.context.date, doc._.year)
    doc.spans[VALUES] = [Span(doc, v.start, v.end, label=v.kind.upper()) for v in doc._.values]
    return doc


@Language.factory("zl_candidates", default_config={"alone": False}, requires=["doc._.tagged", "doc._.names"], assigns=["doc._.candidates"])
def make_candidates(nlp: Language, name: str, alone: bool) -> Callable[[Doc], Doc]:
    """All spans that may name something, overlapping as they come; ``alone`` tells that no page stands around the text."""
    del nlp, name
    learned = find_alone if alone else find_learned

    def read(doc: Doc) -> Doc:
        text: Tagged = doc._.tagged
        names: tuple[Name, ...] = doc._.names
        doc._.candidates = tuple(chain(learned(text, names), judged(text, _by_rules(doc, text), names)))
        return doc

    return read


def _by_rules(doc: Doc, text: Tagged) -> Iterator[Mention]:
    return chain(
        find_bodies(text),
        find_brands(text),
        find_persons(text),
        find_employers(text),
        find_divisions(text, load_gazetteer(), doc._.home),
        find_quoted(text),
        find_held(text),
        find_relatives(text),
        find_tagged_names(text),
    )


@Language.factory("zl_page_names", requires=["doc._.candidates"], assigns=["doc._.candidates"])
def make_page_names(nlp: Language, name: str) -> ByPage:
    """Short forms and repeated names, learned from all articles of a page."""
    del nlp, name
    return ByPage(_learn_names)


def _learn_names(docs: Sequence[Doc]) -> None:
    settled = [with_hosts(settle(doc._.candidates), doc._.candidates) for doc in docs]
    names = learn([(doc._.tagged, mentions) for doc, mentions in zip(docs, settled, strict=True)])
    for doc, mentions in zip(docs, settled, strict=True):
        more = (
            *find_page_names(doc._.tagged, names),
            *find_listed(doc._.tagged, mentions, [m for m in doc._.candidates if m.source.startswith(("brand", "weak"))]),
        )
        doc._.candidates = (*doc._.candidates, *more)


@Language.component("zl_arbiter", requires=["doc._.candidates", "doc._.names"], assigns=["doc.ents"])
def decide(doc: Doc) -> Doc:
    """The entity spans of the document: candidates that win against those they overlap."""
    settled = settle(doc._.candidates)
    kept = tuple(replace(m, borne_out=borne_out(m, doc._.names)) for m in with_hosts(settled, doc._.candidates))
    doc._.candidates = kept
    doc.ents = filter_spans([Span(doc, m.start, m.end, label=m.type) for m in kept])
    return doc


def make_nlp(tagger: str = "lac", names: bool = True, alone: bool = False) -> Language:
    """The pipeline of the recognition stage; ``names`` tells whether our own tagger has a say, ``alone`` whether the texts are single
    lines, with no page to bear out what that tagger finds: then its word is enough."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("zl_tagger", config={"tagger": tagger})
    if names:
        nlp.add_pipe("zl_names")
    nlp.add_pipe("zl_values")
    nlp.add_pipe("zl_candidates", config={"alone": alone})
    nlp.add_pipe("zl_page_names")
    nlp.add_pipe("zl_arbiter")
    return nlp


def make_doc(nlp: Language, article: Article, home: Division | None, year: int | None) -> Doc:
    """An article as a document of single characters, with its home and the year that 今年 is."""
    doc = Doc(nlp.vocab, words=list(article.text) or [" "], spaces=[False] * max(len(article.text), 1))
    doc._.article, doc._.home, doc._.year = article, home, year
    return doc


def recognise(nlp: Language, articles: Sequence[Article]) -> tuple[Reading, ...]:
    """The readings of all articles of one page."""
    gazetteer = load_gazetteer()
    given = next((a.context.place for a in articles if a.context.place and "place" not in a.context.inferred), None)
    homes = home_of({a.id: a.text for a in articles}, gazetteer, given, next((a.context.paper for a in articles), None))
    years = years_of(articles)
    docs = nlp.pipe(make_doc(nlp, a, homes[a.id], years[a.id]) for a in articles)
    return tuple(_reading(doc) for doc in docs)


def years_of(articles: Sequence[Article]) -> dict[str, int | None]:
    """The year that 今年 is in each article: of its issue date, or what its text makes certain, or all its neighbours agree on."""
    own = {a.id: int(a.context.date[:4]) if a.context.date else infer_year(a.text) for a in articles}
    certain = set(own.values()) - {None}
    page = certain.pop() if len(certain) == 1 else None
    return {key: year if year is not None else page for key, year in own.items()}


def _reading(doc: Doc) -> Reading:
    mentions: tuple[Mention, ...] = doc._.candidates
    home: Division | None = doc._.home
    words = tuple((w.start, w.end, w.tag) for w in doc._.tagged.words)
    return Reading(doc._.article, mentions, doc._.values, words, home.key if home else None)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.split("\n"):
        if line:
            yield position, position + len(line)
        position += len(line) + 1

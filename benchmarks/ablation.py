#!/usr/bin/env python3
"""What each part of recognition adds: entity precision, recall and F1 (strict type) on pages with gold, part by part.

    ablation.py [GOLD PAGES]     (the five pages, those of other papers and the rounds where none are given)

The parts: the LAC tagger alone, its names typed by their last words; with the gazetteer; with the boundaries of the lexicon (heads,
posts, lists, quotations); with resolution (what the builds do, but without our own tagger); with our own tagger of names. Before
resolution each form on a page is an entity of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import kg.recognise.pipeline as recognition
from kg.evaluate import read_golds, score_graphs
from kg.gazetteer import load_gazetteer
from kg.graph import Graph, build_graph
from kg.pipeline import Pages, Settings, contexts_of, read_pages, relate_all
from kg.read.articles import split_articles
from kg.recognise.arbiter import settle
from kg.recognise.divisions import find_divisions
from kg.recognise.heads import head_of
from kg.recognise.tagged import Tagged
from kg.records import Article, Entity, Mention, Page

TESTS = Path(__file__).resolve().parent.parent / "tests"
SETS = {
    "five pages": (TESTS / "gold", TESTS.parent / "seeds"),
    "other papers": (TESTS / "other" / "gold", TESTS / "other" / "pages"),
    "the rounds": (TESTS / "rounds" / "gold", TESTS / "rounds" / "pages"),
}
TAGS = {"PER": "Person", "LOC": "Place", "ORG": "Company"}
TOWNSHIP = ("镇", "乡", "街道")
Mentions = Callable[[Doc], Iterable[Mention]]


def of_tagger(doc: Doc) -> Iterator[Mention]:
    """LAC's names, typed by their last words."""
    text: Tagged = doc._.tagged
    for word in text.words:
        if word.tag in TAGS and word.end - word.start > 1:
            form = text.form(word)
            heads = head_of(form)
            kind = heads[0].type if heads and word.tag == "ORG" else TAGS[word.tag]
            kind = "Town" if kind == "Place" and form.endswith(TOWNSHIP) else kind
            yield Mention(word.start, word.end, kind, form, "lac", 0.8)


def with_gazetteer(doc: Doc) -> Iterator[Mention]:
    """LAC's names and the gazetteer's."""
    yield from of_tagger(doc)
    yield from find_divisions(doc._.tagged, load_gazetteer(), doc._.home)


def by_rules(doc: Doc) -> Iterator[Mention]:
    """What all finders of rules propose."""
    yield from recognition._by_rules(doc, doc._.tagged)


def plain_graph(nlp: Language, articles: Sequence[Article], mentions: Mentions) -> Graph:
    """A graph of each form as an entity of its own."""
    tagger = nlp.get_pipe("zl_tagger")
    homes = recognition.home_of({a.id: a.text for a in articles}, load_gazetteer(), None, None)
    docs = [recognition.make_doc(nlp, article, homes[article.id], None) for article in articles]
    tagger.read(docs)
    found = {(m.type, m.text) for doc in docs for m in settle(mentions(doc)) if not m.source.startswith("relative")}
    return build_graph([Entity(f"{kind}-{form}", kind, form) for kind, form in sorted(found)], [], [], [])


def whole_graph(nlp: Language, page: Page, articles: Sequence[Article]) -> Graph:
    """The graph that a build makes."""
    return relate_all([recognition.recognise(nlp, articles)], articles, Pages([page]))


def rows(gold: Path, pages: Path) -> Iterator[tuple[str, float, float, float]]:
    """The name, precision, recall and F1 of each stage."""
    read, _ = read_pages([pages])
    contexts, _ = contexts_of(read, Settings())
    articles = {page.doc: split_articles(page, contexts[page.doc]) for page in read}
    nlp = recognition.make_nlp()
    bare = recognition.make_nlp(names=False)
    by_doc = {page.doc: page for page in read}
    stages: dict[str, Callable[[str], Graph]] = {
        "LAC alone": lambda doc: plain_graph(nlp, articles[doc], of_tagger),
        "+ gazetteer": lambda doc: plain_graph(nlp, articles[doc], with_gazetteer),
        "+ boundaries": lambda doc: plain_graph(nlp, articles[doc], by_rules),
        "+ resolution": lambda doc: whole_graph(bare, by_doc[doc], articles[doc]),
        "+ our tagger": lambda doc: whole_graph(nlp, by_doc[doc], articles[doc]),
    }
    for name, graph_of in stages.items():
        tallies = score_graphs((one, graph_of(one.doc)) for one in read_golds(gold)).tallies
        tally = tallies["entities"]
        yield name, tally.precision, tally.recall, tally.f1


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    sets = {"pages": (Path(arguments[0]), Path(arguments[1]))} if len(arguments) == 2 else SETS
    for title, (gold, pages) in sets.items():
        print(f"{title:<16}{'precision':>10}{'recall':>10}{'F1':>10}")
        for name, precision, recall, f1 in rows(gold, pages):
            print(f"{name:<16}{precision:>10.3f}{recall:>10.3f}{f1:>10.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

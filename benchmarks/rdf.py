#!/usr/bin/env python3
"""How fast the RDF of a graph is written, beside rdflib's Turtle serializer and pyoxigraph's, in triples a second on this machine.

    rdf.py [PAGES...]     (10 and 700 where none are given: some 16,000 and 1.1 million triples)

The graph is invented: pages of four articles, each with facts and figures of things that other pages tell of too. Ours is the time from
the records of the graph to the finished text. rdflib's is that of ``Graph.serialize(format="turtle")`` on the same triples, which are in
its memory already. pyoxigraph's is the time to make its objects from strings and serialize them, from a generator or by way of a store.
Time is that of the processor; the fastest of three runs counts, but for rdflib where one takes minutes.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox
import rdflib

from kg.export.jsonld import to_jsonld
from kg.export.ntriples import to_nquads, to_ntriples
from kg.export.turtle import to_turtle
from kg.export.vocabulary import VOCABULARIES
from kg.graph import ArticleCard, Graph, build_graph
from kg.ontology import RelationType, load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation

CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x5200))
ARTICLES, FACTS, FIGURES = 4, 8, 4  # on a page, in an article, in an article
LARGE = 500_000


class Inventor:
    """Invents a graph of so many pages, the same on every run."""

    def __init__(self, pages: int) -> None:
        self._random = random.Random(pages)
        self._pages = pages
        self._relations = list(load_ontology().relations.values())
        self._posts, self._indicators = ([self.words(4) for _ in range(200)] for _ in range(2))
        self._things = {kind: [self._thing(kind, n) for n in range(2 * pages)] for kind in load_ontology().types}

    def words(self, length: int) -> str:
        """Characters without sense."""
        return "".join(self._random.choices(CHARACTERS, k=length))

    def graph(self) -> Graph:
        """The graph."""
        cards = [self._card(f"p{page:06}", article) for page in range(self._pages) for article in range(ARTICLES)]
        facts = [self._fact(card) for card in cards for _ in range(FACTS)]
        figures = [self._figure(card) for card in cards for _ in range(FIGURES)]
        return build_graph([thing for kind in self._things.values() for thing in kind], facts, figures, cards)

    def _thing(self, kind: str, number: int) -> Entity:
        return Entity(f"{kind.lower()}-{number:012x}", kind, self.words(6), (self.words(3),), None, "text")

    def _card(self, doc: str, article: int) -> ArticleCard:
        day = f"2025-{self._random.randrange(1, 13):02}-{self._random.randrange(1, 29):02}"
        return ArticleCard(f"{doc}#{article}", doc, self.words(15), None, (self.words(3),), self.words(40), day, "甲县")

    def _evidence(self, card: ArticleCard) -> tuple[Evidence, ...]:
        start = self._random.randrange(9000)
        return (Evidence(card.doc, card.id, start, start + 40, self.words(40)),)

    def _end(self, kinds: frozenset[str]) -> str:
        return self._random.choice(self._things[self._random.choice(sorted(kinds))]).id

    def _fact(self, card: ArticleCard) -> Fact:
        relation: RelationType = self._random.choice(self._relations)
        return Fact(
            self._end(relation.domain), self._end(relation.range), relation.name, "invented", 0.85, self._evidence(card),
            title=self._random.choice(self._posts) if "title" in relation.takes else None,
            amount=Amount(float(self._random.randrange(10**9)), "CNY") if "amount" in relation.takes else None,
            date=card.date if "date" in relation.takes else None,
        )  # fmt: skip

    def _figure(self, card: ArticleCard) -> Observation:
        indicator, value = self._random.choice(self._indicators), float(self._random.randrange(10**8))
        return Observation(self._end(frozenset({"Company"})), indicator, value, "CNY", "2024", 0.05, self._evidence(card))


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time of the fastest run: other work on the machine weighs less on it."""
    taken = []
    for _ in range(runs):
        gc.collect()
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def objects(rows: Sequence[tuple[str, str, ox.NamedNode | ox.Literal]]) -> Iterator[ox.Triple]:
    """Triples of pyoxigraph from strings, each IRI made once."""
    made: dict[str, ox.NamedNode] = {}

    def node(iri: str) -> ox.NamedNode:
        known = made.get(iri)
        if known is None:
            known = made[iri] = ox.NamedNode(iri)
        return known

    for subject, predicate, value in rows:
        if isinstance(value, ox.NamedNode):
            term: ox.NamedNode | ox.Literal = node(value.value)
        elif value.language:
            term = ox.Literal(value.value, language=value.language)
        else:
            term = ox.Literal(value.value, datatype=node(value.datatype.value))
        yield ox.Triple(node(subject), node(predicate), term)


def by_store(rows: Sequence[tuple[str, str, ox.NamedNode | ox.Literal]]) -> bytes | None:
    """Turtle by way of a store in memory."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in objects(rows))
    return store.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())


def measure(pages: int) -> None:
    """Measure and print one size."""
    graph = Inventor(pages).graph()
    text = to_ntriples(graph)
    rows = [(t.subject.value, t.predicate.value, t.object) for t in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
    ours = {
        "Turtle": seconds(lambda: to_turtle(graph)),
        "N-Triples": seconds(lambda: to_ntriples(graph)),
        "N-Quads": seconds(lambda: to_nquads(graph)),
        "JSON-LD": seconds(lambda: to_jsonld(graph)),
    }
    others = {
        "pyoxigraph, from objects": seconds(lambda: ox.serialize(objects(rows), format=ox.RdfFormat.TURTLE, prefixes=VOCABULARIES)),
        "pyoxigraph, from a store": seconds(lambda: by_store(rows)),
    }
    peer = rdflib.Graph().parse(data=text, format="nt")
    others["rdflib's Turtle"] = seconds(lambda: peer.serialize(format="turtle"), 1 if len(rows) > LARGE else 3)
    slowest = others["rdflib's Turtle"]
    print(f"{len(rows):,} triples, triples a second and times rdflib's Turtle")
    for name, taken in (ours | others).items():
        print(f"  {name:<26}{len(rows) / taken:>10,.0f}{slowest / taken:>8.1f}")


if __name__ == "__main__":
    for size in list(map(int, sys.argv[1:])) or [10, 700]:
        measure(size)

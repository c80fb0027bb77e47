"""A page's graph beside the page's gold: which entities, relations, figures and articles are the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from kg.evaluate.causes import Cause, Finding
from kg.evaluate.ends import Ends, forms_of
from kg.evaluate.figures import score_figures
from kg.evaluate.forms import squeeze
from kg.evaluate.gold import Gold, GoldArticle
from kg.evaluate.relations import score_relations
from kg.evaluate.tally import Tallies
from kg.graph import ArticleCard, Graph

_HEADLINE = 0.8  # share of characters in order from which a headline counts as the gold's


def score_page(gold: Gold, graph: Graph, tallies: Tallies) -> Iterator[Finding]:
    """Count a page's graph into the tallies and tell each miss and each wrong item, with its cause."""
    ends = Ends(gold, graph)
    yield from _entities(gold, ends, tallies)
    yield from score_relations(gold, graph, ends, tallies)
    yield from score_figures(gold, graph, ends, tallies)
    yield from _articles(gold, graph, tallies)


def _entities(gold: Gold, ends: Ends, tallies: Tallies) -> Iterator[Finding]:
    for g in gold.entities:
        if g.optional or g.implied:
            continue
        entity = ends.known[ends.found[g.id]] if g.id in ends.found else None
        is_right = entity is not None and entity.type == g.type
        tallies.count("entities, any type", entity is not None)
        tallies.count("entities", is_right)
        tallies.count(f"entity {g.type}", is_right)
        if not is_right:
            found = f" (found as {entity.type} {entity.name})" if entity else ""
            yield Finding(Cause.TYPE if entity else ends.why_missed(g), f"missed {g.type} {g.name}{found}")
    implied = frozenset[str]().union(*(e.forms for e in ends.implied))
    for entity in ends.shown:
        g_id = ends.meant.get(entity.id)
        meant = ends.gold[g_id] if g_id is not None else None
        if (meant and meant.optional) or (not meant and forms_of(entity) & implied):
            continue
        if not meant:
            tallies["entities, any type"].wrong += 1
        if not meant or meant.type != entity.type:
            tallies["entities"].wrong += 1
            tallies[f"entity {entity.type}"].wrong += 1
            yield Finding(Cause.TYPE if meant else ends.why_wrong(entity), f"wrong {entity.type} {entity.name}")


def _articles(gold: Gold, graph: Graph, tallies: Tallies) -> Iterator[Finding]:
    left = list(graph.articles)
    for g in gold.articles:
        start = squeeze(g.starts)[:8]
        card = next((a for a in left if 0 <= squeeze(a.starts)[:40].find(start) <= 8), None)
        if card:
            left.remove(card)
        if g.optional:
            continue
        tallies.count("articles", card is not None)
        if card is None:
            yield Finding(Cause.ARTICLE, f"missed article: {g.title} 「{g.starts}」")
        else:
            yield from _headline_and_authors(g, card, tallies)
    for a in left:
        tallies["articles"].wrong += 1
        yield Finding(Cause.ARTICLE, f"wrong article: {a.title} 「{squeeze(a.starts)[:12]}」")


def _headline_and_authors(g: GoldArticle, card: ArticleCard, tallies: Tallies) -> Iterator[Finding]:
    if g.title:
        first, second = squeeze(g.title), squeeze(g.subtitle)
        readings = [first, second or first, first + second, second + first]
        ratios = [difflib.SequenceMatcher(None, reading, squeeze(card.title)).ratio() for reading in readings]
        tallies.count("attribute headline", max(ratios) >= _HEADLINE)
        if max(ratios) < _HEADLINE:
            yield Finding(Cause.ARTICLE, f"headline: {g.title} got {card.title}")
    want, got = set(map(squeeze, g.authors)), set(map(squeeze, card.authors))
    tally = tallies["authors"]
    tally.right, tally.wrong, tally.missed = tally.right + len(want & got), tally.wrong + len(got - want), tally.missed + len(want - got)
    for name in sorted(want ^ got):
        yield Finding(Cause.ARTICLE, f"author {'missed' if name in want else 'wrong'}: {name} of {g.title}")

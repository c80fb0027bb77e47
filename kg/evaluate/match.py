"""A page's graph beside the page's gold: which entities, relations, figures and articles are the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from kg.evaluate.causes import Cause, Finding, same_stretch
from kg.evaluate.forms import is_same_number, is_similar, squeeze
from kg.evaluate.gold import Gold, GoldArticle, GoldEntity, GoldObservation, GoldRelation
from kg.evaluate.tally import Tallies, band_of
from kg.graph import ArticleCard, Graph
from kg.ontology import load_ontology
from kg.records import Entity, Fact, Observation

_GAZETTEER = "gazetteer"
_HEADLINE = 0.8  # share of characters in order from which a headline counts as the gold's
_Key = tuple[str, str, str]


def score_page(gold: Gold, graph: Graph, tallies: Tallies) -> Iterator[Finding]:
    """Count a page's graph into the tallies and tell each miss and each wrong item, with its cause."""
    ends = _Ends(gold, graph)
    yield from _entities(gold, ends, tallies)
    yield from _relations(gold, graph, ends, tallies)
    yield from _observations(gold, graph, ends, tallies)
    yield from _articles(gold, graph, tallies)


def forms_of(entity: Entity) -> frozenset[str]:
    """The names of an entity, in the form in which they are compared."""
    return frozenset(squeeze(form) for form in (entity.name, *entity.aliases) if form)


class _Ends:
    """Which gold entities an entity of the graph stands for."""

    def __init__(self, gold: Gold, graph: Graph) -> None:
        self.known = {e.id: e for e in graph.entities()}
        self.shown = [e for e in self.known.values() if e.source_kind != _GAZETTEER]
        self.gold = {e.id: e for e in gold.entities}
        self.found = _matched([e for e in gold.entities if not e.implied], self.shown)
        self.meant = {node: name for name, node in self.found.items()}
        self.implied = [e for e in gold.entities if e.implied]

    def of(self, node: str) -> list[str]:
        """Gold ids for a node: its match, and implied bodies of its name or of the place that it is."""
        entity = self.known[node]
        names, governs = forms_of(entity), entity.type in ("Place", "Town")
        found = [self.meant[node]] if node in self.meant else []
        for e in self.implied:
            if names & e.forms or (governs and any(squeeze(e.name).startswith(form) for form in names if len(form) > 2)):
                found.append(e.id)
        return sorted(set(found))

    def nodes_of(self, gold: str) -> set[str]:
        """The entities of the graph that stand for a gold entity."""
        return {node for node in self.known if gold in self.of(node)}

    def why_missed(self, g: GoldEntity) -> Cause:
        """Why a gold entity was not found: cut elsewhere, or not recognised."""
        forms = {form for e in self.shown if e.id not in self.meant for form in forms_of(e)}
        return Cause.BOUNDARY if any(same_stretch(form, forms) for form in g.forms) else Cause.UNKNOWN

    def why_wrong(self, entity: Entity) -> Cause:
        """Why an entity is wrong: a gold one cut elsewhere, or none at all."""
        forms = {form for e in self.gold.values() if not e.implied for form in e.forms}
        return Cause.BOUNDARY if any(same_stretch(form, forms) for form in forms_of(entity)) else Cause.INVENTED


def _matched(gold: Sequence[GoldEntity], entities: Sequence[Entity]) -> dict[str, str]:
    """One to one, best overlap of names first: gold id → entity id."""
    pairs: list[tuple[float, str, str]] = []
    for g in gold:
        for e in entities:
            shared = g.forms & forms_of(e)
            if shared:
                same = (squeeze(g.name) == squeeze(e.name)) + (g.type == e.type)
                pairs.append((-(same + len(shared) / 100 + max(map(len, shared)) / 1000), g.id, e.id))
    matched: dict[str, str] = {}
    used: set[str] = set()
    for _, g_id, e_id in sorted(pairs):
        if g_id not in matched and e_id not in used:
            matched[g_id] = e_id
            used.add(e_id)
    return matched


def _entities(gold: Gold, ends: _Ends, tallies: Tallies) -> Iterator[Finding]:
    for g in gold.entities:
        if g.optional or g.implied:
            continue
        entity = ends.known[ends.found[g.id]] if g.id in ends.found else None
        is_right = entity is not None and entity.type == g.type
        _count(tallies, "entities, any type", entity is not None)
        _count(tallies, "entities", is_right)
        _count(tallies, f"entity {g.type}", is_right)
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


def _relations(gold: Gold, graph: Graph, ends: _Ends, tallies: Tallies) -> Iterator[Finding]:
    wanted: dict[_Key, list[GoldRelation]] = {}
    for r in gold.relations:
        if not r.optional:
            wanted.setdefault(_key(r.type, r.source, r.target), []).append(r)
    hits, wrong = _sorted_facts(gold, graph, ends, wanted)
    for key, told in wanted.items():
        _count(tallies, "relations", key in hits)
        _count(tallies, f"relation {key[0]}", key in hits)
        if key not in hits:
            r = told[0]
            names = f"{ends.gold[r.source].name} -> {ends.gold[r.target].name}"
            yield Finding(_why_missed(r, graph, ends), f"missed {r.type}: {names}   「{r.words}」")
        else:
            yield from _attributes(ends, told, hits[key], tallies)
    for (kind, source, target), fact in wrong.items():
        tallies["relations"].wrong += 1
        tallies[f"relation {kind}"].wrong += 1
        tallies[band_of(fact.confidence)].wrong += 1
        yield Finding(_why_wrong(fact, gold, ends), f"wrong {kind}: {source} -> {target}   ({fact.rule}, {fact.confidence:.2f})")
    for facts in hits.values():
        tallies[band_of(max(fact.confidence for fact in facts))].right += 1


def _sorted_facts(
    gold: Gold, graph: Graph, ends: _Ends, wanted: dict[_Key, list[GoldRelation]]
) -> tuple[dict[_Key, list[Fact]], dict[_Key, Fact]]:
    """The facts that hit what is wanted, by what they hit, and the wrong ones by names; those that are neither are left out."""
    neutral = {_key(r.type, r.source, r.target) for r in gold.relations if r.optional}
    optional = {e.id for e in gold.entities if e.optional}
    hits: dict[_Key, list[Fact]] = {}
    wrong: dict[_Key, Fact] = {}
    for _, fact in graph.facts():
        pairs = [(s, t) for s in ends.of(fact.source) for t in ends.of(fact.target)]
        keys = [_key(fact.type, *pair) for pair in pairs]
        right = next((key for key in keys if key in wanted), None)
        if right:
            hits.setdefault(right, []).append(fact)
        elif fact.source_kind != _GAZETTEER and not neutral & set(keys) and not any(optional & set(pair) for pair in pairs):
            key = _key(fact.type, ends.known[fact.source].name, ends.known[fact.target].name)
            if key not in wrong or wrong[key].confidence < fact.confidence:
                wrong[key] = fact
    return hits, wrong


def _why_missed(r: GoldRelation, graph: Graph, ends: _Ends) -> Cause:
    """Why a relation of the gold was missed: an end, another relation read between the two, or no rule."""
    sources, targets = ends.nodes_of(r.source), ends.nodes_of(r.target)
    if not sources or not targets:
        return Cause.END_MISSING
    between = [f for _, f in graph.facts() if {f.source, f.target} & sources and {f.source, f.target} & targets]
    if any(f.type == r.type for f in between):
        return Cause.TURNED
    return Cause.OTHER_RELATION if between else Cause.NO_RULE


def _why_wrong(fact: Fact, gold: Gold, ends: _Ends) -> Cause:
    """Why a fact is wrong: an end that is no entity of the gold, another relation between the two, or none."""
    sources, targets = set(ends.of(fact.source)), set(ends.of(fact.target))
    if not sources or not targets:
        return Cause.BAD_END
    between = [r for r in gold.relations if {r.source, r.target} & sources and {r.source, r.target} & targets]
    if any(r.type == fact.type for r in between):
        return Cause.TURNED
    return Cause.OTHER_RELATION if between else Cause.UNTOLD


def _attributes(ends: _Ends, wanted: Sequence[GoldRelation], facts: Sequence[Fact], tallies: Tallies) -> Iterator[Finding]:
    for r in wanted:
        where = f"{r.type} {ends.gold[r.source].name} -> {ends.gold[r.target].name}"
        if r.title is not None:
            titles = [fact.title for fact in facts if fact.title]
            is_right = any(_is_same_title(r.title, title) for title in titles)
            _count(tallies, "attribute title", is_right)
            if not is_right:
                yield Finding(Cause.ATTRIBUTE, f"title of {where}: {r.title} not in {titles}")
        if r.amount is not None:
            sums = [fact.amount for fact in facts if fact.amount]
            is_right = any(is_same_number(a.value, r.amount.value) and a.currency == r.amount.currency for a in sums)
            _count(tallies, "attribute amount", is_right)
            if not is_right:
                told = [(a.value, a.currency) for a in sums]
                yield Finding(Cause.ATTRIBUTE, f"amount of {where}: {r.amount.value} {r.amount.currency} not in {told}")


def _observations(gold: Gold, graph: Graph, ends: _Ends, tallies: Tallies) -> Iterator[Finding]:
    left = list(gold.observations)
    for o in graph.observations:
        subjects = ends.of(o.subject)
        found = next((g for g in left if g.subject in subjects and _is_same_figure(g, o)), None)
        if found is None:
            tallies["observations"].wrong += 1
            elsewhere = any(_is_same_figure(g, o) for g in gold.observations)
            words = f"{ends.known[o.subject].name} {o.indicator} {o.value} {o.unit} {o.period}"
            yield Finding(Cause.SUBJECT if elsewhere else Cause.FIGURE, f"wrong observation: {words}")
            continue
        left.remove(found)
        if not found.optional:
            tallies["observations"].right += 1
            if found.period:
                _count(tallies, "attribute period", found.period == o.period)
    for g in left:
        if not g.optional:
            tallies["observations"].missed += 1
            words = f"{ends.gold[g.subject].name} {g.indicator} {g.value} {g.unit} {g.period} change {g.change}"
            yield Finding(_why_no_figure(g, graph, ends), f"missed observation: {words}")


def _why_no_figure(g: GoldObservation, graph: Graph, ends: _Ends) -> Cause:
    if not ends.nodes_of(g.subject):
        return Cause.NO_SUBJECT
    return Cause.SUBJECT if any(_is_same_figure(g, o) for o in graph.observations) else Cause.FIGURE


def _articles(gold: Gold, graph: Graph, tallies: Tallies) -> Iterator[Finding]:
    left = list(graph.articles)
    for g in gold.articles:
        start = squeeze(g.starts)[:8]
        card = next((a for a in left if 0 <= squeeze(a.starts)[:40].find(start) <= 8), None)
        if card:
            left.remove(card)
        if g.optional:
            continue
        _count(tallies, "articles", card is not None)
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
        _count(tallies, "attribute headline", max(ratios) >= _HEADLINE)
        if max(ratios) < _HEADLINE:
            yield Finding(Cause.ARTICLE, f"headline: {g.title} got {card.title}")
    want, got = set(map(squeeze, g.authors)), set(map(squeeze, card.authors))
    tally = tallies["authors"]
    tally.right, tally.wrong, tally.missed = tally.right + len(want & got), tally.wrong + len(got - want), tally.missed + len(want - got)
    for name in sorted(want ^ got):
        yield Finding(Cause.ARTICLE, f"author {'missed' if name in want else 'wrong'}: {name} of {g.title}")


def _key(relation: str, source: str, target: str) -> _Key:
    """What makes two relations the same: those that read both ways have their ends sorted."""
    if load_ontology().require_relation(relation).symmetric and target < source:
        source, target = target, source
    return relation, source, target


def _count(tallies: Tallies, row: str, is_right: bool) -> None:
    if is_right:
        tallies[row].right += 1
    else:
        tallies[row].missed += 1


def _is_same_title(gold: str, title: str) -> bool:
    a, b = squeeze(gold), squeeze(title)
    return a.endswith(b) or b.endswith(a)


def _is_same_figure(g: GoldObservation, o: Observation) -> bool:
    if not is_similar(g.indicator, o.indicator) or not is_same_number(g.value, o.value):
        return False
    return is_same_number(g.change, o.change) if g.value is None else g.unit == o.unit

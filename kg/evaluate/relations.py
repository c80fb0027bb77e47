"""The facts of a graph beside the relations of the gold: which are the same, with their titles and amounts, and why one is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.evaluate.causes import Cause, Finding
from kg.evaluate.ends import GAZETTEER, Ends
from kg.evaluate.forms import is_same_number, squeeze
from kg.evaluate.gold import Gold, GoldRelation
from kg.evaluate.tally import Tallies, band_of
from kg.graph import Graph
from kg.ontology import load_ontology
from kg.records import Fact

_Key = tuple[str, str, str]


def score_relations(gold: Gold, graph: Graph, ends: Ends, tallies: Tallies) -> Iterator[Finding]:
    """Count the facts of a page and tell each that was missed or is wrong."""
    wanted: dict[_Key, list[GoldRelation]] = {}
    for r in gold.relations:
        if not r.optional:
            wanted.setdefault(_key(r.type, r.source, r.target), []).append(r)
    hits, wrong = _sorted_facts(gold, graph, ends, wanted)
    for key, told in wanted.items():
        tallies.count("relations", key in hits)
        tallies.count(f"relation {key[0]}", key in hits)
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
    gold: Gold, graph: Graph, ends: Ends, wanted: dict[_Key, list[GoldRelation]]
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
        elif fact.source_kind != GAZETTEER and not neutral & set(keys) and not any(optional & set(pair) for pair in pairs):
            key = _key(fact.type, ends.known[fact.source].name, ends.known[fact.target].name)
            if key not in wrong or wrong[key].confidence < fact.confidence:
                wrong[key] = fact
    return hits, wrong


def _why_missed(r: GoldRelation, graph: Graph, ends: Ends) -> Cause:
    """Why a relation of the gold was missed: an end, another relation read between the two, or no rule."""
    sources, targets = ends.nodes_of(r.source), ends.nodes_of(r.target)
    if not sources or not targets:
        return Cause.END_MISSING
    between = [f for _, f in graph.facts() if {f.source, f.target} & sources and {f.source, f.target} & targets]
    if any(f.type == r.type for f in between):
        return Cause.TURNED
    return Cause.OTHER_RELATION if between else Cause.NO_RULE


def _why_wrong(fact: Fact, gold: Gold, ends: Ends) -> Cause:
    """Why a fact is wrong: an end that is no entity of the gold, another relation between the two, or none."""
    sources, targets = set(ends.of(fact.source)), set(ends.of(fact.target))
    if not sources or not targets:
        return Cause.BAD_END
    between = [r for r in gold.relations if {r.source, r.target} & sources and {r.source, r.target} & targets]
    if any(r.type == fact.type for r in between):
        return Cause.TURNED
    return Cause.OTHER_RELATION if between else Cause.UNTOLD


def _attributes(ends: Ends, wanted: Sequence[GoldRelation], facts: Sequence[Fact], tallies: Tallies) -> Iterator[Finding]:
    for r in wanted:
        where = f"{r.type} {ends.gold[r.source].name} -> {ends.gold[r.target].name}"
        if r.title is not None:
            titles = [fact.title for fact in facts if fact.title]
            is_right = any(_is_same_title(r.title, title) for title in titles)
            tallies.count("attribute title", is_right)
            if not is_right:
                yield Finding(Cause.ATTRIBUTE, f"title of {where}: {r.title} not in {titles}")
        if r.amount is not None:
            sums = [fact.amount for fact in facts if fact.amount]
            is_right = any(is_same_number(a.value, r.amount.value) and a.currency == r.amount.currency for a in sums)
            tallies.count("attribute amount", is_right)
            if not is_right:
                told = [(a.value, a.currency) for a in sums]
                yield Finding(Cause.ATTRIBUTE, f"amount of {where}: {r.amount.value} {r.amount.currency} not in {told}")


def _key(relation: str, source: str, target: str) -> _Key:
    """What makes two relations the same: those that read both ways have their ends sorted."""
    if load_ontology().require_relation(relation).symmetric and target < source:
        source, target = target, source
    return relation, source, target


def _is_same_title(gold: str, title: str) -> bool:
    a, b = squeeze(gold), squeeze(title)
    return a.endswith(b) or b.endswith(a)

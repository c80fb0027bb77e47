"""The graph: entities and facts as one validated networkx.MultiDiGraph, with observations and articles beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import networkx as nx

from kg.errors import GraphError
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Entity, Evidence, Fact, Observation


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What the graph keeps of an article: its headline, byline and the first characters of its body."""

    id: str
    doc: str
    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    starts: str
    date: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """A validated knowledge graph.

    ``network`` has one node an entity id (attribute ``entity``, an Entity) and one edge a fact, keyed by its
    edge id (attribute ``fact``, a Fact).
    """

    network: nx.MultiDiGraph[str]
    observations: tuple[Observation, ...]
    articles: tuple[ArticleCard, ...]

    def entities(self) -> Iterator[Entity]:
        """All entities, sorted by id."""
        for node in sorted(self.network.nodes):
            yield self.entity(node)

    def entity(self, node: str) -> Entity:
        """The entity of that id; raises GraphError where there is none."""
        if node not in self.network:
            raise GraphError(f"the graph has no entity {node!r}")
        entity: Entity = self.network.nodes[node]["entity"]
        return entity

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """All facts with their edge ids, sorted by edge id."""
        edges = ((str(key), data["fact"]) for _, _, key, data in self.network.edges(keys=True, data=True))
        yield from sorted(edges, key=lambda e: e[0])


def edge_id(fact: Fact) -> str:
    """The id of a fact: the same ends, relation, title, date and rank give the same id on every build."""
    parts: tuple[str, ...] = (fact.source, fact.type, fact.target, fact.title or "", fact.status, fact.date or "", str(fact.rank or ""))
    return "f-" + hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:12]


def observation_id(observation: Observation) -> str:
    """The id of an observation: the same figure of the same thing and period gives the same id on every build."""
    o = observation
    parts = (o.subject, o.indicator, repr(o.value), o.unit or "", o.period or "", repr(o.change), o.status)
    return "o-" + hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:12]


def starts_of(article: Article, length: int = 40) -> str:
    """The first characters of an article's body."""
    return article.body.replace("\n", "")[:length]


def card_of(article: Article) -> ArticleCard:
    """What the graph keeps of an article."""
    context = article.context
    return ArticleCard(
        article.id, article.doc, article.title, article.subtitle, article.authors, starts_of(article), context.date, context.place
    )


def build_graph(
    entities: Iterable[Entity], facts: Iterable[Fact], observations: Iterable[Observation], articles: Iterable[ArticleCard]
) -> Graph:
    """Join entities and facts into one graph; a fact told twice is one edge with both sentences.

    Raises GraphError where an edge lacks an end or evidence, or the ontology does not allow it.
    """
    ontology = load_ontology()
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(entities, key=lambda e: e.id):
        ontology.require_type(entity.type)
        network.add_node(entity.id, entity=entity)
    for told in facts:
        _add(network, ontology, told)
    joined: dict[str, Observation] = {}
    for observation in observations:
        if observation.subject not in network:
            raise GraphError(f"an observation of {observation.indicator} has no subject {observation.subject!r} in the graph")
        key = observation_id(observation)
        known = joined.get(key)
        joined[key] = replace(known, evidence=merge_evidence(known.evidence, observation.evidence)) if known else observation
    ordered = tuple(joined[key] for key in sorted(joined))
    return Graph(network, ordered, tuple(sorted(articles, key=lambda a: a.id)))


def merge_evidence(*groups: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence of several readings, each place once, in page order."""
    return tuple(sorted({e for group in groups for e in group}, key=lambda e: (e.doc, e.start, e.end, e.quote)))


def _add(network: nx.MultiDiGraph[str], ontology: Ontology, fact: Fact) -> None:
    for end in (fact.source, fact.target):
        if end not in network:
            raise GraphError(f"a {fact.type} edge has no entity {end!r} in the graph (rule {fact.rule})")
    source, target = network.nodes[fact.source]["entity"], network.nodes[fact.target]["entity"]
    ontology.require_relation(fact.type)
    if not ontology.accepts(fact.type, source.type, target.type):
        raise GraphError(f"{fact.type} cannot run from {source.type} {source.name} to {target.type} {target.name} (rule {fact.rule})")
    if not fact.evidence and fact.source_kind != "gazetteer":
        raise GraphError(f"{fact.type} from {source.name} to {target.name} has no evidence (rule {fact.rule})")
    key = edge_id(fact)
    if network.has_edge(fact.source, fact.target, key):
        known: Fact = network.edges[fact.source, fact.target, key]["fact"]
        best = max((known, fact), key=lambda f: (f.confidence, f.amount is not None, f.rule))
        amount = best.amount or known.amount or fact.amount
        fact = replace(best, amount=amount, evidence=merge_evidence(known.evidence, fact.evidence))
    network.add_edge(fact.source, fact.target, key=key, fact=fact)

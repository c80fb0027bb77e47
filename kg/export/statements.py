"""What the RDF of a graph says, subject by subject: every fact a plain triple and a claim node with its sentence, status, rule and date.

A planned fact is a claim only, never a plain triple: a query over plain triples must not take a plan for a fact.
There are no blank nodes; every node has an IRI made from ids and offsets, so that two builds can be compared line by line.

Vocabularies: W3C ORG (memberships), PROV-O (derivation), RDF Data Cube (observations), OWL-Time, SKOS (names), schema.org (articles).
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote

from kg.errors import GraphError
from kg.graph import ArticleCard, Graph, observation_id
from kg.ontology import ZL, Ontology, load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
SCHEMA = "https://schema.org/"
TIME = "http://www.w3.org/2006/time#"
NS = str(ZL)

FAMILIES = ("amount", "article", "claim", "entity", "evidence", "instant", "interval", "observation", "page", "role")

_MEMBERSHIP = "holdsPosition"
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_PRECISIONS = {4: ("gYear", "inXSDgYear"), 7: ("gYearMonth", "inXSDgYearMonth"), 10: ("date", "inXSDDate")}


class Lit(NamedTuple):
    """A literal: its text, with a language tag or the IRI of a datatype."""

    text: str
    language: str | None = None
    datatype: str | None = None


class Block(NamedTuple):
    """All that is said of one subject: its IRI and (predicate, object) pairs, an object being an IRI or a literal."""

    subject: str
    pairs: list[tuple[str, str | Lit]]


def blocks(graph: Graph, base: str) -> Iterator[Block]:
    """What the RDF says, subject by subject in a fixed order: pages, articles, entities, claims, observations, evidence, roles, times."""
    yield from _Writer(graph, base).blocks()


def _zh(value: str) -> Lit:
    return Lit(value, "zh")


def _integer(value: int) -> Lit:
    return Lit(str(value), None, XSD + "integer")


def _decimal(value: float) -> Lit:
    if not math.isfinite(value):
        raise GraphError(f"{value} is no number that RDF can hold")
    whole = int(value)
    return Lit(str(whole) if whole == value else format(Decimal(repr(value)), "f"), None, XSD + "decimal")


def _precision(when: str) -> tuple[str, str] | None:
    """The xsd type of an ISO date and the OWL-Time property for it; None where it is no date of the calendar."""
    if not _ISO.fullmatch(when):
        return None
    try:
        date.fromisoformat(when + "-01-01"[len(when) - 4 :])
    except ValueError:
        return None
    return _PRECISIONS[len(when)]


def _date(when: str) -> Lit:
    known = _precision(when)
    return Lit(when, None, XSD + known[0]) if known else Lit(when)


def _ends(when: str) -> tuple[str, str] | None:
    """The first and last day, month or year of an interval or quarter; None for anything else."""
    begin, slash, end = when.partition("/")
    if slash:
        return (begin, end) if _precision(begin) and _precision(end) else None
    quarter = _QUARTER.fullmatch(when)
    if quarter is None:
        return None
    last = int(quarter[2]) * 3
    return f"{quarter[1]}-{last - 2:02}", f"{quarter[1]}-{last:02}"


@dataclass(slots=True)
class _Writer:
    """One pass over a graph; gathers on its way the shared nodes (evidence, roles, times) that it writes last."""

    graph: Graph
    entities: list[Entity]
    facts: list[tuple[str, Fact]]
    ontology: Ontology
    base: str
    evidence: dict[str, Evidence]
    roles: dict[str, str]
    times: dict[str, Block]
    iris: dict[tuple[str, str], str]

    def __init__(self, graph: Graph, base: str) -> None:
        self.graph, self.ontology, self.base = graph, load_ontology(), base
        self.entities, self.facts = list(graph.entities()), list(graph.facts())
        self.evidence, self.roles, self.times, self.iris = {}, {}, {}, {}

    def blocks(self) -> Iterator[Block]:
        yield from self._pages()
        yield from self._articles()
        yield from self._entities()
        for key, fact in self.facts:
            yield from self._claim(key, fact)
        yield from map(self._observation, self.graph.observations)
        for iri, words in sorted(self.evidence.items()):
            yield self._evidence(iri, words)
        for iri, title in sorted(self.roles.items()):
            yield Block(iri, [(RDF + "type", ORG + "Role"), (RDFS + "label", _zh(title))])
        yield from (block for _, block in sorted(self.times.items()))

    def _iri(self, family: str, name: str) -> str:
        known = self.iris.get((family, name))
        if known is None:
            known = self.iris[family, name] = f"{self.base}{family}/{quote(name, safe='', errors='surrogatepass')}"
        return known

    def _pages(self) -> Iterator[Block]:
        told = [e.evidence for e in self.entities] + [f.evidence for _, f in self.facts]
        told += [o.evidence for o in self.graph.observations]
        docs = {a.doc for a in self.graph.articles} | {e.doc for group in told for e in group}
        for doc in sorted(docs):
            yield Block(self._iri("page", doc), [(RDF + "type", NS + "Page"), (RDFS + "label", Lit(doc))])

    def _articles(self) -> Iterator[Block]:
        named: dict[str, set[str]] = {}
        for entity in self.entities:
            for e in entity.evidence:
                named.setdefault(e.article, set()).add(entity.id)
        for card in self.graph.articles:
            yield self._article(card, sorted(named.get(card.id, ())))

    def _article(self, card: ArticleCard, named: Iterable[str]) -> Block:
        pairs: list[tuple[str, str | Lit]] = [(RDF + "type", NS + "Article"), (NS + "page", self._iri("page", card.doc))]
        if card.title is not None:
            pairs += [(RDFS + "label", _zh(card.title)), (SCHEMA + "headline", _zh(card.title))]
        if card.subtitle is not None:
            pairs.append((SCHEMA + "alternativeHeadline", _zh(card.subtitle)))
        pairs += [(NS + "author", Lit(author)) for author in card.authors]
        if card.date is not None:
            pairs.append((NS + "date", _date(card.date)))
        if card.place is not None:
            pairs.append((NS + "place", Lit(card.place)))
        pairs += [(SCHEMA + "mentions", self._iri("entity", entity)) for entity in named]
        return Block(self._iri("article", card.id), pairs)

    def _entities(self) -> Iterator[Block]:
        links: dict[str, set[tuple[str, str]]] = {}
        for _, fact in self.facts:
            if fact.status is Status.PLANNED:
                continue
            links.setdefault(fact.source, set()).add((fact.type, fact.target))
            if self.ontology.relations[fact.type].symmetric:
                links.setdefault(fact.target, set()).add((fact.type, fact.source))
        for entity in self.entities:
            told = [(NS + relation, self._iri("entity", other)) for relation, other in sorted(links.get(entity.id, ()))]
            yield Block(self._iri("entity", entity.id), [*self._names(entity), *told])

    def _names(self, entity: Entity) -> Iterator[tuple[str, str | Lit]]:
        yield RDF + "type", NS + entity.type
        yield SKOS + "prefLabel", _zh(entity.name)
        yield RDFS + "label", _zh(entity.name)
        for alias in sorted(set(entity.aliases) - {entity.name}):
            yield SKOS + "altLabel", _zh(alias)
        if entity.level is not None:
            yield NS + "level", Lit(entity.level)
        yield NS + "sourceKind", Lit(entity.source_kind or "text")

    def _claim(self, key: str, fact: Fact) -> Iterator[Block]:
        source, target = self._iri("entity", fact.source), self._iri("entity", fact.target)
        pairs: list[tuple[str, str | Lit]] = [(RDF + "type", NS + "Claim")]
        if fact.type == _MEMBERSHIP:
            pairs += self._membership(source, target, fact.title)
        pairs += [(NS + "subject", source), (NS + "predicate", NS + fact.type), (NS + "object", target), (NS + "status", NS + fact.status)]
        if fact.title is not None:
            pairs.append((NS + "title", Lit(fact.title)))
        if fact.date is not None:
            pairs += [(NS + "date", _date(fact.date)), *self._when(fact.date)]
        if fact.rank is not None:
            pairs.append((NS + "rank", _integer(fact.rank)))
        pairs += [(NS + "confidence", _decimal(round(fact.confidence, 4))), (NS + "rule", Lit(fact.rule))]
        pairs += [(NS + "sourceKind", Lit(fact.source_kind or "text")), *self._quoted(fact.evidence)]
        if fact.amount is not None:
            amount = self._iri("amount", key)
            pairs.append((NS + "amount", amount))
            yield self._amount(amount, fact.amount)
        yield Block(self._iri("claim", key), pairs)

    def _membership(self, person: str, body: str, title: str | None) -> Iterator[tuple[str, str]]:
        yield from ((RDF + "type", NS + "Membership"), (ORG + "member", person), (ORG + "organization", body))
        if title is not None:
            role = self._iri("role", title)
            self.roles[role] = title
            yield ORG + "role", role

    def _amount(self, iri: str, amount: Amount) -> Block:
        return Block(iri, [(RDF + "type", NS + "Amount"), (NS + "value", _decimal(amount.value)), (NS + "currency", Lit(amount.currency))])

    def _observation(self, o: Observation) -> Block:
        pairs: list[tuple[str, str | Lit]] = [(RDF + "type", NS + "Observation"), (RDF + "type", QB + "Observation")]
        pairs += [(NS + "observed", self._iri("entity", o.subject)), (NS + "indicator", Lit(o.indicator))]
        if o.value is not None:
            pairs.append((NS + "measure", _decimal(o.value)))
        if o.unit is not None:
            pairs.append((NS + "unit", Lit(o.unit)))
        if o.change is not None:
            pairs.append((NS + "change", _decimal(o.change)))
        if o.period is not None:
            pairs += [(NS + "period", Lit(o.period)), *self._when(o.period)]
        pairs += [(NS + "status", NS + o.status), *self._quoted(o.evidence)]
        return Block(self._iri("observation", observation_id(o)), pairs)

    def _quoted(self, evidence: Iterable[Evidence]) -> Iterator[tuple[str, str]]:
        articles = set()
        for e in evidence:
            digest = hashlib.sha256(f"{e.article}\x1f{e.quote}".encode(errors="surrogatepass")).hexdigest()[:8]
            iri = f"{self._iri('evidence', e.doc)}_{e.start}-{e.end}_{digest}"
            self.evidence[iri] = e
            articles.add(self._iri("article", e.article))
            yield NS + "evidence", iri
        yield from ((PROV + "wasDerivedFrom", article) for article in sorted(articles))

    def _evidence(self, iri: str, e: Evidence) -> Block:
        pairs: list[tuple[str, str | Lit]] = [(RDF + "type", NS + "Evidence"), (NS + "quote", _zh(e.quote))]
        pairs += [(NS + "start", _integer(e.start)), (NS + "end", _integer(e.end))]
        pairs += [(NS + "article", self._iri("article", e.article)), (NS + "page", self._iri("page", e.doc))]
        return Block(iri, pairs)

    def _when(self, when: str) -> Iterator[tuple[str, str]]:
        ends = _ends(when)
        if ends is None:
            yield from ((TIME + "hasTime", iri) for iri in self._instant(when))
            return
        iri = self._iri("interval", when)
        bounds = [(TIME + name, i) for name, end in zip(("hasBeginning", "hasEnd"), ends, strict=True) for i in self._instant(end)]
        self.times[iri] = Block(iri, [(RDF + "type", TIME + "ProperInterval"), *bounds])
        yield TIME + "hasTime", iri

    def _instant(self, when: str) -> Iterator[str]:
        known = _precision(when)
        if known:
            iri = self._iri("instant", when)
            self.times[iri] = Block(iri, [(RDF + "type", TIME + "Instant"), (TIME + known[1], _date(when))])
            yield iri

"""What the RDF of a graph says, subject by subject: every fact a plain triple and a claim node with its sentence, status, rule and date.

A planned fact is a claim only, never a plain triple: a query over plain triples must not take a plan for a fact.
There are no blank nodes; every node has an IRI made from ids and offsets, so that two builds can be compared line by line.
A claim is a Web Annotation of the places that tell it: a piece of evidence is a part of its page (``oa:SpecificResource``), cut out by a
selector that knows the place and the words.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.export.blocks import Block, Pair, Said
from kg.export.dialects import Dialect
from kg.export.figures import shape_of, variants
from kg.export.times import Times
from kg.graph import ArticleCard, Graph, observation_id
from kg.ontology import load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status


class Statements:
    """One pass over a graph in one dialect; gathers on its way the shared nodes that it gives last, and what the header counts."""

    def __init__(self, graph: Graph, dialect: Dialect) -> None:
        self.graph, self.ontology, self.dialect = graph, load_ontology(), dialect
        self.entities, self.facts = list(graph.entities()), list(graph.facts())
        self._figures = list(zip(map(observation_id, graph.observations), graph.observations, strict=True))
        self._variants = variants(self._figures)
        self.subjects = self.triples = 0
        self.classes: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self._told_by = self._pages_of_entities()
        self._evidence: dict[tuple[str, str], Evidence] = {}
        self._roles: dict[str, set[str]] = {}
        self._times = Times(dialect)
        self._type = dialect.properties["type"]

    def body(self) -> Iterator[Block]:
        """Everything but the header, in a fixed order: pages, articles, entities, claims, observations, evidence, roles, times."""
        for block in self._blocks():
            self.subjects += 1
            for said in block.said:
                self.triples += len(said.pairs)
            yield block

    def _blocks(self) -> Iterator[Block]:
        yield from self._pages()
        yield from self._articles()
        yield from self._entities()
        for key, fact in self.facts:
            yield from self._claim(key, fact)
        for key, observation in self._figures:
            yield self._observation(key, observation)
        for (_, name), words in sorted(self._evidence.items(), key=lambda known: known[0]):
            yield from self._quotation(name, words)
        for title in sorted(self._roles):
            yield self._role(title)
        yield from self._times.blocks()

    def _pages_of_entities(self) -> dict[str, set[str]]:
        """The pages that name each entity or tell something of it."""
        told: dict[str, set[str]] = {e.id: {words.doc for words in e.evidence} for e in self.entities}
        for _, fact in self.facts:
            docs = [e.doc for e in fact.evidence]
            told[fact.source].update(docs)
            told[fact.target].update(docs)
        for o in self.graph.observations:
            told[o.subject].update([e.doc for e in o.evidence])
        return told

    def _pages(self) -> Iterator[Block]:
        p = self.dialect.properties
        docs = {a.doc for a in self.graph.articles}.union(*self._told_by.values())
        for doc in sorted(docs):
            self.classes["zl:Page"] += 1
            pairs = [(self._type, self.dialect.word["zl:Page"]), (p["file"], self.dialect.text(doc))]
            yield Block(self.dialect.of["page"][doc], [Said((doc,), pairs)])

    def _articles(self) -> Iterator[Block]:
        named: dict[str, set[str]] = {}
        for entity in self.entities:
            for e in entity.evidence:
                named.setdefault(e.article, set()).add(entity.id)
        for card in self.graph.articles:
            yield self._article(card, sorted(named.get(card.id, ())))

    def _article(self, card: ArticleCard, named: Iterable[str]) -> Block:
        d, p = self.dialect, self.dialect.properties
        self.classes["zl:Article"] += 1
        pairs = [(self._type, d.word["zl:Article"]), (p["page"], d.of["page"][card.doc])]
        if card.title is not None:
            pairs += [(p["label"], d.zh(card.title)), (p["headline"], d.zh(card.title))]
        if card.subtitle is not None:
            pairs.append((p["alternativeHeadline"], d.zh(card.subtitle)))
        pairs += [(p["author"], author) for author in dict.fromkeys(map(d.text, card.authors))]
        if card.date is not None:
            pairs.append((p["date"], d.date[card.date]))
        if card.place is not None:
            pairs.append((p["place"], d.term[card.place]))
        pairs += [(p["mentions"], d.of["entity"][entity]) for entity in named]
        return Block(d.of["article"][card.id], [Said((card.doc,), pairs)])

    def _entities(self) -> Iterator[Block]:
        links: dict[str, dict[Pair, set[str]]] = {}
        for _, fact in self.facts:
            if fact.status is Status.PLANNED:
                continue
            ends = [(fact.source, fact.target)]
            if self.ontology.relations[fact.type].symmetric:
                ends.append((fact.target, fact.source))
            for source, target in ends:
                links.setdefault(source, {}).setdefault((fact.type, target), set()).update([e.doc for e in fact.evidence])
        known, properties = self.dialect.of["entity"], self.dialect.properties
        for entity in self.entities:
            said = [Said(self._told_by[entity.id], self._names(entity))]
            for (relation, other), docs in sorted(links.get(entity.id, {}).items()):
                self.relations[relation] += 1
                said.append(Said(docs, [(properties[relation], known[other])]))
            yield Block(known[entity.id], said)

    def _names(self, entity: Entity) -> list[Pair]:
        d, p = self.dialect, self.dialect.properties
        self.classes[f"zl:{entity.type}"] += 1
        name = d.zh(entity.name)
        pairs = [(self._type, d.word[f"zl:{entity.type}"]), (p["prefLabel"], name), (p["label"], name)]
        pairs += [(p["altLabel"], alias) for alias in sorted(set(map(d.zh, entity.aliases)) - {name})]
        if entity.level is not None:
            pairs.append((p["level"], d.term[entity.level]))
        pairs.append((p["sourceKind"], d.term[entity.source_kind or "text"]))
        return pairs

    def _claim(self, key: str, fact: Fact) -> Iterator[Block]:
        d, p, known = self.dialect, self.dialect.properties, self.dialect.of["entity"]
        docs = {e.doc for e in fact.evidence}
        self.classes["zl:Claim"] += 1
        pairs = [(self._type, d.word["zl:Claim"])]
        if fact.evidence:
            pairs.append((self._type, d.word["oa:Annotation"]))
        source, target = known[fact.source], known[fact.target]
        if "title" in self.ontology.require_relation(fact.type).takes:  # a relation with a post is a membership
            pairs += self._membership(source, target, fact.title, docs)
        pairs += [(p["subject"], source), (p["predicate"], d.word[f"zl:{fact.type}"]), (p["object"], target)]
        pairs.append((p["status"], d.word[f"zl:{fact.status}"]))
        if fact.title is not None:
            pairs.append((p["title"], d.term[fact.title]))
        if fact.date is not None:
            pairs += [(p["date"], d.date[fact.date]), *self._times.of(fact.date, docs)]
        if fact.rank is not None:
            pairs.append((p["rank"], d.integer(fact.rank)))
        pairs += [(p["confidence"], d.decimal[round(fact.confidence, 4)]), (p["rule"], d.term[fact.rule])]
        pairs.append((p["sourceKind"], d.term[fact.source_kind or "text"]))
        if fact.amount is not None:
            amount = d.of["amount"][key]
            pairs.append((p["amount"], amount))
            yield Block(amount, [Said(docs, self._amount(fact.amount))])
        yield Block(d.of["claim"][key], [Said(docs, pairs), *self._quoted(fact.evidence)])

    def _membership(self, person: str, body: str, title: str | None, docs: set[str]) -> Iterator[Pair]:
        d, p = self.dialect, self.dialect.properties
        yield self._type, d.word["zl:Membership"]
        yield self._type, d.word["org:Membership"]
        yield p["member"], person
        yield p["organization"], body
        if title is not None:
            self._roles.setdefault(title, set()).update(docs)
            yield p["role"], d.of["role"][title]

    def _amount(self, amount: Amount) -> list[Pair]:
        d, p = self.dialect, self.dialect.properties
        money = [(p["value"], d.decimal[amount.value]), (p["currency"], d.term[amount.currency])]
        return [(self._type, d.word["zl:Amount"]), *money]

    def _observation(self, key: str, o: Observation) -> Block:
        d, p = self.dialect, self.dialect.properties
        docs = {e.doc for e in o.evidence}
        self.classes["zl:Observation"] += 1
        pairs = [(self._type, d.word[kind]) for kind in ("zl:Observation", "qb:Observation")]
        if o.evidence:
            pairs.append((self._type, d.word["oa:Annotation"]))
        pairs += [(p["dataSet"], d.of["figures"][shape_of(o)]), (p["observed"], d.of["entity"][o.subject])]
        pairs += [(p["indicator"], d.term[o.indicator]), (p["variant"], d.integer(self._variants[key]))]
        if o.value is not None:
            pairs.append((p["measure"], d.decimal[o.value]))
        if o.unit is not None:
            pairs.append((p["unit"], d.term[o.unit]))
        if o.change is not None:
            pairs.append((p["change"], d.decimal[o.change]))
        if o.period is not None:
            pairs += [(p["period"], d.term[o.period]), *self._times.of(o.period, docs)]
        pairs.append((p["status"], d.word[f"zl:{o.status}"]))
        return Block(d.of["observation"][key], [Said(docs, pairs), *self._quoted(o.evidence)])

    def _quoted(self, evidence: Sequence[Evidence]) -> list[Said]:
        """What each page says of a claim or figure by its words alone."""
        d, p = self.dialect, self.dialect.properties
        pages: dict[str, dict[Pair, None]] = {}
        for e in evidence:
            name = _name_of(e)
            self._evidence[e.doc, name] = e
            head, tail = d.of["evidence"].stem(e.doc)
            words, told = f"{head}{name}{tail}", pages.setdefault(e.doc, {})
            told[p["evidence"], words] = told[p["hasTarget"], words] = told[p["wasDerivedFrom"], d.of["article"][e.article]] = None
        return [Said((doc,), list(told)) for doc, told in pages.items()]

    def _quotation(self, name: str, e: Evidence) -> Iterator[Block]:
        d, p, word = self.dialect, self.dialect.properties, self.dialect.word
        page, article = d.of["page"][e.doc], d.of["article"][e.article]
        head, tail = d.of["selector"].stem(e.doc)
        selector = f"{head}{name}{tail}"
        self.classes["zl:Evidence"] += 1
        place = [
            (self._type, word["zl:Evidence"]), (self._type, word["oa:SpecificResource"]), (p["quote"], d.zh(e.quote)),
            (p["start"], d.integer(e.start)), (p["end"], d.integer(e.end)), (p["article"], article), (p["wasQuotedFrom"], article),
            (p["page"], page), (p["hasSource"], page), (p["hasSelector"], selector),
        ]  # fmt: skip
        cut = [
            (self._type, word["oa:TextPositionSelector"]), (p["from"], d.count(e.start)), (p["to"], d.count(e.end)),
            (self._type, word["oa:TextQuoteSelector"]), (p["exact"], d.text(e.quote)),
        ]  # fmt: skip
        head, tail = d.of["evidence"].stem(e.doc)
        yield Block(f"{head}{name}{tail}", [Said((e.doc,), place)])
        yield Block(selector, [Said((e.doc,), cut)])

    def _role(self, title: str) -> Block:
        d, p, name = self.dialect, self.dialect.properties, self.dialect.zh(title)
        pairs = [(self._type, d.word["org:Role"]), (p["prefLabel"], name), (p["label"], name)]
        return Block(d.of["role"][title], [Said(self._roles[title], pairs)])


def _name_of(e: Evidence) -> str:
    """What tells a quotation from the others of its page: where it stands, and in which words."""
    digest = hashlib.sha256(f"{e.article}\x1f{e.quote}".encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{e.start}-{e.end}_{digest}"

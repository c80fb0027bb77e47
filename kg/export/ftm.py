"""``entities.ftm.json``: the graph as FollowTheMoney entities, one JSON object a line, for Aleph and its kin.

The ontology says which schema a type and a relation become (``zl:ftmSchema``). An edge whose ends that schema does not take becomes an
UnknownLink, which takes any. A relation with the schema Project becomes a project of its own between two links, since only that can
hold what was invested. Each entity has its articles as ``proof`` and its sentences: edges, projects and figures as ``summary``,
things as ``notes``. Status, date, amount and role stand in properties; ``description`` says the rest in words.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.export.attributes import amount_values, number, place_of
from kg.export.characters import first_day, xml_text
from kg.graph import ArticleCard, Graph, merge_evidence, observation_id
from kg.ontology import Ontology, RelationType, load_ontology
from kg.records import Entity, Evidence, Fact, Observation

FtmEntity = dict[str, Any]
_LEGAL = frozenset({"Person", "Company", "Organization", "PublicBody", "LegalEntity"})
_BODIES = frozenset({"Company", "Organization", "PublicBody"})
_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}  # what some programs take for the end of a line
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,150}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge schema of FollowTheMoney: the properties for its ends, and the schemata that each takes, None for any."""

    source: str
    target: str
    sources: frozenset[str] | None = None
    targets: frozenset[str] | None = None


LINK = "UnknownLink"
EDGES = {
    LINK: Edge("subject", "object"),
    "Occupancy": Edge("holder", "post", frozenset({"Person"}), _BODIES),  # the post is a Position of the body
    "Ownership": Edge("owner", "asset", _LEGAL, frozenset({"Company", "Asset"})),
    "ProjectParticipant": Edge("participant", "project", _LEGAL, frozenset({"Project"})),
}


def write(graph: Graph) -> dict[str, bytes]:
    """The one file of this format by its name."""
    return {"entities.ftm.json": to_ftm(graph).encode()}


def to_ftm(graph: Graph) -> str:
    """The entities as JSON lines: articles, things, facts with their posts and projects, figures; the same bytes for the same graph."""
    lines = (json.dumps(e, ensure_ascii=False, sort_keys=True) for e in _Writer(graph).entities())
    return "".join(line.translate(_LINE_ENDS) + "\n" for line in lines)


def ftm_id(family: str, name: str) -> str:
    """An id that FollowTheMoney takes: our own where it may stand, otherwise made from its digest."""
    return name if _ID.fullmatch(name) else f"{family}-{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:16]}"


def _entity(key: str, schema: str, **properties: object) -> FtmEntity:
    """An entity; a property may be one value or several, each once, and is left out where it has none."""
    told: dict[str, list[str]] = {}
    for name, values in properties.items():
        several = values if isinstance(values, list | tuple) else (values,)
        kept = list(dict.fromkeys(xml_text(str(v)) for v in several if v is not None and v != ""))
        if kept:
            told[name] = kept
    return {"id": key, "schema": schema, "properties": told}


class _Writer:
    """One pass over a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.ontology = graph, load_ontology()
        self.sums = _sums(graph, self.ontology)

    def entities(self) -> Iterator[FtmEntity]:
        cards = {a.id: a for a in self.graph.articles}
        yield from (_article(key, doc, cards.get(key)) for key, doc in sorted(_articles(self.graph).items()))
        yield from map(self._thing, self.graph.entities())
        posts: set[str] = set()
        for key, fact in self.graph.facts():
            for made in self._fact(key, fact):
                if made["schema"] == "Position" and made["id"] in posts:
                    continue
                posts.add(made["id"])
                yield made
        yield from map(self._figure, self.graph.observations)

    def _schema(self, entity: str) -> str:
        return self.ontology.types[self.graph.entity(entity).type].ftm_schema

    def _thing(self, e: Entity) -> FtmEntity:
        known = self.ontology.types[e.type]
        more: dict[str, object] = {"full": e.name} if known.ftm_schema == "Address" else {}
        if e.id in self.sums:
            more["amount"], more["currency"] = self.sums[e.id]
        words = _words(level=e.level, source=e.source_kind if e.source_kind == "gazetteer" else None)
        return _entity(
            ftm_id("thing", e.id), known.ftm_schema, name=e.name, alias=[a for a in e.aliases if a != e.name],
            keywords=[known.label_zh, known.label_en], description=words, notes=_quotes(e.evidence), proof=_proof(e.evidence), **more,
        )  # fmt: skip

    def _fact(self, key: str, fact: Fact) -> Iterator[FtmEntity]:
        relation = self.ontology.relations[fact.type]
        source, target = (fact.target, fact.source) if relation.ftm_reversed else (fact.source, fact.target)
        schema, told = relation.ftm_schema, self._told(key, fact, relation)
        if schema == "Project":
            yield from self._project(key, fact, relation, told)
            return
        edge = EDGES[schema]
        fits = _takes(edge.sources, self._schema(source)) and _takes(edge.targets, self._schema(target))
        if schema == "Occupancy" and fits and fact.title is not None:
            post = self._post(target, fact.title)
            yield post
            yield _entity(ftm_id("fact", key), schema, holder=ftm_id("thing", source), post=post["id"], **told)
            return
        role = [relation.label_zh, relation.label_en, fact.title]
        if schema == "Occupancy" or not fits:
            schema, edge, source, target = LINK, EDGES[LINK], fact.source, fact.target
        ends = {edge.source: ftm_id("thing", source), edge.target: ftm_id("thing", target)}
        yield _entity(ftm_id("fact", key), schema, role=role, **ends, **told)

    def _told(self, key: str, fact: Fact, relation: RelationType) -> dict[str, object]:
        """What an edge or a project says of its fact beside the ends."""
        amount, currency = amount_values(fact.amount)
        words = _words(
            relation=f"{relation.label_zh} {relation.label_en}", title=fact.title, amount=f"{amount} {currency}" if fact.amount else None,
            date=fact.date, rank=fact.rank, status=str(fact.status), confidence=round(fact.confidence, 4), rule=fact.rule,
            source=fact.source_kind if fact.source_kind == "gazetteer" else None, places=_places(fact.evidence),
        )  # fmt: skip
        return {
            "status": str(fact.status), "date": fact.date if first_day(fact.date) else None, "recordId": key, "description": words,
            "summary": _quotes(fact.evidence), "proof": _proof(fact.evidence),
        }  # fmt: skip

    def _post(self, body: str, title: str) -> FtmEntity:
        name, key = self.graph.entity(body).name, ftm_id("thing", body)
        return _entity(f"post-{hashlib.sha256(f'{key}/{title}'.encode(errors='surrogatepass')).hexdigest()[:16]}", "Position",
                       name=f"{name}{title}", organization=key)  # fmt: skip

    def _project(self, key: str, fact: Fact, relation: RelationType, told: dict[str, object]) -> Iterator[FtmEntity]:
        source, target = ftm_id("thing", fact.source), ftm_id("thing", fact.target)
        project, amount = ftm_id("fact", key), amount_values(fact.amount)
        name = f"{self.graph.entity(fact.source).name}{relation.label_zh}{self.graph.entity(fact.target).name}"
        record = told.pop("recordId")
        yield _entity(project, "Project", name=name, projectId=record, amount=amount[0], currency=amount[1], **told)
        shared = {"proof": told["proof"], "status": told["status"], "date": told["date"], "summary": told["summary"]}
        role = [relation.label_zh, relation.label_en]
        kind = "ProjectParticipant" if _takes(_LEGAL, self._schema(fact.source)) else LINK
        ends = {EDGES[kind].source: source, EDGES[kind].target: project}
        yield _entity(f"{project}-of", kind, role=role, **ends, **shared)
        yield _entity(f"{project}-in", LINK, subject=project, object=target, role=role, **shared)

    def _figure(self, o: Observation) -> FtmEntity:
        value = None if o.value is None else f"{number(o.value)} {o.unit or ''}".strip()
        words = _words(value=value, change=o.change, period=o.period, status=str(o.status), places=_places(o.evidence))
        return _entity(
            ftm_id("figure", observation_id(o)), "Note", name=o.indicator, entity=ftm_id("thing", o.subject), description=words,
            summary=_quotes(o.evidence), proof=_proof(o.evidence),
        )  # fmt: skip


def _takes(schemata: frozenset[str] | None, schema: str) -> bool:
    return schemata is None or schema in schemata


def _articles(graph: Graph) -> dict[str, str]:
    """All articles that something is quoted from, and all others of the graph, with the page of each."""
    told = [e.evidence for e in graph.entities()] + [f.evidence for _, f in graph.facts()] + [o.evidence for o in graph.observations]
    return {e.article: e.doc for group in told for e in group} | {a.id: a.doc for a in graph.articles}


def _article(key: str, doc: str, card: ArticleCard | None) -> FtmEntity:
    if card is None:
        return _entity(ftm_id("article", key), "Article", name=key, fileName=doc, language="zho")
    published = card.date if first_day(card.date) else None
    return _entity(
        ftm_id("article", key), "Article", name=card.title or card.starts or key, title=[card.title, card.subtitle], author=card.authors,
        summary=card.starts, publishedAt=published, description=_words(place=card.place, article=key), fileName=doc, language="zho",
    )  # fmt: skip


def _sums(graph: Graph, ontology: Ontology) -> dict[str, tuple[object, object]]:
    """The sum of a project where all that is said of it names the same one."""
    found: dict[str, set[tuple[object, object]]] = {}
    for _, fact in graph.facts():
        if fact.amount and ontology.types[graph.entity(fact.target).type].ftm_schema == "Project":
            found.setdefault(fact.target, set()).add(amount_values(fact.amount))
    return {entity: next(iter(sums)) for entity, sums in found.items() if len(sums) == 1}


def _words(**values: object) -> str:
    """What has no property of its own, in words."""
    return "; ".join(f"{name}: {value}" for name, value in values.items() if value is not None and value != "")


def _quotes(evidence: Sequence[Evidence]) -> list[str]:
    return [e.quote for e in merge_evidence(evidence)]


def _places(evidence: Iterable[Evidence]) -> str:
    return ", ".join(place_of(e) for e in merge_evidence(evidence))


def _proof(evidence: Iterable[Evidence]) -> list[str]:
    return sorted({ftm_id("article", e.article) for e in evidence})

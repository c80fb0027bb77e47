"""Relations of one article: its sentences in order, posts folded into persons, frames run, registers carried along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import load_gazetteer
from kg.records import Entity, Fact, Resolved
from kg.relate.by_name import located_by_container, located_by_name, undertaken_by_name
from kg.relate.engine import Engine, Quote, State
from kg.relate.frames import Frame, load_frames
from kg.relate.posts import PostReader
from kg.relate.scene import Node, Scene, scene_of, sentences
from kg.relate.titles import Post
from kg.resolve.across import entity_id, other_names
from kg.resolve.keys import Key

AWAY = "away"
PEERS = ("county", "prefecture")
POST_RULE = "posts/apposition"
POST_TRUST = 0.95
TOPICS = ("Company", "Zone", "Organization", "Town")
# 作为某集团的子公司，某公司…: what is owned is told of, not its owner
OWNED = re.compile("(?:旗下|下属)?的?(?:全资|控股|独资)?(?:子公司|分公司|成员企业)")
CHILD = "子公司"  # 全资子公司某公司: its owner is told of
# zones that hold many firms; a park may be a stop itself
WIDE = re.compile("(?:开发区|经开区|高新区|新区|保税区|工业园区|产业园区|集聚区|集中区|工业区|合作区|临空区)$")
OPENING = 8  # characters into a sentence within which a name is what the sentence is about


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells: its facts, and the bodies that only a post implies."""

    facts: tuple[Fact, ...]
    implied: tuple[Entity, ...]


class ArticleReader:
    """Reads the relations of articles; frames default to those of the lexicon."""

    def __init__(
        self,
        entities: Mapping[str, Entity],
        quote: Quote,
        frames: Sequence[Frame] | None = None,
        fired: Callable[[str], None] | None = None,
    ) -> None:
        self.entities, self.quote = entities, quote
        self.engine = Engine(load_frames() if frames is None else frames, quote, fired)
        self.posts = PostReader({e.id: e.name for e in entities.values()})

    def read(self, resolved: Resolved) -> Told:
        """The facts of one article, in text order."""
        state, facts, implied = State(), list[Fact](), dict[str, Entity]()
        self._set_home(resolved, state)
        self.posts.officials.clear()
        for start, end in sentences(resolved.reading.article.text):
            scene = scene_of(resolved, start, end)
            if resolved.reading.article.text[max(0, start - 1)] != "；":
                state.registers.pop("listing", None)  # a list goes on over semicolons only
            if not scene.nodes:
                facts.extend(self.engine.run(scene, state))  # what it says of others: 两地举行座谈会
                continue
            scene, posts = self.posts.read(scene, resolved.reading.home, self._name(state, "town"), self._owners(state))
            for fact, entity in self._held(posts, scene):
                facts.append(fact)
                if entity is not None:
                    implied[entity.id] = entity
            _open(scene, state)
            facts.extend(self.engine.run(scene, state))
            _carry(scene, state)
        home = state.nodes("home")
        facts.extend(located_by_name(resolved, home[0].entity if home else None, self.quote))
        facts.extend(located_by_container(resolved, self.quote))
        for fact, company in undertaken_by_name(resolved, self.quote):
            facts.append(fact)
            if company.id not in self.entities:
                implied[company.id] = company
        return Told(tuple(facts), tuple(implied[k] for k in sorted(implied)))

    def _set_home(self, resolved: Resolved, state: State) -> None:
        home = resolved.reading.home
        if home is None:
            return
        *parents, name = home.split("/")
        for kind in ("Place", "Town"):
            key = entity_id(Key(kind, name, "/".join(parents)))
            if key in self.entities:
                state.registers["home"] = (Node(key, kind, 0, 0, (0, 0)),)
                state.registers["topic_place"] = state.registers["home"]
                return

    def _name(self, state: State, register: str) -> str | None:
        nodes = state.nodes(register)
        return self.entities[nodes[-1].entity].name if nodes else None

    def _owners(self, state: State) -> dict[str, tuple[str, ...]]:
        return {kind: tuple(n.entity for n in state.nodes(f"told_{kind}")) for kind in ("Company", "Organization")}

    def _held(self, posts: Sequence[Post], scene: Scene) -> Iterator[tuple[Fact, Entity | None]]:
        article = scene.resolved.reading.article
        for post in posts:
            evidence = self.quote(article, scene.start, scene.end)
            body, entity = post.body, None
            if body is None and post.implied is not None:
                key = Key("Government", post.implied)
                body = entity_id(key)
                if body not in self.entities:
                    entity = Entity(body, key.type, key.name, other_names(key), None, "text", (evidence,))
            if body is not None and post.title:
                trust = round(POST_TRUST * post.trust, 3)
                yield Fact(post.person.entity, body, "holdsPosition", POST_RULE, trust, (evidence,), post.status, title=post.title), entity


def _open(scene: Scene, state: State) -> None:
    """What a sentence is about, where it opens with a name or nothing was told of before."""
    text = scene.resolved.reading.article.text
    topic = next(
        (n for n in scene.nodes if n.type in TOPICS and not OWNED.match(text, n.end) and not text.endswith(CHILD, 0, n.start)), None
    )
    state.registers["earlier"] = state.registers.get("topic", ())
    if topic is None or (topic.start - scene.start > OPENING and state.registers.get("topic")):
        return
    state.registers["topic"] = (topic,)
    if topic.type == "Company":
        state.registers["topic_company"] = (topic,)
    if topic.type in ("Town", "Zone"):
        state.registers["topic_place"] = (topic,)


def _carry(scene: Scene, state: State) -> None:
    """What later sentences may lean on: the last town, zone, project and company, the topic, the places of a tour."""
    for node in scene.nodes:
        register = {"Town": "town", "Zone": "zone", "Project": "project"}.get(node.type)
        if register:
            state.registers[register] = (node,)
    for node in sorted((*scene.nodes, *scene.hosts), key=lambda n: n.start):
        if node.type in ("Company", "Organization"):
            state.registers[f"told_{node.type}"] = (*state.nodes(f"told_{node.type}"), node)
    names = scene.resolved.entities
    _tell_apart(scene, state)
    sites = tuple(n for n in state.nodes("site") if n.type in ("Town", "Place") or (n.type == "Zone" and WIDE.search(names[n.entity].name)))
    gone_to = state.nodes("site")
    if len(sites) > 1 and state.nodes("site_seen") != gone_to:
        state.registers["tour_place"] = ()  # to several: each stop has to say where it is
    state.registers["site_seen"] = gone_to
    if state.registers.get("activity") == "tour" and "tour_place" not in state.registers:
        state.registers["tour_place"] = sites if len(sites) == 1 else (() if sites else state.registers.get("home", ()))
    elif state.registers.get("tour_place") == AWAY and len(sites) == len(state.nodes("site")) == 1:
        state.registers["tour_place"] = sites  # where the delegation has come to
    state.registers["stop_bodies"] = tuple(n for n in state.nodes("stops") if n.type in ("Company", "Organization"))


def _tell_apart(scene: Scene, state: State) -> None:
    """The one county or city beside its own that an article tells of: with it 两地 does what is told; none where there are several."""
    names = scene.resolved.entities
    home = {names[n.entity].name for n in state.nodes("home")}
    known = {n.entity: n for n in state.nodes("others")}
    for node in scene.nodes:
        entity = names[node.entity]
        if node.type == "Place" and entity.level in PEERS and not any(_related(entity.name, name) for name in home):
            known[node.entity] = node
    state.registers["others"] = tuple(known.values())
    state.registers["other"] = tuple(known.values()) if len(known) == 1 else ()


def _related(place: str, home: str) -> bool:
    """Whether a place is the home, holds it or lies in it."""
    inner = any(home in d.parents for d in load_gazetteer().named(place))
    return place == home or inner or any(place in d.parents for d in load_gazetteer().named(home))

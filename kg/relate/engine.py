"""The frame engine: runs all frames over an article, sentence by sentence, and keeps registers (leader, event …) between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.gazetteer import load_gazetteer
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Entity, Evidence, Fact, Status, Value
from kg.relate.attributes import amount_of, date_for, ranks_for, status_of, sum_for
from kg.relate.frames import FactTemplate, Frame, Slot
from kg.relate.scene import Node, Scene, sentences
from kg.relate.slots import beside, inside

Quote = Callable[[Article, int, int], Evidence]
Register = tuple[Node, ...] | str
CONTAINMENT = "partOf"
LEVELS = ("site", "village", "town", "county", "prefecture", "province", "country")
SIDE = "$side"  # the guest for those who came with the guest, else the leader
RESPECTIVELY = "分别"  # 甲、乙分别获丙、丁称号: the first of one list goes with the first of the other
LONG_GAP = 12  # characters between a slot and its trigger beyond which trust falls
FALLBACK_TRUST = 0.88


@dataclass(slots=True)
class State:
    """What earlier sentences of an article left behind."""

    registers: dict[str, Register] = field(default_factory=dict)

    def nodes(self, name: str) -> tuple[Node, ...]:
        """The nodes of a register; none where it is empty or holds a word."""
        value = self.registers.get(name, ())
        return value if isinstance(value, tuple) else ()

    def meets(self, condition: str) -> bool:
        """Whether a condition holds: ``name`` (set), ``!name`` (not set) or ``name=word``."""
        if condition.startswith("!"):
            return not self.registers.get(condition[1:])
        name, equals, word = condition.partition("=")
        return self.registers.get(name) == word if equals else bool(self.registers.get(name))


@dataclass(frozen=True, slots=True)
class _Filled:
    nodes: tuple[Node, ...]
    trust: float


class Engine:
    """Applies frames to scenes; ``quote`` gives the evidence of a stretch, ``fired`` hears the id of each frame that applies."""

    def __init__(self, frames: Sequence[Frame], quote: Quote, fired: Callable[[str], None] | None = None) -> None:
        self.frames, self.quote, self.fired = frames, quote, fired
        self.ontology: Ontology = load_ontology()

    def run(self, scene: Scene, state: State) -> Iterator[Fact]:
        """The facts that the frames state of one sentence."""
        skeleton, _ = scene.skeleton
        for frame in self.frames:
            if not all(state.meets(n) for n in frame.needs):
                continue
            for match in frame.trigger.finditer(skeleton):
                if frame.unless is not None and frame.unless.search(_clause(skeleton, match.start(), match.end())):
                    continue
                yield from self._apply(frame, match, scene, state)

    def _apply(self, frame: Frame, match: re.Match[str], scene: Scene, state: State) -> Iterator[Fact]:
        filled: dict[str, _Filled] = {}
        for slot in frame.slots:
            found = self._fill(slot, match, scene, state)
            if found is None:
                if slot.optional:
                    continue
                return
            filled[slot.name] = found
        clause = _clause(scene.skeleton[0], match.start(), match.end())
        status = Status(frame.status) if frame.status else status_of(clause)
        if status is None:
            return
        if self.fired is not None:
            self.fired(frame.id)
        for template in frame.facts:
            yield from self._facts(frame, template, filled, scene, state, match, status)
        for register, source in frame.sets:
            if source.startswith("="):
                state.registers[register] = source[1:]
            elif source.startswith("$"):
                state.registers[register] = state.registers.get(source[1:], ())
            elif source in filled:
                state.registers[register] = filled[source].nodes

    def _fill(self, slot: Slot, match: re.Match[str], scene: Scene, state: State) -> _Filled | None:
        nodes = inside(slot, match, scene) if slot.side == "inside" else beside(slot, match, scene)
        nodes = tuple(n for n in nodes if _suits(slot, n, scene))
        if nodes:
            near = min(_distance(n, match, scene) for n in nodes)
            return _Filled(nodes, 1.0 if near <= LONG_GAP else 0.93)
        if slot.fallback is not None:
            kept = tuple(n for n in state.nodes(slot.fallback) if n.type in slot.types and _suits(slot, n, scene))
            return _Filled(kept, FALLBACK_TRUST) if kept else None
        return None

    def _facts(
        self,
        frame: Frame,
        template: FactTemplate,
        filled: Mapping[str, _Filled],
        scene: Scene,
        state: State,
        match: re.Match[str],
        status: Status,
    ) -> Iterator[Fact]:
        sources = _ends(template.source, template.source_body, filled, state)
        targets = {} if template.target == SIDE else _ends(template.target, template.target_body, filled, state)
        sides = {n.entity: _side(n, state) for n in filled[template.source].nodes} if template.target == SIDE else {}
        trust = frame.confidence * min([filled[e].trust for e in (template.source, template.target) if e in filled], default=1.0)
        relation = self.ontology.relations[template.relation]
        entities = scene.resolved.entities
        place = scene.skeleton[1][match.start()]
        ranks = ranks_for(scene, len(sources)) if "rank" in relation.takes else ()
        money = sum_for(scene, place) if "amount" in relation.takes else None
        evidence = self._evidence(scene, money)
        date = date_for(scene, place) if "date" in relation.takes else None
        both = "$" not in template.source + template.target and len(sources) == len(targets) > 1
        paired = both and RESPECTIVELY in _clause(scene.skeleton[0], match.start(), match.end())
        order = list(targets)
        for index, source in enumerate(sources):
            for target in sides.get(source, order[index : index + 1] if paired else order):
                sure = trust * min(sources[source], targets.get(target, 1.0))
                if relation.name == CONTAINMENT and not _contained(entities[source], entities[target]):
                    continue
                if source == target or not self.ontology.accepts(relation.name, entities[source].type, entities[target].type):
                    continue
                either = relation.symmetric and self.ontology.accepts(relation.name, entities[target].type, entities[source].type)
                first, second = sorted((source, target)) if either else (source, target)
                yield Fact(
                    first, second, relation.name, frame.id, round(sure, 3), evidence, status,
                    amount=amount_of(money), date=date, rank=ranks[index] if index < len(ranks) else None,
                )  # fmt: skip

    def _evidence(self, scene: Scene, money: Value | None) -> tuple[Evidence, ...]:
        """The sentence of a fact, and the next one where that tells the sum."""
        article = scene.resolved.reading.article
        told = (self.quote(article, scene.start, scene.end),)
        if money is None or money.start < scene.end:
            return told
        following = next((scene.end + a, scene.end + b) for a, b in sentences(article.text[scene.end :]) if scene.end + b >= money.end)
        return (*told, self.quote(article, *following))


def _suits(slot: Slot, node: Node, scene: Scene) -> bool:
    """Whether a node passes the slot's tests of name and office."""
    if slot.official and not node.official:
        return False
    return slot.named is None or slot.named.search(scene.resolved.entities[node.entity].name) is not None


def _side(node: Node, state: State) -> list[str]:
    """Whom a person accompanies at a meeting: the guest, where they are named with the guest's body; else the leader."""
    guests = state.nodes("guest")
    bodies = {g.body for g in guests} | {g.entity for g in guests}
    chosen = guests if node.body is not None and node.body in bodies else state.nodes("leader")
    return [n.entity for n in chosen]


def _contained(part: Entity, whole: Entity) -> bool:
    """Whether containment is possible: of a lower level, no mere site of a county, and not known to lie elsewhere."""
    if part.level not in LEVELS or whole.level not in LEVELS or LEVELS.index(part.level) >= LEVELS.index(whole.level):
        return False
    if part.level == LEVELS[0] and whole.level != "town":
        return False
    known = load_gazetteer().named(part.name)
    return not known or any(whole.name in d.parents for d in known)


def _ends(name: str, body: bool, filled: Mapping[str, _Filled], state: State) -> dict[str, float]:
    """The entities at an end of a fact, in text order, and how sure their recognition is."""
    nodes = state.nodes(name[1:]) if name.startswith("$") else (filled[name].nodes if name in filled else ())
    found: dict[str, float] = {}
    for node in nodes:
        entity = node.body if body else node.entity
        if entity is not None:
            found.setdefault(entity, node.trust)
    return found


def _clause(skeleton: str, start: int, end: int) -> str:
    """The clause around a trigger: from the comma before to the comma after."""
    left = max(skeleton.rfind(c, 0, start) for c in "，；：。“”")
    right = min((p for p in (skeleton.find(c, end) for c in "，；。！？") if p >= 0), default=len(skeleton))
    return skeleton[left + 1 : right]


def _distance(node: Node, match: re.Match[str], scene: Scene) -> int:
    start, end = scene.skeleton[1][match.start()], scene.skeleton[1][match.end()]
    return max(0, start - node.end, node.start - end)

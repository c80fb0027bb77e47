"""Whose figure it is: the names that clauses open with, and what a paragraph or an article is about where a clause names nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.records import ValueKind
from kg.relate.observations_words import is_regional, pattern
from kg.relate.scene import Node, Scene

PLACES = frozenset({"Place", "Town", "Zone"})
BEARERS = PLACES | {"Company", "Project", "Organization", "Government", "Event"}
CLAUSE_ENDS = "，；。！？：…\n"
TITLE_REACH = 14  # characters after a body's name within which a person's name makes the body his post's
THEME_SHARE = 0.4  # of all openings of an article; below, it has no theme


@dataclass(frozen=True, slots=True)
class Opening:
    """The name or the list of names that a clause opens with, whoever it is; ``bears`` tells that a figure may be theirs."""

    nodes: tuple[Node, ...]
    start: int
    end: int
    bears: bool


@dataclass(slots=True)
class Memory:
    """Whom earlier sentences of an article were about."""

    theme: Node | None = None
    paragraph: Node | None = None
    weak: Node | None = None
    place: Node | None = None
    told: list[Node] = field(default_factory=list)

    def new_paragraph(self) -> None:
        """Forget what the last paragraph was about."""
        self.paragraph = self.weak = self.place = None

    def candidates(self) -> Iterator[Node]:
        """Whom a figure may be about that its own sentence gives no name for, the likeliest first."""
        yield from (n for n in (self.paragraph, self.weak, self.place, self.theme) if n is not None)


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the clauses of a stretch stand, their closing marks left out."""
    left = start
    for position in range(start, end + 1):
        if position == end or text[position] in CLAUSE_ENDS:
            if position > left:
                yield left, position
            left = position + 1


def opening_of(scene: Scene, start: int, end: int) -> Opening | None:
    """The name a clause opens with, after adverbs, dates and modifiers that end in 的; None where it opens with something else."""
    text = scene.resolved.reading.article.text
    nodes = [n for n in scene.nodes if start <= n.start and n.end <= end]
    first = next((n for n in nodes if n.start >= _after_openers(scene, start, end)), None)
    if first is None or not _leads(text[_after_openers(scene, start, end) : first.start]):
        return None
    chain, stop = [first], first.end
    for node in nodes[nodes.index(first) + 1 :]:
        gap = text[stop : node.start]
        if pattern("[“《]?(?:（[^（）]*）)?(?:<opening.parts>)?[“《]?").fullmatch(gap) and "Person" not in (node.type, chain[-1].type):
            chain[-1] = node
        elif pattern("[”》]?(?:、|和|与|及|以及)[“《]?").fullmatch(gap):
            chain.append(node)
        elif not pattern("[”》]?（").fullmatch(gap):
            break
        stop = node.end
    return Opening(tuple(chain), first.start, stop, _bears(scene, tuple(chain), stop, end))


def _after_openers(scene: Scene, start: int, end: int) -> int:
    dates = {v.start: v.end for v in scene.values if v.kind is ValueKind.DATE}
    names = {n.start for n in scene.nodes}
    text, word = scene.resolved.reading.article.text, pattern("<opening.words>")
    while start < end and start not in names:
        if start in dates:
            start = dates[start]
        elif match := word.match(text, start, end):
            start = match.end()
        else:
            break
    return start


def _leads(modifier: str) -> bool:
    """Whether what stands before a name only modifies it: 上榜的, 成立于本地的; no preposition, no clause of its own."""
    if not modifier:
        return True
    return pattern("(?!<opening.prepositions>)[^，、；：。“”]{1,12}的[“《]?").fullmatch(modifier) is not None


def _bears(scene: Scene, nodes: tuple[Node, ...], stop: int, end: int) -> bool:
    """Whether the names are things with figures and not part of a person's title or the voice of a speaker."""
    text = scene.resolved.reading.article.text
    if any(n.type not in BEARERS for n in nodes) or pattern("[”》]?<opening.persons>").match(text, stop, end):
        return False
    if any(n.type == "Person" and stop <= n.start < stop + TITLE_REACH and n.end <= end for n in scene.nodes):
        return False
    return pattern("<never.says>[，：“]*$").search(text[stop:end]) is None


def suits(node: Node, indicator: str) -> bool:
    """Whether a thing of that type can have the figure: regional figures are those of places."""
    return node.type in BEARERS and (node.type in PLACES or not is_regional(indicator))


def remember(memory: Memory, scene: Scene, openings: list[Opening | None]) -> None:
    """Keep whom a sentence was about, once its figures are read."""
    bearing = [o for o in openings if o is not None and o.bears]
    if bearing:
        last = bearing[-1]
        memory.paragraph = last.nodes[0] if len(last.nodes) == 1 else None
    elif (weak := next((n for n in scene.nodes if _mentioned(scene, n)), None)) is not None:
        memory.weak = weak
    for node in scene.nodes:
        if node.type in PLACES and node.relative:
            memory.place = node
        if node.type in ("Company", "Project", "Zone", "Town"):
            memory.told.append(node)


def _mentioned(scene: Scene, node: Node) -> bool:
    """Whether a sentence is about a thing that no clause of it opens with: not the source it quotes, not what stands in brackets."""
    text = scene.resolved.reading.article.text
    source = pattern("(?:记者从|从|据|向)[“]?$").search(text[max(scene.start, node.start - 4) : node.start])
    return node.type in PLACES | {"Company"} and source is None and text[node.start - 1 : node.start] != "（"


def theme_of(openings: list[Opening | None]) -> Node | None:
    """What an article is mainly about: the thing that most of its clauses open with, if one stands out."""
    nodes = [o.nodes[0] for o in openings if o is not None and o.bears and len(o.nodes) == 1 and o.nodes[0].type != "Event"]
    counts = Counter(n.entity for n in nodes)
    if not counts:
        return None
    entity, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    if count < max(2, THEME_SHARE * len(nodes)):
        return None
    return next(n for n in nodes if n.entity == entity)


def recent(memory: Memory, count: int) -> tuple[Node, ...]:
    """The last things told of, as many as asked and no two alike, in the order of the text; empty where there are fewer."""
    found: list[Node] = []
    kind = memory.told[-1].type if memory.told else ""
    kinds = ("Company", "Project") if kind in ("Company", "Project") else (kind,)
    for node in reversed(memory.told):
        if node.type in kinds and node.entity not in {n.entity for n in found}:
            found.append(node)
        if len(found) == count:
            return tuple(reversed(found))
    return ()

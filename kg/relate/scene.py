"""A sentence as rules see it: its nodes (persons with their posts folded in), groups of coordinated nodes, and a skeleton to match on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from kg.ontology import load_ontology
from kg.records import Entity, Resolved, Value

FIRST_SYMBOL = 0xE000  # private use area: a node is one character of the skeleton, one a type
LISTED = re.compile(r"(?:等)?(?:、|和|与|及|以及|、和|还有|，以及)(?:[^，。；、：]{1,8}(?:、|和)){0,3}(?:“|《)?")
UNKNOWN_ITEM = re.compile(
    r"(?:[^，。；、：！？和与及的等在到\d]{1,9}(?:[港园城馆院厂站场店楼街路桥库所厅廊庄门湾塔亭寨]|中心|基地|公司|小区|社区|大厦|项目|工程|景区|合作社|学校|小学|中学)(?:、|和))+"
)
PERSONS_LISTED = re.compile(r"(?:一行|等)?(?:、|和|与|及|以及|，)")
QUOTES = "“”‘’《》"


@dataclass(frozen=True, slots=True)
class Node:
    """A linked mention in a sentence; ``start``/``end`` cover its apposition (posts, 一行), ``core`` the name alone.

    ``body`` is the id of the body whose post a person is named with here, ``relative`` tells that a relative name stands for it,
    ``official`` that the article names the person with a public office, ``trust`` how sure its recognition is.
    """

    entity: str
    type: str
    start: int
    end: int
    core: tuple[int, int]
    body: str | None = None
    relative: bool = False
    official: bool = False
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that a list joins: A、B和C; a ``container`` is a place that only says where the node after it is."""

    nodes: tuple[Node, ...]
    start: int
    end: int
    container: bool = False


@dataclass(frozen=True)
class Scene:
    """One sentence of an article: offsets count characters of the article's text; ``hosts`` are the bodies that events are named after."""

    resolved: Resolved
    start: int
    end: int
    nodes: tuple[Node, ...]
    values: tuple[Value, ...]
    hosts: tuple[Node, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        return self.resolved.reading.article.text[self.start : self.end]

    @cached_property
    def skeleton(self) -> tuple[str, tuple[int, ...]]:
        """The sentence with each node as one symbol, and where each of its characters stands in the article's text (with the end)."""
        article = self.resolved.reading.article.text
        characters: list[str] = []
        places: list[int] = []
        position = self.start
        for node in self.nodes:
            characters.extend(article[position : node.start])
            places.extend(range(position, node.start))
            characters.append(symbol(node.type))
            places.append(node.start)
            position = node.end
        characters.extend(article[position : self.end])
        places.extend(range(position, self.end + 1))
        return "".join(characters), tuple(places)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All coordinated groups, in text order; a lone node is a group of one."""
        groups: list[list[Node]] = []
        containers: list[Node] = []
        article = self.resolved.reading.article.text
        opens = None  # where a chain of containers before the next node begins
        for node, following in zip_longest(self.nodes, self.nodes[1:]):
            gap = article[node.end : following.start] if following is not None else ""
            if following is not None and (contains(node, following, gap) or holds_unknown(node, gap)):
                opens = node.start if opens is None else opens
                containers.append(node)
                continue
            previous = groups[-1][-1] if groups else None
            if previous is not None and joins(previous, node, article[previous.end : node.start if opens is None else opens]):
                groups[-1].append(node)
            else:
                groups.append([node])
            opens = None
        listed = [Group(tuple(g), g[0].start, g[-1].end) for g in groups]
        alone = [Group((c,), c.start, c.end, container=True) for c in containers]
        return tuple(sorted([*listed, *alone], key=lambda g: g.start))


PLACES = frozenset({"Place", "Town"})


def contains(first: Node, second: Node, gap: str) -> bool:
    """Whether a node only says where the next one is: 某镇某村, 某镇的某公司 are one member of a list, the last."""
    if first.type == "Company" and second.type == "Project":
        return gap in ("", "的")
    if first.type not in (*PLACES, "Zone") or second.type == "Person":
        return False
    return gap == "的" or (not gap and first.type in PLACES and second.type in PLACES and first.end - first.start > 1)


def holds_unknown(node: Node, gap: str) -> bool:
    """Whether a place only says where an unknown item of a list is (某市某物流港、某公司): no member of the list."""
    return node.type in PLACES and UNKNOWN_ITEM.fullmatch(gap) is not None


def symbol(type_: str) -> str:
    """The skeleton's character for a type."""
    return chr(FIRST_SYMBOL + list(load_ontology().types).index(type_))


def joins(first: Node, second: Node, gap: str) -> bool:
    """Whether what stands between two nodes makes them members of one list."""
    if not gap:  # 沪苏浙: abbreviations run together
        return first.end - first.start == second.end - second.start == 1
    if gap == "”“":  # “甲”“乙”等称号
        return "Person" not in (first.type, second.type)
    gap = gap.strip(QUOTES)
    if first.type == second.type == "Person":
        if gap == "，" and first.end > first.core[1]:
            return False  # 某某一行，某某参加: the party ends there
        return PERSONS_LISTED.fullmatch(gap) is not None
    if "Person" in (first.type, second.type):
        return False
    return LISTED.fullmatch(gap) is not None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of an article stand: up to 。！？； or a line's end, closing quotes included."""
    start, position = 0, 0
    while position < len(text):
        if text[position] in "。！？；\n":
            end = position + 1
            while end < len(text) and text[end] in "”’』」）":
                end += 1
            if text[start:end].strip():
                yield start, end
            start = position = end
        else:
            position += 1
    if text[start:].strip():
        yield start, len(text)


def scene_of(resolved: Resolved, start: int, end: int) -> Scene:
    """The scene of one sentence, before posts are folded in."""
    reading, entities = resolved.reading, resolved.entities
    nodes: list[Node] = []
    hosts: list[Node] = []
    for mention, link in zip(reading.mentions, resolved.links, strict=True):
        if link is None or mention.start < start or mention.end > end:
            continue
        entity: Entity = entities[link]
        relative = mention.source.startswith("relative")
        span = (mention.start, mention.end)
        node = Node(link, entity.type, *span, span, None, relative, trust=mention.borne_out)
        if nodes and node.end <= nodes[-1].end:
            hosts.append(node)  # a firm in the name of a signing
            continue
        if nodes and nodes[-1].start == node.start:
            hosts.append(nodes.pop())  # 某协会 in 某协会成立大会
        nodes.append(node)
    values = tuple(v for v in reading.values if v.start >= start and v.end <= end)
    return Scene(resolved, start, end, tuple(nodes), values, tuple(hosts))


def with_nodes(scene: Scene, nodes: Iterable[Node]) -> Scene:
    """The scene with other nodes: those that lie inside another's apposition are dropped."""
    ordered = sorted(nodes, key=lambda n: (n.start, -n.end))
    kept: list[Node] = []
    for node in ordered:
        if kept and node.start < kept[-1].end:
            continue
        kept.append(node)
    return replace(scene, nodes=tuple(kept))


def named(nodes: Sequence[Node], types: Iterable[str]) -> tuple[Node, ...]:
    """The nodes of these types."""
    wanted = frozenset(types)
    return tuple(n for n in nodes if n.type in wanted)

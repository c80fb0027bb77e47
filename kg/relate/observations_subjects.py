"""Whose figure it is: the names that clauses open with or bring in, and what a paragraph or an article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.records import ValueKind
from kg.relate.observations_words import is_own, is_regional, pattern
from kg.relate.scene import Node, Scene

PLACES = frozenset({"Place", "Town", "Zone"})
BEARERS = PLACES | {"Company", "Project", "Organization", "Government", "Event"}
CLAUSE_ENDS = "，；。！？：…\n"
TITLE_REACH = 14  # characters after a body's name within which a person's name makes the body his post's
THEME_SHARE = 0.4  # of all openings of an article; below, it has no theme
NAMES = frozenset({"ORG"})  # tags of words that name something
SPAN = r"(?:这|近|过去|这几|前|短短)?[\d一二三四五六七八九十几两]+(?:多|余)?(?:个月|年|天)(?:多|余)?(?:来|间|里|以来|时间里?|之内)?"


@dataclass(frozen=True, slots=True)
class Opening:
    """The name or the list of names that a clause opens with, whoever it is; ``bears`` tells that a figure may be theirs."""

    nodes: tuple[Node, ...]
    start: int
    end: int
    bears: bool
    lasting: bool = True  # whether later sentences may go on about it


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: where it stands, whom it opens with, whom it brings in at its end and by what verb."""

    start: int
    end: int
    opening: Opening | None
    brought: Node | None = None
    verb: str = ""


@dataclass(slots=True)
class Memory:
    """Whom earlier sentences of an article were about."""

    theme: Node | None = None
    paragraph: Node | None = None
    weak: Node | None = None
    place: Node | None = None
    told: list[Node] = field(default_factory=list)
    unnamed: bool = False
    event: Node | None = None

    def new_paragraph(self) -> None:
        """Forget what the last paragraph was about."""
        self.paragraph = self.weak = self.place = None
        self.unnamed = False

    def candidates(self, indicator: str, happening: bool, several: bool) -> Iterator[Node]:
        """Whom a figure may be about that its own sentence gives no name for, the likeliest first.

        ``happening``: the sentence goes on about an event; ``several``: it has just counted projects or firms, so that sums are theirs together.
        """
        if self.paragraph is not None and self.paragraph.type in PLACES and is_own(indicator) and not several:
            return
        if self.paragraph is not None:
            yield self.paragraph
        if self.unnamed:
            return
        if happening and self.event is not None:
            yield self.event
        for node in (self.weak, self.place, self.theme):
            # a sum invested, an area or a bare output is hardly that of a place only told of
            if node is not None and (several or not (node.type in PLACES and (is_size(indicator) or is_own(indicator)))):
                yield node


def is_size(indicator: str) -> bool:
    """Whether the name is that of what a works or a firm has: investment, area, capacity."""
    return pattern("<opening.sizes>").search(indicator) is not None and not is_regional(indicator)


def clauses_of(scene: Scene) -> tuple[Clause, ...]:
    """The clauses of a sentence, their closing marks left out."""
    text, left, found = scene.resolved.reading.article.text, scene.start, []
    for position in range(scene.start, scene.end + 1):
        if position == scene.end or text[position] in CLAUSE_ENDS:
            if position > left:
                node, verb = _brought(scene, left, position)
                found.append(Clause(left, position, opening_of(scene, left, position), node, verb))
            left = position + 1
    return tuple(found)


def _brought(scene: Scene, start: int, end: int) -> tuple[Node | None, str]:
    """The name at the end of a clause and the verb that brings it in (成立了X, 签约X项目)."""
    text = scene.resolved.reading.article.text
    last = next((n for n in reversed(scene.nodes) if start <= n.start and n.end <= end), None)
    if last is None or last.type not in ("Company", "Project", "Zone", "Organization") or text[last.end : end].strip("”》等"):
        return None, ""
    match = pattern("(?P<verb><opening.founding>|<opening.introducing>)了?[“《]?$").search(text[start : last.start])
    return (last, match["verb"]) if match else (None, "")


def opening_of(scene: Scene, start: int, end: int) -> Opening | None:
    """The name a clause opens with, after adverbs, dates and modifiers that end in 的; None where it opens with something else."""
    text = scene.resolved.reading.article.text
    nodes = [n for n in scene.nodes if start <= n.start and n.end <= end]
    begin = _after_openers(scene, start, end)
    first = next((n for n in nodes if n.start >= begin), None)
    if first is None or pattern("<opening.scopes>").match(text, first.end, end):
        return None
    visited = pattern("<opening.visiting>$").search(text[start : first.start]) is not None and text.startswith("的", first.end)
    if not visited and not _leads(text[begin : first.start]):
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
    return Opening(tuple(chain), first.start, stop, _bears(scene, tuple(chain), stop, end), lasting=not visited)


def _after_openers(scene: Scene, start: int, end: int) -> int:
    dates = {v.start: v.end for v in scene.values if v.kind is ValueKind.DATE}
    names = {n.start for n in scene.nodes if n.type != "Award"}
    dates |= {n.start: n.end for n in scene.nodes if n.type == "Award"}
    text, word = scene.resolved.reading.article.text, pattern(f"{SPAN}|<opening.words>")
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
    if any(n.type not in BEARERS for n in nodes) or pattern("[”》]?<opening.persons>|[·—-]").match(text, stop, end):
        return False
    if any(n.type == "Person" and stop <= n.start < stop + TITLE_REACH and n.end <= end for n in scene.nodes):
        return False
    return pattern("<never.says>[，：“]*$").search(text[stop:end]) is None


def suits(node: Node, indicator: str) -> bool:
    """Whether a thing of that type can have the figure: regional figures are those of places."""
    return node.type in BEARERS and (node.type in PLACES or not is_regional(indicator))


def subject_of(
    scene: Scene, parts: Sequence[Clause], memory: Memory, place: int, start: int, indicator: str, several: bool = False
) -> Node | None:
    """Whose the figure at ``start`` in the clause numbered ``place`` is, None where no one is certain."""
    follower = _follower(scene, start)
    for number in range(place, -1, -1):
        part = parts[number]
        if (meant := _anaphor(scene, memory, part)) is not None and part.opening is None:
            return meant
        if number < place and part.brought is not None and _passes(part.verb, indicator):
            return part.brought
        opening = part.opening
        if opening is None and _unknown(scene, part):
            return follower
        if opening is None or opening.start >= start:
            if number == place and any(n.type == "Person" and part.start <= n.start < start for n in scene.nodes):
                return follower
            continue
        if len(opening.nodes) > 1 or not opening.bears:
            if number == place or len(opening.nodes) > 1:
                return follower
            continue
        node = opening.nodes[0]
        if follower is not None and node.type in PLACES | {"Government", "Event"}:
            return follower
        if suits(node, indicator):
            return _owner(scene, memory, parts[:number], node)
    happening = pattern("[“]?<opening.happening>").match(scene.text) is not None
    return follower or next((n for n in memory.candidates(indicator, happening, several) if suits(n, indicator)), None)


def _passes(verb: str, indicator: str) -> bool:
    return pattern("<opening.founding>").fullmatch(verb) is not None or is_size(indicator)


def _anaphor(scene: Scene, memory: Memory, part: Clause) -> Node | None:
    """The thing that a common noun at the start of a clause stands for: 该科技园入驻率达80%, 公园占地60亩, where such a one was told of."""
    entities, text = scene.resolved.entities, scene.resolved.reading.article.text
    head = text[_after_openers(scene, part.start, part.end) : part.end]
    defined = head.startswith(("该", "这座", "这家", "这个"))
    noun = pattern("该|这座|这家|这个").sub("", head, count=1) if defined else head
    for length in (8, 7, 6, 5, 4, 3, 2) if defined else (3, 2):
        rest = pattern("(?:<strip.lead>)*").sub("", noun[length:], count=1)
        if len(noun) < length or not (defined or pattern("<heads.money>|<heads.measures>").match(rest)):
            continue
        for node in reversed(memory.told):
            if entities[node.entity].name.endswith(noun[:length]) and not node.relative:
                return node
    return None


def _unknown(scene: Scene, part: Clause) -> bool:
    """Whether a clause opens with a thing that has no entity: 该社区 without one told of, a relative name that means nothing known, a name unlinked."""
    reading = scene.resolved.reading
    begin = _after_openers(scene, part.start, part.end)
    if pattern("该|这座|这家").match(reading.article.text, begin, part.end):
        return True
    if any(m.start == begin and link is None for m, link in zip(reading.mentions, scene.resolved.links, strict=True)):
        return True
    return any(start == begin and end <= part.end and tag in NAMES for start, end, tag in reading.words)


def _owner(scene: Scene, memory: Memory, before: Sequence[Clause], node: Node) -> Node:
    """该项目 without a project named in this sentence or the last: the company of an earlier clause, whose project it is."""
    if not (node.relative and node.type == "Project") or any(n.entity == node.entity and not n.relative for n in scene.nodes):
        return node
    openings = [p.opening for p in before if p.opening is not None and p.opening.bears and len(p.opening.nodes) == 1]
    companies = [o.nodes[0] for o in openings if o.nodes[0].type == "Company"]
    return companies[-1] if companies else node


def _follower(scene: Scene, start: int) -> Node | None:
    """What a figure modifies with 的 or a sum sets up: 总投资5亿元的远望项目, 出资100万元设立了远望基金."""
    value = next(v for v in scene.values if v.start == start)
    node = next((n for n in scene.nodes if n.start >= value.end), None)
    if node is None or node.type not in ("Project", "Company", "Zone", "Organization"):
        return None
    gap = scene.resolved.reading.article.text[value.end : node.start]
    return node if pattern("的[“《]?|(?:用于)?<opening.founding>了?[“《]?").fullmatch(gap) else None


def remember(memory: Memory, scene: Scene, parts: Sequence[Clause]) -> None:
    """Keep whom a sentence was about, once its figures are read."""
    openings = [p.opening for p in parts if p.opening is not None and p.opening.bears and p.opening.lasting]
    text = scene.resolved.reading.article.text
    if openings:
        memory.paragraph = openings[0].nodes[0] if len(openings[0].nodes) == 1 else None
        memory.unnamed = len(openings[0].nodes) > 1
    elif memory.paragraph is None and memory.event is not None and pattern("[“]?<opening.happening>").match(scene.text):
        memory.paragraph = memory.event
    elif (meant := next((n for p in parts if (n := _anaphor(scene, memory, p)) is not None), None)) is not None:
        memory.paragraph, memory.unnamed = meant, False
    elif any(pattern("[“]?(?:该|此)(?!次|外|前|后|番|时)").match(text, p.start) for p in parts):
        memory.paragraph, memory.unnamed = None, True
    elif (weak := next((n for n in scene.nodes if _mentioned(scene, n)), None)) is not None:
        memory.weak = weak
    for part in parts:
        if part.brought is not None and pattern("<opening.founding>").fullmatch(part.verb) and part is parts[-1]:
            memory.paragraph = part.brought
    for node in scene.nodes:
        if node.type in PLACES and node.relative:
            memory.place = node
        if node.type == "Event" and _held(scene, node):
            memory.event = node
        if node.type in PLACES | {"Company", "Project", "Organization"}:
            memory.told.append(node)


def _held(scene: Scene, node: Node) -> bool:
    """Whether a sentence tells of an event as held."""
    text = scene.resolved.reading.article.text
    held = pattern("<opening.held>")
    return held.search(text[max(scene.start, node.start - 4) : node.start]) is not None or held.match(text, node.end) is not None


def _mentioned(scene: Scene, node: Node) -> bool:
    """Whether a sentence is about a place that no clause of it opens with: not the source it quotes, not what stands in brackets."""
    text = scene.resolved.reading.article.text
    source = pattern("(?:记者从|从|据|向)[“]?$").search(text[max(scene.start, node.start - 4) : node.start])
    return node.type in ("Place", "Town") and source is None and text[node.start - 1 : node.start] != "（"


def theme_of(parts: Sequence[Clause]) -> Node | None:
    """What an article is mainly about: the thing that most of its clauses open with, if one stands out."""
    openings = [p.opening for p in parts if p.opening is not None and p.opening.bears and len(p.opening.nodes) == 1]
    nodes = [o.nodes[0] for o in openings if o.nodes[0].type != "Event"]
    counts = Counter(n.entity for n in nodes)
    if not counts:
        return None
    entity, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    if count < max(2, THEME_SHARE * len(nodes)):
        return None
    return next(n for n in nodes if n.entity == entity)


def recent(memory: Memory, count: int) -> tuple[Node, ...]:
    """The last companies or projects told of, else the last things of the last one's type, as many as asked, in the order of the text."""
    kinds = ("Company", "Project")
    if not any(n.type in kinds for n in memory.told[-2 * count :]) and memory.told:
        kinds = (memory.told[-1].type, memory.told[-1].type)
    found: list[Node] = []
    for node in reversed(memory.told):
        if node.type in kinds and node.entity not in {n.entity for n in found}:
            found.append(node)
        if len(found) == count:
            return tuple(reversed(found))
    return ()

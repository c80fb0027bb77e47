"""Whose figure it is: the name its clause opens with, one brought in before, or what the paragraph or the article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.relate.observations_openings import BEARERS, PLACES, Clause, after_openers
from kg.relate.observations_words import is_own, is_regional, pattern
from kg.relate.scene import Node, Scene

THEME_SHARE = 0.4  # of all openings of an article; below, it has no theme
INVESTED = "投"
NAMES = frozenset({"ORG"})  # tags of words that name something


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

    def candidates(self, scene: Scene, start: int, indicator: str, several: bool) -> Iterator[Node]:
        """Whom a figure may be about that its own sentence gives no name for, the likeliest first.

        ``several``: the sentence has just counted projects or firms, so that sums are theirs together.
        """
        if self.paragraph is not None and self.paragraph.type in PLACES and is_own(indicator) and not several:
            return
        if self.paragraph is not None:
            yield self.paragraph
        if self.unnamed:
            return
        if self.event is not None and pattern("[“]?<opening.happening>").match(scene.text):
            yield self.event
        theme = self.theme if self.theme is not None and self._told_before(scene, start, self.theme) else None
        for node in (self.weak, self.place, theme):
            # a sum invested, an area or a bare output is hardly that of a place only told of
            if node is not None and (several or not (node.type in PLACES and (is_size(indicator) or is_own(indicator)))):
                yield node

    def _told_before(self, scene: Scene, start: int, theme: Node) -> bool:
        """Whether the theme was named before; a firm or a project does not count where the sentence names another."""
        if theme.start >= start:
            return False
        others = {n.entity for n in scene.nodes if n.start < start and n.type in ("Company", "Project", "Organization")}
        return theme.type in PLACES or others <= {theme.entity}


def is_size(indicator: str) -> bool:
    """Whether the name is that of what a works or a firm has: investment, area, capacity."""
    return pattern("<opening.sizes>").search(indicator) is not None and not is_regional(indicator)


def suits(node: Node, indicator: str) -> bool:
    """Whether a thing of that type can have the figure: regional figures are those of places, output none of an event's."""
    if node.type == "Event" and pattern("<opening.standing>").search(indicator):
        return False
    return node.type in BEARERS and (node.type in PLACES or not is_regional(indicator))


def subject_of(
    scene: Scene, parts: Sequence[Clause], memory: Memory, place: int, start: int, indicator: str, several: bool = False
) -> Node | None:
    """Whose the figure at ``start`` in the clause numbered ``place`` is, None where no one is certain."""
    follower = _follower(scene, start)
    if follower is not None and follower.type == "Project" and INVESTED in indicator:
        return follower  # 某公司投资3亿元建设某项目: the sum is the project's
    for number in range(place, -1, -1):
        part = parts[number]
        if (meant := _anaphor(scene, memory, part)) is not None and part.opening is None:
            return meant
        if number < place and _aside(scene, part, parts[place]):
            continue
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
            return parent_of(scene, _owner(scene, parts[:number], node), indicator)
    if (near := next((n for n in scene.nodes if n.type in PLACES and n.end == start), None)) is not None:
        return near
    return follower or next((n for n in memory.candidates(scene, start, indicator, several) if suits(n, indicator)), None)


def _aside(scene: Scene, part: Clause, current: Clause) -> bool:
    """Whether an earlier clause only told of a part (其中…), which the current one leaves again (另…)."""
    text = scene.resolved.reading.article.text
    return text.startswith("其中", part.start) and text.startswith("另", current.start)


def _passes(verb: str, indicator: str) -> bool:
    return pattern("<opening.founding>").fullmatch(verb) is not None or is_size(indicator)


def _anaphor(scene: Scene, memory: Memory, part: Clause) -> Node | None:
    """The thing that a common noun at the start of a clause stands for: 该科技园入驻率达80%, 公园占地60亩, where such a one was told of."""
    entities, text = scene.resolved.entities, scene.resolved.reading.article.text
    head = text[after_openers(scene, part.start, part.end) : part.end]
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
    """Whether a clause opens with a thing that has no entity: 该社区 where none was told of, a name or relative name unlinked."""
    reading = scene.resolved.reading
    begin = after_openers(scene, part.start, part.end)
    if pattern("该|这座|这家|[他她](?!们)|我家|自家").match(reading.article.text, begin, part.end):
        return True
    if any(m.start == begin and link is None for m, link in zip(reading.mentions, scene.resolved.links, strict=True)):
        return True
    return any(start == begin and end <= part.end and tag in NAMES for start, end, tag in reading.words)


def _owner(scene: Scene, before: Sequence[Clause], node: Node) -> Node:
    """For 该项目 in a sentence that names no project, the company of an earlier clause, whose project it is."""
    if not (node.relative and node.type == "Project") or any(n.entity == node.entity and not n.relative for n in scene.nodes):
        return node
    openings = [p.opening for p in before if p.opening is not None and p.opening.bears and len(p.opening.nodes) == 1]
    companies = [o.nodes[0] for o in openings if o.nodes[0].type == "Company"]
    return companies[-1] if companies else node


def parent_of(scene: Scene, node: Node, indicator: str) -> Node:
    """For a building phase (X一期, X三期项目) the thing itself: a park's or an institute's figures, a firm's output."""
    match = pattern("(?P<base>.{2,}?)[一二三四五六七八九十]期(?P<works>项目|工程)?").fullmatch(scene.resolved.entities[node.entity].name)
    if node.type != "Project" or match is None or (match["works"] and not is_own(indicator)):
        return node
    kinds = ("Company",) if match["works"] else ("Company", "Zone", "Organization")
    for entity in scene.resolved.entities.values():
        if entity.type in kinds and match["base"] in (entity.name, *entity.aliases):
            return replace(node, entity=entity.id, type=entity.type)
    return node


def _follower(scene: Scene, start: int) -> Node | None:
    """What a figure modifies with 的 or a sum sets up: 总投资5亿元的远望项目, 出资100万元设立了远望基金."""
    value = next(v for v in scene.values if v.start == start)
    node = next((n for n in scene.nodes if n.start >= value.end), None)
    if node is None or node.type not in ("Project", "Company", "Zone", "Organization"):
        return None
    gap = scene.resolved.reading.article.text[value.end : node.start]
    works = (
        node.type == "Project" and pattern("，?(?:用于|在[^，。；]{1,10})?<opening.building>(?:了|的)?[“《]?").fullmatch(gap) is not None
    )
    return node if works or pattern("的[“《]?|(?:用于)?<opening.founding>了?[“《]?").fullmatch(gap) else None


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
    region = scene.resolved.entities[node.entity].level in ("region", "country")
    return node.type in ("Place", "Town") and not region and source is None and text[node.start - 1 : node.start] != "（"


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

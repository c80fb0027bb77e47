"""How clauses open: the name or the names that a clause is about, and the name that it brings in at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.recognise.post_heads import post_start
from kg.records import ValueKind
from kg.relate.observations_words import pattern
from kg.relate.scene import Node, Scene

PLACES = frozenset({"Place", "Town", "Zone"})
BEARERS = PLACES | {"Company", "Project", "Organization", "Government", "Event"}
CLAUSE_ENDS = "，；。！？：…\n"
TITLE_REACH = 14  # characters after a body's name within which a person's name makes the body his post's
RANKED = re.compile(r"第[一二三四五六七八九十\d]+(?![\d一二三四五六七八九十次批届期个大轮家季])")  # 全省第二: how far a rank reaches
MADE = re.compile(r"[^，。；“”]{0,10}(?:承建|代建|建设|打造|设立|成立|投资|运营|创办|组建|控股|参股|兴建|开发|实施)的[“《]?")
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
    begin = after_openers(scene, start, end)
    first = next((n for n in nodes if n.start >= begin), None)
    if first is None or RANKED.match(text, first.end, end) or pattern("<opening.scopes>").match(text, first.end, end):
        return None
    visited = pattern("<opening.visiting>$").search(text[start : first.start]) is not None and text.startswith("的", first.end)
    if not visited and not _leads(text[begin : first.start]):
        return None
    chain, stop = [first], first.end
    for node in nodes[nodes.index(first) + 1 :]:
        gap = text[stop : node.start]
        if MADE.fullmatch(gap) and "Person" not in (node.type, chain[-1].type):
            chain[-1] = node  # 某公司承建的某项目
        elif pattern("[“《]?(?:（[^（）]*）)?(?:<opening.parts>)?[“《]?").fullmatch(gap) and "Person" not in (node.type, chain[-1].type):
            chain[-1] = node
        elif pattern("[”》]?(?:、|和|与|及|以及)[“《]?").fullmatch(gap):
            chain.append(node)
        elif not pattern("[”》]?（").fullmatch(gap):
            break
        stop = node.end
    bears = _bears(scene, tuple(chain), stop, end) and (visited or not _of_another(text, chain[-1], stop))
    return Opening(tuple(chain), first.start, stop, bears, lasting=not visited)


def _of_another(text: str, node: Node, stop: int) -> bool:
    """Whether a place only says whose or where the thing is that the figure is about, which has no name here (某镇的某厂)."""
    measured = pattern("的[^，。；]{0,8}?(?:<heads.money>|<heads.measures>)").match(text, stop)
    return node.type in PLACES and text.startswith("的", stop) and measured is None


def after_openers(scene: Scene, start: int, end: int) -> int:
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
    if nodes[-1].type not in PLACES and post_start(text, stop):
        return False
    if any(n.type == "Person" and stop <= n.start < stop + TITLE_REACH and n.end <= end for n in scene.nodes):
        return False
    return pattern("<never.says>[，：“]*$").search(text[stop:end]) is None

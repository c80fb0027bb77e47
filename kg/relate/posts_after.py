"""Posts that a sentence states after a name: 某某是某公司技术部主任, 任命某某为某局局长, 免去某某的某局局长职务, 某某（县长）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from kg.lexicon import load
from kg.relate.posts_words import CONTINUED, COPULA, FORMERLY, LONGEST_TITLE, LOOSE, REMOVED, RESIGNED
from kg.relate.scene import Node, Scene
from kg.relate.titles import BODY_TYPES, Title, shared_titles, title_heads

TITLE_END = re.compile("职务|和|并|，|（")


@dataclass(frozen=True, slots=True)
class Stated:
    """A post that a clause states of a person: its title, the body named last in the clause, and whether the person holds it no longer."""

    person: Node
    title: Title
    body: Node | None
    ended: bool


def stated_after(scene: Scene) -> Iterator[Stated]:
    """The posts that a sentence states after each of its persons, or after a list of them."""
    text, waiting = scene.resolved.reading.article.text, list[Node]()
    known: Node | None = None
    for person, following in zip_longest(scene.nodes, scene.nodes[1:]):
        if person.type != "Person":
            continue
        waiting.append(person)
        if following is not None and following.type == "Person" and text[person.end : following.start] == "、":
            continue  # 甲、乙当选副主席
        before = text[max(scene.start, person.core[0] - 6) : person.core[0]]
        gone = RESIGNED.match(text, person.end, scene.end) if REMOVED.search(before) else None
        link = gone or COPULA.match(text, person.end, scene.end)
        while link is not None:
            end = next((i for i in range(link.end(), scene.end) if text[i] in "，。；）\n"), scene.end)
            ended = gone is not None or FORMERLY.search(link.group()) is not None
            for each in waiting:
                for title, body in _titles(scene, (link.end(), end), known):
                    yield Stated(each, title, body, ended)
            inner = [n for n in scene.nodes if link.end() <= n.start and n.end <= end and n.type in BODY_TYPES]
            known = inner[-1] if inner else known
            link = CONTINUED.match(text, end, scene.end)
        waiting = []


def _titles(scene: Scene, span: tuple[int, int], known: Node | None) -> Iterator[tuple[Title, Node | None]]:
    """The titles of one clause after a name, each with the body it may go on with; ``known`` is the body of the clause before."""
    text = scene.resolved.reading.article.text
    position, body = span[0], None
    for part in text[slice(*span)].split("、"):
        start, end = position, position + len(part)
        position = end + 1
        inner = [n for n in scene.nodes if start <= n.start and n.end <= end and n.type in BODY_TYPES]
        body = inner[-1] if inner else body
        ruled = next((n for n in scene.nodes if n.start == start and n.type in ("Place", "Town")), None)
        if ruled is not None and (office := text[ruled.end : end].split("（")[0]) in load("posts")["government"]:
            yield Title(ruled, office, start), None
            continue
        title = text[inner[-1].end : end] if inner else part
        title = TITLE_END.split(title, maxsplit=1)[0].removeprefix("的")
        if not _is_title(title) or (inner and inner[0].start > start + 2):
            continue
        own = inner[-1] if inner else (known if body is None and shared_titles().search(title) else None)
        yield Title(own, title, start), body


def _is_title(title: str) -> bool:
    """Whether words after a name are a post: not too long, no clause, and a post's head at their end."""
    return 0 < len(title) <= LONGEST_TITLE and LOOSE.search(title) is None and title_heads().search(title) is not None

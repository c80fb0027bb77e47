"""Posts: what stands before a name and says whose it is (市委副书记、市长某某; 某公司总经理某某; 副主任A、B、C)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.records import Status
from kg.relate.posts_after import stated_after
from kg.relate.posts_before import end_of_person, leaders_before, titles_before
from kg.relate.posts_owners import Ground
from kg.relate.scene import Node, Scene, with_nodes
from kg.relate.titles import Post, Title, shared_titles


class PostReader:
    """Reads the posts of an article sentence by sentence; ``owner`` tells what a bare post belongs to (type → entity id)."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names  # entity id → canonical name
        self.officials: set[str] = set()  # persons with a public office, as far as the article was read

    def read(self, scene: Scene, home: str | None, town: str | None, owners: Mapping[str, Sequence[str]]) -> tuple[Scene, tuple[Post, ...]]:
        """The sentence with posts folded into its persons, and the posts themselves."""
        ground = Ground(scene.resolved.reading.article.text, self.names, (home, town), owners)
        folded, posts = _before(scene, ground)
        posts.extend(_after(scene, ground))
        entities = scene.resolved.entities
        self.officials |= {p.person.entity for p in posts if p.body is None or entities[p.body].type == "Government"}
        folded = [replace(n, official=True) if n.entity in self.officials else n for n in folded]
        return with_nodes(scene, folded), tuple(posts)


def _before(scene: Scene, ground: Ground) -> tuple[list[Node], list[Post]]:
    """The nodes of a sentence, each person with the titles before it, and the posts that these make."""
    text = ground.text
    posts: list[Post] = []
    folded: list[Node] = []
    carried: list[Title] = []
    last_body: Node | None = None
    previous: Node | None = None
    for node in scene.nodes:
        if node.type != "Person":
            folded.append(node)
            continue
        follows = previous is not None and text[previous.end : node.start] == "、"
        titles, group = titles_before(scene, node, previous), leaders_before(scene, node, previous)
        if titles:
            carried = titles if all(shared_titles().search(t.text) for t in titles) else []
            start = titles[0].start
        elif follows and carried:
            titles, start = [replace(t, start=node.start) for t in carried], node.start
        else:
            carried, start = [], group[0] if group else node.start
        bodies = [t.body for t in titles if t.body is not None]
        last_body = bodies[-1] if bodies else last_body
        side = bodies[0].entity if bodies else (group[1] if group else (previous.body if follows and previous else None))
        posts.extend(ground.posts(node, titles, last_body))
        previous = replace(node, start=start, end=end_of_person(text, node.end), body=side)
        folded.append(previous)
    return folded, posts


def _after(scene: Scene, ground: Ground) -> list[Post]:
    """The posts that a sentence states after its persons."""
    posts: list[Post] = []
    for stated in stated_after(scene):
        post = ground.post(stated.person, stated.title, stated.body, None)
        if post is not None:
            posts.append(replace(post, status=Status.ENDED) if stated.ended else post)
    return posts

"""Whose posts are: the body printed with each, a department or sibling of it, or the body of its kind told of last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import load_gazetteer
from kg.lexicon import load
from kg.records import Status
from kg.relate.governed import governed_place
from kg.relate.posts_words import COMMITTEE, DEPARTMENT, GOVERNMENT, GUESSED, HONORARY, SPEECH
from kg.relate.scene import Node
from kg.relate.titles import BODY_TYPES, Post, Title, group_titles, shared_titles, tense


@dataclass(frozen=True, slots=True)
class Ground:
    """What the posts of a sentence stand on: the article's text, the names of entities, its home and the town told of last, and the
    bodies told of, by type (``owners``)."""

    text: str
    names: Mapping[str, str]
    setting: tuple[str | None, str | None]
    owners: Mapping[str, Sequence[str]]

    def posts(self, person: Node, titles: list[Title], last: Node | None) -> Iterator[Post]:
        """The posts that the titles before a name make; ``last`` is the body of the titles before."""
        body: Node | None = None
        for index, title in enumerate(titles):
            if group_titles().search(title.text):
                continue
            if title.body is not None and self._stands_beside(title.body, body):
                title = replace(title, body=None, text=self.text[title.body.start : title.body.end] + title.text)
            elif title.body is not None:
                body = title.body
            post = self.post(person, title, body if title.body is not None or index else None, last)
            if post is not None:
                yield post

    def post(self, person: Node, title: Title, body: Node | None, last: Node | None) -> Post | None:
        """The post that one title makes, beside a ``body`` of its clause and the ``last`` before; None where nobody's can be told."""
        form, near = GOVERNMENT.sub("", title.text), body or last
        status = tense(title.text, self.text[max(0, title.start - 2) : title.start])
        if form.removeprefix("常务").removeprefix("代") in load("posts")["government"]:
            place = governed_place(form, self._named(title.body), self._named(near), self.setting)
            return Post(person, None, f"{place}人民政府", form, status, title.start, person.trust) if place is not None else None
        part = _part(form, self.names[near.entity]) if title.body is None and near is not None else None
        if part is not None:
            return Post(person, None, *part, status, title.start, person.trust)
        if title.prefixed:
            return None
        owner = body if title.body is not None or body is not None else self._shared(title, form, last)
        if owner is None:
            return self._bare(person, title, form, status)
        if owner.type not in BODY_TYPES:
            return None
        return Post(person, owner.entity, None, form, status, title.start, min(person.trust, owner.trust))

    def _named(self, node: Node | None) -> str | None:
        return self.names[node.entity] if node is not None else None

    def _stands_beside(self, node: Node, body: Node | None) -> bool:
        """Whether a bare name (管委会) is the sibling of the body before it, not one named elsewhere: 某开发区工委副书记、管委会主任."""
        form = self.text[node.start : node.end]
        if body is not None and body.type == "Company":  # 某集团金融委员会副主席、投资委员会副主席
            return node.type == "Government" and form.endswith("委员会") and load_gazetteer().longest_at(form, 0) is None
        return body is not None and form in load("posts")["siblings"] and COMMITTEE.search(self.names[body.entity]) is not None

    def _shared(self, title: Title, form: str, last: Node | None) -> Node | None:
        """The body before where a title goes on with it: 某局副局长甲、乙; 某公司董事长甲、总经理乙, one firm's leaders."""
        colleague = last is not None and form in load("posts")["owners"].get(last.type, ())
        goes_on = shared_titles().search(form) is not None or (colleague and self.text[title.start - 1 : title.start] == "、")
        return last if goes_on else None

    def _bare(self, person: Node, title: Title, form: str, status: Status) -> Post | None:
        """A post of no printed body, where its holder speaks or acts, or it is said to be held now."""
        text, before = self.text, self.text[title.start - 1 : title.start]
        owner = self._owner(DEPARTMENT.sub("", HONORARY.sub("", form.removeprefix("现任"))))
        acts = text.startswith(SPEECH, person.end) or text.endswith("一行", 0, person.end)
        speaks = acts and (title.start == 0 or before in "。！？”“\n")
        if owner is None or not (speaks or title.text.startswith(("现任", "该")) or title.start > person.end):
            return None
        return Post(person, owner, None, form.removeprefix("现任"), status, title.start, GUESSED * person.trust)

    def _owner(self, post: str) -> str | None:
        """What a bare post belongs to: the body of its kind told of last, of those that such a post fits by name (院长: an institute)."""
        posts = load("posts")
        for kind, forms in sorted(posts["owners"].items()):
            if post in forms and self.owners.get(kind):
                fitting = tuple(posts["ends_of"].get(post, ()))
                named = [b for b in self.owners[kind] if self.names[b].endswith(fitting)] if fitting else self.owners[kind]
                return named[-1] if named else None
        return None


def _part(form: str, body: str) -> tuple[str, str] | None:
    """A department or sibling of a body that a title begins with, in full, and the rest of the title (组织部|部长, 管委会|主任)."""
    posts = load("posts")
    department = next((d for d in posts["departments"] if form.startswith(d) and len(form) > len(d)), None)
    if department is not None:
        return body + department, form[len(department) :]
    sibling = next((b for b in posts["siblings"] if form.startswith(b) and len(form) > len(b)), None)
    return (COMMITTEE.sub("", body) + sibling, form[len(sibling) :]) if sibling is not None else None

"""Posts: what stands before a name and says whose it is (市委副书记、市长某某; 某公司总经理某某; 副主任A、B、C)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.gazetteer import load_gazetteer
from kg.lexicon import load
from kg.records import Status
from kg.relate.governed import governed_place
from kg.relate.posts_words import (
    BESIDE,
    COMMITTEE,
    CONTINUED,
    COPULA,
    DEPARTMENT,
    FORMERLY,
    GOVERNMENT,
    GUESSED,
    HARD,
    HONORARY,
    JOINED,
    LONGEST_TITLE,
    LOOSE,
    REMOVED,
    RESIGNED,
    SET_IN,
    SPEECH,
    TALKING,
)
from kg.relate.scene import Node, Scene, with_nodes
from kg.relate.titles import Post, Title, group_titles, shared_titles, tense, title_heads

BODY_TYPES = ("Government", "Company", "Organization", "Zone")


class PostReader:
    """Reads the posts of an article sentence by sentence; ``owner`` tells what a bare post belongs to (type → entity id)."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names  # entity id → canonical name
        self.text = ""  # of the article being read
        self.officials: set[str] = set()  # persons with a public office, as far as the article was read

    def read(self, scene: Scene, home: str | None, town: str | None, owners: Mapping[str, Sequence[str]]) -> tuple[Scene, tuple[Post, ...]]:
        """The sentence with posts folded into its persons, and the posts themselves."""
        text = self.text = scene.resolved.reading.article.text
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
            titles = self._titles(scene, node, previous)
            group = self._leaders(scene, node, previous)
            titles = self._with_body(scene, node, previous, titles)
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
            posts.extend(self._posts(node, titles, last_body, home, town, owners))
            person = replace(node, start=start, end=_end(text, node.end), body=side)
            folded.append(person)
            previous = person
        posts.extend(self._after(scene, (home, town), owners))
        entities = scene.resolved.entities
        self.officials |= {p.person.entity for p in posts if p.body is None or entities[p.body].type == "Government"}
        folded = [replace(n, official=True) if n.entity in self.officials else n for n in folded]
        return with_nodes(scene, folded), tuple(posts)

    def _titles(self, scene: Scene, person: Node, previous: Node | None) -> list[Title]:
        """The posts printed before a name, in text order."""
        text = scene.resolved.reading.article.text
        limit = max(scene.start, previous.end if previous else 0)
        inner = [n for n in scene.nodes if n.type != "Person" and limit <= n.start and n.end <= person.start]
        titles: list[Title] = []
        end = _past_honorific(text, limit, person.start)
        while end > limit:
            title = self._title(text, limit, end, inner)
            if title is None:
                break
            titles.insert(0, title)
            joint = BESIDE.search(text, limit, title.start)
            if joint is None:
                break
            end = joint.start()
            if "，" in joint.group() and (COPULA.match(text, limit) or self._title(text, limit, end, inner) is None):
                break  # 某某任县长，副县长某某; 某某来访，副县长某某
        if len(titles) == 1:
            titles[0] = self._of_scene(text, titles[0], inner)
        return titles

    def _of_scene(self, text: str, title: Title, inner: list[Node]) -> Title:
        """A bare post directly after the body where the clause is set: 在某研究所，所长某某; 来到某公司，与总经理某某交谈."""
        comma = title.start - 1 - (text[title.start - 1 : title.start] in tuple(TALKING))
        if title.body is not None or title.prefixed or text[comma : comma + 1] != "，":
            return title
        body = next((n for n in inner if n.end == comma and SET_IN.search(text, 0, n.start)), None)
        fits = body is not None and title.text in load("posts")["owners"].get(body.type, ())
        return replace(title, body=body) if fits else title

    def _with_body(self, scene: Scene, person: Node, previous: Node | None, titles: list[Title]) -> list[Title]:
        """A post whose body stands further left, behind words that are no post of their own (某公司某产线焊工、高级技师)."""
        if not titles or titles[0].body is not None:
            return titles
        text = scene.resolved.reading.article.text
        limit = max(scene.start, previous.end if previous else 0)
        bodies = [n for n in scene.nodes if n.type in BODY_TYPES and limit <= n.start and n.end < titles[0].start]
        if not bodies or titles[0].text.endswith(tuple(load("posts")["government"])):
            return titles
        title = text[bodies[-1].end : person.start]
        if HARD.search(title) or LOOSE.search(title) or len(title) > 2 * LONGEST_TITLE:
            return titles
        return [Title(bodies[-1], title, bodies[-1].start)]

    def _after(self, scene: Scene, setting: tuple[str | None, str | None], owners: Mapping[str, Sequence[str]]) -> Iterator[Post]:
        """Posts that a sentence states after the name: 某某是某公司技术部主任, 任命某某为某局局长, 免去某某的某局局长职务, 某某（县长）."""
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
                    for post in self._stated(scene, each, (link.end(), end), known, setting, owners):
                        yield replace(post, status=Status.ENDED) if ended else post
                inner = [n for n in scene.nodes if link.end() <= n.start and n.end <= end and n.type in BODY_TYPES]
                known = inner[-1] if inner else known
                link = CONTINUED.match(text, end, scene.end)
            waiting = []

    def _stated(
        self,
        scene: Scene,
        person: Node,
        span: tuple[int, int],
        known: Node | None,
        setting: tuple[str | None, str | None],
        owners: Mapping[str, Sequence[str]],
    ) -> Iterator[Post]:
        """The posts of one clause after a name; ``known`` is the body of the clause before."""
        text = scene.resolved.reading.article.text
        position, body = span[0], None
        for part in text[slice(*span)].split("、"):
            title_start, end = position, position + len(part)
            position = end + 1
            inner = [n for n in scene.nodes if title_start <= n.start and n.end <= end and n.type in BODY_TYPES]
            body = inner[-1] if inner else body
            ruled = next((n for n in scene.nodes if n.start == title_start and n.type in ("Place", "Town")), None)
            if ruled is not None and (office := text[ruled.end : end].split("（")[0]) in load("posts")["government"]:
                yield from self._post(person, Title(ruled, office, title_start), None, None, setting, owners)
                continue
            title = text[inner[-1].end : end] if inner else part
            title = re.split("职务|和|并|，|（", title, maxsplit=1)[0].removeprefix("的")
            if (
                not title
                or len(title) > LONGEST_TITLE
                or LOOSE.search(title)
                or not title_heads().search(title)
                or (inner and inner[0].start > title_start + 2)
            ):
                continue
            own = inner[-1] if inner else (known if body is None and shared_titles().search(title) else None)
            yield from self._post(person, Title(own, title, title_start), body, None, setting, owners)

    def _title(self, text: str, limit: int, end: int, inner: list[Node]) -> Title | None:
        """The post that ends here: the stretch back to the last mark of punctuation, with the last body inside it."""
        start = max([limit, end - LONGEST_TITLE, *(n.start for n in inner if n.start < end <= n.end)])
        body = max((n for n in inner if n.end <= end and n.type in (*BODY_TYPES, "Town", "Place")), key=lambda n: n.end, default=None)
        if body is not None and body.type in ("Place", "Town"):  # 某集团亚太区总裁: the region is part of the post
            body = next((n for n in inner if n.end == body.start and n.type in BODY_TYPES), body)
        if body is not None and body.end > start - 1:
            part = text[body.end : end]
            if not HARD.search(part) and not any(c in part for c in JOINED) and not LOOSE.search(part) and title_heads().search(part):
                return Title(body, part, body.start)
        cut = max((i + 1 for i in range(start, end) if text[i] in JOINED or HARD.match(text[i])), default=start)
        chunk = text[cut:end]
        head = title_heads().search(chunk)
        if head is None:
            return None
        if any(chunk.startswith(d) and chunk != d for d in (*load("posts")["departments"], *load("posts")["siblings"])):
            return Title(None, chunk, cut)
        return Title(None, head.group(1), cut + head.start(1), prefixed=head.start(1) > 0)

    def _leaders(self, scene: Scene, person: Node, previous: Node | None) -> tuple[int, str | None] | None:
        """Where a group's name (某集团领导) begins before its first person, and the body or place it is of."""
        text = scene.resolved.reading.article.text
        limit = max(scene.start, previous.end if previous else 0, person.start - 30)
        match = group_titles().search(text, limit, person.start)
        if match is None:
            return None
        before = [n for n in scene.nodes if n.end in (match.start(), match.start() + 1) and n.start >= limit]
        owner = before[-1] if before else None
        return (owner.start if owner else match.start(), owner.entity if owner else None)

    def _named(self, node: Node | None) -> str | None:
        return self.names[node.entity] if node is not None else None

    def _posts(
        self, person: Node, titles: list[Title], last: Node | None, home: str | None, town: str | None, owners: Mapping[str, Sequence[str]]
    ) -> Iterator[Post]:
        body: Node | None = None
        for index, title in enumerate(titles):
            if group_titles().search(title.text):
                continue
            if title.body is not None and self._stands_beside(title.body, body):
                title = replace(title, body=None, text=self.text[title.body.start : title.body.end] + title.text)
            elif title.body is not None:
                body = title.body
            known = body if title.body is not None or index else None
            yield from self._post(person, title, known, last, (home, town), owners)

    def _stands_beside(self, node: Node, body: Node | None) -> bool:
        """Whether a bare name (管委会) is the sibling of the body before it, not one named elsewhere: 某开发区工委副书记、管委会主任."""
        form = self.text[node.start : node.end]
        if body is not None and body.type == "Company":  # 某集团金融委员会副主席、投资委员会副主席
            return node.type == "Government" and form.endswith("委员会") and load_gazetteer().longest_at(form, 0) is None
        return body is not None and form in load("posts")["siblings"] and COMMITTEE.search(self.names[body.entity]) is not None

    def _post(
        self,
        person: Node,
        title: Title,
        body: Node | None,
        last: Node | None,
        setting: tuple[str | None, str | None],
        owners: Mapping[str, Sequence[str]],
    ) -> Iterator[Post]:
        form, status = title.text, tense(title.text, self.text[max(0, title.start - 2) : title.start])
        form = GOVERNMENT.sub("", form)
        if form.removeprefix("常务").removeprefix("代") in load("posts")["government"]:
            place = governed_place(form, self._named(title.body), self._named(body or last), setting)
            if place is not None:
                yield Post(person, None, f"{place}人民政府", form, status, title.start, person.trust)
            return
        department = next((d for d in load("posts")["departments"] if form.startswith(d) and len(form) > len(d)), None)
        if title.body is None and department is not None and (body or last) is not None:
            committee = self.names[(body or last or person).entity]
            yield Post(person, None, committee + department, form[len(department) :], status, title.start, person.trust)
            return
        sibling = next((b for b in load("posts")["siblings"] if form.startswith(b) and len(form) > len(b)), None)
        if title.body is None and sibling is not None and (body or last) is not None:
            stem = COMMITTEE.sub("", self.names[(body or last or person).entity])
            yield Post(person, None, stem + sibling, form[len(sibling) :], status, title.start, person.trust)
            return
        if title.prefixed:
            return
        # 某公司董事长甲、总经理乙: one firm's leaders
        colleague = last is not None and form in load("posts")["owners"].get(last.type, ())
        goes_on = shared_titles().search(form) is not None or (colleague and self.text[title.start - 1 : title.start] == "、")
        owner = body if title.body is not None or body is not None else (last if goes_on else None)
        if owner is not None:
            if owner.type in BODY_TYPES:
                yield Post(person, owner.entity, None, form, status, title.start, min(person.trust, owner.trust))
            return
        plain = DEPARTMENT.sub("", HONORARY.sub("", form.removeprefix("现任")))
        bare = self._owner(plain, owners)
        text = self.text
        acts = text.startswith(SPEECH, person.end) or text.endswith("一行", 0, person.end)
        speaks = acts and (title.start == 0 or text[title.start - 1] in "。！？”“\n")
        if bare is not None and (speaks or title.text.startswith(("现任", "该")) or title.start > person.end):
            yield Post(person, bare, None, form.removeprefix("现任"), status, title.start, GUESSED * person.trust)

    def _owner(self, post: str, owners: Mapping[str, Sequence[str]]) -> str | None:
        """What a bare post belongs to: the body of its kind told of last, of those that such a post fits by name (院长: an institute)."""
        posts = load("posts")
        for kind, forms in sorted(posts["owners"].items()):
            if post in forms and owners.get(kind):
                fitting = tuple(posts["ends_of"].get(post, ()))
                named = [b for b in owners[kind] if self.names[b].endswith(fitting)] if fitting else owners[kind]
                return named[-1] if named else None
        return None


def _past_honorific(text: str, limit: int, end: int) -> int:
    """Where the posts of a person end that is also called an expert of a field: 某研究所研究员、经济学家|某某."""
    found = next((h for h in load("posts")["honorifics"] if text.endswith("、" + h, limit, end)), None)
    return end - len(found) - 1 if found else end


def _end(text: str, end: int) -> int:
    for after in ("一行", "同志", "先生", "女士", "博士"):
        if text.startswith(after, end):
            return end + len(after)
    return end

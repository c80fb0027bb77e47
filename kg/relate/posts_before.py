"""Posts before a name: where each begins, what joins two of them, and the body that is printed with it."""

from __future__ import annotations

from dataclasses import replace

from kg.lexicon import load
from kg.relate.posts_words import BESIDE, COPULA, HARD, JOINED, LONGEST_TITLE, LOOSE, SET_IN, TALKING
from kg.relate.scene import Node, Scene
from kg.relate.titles import BODY_TYPES, Title, group_titles, title_heads

AFTER = ("一行", "同志", "先生", "女士", "博士")  # belong to the name before them


def titles_before(scene: Scene, person: Node, previous: Node | None) -> list[Title]:
    """The posts printed before a name and after the person before it, in text order."""
    text = scene.resolved.reading.article.text
    limit = max(scene.start, previous.end if previous else 0)
    inner = [n for n in scene.nodes if n.type != "Person" and limit <= n.start and n.end <= person.start]
    titles: list[Title] = []
    end = _past_honorific(text, limit, person.start)
    while end > limit:
        title = _title(text, limit, end, inner)
        if title is None:
            break
        titles.insert(0, title)
        joint = BESIDE.search(text, limit, title.start)
        if joint is None:
            break
        end = joint.start()
        if "，" in joint.group() and (COPULA.match(text, limit) or _title(text, limit, end, inner) is None):
            break  # 某某任县长，副县长某某; 某某来访，副县长某某
    if len(titles) == 1:
        titles[0] = _of_scene(text, titles[0], inner)
    return _with_body(scene, person, limit, titles)


def leaders_before(scene: Scene, person: Node, previous: Node | None) -> tuple[int, str | None] | None:
    """Where a group's name (某集团领导) begins before its first person, and the body or place it is of."""
    text = scene.resolved.reading.article.text
    limit = max(scene.start, previous.end if previous else 0, person.start - 30)
    match = group_titles().search(text, limit, person.start)
    if match is None:
        return None
    before = [n for n in scene.nodes if n.end in (match.start(), match.start() + 1) and n.start >= limit]
    owner = before[-1] if before else None
    return (owner.start if owner else match.start(), owner.entity if owner else None)


def end_of_person(text: str, end: int) -> int:
    """Where a person's name ends with what belongs to it: 某某一行."""
    return next((end + len(after) for after in AFTER if text.startswith(after, end)), end)


def _title(text: str, limit: int, end: int, inner: list[Node]) -> Title | None:
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


def _of_scene(text: str, title: Title, inner: list[Node]) -> Title:
    """A bare post directly after the body where the clause is set: 在某研究所，所长某某; 来到某公司，与总经理某某交谈."""
    comma = title.start - 1 - (text[title.start - 1 : title.start] in tuple(TALKING))
    if title.body is not None or title.prefixed or text[comma : comma + 1] != "，":
        return title
    body = next((n for n in inner if n.end == comma and SET_IN.search(text, 0, n.start)), None)
    fits = body is not None and title.text in load("posts")["owners"].get(body.type, ())
    return replace(title, body=body) if fits else title


def _with_body(scene: Scene, person: Node, limit: int, titles: list[Title]) -> list[Title]:
    """A post whose body stands further left, behind words that are no post of their own (某公司某产线焊工、高级技师)."""
    if not titles or titles[0].body is not None:
        return titles
    text = scene.resolved.reading.article.text
    bodies = [n for n in scene.nodes if n.type in BODY_TYPES and limit <= n.start and n.end < titles[0].start]
    if not bodies or titles[0].text.endswith(tuple(load("posts")["government"])):
        return titles
    title = text[bodies[-1].end : person.start]
    if HARD.search(title) or LOOSE.search(title) or len(title) > 2 * LONGEST_TITLE:
        return titles
    return [Title(bodies[-1], title, bodies[-1].start)]


def _past_honorific(text: str, limit: int, end: int) -> int:
    """Where the posts of a person end that is also called an expert of a field: 某研究所研究员、经济学家|某某."""
    found = next((h for h in load("posts")["honorifics"] if text.endswith("、" + h, limit, end)), None)
    return end - len(found) - 1 if found else end

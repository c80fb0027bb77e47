"""Persons: the tagger's names, mended at their edges, and names that only their place beside a post shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import common_words, load
from kg.recognise.tagged import NAME_TAGS, Tagged
from kg.records import Mention

HAN = "一-鿿"
FOREIGN = re.compile(rf"[{HAN}]{{1,8}}(?:[·•][{HAN}]{{1,8}})+")
DOTTED = re.compile(r"[一-鿿]{1,8}·(?:[一-鿿]{1,8}·)*")
GLAD = re.compile("[乐笑](?=得|呵呵|开了花|着说|着)")
BETWEEN = re.compile(rf"(?<=[{HAN}])、([{HAN}]{{2,4}})、(?=[{HAN}])")
HAN_ONE = re.compile(r"[一-鿿]")
VERBS = frozenset("笑率赴来说在到带向与和等会作对就还于将也为")  # what may follow a name at once
# 笑着说, 高兴地说, 先看, 还在, 碰杯 begin no part of a name
MANNER = re.compile("[笑哭激高自感欣][\u4e00-\u9fff]?(?:着|地)|[先还又再便已](?=[看在说去到来把将对有])|碰杯|握手")
LIKENING = ("正如", "正像", "诚如", "恰如", "犹如")  # 正如某某所说
LIKENED = re.compile("|".join(LIKENING))
# what a person does: it begins no part of a name, wherever the tagger cuts
ACTS = re.compile(
    "主持|出席|参加|介绍|表示|告诉|指出|强调|陪同|会见|来到|走进|担任|辞去|荣获|当选|牵头|带领|带队|率队|率|说[，：“]|座谈|会谈|交谈|商谈"
)
APPOINTED = re.compile(rf"(?:任命|免去|选举|推选|聘任|聘请)([{HAN}]{{2,4}}?)(?=为|的|同志|担任|任)")
TAKES_POST = re.compile(rf"([{HAN}]{{2,4}}?)(?:担任|任)(?=[{HAN}]{{2}})")
OFTEN = 3  # so often alone, a shorter form is the name and the longer one holds a word beside it
LEADING_VERBS = frozenset("率赴")  # and never ends one


@lru_cache(maxsize=1)
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    data = load("surnames")
    return frozenset(data["single"]), frozenset(data["compound"])


@lru_cache(maxsize=1)
def post_pattern() -> re.Pattern[str]:
    """The heads of posts, longest first."""
    return re.compile("|".join(sorted(map(re.escape, load("posts")["heads"]), key=len, reverse=True)))


@lru_cache(maxsize=1)
def _assumes() -> re.Pattern[str]:
    """The last character that a tagger takes from what somebody becomes: 某某|任院长."""
    return re.compile(rf"任(?=(?:该|其)?[{HAN}]{{0,6}}?(?:{post_pattern().pattern}))")


def surname_length(name: str) -> int:
    """How many characters of a name are its surname; 0 where it begins with none."""
    single, compound = _surnames()
    if name[:2] in compound and len(name) > 2:
        return 2
    return 1 if name[:1] in single else 0


def looks_like_name(form: str) -> bool:
    """Whether a form has the shape of a Chinese personal name: a surname and one or two characters (a compound one: up to four in all)."""
    length = surname_length(form)
    return bool(length) and re.fullmatch(rf"[{HAN}]{{2,4}}", form) is not None and 1 <= len(form) - length <= 2


def find_persons(tagged: Tagged) -> Iterator[Mention]:
    """Persons of a text: tagged names, foreign names with a middle dot, and what stands between a post and a separator."""
    yield from _dotted(tagged)
    for word in tagged.words:
        if word.tag == "PER":
            yield from _tagged_person(tagged, word.start, word.end)
    yield from _beside_posts(tagged)
    yield from _between_persons(tagged)
    yield from _appointed(tagged)


def _between_persons(tagged: Tagged) -> Iterator[Mention]:
    """Names between persons of a list: 甲、乙、丙."""
    for match in BETWEEN.finditer(tagged.text):
        start, end = match.span(1)
        after = tagged.word_at(match.end()) if match.end() < len(tagged.text) else None
        if after is not None and after.tag == tagged.word_at(match.start() - 1).tag == "PER" and looks_like_name(match.group(1)):
            yield Mention(start, end, "Person", match.group(1), "person:between", 0.8)


def _appointed(tagged: Tagged) -> Iterator[Mention]:
    """Who is appointed or removed: 任命某某为某院副院长."""
    for match in APPOINTED.finditer(tagged.text):
        if looks_like_name(match.group(1)):
            yield Mention(*match.span(1), "Person", match.group(1), "person:appointed", 0.9)


def _dotted(tagged: Tagged) -> Iterator[Mention]:
    """Names with a middle dot: from the edge before the first part to where a mark, a post or another word ends the last."""
    text = tagged.text
    for match in DOTTED.finditer(text):
        first = text.index("·", match.start())
        starts = [i for i in range(match.start(), first) if tagged.is_edge(i) and _opens(tagged, i)]
        posted = [match.start() + m.end() for m in post_pattern().finditer(text[match.start() : first]) if match.start() + m.end() < first]
        start = posted[-1] if posted else next(iter(starts), None)
        word = tagged.word_at(first)
        if start is not None and start < word.start and word.tag == "PER" and tagged.word_at(word.start - 1).tag == "PER":
            start = word.start  # two names run together in a byline
        end = _end_of_dotted(tagged, match.end())
        if start is not None and end > match.end() and any(tagged.word_at(i).tag == "PER" for i in range(start, end)):
            yield Mention(start, end, "Person", text[start:end], "person:dotted", 0.95)


def _acts(text: str, position: int) -> bool:
    """Whether what a person does, or how, begins here."""
    return MANNER.match(text, position) is not None or ACTS.match(text, position) is not None


def _opens(tagged: Tagged, start: int) -> bool:
    before = tagged.text[max(0, start - 6) : start]
    word = tagged.word_at(start)
    if LIKENED.match(tagged.text, start) or (word.start == start and tagged.form(word) in common_words()):
        return False  # 村民阿瓦汗·托乎提, 接受库尔班·尼亚孜辞去职务
    return (
        start == 0
        or before.endswith(LIKENING)
        or before[-1] in "，。、；：“”\n（和与及 "
        or _post_ends(before)
        or tagged.word_at(start).tag == "PER"
    )


def _post_ends(before: str) -> bool:
    return any(before.endswith(post) for post in load("posts")["heads"])


def _end_of_dotted(tagged: Tagged, position: int) -> int:
    """Where the last part of a dotted name ends: at a mark, a verb or a common word, eight characters on at most."""
    text, end = tagged.text, position
    while end < min(len(text), position + 8) and HAN_ONE.match(text[end]):
        word = tagged.word_at(end)
        form = text[max(word.start, end) : word.end]
        other = (
            word.tag in ("u", "p", "c", "f")
            or (len(form) > 1 and form in common_words())
            or form in VERBS
            or post_pattern().match(text, end)
        )
        if word.start == end and other and ACTS.match(text, end + 1):
            return end + 1  # 沙吾提|出席: the tagger reads 提出
        if (word.start == end and end - position > 1 and other) or (end - position > 1 and _acts(text, end)):
            break
        manner = next((i for i in range(max(end, position + 2), word.end) if _acts(text, i)), None)
        if manner is not None:
            return manner
        end = min(word.end, position + 8)
    return end


def _tagged_person(tagged: Tagged, start: int, end: int) -> Iterator[Mention]:
    text = tagged.text
    form = without_verb(_before_post_taken(text[start:end].strip("\n，。、")), text)
    if len(form) > 4 and "·" not in form and text.count(form) == 1:
        yield from _run_together(text, start, form)
        return
    if text.startswith("一一行", start + len(form)):
        form += "一"  # 佐野健一|一行
    if len(form) == 2 and has_third(tagged, start + 2):
        form = text[start : start + 3]
    form = form[: without_act(text, start, start + len(form)) - start]
    if len(form) >= 2:
        score = 0.92 if looks_like_name(form) or FOREIGN.fullmatch(form) else 0.45
        everyday = form in common_words() and not _post_ends(text[max(0, start - 6) : start])
        if (
            everyday
            or _in_slogan(text, start, start + len(form))
            or _after_place(tagged, start)
            or text.startswith(_named_after(), start + len(form))
        ):
            score = 0.4
        yield Mention(start, start + len(form), "Person", form, "person:tagger", score)


def _before_post_taken(form: str) -> str:
    """A name without the post and the firm that a tagger took for the rest of it: 徐厚德|任集团."""
    taken = TAKES_POST.match(form)
    return taken.group(1) if taken is not None and looks_like_name(taken.group(1)) else form


def without_act(text: str, start: int, end: int) -> int:
    """Where a name ends of which a tagger took the last character from what the person does: 某某|任院长, 某某|乐得合不拢嘴."""
    acts = GLAD.match(text, end - 1) or (end - start == 3 and _assumes().match(text, end - 1))
    return end - 1 if acts and looks_like_name(text[start : end - 1]) else end


def has_third(tagged: Tagged, end: int) -> bool:
    """Whether a character that the tagger cut off a name stands alone before a verb of speech (某某|全|说)."""
    text = tagged.text
    if end + 1 >= len(text) or text[end + 1] not in "说介告":
        return False
    if text.startswith("和说", end):
        return True  # nobody is joined to the verb
    word = tagged.word_at(end)
    return (word.start == end and text[end] not in VERBS | frozenset("也却又还正都则便就")) and (
        word.end == end + 1 or text[word.start : word.end][1:] == "说"
    )


def without_verb(form: str, text: str) -> str:
    """A name without the verb that the tagger took for its last character (某某率, 某某说)."""
    shorter = form[:-1]
    if not looks_like_name(shorter):
        return form
    if len(form) == 4 and form[-1] in VERBS:
        return shorter
    alone = text.count(shorter) - text.count(form)  # 王飞 and 王飞虎 may be two persons of one story
    if len(form) == 3 and (form[-1] in LEADING_VERBS or (alone > 0 and form[-1] in VERBS) or alone >= OFTEN):
        return shorter
    return form


def _in_slogan(text: str, start: int, end: int) -> bool:
    """Whether a short quotation holds the name among other words: “…向阳花…” is a slogan, not a person."""
    opening = max(text.rfind(mark, max(0, start - 12), start) for mark in "“‘")
    if opening < 0 or "”" in text[opening:start] or "’" in text[opening:start]:
        return False
    closing = text.find("”" if text[opening] == "“" else "’", end, end + 12)
    return closing >= 0 and closing - opening > end - start + 1 and not any(c in "，。；！？" for c in text[opening:closing])


@lru_cache(maxsize=1)
def _named_after() -> tuple[str, ...]:
    return tuple(load("posts")["named_after"])


def _after_place(tagged: Tagged, start: int) -> bool:
    """Whether a place stands directly before: people are not named after places without a post between."""
    return start > 0 and tagged.word_at(start - 1).tag == "LOC" and tagged.text[start - 1] not in "、，。；：！？“”\n ）"


def _run_together(text: str, start: int, form: str) -> Iterator[Mention]:
    """Names printed without a mark between them: cut where each piece is known elsewhere in the text."""
    for length in (3, 2):
        piece = form[:length]
        if looks_like_name(piece) and text.count(piece) > 1:
            yield Mention(start, start + length, "Person", piece, "person:tagger", 0.8)
            return


def _beside_posts(tagged: Tagged) -> Iterator[Mention]:
    """Names in a list after a post: 副主任A、B、C."""
    text = tagged.text
    for match in post_pattern().finditer(text):
        position = match.end()
        while position < len(text):
            span = _name_at(tagged, position)
            if span is None:
                break
            form = text[position:span]
            placed = any(d.short == form != d.name for d in load_gazetteer().named(form))  # 管委会主任邹平: no place has a post before it
            yield Mention(position, span, "Person", form, "person:post", 0.95 if placed else 0.85)
            if text[span : span + 1] != "、":
                break
            position = span + 1


def _name_at(tagged: Tagged, start: int) -> int | None:
    """The end of a name that begins here and runs to the next separator or verb; None where there is none."""
    text = tagged.text
    word = tagged.word_at(start)
    if word.tag == "PER" and word.start == start and word.end - start > 1:
        return start + len(without_verb(text[start : word.end], text))
    for length in (3, 2, 4):
        end = start + length
        form = text[start:end]
        if (
            looks_like_name(form)
            and not (text[start - 1] == "工" and form in common_words())  # 技工成长
            and (end >= len(text) or text[end] in "、，。；等和（ 说率" or tagged.is_edge(end))
        ):
            words = list(tagged.within(start, end))
            exact = sum(w.end - w.start for w in words) == length
            follows = end >= len(text) or text[end] in "、，。；等"
            verb = end < len(text) and text[end] in VERBS and tagged.is_edge(end)
            acts = end < len(text) and tagged.is_edge(end) and (tagged.word_at(end).tag in ("d", "ad", "vd") or _acts(text, end))
            alone = len(words) == 1 and words[0].tag in NAME_TAGS and tagged.is_edge(end) and not load_gazetteer().named(form)
            if follows or verb or acts or (exact and (alone or any(w.tag == "PER" for w in words))):
                return end
    return None

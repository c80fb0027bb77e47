"""Companies, bodies, zones, projects, events and awards by their heads (``heads.toml``) and left boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import common_words, load
from kg.recognise.boundaries import HARD, PAIRS, boundaries, extended, is_generic, is_proper, left_edge
from kg.recognise.short_names import leading_place
from kg.recognise.tagged import Tagged
from kg.records import Mention

# 市, 县 … alone before a head stand for the paper's own place (市商务局)
RELATIVE_PLACE = re.compile(r"^(?:全|我|该)?[省市县区旗州镇乡](?![场民域级块容值])")
AWARD_VERB = re.compile(load("boundaries")["award_verbs"] + "(?:了|为)?[“《]?(?:[^，。；“”]{2,24}、)*$")
PLACE_END = re.compile(r"(?:省|市|县|区|旗|州|盟|镇|乡|街道|村|社区|中国|全国|国家|中央|国网)$|经开|高新|开发区|园区|新区")
ORDINAL_TYPES = frozenset({"Event", "Award", "Project"})
MEASURED_TYPES = frozenset({"Event", "Award", "Project"})
CONTAINED_TYPES = frozenset({"Zone", "Project"})
COUNTED = re.compile(r"[A-Za-z\d一二两三四五六七八九十几多数]+(?:个|项|批|大)(?=重点|重大|百亿|亿元|产业|新|项目|工程|标志)")
NOUN_TAGS = frozenset({"n", "ORG", "nz", "LOC", "nw", "q", "vn"})
CONTAINERS = frozenset({"prefecture", "county", "town"})
CONTAINER_END = re.compile(r"(?:镇|乡|街道|村|社区)$")
BRANCH = re.compile(r"(?:科技城|开发区|高新区|高科技园区|新区|园区)[一-鿿]{2,4}$")  # a branch park of another zone
WEAK = 0.45  # kept only where a list takes it in
QUOTED = re.compile(r"(?:“[^”]*”)+")
AFTER_EVENT = ("现场", "当天", "期间", "主题", "开幕式", "仪式")
PARTY = frozenset({"党委", "党组"})
LISTS = frozenset({"名单", "榜单", "排行榜", "光荣榜"})
WORKPLACES = frozenset({"车间", "班组"})
LEGAL_END = re.compile(r"(?:有限公司|集团公司|有限责任公司|股份公司)(?:（筹）)?(?:的)?")
CUT_TYPES = frozenset({"Project", "Award", "Zone", "Event"})
SCOPE = re.compile(r"全国|国家|中国|世界|全球|亚洲|全省|省级|市级|县级|[一-鿿]省|[一-鿿]市|自治区|浙商|最美|十佳|年度|“")
LEGAL = re.compile(r"有限公司|集团公司|有限责任公司")
PREPARATORY = re.compile(r"（筹(?:建|备)?）")
# a head that goes on is another word: 公司法, 大学生, 项目部, 工程师, 会议室, 银行业
CONTINUES = re.compile(r"[法生部师室业化性卡证界型级长员们]|主任|人员|主席|董事|经理")


@dataclass(frozen=True, slots=True)
class Head:
    """A head: the last words of names of ``type``, what must stand before it, and the trust in what it makes."""

    form: str
    type: str
    needs: str
    score: float
    least: int


@lru_cache(maxsize=1)
def heads() -> dict[str, tuple[Head, ...]]:
    """All heads by form; a form may head names of more than one type."""
    table: dict[str, list[Head]] = {}
    for entry in load("heads")["head"]:
        for form in entry["forms"]:
            table.setdefault(form, []).append(Head(form, entry["type"], entry["needs"], entry["score"], entry["least"]))
    return {form: tuple(items) for form, items in table.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    forms = sorted(heads(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)))


def head_of(name: str) -> tuple[Head, ...]:
    """The longest head that a name ends in, in all its readings; empty where it ends in none."""
    for length in range(min(len(name), 12), 0, -1):
        found = heads().get(name[-length:])
        if found:
            return found
    return ()


def find_bodies(tagged: Tagged) -> Iterator[Mention]:
    """Candidate spans for every head in a text; which of them stand is decided later."""
    for match in _pattern().finditer(tagged.text):
        for start, end in _head_spans(tagged, match):
            for head in heads()[tagged.text[start:end]]:
                mention = _span(tagged, start, end, head)
                if mention is not None:
                    yield mention


def _head_spans(tagged: Tagged, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The head found, and a longer one that begins inside it (公司 in 有限公司 is found by the longest; 工程 … 工程院 is not)."""
    start, end = match.span()
    yield start, end
    later = _pattern().search(tagged.text, start + 1)
    while later is not None and later.start() < end:
        if later.end() > end:
            yield later.start(), later.end()
        later = _pattern().search(tagged.text, later.start() + 1)


def _span(tagged: Tagged, start: int, end: int, head: Head) -> Mention | None:
    text = tagged.text
    if not _ends_here(tagged, end, head):
        return None
    if head.needs == "relative":
        return _relative(tagged, start, end, head)
    named = head.type not in ("Company", "Government")
    left = left_edge(tagged, start, head.type in MEASURED_TYPES, quotes=named, persons=head.type != "Government")
    if head.type in CUT_TYPES:
        left = _after_verb(tagged, left, start, head.type)
    if head.type == "Company" and head.needs == "words":
        left = _rest_of_brand(tagged, left)
    if start - left < head.least:
        return None
    weak = not _fits(tagged, left, start, head)
    if weak and (head.type != "Zone" or is_generic(tagged, left, start) or head.needs != "proper"):
        return None
    if head.type in ORDINAL_TYPES:
        left = extended(tagged, left, start)
    kind = head.type
    if kind == "Project":
        legal = list(LEGAL_END.finditer(text, left, start))
        if legal and start - legal[-1].end() >= 3:
            left = legal[-1].end()  # what a company builds is named without it
    if kind in CONTAINED_TYPES:
        left = _without_container(tagged, left, start)
        if COUNTED.search(text, left, end):
            return None
    if kind == "Project" and head.form in ("项目", "工程") and any(h.type == "Zone" for h in head_of(text[left:start])):
        return None  # a park is a zone, also where it is called a project
    if kind in ("Zone", "Organization") and AWARD_VERB.search(text, max(0, left - 60), left):
        kind, left = "Award", extended(tagged, left, start)
    legal = PREPARATORY.match(text, end)
    if head.type == "Company" and legal:
        end = legal.end()
    return Mention(left, end, kind, text[left:end], f"weak:{head.form}" if weak else f"head:{head.form}", WEAK if weak else head.score)


@lru_cache(maxsize=1)
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("boundaries")
    return re.compile(data["project_verbs"]), re.compile(data["award_verbs"])


def _after_verb(tagged: Tagged, left: int, head: int, kind: str) -> int:
    """Past the last verb of building (projects) or being honoured (awards) that has a whole name after it."""
    building, honouring = _verbs()
    pattern = honouring if kind == "Award" else building
    for match in pattern.finditer(tagged.text, left, head):
        if head - match.end() >= (1 if kind == "Award" else 3) and (tagged.is_edge(match.start()) or tagged.is_edge(match.end())):
            left = match.end()
    return left


def _rest_of_brand(tagged: Tagged, left: int) -> int:
    """A legal name reaches back over up to four characters that no common word accounts for: brands puzzle the tagger."""
    text, start = tagged.text, left
    while start > 0 and left - start < 5 and text[start - 1] not in HARD and text[start - 1] not in PAIRS:
        start -= 1
    piece = text[start:left]
    if leading_place(text[left : left + 6]) or any(c in piece for c in boundaries().cut if len(c) > 1):
        return left
    if any(w.tag in ("v", "d", "p", "c", "u", "r", "TIME", "m") and w.end - w.start > 1 for w in tagged.within(start, left)):
        return left
    if not 1 <= len(piece) <= 4 or piece in common_words() or any(tagged.form(w) in boundaries().stop for w in tagged.within(start, left)):
        return left
    return left if any(len(tagged.form(w)) > 1 and tagged.form(w) in common_words() for w in tagged.within(start, left)) else start


def _fits_project(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """A project has a proper part, or stands as the thing that is built or owned (某公司的深加工项目, 兴建加工项目)."""
    if start and tagged.text[start - 1] in load("boundaries")["project_takers"] and tagged.is_edge(start - 1):
        return False  # 看项目, 抓项目
    if is_generic(tagged, left, start) or QUOTED.fullmatch(tagged.text[left:start]):
        return False
    if is_proper(tagged, left, start):
        return True
    before = tagged.text[max(0, left - 8) : left]
    owned = before.endswith("的") and LEGAL.search(before) is not None or LEGAL.search(before[-5:]) is not None
    built = re.search(_verbs()[0].pattern + "$", before) is not None
    return head.needs == "proper" and start - left >= 2 and (owned or built)


def _division_before(text: str, start: int) -> int | None:
    """Where a division begins whose last character is the head's first one (某市|市委 is printed 某市委)."""
    for length in range(min(8, start + 1), 1, -1):
        form = text[start - length + 1 : start + 1]
        if any(d.name == form for d in load_gazetteer().named(form)):
            return start - length + 1
    return None


@lru_cache(maxsize=1)
def _post_heads() -> re.Pattern[str]:
    data = load("posts")
    return re.compile(f"{data['modifiers']}(?:{'|'.join(sorted(map(re.escape, data['heads']), key=len, reverse=True))})")


def post_start(text: str, position: int) -> bool:
    """Whether a post begins at this position."""
    return _post_heads().match(text, position) is not None


def _without_container(tagged: Tagged, left: int, head: int) -> int:
    """The name without the county, town or village it stands in, where something proper remains (某镇东方谷智造园 → 东方谷智造园)."""
    position = left
    while position < head:
        word = tagged.word_at(position)
        found = load_gazetteer().longest_at(tagged.text, position)
        if found is not None and all(tagged.text[position : position + found[0]] == d.name for d in found[1]) and found[1][0].level in CONTAINERS:
            position += found[0]
        elif word.tag == "LOC" and word.start == position and CONTAINER_END.search(tagged.form(word)):
            position = word.end
        else:
            break
    rest = tagged.text[position:head]
    kept = head - position >= 2 and (rest[:2] not in common_words()) and is_proper(tagged, position, head)
    return position if kept else left


def _ends_here(tagged: Tagged, end: int, head: Head) -> bool:
    text = tagged.text
    if len(head.form) == 1 and tagged.word_at(end - 1).tag not in NOUN_TAGS:
        return False  # 举办, 地处 are verbs
    word = tagged.word_at(end - 1)
    inner = tagged.text[word.start : end - 1]
    if len(head.form) == 1 and word.tag in ("n", "q", "vn") and inner and (head.form not in "科办" or inner not in common_words()):
        return False  # 布局, 体系 are other nouns
    if end >= len(text):
        return True
    if not post_start(text, end) and not tagged.is_edge(end) and tagged.word_at(end).tag not in ("ORG", "LOC", "nz") and len(head.form) < 4:
        return False
    if post_start(text, end):
        return True
    if head.type == "Event" and tagged.is_edge(end) and tagged.word_at(end).tag == "n" and not text.startswith(AFTER_EVENT, end):
        return False  # 活动案例, 会议精神
    follows = CONTINUES.match(text, end)
    return follows is None or tagged.is_edge(end)


def _relative(tagged: Tagged, start: int, end: int, head: Head) -> Mention | None:
    text = tagged.text
    own = _division_before(text, start)
    if own is not None:
        return Mention(own, end, head.type, text[own:end], f"head:{head.form}", head.score)
    if start and not tagged.is_edge(start) and tagged.word_at(start).start != start:
        return None
    left = left_edge(tagged, start, quotes=False, persons=False)
    if left < start and not PLACE_END.search(text[left:start]) and not _is_place(tagged, left, start):
        left = start
    return Mention(left, end, head.type, text[left:end], f"head:{head.form}", head.score)


def _is_place(tagged: Tagged, start: int, end: int) -> bool:
    return all(w.tag == "LOC" for w in tagged.within(start, end)) and end > start


def _fits(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    part = tagged.text[left:start]
    if head.needs == "institute":
        return any(h.type == "Organization" for m in _pattern().finditer(part) for h in heads()[m.group()])
    if head.needs == "branch":
        return BRANCH.search(part) is not None
    if head.needs == "scope":
        return SCOPE.search(part) is not None
    if head.form in PARTY and not PLACE_END.search(part):
        return False  # the party committee of a company or bureau stays in its secretary's title
    if head.form in LISTS and (part[-1:] in "”》" or any(h.type == "Award" for h in head_of(part))):
        return False  # the list is named by what it lists
    if head.type == "Project":
        return _fits_project(tagged, left, start, head)
    if head.form in WORKPLACES and (not LEGAL.search(part) or post_start(tagged.text, start + len(head.form))):
        return False
    if head.type == "Company" and head.needs == "proper" and LEGAL.search(part) and not head.form.endswith("公司"):
        return False  # a plant or shop of a company is no company of its own
    if head.type == "Organization" and head.form.endswith("站") and any(h.type == "Government" for m in _pattern().finditer(part) if len(m.group()) > 1 for h in heads()[m.group()]):
        return False  # a station of an authority is an authority
    if head.needs == "place" and not part:
        return len(head.form) > 2 and head.form.endswith("局") and (start == 0 or tagged.text[start - 1] in "，。、；\n（")
    if head.needs == "body" and len(part) >= 6 and head.form == "办公室":
        return True
    if head.needs == "place":
        return bool(RELATIVE_PLACE.match(part) or any(w.tag in ("LOC", "ORG") for w in tagged.within(left, start)) or len(part) >= 2 and len(head.form) > 2)
    if head.needs == "body":
        return bool(RELATIVE_PLACE.match(part) or PLACE_END.search(part) or any(w.tag in ("LOC", "ORG") for w in tagged.within(left, start)))
    if is_generic(tagged, left, start):
        return False
    if head.needs == "proper":
        return is_proper(tagged, left, start)
    return True

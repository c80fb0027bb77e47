"""Whether a headed span fits its head: what must stand before it, and that the head really ends there."""

from __future__ import annotations

import re

from kg.lexicon import common_words
from kg.recognise.boundaries import is_generic, is_proper
from kg.recognise.edges import verbs
from kg.recognise.heads import Head, head_of, head_pattern, heads
from kg.recognise.post_heads import post_start
from kg.recognise.short_names import leading_place
from kg.recognise.tagged import Tagged

# 市, 县 … alone before a head stand for the paper's own place (县粮食局)
SCOPED = re.compile(r"[全各][省市县区旗州镇乡国]")
RELATIVE_PLACE = re.compile(r"^(?:全|我|该)?[省市县区旗州镇乡](?![场民域级块容值])")
PLACE_END = re.compile(r"(?:省|市|县|区|旗|州|盟|镇|乡|街道|村|社区|中国|全国|国家|中央|国网)$|经开|高新|开发区|园区|新区")
AUTHORITY_END = re.compile(r"(?:委|委员会|党工委|政府|局|厅|法院|检察院|人大|政协)$")
NOUN_TAGS = frozenset({"n", "ORG", "nz", "LOC", "nw", "q", "vn"})
BRANCH = re.compile(r"(?:科技城|开发区|高新区|高科技园区|新区|园区)[一-鿿]{2,4}$")  # a branch park of another zone
OWNED = re.compile(r"(?:投资|元|公司|集团|企业)的$")
AFTER_EVENT = ("现场", "当天", "期间", "主题", "开幕式", "仪式")
FIRM = re.compile(r"集团|公司|银行")
SEATED = re.compile(r"位于|设在|设立|坐落|在|搬|迁")
PARTY = frozenset({"党委", "党组"})
BUILT = re.compile(r"(?:建设|新建|兴建|在建|建成|打造|改造成|改建成|改建|建)(?:了|的)?$")
LISTS = frozenset({"名录", "名单", "榜单", "排行榜", "光荣榜"})
HONOURED = re.compile("获|评为|授予|命名|先锋|先进集体|光荣榜")
NEAR = 60  # characters in which an honour is told of
PHASED = re.compile("(?:项目|工程|电站|基地|产业园)$")  # before 二期
IN_PHASES = re.compile("[一-鿿]{4,}[一二三四五六]期$")  # before 项目
LEAST_PHASED = 6
# what is done to a school, a hospital, a road: 第五幼儿园迁建, 人民医院新院区
WORKS = re.compile(
    "[一-鿿]{3,}(?:园|校|学|院|厂|桥|路|库|站|馆|中心|河|渠|闸)(?:迁建|改建|扩建|新建|改扩建|异地新建|重建|改造|提升改造|新院区|新校区)$"
)
LOCAL_PARK = re.compile("[市县区旗](?![场域级民政内外])[一-鿿]{2,8}")
LEGAL_END = re.compile("(?:有限公司|集团公司|集团|股份公司)的?$")
LEAST_PARK = 4  # characters of a park's name that say what it is for
WORKPLACES = frozenset({"车间", "班组"})
SCOPE = re.compile(r"全国|国家|中国|世界|全球|亚洲|全省|省级|市级|县级|[一-鿿]省|[一-鿿]市|自治区|浙商|最美|十佳|年度|“")
LEGAL = re.compile(r"有限公司|集团公司|有限责任公司")
# a head that goes on is another word: 公司法, 大学生, 项目部, 工程师, 会议室, 银行业
SINGLE_NOT = re.compile("(?:协|主|承|举|联|合|筹|开)办|科[创技研学普教]")  # 协办, 科创大厦: no office, no section
CONTINUES = re.compile(r"[法生部师室业化性卡证界型级长员们]|主任|人员|主席|董事|经理")


def ends_here(tagged: Tagged, end: int, head: Head) -> bool:
    text = tagged.text
    if len(head.form) == 1 and tagged.word_at(end - 1).tag not in NOUN_TAGS:
        return False  # 举办, 地处 are verbs
    if len(head.form) == 1 and SINGLE_NOT.search(text[max(0, end - 2) : end + 1]):
        return False
    if len(head.form) == 1 and not tagged.is_edge(end) and not post_start(text, end):
        return False  # 德国科隆 has no section
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
    if head.form == "总部" and SEATED.match(text, end):
        return False  # 某集团总部位于: no project
    if head.type == "Event" and tagged.is_edge(end) and tagged.word_at(end).tag == "n" and not text.startswith(AFTER_EVENT, end):
        return False  # 活动案例, 会议精神
    follows = CONTINUES.match(text, end)
    return follows is None or tagged.is_edge(end)


def fits(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    part = tagged.text[left:start]
    if head.type == "Zone" and SCOPED.fullmatch(part):
        return False  # 全县工业园区: all there are
    if head.needs == "county":
        return RELATIVE_PLACE.fullmatch(part) is not None and tagged.text[left - 1 : left] not in ("全", "各", "级")
    if head.needs == "institute":
        return any(h.type == "Organization" for m in head_pattern().finditer(part) for h in heads()[m.group()])
    if head.needs == "branch":
        return BRANCH.search(part) is not None
    if head.form.endswith("厂") and part[-1:] in ("建", "办", "开", "设"):
        return False  # 在某镇建造纸厂: none is named
    if head.needs == "scope":
        return SCOPE.search(part) is not None
    if head.form in PARTY and not PLACE_END.search(part):
        return False  # the party committee of a company or bureau stays in its secretary's title
    if head.form == "委员会" and FIRM.search(part):
        return False  # 某集团投资委员会 is a department
    if head.form in LISTS and (part[-1:] in "”》" or any(h.type == "Award" for h in head_of(part))):
        return False  # the list is named by what it lists
    if head.needs == "built":
        return start > left and not is_generic(tagged, left, start) and BUILT.search(tagged.text[max(0, left - 6) : left]) is not None
    if head.type == "Project":
        return _fits_project(tagged, left, start, head)
    if head.form in WORKPLACES and (not LEGAL.search(part) or HONOURED.search(tagged.text, max(0, left - NEAR), start + NEAR) is None):
        return False  # a workshop is the firm's, unless it is honoured itself
    if head.type == "Company" and head.needs == "proper" and LEGAL.search(part) and not head.form.endswith("公司"):
        return False  # a plant or shop of a company is no company of its own
    if (
        head.type == "Organization"
        and head.form.endswith("站")
        and any(h.type == "Government" for m in head_pattern().finditer(part) if len(m.group()) > 1 for h in heads()[m.group()])
    ):
        return False  # a station of an authority is an authority
    if head.needs == "place" and not part:
        return len(head.form) > 2 and head.form.endswith("局") and (start == 0 or tagged.text[start - 1] in "，。、；\n（")
    if head.needs == "body" and len(part) >= 6 and head.form == "办公室":
        return True
    if head.needs == "place":
        return bool(RELATIVE_PLACE.match(part) or _placed(tagged, left, start, head) or (len(part) >= 2 and len(head.form) > 2))
    if head.needs == "body":
        return bool(
            RELATIVE_PLACE.match(part) or PLACE_END.search(part) or AUTHORITY_END.search(part) or _placed(tagged, left, start, head)
        )
    if is_generic(tagged, left, start):
        return False
    if head.needs == "proper" and head.type == "Zone" and (_of_county(tagged, left, part) or _is_of_firm(tagged, left, part)):
        return True
    if head.needs == "proper":
        return is_proper(tagged, left, start)
    return True


def _of_county(tagged: Tagged, left: int, part: str) -> bool:
    """Whether a park is the county's or city's own: 县红茶产业园."""
    return LOCAL_PARK.fullmatch(part) is not None and tagged.is_edge(left)


def _is_of_firm(tagged: Tagged, left: int, part: str) -> bool:
    """Whether a park without a proper name is a firm's: 某公司特色乳加工产业园."""
    return len(part) >= LEAST_PARK and LEGAL_END.search(tagged.text[max(0, left - 8) : left]) is not None


def _placed(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether a place or body stands before a head, or the tagger takes the whole, head and all, for one (某县投资促进局/ORG)."""
    if leading_place(tagged.text[left:start]) or any(w.tag in ("LOC", "ORG") for w in tagged.within(left, start)):
        return True
    word = tagged.word_at(start)
    return len(head.form) > 1 and word.tag == "ORG" and left <= word.start < start


def _fits_project(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """A project has a proper part, or stands as the thing that is built or owned (某公司的深加工项目, 兴建加工项目)."""
    if is_generic(tagged, left, start):
        return False
    if (
        is_proper(tagged, left, start)
        or IN_PHASES.search(part := tagged.text[left:start])
        or WORKS.search(part)
        or (head.form.endswith("期") and PHASED.search(part) and len(part) >= LEAST_PHASED)
    ):
        return True
    before = tagged.text[max(0, left - 8) : left]
    owned = (
        OWNED.search(before) is not None
        or (before.endswith("的") and LEGAL.search(before) is not None)
        or LEGAL.search(before[-5:]) is not None
    )
    built = re.search(verbs()[0].pattern + "$", before) is not None
    return head.needs == "proper" and start - left >= 2 and (owned or built)

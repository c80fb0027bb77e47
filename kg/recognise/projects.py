"""Projects: how far the name reaches to the left of its head, and which stretches with such a head name none."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import load
from kg.recognise.boundaries import HARD, is_generic, is_proper, left_edge
from kg.recognise.heads import head_of
from kg.recognise.tagged import Tagged

INVESTS = "(?:拟|计划|共同|独资)?投资(?:建设|兴建|新建)?(?:的)?"
LEGAL_OWNER = re.compile(
    rf"(?:有限公司|集团公司|有限责任公司|股份公司|集团(?!公司|有限|股份)(?=[一-鿿\d]{{4}}))(?:（筹）)?(?:的|{INVESTS})?"
)
PARK = re.compile(r"工业园区|工业园|工业区|开发区|高新区|经开区|产业园区|产业园|科技园|园区")
OUTPUT = re.compile(r"(?:[年日][产加处][工理]?(?:能)?)?\d[\d.]*[万亿千百]?[吨粒双套台辆件只锭瓶箱羽株盒条块片米升瓦]")
PER_YEAR = re.compile(r"\d[\d.]*[万亿千百]?[一-鿿]{1,2}/$")
PREFIX = re.compile(r"[A-Za-zα-ω]-$")
QUOTED = re.compile(r"(?:全?[国省市县区])?(?:“[^”]*”)+")
LONGEST_LIST = 40
LEAST = 4  # characters of a project named by what it makes alone
LEAST_BEGUN = 6
KIND = re.compile("重点|重大|在建|亿元|百亿|省级|市级|标志性")
SITE = re.compile("(?:建设|施工)?(?:现场|工地)")


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    """The patterns of ``projects.toml``."""
    data = load("projects")
    begun = f"(?:{'|'.join(data['manners'])})?(?:{'|'.join(data['begun'])})"
    return {
        "classes": re.compile(f"(?:{'|'.join(data['classes'])})$"),
        "making": re.compile(f"(?:{'|'.join(data['making'])})$"),
        "beside": re.compile("|".join(data["beside"])),
        "roads": re.compile("|".join(data["roads"])),
        "not_and": re.compile(f"(?:{'|'.join(data['not_and'])})$"),
        "begun": re.compile(begun + f"(?!{'|'.join(data['not_begun'])})"),
    }


def project_start(tagged: Tagged, left: int, head: int) -> int:
    """Where a project's name begins: with its output and all that 及 or 、 join to it, without the firm or park that it only belongs to."""
    further = _reaching(tagged, left, head)
    while further < left:
        left, further = further, _reaching(tagged, further, head)
    return past_park(tagged, past_owner(tagged, left, head), head, LEAST)


def is_class_of_projects(tagged: Tagged, left: int, head: int) -> bool:
    """Whether a stretch tells a kind of project instead of one (某县重大项目), or what is done with projects (看项目)."""
    if tagged.text[head - 1] in load("boundaries")["project_takers"] and tagged.is_edge(head - 1):
        return True
    if QUOTED.fullmatch(tagged.text, left, head):
        return True
    return tagged.text[head - 1] not in "”》" and _words()["classes"].search(tagged.text, left, head) is not None


def is_told_of(tagged: Tagged, left: int, head: int, end: int) -> bool:
    """Whether a project without a proper name is told of as one: 某镇是电器生产项目; 装配式建材项目正式签约."""
    length = head - left
    if length < LEAST or is_generic(tagged, left, head):
        return False
    beside = _words()["beside"].search(tagged.text, left, head)
    if beside is not None and tagged.text[beside.start() - 1] == "及":
        return True
    if (
        length >= LEAST_BEGUN
        and not KIND.match(tagged.text, left)
        and (_words()["begun"].match(tagged.text, end) or SITE.match(tagged.text, end))
    ):
        return True
    return (
        tagged.text[left - 1 : left] == "是"
        and left > 1
        and tagged.word_at(left - 2).tag == "LOC"
        and tagged.text[end : end + 1] in "，。；、"
    )


def _reaching(tagged: Tagged, left: int, head: int) -> int:
    """One step further to the left, ``left`` itself where there is none."""
    text = tagged.text
    before = text[:left]
    making = _words()["making"].search(before) if text[left].isdigit() else None
    rate = PER_YEAR.search(before[-12:]) if text[left] in "年天日" else None
    prefix = PREFIX.search(before[-2:])
    if making is not None:
        return making.start()
    if rate is not None:
        return left - (len(before[-12:]) - rate.start())
    if prefix is not None:
        return left - 2
    if _words()["roads"].match(text, left):
        return left - len(re.search(r"\d*$", before[-4:])[0])  # type: ignore[index]
    if before.endswith("—") and not before.endswith("——"):
        return left_edge(tagged, left - 1) if left > 1 else left
    if before.endswith("及") and not _words()["not_and"].search(before):
        return _and(tagged, left, head)
    return _listed(tagged, left) if before.endswith("、") else left


def _and(tagged: Tagged, left: int, head: int) -> int:
    """Over 及 to what is built with the rest (水厂及配套管网工程), or makes up one product line with it (甲盐及乙酸生产项目)."""
    further = left_edge(tagged, left - 1)
    if left - 1 - further < 2:
        return left
    if _words()["beside"].match(tagged.text, left):
        return further
    return left if head_of(tagged.text[further : left - 1]) or is_proper(tagged, left, head) else further


def _listed(tagged: Tagged, left: int) -> int:
    """Over 、 to the first product of a list of products with their output: 年产3万吨甲、乙系列产品项目."""
    text = tagged.text
    floor = max(0, left - LONGEST_LIST)
    for found in OUTPUT.finditer(text, floor, left - 1):
        between = text[found.end() : left - 1]
        one_list = OUTPUT.match(text, left) or not found.group()[0].isdigit()
        if one_list and not any(c in HARD - {"、"} for c in between) and "项目" not in between and "公司" not in between:
            further = left_edge(tagged, found.start()) if found.start() else found.start()
            return further if further < found.start() and is_proper(tagged, further, found.start()) else found.start()
    return left


def past_owner(tagged: Tagged, left: int, head: int) -> int:
    """What a company builds is named without it."""
    owners = list(LEGAL_OWNER.finditer(tagged.text, left, head))
    return owners[-1].end() if owners and head - owners[-1].end() >= 3 else left


def past_park(tagged: Tagged, left: int, head: int, least: int = 2) -> int:
    """Where a project or a park begins that stands in another: 某工业园某特钢循环经济项目, 某开发区某产业园; the first only says where."""
    parks = list(PARK.finditer(tagged.text, left, head))
    return parks[-1].end() if parks and head - parks[-1].end() >= least and is_proper(tagged, parks[-1].end(), head) else left

"""Whether a headed span fits its head: whether what must stand before it does."""

from __future__ import annotations

from kg.lexicon import load
from kg.recognise.boundaries import is_generic, is_proper
from kg.recognise.fitness_projects import fits_project, is_built
from kg.recognise.fitness_words import LOCAL_PARK, PLACE_END, RELATIVE_PLACE, SCOPE, SCOPED, any_word
from kg.recognise.heads import Head, head_of, head_pattern, heads
from kg.recognise.short_names import leading_place
from kg.recognise.tagged import Tagged

NEAR = 60  # characters in which an honour is told of
LEAST_PARK = 4  # characters of a park's name that say what it is for
LEAST_OFFICE = 6  # characters of a body's name before 办公室


def fits(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether the stretch between a left edge and the head is what the head needs before it."""
    part = tagged.text[left:start]
    if head.type == "Zone" and SCOPED.fullmatch(part):
        return False  # 全县工业园区: all there are
    if head.needs == "county":
        return RELATIVE_PLACE.fullmatch(part) is not None and tagged.text[left - 1 : left] not in ("全", "各", "级")
    if head.needs == "institute":
        return _holds(part, "Organization")
    if head.needs == "branch":
        return any_word("zones", "[一-鿿]{2,4}$").search(part) is not None
    if head.form.endswith("厂") and part[-1:] in ("建", "办", "开", "设"):
        return False  # 在某镇建造纸厂: none is named
    if head.needs == "scope":
        return SCOPE.search(part) is not None
    if _is_titular(part, head):
        return False
    if head.needs == "built":
        return is_built(tagged, left, start)
    if head.type == "Project":
        return fits_project(tagged, left, start, head)
    return not _is_part(tagged, left, start, head) and _has_needed(tagged, left, start, head)


def _has_needed(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether a place, a body or a proper part stands before a head that needs one."""
    if head.needs == "place":
        return _has_place(tagged, left, start, head)
    if head.needs == "body":
        return _has_body(tagged, left, start, head)
    if is_generic(tagged, left, start):
        return False
    if head.needs != "proper":
        return True
    part = tagged.text[left:start]
    own = head.type == "Zone" and (_of_county(tagged, left, part) or _is_of_firm(tagged, left, part))
    return own or is_proper(tagged, left, start)


def _is_titular(part: str, head: Head) -> bool:
    """Whether a span only stands in a title or names no body of its own: a firm's committee, a list."""
    words = load("fitness")
    if head.form in words["party"] and not PLACE_END.search(part):
        return True  # the party committee of a company or bureau stays in its secretary's title
    if head.form == "委员会" and any_word("firms").search(part):
        return True  # 某集团投资委员会 is a department
    # the list is named by what it lists
    return head.form in words["lists"] and (part[-1:] in "”》" or any(h.type == "Award" for h in head_of(part)))


def _is_part(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether a span is a part of the firm or authority in it, and no body of its own."""
    part = tagged.text[left:start]
    is_legal = any_word("legal").search(part) is not None
    if head.form in load("fitness")["workplaces"]:
        honoured = any_word("honoured").search(tagged.text, max(0, left - NEAR), start + NEAR) is not None
        if not is_legal or not honoured:
            return True  # a workshop is the firm's, unless it is honoured itself
    if head.type == "Company" and head.needs == "proper" and is_legal and not head.form.endswith("公司"):
        return True  # a plant or shop of a company is no company of its own
    # a station of an authority is an authority
    return head.type == "Organization" and head.form.endswith("站") and _holds(part, "Government", least=2)


def _holds(part: str, kind: str, least: int = 1) -> bool:
    """Whether a head of that type, of so many characters at least, stands within a stretch."""
    return any(h.type == kind for m in head_pattern().finditer(part) if len(m.group()) >= least for h in heads()[m.group()])


def _has_place(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether a place stands before an authority's head, or the head is long enough to be one without (粮食局)."""
    part = tagged.text[left:start]
    if not part:
        return len(head.form) > 2 and head.form.endswith("局") and (start == 0 or tagged.text[start - 1] in "，。、；\n（")
    return bool(RELATIVE_PLACE.match(part) or _is_placed(tagged, left, start, head) or (len(part) >= 2 and len(head.form) > 2))


def _has_body(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether a body or place stands before the head of its department."""
    part = tagged.text[left:start]
    if len(part) >= LEAST_OFFICE and head.form == "办公室":
        return True
    placed = RELATIVE_PLACE.match(part) or PLACE_END.search(part) or any_word("authorities", "$").search(part)
    return bool(placed or _is_placed(tagged, left, start, head))


def _of_county(tagged: Tagged, left: int, part: str) -> bool:
    """Whether a park is the county's or city's own: 县红茶产业园."""
    return LOCAL_PARK.fullmatch(part) is not None and tagged.is_edge(left)


def _is_of_firm(tagged: Tagged, left: int, part: str) -> bool:
    """Whether a park without a proper name is a firm's: 某公司特色乳加工产业园."""
    return len(part) >= LEAST_PARK and any_word("park_owners", "的?$").search(tagged.text[max(0, left - 8) : left]) is not None


def _is_placed(tagged: Tagged, left: int, start: int, head: Head) -> bool:
    """Whether a place or body stands before a head, or the tagger takes the whole, head and all, for one (某县投资促进局/ORG)."""
    if leading_place(tagged.text[left:start]) or any(w.tag in ("LOC", "ORG") for w in tagged.within(left, start)):
        return True
    word = tagged.word_at(start)
    return len(head.form) > 1 and word.tag == "ORG" and left <= word.start < start

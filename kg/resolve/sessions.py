"""Sessions: how meetings and ceremonies that are named in short get their full names (第十一次会议, 开工仪式)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from kg.gazetteer import Gazetteer
from kg.lexicon import any_of, load
from kg.records import Mention
from kg.resolve.antecedents import Antecedents
from kg.resolve.names import prefix_place
from kg.resolve.page_forms import PageForms

# 某县十四届人大常委会举行第十一次会议 is 某县十四届人大常委会第十一次会议
SESSION = re.compile(r"(?<![一-鿿])([一-鿿]{0,8}?(?:第)?[一二三四五六七八九十]{1,3}届[一-鿿]{2,8}?)\s?(?:举行|召开)(?:了)?$")
CONVENED = re.compile("(?:举行|召开)(?:了)?$")
SITTING_ALONE = re.compile("第[一二三四五六七八九十百]+次(?:全体)?会议")
SITTING = re.compile(r"第|委|[一二三四五六七八九十]+届")


@lru_cache(maxsize=1)
def _ceremony() -> re.Pattern[str]:
    return re.compile(f"(?:项目)?(?:集中)?{any_of(load('events')['ceremonies'])}仪式")


class Sessions:
    """Writes out the names of events, from what the article has told of."""

    def __init__(self, told: Antecedents, forms: PageForms, gazetteer: Gazetteer) -> None:
        self.told, self.forms, self.gazetteer = told, forms, gazetteer

    def name(self, mention: Mention) -> str:
        """An event's name: a bare ceremony takes the name of what was told of last, 市第…大会 the name of its place."""
        if _ceremony().fullmatch(mention.text):
            last = self.told.last
            return next((last[k].name for k in ("Project", "Zone", "Organization", "Company") if k in last), "") + mention.text
        session = SESSION.search(self.told.text, max(0, mention.start - 24), mention.start)
        if mention.text.startswith("第") and session is not None:
            return self.name(replace(mention, text=session.group(1) + mention.text))
        sitting = self._sitting(mention) if SITTING_ALONE.fullmatch(mention.text) else None
        if sitting is not None:
            return sitting
        if mention.text[:1] in "省市县区" and SITTING.match(mention.text, 1):
            place = prefix_place(mention.text[0], self.told.setting(), self.gazetteer)
            return (place or mention.text[0]) + mention.text[1:]
        return self.forms.full("Event", mention.text)

    def _sitting(self, mention: Mention) -> str | None:
        """The full name of a session named by its number: 县人大常委会举行第二十一次会议; the page's own name for it, where it has one."""
        body = self.told.last.get("Government")
        if body is None or CONVENED.search(self.told.text, max(0, mention.start - 8), mention.start) is None:
            return None
        known = {e for e in self.forms.events if e.endswith(body.name[-3:] + mention.text)}
        return self.name(replace(mention, text=known.pop())) if len(known) == 1 else body.name + mention.text

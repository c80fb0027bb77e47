"""Antecedents: what an article has named up to a point, on which the relative names after it lean."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.gazetteer import Division
from kg.lexicon import any_of, load
from kg.records import Mention
from kg.resolve.keys import Key
from kg.resolve.names import Setting

RELATIVE = "relative:"  # begins the source of a relative name; the rest of it says what is wanted
ASIDE_JOINT = re.compile("(?:[与和、及]|携手|联合)(?:[本当]地企业|[本当]土企业)?")
TOWN_OF = re.compile(
    "(?:.{2,8}?[市县区旗])?(.{2,8}?(?:镇|乡|街道))(?:党|人大|人民|政府|办事处|纪)"
)  # whose authority it is: 该镇 may mean it


@lru_cache(maxsize=1)
def _acquires() -> re.Pattern[str]:
    return re.compile(f"{any_of(load('relatives')['beside']['acquires'])}了?$")


def is_relative(mention: Mention) -> bool:
    """Whether a mention is a relative name, which means something that is named elsewhere."""
    return mention.source.startswith(RELATIVE)


class Antecedents:
    """Is told of each mention of an article in turn and keeps what a relative name can mean."""

    def __init__(self, text: str, home: Division | None) -> None:
        self.text, self.home = text, home
        self.keys: list[Key | None] = []  # of each mention so far
        self.end = -1  # where the mention before ended
        self.last: dict[str, Key] = {}  # by type
        self.spot: dict[str, int] = {}  # by type: where the last name began
        self.topic: dict[str, tuple[Key, int, int]] = {}  # by type: what the paragraph is about, the paragraph, and where it stands
        self.village: Key | None = None  # named last
        self.named: list[tuple[Key, int, int]] = []  # what was named, but persons, and where
        self.companies: list[Key] = []
        self.organizations: list[Key] = []
        self.registered: Key | None = None  # the company last named in full: the one that has just been set up
        self.aside: set[Key] = set()  # companies that are only told of beside another: what it bought, who owns it
        self._aside_end = -1  # where the last of them ended

    def add(self, mention: Mention, key: Key | None) -> None:
        """Note a mention with its key (None: not linked)."""
        if key is not None:
            self._note(mention, key)
        self.end = mention.end
        self.keys.append(key)

    def setting(self, home: Division | None = None) -> Setting:
        """What names that begin with a level alone lean on here, at the article's home or another place."""
        town, zone = self.last.get("Town"), self.last.get("Zone")
        village = self.village.name if self.village else None
        return Setting(home or self.home, town.name if town else None, zone.name if zone else None, village)

    def paragraph(self, mention: Mention) -> int:
        """The number of the paragraph that a mention stands in."""
        return self.text.count("\n", 0, mention.start)

    def sentence(self, mention: Mention, ends: str = "。！？\n") -> int:
        """Where the sentence of a mention begins."""
        return max(self.text.rfind(c, 0, mention.start) for c in ends) + 1

    def _note(self, mention: Mention, key: Key) -> None:
        self.last[key.type] = key
        if key.type == "Place" and key.name.endswith(("村", "社区")):
            self.village = key
        if key.type == "Company":
            self._note_company(mention, key)
        if key.type == "Organization":
            self.organizations.append(key)
        if key.type == "Government" and (town := TOWN_OF.match(key.name)) is not None:
            self.last["Town"] = next((k for k in self.keys if k is not None and k.name == town[1]), self.last.get("Town", key))
        if is_relative(mention):
            return
        self.spot[key.type] = mention.start
        self.named.append((key, mention.start, mention.end))
        if self._opens(mention):
            self.topic[key.type] = (key, self.paragraph(mention), mention.start)

    def _note_company(self, mention: Mention, key: Key) -> None:
        self.companies.append(key)
        if not is_relative(mention) and self._is_beside(mention):
            self.aside.add(key)
            self._aside_end = mention.end
        self.registered = key if mention.text.endswith("有限公司") else self.registered

    def _opens(self, mention: Mention) -> bool:
        """Whether a name opens its sentence: what the sentence is about."""
        before, after = self.text[mention.start - 1 : mention.start], self.text[mention.end : mention.end + 1]
        return mention.start == 0 or before in "。！？\n”" or after == "是"

    def _is_beside(self, mention: Mention) -> bool:
        """Whether a company is told of as what another set up or bought, or as who owns it or founded it: 由甲公司与乙公司合资设立."""
        joined = self._aside_end >= 0 and ASIDE_JOINT.fullmatch(self.text, self._aside_end, mention.start) is not None
        return joined or _acquires().search(self.text, max(0, mention.start - 6), mention.start) is not None

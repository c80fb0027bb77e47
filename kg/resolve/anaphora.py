"""Anaphora: what the relative names of an article mean (前者, 该公司, 我县, 公司 alone)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from kg.gazetteer import Gazetteer
from kg.lexicon import any_of, load
from kg.recognise.short_names import parse_company, short_forms
from kg.records import Mention
from kg.resolve.antecedents import RELATIVE, Antecedents
from kg.resolve.keys import Key, division_key
from kg.resolve.names import level_of_home
from kg.resolve.places import PLACES

PAIR = ("former", "latter")
PAIR_REACH = 80  # characters from two names to 前者 or 后者
JOINT = re.compile("[、和与及]|以及|分别[与和]")
BRANCH = re.compile(r"(?:分)?公司$")


@lru_cache(maxsize=1)
def _visits() -> re.Pattern[str]:
    return re.compile(any_of(load("relatives")["visited"]["verbs"]))


class Anaphora:
    """Says what a relative name means, from what the article has told of before it."""

    def __init__(self, told: Antecedents, gazetteer: Gazetteer) -> None:
        self.told, self.gazetteer = told, gazetteer

    def antecedent(self, mention: Mention) -> Key | None:
        """What a relative name means; None where that cannot be told."""
        wanted = mention.source.removeprefix(RELATIVE)
        if wanted in PAIR:
            return self._of_pair(mention, PAIR.index(wanted))
        if wanted in ("home", "province", "district", "village", "county"):
            return self._of_level(wanted)
        return self._thing(mention, wanted)

    def ahead(self, mention: Mention) -> Key | None:
        """What a relative name before its antecedent means, once all is told: the only thing of its type in the article."""
        wanted = mention.source.removeprefix(RELATIVE)
        things = {k for k in self.told.keys if k is not None and k.type == wanted and _means(mention.text, k)}
        return next(iter(things)) if len(things) == 1 else None

    def is_branch(self, form: str) -> bool:
        """Whether a form is a company named by its place alone: 某地公司."""
        return BRANCH.search(form) is not None and bool(self.gazetteer.named(BRANCH.sub("", form)))

    def branch(self, form: str) -> Key | None:
        """The company told of last whose name bears the place in brackets: 某地公司 means it; None where there is none."""
        place = BRANCH.sub("", form)
        return next((k for k in reversed(self.told.companies) if parse_company(k.name).branch == place), None)

    def named_so(self, form: str) -> Key | None:
        """The one company told of so far that a short form fits (某某公司: 某某新材料有限公司); None for a whole name, or for several."""
        if form.endswith("有限公司"):
            return None
        fitting = {k for k in self.told.companies if k.name != form and form in short_forms(k.name, "Company")}
        return fitting.pop() if len(fitting) == 1 else None

    def _of_level(self, wanted: str) -> Key | None:
        """The place or zone that 我县, 全省, 该区, 村里 … mean."""
        home = self.told.home
        if wanted == "village":
            return self.told.village
        if wanted == "county":
            return self.told.last.get("Place")
        if wanted == "province":
            return division_key(level_of_home(home, self.gazetteer, "province"))
        if wanted == "district" and (home is None or not home.name.endswith("区")):
            return self.told.last.get("Zone")
        return division_key(home)

    def _thing(self, mention: Mention, wanted: str) -> Key | None:
        """What 该公司, 新公司, 该镇, 公司 … mean: what was visited, what the paragraph is about, or what was told of last."""
        told = self.told
        if mention.text.startswith("新"):
            return told.registered
        if self._visited(mention, wanted):
            return told.last[wanted]
        if wanted in told.topic and told.topic[wanted][1] == told.paragraph(mention) and _means(mention.text, told.topic[wanted][0]):
            return told.topic[wanted][0]
        if wanted == "Organization":
            return next((k for k in reversed(told.organizations) if _means(mention.text, k)), None)
        last = self._company(mention) if wanted == "Company" else told.last.get("Town" if wanted == "town" else wanted)
        return last if last is not None and _means(mention.text, last) else None

    def _visited(self, mention: Mention, wanted: str) -> bool:
        """Whether the last name was visited in this very sentence, which the topic does not open: 走访了某公司，与公司总经理座谈."""
        told = self.told
        sentence, spot, topic = told.sentence(mention), told.spot.get(wanted, -1), told.topic.get(wanted, (None, 0, 0))[2]
        visited = spot >= sentence > topic and _visits().search(told.text, sentence, spot) is not None
        return visited and _means(mention.text, told.last[wanted])

    def _company(self, mention: Mention) -> Key | None:
        """The company that an article tells of: the last named that stands not only beside another."""
        fitting = [k for k in self.told.companies if k not in self.told.aside and _means(mention.text, k)]
        return fitting[-1] if fitting else self.told.last.get("Company")

    def _of_pair(self, mention: Mention, which: int) -> Key | None:
        """前者 or 后者 of the two bodies or things named last that are joined; None where a third stands beside them, or they are not."""
        text = self.told.text
        named = [(k, a, b) for k, a, b in self.told.named if k.type != "Person" and b <= mention.start]
        for (first, a, b), (second, c, d) in reversed(list(pairwise(named))):
            if "\n" in text[d : mention.start] or mention.start - d > PAIR_REACH:
                return None
            if (first.type in PLACES and c == b) or JOINT.fullmatch(text, b, c) is None:
                continue
            beside = [text[y:a] for _, _, y in named if y <= a] + [text[d:x] for _, x, _ in named if x >= d]
            alone = not any(JOINT.fullmatch(gap) for gap in beside)
            return (first, second)[which] if alone and first != second else None
        return None


def _means(word: str, key: Key) -> bool:
    """Whether a bare noun can mean a body: 研究院 and 该协会 mean one whose name ends so, never a university told of nearby."""
    noun = word.removeprefix("该")
    kinds = load("relatives")["kinds"]
    if noun in kinds and key.type in ("Organization", "Government", "Company"):
        return re.search(f"(?:{kinds[noun]})$", key.name) is not None
    if key.type == "Project" and noun == "工程":
        return key.name.endswith(noun)
    if key.type == "Company" and noun == "集团":
        return noun in key.name
    return key.type != "Organization" or len(noun) < 2 or key.name.endswith(noun)

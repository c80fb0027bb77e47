"""Resolution on one page: each mention gets the full, typed name that it means, relative names included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.lexicon import load
from kg.recognise.heads import head_of, heads
from kg.recognise.short_names import parse_company, short_forms
from kg.records import Mention, Reading
from kg.resolve.names import Setting, choose_division, government_name, level_of_home, prefix_place
from kg.resolve.page_forms import fuller_forms, one_type, page_home

PLACES = frozenset({"Place", "Town"})
PAIR = ("former", "latter")
PAIR_REACH = 80  # characters from two names to 前者 or 后者
JOINT = re.compile("[、和与及]|以及|分别[与和]")
TOWN_OF = re.compile(
    "(?:.{2,8}?[市县区旗])?(.{2,8}?(?:镇|乡|街道))(?:党|人大|人民|政府|办事处|纪)"
)  # whose authority it is: 该镇 may mean it
VISITED = re.compile("走访|走进|来到|考察|参观|拜访|会见")
# 市第五幼儿园迁建工程
LOCAL_WORK = re.compile(
    r"[市县区旗州](?=[一-鿿]{3,}(?:园|校|学|院|厂|桥|路|库|站|馆|中心)[一-鿿]{0,6}(?:工程|项目)$)(?![场域级民政属内外上中直管辖委])"
)
# 县红茶产业园
LOCAL_ZONE = re.compile(r"[市县区旗](?![场域级民政内外])[一-鿿]{2,8}(?:产业园区|产业园|工业园|科技园|物流园|示范园|创业园|孵化园)$")
# 市南药协会, 县实验小学: of the county or city itself
LOCAL_BODY = re.compile(
    r"[市县区旗州](?![场域级民政属内外上中直管辖委])[^市县区旗州]{2,12}"
    r"(?:协会|商会|学会|联合会|促进会|研究会|基金会|医院|学校|中学|小学|幼儿园|学院)$"
)
ACQUIRES = re.compile("(?:(?:设立|收购|并购|旗下|子公司|控股|参股)(?:了)?|[由系]|母公司(?:是|为)?|隶属于?|(?:公司|企业)是)$")
ASIDE_JOINT = re.compile("(?:[与和、及]|携手|联合)(?:[本当]地企业|[本当]土企业)?")
LOCAL = re.compile(r"(?:分)?公司$")
# 某县十四届人大常委会举行第十一次会议 is 某县十四届人大常委会第十一次会议
SESSION = re.compile(r"(?<![一-鿿])([一-鿿]{0,8}?(?:第)?[一二三四五六七八九十]{1,3}届[一-鿿]{2,8}?)\s?(?:举行|召开)(?:了)?$")
CONVENED = re.compile("(?:举行|召开)(?:了)?$")
SITTING_ALONE = re.compile("第[一二三四五六七八九十百]+次(?:全体)?会议")
SITTING = re.compile(r"第|委|[一二三四五六七八九十]+届")
RELATIVE_BODY = re.compile(r"^[省市县区旗州镇乡](?!.*[省市县区旗州镇乡])")
CEREMONY = re.compile(r"(?:项目)?(?:集中)?(?:开工|竣工|奠基|签约|投产|揭牌|启动|通车|落成|封顶|开业|开馆|授牌|开园)仪式")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes two mentions one thing: a type, a full name and, where a name alone does not tell things apart, a scope."""

    type: str
    name: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The readings of a page with the key of each mention (None: not linked)."""

    readings: tuple[Reading, ...]
    keys: tuple[tuple[Key | None, ...], ...]


def resolve_page(readings: Sequence[Reading]) -> PageLinks:
    """Link the mentions of one page's readings; a form has one type and one full name on a page."""
    gazetteer = load_gazetteer()
    readings = one_type(readings)
    home = page_home(readings)
    fuller = fuller_forms(readings)
    events = frozenset(m.text for r in readings for m in r.mentions if m.type == "Event")
    zones = frozenset(m.text for r in readings for m in r.mentions if m.type == "Zone")
    chosen: dict[str, Division] = {}
    keys = tuple(tuple(_Linker(reading, gazetteer, fuller, home, chosen, zones, events).keys()) for reading in readings)
    return PageLinks(tuple(readings), keys)


def home_division(reading: Reading, gazetteer: Gazetteer) -> Division | None:
    """The division that a reading is at home in."""
    if reading.home is None:
        return None
    return next((d for d in gazetteer.named(reading.home.rsplit("/", 1)[-1]) if d.key == reading.home), None)


class _Linker:
    """Walks through one reading and keeps what relative names lean on."""

    def __init__(
        self,
        reading: Reading,
        gazetteer: Gazetteer,
        fuller: dict[tuple[str, str], str],
        scope: str,
        chosen: dict[str, Division],
        zones: frozenset[str],
        events: frozenset[str],
    ) -> None:
        self.zones, self.events = zones, events
        self.reading, self.gazetteer, self.fuller, self.scope = reading, gazetteer, fuller, scope
        self.home = home_division(reading, gazetteer)
        self.last: dict[str, Key] = {}
        self.topic: dict[str, tuple[Key, int, int]] = {}  # by type: what the paragraph is about, the paragraph, and where it stands
        self.spot: dict[str, int] = {}  # by type: where the last name began
        self.village: Key | None = None  # named last
        self.aside: set[Key] = set()  # companies that are only told of beside another: what it bought, who owns it
        self.aside_end = -1  # where the last of them ended
        self.companies: list[Key] = []
        self.organizations: list[Key] = []
        self.chosen = chosen
        self.named: list[tuple[Key, int, int]] = []  # what was named, but persons, and where
        self.registered: Key | None = None  # the company last named in full: the one that has just been set up
        self.position = -1  # where the mention before ended

    def keys(self) -> Iterator[Key | None]:
        """The key of each mention; a relative name before what it means looks ahead where only one thing of its type follows."""
        found: list[Key | None] = []
        for mention in self.reading.mentions:
            relative = mention.source.startswith("relative:")
            key = self._relative(mention) if relative else self._named(mention)
            if key is not None:
                self.last[key.type] = key
                if not relative:
                    self.spot[key.type] = mention.start
                    self.named.append((key, mention.start, mention.end))
                if key.type == "Place" and key.name.endswith(("村", "社区")):
                    self.village = key
                if key.type == "Company":
                    self.companies.append(key)
                    if not relative and self._is_beside(mention):
                        self.aside.add(key)
                        self.aside_end = mention.end
                    self.registered = key if mention.text.endswith("有限公司") else self.registered
                if key.type == "Organization":
                    self.organizations.append(key)
                if key.type == "Government" and (town := TOWN_OF.match(key.name)) is not None:
                    self.last["Town"] = next((k for k in found if k is not None and k.name == town[1]), self.last.get("Town", key))
                if not relative and self._opens(mention):
                    self.topic[key.type] = (key, self._paragraph(mention), mention.start)
            self.position = mention.end
            found.append(key)
        for mention, key in zip(self.reading.mentions, found, strict=True):
            yield key if key is not None or not mention.source.startswith("relative:") else self._ahead(mention, found)

    def _ahead(self, mention: Mention, found: Sequence[Key | None]) -> Key | None:
        wanted = mention.source.removeprefix("relative:")
        things = {k for k in found if k is not None and k.type == wanted and _means(mention.text, k)}
        return next(iter(things)) if len(things) == 1 else None

    def _opens(self, mention: Mention) -> bool:
        """Whether a name opens its sentence: what the sentence is about."""
        text = self.reading.article.text
        return mention.start == 0 or text[mention.start - 1] in "。！？\n”" or text[mention.end : mention.end + 1] == "是"

    def _paragraph(self, mention: Mention) -> int:
        return self.reading.article.text.count("\n", 0, mention.start)

    def _visited(self, mention: Mention, wanted: str) -> bool:
        """Whether the last name was visited in this very sentence, which the topic does not open: 走访了某公司，与公司总经理座谈."""
        text = self.reading.article.text
        sentence = max(text.rfind(c, 0, mention.start) for c in "。！？\n") + 1
        spot, topic = self.spot.get(wanted, -1), self.topic.get(wanted, (None, 0, 0))[2]
        return spot >= sentence > topic and VISITED.search(text, sentence, spot) is not None and _means(mention.text, self.last[wanted])

    def _led_by(self, mention: Mention) -> Division | None:
        """The place whose body was named in full in the same sentence: 某市委书记甲，市人大常委会主任乙 are of one city."""
        body = self.last.get("Government")
        text = self.reading.article.text
        sentence = max(text.rfind(c, 0, mention.start) for c in "。！？；\n") + 1
        if body is None or self.spot.get("Government", -1) < sentence:
            return None
        found = self.gazetteer.longest_at(body.name, 0)
        unit = mention.text[:1]
        return next((d for d in found[1] if d.name.endswith(unit) and body.name.startswith(d.name)), None) if found else None

    def _setting(self, home: Division | None = None) -> Setting:
        town, zone = self.last.get("Town"), self.last.get("Zone")
        village = self.village.name if self.village else None
        return Setting(home or self.home, town.name if town else None, zone.name if zone else None, village)

    def _relative(self, mention: Mention) -> Key | None:
        wanted = mention.source.removeprefix("relative:")
        if wanted in PAIR:
            return self._of_pair(mention, PAIR.index(wanted))
        if wanted == "home":
            return self._division(self.home)
        if wanted == "province":
            return self._division(level_of_home(self.home, self.gazetteer, "province"))
        if wanted == "district":
            own = self.home is not None and self.home.name.endswith("区")
            return self._division(self.home) if own else self.last.get("Zone")
        if wanted == "village":
            return self.village
        if wanted == "county":
            return self.last.get("Place")
        if mention.text.startswith("新"):
            return self.registered
        if self._visited(mention, wanted):
            return self.last[wanted]
        if wanted in self.topic and self.topic[wanted][1] == self._paragraph(mention) and _means(mention.text, self.topic[wanted][0]):
            return self.topic[wanted][0]
        if wanted == "Organization":
            return next((k for k in reversed(self.organizations) if _means(mention.text, k)), None)
        last = self._told_of(mention) if wanted == "Company" else self.last.get("Town" if wanted == "town" else wanted)
        return last if last is not None and _means(mention.text, last) else None

    def _told_of(self, mention: Mention) -> Key | None:
        """The company that an article tells of: the last named that stands not only beside another."""
        told = [k for k in self.companies if k not in self.aside and _means(mention.text, k)]
        return told[-1] if told else self.last.get("Company")

    def _is_beside(self, mention: Mention) -> bool:
        """Whether a company is told of as what another set up or bought, or as who owns it or founded it: 由甲公司与乙公司合资设立."""
        text = self.reading.article.text
        joined = self.aside_end >= 0 and ASIDE_JOINT.fullmatch(text, self.aside_end, mention.start) is not None
        return joined or ACQUIRES.search(text, max(0, mention.start - 6), mention.start) is not None

    def _of_pair(self, mention: Mention, which: int) -> Key | None:
        """前者 or 后者 of the two bodies or things named last that are joined; None where a third stands beside them, or they are not."""
        text = self.reading.article.text
        named = [(k, a, b) for k, a, b in self.named if k.type != "Person" and b <= mention.start]
        for (first, a, b), (second, c, d) in reversed(list(pairwise(named))):
            if "\n" in text[d : mention.start] or mention.start - d > PAIR_REACH:
                return None
            if (first.type in PLACES and c == b) or JOINT.fullmatch(text, b, c) is None:
                continue
            beside = [text[y:a] for _, _, y in named if y <= a] + [text[d:x] for _, x, _ in named if x >= d]
            alone = not any(JOINT.fullmatch(gap) for gap in beside)
            return (first, second)[which] if alone and first != second else None
        return None

    def _division(self, division: Division | None) -> Key | None:
        if division is None:
            return None
        return Key("Town" if division.level == "town" else "Place", division.name, _parent(division))

    def _named(self, mention: Mention) -> Key | None:
        if mention.type in PLACES:
            return self._place(mention)
        if mention.type == "Event":
            return Key("Event", self._event(mention))
        if mention.type == "Government":
            name = government_name(self._full("Government", mention.text), self._setting(self._led_by(mention)), self.gazetteer)
            return Key("Government", name) if name else None
        name = self._full(mention.type, mention.text)
        local = {"Project": LOCAL_WORK, "Zone": LOCAL_ZONE}.get(mention.type)
        if local is not None and name == mention.text and local.match(name):
            name = government_name(name, self._setting(), self.gazetteer) or name
        if mention.type == "Zone" and name == mention.text and _is_county_zone(name):
            name = self._county_zone(name)
        if mention.type == "Organization" and name == mention.text and (_is_of_every_county(name) or LOCAL_BODY.match(name)):
            name = government_name(name, self._setting(), self.gazetteer) or name
        if mention.type == "Company" and name == mention.text and LOCAL.search(name) and self.gazetteer.named(LOCAL.sub("", name)):
            return self._branch(LOCAL.sub("", name))
        return Key(mention.type, name, self.scope if mention.type == "Person" else "")

    def _county_zone(self, form: str) -> str:
        """The name of a zone named by its level alone (县经开区): the page's full name for the zone of that place, or the place's name."""
        place = prefix_place(form[0], self._setting(), self.gazetteer)
        if place is None:
            return form
        names = {f for d in self.gazetteer.named(place) if d.name == place for f in (d.name, d.short)}
        known = [z for z in sorted(self.zones) for p in names if z.startswith(p) and p + form[1:] in (z, *short_forms(z, "Zone"))]
        return self._full("Zone", max(known, key=len)) if known else place + form[1:]

    def _branch(self, place: str) -> Key | None:
        """The company told of last whose name bears the place in brackets: 某地公司 means it; None where there is none."""
        return next((k for k in reversed(self.companies) if parse_company(k.name).branch == place), None)

    def _full(self, kind: str, name: str) -> str:
        seen = {name}
        while (kind, name) in self.fuller and self.fuller[kind, name] not in seen:
            name = self.fuller[kind, name]
            seen.add(name)
        return name

    def _event(self, mention: Mention) -> str:
        """An event's name: a bare ceremony takes the name of what was told of last, 市第…大会 the name of its place."""
        if CEREMONY.fullmatch(mention.text):
            about = next((self.last[k].name for k in ("Project", "Zone", "Organization", "Company") if k in self.last), "")
            return about + mention.text
        session = SESSION.search(self.reading.article.text, max(0, mention.start - 24), mention.start)
        if mention.text.startswith("第") and session is not None:
            return self._event(replace(mention, text=session.group(1) + mention.text))
        sitting = self._sitting(mention) if SITTING_ALONE.fullmatch(mention.text) else None
        if sitting is not None:
            return sitting
        if mention.text[:1] in "省市县区" and SITTING.match(mention.text, 1):
            place = prefix_place(mention.text[0], self._setting(), self.gazetteer)
            return (place or mention.text[0]) + mention.text[1:]
        return self._full("Event", mention.text)

    def _sitting(self, mention: Mention) -> str | None:
        """The full name of a session named by its number: 县人大常委会举行第二十一次会议; the page's own name for it, where it has one."""
        text, body = self.reading.article.text, self.last.get("Government")
        if body is None or CONVENED.search(text, max(0, mention.start - 8), mention.start) is None:
            return None
        known = {e for e in self.events if e.endswith(body.name[-3:] + mention.text)}
        return self._event(replace(mention, text=known.pop())) if len(known) == 1 else body.name + mention.text

    def _place(self, mention: Mention) -> Key | None:
        if mention.source == "gazetteer:abbreviation":
            return self._division(self.gazetteer.abbreviation(mention.text))
        division = self._town(mention) if mention.type == "Town" else self._divided(mention)
        if division is not None and division.level == "town" and mention.type == "Place" and mention.text != division.name:
            division = None  # 虹桥 by itself is no township of that name somewhere
        if division is not None:
            self.chosen[mention.text] = division
            return self._division(division)
        if mention.type == "Place" and mention.source == "gazetteer":
            return None  # a short form that fits nothing told of here is more likely a word or another name
        return Key(mention.type, mention.text, self.scope)

    def _divided(self, mention: Mention) -> Division | None:
        """The division meant: one inside the place printed just before, one chosen already on this page, or what the home suggests."""
        before = self.last.get("Place")
        form = mention.source.removeprefix("page:") if mention.source.startswith("page:") else mention.text
        found = self.gazetteer.named(form)
        for division in found:
            if before is not None and self.position == mention.start and before.name in division.parents:
                return division
        known = next((d for d in self.chosen.values() if d in found), None)
        meant = known or choose_division(form, self.home, self.gazetteer)
        if meant is None or mention.source.startswith("page:") or _plausible(meant, mention.text, self.home):
            return meant
        return None

    def _town(self, mention: Mention) -> Division | None:
        if self.home is not None:
            for town in self.gazetteer.towns_of(self.home):
                if mention.text in (town.name, town.short):
                    return town
        found = [d for d in self.gazetteer.named(mention.text) if d.level == "town"]
        context = {k.name for k in self.last.values()}
        near = [d for d in found if set(d.parents) & context]
        if self.home is not None and not near:
            near = [d for d in found if {self.home.name, *self.home.parents[:1]} & set(d.parents)]
        return (near or found)[0] if len(near or found) == 1 else None


def _is_of_every_county(name: str) -> bool:
    """Whether a body is named by its level alone, being one that every county has (县妇联, 市人民医院)."""
    return RELATIVE_BODY.match(name) is not None and any(h.needs == "place" for h in head_of(name[1:]))


def _is_county_zone(name: str) -> bool:
    """Whether a zone is named by its level alone (县经济开发区)."""
    return name[0] in "市县区旗州" and any(h.needs == "county" for h in heads().get(name[1:], ()))


def _plausible(division: Division, form: str, home: Division | None) -> bool:
    """A county by its short name is believed only near home: a short name of two characters is many other things too."""
    if division.level != "county" or form == division.name or len(form) > 2 or home is None:
        return True
    return bool({home.name, *home.parents} & set(division.parents))


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


def _parent(division: Division) -> str:
    """What tells divisions of one name apart: what holds them."""
    return "/".join(reversed(division.parents))

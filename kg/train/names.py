"""Invented names to put in the place of those in the sentences, so that the tagger learns the shape of names and their surroundings."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.gazetteer import Division, load_gazetteer
from kg.lexicon import load
from kg.train.sentences import Marked

SWAP = 0.6  # share of the names that are exchanged in a variant
WORDS = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
INVENT = 0.5  # share of those that are invented and not taken from another sentence


class Names:
    """A source of names by type; ``chance`` makes it repeatable."""

    def __init__(self, sentences: Iterable[Marked], chance: random.Random) -> None:
        self.chance = chance
        pool: dict[str, set[str]] = defaultdict(set)
        for sentence in sentences:
            for kind, form in sentence.pieces:
                if kind is not None:
                    pool[kind].add(form)
        self.pool = {kind: sorted(forms) for kind, forms in pool.items()}
        gazetteer = load_gazetteer()
        china = next(d for d in gazetteer.named("中国") if d.level == "country")
        self.provinces = gazetteer.children(china)
        prefectures = [c for p in self.provinces for c in gazetteer.children(p)]
        self.counties: Sequence[Division] = [d for p in prefectures for d in (gazetteer.children(p) or (p,)) if d.level == "county"]
        self.prefectures = [d for d in prefectures if d.level == "prefecture"]
        data = load("surnames")
        self.surnames = list(data["single"][:120]) * 3 + list(data["single"]) + list(data["compound"])
        self.trades = [t for t in load("trades")["trades"] if len(t) > 1]

    def swapped(self, sentence: Marked) -> Marked:
        """The sentence with some of its names exchanged, the same name always for the same one."""
        chosen: dict[tuple[str, str], str] = {}
        pieces: list[tuple[str | None, str]] = []
        for kind, form in sentence.pieces:
            if kind is None:
                pieces.append((None, form))
                continue
            if (kind, form) not in chosen:
                chosen[kind, form] = self.like(kind, form) if self.chance.random() < SWAP else form
            pieces.append((kind, chosen[kind, form]))
        return Marked(tuple(pieces))

    def like(self, kind: str, form: str) -> str:
        """Another name of the type, of a similar make."""
        if self.chance.random() < INVENT:
            invented = self._invented(kind, form)
            if invented:
                return invented
        if kind == "Government" and len(form) <= 3:
            return form
        others = self.pool[kind]
        for _ in range(8):
            other = self.chance.choice(others)
            if other[-1] == form[-1] or kind not in ("Government", "Place", "Town") or self.chance.random() < 0.2:
                return other
        return form

    def _invented(self, kind: str, form: str) -> str | None:
        if kind == "Person" and "·" not in form and 2 <= len(form) <= 4 and form[0] not in "老小":
            return self.person()
        if kind == "Company" and form.endswith(("公司", "集团")):
            return self.company()
        if kind == "Town" and form.endswith(("镇", "乡", "街道")):
            return self._town()
        if kind == "Place":
            return self._place(form)
        if kind == "Zone" and form.endswith(("区", "园")):
            return self.place_short() + self.chance.choice(("", "", self.brand())) + self.chance.choice(WORDS["zones"])
        if kind == "Government" and len(form) > 4 and not form.startswith(("国", "中")):
            body = self.chance.choice(WORDS["bureaus"])
            place = self.chance.choice(self.counties).name
            return place + body.removeprefix("县") if body != "县委" else place + "委"
        if kind == "Organization" and len(form) > 4 and self.chance.random() < 0.5:
            return self.place_short() + self.chance.choice(WORDS["bodies"])
        return None

    def person(self) -> str:
        """A personal name of two or three characters."""
        given = "".join(self.chance.choice(WORDS["given"]) for _ in range(1 if self.chance.random() < 0.25 else 2))
        return self.chance.choice(self.surnames) + given

    def brand(self) -> str:
        """A company's core of two or three characters."""
        return "".join(self.chance.choice(WORDS["brand"]) for _ in range(2 if self.chance.random() < 0.8 else 3))

    def place_short(self) -> str:
        """A county, prefecture or province by its short or full name."""
        division = self._division()
        return division.short if self.chance.random() < 0.7 else division.name

    def company(self) -> str:
        """A company's name: place, brand, trade, legal form, now and then the place in brackets."""
        legal = self.chance.choice(WORDS["legal"])
        place = self.place_short() if self.chance.random() < 0.6 else ""
        trade = self.chance.choice(self.trades) if legal not in ("公司",) or self.chance.random() < 0.3 else ""
        more = self.chance.choice(self.trades) if trade and self.chance.random() < 0.2 else ""
        core = self.brand()
        if place and legal == "有限公司" and self.chance.random() < 0.25:
            return f"{core}（{place}）{trade}{more}{legal}"
        return place + core + trade + more + legal

    def _town(self) -> str | None:
        towns = load_gazetteer().towns_of(self.chance.choice(self.counties))
        return self.chance.choice(towns).name if towns else None

    def _place(self, form: str) -> str | None:
        for ending, source in (("省", self.provinces), ("市", self.prefectures), ("县", self.counties), ("区", self.counties)):
            if form.endswith(ending) and len(form) > 1:
                found = [d.name for d in source if d.name.endswith(ending)]
                return self.chance.choice(found)
        if any(d.level in ("county", "prefecture", "province") for d in load_gazetteer().named(form)):
            return self._division().short
        return None

    def _division(self) -> Division:
        levels = (self.counties, self.prefectures, self.provinces)
        return self.chance.choice([self.chance.choice(level) for level in levels])

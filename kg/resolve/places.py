"""Places: which division the name of a place or town means, and the key of a place that is none."""

from __future__ import annotations

from kg.gazetteer import Division, Gazetteer
from kg.records import Mention, Reading
from kg.resolve.antecedents import Antecedents
from kg.resolve.keys import Key, division_key
from kg.resolve.names import choose_division

PLACES = frozenset({"Place", "Town"})


def home_division(reading: Reading, gazetteer: Gazetteer) -> Division | None:
    """The division that a reading is at home in."""
    if reading.home is None:
        return None
    return next((d for d in gazetteer.named(reading.home.rsplit("/", 1)[-1]) if d.key == reading.home), None)


class Places:
    """Chooses among the divisions of one name, from what the article has told of and what was chosen on the page (``chosen``)."""

    def __init__(self, told: Antecedents, gazetteer: Gazetteer, chosen: dict[str, Division], scope: str) -> None:
        self.told, self.gazetteer, self.chosen, self.scope = told, gazetteer, chosen, scope

    def key(self, mention: Mention) -> Key | None:
        """The key of a place or town; None for a short form that fits nothing told of."""
        if mention.source == "gazetteer:abbreviation":
            return division_key(self.gazetteer.abbreviation(mention.text))
        division = self._town(mention) if mention.type == "Town" else self._divided(mention)
        if division is not None and division.level == "town" and mention.type == "Place" and mention.text != division.name:
            division = None  # 虹桥 by itself is no township of that name somewhere
        if division is not None:
            self.chosen[mention.text] = division
            return division_key(division)
        if mention.type == "Place" and mention.source == "gazetteer":
            return None  # a short form that fits nothing told of here is more likely a word or another name
        return Key(mention.type, mention.text, self.scope)

    def _divided(self, mention: Mention) -> Division | None:
        """The division meant: one inside the place printed just before, one chosen already on this page, or what the home suggests."""
        before, home = self.told.last.get("Place"), self.told.home
        form = mention.source.removeprefix("page:") if mention.source.startswith("page:") else mention.text
        found = self.gazetteer.named(form)
        for division in found:
            if before is not None and self.told.end == mention.start and before.name in division.parents:
                return division
        known = next((d for d in self.chosen.values() if d in found), None)
        meant = known or choose_division(form, home, self.gazetteer)
        if meant is None or mention.source.startswith("page:") or _plausible(meant, mention.text, home):
            return meant
        return None

    def _town(self, mention: Mention) -> Division | None:
        """The township meant: the home's own, else the only one in what was told of or near home."""
        home = self.told.home
        if home is not None:
            for town in self.gazetteer.towns_of(home):
                if mention.text in (town.name, town.short):
                    return town
        found = [d for d in self.gazetteer.named(mention.text) if d.level == "town"]
        context = {k.name for k in self.told.last.values()}
        near = [d for d in found if set(d.parents) & context]
        if home is not None and not near:
            near = [d for d in found if {home.name, *home.parents[:1]} & set(d.parents)]
        return (near or found)[0] if len(near or found) == 1 else None


def _plausible(division: Division, form: str, home: Division | None) -> bool:
    """A county by its short name is believed only near home: a short name of two characters is many other things too."""
    if division.level != "county" or form == division.name or len(form) > 2 or home is None:
        return True
    return bool({home.name, *home.parents} & set(division.parents))

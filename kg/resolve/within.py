"""Resolution on one page: each mention gets the full, typed name that it means, relative names included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.records import Mention, Reading
from kg.resolve.anaphora import Anaphora
from kg.resolve.antecedents import Antecedents, is_relative
from kg.resolve.keys import Key, PageLinks
from kg.resolve.local_names import LocalNames
from kg.resolve.page_forms import PageForms, one_type, page_forms
from kg.resolve.places import PLACES, Places, home_division
from kg.resolve.sessions import Sessions


def resolve_page(readings: Sequence[Reading]) -> PageLinks:
    """Link the mentions of one page's readings; a form has one type and one full name on a page."""
    gazetteer = load_gazetteer()
    readings = one_type(readings)
    forms = page_forms(readings)
    chosen: dict[str, Division] = {}
    keys = tuple(tuple(_Linker(reading, gazetteer, forms, chosen).keys()) for reading in readings)
    return PageLinks(tuple(readings), keys)


class _Linker:
    """Walks through one reading and gives each mention its key."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, forms: PageForms, chosen: dict[str, Division]) -> None:
        self.mentions, self.forms = reading.mentions, forms
        self.told = Antecedents(reading.article.text, home_division(reading, gazetteer))
        self.anaphora = Anaphora(self.told, gazetteer)
        self.places = Places(self.told, gazetteer, chosen, forms.home)
        self.sessions = Sessions(self.told, forms, gazetteer)
        self.local = LocalNames(self.told, forms, gazetteer)

    def keys(self) -> Iterator[Key | None]:
        """The key of each mention; a relative name before what it means looks ahead where only one thing of its type follows."""
        for mention in self.mentions:
            self.told.add(mention, self.anaphora.antecedent(mention) if is_relative(mention) else self._named(mention))
        for mention, key in zip(self.mentions, self.told.keys, strict=True):
            yield key if key is not None or not is_relative(mention) else self.anaphora.ahead(mention)

    def _named(self, mention: Mention) -> Key | None:
        if mention.type in PLACES:
            return self.places.key(mention)
        if mention.type == "Event":
            return Key("Event", self.sessions.name(mention))
        if mention.type == "Government":
            authority = self.local.government(mention)
            return Key("Government", authority) if authority else None
        name = self.forms.full(mention.type, mention.text)
        if name == mention.text:
            name = self.local.full(mention.type, name)
        if mention.type == "Company" and name == mention.text and self.anaphora.is_branch(name):
            return self.anaphora.branch(name)
        if mention.type == "Company" and name == mention.text and (meant := self.anaphora.named_so(name)) is not None:
            return meant
        return Key(mention.type, name, self.forms.home if mention.type == "Person" else "")

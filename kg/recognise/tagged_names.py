"""Names that only the tagger shows: bodies without a head of ours, persons of foreign or unusual names, places without an ending."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import load_gazetteer
from kg.lexicon import load
from kg.recognise.boundaries import everyday_words
from kg.recognise.heads import head_of
from kg.recognise.persons import looks_like_name
from kg.recognise.tagged import Tagged
from kg.recognise.tagger import Word
from kg.records import Mention

HAN = re.compile(r"[一-鿿·A-Za-z0-9]+")
BODY_TRUST = 0.56
PERSON_TRUST = 0.56
PLACE_TRUST = 0.52


def find_tagged_names(tagged: Tagged) -> Iterator[Mention]:
    """Candidates of little trust from the tagger's own labels: any better reading of the same place wins over them."""
    for word in tagged.words:
        form = tagged.form(word)
        if len(form) < 2 or not HAN.fullmatch(form) or _everyday(tagged, word):
            continue
        if word.tag == "ORG":
            heads = head_of(form)
            kind, score = (heads[0].type, 0.7) if heads and len(form) > len(heads[0].form) + 1 else ("Company", BODY_TRUST)
            if not heads or len(form) > len(heads[0].form):
                yield Mention(word.start, word.end, kind, form, "tagger:body", score)
        elif word.tag == "PER" and len(form) >= 3 and not looks_like_name(form):
            yield Mention(word.start, word.end, "Person", form, "tagger:person", PERSON_TRUST)
        elif word.tag == "LOC" and tagged.text.count(form) > 1 and not _partly_known(form):
            yield Mention(word.start, word.end, "Place", form, "tagger:place", PLACE_TRUST)


def _everyday(tagged: Tagged, word: Word) -> bool:
    """Whether a form is a common word, or made of common words and trades: the tagger takes 新能源汽车 for a body."""
    form = tagged.form(word)
    known = everyday_words()
    return form in load("sites")["common"] or any(form[:cut] in known and (form[cut:] in known or cut == len(form)) for cut in range(2, len(form) + 1))


def _partly_known(form: str) -> bool:
    """Whether a form begins with a division and goes on: places run together with other words."""
    found = load_gazetteer().longest_at(form, 0)
    return found is not None or form.endswith(tuple(load("sites")["never"]))

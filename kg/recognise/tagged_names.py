"""Names that only the tagger shows: bodies without a head of ours, persons of foreign or unusual names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import load
from kg.recognise.boundaries import everyday_words, past_beside, post_end
from kg.recognise.heads import head_of
from kg.recognise.name_shape import looks_like_name
from kg.recognise.tagged import Tagged
from kg.recognise.tagger import Word
from kg.records import Mention

HAN = re.compile(r"[一-鿿·A-Za-z0-9]+")
SPOKEN = ("说", "表示", "介绍", "告诉", "先生", "女士", "博士", "教授", "·")
BODY_TRUST = 0.56
HEADED_TRUST = 0.7
PERSON_TRUST = 0.62


def find_tagged_names(tagged: Tagged) -> Iterator[Mention]:
    """Candidates of little trust from the tagger's own labels: any better reading of the same place wins over them."""
    for word in tagged.words:
        form = tagged.form(word)
        if len(form) < 2 or not HAN.fullmatch(form) or _everyday(tagged, word):
            continue
        if word.tag == "ORG" and tagged.text.count(form) > 1:
            heads = [h for h in head_of(form) if len(h.form) > 1]
            if not heads and not form.endswith("部"):
                yield Mention(word.start, word.end, "Company", form, "tagger:body", BODY_TRUST)
            elif heads and len(form) > len(heads[0].form) + 1:
                start = past_beside(tagged.text, word.start, word.end)
                yield Mention(start, word.end, heads[0].type, tagged.text[start : word.end], "tagger:body", HEADED_TRUST)
        elif word.tag == "PER" and len(form) >= 3 and not looks_like_name(form) and _told_of(tagged, word):
            yield Mention(word.start, word.end, "Person", form, "tagger:person", PERSON_TRUST)


def _told_of(tagged: Tagged, word: Word) -> bool:
    """Whether a post stands before a name, or a title or verb of speech after it."""
    after = tagged.text[word.end : word.end + 2]
    return post_end(tagged.text[max(0, word.start - 6) : word.start]) or after.startswith(SPOKEN)


def _everyday(tagged: Tagged, word: Word) -> bool:
    """Whether a form is a common word, or made of common words and trades: the tagger takes 新能源汽车 for a body."""
    form = tagged.form(word)
    known = everyday_words()
    return form in load("sites")["common"] or any(
        form[:cut] in known and (form[cut:] in known or cut == len(form)) for cut in range(2, len(form) + 1)
    )

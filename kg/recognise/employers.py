"""Companies that only a post shows: what stands between a boundary and 总经理某某 is whom the person works for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import common_words, load
from kg.recognise.boundaries import HARD, PAIRS, boundaries
from kg.recognise.tagged import Tagged
from kg.records import Mention

LONGEST = 10
DEPARTMENT = re.compile(r"(?:部|处|科|室|车间|班|班组|组|队|门市|线)$")  # 外贸部经理 works for a firm named elsewhere
VERBAL = frozenset({"v", "d", "p", "u", "r", "PER", "TIME"})
JOINTS = frozenset("与和由对向同及跟")


@lru_cache(maxsize=1)
def _posts() -> re.Pattern[str]:
    data = load("posts")
    forms = sorted(map(re.escape, [*data["owners"]["Company"], *data["employed"]]), key=len, reverse=True)
    return re.compile(f"{data['modifiers']}(?:{'|'.join(forms)})")


def find_employers(tagged: Tagged) -> Iterator[Mention]:
    """Names of up to ten characters between a hard boundary and a company post that a person's name follows."""
    text = tagged.text
    for match in _posts().finditer(text):
        if match.end() >= len(text) or tagged.word_at(match.end()).tag != "PER":
            continue
        start = match.start()
        while start > 0 and text[start - 1] not in HARD and text[start - 1] not in PAIRS and match.start() - start <= LONGEST:
            start -= 1
        joints = (w.end for w in tagged.within(start, match.start()) if w.tag in ("c", "p") and tagged.form(w) in JOINTS)
        start = max([start, *joints])
        form = text[start : match.start()]
        traded = form.endswith(tuple(load("trades")["trades"]))
        plain = not any(w.tag in VERBAL for w in tagged.within(start, match.start()))
        if DEPARTMENT.search(form) or form in boundaries().strip:
            continue
        if 3 <= len(form) <= LONGEST and form not in common_words() and (traded or plain):
            yield Mention(start, match.start(), "Company", form, "employer", 0.72)

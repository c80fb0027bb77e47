"""Company names without a legal form: a brand that is no common word, and a word of trade (伟冠食品 in form)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import load_gazetteer
from kg.lexicon import common_words, load
from kg.recognise.boundaries import HARD, boundaries
from kg.recognise.tagged import Tagged
from kg.records import Mention

# an industry, not an enterprise
INDUSTRY = re.compile(r"产业|行业|领域|市场|企业|业|产品|集群|项目|园|小镇|城|基地|走廊|区|学院|大学|局|厅|中心")
SUM = re.compile(r"[约近超达逾]?\d")
KNOWN_TAGS = frozenset({"ORG", "nz", "PER"})
WEAK = 0.45  # kept only where a list of companies takes it in


@lru_cache(maxsize=1)
def _trades() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            sorted(
                map(re.escape, (t for t in load("trades")["trades"] if len(t) > 1 and t not in load("trades")["weak"])),
                key=len,
                reverse=True,
            )
        )
    )


def find_brands(tagged: Tagged) -> Iterator[Mention]:
    """Brand and trade where the brand is two to four characters that no common word or division accounts for."""
    text = tagged.text
    for match in _trades().finditer(text):
        end = match.end()
        if not tagged.is_edge(end) or INDUSTRY.match(text, end) or (match.group() == "投资" and SUM.match(text, end)):
            continue
        start = _brand_start(tagged, match.start())
        if start is None:
            continue
        tags = {w.tag for w in tagged.within(start, match.start())}
        yield Mention(start, end, "Company", text[start:end], "brand", 0.72 if tags & KNOWN_TAGS else WEAK)


def _brand_start(tagged: Tagged, trade: int) -> int | None:
    text = tagged.text
    for length in (2, 3, 4):
        start = trade - length
        if start >= 1 and text[start - 1] in HARD:
            return start if _is_brand(tagged, text[start:trade], start, trade) else None
    for length in (2, 3, 4):
        start = trade - length
        if start < 0 or not tagged.is_edge(start):
            continue
        brand = text[start:trade]
        return start if _is_brand(tagged, brand, start, trade) else None
    return None


def _is_brand(tagged: Tagged, brand: str, start: int, trade: int) -> bool:
    if any(c in HARD or c in "”’》）0123456789" for c in brand) or brand.endswith(("集团", "公司")):
        return False
    words = [tagged.form(w) for w in tagged.within(start, trade)]
    stop = boundaries().stop | boundaries().generic
    if brand in common_words() or brand in stop or any(w in stop or (len(w) > 1 and w in common_words()) for w in words):
        return False
    if brand in load("trades")["trades"] or any(tagged.word_at(i).tag in ("m", "v", "TIME") for i in range(start, trade)):
        return False
    return load_gazetteer().longest_at(tagged.text, start) is None

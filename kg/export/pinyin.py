"""How the Chinese characters of names are read, so that a search by pinyin (平湖市 by phs, pinghu or pinghs) finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pypinyin import Style, pinyin

HAN = ("\u3400", "\u9fff")


def readings(names: Iterable[str]) -> dict[str, list[str]]:
    """For each syllable, without tones, two strings of the characters among the names': those usually and those also read so.

    Characters, not names: a table of a few thousand serves any number of names, and a character keeps all its readings
    (重庆 is found by cq and by zq) without a guess which of them a name has.
    """
    characters = sorted({c for name in names for c in name if HAN[0] <= c <= HAN[1]})
    usual: defaultdict[str, list[str]] = defaultdict(list)
    rarer: defaultdict[str, list[str]] = defaultdict(list)
    for character in characters:
        read = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
        for place, syllable in enumerate(read[0] if read else ()):
            (rarer if place else usual)[syllable].append(character)
    return {s: ["".join(usual[s]), "".join(rarer[s])] for s in sorted(usual.keys() | rarer.keys())}

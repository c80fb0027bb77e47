"""Numbers as Chinese papers print them, in digits or characters, with magnitudes and 余 or 多 between."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
CHARACTERS = r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*(?:点[零〇一二三四五六七八九]+)?"
# What a number may begin with, as the inside of a character class: a look at one character spares the rest of a pattern.
START = "0-9零〇○一二两三四五六七八九十"
# 千 and 百 belong to the unit in 千米, 千克, 千瓦 and to the ratio in 百分点.
MAGNITUDE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![米克瓦伏卡帕])|百(?!分)"

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000}


def magnitude(text: str) -> int:
    """What a word of magnitudes multiplies by: 1 for none, 10,000,000 for 千万, 10^12 for 万亿."""
    product = 1
    for char in text:
        product *= _SMALL.get(char) or _GREAT[char]
    return product


def number(text: str) -> Decimal | None:
    """The number that digits or characters write; None for what is no single number (三四, 一百五)."""
    if text[:1].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    value = _characters(whole)
    if value is None:
        return None
    digits = "".join(str(_DIGIT[c]) for c in fraction)
    return Decimal(f"{value}.{digits}") if digits else Decimal(value)


def _characters(text: str) -> int | None:
    total, section, digit, last = 0, 0, None, 0
    for char in text:
        if char in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[char]
        elif char in _SMALL:
            if digit is None and char != "十":
                return None
            section += (1 if digit is None else digit) * _SMALL[char]
            digit, last = None, _SMALL[char]
        else:
            section += digit or 0
            total = (total + section) * _GREAT[char] if char == "亿" else total + section * _GREAT[char]
            section, digit, last = 0, None, 0
    if digit and last >= 100 and "零" not in text[-2:] and "〇" not in text[-2:]:
        return None
    return total + section + (digit or 0)


def pattern(suffix: str = "") -> str:
    """A regex for a number with 余 or 多: groups ``d`` (digits) or ``c`` (characters) and ``m`` (magnitude), ending in ``suffix``."""
    more = "[余多来]?"
    digits = rf"(?<![A-Za-z\d.,第])(?<![A-Za-z]-)(?P<d{suffix}>{DIGITS})"
    characters = rf"(?<![几数第周多零〇一二两三四五六七八九十百千万亿\d.点])(?P<c{suffix}>{CHARACTERS})"
    return rf"(?:{digits}|{characters}){more}(?P<m{suffix}>{MAGNITUDE})?{more}"


def matched(match: re.Match[str], suffix: str = "") -> Decimal | None:
    """The number of a match of ``pattern``, magnitudes multiplied out."""
    value = number(match[f"d{suffix}"] or match[f"c{suffix}"])
    return None if value is None else value * magnitude(match[f"m{suffix}"] or "")

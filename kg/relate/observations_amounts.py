"""What the figures of a sentence tell: sums of money, counts and measures, with their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import load
from kg.records import ValueKind
from kg.relate.observations_changes import Told, change_of, name_of, rise_of, share_of
from kg.relate.observations_figures import DATE_MARK, Figure
from kg.relate.observations_words import HAN, is_component, is_extent, is_measure, is_name, is_share, is_sum, pattern

TOLD_WHOLE = 16  # characters after a count that are its name as a whole (企业落户本市)
SMALL = 10  # below, a number in characters is often a turn of speech (两篇文章)


def read_figures(figures: Sequence[Figure], texts: Sequence[str], known_sum: bool) -> Iterator[Told]:
    """What each figure of a sentence tells, in order; ``texts`` are its clauses, ``known_sum`` whether a sum was told just before."""
    last: Told | None = None
    for figure in figures:
        if _is_price(figure):
            continue
        told = rise_of(figure, last) or _read(figure, last, texts, known_sum)
        if told is None:
            continue
        yield told
        last = told
        known_sum = known_sum or (told.unit is not None and figure.value.kind is ValueKind.MONEY)


def _read(figure: Figure, last: Told | None, texts: Sequence[str], known_sum: bool) -> Told | None:
    kind = figure.value.kind
    if kind is ValueKind.RATIO or figure.value.unit == "倍":
        before = texts[figure.clause - 1] if figure.clause else ""
        told = change_of(figure, last, before)
        if (
            told is None
            and kind is ValueKind.RATIO
            and not pattern("(?:<change.up>|<change.down>)(?:了|<strip.trail>)*$").search(figure.before)
        ):
            told = share_of(figure, last)
        if told is not None and told.value is None and is_component(told.indicator) and not is_measure(told.indicator):
            return told if known_sum else None
        return told
    return _money(figure, last, known_sum) if kind is ValueKind.MONEY else _quantity(figure, last)


def _is_price(figure: Figure) -> bool:
    """Whether a figure is a price, a rate per piece, a distance or a limit."""
    words = load("indicators")["never"]
    if pattern("<never.before>(?:<strip.trail>|\ue100)*$").search(figure.before) or pattern("<never.per_piece>").search(figure.before):
        return True
    if figure.value.kind is ValueKind.MONEY and pattern("<never.one_piece>$").search(figure.before):
        return True
    if pattern("<never.after>").match(figure.after):
        return True
    return figure.value.unit in words["length_units"] and pattern("<never.after_length>").match(figure.after) is not None


def _money(figure: Figure, last: Told | None, known_sum: bool) -> Told | None:
    value, unit, phrase = figure.value.number, figure.value.unit, name_of(figure.before)
    if is_sum(phrase) and is_name(phrase):
        return Told(figure, phrase, value, unit)
    noun = pattern(r"(?:的)?(?P<np>[^，。、；：的项目]{0,6}?<heads.money>)(?!.{0,3}项目)|为(?P<named>[^，]{2,10}?<heads.money>)$").match(
        figure.after
    )
    if noun is not None and (pattern("<counted.verbs>(?:<counted.between>|\ue100)*$").search(figure.stem) or noun["named"]):
        return Told(figure, noun["np"] or noun["named"], value, unit)
    if not HAN.search(phrase) and last is not None and last.unit == unit and last.value is not None:
        return Told(figure, last.indicator, value, unit) if (figure.opens and not figure.after) or _continues(figure, last) else None
    if known_sum and is_component(phrase) and is_name(phrase) and not figure.after:
        return Told(figure, phrase, value, unit)
    return None


def _continues(figure: Figure, last: Told) -> bool:
    """Whether a figure without a name repeats the measure of the last one: for another year, or as a target."""
    marks = DATE_MARK in figure.before or pattern("<ahead.carried>|<ahead.now>").search(figure.before) is not None
    return figure.clause - last.figure.clause <= 1 and marks


def _quantity(figure: Figure, last: Told | None) -> Told | None:
    value, unit = figure.value.number, figure.value.unit
    if value is None or unit is None:
        return None
    phrase = name_of(figure.before)
    closed = pattern("(?:以上|左右|上下|余|多)*(?:[、，和及与（”]|以及|$)").match(figure.after) is not None
    if unit in load("indicators")["never"]["length_units"] and not pattern("<never.length_nouns>").search(phrase):
        return Told(figure, last.indicator, value, unit) if figure.joined and last is not None else None
    plain = value >= SMALL or any(c.isdigit() for c in figure.value.text)
    if plain and is_name(phrase) and (closed or is_extent(phrase)) and not is_share(phrase) and _names_count(phrase):
        return Told(figure, phrase, value, unit)
    repeats = closed and not HAN.search(phrase) and last is not None and last.value is not None
    if repeats and last is not None and (figure.joined or (last.unit == unit and _continues(figure, last))):
        return Told(figure, last.indicator, value, unit)
    return _counted(figure, last, value, unit, plain)


def _names_count(phrase: str) -> bool:
    """Whether a phrase before a count can be its name: no clause about something else, no list of points."""
    return (
        pattern("(?:<counted.points>|<never.says>)$").search(phrase) is None
        and pattern("第|仅用|用时|连续|持续|提前|[比较距离]|.*(?:前进|前移|上升)$").match(phrase) is None
    )


def _counted(figure: Figure, last: Told | None, value: float, unit: str, plain: bool) -> Told | None:
    """A count before its noun: 有20家企业, 121家规上企业实现…, 等4个项目, 其中5个是工业项目."""
    verbs = "<counted.verbs>" if plain else "<counted.plain_verbs>"
    verb = pattern(f"(?P<verb>{verbs})(?:<counted.between>|\ue100)*$").search(figure.stem)
    made = verb["verb"] if verb and not pattern("<counted.having>$").fullmatch(verb["verb"]) else ""
    noun = _noun_after(figure.after)
    if noun is None:
        people = unit in ("人", "人次", "名", "位") and verb is not None and plain
        return Told(figure, made + figure.after[:10], value, unit) if people and figure.after else None
    if pattern("<counted.points>").search(noun):
        return None
    listed = pattern(r"<counted.verbs>.*等(?:全\w)?$|(?<=..)的$").search(figure.before) is not None and plain
    free = not HAN.search(name_of(figure.before)) or (last is not None and last.indicator.endswith(figure.before))
    opens = plain and free and (figure.opens or "其中" in figure.raw or _follows(figure, last))
    if noun.endswith(("项目", "工程", "生产线")) and unit not in ("个", "项", "条", "批", "大", "处"):
        return None
    return Told(figure, made + noun, value, unit) if is_name(noun) and (verb or listed or opens) else None


def _noun_after(after: str) -> str | None:
    """The counted noun after a number, with a verb that tells how it counts (企业入驻)."""
    after = pattern("^(?:余|多)?(?:是|为|已?升|已?成为|已?获评)?的?").sub("", after)
    stop = pattern("<counted.telling>|<counted.stops>").search(after, 1)
    head = after[: stop.start()] if stop else after
    match = pattern("[^，。、；：！？“”（）]{0,18}<counted.nouns>").match(head)
    if match is None:
        return None
    told = stop is not None and match.end() == stop.start() and pattern("<counted.telling>").fullmatch(stop[0])
    if not told:
        return match[0]
    return after if len(after) <= TOLD_WHOLE else after[: match.end() + len(stop[0] if stop else "")]


def _follows(figure: Figure, last: Told | None) -> bool:
    return last is not None and figure.clause - last.figure.clause <= 1 and last.figure.value.kind is ValueKind.QUANTITY

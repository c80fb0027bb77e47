"""Figures in percent: changes, shares, rates; and values that a change leads up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.relate.observations_figures import DATE_MARK, Figure
from kg.relate.observations_words import is_component, is_measure, is_name, is_share, pattern, trim

LONGEST_SHARE = 40  # characters of the name of a share: what, of what


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure tells: ``value`` None for a change alone; ``of_last`` marks a change that belongs to the figure before it."""

    figure: Figure
    indicator: str
    value: float | None
    unit: str | None
    change: float | None = None
    of_last: bool = False
    base: bool = False


def name_of(words: str) -> str:
    """The name of a figure in the words before it."""
    return trim(words.replace(DATE_MARK, ""))


def change_of(figure: Figure, last: Told | None, clause_before: str) -> Told | None:
    """A year-on-year change (同比增长5%, 下降3%, 增幅达4%, 增长2倍); None where the figure is none, or counts from another base."""
    match = pattern(
        "(?P<phrase>.*?)(?P<how>(?:<change.since_last_year>|<change.other_base>|[比较][^，、同]{2,9}?|<change.adverbs>|\ue100)*)"
        "(?:(?P<up><change.up>)|(?P<down><change.down>))(?:了|为|达到|达|约|超过|超|近|高达|逾|仅|均|都|分别|已|：)*"
    ).fullmatch(figure.before)
    if match is None or figure.value.number is None:
        return None
    how = match["how"]
    if pattern("<change.other_base>|(?<!同)[比较](?!上年|去年|同期)").search(how):
        return None
    size = figure.value.number if figure.value.unit == "倍" else figure.value.number / 100
    change = round(-size if match["down"] else size, 6)
    phrase = pattern("(?:<change.adverbs>|<change.up>)+$").sub("", name_of(match["phrase"]))
    if is_name(phrase):
        return Told(figure, phrase, None, None, change) if is_measure(phrase) or is_component(phrase) else None
    if last is not None and last.value is not None and last.change is None and figure.clause - last.figure.clause <= 1:
        return Told(figure, last.indicator, last.value, last.unit, change, of_last=True)
    heading = pattern("(.{1,18}?(?:<heads.money>|<heads.measures>|<heads.shares>)+)(?:，|$|[^，]{2,12}$)").match(clause_before)
    name = name_of(heading[1]) if heading else ""
    return Told(figure, name, None, None, change) if is_name(name) and is_measure(name) else None


def changes_of(figures: Sequence[Figure]) -> tuple[float, ...]:
    """The changes of a list that names nothing of its own (同比分别增长5%和6%): they belong to the figures before."""
    form = "(?:<change.since_last_year>|<change.adverbs>|\ue100)*(?:(?P<up><change.up>)|(?P<down><change.down>))(?:了|为|达到|达|约)*"
    match = pattern(form).fullmatch(figures[0].before)
    if match is None:
        return ()
    sign = -1 if match["down"] else 1
    return tuple(round(sign * (f.value.number or 0) / 100, 6) for f in figures)


def share_of(figure: Figure, last: Told | None) -> Told | None:
    """A share or a rate (占规上工业增加值的70%, 占比33%, 入驻率达85%, 贡献近七成的税收)."""
    value, unit = figure.value.number, figure.value.unit
    match = pattern(r"(?P<phrase>.*?)占(?P<whole>[^占]*?)(?P<noun>比重|比例|份额)?(?:的|<strip.trail>)*").fullmatch(figure.before)
    if match is not None:
        return _part(figure, name_of(match["phrase"]), match["whole"].replace(DATE_MARK, "") + (match["noun"] or ""), last)
    phrase = name_of(figure.before)
    if is_share(phrase) and is_name(phrase):
        return Told(figure, phrase, value, unit)
    noun = pattern(r"的(?P<np>[^，。、；：]{0,14}(?:<heads.money>|<heads.measures>))").match(figure.after)
    if noun is not None and pattern(r"(?:贡献|创造|占据|生产|提供|拥有|承担)了?(?:全\w|近|约|超|超过|接近)*$").search(figure.before):
        return Told(figure, noun["np"] + "占比", value, unit)
    return None


def _part(figure: Figure, part: str, whole: str, last: Told | None) -> Told | None:
    if not part and last is not None and figure.clause - last.figure.clause <= 2:
        part = last.indicator
    name = f"{part}占{whole}" if whole not in ("", "比") else f"{part}占比"
    if not part and whole in ("", "比"):
        return None
    return Told(figure, name, figure.value.number, figure.value.unit) if len(name) <= LONGEST_SHARE else None


def rise_of(figure: Figure, last: Told | None) -> Told | None:
    """The base or the goal of a change: 从4家增至21家, 从1%上升到2%; the base is a figure only where it has its own date."""
    value, unit = figure.value.number, figure.value.unit
    goal = r"(?:逐步|快速|稳步|一路|跃)?(?:<change.up>|<change.down>|升|扩|增|降|减|发展|壮大)(?:到|至|为|成)了?[^，\d]{0,6}"
    base = pattern("(?P<phrase>.*?)[从由](?P<when>\ue100?[^，]{0,8}?的?)").fullmatch(figure.before)
    if base is not None and pattern(goal).match(figure.after):
        name = name_of(base["phrase"])
        return Told(figure, name, value, unit, base=DATE_MARK not in base["when"]) if is_name(name) else None
    if (
        last is not None
        and last.unit == unit
        and pattern(goal).fullmatch(figure.before.replace(DATE_MARK, ""))
        and figure.clause == last.figure.clause
    ):
        return Told(figure, last.indicator, value, unit)
    return None

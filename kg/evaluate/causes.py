"""Why something was missed or is wrong, as far as the gold and the graph show it: what to look at first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """The causes, in the order in which a report lists them."""

    BOUNDARY = "an entity's boundaries"
    TYPE = "an entity's type"
    UNKNOWN = "an entity not recognised"
    INVENTED = "an entity that is none"
    END_MISSING = "a relation of which an end is not recognised"
    OTHER_RELATION = "a relation read as another"
    TURNED = "a relation the wrong way round"
    NO_RULE = "a relation that no rule reads"
    BAD_END = "a relation of what is no entity"
    UNTOLD = "a relation that the page does not tell"
    ATTRIBUTE = "an attribute of a relation"
    SUBJECT = "a figure of another subject"
    NO_SUBJECT = "a figure of which the subject is not recognised"
    FIGURE = "a figure not read, or read where there is none"
    ARTICLE = "where an article begins, its headline or byline"


@dataclass(frozen=True, slots=True)
class Finding:
    """One miss or one wrong item, in words, with its cause."""

    cause: Cause
    text: str


def same_stretch(form: str, others: Iterable[str]) -> bool:
    """Whether one of the other forms holds this one, or is held by it: the same name, cut elsewhere."""
    return any(form != other and len(min(form, other, key=len)) > 1 and (form in other or other in form) for other in others)

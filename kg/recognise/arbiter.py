"""Conflicts between candidate spans, decided in one place: the set of spans that do not overlap and together weigh most."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from kg.records import Mention

HOSTS = frozenset({"Organization", "Company", "Government"})
LEAST_HOST = 0.8
WHOLE = "有限公司"
# an event of a body itself; 某大学校友招商大会 is none of the university's
OWN_EVENT = re.compile(
    "(?:第[一二三四五六七八九十百\\d]+[届次](?:第[一二三四五六七八九十百\\d]+次)?)?(?:会员|会员代表|成立|换届|职工代表|代表)?"
    "(?:大会|年会|揭牌仪式|挂牌仪式|成立大会|成立仪式|理事会|理事会议)"
)
LEAST = 0.5  # below this trust a span is not worth keeping


def weight(mention: Mention) -> float:
    """What a span is worth: its trust, more for a longer one, so that a full name beats the names inside it."""
    return mention.score * float((mention.end - mention.start) ** 1.25)


def settle(candidates: Iterable[Mention]) -> tuple[Mention, ...]:
    """The heaviest set of non-overlapping spans (weighted interval scheduling), in text order."""
    spans = sorted({m for m in candidates if m.score >= LEAST}, key=lambda m: (m.end, m.start, m.type, m.source, m.score))
    ends = [m.end for m in spans]
    best: list[float] = [0.0]
    taken: list[bool] = []
    for index, mention in enumerate(spans):
        before = bisect.bisect_right(ends, mention.start, 0, index)
        value = best[before] + weight(mention)
        taken.append(value > best[index])
        best.append(max(value, best[index]))
    chosen: list[Mention] = []
    index = len(spans)
    while index:
        if taken[index - 1]:
            chosen.append(spans[index - 1])
            index = bisect.bisect_right(ends, spans[index - 1].start, 0, index - 1)
        else:
            index -= 1
    return tuple(reversed(chosen))


def with_hosts(settled: Sequence[Mention], candidates: Iterable[Mention]) -> tuple[Mention, ...]:
    """The settled mentions with the bodies inside the names of events: the one that an event of its own begins with
    (某协会第三届会员代表大会), before the event, and firms by their whole names (某市与某某有限公司签约仪式), behind it."""
    hosts = {(m.start, m.end): m for m in candidates if m.type in HOSTS and m.score >= LEAST_HOST}
    found: list[Mention] = []
    for mention in settled:
        if mention.type != "Event":
            found.append(mention)
            continue
        ends = [b for a, b in hosts if a == mention.start and b < mention.end]
        if ends and OWN_EVENT.fullmatch(mention.text[max(ends) - mention.start :]):
            found.append(hosts[mention.start, max(ends)])
        found.append(mention)
        inside = [m for (a, b), m in hosts.items() if mention.start < a and b < mention.end and m.text.endswith(WHOLE)]
        found.extend(settle(inside))
    return tuple(found)

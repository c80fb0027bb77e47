"""What fills the slots of a frame: the nodes under its trigger, or the lists beside it that pass the slot's tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.relate.frames import Slot
from kg.relate.scene import Group, Node, Scene, symbol

PREPOSITIONS = "在于从到向赴"
PLACE_TYPES = frozenset({"Place", "Town", "Zone"})
PLACE_SYMBOLS = frozenset(symbol(t) for t in PLACE_TYPES)
# what follows a noun that says what another is: 甲是乙的子公司，…
PREDICATE = re.compile(r"(?:旗下|下属|在[^，。]{1,8})?的[^，。；]{1,14}，(?!后者)|旗下[^，。；]{0,8}，(?!后者)")


def inside(slot: Slot, match: re.Match[str], scene: Scene) -> tuple[Node, ...]:
    """The node under the trigger's group of the slot's name, with the rest of its list where all are taken."""
    if match.groupdict().get(slot.name) is None:
        return ()
    place = scene.skeleton[1][match.start(slot.name)]
    group = next((g for g in scene.groups if any(n.start == place for n in g.nodes)), None)
    node = next((n for n in group.nodes if n.start == place), None) if group is not None else None
    if group is None or node is None or node.type not in slot.types:
        return ()
    if slot.take in ("first", "last"):
        return (node,)
    if slot.take == "after":
        return tuple(n for n in group.nodes if n.type in slot.types and n.start >= place)
    return tuple(n for n in group.nodes if n.type in slot.types)


def beside(slot: Slot, match: re.Match[str], scene: Scene) -> tuple[Node, ...]:
    """The nodes of the nearest list on the slot's side, or of all there are, that its tests let in."""
    skeleton, places = scene.skeleton
    groups = [g for g in scene.groups if not g.container and any(n.type in slot.types for n in g.nodes)]
    found: list[Node] = []
    for group in reversed(groups) if slot.side == "left" else groups:
        span = _position(group, places)
        if span is None:
            continue
        start, end = span
        if slot.side == "left" and start < match.start() < end:
            group = _before(group, places[match.start()])
            end = places.index(group.nodes[-1].start) + 1
        if (slot.side == "left" and end > match.start()) or (slot.side == "right" and start < match.end()):
            continue
        gap = skeleton[end : match.start()] if slot.side == "left" else skeleton[match.end() : start]
        size = len(group.nodes)
        if slot.side == "left" and _owner_told(skeleton, start, end, group):
            continue  # 甲是乙的子公司，落户丙: it is 甲 that settles
        if slot.side == "right" and slot.after is not None and slot.after.match(skeleton, end) is None:
            group = _without_last(group, skeleton, places)
        listed = len(group.nodes) < size
        end = places.index(group.nodes[-1].start) + 1 if listed else end
        no_subject = _prepositional(slot, skeleton, start, match.start(), group)
        if no_subject or not _fits(slot, gap, skeleton, start, end, listed):
            if no_subject or slot.take in ("every", "earliest") or any((slot.gap, slot.after, slot.before)):
                continue
            break
        members = [n for n in group.nodes if n.type in slot.types]
        if slot.take in ("every", "earliest"):
            found.extend(members)
            continue
        return tuple(members[:1] if slot.take == "first" else members[-1:] if slot.take == "last" else members)
    ordered = tuple(sorted(found, key=lambda n: n.start))
    return ordered[:1] if slot.take == "earliest" else ordered


def _owner_told(skeleton: str, start: int, end: int, group: Group) -> bool:
    """Whether a firm is only told as the one that another belongs to."""
    told = start > 0 and skeleton[start - 1] in "是系为" and PREDICATE.match(skeleton, end) is not None
    return told and group.nodes[0].type == "Company"


def _before(group: Group, place: int) -> Group:
    """The part of a group that ends before a place: 甲与乙会谈 is no list where 与乙会谈 is the trigger."""
    nodes = tuple(n for n in group.nodes if n.end <= place)
    return Group(nodes, nodes[0].start, nodes[-1].end)


def _without_last(group: Group, skeleton: str, places: Sequence[int]) -> Group:
    """A list without its last member, which goes on into something else (甲公司、乙公司、丙村农田): the others stand."""
    nodes = group.nodes[:-1]
    joint = skeleton[places.index(nodes[-1].start) + 1] if nodes else ""
    if joint != "、" and (joint != "和" or len(nodes) < 2):
        return group  # 甲与乙签约: no list
    return Group(nodes, nodes[0].start, nodes[-1].end)


def _fits(slot: Slot, gap: str, skeleton: str, start: int, end: int, listed: bool) -> bool:
    """Whether a group may fill a slot; ``listed``: it is a list whose last member was left out, so that a conjunction follows."""
    if len(gap) > slot.within or any(c in gap for c in "。！？；") or (not slot.commas and "，" in gap):
        return False
    if slot.gap is not None and not slot.gap.fullmatch(gap):
        return False
    if slot.before is not None and not slot.before.search(skeleton[max(0, start - 12) : start]):
        return False
    return slot.after is None or listed or slot.after.match(skeleton, end) is not None


def _prepositional(slot: Slot, skeleton: str, start: int, end: int, group: Group) -> bool:
    """Whether a node is no subject: a place after a preposition (在某地成立), an agent after 被."""
    while start > 1 and skeleton[start - 1] in PLACE_SYMBOLS:
        start -= 1  # 在某区某镇投资
    before = skeleton[start - 1] if slot.side == "left" and start > 0 else ""
    agent = before == "由" and "，" in skeleton[start:end]  # 某院由甲、乙成立，坐落于丙
    return before == "被" or agent or (before in PREPOSITIONS and before != "" and group.nodes[0].type in PLACE_TYPES)


def _position(group: Group, places: Sequence[int]) -> tuple[int, int] | None:
    """Where a group stands in the skeleton."""
    try:
        start = places.index(group.start)
    except ValueError:
        return None
    last = group.nodes[-1].start
    return start, places.index(last, start) + 1

"""The entities of a graph beside those of the gold: which stands for which, and why one stands for none."""

from __future__ import annotations

from collections.abc import Sequence

from kg.evaluate.causes import Cause, same_stretch
from kg.evaluate.forms import squeeze
from kg.evaluate.gold import Gold, GoldEntity
from kg.graph import Graph
from kg.records import Entity

GAZETTEER = "gazetteer"


def forms_of(entity: Entity) -> frozenset[str]:
    """The names of an entity, in the form in which they are compared."""
    return frozenset(squeeze(form) for form in (entity.name, *entity.aliases) if form)


class Ends:
    """Which gold entities the entities of a graph stand for."""

    def __init__(self, gold: Gold, graph: Graph) -> None:
        self.known = {e.id: e for e in graph.entities()}
        self.shown = [e for e in self.known.values() if e.source_kind != GAZETTEER]
        self.gold = {e.id: e for e in gold.entities}
        self.found = _matched([e for e in gold.entities if not e.implied], self.shown)
        self.meant = {node: name for name, node in self.found.items()}
        self.implied = [e for e in gold.entities if e.implied]

    def of(self, node: str) -> list[str]:
        """Gold ids for a node: its match, and implied bodies of its name or of the place that it is."""
        entity = self.known[node]
        names, governs = forms_of(entity), entity.type in ("Place", "Town")
        found = [self.meant[node]] if node in self.meant else []
        for e in self.implied:
            if names & e.forms or (governs and any(squeeze(e.name).startswith(form) for form in names if len(form) > 2)):
                found.append(e.id)
        return sorted(set(found))

    def nodes_of(self, gold: str) -> set[str]:
        """The entities of the graph that stand for a gold entity."""
        return {node for node in self.known if gold in self.of(node)}

    def why_missed(self, g: GoldEntity) -> Cause:
        """Why a gold entity was not found: cut elsewhere, or not recognised."""
        forms = {form for e in self.shown if e.id not in self.meant for form in forms_of(e)}
        return Cause.BOUNDARY if any(same_stretch(form, forms) for form in g.forms) else Cause.UNKNOWN

    def why_wrong(self, entity: Entity) -> Cause:
        """Why an entity is wrong: a gold one cut elsewhere, or none at all."""
        forms = {form for e in self.gold.values() if not e.implied for form in e.forms}
        return Cause.BOUNDARY if any(same_stretch(form, forms) for form in forms_of(entity)) else Cause.INVENTED


def _matched(gold: Sequence[GoldEntity], entities: Sequence[Entity]) -> dict[str, str]:
    """One to one, best overlap of names first: gold id → entity id."""
    pairs: list[tuple[float, str, str]] = []
    for g in gold:
        for e in entities:
            shared = g.forms & forms_of(e)
            if shared:
                same = (squeeze(g.name) == squeeze(e.name)) + (g.type == e.type)
                pairs.append((-(same + len(shared) / 100 + max(map(len, shared)) / 1000), g.id, e.id))
    matched: dict[str, str] = {}
    used: set[str] = set()
    for _, g_id, e_id in sorted(pairs):
        if g_id not in matched and e_id not in used:
            matched[g_id] = e_id
            used.add(e_id)
    return matched

"""A large graph by neighbourhoods, for a page that loads what it shows: the answers that ``templates/source.js`` finds in a whole one.

Entities and facts go by their numbers in the picture (in the order of their ids) inside, by their ids outside. Rows are documents as
``picture_data`` writes them, of a part of the graph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from kg.export.picture import Picture
from kg.export.picture_data import Rows, legend, stock
from kg.export.pinyin import readings
from kg.export.sieve import Sieve, when_of
from kg.graph import Graph
from kg.ontology import Ontology

KEPT = 16  # sieves whose decisions are kept
Document = dict[str, Any]


class Atlas:
    """A graph and its picture, indexed for questions; a question about an id that there is not gets an empty answer."""

    def __init__(self, graph: Graph, ontology: Ontology, picture: Picture) -> None:
        self._graph, self._ontology, self._picture = graph, ontology, picture
        self._stock = stock(graph, picture)
        self._number = {e.id: n for n, e in enumerate(picture.entities)}
        self._fact = {key: n for n, (key, _) in enumerate(picture.facts)}
        self._ends = [(self._number[f.source], self._number[f.target]) for _, f in picture.facts]
        self._links: list[list[int]] = [[] for _ in picture.entities]
        for n, ends in enumerate(self._ends):
            for end in set(ends):
                self._links[end].append(n)
        dates = {a.id: a.date for a in graph.articles}
        self._spans = [when_of(f, [dates.get(e.article) for e in f.evidence]) for _, f in picture.facts]
        degrees = self._stock.degrees
        self._order = sorted(range(len(degrees)), key=lambda n: (-degrees[n], picture.entities[n].id.encode("utf-16-be", "surrogatepass")))
        self._rank = {n: place for place, n in enumerate(self._order)}
        self._figures: list[list[int]] = [[] for _ in picture.entities]
        for place, observation in enumerate(graph.observations):
            self._figures[self._number[observation.subject]].append(place)
        self._decided: dict[Sieve, tuple[bytearray, bytearray]] = {}

    def start(self, title: str) -> Document:
        """The legend with the counts of the whole graph, and the rows that it opens on."""
        picture = self._picture
        types, relations = Counter(e.type for e in picture.entities), Counter(f.type for _, f in picture.facts)
        told = legend(self._graph, self._ontology, picture, title)
        told["types"] = [row | {"count": types[row["name"]]} for row in told["types"]]
        told["relations"] = [row | {"count": relations[row["name"]]} for row in told["relations"]]
        core = [n for n, e in enumerate(picture.entities) if e.id in picture.core]
        counts = {
            "supplied": sum(f.source_kind == "gazetteer" for _, f in picture.facts),
            "lone": sum(not degree for degree in self._stock.degrees),
        }
        return told | counts | {"core": [picture.entities[n].id for n in core]} | self._rows(core, core)

    def names(self) -> Document:
        """Every entity as [id, type, name, number of facts, aliases], and how the characters of the names are read."""
        entities, degrees = self._picture.entities, self._stock.degrees
        rows = [[e.id, e.type, e.name, degree, *([e.aliases] if e.aliases else [])] for e, degree in zip(entities, degrees, strict=True)]
        return {"names": rows, "readings": readings(name for e in entities for name in (e.name, *e.aliases))}

    def entity(self, key: str, most: int) -> Document:
        """The rows of an entity, of its most confident facts, at most ``most``, of their other ends, and of its figures."""
        at = self._number.get(key)
        if at is None:
            return self._document([], [])
        facts = self._picture.facts
        best = sorted(self._links[at], key=lambda n: (-round(facts[n][1].confidence, 4), n))[:most]
        return self._document([at], sorted(best), figures=True)

    def fact(self, key: str) -> Document:
        """The rows of a fact and of its ends."""
        at = self._fact.get(key)
        return self._document([], [] if at is None else [at])

    def rows(self, fresh: Iterable[str], drawn: Iterable[str]) -> Document:
        """The rows of ``fresh`` entities with their figures, and all facts between two of them or one of them and one of ``drawn``, which
        the reader has."""
        return self._rows(self._numbers(fresh), self._numbers(drawn))

    def best(self, offset: int, most: int) -> Document:
        """The ids from that place on among all, the best connected first."""
        return {"ids": self._ids(self._order[offset : offset + most])}

    def around(self, key: str, steps: int, sieve: Sieve, most: int) -> Document:
        """An entity and those within ``steps`` facts that pass, the nearest first, the best connected before others; at most ``most``,
        and whether there are more."""
        at = self._number.get(key)
        if at is None:
            return {"ids": [], "cut": False}
        found = {at: None}
        edge = [at]
        for _ in range(steps):
            ends = {end for n in edge for end in self._ends_of(n, sieve)}
            edge = sorted(ends - found.keys(), key=self._rank.__getitem__)
            found |= dict.fromkeys(edge)
        return {"ids": self._ids(list(found)[:most]), "cut": len(found) > most}

    def between(self, one: str, other: str, sieve: Sieve, most: int) -> Document:
        """The shortest paths between two entities over facts that pass, at most ``most``, as lists of ids, with the rows of what they run
        over."""
        start, goal = self._number.get(one), self._number.get(other)
        if start is None or goal is None or start == goal:
            return {"walks": []} | self._document([], [])
        walks = self._walks(self._steps_back(start, goal, sieve), start, goal, most)
        pairs = {frozenset(pair) for walk in walks for pair in pairwise(walk)}
        on = sorted({n for walk in walks for n in walk})
        facts = sorted({k for n in on for k in self._links[n] if frozenset(self._ends[k]) in pairs})
        return {"walks": [self._ids(walk) for walk in walks]} | self._document(on, facts)

    def linked(self, keys: Iterable[str], sieve: Sieve) -> Document:
        """Those of the entities that have a fact which passes, the types of its ends left aside."""
        passed, _ = self._decisions(sieve)
        return {"ids": self._ids([n for n in self._numbers(keys) if any(passed[k] for k in self._links[n])])}

    def _steps_back(self, start: int, goal: int, sieve: Sieve) -> Mapping[int, Sequence[int]]:
        """From each entity that is reached, as far as the goal, those that lie one step nearer to the start."""
        before: dict[int, list[int]] = {start: []}
        edge = [start]
        while edge and goal not in before:
            reached: dict[int, list[int]] = {}
            for at in edge:
                for end in dict.fromkeys(self._ends_of(at, sieve)):
                    if end not in before:
                        reached.setdefault(end, []).append(at)
            before |= reached
            edge = list(reached)
        return before

    def _walks(self, before: Mapping[int, Sequence[int]], start: int, goal: int, most: int) -> list[list[int]]:
        """The ways back from the goal, the best connected first."""
        walks: list[list[int]] = []
        waiting = [[goal]] if goal in before else []
        while waiting and len(walks) < most:
            walk = waiting.pop()
            if walk[-1] == start:
                walks.append(walk[::-1])
            else:
                waiting += [[*walk, end] for end in sorted(before[walk[-1]], key=self._rank.__getitem__, reverse=True)]
        return walks

    def _ends_of(self, at: int, sieve: Sieve) -> Iterator[int]:
        """The other ends of the facts of an entity that pass."""
        passed, on = self._decisions(sieve)
        for n in self._links[at]:
            source, target = self._ends[n]
            if passed[n] and on[source] and on[target]:
                yield target if source == at else source

    def _decisions(self, sieve: Sieve) -> tuple[bytearray, bytearray]:
        """For every fact whether it passes, and for every entity whether its type does."""
        if sieve not in self._decided:
            while len(self._decided) >= KEPT:
                del self._decided[next(iter(self._decided))]
            facts = bytearray(map(sieve.test(), (fact for _, fact in self._picture.facts), self._spans))
            self._decided[sieve] = facts, bytearray(e.type not in sieve.types for e in self._picture.entities)
        return self._decided[sieve]

    def _rows(self, fresh: Sequence[int], drawn: Sequence[int]) -> Document:
        new = set(fresh)
        known = new.union(drawn)
        facts = {k for n in new for k in self._links[n] if known.issuperset(self._ends[k])}
        return self._document(sorted(new), sorted(facts), known - new, figures=True)

    def _document(self, entities: Sequence[int], facts: Sequence[int], known: Iterable[int] = (), figures: bool = False) -> Document:
        """The rows of entities and facts, and of the facts' ends but those that are ``known``."""
        ends = {end for n in facts for end in self._ends[n]} - set(entities)
        named = ends.intersection(known)
        told = [self._graph.observations[place] for n in entities for place in self._figures[n]] if figures else []
        return Rows(self._stock, [*entities, *sorted(ends - named)], facts, told, True, sorted(named)).document()

    def _numbers(self, keys: Iterable[str]) -> list[int]:
        return [self._number[key] for key in dict.fromkeys(keys) if key in self._number]

    def _ids(self, numbers: Iterable[int]) -> list[str]:
        return [self._picture.entities[n].id for n in numbers]

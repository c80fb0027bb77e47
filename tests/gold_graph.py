"""Graphs made from the gold files, so that exports are tested on true facts without the pipeline before them."""

from __future__ import annotations

import json
from pathlib import Path

from kg.graph import ArticleCard, Graph, build_graph
from kg.ontology import load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status

GOLD = Path(__file__).parent / "gold"


def gold_graph(number: str = "000") -> Graph:
    """The gold of one of the five pages as a graph; offsets are those of the quote in an imagined page."""
    path = next(GOLD.glob(f"{number}_*.json"))
    gold = json.loads(path.read_text(encoding="utf-8"))
    doc = gold["doc"]
    ontology = load_ontology()

    def evidence(words: str) -> tuple[Evidence, ...]:
        return (Evidence(doc, f"{doc}#1", 0, len(words), words),)

    entities = [
        Entity(e["id"], e["type"], e["name"], tuple(e["aliases"]), e.get("level"), "text", evidence(e["name"])) for e in gold["entities"]
    ]
    types = {e.id: e.type for e in entities}
    facts = []
    for r in gold["relations"]:
        if not ontology.accepts(r["r"], types[r["s"]], types[r["o"]]):
            continue
        attrs = r.get("attrs") or {}
        amount = Amount(attrs["amount"]["value"], attrs["amount"]["currency"]) if "amount" in attrs else None
        status = Status(attrs.get("status", "stated"))
        facts.append(
            Fact(
                r["s"], r["o"], r["r"], "gold", 0.9, evidence(r["evidence"]), status,
                attrs.get("title"), amount, attrs.get("date"), attrs.get("rank"),
            )
        )  # fmt: skip
    observations = [
        Observation(
            o["subject"], o["indicator"], o["value"], o["unit"], o["period"], o.get("change"),
            evidence(o.get("evidence") or o["indicator"]), Status(o.get("status", "stated")),
        )
        for o in gold["observations"]
    ]  # fmt: skip
    articles = [
        ArticleCard(f"{doc}#{i}", doc, a["title"], a.get("subtitle"), tuple(a["authors"]), a["starts"])
        for i, a in enumerate(gold["articles"], 1)
    ]
    return build_graph(entities, facts, observations, articles)

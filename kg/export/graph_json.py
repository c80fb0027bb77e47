"""``graph.json``: the graph as users and scorers read it, and back again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.graph import ArticleCard, Graph, build_graph, edge_id, observation_id
from kg.records import Amount, Entity, Evidence, Fact, Observation, Status


def to_json(graph: Graph) -> str:
    """The graph as one JSON document, sorted, UTF-8, a newline at its end."""
    document = {
        "nodes": [_node(e) for e in graph.entities()],
        "edges": [_edge(key, f) for key, f in graph.facts()],
        "observations": [_observation(o) for o in graph.observations],
        "articles": [_article(a) for a in graph.articles],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_json(text: str, name: str = "graph.json") -> Graph:
    """The graph that ``to_json`` wrote; raises InputError where the document is not one."""
    try:
        document = json.loads(text)
        return build_graph(
            [_read_entity(n) for n in document["nodes"]],
            [_read_fact(e) for e in document["edges"]],
            [_read_observation(o) for o in document["observations"]],
            [_read_article(a) for a in document["articles"]],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{name} is not a graph that kg build wrote ({error}); build it again") from error


def load_graph(out: Path) -> Graph:
    """The graph of a build folder; raises InputError where there is none."""
    path = out if out.is_file() else out / "graph.json"
    if not path.is_file():
        raise InputError(f"{out}: no graph.json there; make one with: kg build PAGES -o {out}")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not a graph that kg build wrote (not UTF-8); build it again") from error
    return from_json(text, str(path))


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"doc": e.doc, "article": e.article, "start": e.start, "end": e.end, "quote": e.quote} for e in evidence]


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point, so that 156.1 亿 is 15610000000."""
    return int(value) if value is not None and value == int(value) else value


def _node(e: Entity) -> dict[str, Any]:
    base = {"id": e.id, "type": e.type, "name": e.name, "aliases": list(e.aliases), "evidence": _evidence(e.evidence)}
    return base | _present(level=e.level, source_kind=e.source_kind)


def _edge(key: str, f: Fact) -> dict[str, Any]:
    amount = {"value": _number(f.amount.value), "currency": f.amount.currency} if f.amount else None
    base: dict[str, Any] = {"id": key, "source": f.source, "target": f.target, "type": f.type, "status": str(f.status), "rule": f.rule}
    base |= {"confidence": round(f.confidence, 4), "evidence": _evidence(f.evidence)}
    return base | _present(title=f.title, amount=amount, date=f.date, rank=f.rank, source_kind=f.source_kind)


def _observation(o: Observation) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": observation_id(o),
        "subject": o.subject,
        "indicator": o.indicator,
        "value": _number(o.value),
        "unit": o.unit,
    }
    base |= {"period": o.period, "change": o.change, "evidence": _evidence(o.evidence)}
    return base | ({"status": str(o.status)} if o.status is not Status.STATED else {})


def _article(a: ArticleCard) -> dict[str, Any]:
    base = {"id": a.id, "doc": a.doc, "title": a.title, "authors": list(a.authors), "starts": a.starts}
    return base | _present(subtitle=a.subtitle, date=a.date, place=a.place)


def _read_evidence(rows: Sequence[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(r["doc"], r["article"], r["start"], r["end"], r["quote"]) for r in rows)


def _read_entity(n: Mapping[str, Any]) -> Entity:
    evidence = _read_evidence(n["evidence"])
    return Entity(n["id"], n["type"], n["name"], tuple(n["aliases"]), n.get("level"), n.get("source_kind"), evidence)


def _read_fact(e: Mapping[str, Any]) -> Fact:
    amount = Amount(float(e["amount"]["value"]), e["amount"]["currency"]) if "amount" in e else None
    fact = Fact(
        source=e["source"],
        target=e["target"],
        type=e["type"],
        rule=e["rule"],
        confidence=e["confidence"],
        evidence=_read_evidence(e["evidence"]),
        status=Status(e["status"]),
        title=e.get("title"),
        amount=amount,
        date=e.get("date"),
        rank=e.get("rank"),
        source_kind=e.get("source_kind"),
    )
    if edge_id(fact) != e["id"]:
        raise KeyError(f"edge {e['id']} does not match its content")
    return fact


def _read_observation(o: Mapping[str, Any]) -> Observation:
    status = Status(o.get("status", "stated"))
    evidence = _read_evidence(o["evidence"])
    value, change = (None if o[name] is None else float(o[name]) for name in ("value", "change"))  # JSON writes 5.0 as 5
    return Observation(o["subject"], o["indicator"], value, o["unit"], o["period"], change, evidence, status)


def _read_article(a: Mapping[str, Any]) -> ArticleCard:
    return ArticleCard(a["id"], a["doc"], a["title"], a.get("subtitle"), tuple(a["authors"]), a["starts"], a.get("date"), a.get("place"))

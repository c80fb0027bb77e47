"""``graph.html``: the picture as one file that opens from disk and asks the network for nothing.

pyvis gathers the nodes, edges and options and brings vis-network; the page around them is our own, because the
templates of pyvis 0.3.2 link to content networks and put raw JSON into a script (its issues 193, 204, 228, 229).
Here data is escaped JSON in a script that is never run, a policy lets only the two scripts of this file run,
and they put every string of a newspaper in place as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import ZhiluoError
from kg.export.picture import Picture, draw
from kg.graph import Graph, observation_id
from kg.ontology import Ontology, load_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation

SCRIPTS = ("words.js", "cards.js", "scene.js", "panel.js", "main.js")
MENTIONS = 5  # sentences that name an entity, kept for its card beside those of its facts
VIS = "lib/vis-9.1.2/vis-network"


def to_html(graph: Graph, title: str = "知络") -> str:
    """The graph as one HTML page without any outside resource; the same graph gives the same bytes."""
    ontology = load_ontology()
    picture = draw(graph, ontology)
    library, page_script = _vis("min.js"), _page_script()
    policy = f"default-src 'none'; script-src {_hash(library)} {_hash(page_script)}; style-src 'unsafe-inline'; img-src data:"
    parts = {
        "policy": policy + "; base-uri 'none'; form-action 'none'",
        "title": html.escape(title),
        "style": _vis("css") + _asset("page.css"),
        "data": _script_json(_document(graph, ontology, picture, title)),
        "library": library,
        "script": page_script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda m: parts[m[1]], _asset("page.html"))


@cache
def _asset(name: str) -> str:
    return (files("kg.export") / "templates" / name).read_text(encoding="utf-8")


def _page_script() -> str:
    """The page's own scripts as one function, so that nothing of them is global but ``window.zhiluo``."""
    return '(() => {\n"use strict";\n' + "".join(_asset(name) for name in SCRIPTS) + "})();\n"


@cache
def _vis(kind: str) -> str:
    """vis-network as pyvis ships it, without its source map and the pictures of buttons that the page does not have."""
    source = files("pyvis") / f"{VIS}.{kind}"
    if not source.is_file():
        raise ZhiluoError(f"the installed pyvis lacks {VIS}.{kind}; install the version made for zhiluo: pip install 'pyvis==0.3.2'")
    text = source.read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S*|url\(\"?data:[^)]*\)", "", text).strip()


def _hash(script: str) -> str:
    """A script as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _script_json(document: Any) -> str:
    """JSON that cannot end the script element it stands in, nor begin another."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


class _Sentences:
    """The evidence of the whole page, each place once; others refer to it by number."""

    def __init__(self) -> None:
        self.rows: list[list[str | int]] = []
        self._known: dict[Evidence, int] = {}

    def numbers(self, evidence: Iterable[Evidence]) -> list[int]:
        """The numbers under which these sentences stand in ``rows``."""
        return [self._number(e) for e in evidence]

    def _number(self, e: Evidence) -> int:
        if e not in self._known:
            self._known[e] = len(self.rows)
            self.rows.append([e.doc, e.article, e.start, e.end, e.quote])
        return self._known[e]


def _document(graph: Graph, ontology: Ontology, picture: Picture, title: str) -> dict[str, Any]:
    """All that the page shows: pyvis's network, and what the cards say about its nodes and edges."""
    sentences = _Sentences()
    drawn = {e.id for e in picture.entities}
    facts = {key: _fact(fact, sentences) for key, fact in picture.facts}
    observations = [_observation(o, sentences) for o in graph.observations if o.subject in drawn]
    entities = {e.id: _entity(e, sentences) for e in picture.entities}
    docs = {a.doc for a in graph.articles} | {str(row[0]) for row in sentences.rows}
    return {
        "title": title,
        "network": {"nodes": picture.nodes, "edges": picture.edges, "options": picture.options},
        "types": _types(ontology, picture),
        "relations": _relations(ontology, picture),
        "entities": entities,
        "facts": facts,
        "observations": observations,
        "sentences": sentences.rows,
        "articles": {a.id: _present(title=a.title, date=a.date) for a in graph.articles},
        "totals": {
            "entities": graph.network.number_of_nodes(),
            "facts": graph.network.number_of_edges(),
            "observations": len(graph.observations),
            "pages": len(docs),
        },
    }


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, (), [])}


def _types(ontology: Ontology, picture: Picture) -> list[dict[str, Any]]:
    """The legend of types: those drawn, in the ontology's order."""
    count = Counter(e.type for e in picture.entities)
    return [
        {"name": t.name, "zh": t.label_zh, "en": t.label_en, "about": [t.definition_zh, t.definition_en]}
        | {"colour": t.colour, "shape": t.shape}
        for t in ontology.types.values()
        if count[t.name]
    ]


def _relations(ontology: Ontology, picture: Picture) -> list[dict[str, Any]]:
    """The legend of relations: those drawn, in the ontology's order."""
    count = Counter(f.type for _, f in picture.facts)
    return [
        {"name": r.name, "zh": r.label_zh, "en": r.label_en, "about": [r.definition_zh, r.definition_en], "colour": r.colour}
        | ({"symmetric": True} if r.symmetric else {})
        for r in ontology.relations.values()
        if count[r.name]
    ]


def _entity(e: Entity, sentences: _Sentences) -> dict[str, Any]:
    base = {"name": e.name, "type": e.type, "mentions": sentences.numbers(e.evidence[:MENTIONS]), "mentioned": len(e.evidence)}
    return base | _present(aliases=e.aliases, level=e.level, source=e.source_kind)


def _fact(f: Fact, sentences: _Sentences) -> dict[str, Any]:
    base: dict[str, Any] = {"s": f.source, "t": f.target, "type": f.type, "status": str(f.status)}
    base |= {"rule": f.rule, "confidence": round(f.confidence, 4), "evidence": sentences.numbers(f.evidence)}
    return base | _present(title=f.title, amount=_amount(f.amount), date=f.date, rank=f.rank, source=f.source_kind)


def _amount(amount: Amount | None) -> list[float | str] | None:
    return [amount.value, amount.currency] if amount else None


def _observation(o: Observation, sentences: _Sentences) -> dict[str, Any]:
    base: dict[str, Any] = {"id": observation_id(o), "of": o.subject, "indicator": o.indicator, "status": str(o.status)}
    base["evidence"] = sentences.numbers(o.evidence)
    return base | _present(value=o.value, unit=o.unit, period=o.period, change=o.change)

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
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import ZhiluoError
from kg.export.picture import draw
from kg.export.picture_data import document
from kg.graph import Graph
from kg.ontology import load_ontology

SCRIPTS = (
    "words.js", "elements.js", "values.js", "known.js", "pinyin.js", "source.js", "filters.js", "deeds.js", "labels.js", "scene.js",
    "cards.js", "paths.js", "panel.js", "timeline.js", "table.js", "export.js", "fragment.js", "view.js", "keys.js", "main.js", "events.js",
)  # fmt: skip
REMOTE = "remote.js"  # what the explorer has beside them, to ask a server
VIS = "lib/vis-9.1.2/vis-network"


def to_html(graph: Graph, title: str = "知络") -> str:
    """The graph as one HTML page without any outside resource; the same graph gives the same bytes."""
    ontology = load_ontology()
    picture = draw(graph, ontology)
    return _page(title, _script_json(document(graph, ontology, picture, title)), _page_script(SCRIPTS))


@cache
def explorer_html(title: str, address: str) -> str:
    """The same page without a graph in it: it asks the server that it comes from, below this address, for what it shows."""
    begin = SCRIPTS.index("main.js")
    script = _page_script((*SCRIPTS[:begin], REMOTE, *SCRIPTS[begin:]))
    return _page(title, _script_json({"server": address}), script, "; connect-src 'self'")


def _page(title: str, data: str, script: str, more: str = "") -> str:
    library = _vis("min.js")
    policy = f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; style-src 'unsafe-inline'; img-src data:{more}"
    parts = {
        "policy": policy + "; base-uri 'none'; form-action 'none'",
        "title": html.escape(title),
        "style": _vis("css") + _asset("page.css"),
        "data": data,
        "library": library,
        "script": script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda m: parts[m[1]], _asset("page.html"))


@cache
def _asset(name: str) -> str:
    return (files("kg.export") / "templates" / name).read_text(encoding="utf-8")


@cache
def _page_script(scripts: Sequence[str]) -> str:
    """The page's own scripts as one function, so that nothing of them is global but ``window.zhiluo``; it waits for its source to begin."""
    return '(async () => {\n"use strict";\n' + "".join(_asset(name) for name in scripts) + "})();\n"


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

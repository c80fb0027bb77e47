"""Stages import backwards only, so that each can be read, tested and replaced without those after it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

KG = Path(__file__).resolve().parent.parent / "kg"
LAYERS = (
    ("errors",),
    ("records", "ontology", "lexicon"),
    ("gazetteer",),
    ("read",),
    ("recognise",),
    ("train",),
    ("resolve",),
    ("relate",),
    ("graph",),
    ("export",),
    ("query",),
    ("serve",),
    ("sidecar",),
    ("pipeline", "tag"),
    ("output", "evaluate"),
    ("cli",),
)
RANKS = {stage: rank for rank, layer in enumerate(LAYERS) for stage in layer}
MODULES = sorted(p for p in KG.rglob("*.py") if p != KG / "__init__.py")


def stage_of(path: Path) -> str:
    """The stage that a module belongs to."""
    return path.relative_to(KG).parts[0].removesuffix(".py")


def imported(source: str) -> set[str]:
    """The stages that a source imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "kg"}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; write kg.… in full"
            if node.module == "kg":
                found |= {f"kg.{a.name}" for a in node.names}
            elif (node.module or "").startswith("kg."):
                found.add(str(node.module))
    return {[*name.split("."), "the package itself"][1] for name in found}


def faults(stage: str, source: str) -> set[str]:
    """The stages that a source of this stage must not import but does."""
    return {other for other in imported(source) if other != stage and RANKS.get(other, 99) >= RANKS[stage]}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(KG)))
def test_a_stage_imports_only_what_stands_above_it(path: Path) -> None:
    assert stage_of(path) in RANKS, f"{stage_of(path)} is in no layer; add it to LAYERS"
    assert not faults(stage_of(path), path.read_text(encoding="utf-8"))


def test_only_what_joins_the_stages_knows_the_pipeline() -> None:
    users = {stage_of(p) for p in MODULES if "pipeline" in imported(p.read_text(encoding="utf-8"))} - {"pipeline"}
    assert users == {"output", "evaluate", "cli"}


@pytest.mark.parametrize(
    "source",
    [
        "from kg.relate.engine import read",
        "import kg.graph",
        "def late():\n    from kg.pipeline import build",
        "from kg import build",
        "import kg",
    ],
)
def test_the_test_finds_an_import_that_runs_forward(source: str) -> None:
    assert faults("recognise", source)


def test_all_layers_are_there() -> None:
    assert {stage_of(p) for p in MODULES} == set(RANKS)

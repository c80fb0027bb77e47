"""What the README files and examples show is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from readme import FILES, ROOT, commands, folder_with_seeds, renewed

from kg.cli.app import COMMANDS
from kg.evaluate import Evaluation


@pytest.mark.parametrize("name", FILES)
def test_outputs_and_figures_are_those_of_now(name: str, evaluations: dict[str, Evaluation], seeds_out: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert commands(text) or "```python" in text
    with folder_with_seeds(seeds_out):
        now = renewed(text, evaluations)
    assert text.split("\n") == now.split("\n"), f"{name} shows what is no longer so; run: make readme"


def test_both_languages_show_the_same() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert commands(english) == commands(chinese)
    assert re.findall(r"^```", english, re.MULTILINE) == re.findall(r"^```", chinese, re.MULTILINE)
    assert english.count("\n## ") == chinese.count("\n## ")


def test_all_commands_and_files_of_a_build_are_described() -> None:
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for word in [*(f"kg {command}" for command in COMMANDS), "graph.json", "graph.ttl", "graph.html", "facts.csv", "manifest.json"]:
            assert word in text, f"{name}: {word}"


def test_links_lead_somewhere() -> None:
    for path in [ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md", *(ROOT / name for name in FILES)]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"

#!/usr/bin/env python3
"""The outputs and figures shown in the README files and examples, run and written anew: python tests/readme.py

In a block of ``console`` the lines that begin with ``$ kg`` are run and what follows them is their output; what a block of ``python``
prints stands in the block of ``text`` after it. Between the comments ``figures`` stands the score of the pages that have gold.
All of a file runs in one folder, where ``seeds`` and a build of it, ``out``, are.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from kg.cli import main as kg_main
from kg.evaluate import Evaluation, evaluate
from kg.output import write_build
from kg.pipeline import build

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("look", "query", "serve", "rdf", "python", "export", "gephi", "neo4j", "ftm", "excel")
FILES = ("README.md", "README.zh.md", *(f"examples/{name}/README.md" for name in EXAMPLES))
GOLD = {
    "five": (ROOT / "tests" / "gold", ROOT / "seeds"),
    "other": (ROOT / "tests" / "other" / "gold", ROOT / "tests" / "other" / "pages"),
}
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)
_ROWS = ("articles", "attribute headline", "authors", "entities", "relations", "attribute title", "attribute amount", "observations")


def renewed(text: str, evaluations: Mapping[str, Evaluation]) -> str:
    """A file's text with every output and figure as it is now; runs in the current folder."""
    text = _CONSOLE.sub(lambda block: f"```console\n{_session(tuple(_asked(block[1])))}```", text)
    text = _PYTHON.sub(lambda block: f"```python\n{block[1]}```\n\n```text\n{_printed(block[1])}```", text)
    return _FIGURES.sub(lambda block: f"{block[1]}{figures(evaluations)}{block[2]}", text)


def commands(text: str) -> list[str]:
    """The ``kg`` commands of a file, in order."""
    return [line for block in _CONSOLE.findall(text) for line in _asked(block)]


def figures(evaluations: Mapping[str, Evaluation]) -> str:
    """The score of the pages with gold as a Markdown table."""
    lines = ["| | `seeds/`: precision | recall | F1 | other pages: precision | recall | F1 |", "|---|---|---|---|---|---|---|"]
    for row in _ROWS:
        tallies = [evaluations[name].tallies[row] for name in GOLD]
        cells = [f"{share:.3f}" for t in tallies for share in (t.precision, t.recall, t.f1)]
        if row.startswith("attribute"):  # of what was found: there is nothing that could be wrong and not missed
            cells = [cell for t in tallies for cell in ("", f"{t.recall:.3f}", "")]
        lines.append(f"| {row.removeprefix('attribute ')} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _asked(block: str) -> list[str]:
    return [line for line in block.split("\n") if line.startswith("$ ")]


@cache  # the two languages show the same
def _session(asked: tuple[str, ...]) -> str:
    return "\n\n".join(f"{line}\n{_output(line.removeprefix('$ '))}".rstrip() for line in asked) + "\n"


def _output(line: str) -> str:
    program, *arguments = shlex.split(line)
    if program != "kg":
        raise ValueError(f"only kg runs in a console block, not: {line}")
    result = CliRunner().invoke(kg_main, arguments, catch_exceptions=False)
    if result.exit_code:
        raise ValueError(f"{line}: {result.output}")
    return result.output


@cache
def _printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README", "exec"), {"__name__": "__main__"})
    return out.getvalue()


@contextlib.contextmanager
def folder_with_seeds(out: Path) -> Iterator[None]:
    """A new folder as the current one, to run a file's commands in: the pages are under ``seeds``, a copy of their build is ``out``."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "seeds").symlink_to(ROOT / "seeds")
        shutil.copytree(out, Path(name) / "out")
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(before)


def main() -> None:
    """Write all files anew."""
    evaluations = {name: evaluate(gold, [pages]) for name, (gold, pages) in GOLD.items()}
    with tempfile.TemporaryDirectory() as out:
        write_build(build([ROOT / "seeds"]), out)
        for name in FILES:
            path = ROOT / name
            with folder_with_seeds(Path(out)):
                text = renewed(path.read_text(encoding="utf-8"), evaluations)
            path.write_text(text, encoding="utf-8")
            print(name, file=sys.stderr)


if __name__ == "__main__":
    main()

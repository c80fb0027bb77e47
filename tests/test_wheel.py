"""What users get: the wheel, installed in a clean environment away from the checkout, builds a page and finds its data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from readme import ROOT

from kg.output import MANIFEST, WRITERS

PAGE = "甲县召开大会\n\n本报讯（记者 赵一）昨日，甲县人民政府县长钱二到丙机械有限公司考察。丙机械有限公司董事长孙三陪同考察。\n"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; a failure shows all that it printed."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.wheel
def test_the_wheel_builds_a_page_in_a_clean_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"kg/_ontology/zhiluo.ttl", "kg/_ontology/shapes.ttl", "kg/_queries/posts.rq", "kg/gazetteer/divisions.tsv.gz"} <= set(names)
    assert {"kg/serve/pages/editor.html", "kg/serve/assets/yasgui.min.js", "kg/serve/assets/yasgui.min.css"} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "seeds/", "benchmarks/")) or "__pycache__" in name]

    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / "bin"
    run(programs / "pip", "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    run(programs / "kg", "build", "page.txt", "-o", "out", cwd=tmp_path)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {*WRITERS, MANIFEST}
    nodes = json.loads((tmp_path / "out" / "graph.json").read_text(encoding="utf-8"))["nodes"]
    assert "丙机械有限公司" in {node["name"] for node in nodes}
    assert "董事长" in run(programs / "kg", "query", "out", "@posts", "-p", "person=孙三", cwd=tmp_path)
    assert "holdsPosition" in run(programs / "kg", "ontology", cwd=tmp_path)

"""Programs of ``tests/node`` with the packages that ``.ci/node`` installs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from readme import ROOT

MODULES = ROOT / ".make" / "node" / "node_modules"


def node(script: str, file: Path, with_packages: bool = True) -> Any:
    """What a script prints about a file, as the JSON that it is."""
    assert MODULES.is_dir() or not with_packages, "the readers from npm are missing; run: .ci/node"
    command = ["node", str(ROOT / "tests" / "node" / script), str(file)]
    done = subprocess.run(command, env=os.environ | {"NODE_PATH": str(MODULES)}, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

"""Fetches the query editor's library when the package is built or installed, so that the wheel holds it and nothing is fetched later.

The package is named with its version and its hash, and npm, the ordinary client, fetches it; what does not have the hash is thrown away.
Without npm, or without its registry, the build goes on, and ``kg serve`` has its plain editor only.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "@zazuko/yasgui@4.6.2"  # MIT; the branch of YASGUI that rdfjs keeps up
INTEGRITY = "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw=="
WANTED = {"package/build/yasgui.min.js": "yasgui.min.js", "package/build/yasgui.min.css": "yasgui.min.css"}
MARK = "fetched.txt"
LICENCE = "YASGUI: MIT, copyright Triply B.V. and Zazuko GmbH, https://github.com/rdfjs/Yasgui; what it bundles is named in its files"


class EditorHook(BuildHookInterface[Any]):
    """Hatchling calls it before it builds a wheel, an editable one, too."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch the library where it is not there yet."""
        del version
        folder = Path(self.root) / "kg" / "serve" / "assets"
        why_not = fetch(folder)
        if why_not:
            self.app.display_warning(f"the query editor is left out ({why_not}); kg serve has its plain one")
        else:
            build_data["artifacts"] += [f"/kg/serve/assets/{name}" for name in (*WANTED.values(), MARK)]


def fetch(folder: Path) -> str | None:
    """Put the library into a folder, unless it is there in this version; gives the reason where it cannot be had."""
    mark = f"{PACKAGE} {INTEGRITY}\n{LICENCE}\n"
    if (folder / MARK).is_file() and (folder / MARK).read_text(encoding="utf-8") == mark:
        return None
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    with tempfile.TemporaryDirectory() as name:
        command = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", name, PACKAGE]
        try:
            subprocess.run(command, cwd=name, check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError):
            return f"npm could not fetch {PACKAGE}"
        archive = next(Path(name).glob("*.tgz"), None)
        if archive is None:
            return f"npm gave no {PACKAGE}"
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != INTEGRITY:
            return f"{PACKAGE} has the hash {found}, not the one that it should"
        folder.mkdir(exist_ok=True)
        with tarfile.open(archive) as files:
            for member, target in WANTED.items():
                content = files.extractfile(member)
                assert content is not None  # the hash says that it is a file
                (folder / target).write_bytes(content.read())
    (folder / MARK).write_text(mark, encoding="utf-8")
    return None


if __name__ == "__main__":
    sys.exit(fetch(Path(__file__).parent.parent / "kg" / "serve" / "assets"))

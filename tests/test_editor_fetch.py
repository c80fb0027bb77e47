"""The query editor's library is fetched by npm with its hash checked; without it the build goes on."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import tarfile
from pathlib import Path
from types import ModuleType

import pytest
from readme import ROOT


@pytest.fixture
def build_hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("editor", ROOT / ".ci" / "editor.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A package as npm gives it."""
    path = tmp_path / "package.tgz"
    with tarfile.open(path, "w:gz") as files:
        for name in ("yasgui.min.js", "yasgui.min.css", "yasgui.esm.js"):
            info = tarfile.TarInfo(f"package/build/{name}")
            info.size = len(name)
            files.addfile(info, io.BytesIO(name.encode()))
    return path


@pytest.fixture
def npm(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called npm that notes what it is asked and gives that package."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f'#!/bin/sh\necho "$@" >> {folder}/asked\nfor last; do :; done\ncp {archive} . || exit 1\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    return folder / "asked"


def integrity(path: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def test_what_has_the_hash_is_kept_and_fetched_once(
    build_hook: ModuleType, npm: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_hook, "INTEGRITY", integrity(archive))
    target = tmp_path / "assets"
    assert build_hook.fetch(target) is None and build_hook.fetch(target) is None
    assert {path.name for path in target.iterdir()} == {"yasgui.min.js", "yasgui.min.css", "fetched.txt"}
    [asked] = npm.read_text(encoding="utf-8").splitlines()
    assert asked.endswith(build_hook.PACKAGE) and "--ignore-scripts" in asked


def test_what_has_another_hash_is_thrown_away(build_hook: ModuleType, npm: Path, tmp_path: Path) -> None:
    assert "not the one" in build_hook.fetch(tmp_path / "assets")
    assert npm.exists() and not (tmp_path / "assets").exists()


def test_without_npm_or_its_registry_the_reason_is_given(
    build_hook: ModuleType, npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (npm.parent / "npm").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert "could not fetch" in build_hook.fetch(tmp_path / "assets")
    (npm.parent / "npm").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert "gave no" in build_hook.fetch(tmp_path / "assets")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build_hook.fetch(tmp_path / "assets") == "npm is not installed"


def test_the_version_is_exact_and_the_library_is_not_in_the_repository(build_hook: ModuleType) -> None:
    assert build_hook.PACKAGE.rsplit("@", 1)[1].replace(".", "").isdigit()
    assert "kg/serve/assets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

"""Files, folders and patterns expanded to pages, and what is wrong with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.read.inputs import expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/er/c.txt", "notes.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一页。", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_a_folder_gives_all_pages_below_it_sorted(folder: Path) -> None:
    pages, errors = expand([folder])
    assert [p.relative_to(folder).as_posix() for p in pages] == ["a.txt", "b.txt", "deep/er/c.txt"]
    assert errors == []


def test_files_patterns_and_repeats_come_once_in_the_order_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    pages, errors = expand(["b.txt", str(folder / "*.txt"), "deep/**/*.txt", "./b.txt", "notes.md"])
    assert [p.name for p in pages] == ["b.txt", "a.txt", "c.txt", "notes.md"]
    assert errors == []


@pytest.mark.parametrize(
    ("given", "words"),
    [("none.txt", "no such file or folder"), ("empty", "no .txt file in this folder"), ("x*.txt", "matches no file"), ("**x", "pattern")],
)
def test_what_names_no_page_is_an_error_and_the_rest_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, words: str) -> None:
    monkeypatch.chdir(folder)
    pages, errors = expand([given, "a.txt"])
    assert [p.name for p in pages] == ["a.txt"]
    assert len(errors) == 1
    assert words in str(errors[0])
    assert given in str(errors[0])


def test_two_pages_of_one_name_are_an_error_that_names_both(folder: Path) -> None:
    twin = folder / "deep" / "a.txt"
    twin.write_text("另一页。", encoding="utf-8")
    pages, errors = expand([folder])
    assert [p.name for p in pages] == ["a.txt", "b.txt", "c.txt"]
    assert len(errors) == 1
    assert str(folder / "a.txt") in str(errors[0])
    assert str(twin) in str(errors[0])

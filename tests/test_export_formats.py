"""kg export: the table of formats, the command, and what holds of every format: the same bytes, all files or none, no text lost unsaid."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Kg
from export_graphs import GRAPHS, ODD, hostile_graph, rich_graph
from readme import ROOT

from kg.errors import ExportError, InputError
from kg.export.characters import first_day, joined, parted, unicode_text, xml_text
from kg.export.folder import write_together
from kg.export.formats import FORMATS, export, known_formats
from kg.export.graph_json import load_graph, to_json

ALL = ",".join(FORMATS)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with the graph.json of a small graph, as kg build writes it."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "graph.json").write_text(to_json(rich_graph()), encoding="utf-8")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- the table


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_a_row_names_the_files_that_its_writer_gives(form) -> None:
    names = form.write(rich_graph())
    assert names
    for name in names:
        assert name == form.files or (form.files.endswith("/") and name.startswith(form.files))
    assert form.lacks and form.use


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_the_examples_say_what_a_format_cannot_hold(form) -> None:
    text = " ".join((ROOT / "examples" / "export" / "README.md").read_text(encoding="utf-8").split())
    assert f" {form.name} " in text
    for what in form.lacks:
        assert what in text, f"{form.name}: {what}"


def test_packages_of_the_rows_are_those_of_the_extra() -> None:
    needed = {package for form in FORMATS.values() for package in form.needs}
    extra = next(line for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines() if line.startswith("export = "))
    assert {part.split(">=")[0] for part in extra.split('"')[1::2]} == needed


# --- all formats and all graphs


@pytest.mark.parametrize("name", GRAPHS)
def test_the_same_graph_gives_the_same_bytes(name: str) -> None:
    formats = list(FORMATS.values())
    assert export(GRAPHS[name](), formats) == export(GRAPHS[name](), formats)


def test_another_process_with_another_order_of_sets_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "kg.cli", "export", str(out), "--to", ALL, "-o", str(tmp_path / seed)]
        done = subprocess.run(command, env={"PYTHONHASHSEED": seed, "TZ": f"Etc/GMT+{seed}"}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_every_text_file_is_utf_8() -> None:
    for name, data in export(hostile_graph(), list(FORMATS.values())).items():
        if not name.endswith((".xlsx", ".parquet")):
            data.decode()


# --- the command


def test_the_command_writes_all_files_and_says_what_is_not_in_them(kg: Kg, out: Path) -> None:
    result = kg("export", out, "--to", ALL)
    assert result.exit_code == 0 and result.stderr == ""
    assert files_of(out / "export") == export(load_graph(out), list(FORMATS.values()))
    for form in FORMATS.values():
        assert str(out / "export" / form.files) in result.output
        for what in form.lacks:
            assert what in result.output


def test_another_folder_may_be_given_and_only_what_was_asked_for_is_written(kg: Kg, out: Path, tmp_path: Path) -> None:
    result = kg("export", out, "--to", " GEXF ,graphml,gexf", "-o", tmp_path / "new" / "one")
    assert result.exit_code == 0
    assert list(files_of(tmp_path / "new" / "one")) == ["graph.gexf", "graph.graphml"]
    assert not (out / "export").exists()


def test_a_graph_file_may_be_named_itself(kg: Kg, out: Path) -> None:
    assert kg("export", out / "graph.json", "--to", "cytoscape").exit_code == 0
    assert list(files_of(out / "export")) == ["graph.cyjs"]


@pytest.mark.parametrize("arguments", [["--to", "gexf,pdf"], ["--to", ""], ["--to", ","], []])
def test_an_unknown_or_missing_format_is_a_usage_error_that_lists_the_valid_ones(kg: Kg, out: Path, arguments: list[str]) -> None:
    result = kg("export", out, *arguments)
    assert result.exit_code == 2
    for name in FORMATS:
        assert name in result.stderr
    assert not (out / "export").exists()


def test_the_list_shows_all_formats(kg: Kg) -> None:
    result = kg("export", "--list")
    assert result.exit_code == 0
    for form in FORMATS.values():
        assert form.name in result.output and form.files in result.output
        assert all(what in result.output for what in form.lacks)


def test_a_folder_without_a_build_is_named(kg: Kg, tmp_path: Path) -> None:
    result = kg("export", tmp_path, "--to", "gexf")
    assert result.exit_code == 1
    assert f"{tmp_path}: no graph.json there" in result.stderr


def test_a_missing_package_is_named_with_the_command_that_installs_it(kg: Kg, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("kg.export.formats.find_spec", lambda name: None if name == "pyarrow" else found(name))
    result = kg("export", out, "--to", "gexf,parquet")
    assert result.exit_code == 1
    assert "parquet needs pyarrow; install with: pip install 'zhiluo[export]'" in result.stderr
    assert not (out / "export").exists()


def test_formats_of_the_core_need_no_further_package() -> None:
    code = "import sys; sys.modules.update(xlsxwriter=None, pyarrow=None, followthemoney=None, igraph=None, spacy=None)\n"
    code += "from kg.export.formats import FORMATS, export\nfrom kg.graph import build_graph\n"
    code += "export(build_graph([], [], [], []), [form for form in FORMATS.values() if not form.needs])"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


# --- all files or none


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_together(tmp_path / "x", {"a": b"1", "in/b": b"1"})
    write, calls = Path.write_bytes, []

    def full(path: Path, data: bytes) -> int:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"new/c\.part: cannot be written \(No space left on device\); what was there before is kept"):
        write_together(tmp_path / "x", {"a": b"2", "in/b": b"2", "new/c": b"2"})
    assert files_of(tmp_path / "x") == {"a": b"1", "in/b": b"1"}
    assert not (tmp_path / "x" / "new").exists()


def test_a_move_that_fails_says_that_some_files_are_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_together(tmp_path, {"a": b"1", "b": b"1"})
    move = Path.replace

    def held(path: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(13, "Permission denied", str(target))
        return move(path, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(InputError, match=r"b: cannot be written \(Permission denied\); some files there are new and some are old"):
        write_together(tmp_path, {"a": b"2", "b": b"2"})
    assert files_of(tmp_path) == {"a": b"2", "b": b"1"}


def test_a_writer_that_fails_leaves_no_file(kg: Kg, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.xlsx.MOST_ROWS", 3)
    result = kg("export", out, "--to", "gexf,xlsx")
    assert result.exit_code == 1 and "more rows than a sheet of Excel can hold; export to csv or parquet" in result.stderr
    assert not (out / "export").exists()


@pytest.mark.parametrize("inner", ["export", "export/neo4j"])
def test_a_file_where_a_folder_should_be_is_named(kg: Kg, out: Path, inner: str) -> None:
    (out / inner).parent.mkdir(exist_ok=True)
    (out / inner).write_text("mine", encoding="utf-8")
    result = kg("export", out, "--to", "neo4j")
    assert result.exit_code == 1 and str(out / inner) in result.stderr and "Traceback" not in result.stderr
    assert (out / inner).read_text(encoding="utf-8") == "mine"


# --- texts and lists


@pytest.mark.parametrize(
    "values", [[], ["a"], ["a", "b"], ["a|b", "c\\"], ["\\", "|", "\\|"], ["", "x"], ["x", ""], ["多\n行", "x"], list(ODD)]
)
def test_a_list_that_is_one_text_can_be_taken_apart(values: list[str]) -> None:
    assert parted(joined(values)) == values


def test_texts_lose_what_a_format_cannot_hold_and_nothing_else() -> None:
    assert unicode_text("a\ud800b\x00") == "a\ufffdb\x00"
    assert xml_text("a\x00\x0b\x1f\ud800\ufffe\uffff\t\n\r\x7f\x85😀") == "a" + "\ufffd" * 6 + "\t\n\r\x7f\x85😀"


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2024-05-06", "2024-05-06"), ("2024-05", "2024-05-01"), ("2024", "2024-01-01"), ("2024-Q1", None), ("2024-13", None),
        ("2024-02-30", None), ("0000", None), ("２０２４", None), ("2024\n", None), (None, None),
    ],
)  # fmt: skip
def test_the_first_day_of_a_date(when: str | None, day: str | None) -> None:
    assert first_day(when) == day


def test_known_formats_are_those_asked_for_in_order() -> None:
    assert [form.name for form in known_formats(["xlsx", "gexf", "xlsx"])] == ["xlsx", "gexf"]
    with pytest.raises(ExportError, match=r"unknown format 'pdf'; there are: graphml, gexf"):
        known_formats(["gexf", "pdf"])

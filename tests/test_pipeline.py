"""What holds of every build: the same pages give the same bytes, all evidence is on the page, ids stay, a bad page stops nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pyshacl
import pytest
from conftest import OTHER, SEEDS
from playwright.sync_api import Route, sync_playwright
from rdflib import Graph as RdfGraph

import kg
from kg.errors import InputError
from kg.export.graph_json import load_graph, to_json
from kg.ontology import ontology_dir
from kg.output import MANIFEST, WRITERS, write_build
from kg.pipeline import Build, Settings, build
from kg.read.decode import read_page
from tests.browser.chromium import CHROMIUM, FLAGS

PAGES = sorted([*SEEDS.glob("*.txt"), *OTHER.glob("*.txt")])
NOTICE = "甲县召开大会\n\n本报讯（记者 赵一）昨日，甲县人民政府县长钱二到丙机械有限公司考察。丙机械有限公司董事长孙三陪同考察。\n"


def run_build(out: Path, seed: str, *inputs: Path) -> dict[str, bytes]:
    """The files that a build in a process of its own writes."""
    command = [sys.executable, "-m", "kg.cli", "build", *map(str, inputs), "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed})
    return {p.name: p.read_bytes() for p in out.iterdir()}


def evidence_in(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All evidence of a graph.json."""
    for part in ("nodes", "edges", "observations"):
        for thing in document[part]:
            yield from thing["evidence"]


def test_there_are_eight_pages() -> None:
    assert len(PAGES) == 8


def test_two_builds_are_the_same_bytes_whatever_the_hash_seed_and_the_order_of_the_pages(tmp_path: Path, seeds_out: Path) -> None:
    pages = sorted(SEEDS.glob("*.txt"))
    first = run_build(tmp_path / "a", "1", *pages)
    second = run_build(tmp_path / "b", "4711", *pages[3:], *reversed(pages[:3]))
    assert set(first) == {*WRITERS, MANIFEST}
    assert first == second
    assert first == {p.name: p.read_bytes() for p in seeds_out.iterdir()}


@pytest.mark.parametrize("which", ["seeds_build", "other_build"])
def test_all_evidence_is_on_the_page(which: str, request: pytest.FixtureRequest) -> None:
    result: Build = request.getfixturevalue(which)
    raw = {p.stem: read_page(p).text for p in PAGES}
    document = json.loads(to_json(result.graph))
    articles = {a["id"] for a in document["articles"]}
    count = 0
    for e in evidence_in(document):
        count += 1
        assert e["quote"], e
        assert e["quote"] in "".join(raw[e["doc"]][e["start"] : e["end"]].split()), e
        assert e["article"] in articles, e
    assert count > 100


NOISE = (*"\n 　“”（）■▲：·《》\u2028\U0001f600", "\n\n", "\r\n", "、、", "。。", "记者", "亿元", "我市")


def torn(page: str, other: str, chance: Random) -> str:
    """A stretch of a page with characters lost, doubled, turned round, and noise and words of another page put in."""
    start = chance.randrange(len(page))
    text = page[start : start + chance.choice((200, 800))]
    for _ in range(chance.randrange(30)):
        at, word = chance.randrange(len(text) + 1), chance.randrange(len(other))
        before, after = text[:at], text[at:]
        lost, noisy, mixed = after[chance.randrange(8) :], chance.choice(NOISE) + after, other[word : word + 20] + after
        text = before + chance.choice((lost, noisy, mixed, after[:20][::-1] + after[20:], after[:40] + after))
    return text or NOTICE


@pytest.mark.parametrize("seed", range(40))
def test_torn_pages_are_built_and_their_evidence_is_on_them(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    texts = [read_page(path).text for path in PAGES]
    text = torn(chance.choice(texts), chance.choice(texts), chance)
    (tmp_path / "torn.txt").write_text(text, encoding="utf-8", newline="")
    document = json.loads(to_json(build([tmp_path]).graph))
    for e in evidence_in(document):
        assert e["quote"] in "".join(text[e["start"] : e["end"]].split()), e


@pytest.mark.parametrize("which", ["seeds_build", "other_build"])
def test_every_edge_and_figure_has_evidence_or_a_gazetteer(which: str, request: pytest.FixtureRequest) -> None:
    result: Build = request.getfixturevalue(which)
    document = json.loads(to_json(result.graph))
    assert document["edges"]
    for edge in document["edges"]:
        assert edge["evidence"] or edge.get("source_kind") == "gazetteer", edge
    for observation in document["observations"]:
        assert observation["evidence"], observation


@pytest.mark.parametrize("left_out", range(5))
def test_adding_a_page_changes_no_id(left_out: int, seeds_build: Build) -> None:
    """An id goes only where the page added has the full name of what the others called by a short one: then the two are one."""
    pages = sorted(SEEDS.glob("*.txt"))
    before = {e.id: e for e in build([p for i, p in enumerate(pages) if i != left_out]).graph.entities()}
    after = {e.id: e for e in seeds_build.graph.entities()}
    assert len(after) > len(before) > 0
    joined = {(e.type, alias) for e in after.values() if e.id not in before for alias in e.aliases}
    gone = [e for e in before.values() if e.id not in after]
    assert [e.name for e in gone if (e.type, e.name) not in joined] == []
    assert len(gone) <= len(before) / 50
    assert all(after[e.id].name == e.name and after[e.id].type == e.type for e in before.values() if e.id in after)


def test_a_bad_page_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "good.txt").write_text(NOTICE, encoding="utf-8")
    result = build([tmp_path])
    assert [p.doc for p in result.pages] == ["good"]
    assert "bad.txt" in str(*result.failed)
    assert "丙机械有限公司" in {e.name for e in result.graph.entities()}


def test_a_build_without_a_page_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.txt file"):
        build([tmp_path])
    with pytest.raises(InputError, match="no pages given"):
        build([])


@pytest.mark.parametrize("settings", [Settings(date="28.5.2025"), Settings(date="2025-02-30"), Settings(place="无此地县")])
def test_settings_that_mean_nothing_are_an_error(settings: Settings, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(NOTICE, encoding="utf-8")
    with pytest.raises(InputError, match=settings.date or settings.place):
        build([page], settings)


def test_given_date_and_paper_reach_the_graph(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(NOTICE, encoding="utf-8")
    result = build([page], Settings(date="2025-05-28", paper="甲县日报"))
    assert {a.date for a in result.graph.articles} == {"2025-05-28"}
    assert result.contexts["a"].paper == "甲县日报"
    assert "date" not in result.contexts["a"].inferred


def test_the_rdf_of_the_real_build_conforms_to_the_shapes(seeds_out: Path) -> None:
    rdf = RdfGraph().parse(seeds_out / "graph.ttl")
    shapes = RdfGraph().parse(ontology_dir() / "shapes.ttl")
    conforms, _, report = pyshacl.validate(rdf, shacl_graph=shapes)
    assert conforms, report


@pytest.mark.browser
def test_the_picture_of_the_real_build_opens_without_a_network(seeds_out: Path, seeds_build: Build) -> None:
    page_url = (seeds_out / "graph.html").as_uri()
    complaints: list[str] = []

    def judge(route: Route) -> None:
        if route.request.url == page_url:
            route.continue_()
        else:
            complaints.append(route.request.url)
            route.abort()

    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as chromium:
        page = chromium.new_page()
        page.route("**/*", judge)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(page_url)
        page.wait_for_function("window.zhiluo !== undefined")
        shown = len(page.evaluate("zhiluo.visible().nodes")), len(page.evaluate("zhiluo.visible().edges"))
    assert complaints == []
    network = seeds_build.graph.network
    assert shown == (sum(1 for _, degree in network.degree() if degree), network.number_of_edges()), "all that is linked is shown"


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(NOTICE, encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    build([tmp_path], progress=lambda *step: told.append(step))
    assert told == [("a", 1, 2), ("b", 2, 2)]


def test_the_package_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    result = kg.build([tmp_path / "a.txt"], kg.Settings(place="北京市"))
    assert isinstance(result, kg.Build) and isinstance(result.graph, kg.Graph)
    written = kg.write_build(result, tmp_path / "out")
    assert [p.name for p in written] == [*WRITERS, MANIFEST]
    assert to_json(kg.load_graph(tmp_path / "out")) == to_json(result.graph)
    assert {str(getattr(kg, name)) for name in kg.__all__}
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = kg.no_such_thing


def test_a_graph_that_was_written_is_read_back_whole(seeds_build: Build, seeds_out: Path) -> None:
    assert to_json(load_graph(seeds_out)) == to_json(seeds_build.graph)


def test_a_build_that_cannot_be_written_leaves_what_was_there(tmp_path: Path, seeds_build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    write_build(seeds_build, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    (tmp_path / "page.txt").write_text(NOTICE, encoding="utf-8")
    other = build([tmp_path / "page.txt"])
    (tmp_path / "page.txt").unlink()
    whole, count = Path.write_bytes, iter(range(99))

    def full_disk(path: Path, data: bytes) -> int:
        if next(count) == 3:
            raise OSError(28, "No space left on device", str(path))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(InputError, match="No space left"):
        write_build(other, tmp_path, Settings())
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before

"""The picture as a file: deterministic, self-contained, escaped, and true to the graph and the ontology."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import warnings
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pyvis.network import Network

from kg.errors import ZhiluoError
from kg.export import html
from kg.export.html import to_html
from kg.export.layout import Box, positions
from kg.export.picture import draw, radius
from kg.export.pinyin import readings
from kg.export.triggers import trigger_spans
from kg.graph import Graph, build_graph
from kg.ontology import load_ontology
from kg.records import Entity, Fact, Status
from kg.relate.frames import load_frames
from tests.browser.samples import CLOSING, HOSTILE, hostile_graph, large_graph, lines_graph, sentence
from tests.gold_graph import gold_graph

PAGES = ("000", "001", "002", "003", "004")
ROOT = Path(__file__).parent.parent


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag in ("script", "style", "title"):
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style", "title"):
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)

    def all(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def document(page: str) -> dict[str, Any]:
    """The data of a page, as its script reads it."""
    read: dict[str, Any] = json.loads(Elements(page).all("script")[0])
    return read


def entities_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The entities of a page's data by id, with their style in full."""
    names = ("id", "type", "name", "x", "y", "size", "style")
    rows = [dict(zip(names, row, strict=False)) | (row[7] if len(row) > 7 else {}) for row in data["entities"]]
    return {row["id"]: row | {"style": data["styles"][row["style"]]} for row in rows}


def facts_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The facts of a page's data by id, all in full: evidence as [doc, start, end, quote], ``spans`` the words to mark in each."""
    names = ("id", "type", "s", "t", "style", "confidence", "rule", "evidence")
    ids, found = [row[0] for row in data["entities"]], {}
    for row in data["facts"]:
        fact = dict(zip(names, row, strict=False)) | (row[8] if len(row) > 8 else {})
        told = [item if isinstance(item, list) else [item] for item in fact["evidence"]]
        rows = [data["sentences"][number] for number, *_ in told]
        found[fact["id"]] = fact | {
            "s": ids[fact["s"]],
            "t": ids[fact["t"]],
            "style": data["styles"][fact["style"]],
            "rule": data["rules"][fact["rule"]],
            "evidence": [[data["articles"][article][0], start, end, quote] for article, start, end, quote in rows],
            "spans": [list(zip(spans[::2], spans[1::2], strict=True)) for _, *spans in told],
        }
    return found


def test_same_bytes_whatever_the_hash_seed_and_nothing_written_or_printed(tmp_path: Path) -> None:
    code = "import hashlib; from kg.export.html import to_html; from tests.gold_graph import gold_graph; page = to_html(gold_graph('001'));"
    code += "print(hashlib.sha256(page.encode()).hexdigest(), end='')"
    found = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "error", "-c", code]
        run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert run.stderr == "" and re.fullmatch("[0-9a-f]{64}", run.stdout)
        found.append(run.stdout)
    assert found[0] == found[1]
    assert list(tmp_path.iterdir()) == []


def test_order_of_facts_does_not_matter() -> None:
    graph = gold_graph("002")
    facts = [fact for _, fact in graph.facts()]
    turned = build_graph(reversed(list(graph.entities())), reversed(facts), reversed(graph.observations), reversed(graph.articles))
    assert to_html(turned) == to_html(graph)


@pytest.mark.parametrize("number", PAGES)
def test_page_holds_the_whole_graph(number: str) -> None:
    graph = gold_graph(number)
    data = document(to_html(graph))
    entities, facts = entities_of(data), facts_of(data)
    assert sorted(entities) == [e.id for e in graph.entities()] and sorted(facts) == [key for key, _ in graph.facts()]
    assert len(data["observations"]) == len(graph.observations)
    for key, fact in graph.facts():
        told = facts[key]
        assert (told["s"], told["t"], told["type"], told["rule"]) == (fact.source, fact.target, fact.type, fact.rule)
        assert (told.get("title"), told.get("date"), told.get("status", "stated")) == (fact.title, fact.date, fact.status)
        assert told["evidence"] == [[e.doc, e.start, e.end, e.quote] for e in fact.evidence]
    for row, observation in zip(data["observations"], graph.observations, strict=True):
        assert (data["entities"][row[1]][0], row[2], row[4].get("value")) == (observation.subject, observation.indicator, observation.value)
    assert data["totals"] == {
        "entities": len(graph.network), "facts": graph.network.number_of_edges(), "observations": len(graph.observations), "pages": 1
    }  # fmt: skip


def test_colours_shapes_and_labels_are_the_ontologys() -> None:
    ontology, graph = load_ontology(), gold_graph("000")
    data = document(to_html(graph))
    for key, entity in entities_of(data).items():
        kind = ontology.types[graph.entity(key).type]
        assert (entity["style"]["shape"], entity["style"]["color"]["background"]) == (kind.shape, kind.colour)
    for fact in facts_of(data).values():
        assert fact["style"]["color"] == ontology.relations[fact["type"]].colour
    names = [t["name"] for t in data["types"]]
    assert names == [t for t in ontology.types if t in {e.type for e in graph.entities()}]
    assert all((t["zh"], t["en"]) == (ontology.types[t["name"]].label_zh, ontology.types[t["name"]].label_en) for t in data["types"])


def test_names_of_statuses_and_levels_are_the_ontologys() -> None:
    ontology, data = load_ontology(), document(to_html(lines_graph()))
    for kind, codes in (("statuses", ontology.statuses), ("levels", ontology.levels)):
        assert {row["name"]: (row["zh"], row["en"]) for row in data[kind]} == {c.name: (c.label_zh, c.label_en) for c in codes.values()}
    assert ontology.statuses.keys() == set(Status)
    assert (ontology.statuses["ended"].label_zh, ontology.levels["county"].label_zh) == ("已结束", "县级")


def test_lines_tell_planned_ended_and_gazetteer_from_stated() -> None:
    data = document(to_html(lines_graph()))
    edges = {fact["type"]: fact["style"] for fact in facts_of(data).values()}
    assert edges["investsIn"]["dashes"] is False
    assert edges["locatedIn"]["dashes"] not in (False, edges["partOf"]["dashes"])
    assert len({tuple(edges[name]["dashes"]) for name in ("locatedIn", "cooperatesWith", "partOf")}) == 3
    assert edges["partOf"]["dashes"] and edges["partOf"]["color"] != load_ontology().relations["partOf"].colour
    assert edges["cooperatesWith"]["arrows"] == "" and edges["investsIn"]["arrows"] == "to"


def test_parallel_edges_bend_apart() -> None:
    data = document(to_html(lines_graph()))
    bends = set()
    parallel = [fact for fact in facts_of(data).values() if {fact["s"], fact["t"]} == {"c-1", "t-1"}]
    for fact in parallel:
        smooth = fact["style"]["smooth"] or {"type": "curvedCW", "roundness": 0}
        side = 1 if (smooth["type"] == "curvedCW") == (fact["s"] == "c-1") else -1
        bends.add(side * smooth["roundness"])
    assert len(parallel) == 3 and len(bends) == 3


@pytest.mark.parametrize("number", PAGES)
def test_nodes_do_not_cover_each_other(number: str) -> None:
    graph = gold_graph(number)
    nodes = draw(graph, load_ontology()).nodes
    assert all(isinstance(n["x"], int) and isinstance(n["y"], int) for n in nodes)
    for i, a in enumerate(nodes):
        for b in nodes[:i]:
            distance = ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5
            assert distance > a["size"] + b["size"], f"{a['label']} covers {b['label']}"


def test_neighbours_lie_nearer_than_strangers() -> None:
    graph = gold_graph("004")
    place = positions(graph.network, {e.id: Box(90, 40) for e in graph.entities()})

    def mean(pairs: list[tuple[str, str]]) -> float:
        return sum(((place[a][0] - place[b][0]) ** 2 + (place[a][1] - place[b][1]) ** 2) ** 0.5 for a, b in pairs) / len(pairs)

    linked = [(s, t) for s, t in graph.network.edges()]
    names = [n for n in place if graph.network.degree(n)]
    assert mean(linked) < 0.6 * mean([(a, b) for a in names for b in names if a < b])


def test_entities_without_facts_stand_beneath_the_others() -> None:
    graph = gold_graph("000")
    place = positions(graph.network, {e.id: Box(90, 40) for e in graph.entities()})
    lone = [place[n][1] for n in place if not graph.network.degree(n)]
    assert lone and min(lone) > max(place[n][1] for n in place if graph.network.degree(n))


def test_a_huge_graph_opens_on_the_best_connected_and_holds_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, ontology = large_graph(400), load_ontology()
    picture = draw(graph, ontology, most=300, core=50)
    degree = dict(graph.network.degree())
    assert len(picture.core) == 50 and min(degree[n] for n in picture.core) >= max(degree[n] for n in degree if n not in picture.core)
    assert len(picture.entities) == 400 and len(picture.facts) == graph.network.number_of_edges()
    monkeypatch.setattr(html, "draw", lambda g, o: draw(g, o, most=300, core=50))
    data = document(to_html(graph))
    assert {data["entities"][n][0] for n in data["core"]} == picture.core
    assert len(data["entities"]) == data["totals"]["entities"] == 400
    assert len({(e["x"], e["y"]) for e in entities_of(data).values()}) > 390  # those not drawn have their places, too


def test_a_graph_of_the_limit_opens_on_all() -> None:
    picture = draw(large_graph(120), load_ontology(), most=120, core=50)
    assert len(picture.core) == 120


def test_names_can_be_read_by_every_usual_and_rarer_reading() -> None:
    read = readings(["重庆市", "平湖市单位", "AB厂", "重"])
    assert "重" in read["zhong"][0] and "重" in read["chong"][1]
    assert "单" in read["shan"][1] and "湖" in read["hu"][0] and "厂" in read["chang"][0]
    assert not any("A" in characters for pair in read.values() for characters in pair)
    assert all(re.fullmatch("[a-zü]+", syllable) for syllable in read)
    assert readings(["市重", "重市"]) == readings(["重市"]) and readings([]) == {}


def test_words_of_a_rule_are_found_in_its_sentence() -> None:
    frame = next(f for f in load_frames() if f.id == "invests/settles")
    quote = "去年，远望机械有限公司正式落户柳湾镇。"
    company, town = Entity("c", "Company", "远望机械有限公司"), Entity("t", "Town", "柳湾镇")
    fact = Fact("c", "t", "investsIn", frame.id, 0.9, (sentence(quote),))
    assert [quote[a:b] for a, b in trigger_spans(fact, quote, (company, town))] == ["正式落户"]
    assert trigger_spans(fact, "远望机械有限公司在柳湾镇。", (company, town)) == []
    assert trigger_spans(replace(fact, rule="no such rule"), quote, (company, town)) == []
    twice = quote + "今年，远望机械有限公司又落户柳湾镇。"
    assert trigger_spans(fact, twice, (company, town)) == []  # which of the two was read is not known


@pytest.mark.parametrize("number", PAGES)
def test_words_to_mark_lie_in_their_sentences_and_beside_the_names(number: str) -> None:
    graph = gold_graph(number)
    for fact in facts_of(document(to_html(graph))).values():
        names = [name for end in (fact["s"], fact["t"]) for name in (graph.entity(end).name, *graph.entity(end).aliases)]
        for (*_, quote), spans in zip(fact["evidence"], fact["spans"], strict=True):
            assert all(0 <= a < b <= len(quote) and quote[a:b] not in names for a, b in spans)


def test_sentences_and_styles_stand_in_the_page_once() -> None:
    data = document(to_html(gold_graph("000")))
    for rows in (data["sentences"], data["styles"], data["articles"]):
        texts = [json.dumps(row, sort_keys=True) for row in rows]
        assert len(texts) == len(set(texts))


def test_page_is_smaller_than_the_one_pyvis_makes() -> None:
    graph = large_graph(400)
    picture, network = draw(graph, load_ontology()), Network(directed=True, cdn_resources="in_line")
    network.nodes, network.edges = list(picture.nodes), list(picture.edges)
    names = {e.id: e.name for e in graph.entities()}
    for edge, (_, fact) in zip(network.edges, picture.facts, strict=True):
        edge["title"] = f"{names[fact.source]} {names[fact.target]}: {fact.evidence[0].quote}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = network.generate_html()
    assert len(to_html(graph).encode()) < len(plain.encode())


def test_a_node_grows_with_its_facts() -> None:
    assert radius(0) < radius(4) < radius(16) <= radius(1000) <= 24


def test_hostile_strings_stay_inside_the_data() -> None:
    page = to_html(hostile_graph(), title=HOSTILE)
    elements = Elements(page)
    assert len(elements.attributes("script")) == 3 and not elements.attributes("img")
    assert elements.all("title") == [HOSTILE]
    data = json.loads(elements.all("script")[0])
    person = entities_of(data)["p-1"]
    assert person["name"] == HOSTILE and person["aliases"] == [CLOSING]
    assert data["title"] == HOSTILE
    raw = page[page.index('id="data">') :]
    raw = raw[: raw.index("</script>")]
    assert not re.search("[<&\u2028\u2029]", raw[len('id="data">') :])


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    elements = Elements(to_html(gold_graph("000")))
    for tag, attributes in elements.tags:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            assert (attributes.get(name) or "data:").startswith("data:"), f"{tag} {name}"
    style, (_, library, script) = "".join(elements.all("style")), elements.all("script")
    assert "url(" not in style and "@import" not in style
    assert "sourceMappingURL" not in library
    assert not re.search(r"https?://", script.replace("http://www.w3.org/2000/svg", ""))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttp|WebSocket", script)


def test_scripts_are_small_and_bundled() -> None:
    folder = Path(html.__file__).parent / "templates"
    assert {p.name for p in folder.glob("*.js")} == {*html.SCRIPTS, html.REMOTE}
    long = {p.name: n for p in folder.glob("*.js") if (n := len(p.read_text(encoding="utf-8").splitlines())) > 250}
    assert not long


def test_policy_lets_only_the_two_scripts_run() -> None:
    elements = Elements(to_html(lines_graph()))
    policy = next(a["content"] or "" for a in elements.attributes("meta") if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data:"
    digests = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in elements.all("script")[1:]}
    assert set(rules["script-src"].split()) == digests


def test_vis_network_is_the_one_that_pyvis_ships() -> None:
    library = Elements(to_html(lines_graph())).all("script")[1]
    assert "vis-network" in library and "@version 9.1.2" in library and "@license" in library


def test_missing_library_is_told_with_its_remedy() -> None:
    with pytest.raises(ZhiluoError, match="pip install 'pyvis=="):
        html._vis("nothing.js")


def test_empty_graph_and_graph_without_facts_have_a_page() -> None:
    empty: Graph = build_graph([], [], [], [])
    assert document(to_html(empty))["totals"]["entities"] == 0
    lone = build_graph(list(gold_graph("000").entities())[:3], [], [], [])
    assert len(document(to_html(lone))["entities"]) == 3

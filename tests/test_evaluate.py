"""``kg.evaluate`` counts as the scorer of the gold does (``score.py``), and says plainly what is wrong with gold."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Kg
from gold_graph import gold_graph
from readme import GOLD

from kg.errors import InputError
from kg.evaluate import Evaluation, evaluate, read_golds, score_graphs
from kg.evaluate.bootstrap import intervals
from kg.evaluate.causes import Cause
from kg.evaluate.forms import is_same_number, is_similar, squeeze
from kg.evaluate.tally import BANDS, Tally, band_name, band_of
from kg.export.graph_json import to_json
from kg.graph import Graph, build_graph
from kg.ontology import load_ontology
from kg.pipeline import build
from kg.records import Entity, Evidence, Fact

COUNTS = ("tp", "fp", "fn")


@pytest.fixture(scope="module")
def score() -> ModuleType:
    """The scorer, a script beside the gold."""
    spec = importlib.util.spec_from_file_location("score", Path(__file__).parent / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def scored(score: ModuleType, graphs: list[tuple[Path, Graph]]) -> dict[str, tuple[int, ...]]:
    """The scorer's counts of graphs beside gold files."""
    tallies: dict[str, dict[str, int]] = defaultdict(score.Tally)
    for path, graph in graphs:
        score.score_document(json.loads(path.read_text(encoding="utf-8")), json.loads(to_json(graph)), tallies, [])
    return {row: tuple(tally[c] for c in COUNTS) for row, tally in tallies.items() if any(tally[c] for c in COUNTS)}


def counted(evaluation: Evaluation) -> dict[str, tuple[int, ...]]:
    """Our counts, in the same form."""
    rows = {row: t.counts for row, t in evaluation.tallies.items() if not row.startswith("confidence")}
    return {row: counts for row, counts in rows.items() if any(counts)}


@pytest.mark.parametrize("pages", ["five", "other"])
def test_counts_are_those_of_the_scorer_on_real_builds(pages: str, score: ModuleType, evaluations: dict[str, Evaluation]) -> None:
    gold, folder = GOLD[pages]
    graphs = [(path, build([folder / f"{path.stem}.txt"]).graph) for path in sorted(gold.glob("*.json"))]
    assert counted(evaluations[pages]) == scored(score, graphs)


def damaged(graph: Graph) -> Graph:
    """A graph with wrong types, lost and doubled entities, turned facts, and figures of other values."""
    entities = list(graph.entities())
    kinds = {"Company": "Organization", "Organization": "Company", "Zone": "Place", "Place": "Zone", "Town": "Place"}
    entities = [dataclasses.replace(e, type=kinds.get(e.type, e.type)) if i % 5 == 0 else e for i, e in enumerate(entities)]
    entities = [dataclasses.replace(e, source_kind="gazetteer") if i % 11 == 0 else e for i, e in enumerate(entities)]
    entities += [dataclasses.replace(e, id=e.id + "-2") for e in entities[::9]] + [Entity("new", "Company", "无名公司")]
    facts = []
    for i, (_, fact) in enumerate(graph.facts()):
        if i % 4:
            facts.append(dataclasses.replace(fact, title=None if i % 8 == 1 else fact.title, amount=None if i % 6 == 1 else fact.amount))
        if i % 7 == 0:
            facts.append(dataclasses.replace(fact, source=fact.target, target=fact.source))
        if i % 13 == 0:
            facts.append(dataclasses.replace(fact, target="new", source_kind="gazetteer" if i % 2 else None))
    known = {e.id: e.type for e in entities}
    kept = [f for f in facts if accepts(f, known)]
    figures = [dataclasses.replace(o, value=o.value * 2 if o.value and i % 3 == 0 else o.value) for i, o in enumerate(graph.observations)]
    articles = [dataclasses.replace(a, authors=(*a.authors[1:], "佚名"), title=(a.title or "题")[:4]) for a in graph.articles[1:]]
    articles.append(dataclasses.replace(articles[0], id="x", starts="别的文章从这里开始，谁也没有写过它"))
    return build_graph(entities, kept, figures[2:], articles)


def accepts(fact: Fact, types: dict[str, str]) -> bool:
    """Whether the ontology allows the fact."""
    return load_ontology().accepts(fact.type, types[fact.source], types[fact.target])


@pytest.mark.parametrize("change", [lambda graph: graph, damaged], ids=["gold", "damaged"])
def test_counts_are_those_of_the_scorer_on_gold_and_on_damaged_gold(change: object, score: ModuleType) -> None:
    assert callable(change)
    files = sorted(GOLD["five"][0].glob("*.json"))
    graphs = [(path, change(gold_graph(path.name[:3]))) for path in files]
    result = score_graphs(zip(read_golds(GOLD["five"][0]), (graph for _, graph in graphs), strict=True))
    assert counted(result) == scored(score, graphs)
    wrong = sum(t.wrong + t.missed for t in result.tallies.values())
    assert wrong > 200 if change is damaged else result.tallies["entities"].f1 == 1.0


def test_every_miss_and_wrong_item_is_told(evaluations: dict[str, Evaluation]) -> None:
    for evaluation in evaluations.values():
        tallies = evaluation.tallies
        told = [finding.text for findings in evaluation.findings.values() for finding in findings]
        assert sum(map(len, evaluation.causes().values())) == len(told)
        assert tallies["relations"].missed + tallies["relations"].wrong <= len(told)
        assert sum(line.startswith("missed article") for line in told) == tallies["articles"].missed
        assert sum(line.startswith("wrong observation") for line in told) == tallies["observations"].wrong
        assert sum(line.startswith("missed observation") for line in told) == tallies["observations"].missed


def test_the_command_prints_the_scorers_figures(kg: Kg, evaluations: dict[str, Evaluation]) -> None:
    gold, pages = GOLD["other"]
    result = kg("evaluate", gold, pages, "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    entities = evaluations["other"].tallies["entities"]
    assert rows["entities"]["f1"] == entities.f1
    assert [rows["entities"][c] for c in COUNTS] == [entities.right, entities.wrong, entities.missed]
    assert rows["entities"]["precision_interval"][0] < entities.precision < rows["entities"]["precision_interval"][1]


def test_the_command_prints_a_table_and_errors(kg: Kg, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    page = tmp_path / "p.txt"
    page.write_text("本报讯（记者 赵一）昨日，钱二到丙机械有限公司考察。\n", encoding="utf-8")
    entities = [{"id": "e1", "type": "Company", "name": "不在此页公司", "aliases": []}]
    (gold / "p.json").write_text(json.dumps({"doc": "p", "entities": entities, "relations": []}), encoding="utf-8")
    result = kg("evaluate", gold, page, "--errors")
    assert result.exit_code == 0
    assert f"== {Cause.UNKNOWN}: 1\n" in result.stdout and "p  missed Company 不在此页公司" in result.stdout
    assert "entity Company" in result.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no gold file"),
        ("[]", "no gold file"),
        ('{"doc": "p", "entities": []}', "lacks 'relations'"),
        ('{"doc": "p", "entities": [], "relations": [{"r": "meets", "s": "a", "o": "b"}]}', "no entity a, b"),
    ],
)
def test_faulty_gold_is_named(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told) as caught:
        read_golds(tmp_path)
    assert "p.json" in str(caught.value)


def test_gold_without_its_page_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text('{"doc": "p", "entities": [], "relations": []}', encoding="utf-8")
    (tmp_path / "q.txt").write_text("页", encoding="utf-8")
    with pytest.raises(InputError, match=r"add p\.txt"):
        evaluate(tmp_path, [tmp_path / "q.txt"])
    with pytest.raises(InputError, match="no gold"):
        read_golds(tmp_path / "nowhere")


def test_intervals_hold_the_share_and_narrow_with_more() -> None:
    assert intervals([], "x") == ((0.0, 1.0), (0.0, 1.0))
    few, many = intervals([(5, 5, 5)], "x")[0], intervals([(50, 50, 50)] * 20, "x")[0]
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert intervals([(5, 5, 5)], "x")[0] == few, "the same draws every time"
    even, uneven = intervals([(9, 1, 0)] * 4, "y")[0], intervals([(18, 0, 0), (18, 0, 0), (0, 4, 0)], "y")[0]
    assert uneven[1] - uneven[0] > even[1] - even[0], "pages that differ say less"
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("confidence", "band"), [(1.0, 0.9), (0.9, 0.9), (0.899, 0.85), (0.7, 0.7), (0.1, 0.0)])
def test_a_confidence_lies_in_its_band(confidence: float, band: float) -> None:
    assert band_of(confidence) == band_name(band)


def test_bands_count_every_edge_that_counts(evaluations: dict[str, Evaluation]) -> None:
    for evaluation in evaluations.values():
        tallies = evaluation.tallies
        bands = [tallies[band_name(edge)] for edge in BANDS]
        assert sum(b.right for b in bands) == tallies["relations"].right
        assert sum(b.wrong for b in bands) == tallies["relations"].wrong


def test_causes_tell_what_went_wrong(tmp_path: Path) -> None:
    names = {"a": ("Company", "乙机械有限公司"), "b": ("Town", "柳湾镇"), "c": ("Zone", "丙山经开区"), "d": ("Person", "钱二")}
    entities = [{"id": i, "type": kind, "name": name, "aliases": []} for i, (kind, name) in names.items()]
    triples = (("a", "locatedIn", "b"), ("a", "investsIn", "c"), ("d", "visits", "b"))
    relations = [{"s": s, "r": r, "o": o} for s, r, o in triples]
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"doc": "p", "entities": entities, "relations": relations}), encoding="utf-8")
    forms = (("1", "Company", "机械有限公司"), ("2", "Place", "柳湾镇"), ("4", "Person", "钱二"), ("5", "Zone", "丁区"))
    found = [Entity(*form) for form in forms]
    told = (Evidence("p", "p#1", 0, 1, "页"),)
    facts = [Fact("4", "5", "visits", "r", 0.8, told), Fact("4", "2", "holdsPosition", "r", 0.9, told)]
    result = score_graphs([(read_golds(path)[0], build_graph(found, facts, [], []))])
    causes = {cause: len(told) for cause, told in result.causes().items()}
    assert causes == {
        Cause.BOUNDARY: 2,  # 乙机械有限公司 and what was found of it
        Cause.TYPE: 2,
        Cause.UNKNOWN: 1,
        Cause.INVENTED: 1,
        Cause.END_MISSING: 2,
        Cause.OTHER_RELATION: 2,
        Cause.BAD_END: 1,
    }


def test_forms_and_numbers_are_compared_loosely() -> None:
    assert squeeze("“ＡＢ 公司”") == "AB公司"
    assert is_similar("生产总值", "地区生产总值") and is_similar("出口总额", "出口额")
    assert not is_similar("产值", "人数") and not is_similar("", "产值")
    assert is_same_number(1000, 1000.9) and is_same_number(None, None)
    assert not is_same_number(1000, 1002) and not is_same_number(0, None)

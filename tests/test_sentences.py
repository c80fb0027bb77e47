"""The hard cases (``tests/sentences``): they cover what the ontology names; their floors stand with the others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cases import graph_of, read_cases

from kg.evaluate.forms import squeeze
from kg.evaluate.match import score_page
from kg.evaluate.tally import Tallies
from kg.ontology import load_ontology

CASES = read_cases()


def test_there_are_cases_for_all_types_and_relations() -> None:
    assert len(CASES) >= 300
    types = Counter(e.type for case in CASES for e in case.gold.entities if not e.optional)
    relations = Counter(r.type for case in CASES for r in case.gold.relations if not r.optional)
    assert set(types) == set(load_ontology().types) and min(types.values()) >= 5
    assert set(relations) == set(load_ontology().relations) and min(relations.values()) >= 5


def test_every_name_stands_in_its_text() -> None:
    for case in CASES:
        for entity in case.gold.entities:
            assert entity.implied or any(form in squeeze(case.text) for form in entity.forms), (case.gold.doc, entity)


def test_a_case_with_an_unknown_end_is_named(tmp_path: Path) -> None:
    entry = 'text = "钱二说。"\nplace = "莒县"\nentities = ["Person 钱二"]\nfacts = ["钱二 holdsPosition 莒县县委 | 书记"]'
    (tmp_path / "x.toml").write_text(f"[[case]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="莒县县委"):
        read_cases(tmp_path)


def test_a_text_without_facts_has_none_read_into_it(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('[[case]]\ntext = "“会见什么人并不重要。”他说。"\nplace = "莒县"\n', encoding="utf-8")
    (case,) = read_cases(tmp_path)
    tallies = Tallies()
    assert [f for f in score_page(case.gold, graph_of(case), tallies) if f.text.startswith("wrong") and "article" not in f.text] == []

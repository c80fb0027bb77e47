"""The tagger of names of our own and the marked sentences it learns from. All names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.recognise.name_tagger import Name, NameTagger, load_name_tagger
from kg.recognise.tagger import LacTagger
from kg.train.sentences import parse, read_marked

SENTENCES = [
    "昨天，县委书记何小舟来到江城高新技术产业开发区调研。",
    "他说，今年的菜价比去年低。",
    "江城远望精密机械有限公司与白露集团签约。",
]


@pytest.fixture(scope="module")
def tagger() -> NameTagger:
    return load_name_tagger()


@pytest.fixture(scope="module")
def lac() -> LacTagger:
    return LacTagger()


def names_of(tagger: NameTagger, lac: LacTagger, sentences: list[str]) -> list[list[Name]]:
    return tagger.names(sentences, lac.tag(sentences))


def test_names_have_types_of_the_ontology_and_lie_in_their_sentence(tagger: NameTagger, lac: LacTagger) -> None:
    person, none, firms = names_of(tagger, lac, SENTENCES)
    assert ("何小舟", "Person") in [(SENTENCES[0][n.start : n.end], n.type) for n in person]
    assert none == []
    assert ("江城远望精密机械有限公司", "Company") in [(SENTENCES[2][n.start : n.end], n.type) for n in firms]
    assert all(0 <= n.start < n.end <= len(SENTENCES[0]) and 0 < n.score <= 1 for n in person)


def test_neighbours_in_a_batch_change_no_name(tagger: NameTagger, lac: LacTagger) -> None:
    alone = [names_of(tagger, lac, [s])[0] for s in SENTENCES]
    together = names_of(tagger, lac, [*SENTENCES, "江城" * 60])[: len(SENTENCES)]
    assert [[n[:3] for n in names] for names in alone] == [[n[:3] for n in names] for names in together]


def test_a_marked_sentence_gives_its_text_and_labels() -> None:
    marked = parse("{Person|何舟}去{Place|江城}。", "here")
    assert marked.text == "何舟去江城。"
    assert marked.labels == ["B-Person", "I-Person", "O", "B-Place", "I-Place", "O"]


@pytest.mark.parametrize("line", ["{Person|何舟", "{Human|何舟}来了。", "何舟}来了。"])
def test_a_faulty_mark_is_an_error_that_names_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.txt").write_text(f"好。\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt, line 2"):
        list(read_marked(tmp_path))


def test_the_sentences_of_the_project_are_well_formed_and_told_once() -> None:
    texts = [marked.text for marked in read_marked()]
    assert len(texts) > 4000
    assert len(set(texts)) > 0.99 * len(texts)

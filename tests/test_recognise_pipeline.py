"""The recognition pipeline: conflicts settled for the best, documents of characters, names learned by page, homes and years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import InputError
from kg.gazetteer import load_gazetteer
from kg.recognise.arbiter import LEAST, settle, weight
from kg.recognise.home import home_of, resolve_place
from kg.recognise.pipeline import make_doc, make_nlp, recognise, years_of
from kg.records import Article, Mention, PageContext, Reading, ValueKind
from kg.tag import article_of

TEXT = "5月26日，县委书记覃启明到零溪镇调研，恒川精密机械有限公司投资3亿元，产值增长15%。"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp()


def article(text: str, doc: str = "page", number: int = 1, **context: str) -> Article:
    one = article_of(text, number)
    return replace(one, id=f"{doc}#{number}", doc=doc, context=PageContext(**context))


def read(nlp: Language, doc: str, *texts: str) -> tuple[Reading, ...]:
    """The readings of a page of these articles, in a paper of 慈利县."""
    return recognise(nlp, [article(t, doc, n, place="慈利县") for n, t in enumerate(texts, 1)])


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(m.text, m.type) for m in reading.mentions]


# conflicts


def heaviest(candidates: Sequence[Mention]) -> float:
    """The weight of the best set without overlaps, by trying all."""
    trusted = [m for m in set(candidates) if m.score >= LEAST]
    best = 0.0
    for size in range(len(trusted) + 1):
        for chosen in combinations(trusted, size):
            if all(a.end <= b.start or b.end <= a.start for a, b in combinations(chosen, 2)):
                best = max(best, sum(map(weight, chosen)))
    return best


@pytest.mark.parametrize("seed", range(60))
def test_settling_keeps_the_heaviest_set_without_overlaps(seed: int) -> None:
    chance = Random(seed)
    candidates = []
    for _ in range(chance.randrange(11)):
        start = chance.randrange(20)
        end = start + chance.randrange(1, 8)
        kind = chance.choice(("Company", "Place", "Person"))
        candidates.append(Mention(start, end, kind, "茶" * (end - start), "test", chance.choice((0.3, 0.5, 0.62, 0.9, 0.97))))
    kept = settle(candidates)
    assert all(a.end <= b.start for a, b in pairwise(kept)), "in text order, without overlaps"
    assert set(kept) <= set(candidates) and all(m.score >= LEAST for m in kept)
    assert sum(map(weight, kept)) == pytest.approx(heaviest(candidates))
    chance.shuffle(candidates)
    assert settle(candidates + candidates) == kept, "whatever the order, and however often a candidate comes"


def test_a_full_name_beats_the_names_inside_it() -> None:
    full = Mention(0, 10, "Company", "慈利恒川机械有限公司", "head", 0.9)
    inside = [Mention(0, 2, "Place", "慈利", "gazetteer", 0.97), Mention(2, 6, "Company", "恒川机械", "brand", 0.97)]
    assert settle([*inside, full]) == (full,)


def test_what_is_not_trusted_is_not_kept_even_alone() -> None:
    doubtful = Mention(0, 4, "Person", "茶山水色", "person", 0.49)
    assert settle([doubtful]) == ()
    assert settle([replace(doubtful, score=LEAST)]) != ()


# documents


def test_a_document_has_a_token_for_each_character_and_its_spans(nlp: Language) -> None:
    doc = nlp(make_doc(nlp, article(TEXT, place="慈利县"), resolve_place("慈利县", load_gazetteer()), 2025))
    assert [t.text for t in doc] == list(TEXT)
    assert doc.text == TEXT
    mentions = doc._.candidates
    assert mentions
    assert [(e.start, e.end, e.label_) for e in doc.ents] == [(m.start, m.end, m.type) for m in mentions]
    assert [(s.start, s.end, s.label_) for s in doc.spans["values"]] == [(v.start, v.end, v.kind.upper()) for v in doc._.values]


def test_the_reading_has_names_values_words_and_home(nlp: Language) -> None:
    (reading,) = read(nlp, "page", TEXT)
    assert found(reading) == [("县委", "Government"), ("覃启明", "Person"), ("零溪镇", "Town"), ("恒川精密机械有限公司", "Company")]
    assert {v.kind for v in reading.values} >= {ValueKind.DATE, ValueKind.MONEY, ValueKind.RATIO}
    assert reading.home == "湖南省/张家界市/慈利县"
    assert "".join(TEXT[a:b] for a, b, _ in reading.words) == TEXT


def test_an_article_without_text_has_nothing_in_it(nlp: Language) -> None:
    empty, full = recognise(nlp, [article("", number=1), article(TEXT, number=2)])
    assert (empty.mentions, empty.values) == ((), ())
    assert full.mentions


def test_words_do_not_cross_lines(nlp: Language) -> None:
    text = "慈利县零溪\n镇里的茶香"
    (reading,) = read(nlp, "page", text)
    assert all("\n" not in text[a:b] or b - a == 1 for a, b, _ in reading.words)


def test_components_declare_what_they_need(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert list(analysis["summary"]) == ["zl_tagger", "zl_names", "zl_values", "zl_candidates", "zl_page_names", "zl_arbiter"]
    problems = {name: missing for name, missing in analysis["problems"].items() if missing}
    assert all(missing == ["doc._.article"] for missing in problems.values()), "only the article comes from outside (make_doc)"
    assert analysis["attrs"]["doc.ents"]["assigns"] == ["zl_arbiter"]
    assert analysis["attrs"]["doc._.candidates"]["requires"] == ["zl_page_names", "zl_arbiter"]


def test_a_component_in_the_wrong_place_is_a_problem() -> None:
    wrong = spacy.blank("zh")
    for name in ("zl_arbiter", "zl_candidates"):
        wrong.add_pipe(name)
    problems = wrong.analyze_pipes()["problems"]
    assert (problems["zl_arbiter"], problems["zl_candidates"]) == (["doc._.candidates", "doc._.names"], ["doc._.tagged", "doc._.names"])


# page names


FULL = "澧水源杜仲开发有限公司今年投产。"
SHORT = "记者看到，澧水源杜仲的车间很忙。"


def test_a_name_learned_in_one_article_is_found_in_another_of_the_page(nlp: Language) -> None:
    alone = read(nlp, "page", SHORT)[0]
    assert ("澧水源杜仲", "Company") not in found(alone)
    first, second = read(nlp, "page", SHORT, FULL)
    assert ("澧水源杜仲", "Company") in found(first), "also in an article before the one that teaches it"
    assert found(second) == [("澧水源杜仲开发有限公司", "Company")]


def test_a_name_learned_on_one_page_is_not_found_on_another(nlp: Language) -> None:
    docs = nlp.pipe(make_doc(nlp, article(text, doc), None, None) for doc, text in (("a", FULL), ("b", SHORT)))
    first, second = ([(m.text, m.type) for m in doc._.candidates] for doc in docs)
    assert first == [("澧水源杜仲开发有限公司", "Company")]
    assert ("澧水源杜仲", "Company") not in second


def test_a_short_form_of_two_full_names_is_taught_by_neither(nlp: Language) -> None:
    two = "澧水源杜仲开发有限公司、澧水源杜仲科技有限公司今年投产。"
    assert ("澧水源杜仲", "Company") not in found(read(nlp, "page", SHORT, two)[0])


def test_reading_a_page_again_gives_the_same(nlp: Language) -> None:
    assert read(nlp, "page", SHORT, FULL, TEXT) == read(nlp, "page", SHORT, FULL, TEXT)


# homes and years


Homes = Callable[..., dict[str, str | None]]


@pytest.fixture
def homes() -> Homes:
    def keys(texts: dict[str, str], given: str | None = None, paper: str | None = None) -> dict[str, str | None]:
        found = home_of(texts, load_gazetteer(), given, paper)
        return {name: division.key if division else None for name, division in found.items()}

    return keys


def test_a_given_place_is_the_home_of_all_articles(homes: Homes) -> None:
    told = homes({"a": "建德市委召开会议。", "b": "茶香。"}, "慈利县")
    assert set(told.values()) == {"湖南省/张家界市/慈利县"}


def test_a_page_is_at_home_in_the_place_that_it_names_with_its_bodies(homes: Homes) -> None:
    texts = {"a": "慈利县委召开会议，慈利县人民政府县长出席。建德市客人到访。", "b": "茶农很忙。"}
    assert set(homes(texts).values()) == {"湖南省/张家界市/慈利县"}


def test_the_papers_name_tells_the_home(homes: Homes) -> None:
    text = "建德市与慈利县结对。"
    assert homes({"a": text}, paper="今日建德") == {"a": "浙江省/杭州市/建德市"}
    assert homes({"a": text}, paper="慈利新闻") == {"a": "湖南省/张家界市/慈利县"}
    assert homes({"a": "茶香。"}, paper="今日建德") == {"a": "浙江省/杭州市/建德市"}


def test_a_delegation_that_came_is_not_at_home_where_it_came_to(homes: Homes) -> None:
    visit = "建德市委副书记、代市长何小舟带领建德市党政代表团到我县考察。县委副书记、县长白露陪同。"
    assert homes({"a": visit, "b": "慈利县委召开会议。"}) == dict.fromkeys("ab", "湖南省/张家界市/慈利县")
    tour = "建德市委副书记、代市长何小舟带领建德市党政代表团到慈利县考察，慈利县县长白露陪同。"
    assert homes({"a": tour}) == {"a": "浙江省/杭州市/建德市"}


def test_a_text_that_names_no_place_has_no_home(homes: Homes) -> None:
    assert homes({"a": "茶农很忙。"}) == {"a": None}


@pytest.mark.parametrize("key", ["江苏省/南京市/鼓楼区", "福建省/福州市/鼓楼区"])
def test_towns_tell_counties_of_one_name_apart(key: str, homes: Homes) -> None:
    gazetteer = load_gazetteer()
    county = next(d for d in gazetteer.named("鼓楼区") if d.key == key)
    elsewhere = {t.name for d in gazetteer.named("鼓楼区") if d.key != key for t in gazetteer.towns_of(d)}
    towns = [t.name for t in gazetteer.towns_of(county) if t.name not in elsewhere][:3]
    assert len(towns) == 3
    assert homes({"a": "鼓楼区召开会议。" + "、".join(towns) + "参加。"}) == {"a": key}


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("慈利县", "湖南省/张家界市/慈利县"),
        ("慈利", "湖南省/张家界市/慈利县"),
        ("张家界市", "湖南省/张家界市"),
        ("湖南省", "湖南省"),
        ("零溪镇", "湖南省/张家界市/慈利县/零溪镇"),
    ],
)
def test_a_user_names_a_place_by_its_full_or_short_name(form: str, key: str) -> None:
    division = resolve_place(form, load_gazetteer())
    assert division is not None and division.key == key


def test_a_place_that_no_gazetteer_has_is_none() -> None:
    assert resolve_place("云岭无此县", load_gazetteer()) is None


def test_a_year_is_the_issues_or_what_the_page_makes_certain() -> None:
    dated = article("今年产值增长。", number=1, date="2023-04-05")
    undated = article("今年产值增长。", number=2)
    assert years_of([dated, undated]) == {"page#1": 2023, "page#2": 2023}
    assert years_of([undated]) == {"page#2": None}
    other = article("今年产值增长。", number=3, date="2021-04-05")
    assert years_of([dated, other, undated]) == {"page#1": 2023, "page#3": 2021, "page#2": None}


def test_an_unknown_tagger_is_an_error() -> None:
    with pytest.raises(InputError, match="zh_invented"):
        make_nlp("zh_invented")


def test_a_document_is_whole_also_outside_of_a_stream(nlp: Language) -> None:
    doc: Doc = nlp(make_doc(nlp, article(FULL), None, None))
    assert [e.text for e in doc.ents] == ["澧水源杜仲开发有限公司"]

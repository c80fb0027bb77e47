"""Resolution of pages and of all pages together: relative names, homes, one entity a thing, ids that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from spacy.language import Language

from kg.gazetteer import load_gazetteer
from kg.recognise.pipeline import make_nlp, recognise
from kg.records import Entity, PageContext, Reading, Resolved
from kg.resolve.across import EVIDENCE_KEPT, entity_id, resolve_corpus
from kg.resolve.keys import Key
from kg.resolve.places import home_division
from kg.resolve.within import resolve_page
from kg.tag import article_of
from tests.marked import marked, quote

CILI = "湖南省/张家界市/慈利县"
JIANDE = "浙江省/杭州市/建德市"
CHAOYANG = "吉林省/长春市/朝阳区"


def page(*texts: str, home: str | None = CILI, doc: str = "page") -> list[Reading]:
    """The readings of a page of marked articles at home in one place."""
    readings = []
    for number, text in enumerate(texts, 1):
        reading = marked(text, home=home).reading
        readings.append(replace(reading, article=replace(reading.article, id=f"{doc}#{number}", doc=doc)))
    return readings


def keys(*texts: str, home: str | None = CILI) -> list[Key | None]:
    """What the mentions of a page mean, in text order."""
    return [k for found in resolve_page(page(*texts, home=home)).keys for k in found]


def meant(*texts: str, home: str | None = CILI) -> list[str | None]:
    return [k.name if k is not None else None for k in keys(*texts, home=home)]


def corpus(*pages: Sequence[Reading]) -> tuple[tuple[Resolved, ...], dict[str, Entity]]:
    return resolve_corpus([resolve_page(p) for p in pages], quote)


# relative names


@pytest.mark.parametrize(
    ("home", "text", "name"),
    [
        (CILI, "{Place:我县}茶叶丰收。", "慈利县"),
        (CILI, "{Place:全县}茶叶丰收。", "慈利县"),
        (CILI, "{Place:我省}茶叶丰收。", "湖南省"),
        (JIANDE, "{Place:我市}茶叶丰收。", "建德市"),
        (CHAOYANG, "{Place:我区}生意好。", "朝阳区"),
        (CHAOYANG, "{Government:区委}召开会议。", "朝阳区委"),
        (CILI, "{Government:县委}召开会议。", "慈利县委"),
        (CILI, "{Government:市委}召开会议。", "张家界市委"),
        (JIANDE, "{Government:市政府}召开会议。", "建德市人民政府"),
        (None, "{Place:我县}茶叶丰收。", None),
        (None, "{Government:县委}召开会议。", None),
    ],
)
def test_the_home_stands_behind_we_and_bare_levels(home: str | None, text: str, name: str | None) -> None:
    assert meant(text, home=home) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{Company:恒川机械有限公司}投产。{Company:该公司}产品好。", "恒川机械有限公司"),
        ("{Company:恒川机械有限公司}与{Company:青禾重工有限公司}签约。{Company:该公司}产品好。", "恒川机械有限公司"),
        ("记者采访了{Company:恒川机械有限公司}和{Company:青禾重工有限公司}。{Company:该公司}产品好。", "青禾重工有限公司"),
        ("{Zone:慈利经济开发区}建成。{Zone:园区}引来客商。", "慈利经济开发区"),
        ("{Zone:慈利经济开发区}建成。{Government:管委会}召开会议。", "慈利经济开发区管委会"),
        ("{Place:慈利县}的{Town:零溪镇}发展快。{Government:镇党委}召开会议。", "零溪镇党委"),
        ("{Town:零溪镇}发展快。{Town:该镇}茶叶丰收。", "零溪镇"),
        ("{Organization:澧水杜仲研究院}成立。{Organization:该研究院}招人。", "澧水杜仲研究院"),
        ("{Project:恒川水泵项目}开工。{Project:该项目}明年投产。", "恒川水泵项目"),
    ],
)
def test_that_company_is_the_one_the_paragraph_is_about_or_told_of_last(text: str, name: str) -> None:
    assert meant(text)[-1] == name


def test_a_relative_name_without_antecedent_stays_unlinked() -> None:
    assert meant("{Company:该公司}产品好。{Government:镇党委}开会。{Zone:园区}很大。") == [None, None, None]


def test_an_antecedent_of_another_article_is_none() -> None:
    assert meant("{Company:恒川机械有限公司}投产。", "{Company:该公司}产品好。") == ["恒川机械有限公司", None]


def test_a_relative_name_before_the_only_thing_of_its_type_looks_ahead() -> None:
    assert meant("{Company:该公司}产品好。{Company:恒川机械有限公司}投产。")[0] == "恒川机械有限公司"
    assert meant("{Company:该公司}产品好。{Company:恒川机械有限公司}、{Company:青禾重工有限公司}投产。")[0] is None


def test_a_new_paragraph_has_a_new_topic() -> None:
    told = meant("{Company:恒川机械有限公司}投产。\n记者到{Company:青禾重工有限公司}。{Company:该公司}产品好。")
    assert told[-1] == "青禾重工有限公司"


# names on a page


def test_short_forms_in_all_articles_mean_the_full_name() -> None:
    told = meant("{Company:恒川}订单多。", "{Company:慈利恒川机械有限公司}投产。{Company:恒川机械}招人。")
    assert told == ["慈利恒川机械有限公司"] * 3


def test_a_parent_and_its_local_subsidiary_stay_two() -> None:
    told = meant("{Company:恒川集团}发布消息。{Company:恒川机械（慈利）有限公司}投产。{Company:慈利公司}招人，{Company:恒川集团}增资。")
    assert told == ["恒川集团", "恒川机械（慈利）有限公司", "恒川机械（慈利）有限公司", "恒川集团"]


def test_bodies_are_named_in_full_and_towns_get_their_county() -> None:
    found = keys("{Government:慈利县政府}与{Government:县政府}、{Government:慈利县人民政府}。{Town:零溪镇}、{Town:零溪}。")
    assert found[:3] == [Key("Government", "慈利县人民政府")] * 3
    assert found[3:] == [Key("Town", "零溪镇", CILI)] * 2


def test_a_form_of_two_types_on_a_page_gets_the_more_trusted() -> None:
    readings = page("{Company:澧水源}投产，{Company:澧水源}招人。", "{Person:澧水源}很好。")
    assert {m.type for r in resolve_page(readings).readings for m in r.mentions} == {"Company"}


def test_a_bare_ceremony_is_named_by_what_it_opens() -> None:
    assert meant("{Project:恒川水泵项目}好。{Event:开工仪式}举行。") == ["恒川水泵项目", "恒川水泵项目开工仪式"]
    assert meant("{Event:市第八次党代会}召开。") == ["张家界市第八次党代会"]


# places


@pytest.mark.parametrize(
    ("home", "text", "scopes"),
    [
        (CHAOYANG, "{Place:朝阳区}生意好。", ["吉林省/长春市"]),
        ("北京市/朝阳区", "{Place:朝阳区}生意好。", ["北京市"]),
        (CILI, "{Place:福州市}{Place:鼓楼区}生意好。", ["福建省", "福建省/福州市"]),
        (CILI, "{Place:徐州市}{Place:鼓楼区}生意好。", ["江苏省", "江苏省/徐州市"]),
        (CILI, "{Place:徐州市}{Place:鼓楼区}生意好。茶香。{Place:鼓楼区}很美。", ["江苏省", "江苏省/徐州市", "江苏省/徐州市"]),
    ],
)
def test_counties_of_one_name_are_told_apart(home: str, text: str, scopes: list[str]) -> None:
    found = keys(text, home=home)
    assert [k.scope for k in found if k is not None] == scopes


def test_a_village_is_told_apart_by_the_pages_home() -> None:
    (here,), (there,) = (keys("{Place:茶坪村}很美。", home=home) for home in (CILI, JIANDE))
    assert here is not None and there is not None and here.name == there.name and here != there


def test_the_home_of_a_reading_is_a_division() -> None:
    (reading,) = page("茶香。", home=CILI)
    found = home_division(reading, load_gazetteer())
    assert found is not None and found.key == CILI
    assert home_division(replace(reading, home=None), load_gazetteer()) is None


# all pages


FIRST = "{Government:县委}书记{Person:覃启明}到{Company:慈利恒川机械有限公司}、{Town:零溪镇}。"
SECOND = "{Company:慈利恒川机械有限公司}与{Company:青禾重工有限公司}签约，{Place:建德市}客人到{Place:我县}。"


def test_ids_stay_when_pages_are_added() -> None:
    _, alone = corpus(page(FIRST, doc="a"))
    _, both = corpus(page(FIRST, doc="a"), page(SECOND, doc="b"))
    assert set(alone) < set(both)
    assert {i: (e.type, e.name) for i, e in alone.items()} == {i: (e.type, e.name) for i, e in both.items() if i in alone}


def test_the_order_of_pages_changes_no_entity() -> None:
    one, two = page(FIRST, doc="a"), page(SECOND, doc="b")
    assert corpus(one, two)[1] == corpus(two, one)[1]


def test_the_same_thing_on_two_pages_is_one_entity_with_evidence_of_both() -> None:
    resolved, entities = corpus(page(FIRST, doc="a"), page(SECOND, doc="b"))
    company = [e for e in entities.values() if e.name == "慈利恒川机械有限公司"]
    assert len(company) == 1 and {e.doc for e in company[0].evidence} == {"a", "b"}
    assert company[0].id in resolved[0].links and company[0].id in resolved[1].links


def test_a_body_named_relatively_and_in_full_is_one_without_the_relative_form() -> None:
    _, entities = corpus(page("{Government:县委}开会。", doc="a"), page("{Government:慈利县委}开会。", home=JIANDE, doc="b"))
    assert [(e.name, e.aliases) for e in entities.values()] == [("慈利县委", ())]


def test_we_at_two_homes_is_two_places() -> None:
    _, entities = corpus(page("{Place:我县}好。", doc="a"), page("{Place:我市}好。", home=JIANDE, doc="b"))
    assert {(e.name, e.level, e.aliases) for e in entities.values()} == {("慈利县", "county", ()), ("建德市", "county", ())}


def test_persons_of_one_name_at_homes_in_different_counties_are_two() -> None:
    text = "{Person:覃启明}说。"
    _, entities = corpus(page(text, doc="a"), page(text, home=JIANDE, doc="b"), page(text, doc="c"))
    assert sorted(tuple(sorted({e.doc for e in p.evidence})) for p in entities.values()) == [("a", "c"), ("b",)]


def test_aliases_are_the_other_forms_printed() -> None:
    _, entities = corpus(page("{Company:慈利恒川机械有限公司}投产，{Company:恒川机械}招人，{Company:该公司}扩建。"))
    assert [(e.name, e.aliases) for e in entities.values()] == [("慈利恒川机械有限公司", ("恒川机械",))]


def test_a_short_form_alone_on_a_page_joins_the_only_full_name_of_another() -> None:
    short, full = page("{Company:恒川机械}招人。", doc="a"), page("{Company:慈利恒川机械有限公司}投产。", doc="b")
    other = page("{Company:建德恒川机械有限公司}投产。", home=JIANDE, doc="c")
    assert {e.name for e in corpus(short, full)[1].values()} == {"慈利恒川机械有限公司"}
    assert {e.name for e in corpus(short, full, other)[1].values()} == {"恒川机械", "慈利恒川机械有限公司", "建德恒川机械有限公司"}


def test_an_entity_keeps_few_sentences() -> None:
    pages = [page("{Company:恒川集团}好。", doc=f"p{n}") for n in range(EVIDENCE_KEPT + 3)]
    (entity,) = corpus(*pages)[1].values()
    assert [e.doc for e in entity.evidence] == [f"p{n}" for n in range(EVIDENCE_KEPT)]


def test_levels_come_from_the_gazetteer_or_the_ending() -> None:
    _, entities = corpus(page("{Place:慈利县}、{Place:湖南省}、{Town:零溪镇}、{Place:茶坪村}、{Place:澧水大桥}。"))
    levels = {e.name: e.level for e in entities.values()}
    assert levels == {"慈利县": "county", "湖南省": "province", "零溪镇": "town", "茶坪村": "village", "澧水大桥": "site"}


def test_a_firm_named_by_its_place_is_the_branch_told_of_or_nobody() -> None:
    _, entities = corpus(page("{Company:恒川机械（慈利）有限公司}建成投产。{Company:慈利公司}是标杆。"))
    assert [e.name for e in entities.values()] == ["恒川机械（慈利）有限公司"]
    _, entities = corpus(page("{Company:恒川机械（石门）有限公司}建成投产。{Company:慈利公司}是标杆。"))
    assert [e.name for e in entities.values()] == ["恒川机械（石门）有限公司"]


def test_unlinked_mentions_have_no_entity() -> None:
    resolved, entities = corpus(page("{Company:该公司}好。"))
    assert resolved[0].links == (None,) and entities == {}


def test_the_id_of_an_entity_is_that_of_its_key() -> None:
    _, entities = corpus(page(FIRST))
    assert set(entities) == {entity_id(k) for k in keys(FIRST) if k is not None}


# from text


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp()


def read(nlp: Language, text: str, **context: str) -> dict[str, str]:
    """The entities of a page with one article, as name → type."""
    article = replace(article_of(text, 1), context=PageContext(**context))
    _, entities = corpus(recognise(nlp, [article]))
    return {e.name: e.type for e in entities.values()}


def test_relative_names_follow_the_home_that_is_given_inferred_or_of_the_paper(nlp: Language) -> None:
    text = "县委召开会议。我县茶叶丰收。"
    assert read(nlp, text, place="慈利县") == {"慈利县委": "Government", "慈利县": "Place"}
    assert read(nlp, text, paper="今日慈利") == {"慈利县委": "Government", "慈利县": "Place"}
    assert read(nlp, text) == {}
    assert read(nlp, "慈利县召开会议。" + text) == {"慈利县委": "Government", "慈利县": "Place"}


def test_the_prefecture_printed_before_a_county_tells_which_is_the_home(nlp: Language) -> None:
    article = article_of("长春市朝阳区委召开会议。长春市朝阳区人民政府区长覃启明参加。", 1)
    (reading,) = recognise(nlp, [article])
    assert reading.home == CHAOYANG

"""Posts read off sentences: chains and lists before names, statements after them, departments, former posts, and what gives none."""

from __future__ import annotations

import pytest

from kg.records import Status
from kg.relate.article import ArticleReader
from tests.marked import marked, quote

CILI = "湖南省/张家界市/慈利县"
JIANDE = "浙江省/杭州市/建德市"
Post = tuple[str, str, str]


def read(text: str, home: str = CILI) -> list[tuple[Post, Status]]:
    """The posts of a marked text as (person, body, title) with their status, without any other rule."""
    resolved = marked(text, home=home)
    told = ArticleReader(resolved.entities, quote, frames=()).read(resolved)
    names = {e.id: e.name for e in (*resolved.entities.values(), *told.implied)}
    facts = [f for f in told.facts if f.type == "holdsPosition"]
    return [((names[f.source], names[f.target], f.title or ""), f.status) for f in facts]


def posts(text: str, home: str = CILI) -> list[Post]:
    return [post for post, _ in read(text, home)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{Government:县委=慈利县委}副书记、县长{Person:龚承泽}主持会议。",
            [("龚承泽", "慈利县委", "副书记"), ("龚承泽", "慈利县人民政府", "县长")],
        ),
        (
            "{Place:慈利县}副县长、{Government:县公安局=慈利县公安局}局长{Person:卓启航}参加。",
            [("卓启航", "慈利县人民政府", "副县长"), ("卓启航", "慈利县公安局", "局长")],
        ),
        (
            "{Government:县委=慈利县委}常委、组织部部长{Person:卓启航}出席。",
            [("卓启航", "慈利县委", "常委"), ("卓启航", "慈利县委组织部", "部长")],
        ),
        (
            "{Government:张家界市委}副书记、市长{Person:覃启明}到来。",
            [("覃启明", "张家界市委", "副书记"), ("覃启明", "张家界市人民政府", "市长")],
        ),
        (
            "{Company:恒川集团}党委书记、董事长{Person:卓启航}说。",
            [("卓启航", "恒川集团", "党委书记"), ("卓启航", "恒川集团", "董事长")],
        ),
    ],
)
def test_a_chain_of_posts_is_one_relation_each(text: str, expected: list[Post]) -> None:
    assert posts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Government:县委=慈利县委}书记{Person:覃启明}讲话。", ("覃启明", "慈利县委", "书记")),
        ("{Company:恒川集团}总工程师{Person:温如玉}说。", ("温如玉", "恒川集团", "总工程师")),
        ("{Organization:慈利县杜仲协会}会长{Person:温如玉}说。", ("温如玉", "慈利县杜仲协会", "会长")),
        ("{Zone:慈利经济开发区}党工委书记{Person:温如玉}说。", ("温如玉", "慈利经济开发区", "党工委书记")),
        ("{Company:恒川集团}技术监督部主任{Person:温如玉}说。", ("温如玉", "恒川集团", "技术监督部主任")),
        ("{Company:恒川集团}亚太区总裁{Person:温如玉}说。", ("温如玉", "恒川集团", "亚太区总裁")),
        ("{Government:慈利县商务局电子商务股}股长{Person:温如玉}说。", ("温如玉", "慈利县商务局电子商务股", "股长")),
    ],
)
def test_a_post_belongs_to_the_body_printed_before_it(text: str, expected: Post) -> None:
    assert posts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "home", "government"),
    [
        ("县长{Person:龚承泽}说。", CILI, "慈利县人民政府"),
        ("市长{Person:龚承泽}说。", CILI, "张家界市人民政府"),
        ("市长{Person:龚承泽}说。", JIANDE, "建德市人民政府"),
        ("副省长{Person:龚承泽}说。", JIANDE, "浙江省人民政府"),
        ("{Place:建德市}副市长{Person:龚承泽}说。", CILI, "建德市人民政府"),
        ("{Town:零溪镇}镇长{Person:龚承泽}说。", CILI, "零溪镇人民政府"),
        ("{Town:零溪镇}很美。镇长{Person:龚承泽}说。", CILI, "零溪镇人民政府"),
        ("常务副县长{Person:龚承泽}说。", CILI, "慈利县人民政府"),
        ("代县长{Person:龚承泽}说。", CILI, "慈利县人民政府"),
    ],
)
def test_the_head_of_a_government_implies_it(text: str, home: str, government: str) -> None:
    assert [body for _, body, _ in posts(text, home)] == [government]


def test_a_mayor_where_no_such_place_is_told_of_has_no_post() -> None:
    assert posts("区长{Person:龚承泽}说。") == []
    assert posts("镇长{Person:龚承泽}说。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{Government:慈利县人大常委会}副主任{Person:龚承泽}、{Person:覃启明}，{Government:慈利县政协}副主席{Person:卓启航}参加。",
            [("龚承泽", "慈利县人大常委会", "副主任"), ("覃启明", "慈利县人大常委会", "副主任"), ("卓启航", "慈利县政协", "副主席")],
        ),
        (
            "{Government:慈利县教育局}局长{Person:龚承泽}，副局长{Person:卓启航}、{Person:温如玉}参加。",
            [("龚承泽", "慈利县教育局", "局长"), ("卓启航", "慈利县教育局", "副局长"), ("温如玉", "慈利县教育局", "副局长")],
        ),
        (
            "副县长{Person:龚承泽}、{Person:卓启航}参加。",
            [("龚承泽", "慈利县人民政府", "副县长"), ("卓启航", "慈利县人民政府", "副县长")],
        ),
    ],
)
def test_a_shared_post_goes_to_each_of_a_list(text: str, expected: list[Post]) -> None:
    assert posts(text) == expected


@pytest.mark.parametrize("post", ["局长", "党组书记"])
def test_a_post_that_one_person_holds_goes_to_the_first_only(post: str) -> None:
    assert posts(f"{{Government:慈利县教育局}}{post}{{Person:龚承泽}}、{{Person:覃启明}}参加。") == [("龚承泽", "慈利县教育局", post)]


def test_a_shared_post_ends_at_the_comma() -> None:
    assert posts("{Government:慈利县政协}副主席{Person:龚承泽}，{Person:覃启明}参加。") == [("龚承泽", "慈利县政协", "副主席")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("{Government:慈利县教育局}原局长{Person:龚承泽}到场。", "原局长"),
        ("{Company:恒川集团}前总经理{Person:龚承泽}到场。", "前总经理"),
        ("{Company:恒川集团}时任董事长{Person:龚承泽}到场。", "时任董事长"),
    ],
)
def test_former_posts_are_ended(text: str, title: str) -> None:
    ((_, _, found), status), *more = read(text)
    assert (found, status, more) == (title, Status.ENDED, [])


def test_a_former_post_of_a_body_named_after_the_word_is_ended() -> None:
    assert read("原{Government:县委=慈利县委}书记{Person:覃启明}到场。") == [(("覃启明", "慈利县委", "书记"), Status.ENDED)]


def test_leaders_of_one_firm_in_a_list() -> None:
    told = posts("{Company:恒川集团}董事长{Person:覃启明}、总经理{Person:龚承泽}参加座谈。")
    assert told == [("覃启明", "恒川集团", "董事长"), ("龚承泽", "恒川集团", "总经理")]


def test_a_firm_post_after_a_comma_has_no_firm() -> None:
    told = posts("{Company:恒川集团}董事长{Person:覃启明}，总经理{Person:龚承泽}参加座谈。")
    assert told == [("覃启明", "恒川集团", "董事长")]


def test_a_present_post_is_stated() -> None:
    assert read("{Company:恒川集团}总经理{Person:龚承泽}到场。") == [(("龚承泽", "恒川集团", "总经理"), Status.STATED)]


@pytest.mark.parametrize(
    ("text", "expected", "status"),
    [
        ("会议任命{Person:覃启明}为{Government:慈利县教育局}局长。", ("覃启明", "慈利县教育局", "局长"), Status.STATED),
        ("{Person:覃启明}当选为{Government:慈利县人民政府}县长。", ("覃启明", "慈利县人民政府", "县长"), Status.STATED),
        ("{Person:覃启明}任{Company:恒川集团}总经理。", ("覃启明", "恒川集团", "总经理"), Status.STATED),
        ("{Person:覃启明}是{Company:恒川集团}技术部主任。", ("覃启明", "恒川集团", "技术部主任"), Status.STATED),
        ("决定免去{Person:覃启明}的{Government:慈利县教育局}局长职务。", ("覃启明", "慈利县教育局", "局长"), Status.ENDED),
        ("接受{Person:覃启明}辞去{Government:慈利县教育局}局长职务。", ("覃启明", "慈利县教育局", "局长"), Status.ENDED),
    ],
)
def test_appointments_and_removals(text: str, expected: Post, status: Status) -> None:
    assert read(text) == [(expected, status)]


@pytest.mark.parametrize(
    "text",
    [
        "{Person:覃启明}是{Company:恒川集团}的客户。",
        "{Person:覃启明}为{Company:恒川集团}送去订单。",
        "{Person:覃启明}的{Company:恒川集团}投产。",
    ],
)
def test_what_follows_a_copula_is_a_post_only_where_it_ends_in_one(text: str) -> None:
    assert posts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "来自某校的校长{Person:卓启航}来了。",
        "{Company:恒川集团}的客户、青山茶行总经理{Person:卓启航}说。",
        "{Company:恒川集团}发布消息。青山茶行总经理{Person:卓启航}说。",
        "{Company:恒川集团}和总经理{Person:卓启航}说。",
        "{Company:恒川集团}投产，茶农{Person:卓启航}说。",
        "{Company:恒川集团}投产，{Person:卓启航}说。",
    ],
)
def test_a_post_is_not_inherited_over_unknown_words(text: str) -> None:
    assert posts(text) == []


def test_a_shared_post_after_unknown_words_is_not_of_the_body_before() -> None:
    text = "{Company:恒川集团}副总经理{Person:龚承泽}，青山茶行副总经理{Person:卓启航}参加。"
    assert posts(text) == [("龚承泽", "恒川集团", "副总经理")]


def test_who_speaks_in_the_next_sentence_is_of_the_company_told_of() -> None:
    assert posts("{Company:恒川集团}投产。总经理{Person:卓启航}说，订单多。") == [("卓启航", "恒川集团", "总经理")]
    assert posts("茶厂投产。总经理{Person:卓启航}说，订单多。") == []
    assert posts("{Company:恒川集团}投产。总经理{Person:卓启航}的茶园很美。") == []
    assert posts("{Organization:慈利县杜仲协会}成立。会长{Person:卓启航}说，会员多。") == [("卓启航", "慈利县杜仲协会", "会长")]


@pytest.mark.parametrize(
    "text",
    [
        "县领导{Person:龚承泽}、{Person:覃启明}参加。",
        "{Place:慈利县}领导{Person:龚承泽}、{Person:覃启明}参加。",
        "{Company:恒川集团}领导{Person:龚承泽}参加。",
        "{Government:慈利县教育局}相关负责人{Person:龚承泽}参加。",
    ],
)
def test_groups_give_no_post(text: str) -> None:
    assert posts(text) == []


def test_a_post_has_its_sentence_as_evidence_and_implies_a_body_with_it() -> None:
    resolved = marked("茶香。县长{Person:龚承泽}说。", home=CILI)
    told = ArticleReader(resolved.entities, quote, frames=()).read(resolved)
    (body,) = told.implied
    assert (body.type, body.name) == ("Government", "慈利县人民政府")
    assert [e.quote for e in told.facts[0].evidence] == [e.quote for e in body.evidence] == ["县长龚承泽说。"]


def test_a_government_that_the_page_names_is_not_implied() -> None:
    resolved = marked("{Government:慈利县人民政府}开会，县长{Person:龚承泽}说。", home=CILI)
    told = ArticleReader(resolved.entities, quote, frames=()).read(resolved)
    assert told.implied == ()
    assert [resolved.entities[f.target].name for f in told.facts] == ["慈利县人民政府"]

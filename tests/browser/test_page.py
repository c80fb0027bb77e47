"""The picture as people use it: opened from disk in headless Chromium, without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kg.graph import build_graph
from tests.browser.chromium import NARROW, WIDE, Opener
from tests.browser.samples import CLOSING, HOSTILE, hostile_graph, large_graph, lines_graph
from tests.gold_graph import gold_graph

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_opens_and_draws(show: Opener, number: str, size: tuple[int, int]) -> None:
    watched = show(gold_graph(number), size)
    painted = """() => { const c = document.querySelector('#canvas canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n / (d.length / 4); }"""
    assert watched.page.evaluate(painted) > 0.01
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_searching_an_alias_finds_selects_and_shows(show: Opener, size: tuple[int, int]) -> None:
    watched = show(lines_graph(), size)
    page = watched.page
    page.fill("#search", "东风 织造")
    expect(page.locator("#matches li")).to_have_count(1)
    page.click("#matches li")
    expect(page.locator("#card h2")).to_have_text("东风织造有限公司")
    expect(page.locator("#card .aliases")).to_contain_text("东风织造")
    assert page.evaluate("zhiluo.selected()") == {"kind": "node", "id": "c-1"}
    point, card = page.evaluate("zhiluo.nodePoint('c-1')"), page.locator("#card").bounding_box()
    assert card is not None and 0 < point["x"] < size[0] and 0 < point["y"] < size[1]
    beside = point["x"] < card["x"] or point["y"] < card["y"]
    assert beside, "the card covers what was selected"


def test_card_tells_facts_by_relation_and_figures(show: Opener) -> None:
    page = show(lines_graph()).page
    page.evaluate("zhiluo.select('t-1')")
    card = page.locator("#card")
    invests = card.locator("[data-relation=investsIn]")
    expect(invests.locator("h3")).to_contain_text("投资 ←")
    expect(invests).to_contain_text("156.1亿元")
    expect(invests).to_contain_text("2024-05")
    expect(invests.locator(".quote")).to_have_text("东风织造有限公司在清河镇投资156.1亿元")
    expect(card.locator("[data-relation=locatedIn] .tag")).to_have_text("计划中")
    expect(card.locator("[data-relation=cooperatesWith] .tag")).to_have_text("已结束")
    expect(card.locator("[data-relation=partOf]")).to_contain_text("地名库")
    figures = card.locator(".figures li")
    expect(figures.filter(has_text="生产总值").locator(".value")).to_have_text(["156.1亿元", "+9.4%"])
    expect(figures.filter(has_text="绿化率").locator(".value")).to_have_text(["80%"])
    expect(figures.filter(has_text="出口额").locator(".value")).to_have_text(["−5%"])
    expect(figures.filter(has_text="外资").locator(".value")).to_have_text(["1亿美元"])
    invests.locator(".entity").click()
    expect(card.locator("h2")).to_have_text("东风织造有限公司")


def test_clicking_a_line_shows_every_sentence_with_both_names_marked(show: Opener) -> None:
    page = show(lines_graph()).page
    key = next(e for e in page.evaluate("zhiluo.visible().edges") if type_of(page, e) == "cooperatesWith")
    point = page.evaluate("key => zhiluo.edgePoint(key)", key)
    page.mouse.click(point["x"], point["y"])
    card = page.locator("#card")
    expect(card.locator("h2")).to_have_text("合作")
    assert page.evaluate("zhiluo.selected()") == {"kind": "edge", "id": key}
    expect(card.locator("blockquote")).to_have_text(["东风织造有限公司在清河镇投资156.1亿元", "清河镇与东风织造签约"])
    expect(card.locator("blockquote").nth(1).locator("mark")).to_have_text(["清河镇", "东风织造"])
    expect(card.locator(".where").nth(1)).to_contain_text("东风来了")
    expect(card.locator(".where").nth(1)).to_contain_text("40–50")
    expect(card.locator("dl")).to_contain_text("70%")
    expect(card.locator("dl")).to_contain_text("r3")


def type_of(page: Page, key: str) -> str:
    """The relation of an edge, from the page's own data."""
    found: str = page.evaluate("key => zhiluo.fact(key).type", key)
    return found


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_clicking_a_node_selects_it_and_the_ground_lets_go(show: Opener, size: tuple[int, int]) -> None:
    page = show(gold_graph("000"), size).page
    ends = [end for _, fact in gold_graph("000").facts() for end in (fact.source, fact.target)]
    node = max(sorted(set(ends)), key=ends.count)
    point = page.evaluate("id => zhiluo.nodePoint(id)", node)
    page.mouse.click(point["x"], point["y"])
    assert page.evaluate("zhiluo.selected()") == {"kind": "node", "id": node}
    expect(page.locator("#card")).to_be_visible()
    page.click("#card .close")
    expect(page.locator("#card")).to_be_hidden()
    assert page.evaluate("zhiluo.selected()") is None


def test_parallel_lines_are_clicked_apart(show: Opener) -> None:
    page = show(lines_graph()).page
    keys = [e for e in page.evaluate("zhiluo.visible().edges") if type_of(page, e) != "partOf"]
    for key in keys:
        page.evaluate("zhiluo.clear()")
        point = page.evaluate("key => zhiluo.edgePoint(key)", key)
        page.mouse.click(point["x"], point["y"])
        assert page.evaluate("zhiluo.selected()") == {"kind": "edge", "id": key}


def test_hovering_tells_what_it_is(show: Opener) -> None:
    page = show(lines_graph()).page
    node = page.evaluate("zhiluo.nodePoint('t-1')")
    page.mouse.move(node["x"], node["y"])
    expect(page.locator("#tip")).to_contain_text("清河镇")
    expect(page.locator("#tip")).to_contain_text("乡镇街道")
    key = next(e for e in page.evaluate("zhiluo.visible().edges") if type_of(page, e) == "investsIn")
    line = page.evaluate("key => zhiluo.edgePoint(key)", key)
    page.mouse.move(line["x"], line["y"])
    expect(page.locator("#tip")).to_contain_text("投资")
    expect(page.locator("#tip")).to_contain_text("156.1亿元")


def test_filters_hide_types_and_relations(show: Opener) -> None:
    watched = show(gold_graph("000"))
    page, graph = watched.page, gold_graph("000")
    people = {e.id for e in graph.entities() if e.type == "Person"}
    before = watched.visible("nodes")
    assert before & people
    page.uncheck("#types input[value=Person]")
    assert watched.visible("nodes") == before - people
    ends = {key: {f.source, f.target} for key, f in graph.facts()}
    assert not any(ends[key] & people for key in watched.visible("edges"))
    page.check("#types input[value=Person]")
    assert watched.visible("nodes") == before
    row = page.locator("#relations .row", has=page.locator("input[value=investsIn]"))
    row.hover()
    row.locator(".only").click()
    invests = {key for key, f in graph.facts() if f.type == "investsIn"}
    assert watched.visible("edges") == invests
    assert watched.visible("nodes") == {end for key in invests for end in ends[key]}
    expect(row.locator(".count")).to_have_text(str(len(invests)))
    page.locator("#relations .link").first.click()
    assert watched.visible("nodes") == before


def test_many_entities_without_facts_are_hidden_until_asked_for_or_found(show: Opener) -> None:
    graph = gold_graph("000")
    watched = show(graph)
    lone = {e.id for e in graph.entities() if not graph.network.degree(e.id)}
    assert len(lone) > 8 and not watched.visible("nodes") & lone
    one = min(lone)
    watched.page.fill("#search", graph.entity(one).name)
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator("#card h2")).to_have_text(graph.entity(one).name)
    assert watched.visible("nodes") & lone == {one}
    watched.page.check("#lone")
    assert lone <= watched.visible("nodes")


def test_keyboard_searches_and_closes(show: Opener) -> None:
    page = show(gold_graph("001")).page
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    assert page.input_value("#search") == ""
    page.keyboard.type("镇")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#matches [aria-selected=true] .name").evaluate("e => e.firstChild.data")
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text(chosen)
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert page.locator("#card :focus").count() == 1 and outline == "solid"
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()


def test_language_changes_words_but_not_names(show: Opener) -> None:
    page = show(lines_graph()).page
    page.evaluate("zhiluo.select('t-1')")
    expect(page.locator("#types .heading h2")).to_have_text("实体类型")
    page.click("#language")
    expect(page.locator("#types .heading h2")).to_have_text("Entity types")
    expect(page.locator("#card h2")).to_have_text("清河镇")
    expect(page.locator("#card .figures")).to_contain_text("15.61B CNY")
    assert page.get_attribute("html", "lang") == "en"


def test_filters_unfold_on_a_narrow_screen(show: Opener) -> None:
    page = show(gold_graph("002"), NARROW).page
    expect(page.locator("#filters")).to_be_hidden()
    page.tap("#unfold")
    expect(page.locator("#types input").first).to_be_visible()
    page.tap("#unfold")
    expect(page.locator("#filters")).to_be_hidden()
    page.evaluate("zhiluo.select(zhiluo.visible().nodes[0])")
    box = page.locator("#card").bounding_box()
    assert box is not None and (box["x"], box["width"]) == (0, NARROW[0]) and box["height"] < 0.6 * NARROW[1]


def test_hostile_names_are_text_and_run_nothing(show: Opener) -> None:
    page = show(hostile_graph(), title=HOSTILE).page
    expect(page.locator("#title")).to_have_text(HOSTILE)
    page.fill("#search", "onerror")
    expect(page.locator("#matches .name").first).to_contain_text("<img src=x onerror=alert(1)>")
    page.click("#matches [data-node=p-1]")
    expect(page.locator("#card h2")).to_have_text(HOSTILE)
    expect(page.locator("#card")).to_contain_text("alert(3)")
    expect(page.locator("#card .figures")).to_contain_text(HOSTILE)
    page.click("#card [data-edge]")
    expect(page.locator("#card blockquote").first).to_have_text(f"{HOSTILE}任甲公司{CLOSING}董事长", use_inner_text=False)
    point = page.evaluate("zhiluo.nodePoint(zhiluo.visible().nodes.find(id => id.startsWith('c')))")
    page.mouse.move(point["x"], point["y"])
    expect(page.locator("#tip")).to_contain_text("甲公司</script>")
    page.mouse.click(point["x"], point["y"])
    expect(page.locator("#card h2")).to_contain_text("甲公司</script>")
    page.click("#language")
    assert page.locator("body img, #card script, #panel script").count() == 0


def test_policy_stops_a_script_that_gets_in_all_the_same(show: Opener) -> None:
    watched = show(lines_graph())
    watched.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.broken = 1'}))")
    assert watched.page.evaluate("window.broken") is None
    assert any("Content Security Policy" in text for text in watched.complaints)
    watched.complaints.clear()


def test_two_thousand_entities_open_and_answer(show: Opener) -> None:
    watched = show(large_graph(2000))
    assert len(watched.visible("nodes")) == 2000
    watched.page.fill("#search", "实体之7号")
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator("#card h2")).to_contain_text("实体之7号")
    watched.page.evaluate("zhiluo.select('t-4')")
    shown = watched.page.locator("#card [data-relation=locatedIn] li")
    expect(shown).to_have_count(60)
    watched.page.locator("#card [data-relation=locatedIn] > .link").click()
    assert shown.count() > 60


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_graph_without_anything_opens(show: Opener, size: tuple[int, int]) -> None:
    page = show(build_graph([], [], [], []), size).page
    expect(page.locator("#footer")).to_contain_text("实体 0")

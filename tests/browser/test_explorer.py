"""The explorer of ``kg serve`` in headless Chromium that can reach the server and nothing else: the picture's equal, of any size."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from serving import SECRET, Served, serving, write_build

from kg.export.graph_json import to_json
from kg.export.turtle import to_turtle
from kg.graph import Graph, build_graph
from kg.records import Entity, Fact
from kg.serve import places
from tests.browser.chromium import NARROW, WIDE, Watched, watching
from tests.browser.samples import CLOSING, HOSTILE, city_graph, hostile_graph, large_graph, lines_graph, sentence

pytestmark = pytest.mark.browser
MIDDLE, LARGE = (2600, 3.0), (35_000, 2.9)  # entities, and facts each: more than a page opens on; 100,000 facts
Visit = Callable[..., Watched]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_build(tmp_path_factory.mktemp("city"), city_graph())) as served:
        yield served


@pytest.fixture(scope="module")
def middle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A graph that opens on its core, in the explorer as in the picture."""
    with serving(write_build(tmp_path_factory.mktemp("middle"), large_graph(*MIDDLE))) as served:
        yield served


@pytest.fixture(scope="module")
def hundred_thousand() -> Graph:
    return large_graph(*LARGE)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, hundred_thousand: Graph) -> Iterator[Served]:
    """100,000 facts; SPARQL and picture, which nobody asks here, are of a small graph."""
    out = tmp_path_factory.mktemp("large") / SECRET
    out.mkdir()
    told = to_json(hundred_thousand)
    (out / "graph.json").write_text(told, encoding="utf-8")
    kept = out / places.FOLDER / f"places-{places._key(hashlib.sha256(told.encode()).hexdigest())}.json"
    places._write(kept, {e.id: (n % 190 * 60, n // 190 * 45) for n, e in enumerate(hundred_thousand.entities())})  # the real ones take long
    (out / "graph.ttl").write_text(to_turtle(lines_graph()), encoding="utf-8")
    with serving(out) as served:
        yield served


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open the explorer of a server; at the end it must have asked nobody else and complained of nothing."""

    def open_page(served: Served, size: tuple[int, int] = WIDE, fragment: str = "", page: str = "explore", wait: bool = True) -> Watched:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", has_touch=size == NARROW, accept_downloads=True
        )
        watched = watched_by(context, lambda url: url.startswith(served.url))
        watched.page.set_default_timeout(90_000)  # the first to ask waits for the places
        watched.page.goto(f"{served.url}{page}{fragment}")
        if wait:
            watched.page.wait_for_selector("body[data-ready]")
        return watched

    with watching() as watched_by:
        yield open_page


def pardoned(watched: Watched, words: str) -> None:
    """Take out what Chromium itself tells of a request that failed."""
    watched.complaints[:] = [line for line in watched.complaints if words not in line]


def settled(page: Page) -> None:
    page.evaluate("zhiluo.settled()")


def state_of(page: Page) -> dict[str, Any]:
    """What a page shows, in whatever order it came to know it."""
    settled(page)
    told = page.evaluate("({...zhiluo.visible(), drawn: zhiluo.drawn(), selected: zhiluo.selected()})")
    shown = {key: sorted(value) if isinstance(value, list) else value for key, value in told.items()}
    return shown | {"card": page.locator("#card").inner_text(), "counts": page.locator("#filters .count").all_inner_texts()}


def between(graph: Graph, ids: set[str]) -> set[str]:
    """The facts between entities."""
    return {key for key, fact in graph.facts() if {fact.source, fact.target} <= ids}


# --- the same as the picture


@pytest.mark.parametrize(("graph", "size"), [("city", WIDE), ("middle", NARROW)], ids=["city", "middle"])
def test_explorer_and_picture_show_the_same_whatever_is_done(
    visit: Visit, request: pytest.FixtureRequest, graph: str, size: tuple[int, int]
) -> None:
    served: Served = request.getfixturevalue(graph)
    pages = [visit(served, size, page=page).page for page in ("graph.html", "explore")]
    first, second, far = {"city": ("c-1", "t-1", "p-1"), "middle": ("t-3", "e-101", "e-777")}[graph]
    for page in pages:
        if size == NARROW:
            page.tap("#unfold")  # the filters stay reachable for the deeds below

    def alike(deed: Callable[[Page], object]) -> dict[str, Any]:
        told = []
        for page in pages:
            deed(page)
            told.append(state_of(page))
        assert told[0] == told[1]
        return told[1]

    def js(text: str, *given: object) -> Callable[[Page], object]:
        return lambda page: page.evaluate(text, list(given))

    def press(selector: str) -> Callable[[Page], object]:
        return lambda page: page.locator(selector).first.evaluate("e => e.click()")

    def slide(value: str) -> Callable[[Page], object]:
        return lambda page: page.locator("#confidence").evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value)

    assert alike(lambda _: None)["nodes"]
    assert alike(js("([id]) => zhiluo.select(id)", first))["selected"] == {"kind": "node", "id": first}
    alike(press("#expand") if graph == "middle" else lambda _: None)
    alike(press("#card [data-steps='1']"))
    near = alike(press("#card [data-steps='2']"))
    narrower = alike(slide("0.7"))
    assert set(narrower["nodes"]) < set(near["nodes"])
    alike(press("#types input[value=Person]"))
    if graph == "city":
        date = "([text]) => { const f = document.getElementById('date-from'); f.value = text; f.dispatchEvent(new Event('change')); }"
        alike(js(date, "2022-03"))
        alike(press("#undated"))
    alike(press("#near .cross"))
    assert len(alike(press("#clear-filters"))["nodes"]) > len(narrower["nodes"])
    alike(slide("0.95"))  # who has no such fact is not shown, loaded or not
    alike(press("#relations .only"))
    alike(press("#clear-filters"))
    alike(js("([id]) => zhiluo.select(id)", second))
    alike(press("#find-path"))
    assert "路径" in alike(js("([id]) => zhiluo.select(id)", far))["card"]
    alike(slide("0.55"))
    alike(press("#clear-filters"))
    alike(press("#card .walk [data-edge]"))
    alike(js("() => zhiluo.clear()"))
    alike(js("() => zhiluo.clear()"))
    if graph == "middle":
        assert len(alike(press("#core .link"))["drawn"]) > 1300
        alike(js("() => zhiluo.select('e-2000')"))
        alike(press("#language"))


def test_explorer_and_picture_find_the_same_in_the_same_order(visit: Visit, middle: Served) -> None:
    pages = [visit(middle, page=name).page for name in ("graph.html", "explore")]
    for typed in ("实体之7号", "st7h", "别名12", "d3z", "第1镇", "company", "xqz", "77"):
        found = []
        for page in pages:
            page.fill("#search", "")
            expect(page.locator("#matches")).to_be_hidden()
            page.fill("#search", typed)
            expect(page.locator("#matches li").first).to_be_visible()
            found.append(page.locator("#matches li").all_inner_texts())
        assert found[0] == found[1], typed


def test_links_show_the_same_in_both(visit: Visit, middle: Served) -> None:
    key = next(key for key, fact in large_graph(*MIDDLE).facts() if fact.source == "e-1999")
    pages = [visit(middle, WIDE, f"#e={key}", page).page for page in ("graph.html", "explore")]
    go = "hash => new Promise(done => { addEventListener('hashchange', done, {once: true}); location.hash = hash; })"
    for fragment in (
        "", "near=e-2001,2&least=0.6", "path=e-1501,e-2222", "n=t-1&x=t-5,e-1900&more=1&types=Person&undated=0&lang=en",
        "n=nobody&e=nothing&near=x,1&path=a,b&x=q",
    ):  # fmt: skip
        told = []
        for page in pages:
            if fragment:
                page.evaluate(go, fragment)
            told.append(state_of(page))
        assert told[0] == told[1] and told[0]["nodes"], fragment


# --- 100,000 facts


def test_a_hundred_thousand_facts_are_opened_searched_expanded_and_linked(visit: Visit, large: Served, hundred_thousand: Graph) -> None:
    watched = visit(large, NARROW, wait=False)
    expect(watched.page.locator("#notice")).to_contain_text("服务器正在")
    watched.page.wait_for_selector("body[data-ready]")
    expect(watched.page.locator("#notice")).to_be_hidden()
    expect(watched.page.locator("#footer")).to_contain_text("101,473")
    search_and_expand(watched, hundred_thousand)
    watched = visit(large)
    find_paths_and_list(watched, hundred_thousand)
    again = visit(large, fragment=watched.page.evaluate("location.hash"))
    expect(again.page.locator("#card h2")).to_have_text("第401镇")
    expect(again.page.locator("#path")).to_contain_text("实体之101号")
    settled(again.page)
    for shown in (again, watched):
        assert shown.visible("edges") == between(hundred_thousand, set(shown.page.evaluate("zhiluo.drawn()")))


def search_and_expand(watched: Watched, graph: Graph) -> None:
    page = watched.page
    drawn = set(page.evaluate("zhiluo.drawn()"))
    assert len(drawn) == 800 and watched.visible("edges") == between(graph, drawn)
    for typed in ("实体之20001号", "stz20001h"):
        page.fill("#search", typed)
        expect(page.locator("#matches li").first).to_contain_text("实体之20001号")
    page.keyboard.press("Enter")
    card = page.locator("#card")
    expect(card.locator("h2")).to_contain_text("实体之20001号")
    both_ways = graph.network.to_undirected(as_view=True)
    expect(card.locator("ol [data-edge]")).to_have_count(graph.network.degree("e-20001"))
    expect(card.locator(".quote").first).to_contain_text("实体之20001号")
    page.focus("#canvas")
    page.keyboard.press("e")
    expect(page.locator("#expand")).to_have_count(0)
    assert set(both_ways["e-20001"]) <= watched.visible("nodes")
    drawn = set(page.evaluate("zhiluo.drawn()"))
    assert watched.visible("edges") == between(graph, drawn), "no fact between two that are drawn is missing"
    page.keyboard.press("2")
    expect(page.locator("#near")).to_be_visible()
    within = nx.single_source_shortest_path_length(both_ways, "e-20001", 2)
    near = watched.visible("nodes")
    assert near <= within.keys() and len(near) == min(401, len(within)) and watched.visible("edges") == between(graph, near)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#near")).to_have_count(0)
    page.evaluate("zhiluo.select('t-225')")  # one of a thousand facts
    expect(card.locator("h2")).to_have_text("第225镇")
    settled(page)
    assert watched.visible("edges") == between(graph, set(page.evaluate("zhiluo.drawn()")))


def find_paths_and_list(watched: Watched, graph: Graph) -> None:
    page = watched.page
    page.evaluate("zhiluo.select('e-101')")
    page.click("#find-path")
    page.evaluate("zhiluo.select('e-20001')")
    far = nx.shortest_path_length(graph.network.to_undirected(as_view=True), "e-101", "e-20001")
    expect(page.locator("#paths-found")).to_contain_text(f"各 {far} 步")
    expect(page.locator("#card .walk .quote").first).to_contain_text("实体之101号")
    page.uncheck("#types input[value=Town]")
    settled(page)
    assert not [i for i in watched.visible("nodes") if i.startswith("t-")]
    page.click("#clear-filters")
    settled(page)
    expect(page.locator("#timeline .loaded")).to_contain_text("已载入")
    page.click("[data-view=table]")
    expect(page.locator("#table .tabs .hint")).to_contain_text("/ 共 35,000 个实体")
    page.click("[data-tab=facts]")
    loaded = len(page.evaluate("zhiluo.facts()"))
    expect(page.locator("#table .tabs .hint")).to_have_text(f"{loaded} 行 · 已载入 {loaded:,} / 共 101,473 条关系")
    with page.expect_download() as download:
        page.click("#csv")
    assert download.value.suggested_filename == f"zhiluo-facts-{loaded}-of-101473.csv"
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) == loaded + 1
    page.click("[data-tab=entities]")
    hub = page.locator("#table .line", has_text="第401镇")
    expect(hub.locator(".number")).to_contain_text(f"/ {graph.network.degree('t-401')}")
    page.evaluate("zhiluo.select('t-401')")
    expect(hub.locator(".number")).not_to_contain_text("/")
    page.click("[data-view=graph]")
    page.wait_for_url(lambda url: "n=t-401" in url and "view=table" not in url)


def outside(page: Page, most: int) -> list[str]:
    """Companies that are not drawn at first."""
    return sorted({f"e-{n}" for n in range(0, 2400, 6)} - set(page.evaluate("zhiluo.drawn()")))[:most]


def name_of(key: str) -> str:
    return f"实体之{key[2:]}号"


# --- when the server is slow, gone, or has another graph


def test_a_server_that_does_not_answer_is_told_and_can_be_asked_again(visit: Visit, middle: Served) -> None:
    for language, words, again in (("zh", "服务器没有应答", "重试"), ("en", "The server does not answer", "Try again")):
        watched = visit(middle, fragment=f"#lang={language}")
        page = watched.page
        (hidden,) = outside(page, 1)
        page.route("**/explore/entity*", lambda route: route.abort())
        assert page.evaluate("id => zhiluo.select(id)", hidden) is False
        expect(page.locator("#notice")).to_contain_text(words)
        assert page.evaluate("zhiluo.selected()") is None and page.locator("#card").is_hidden()
        page.unroute("**/explore/entity*")
        expect(page.locator("#again")).to_have_text(again)
        page.click("#again")
        expect(page.locator("#card h2")).to_contain_text(name_of(hidden))
        expect(page.locator("#notice")).to_be_hidden()
        pardoned(watched, "ERR_FAILED")


def test_a_refusal_is_told_in_the_servers_words(visit: Visit, middle: Served) -> None:
    watched = visit(middle)
    page = watched.page
    (hidden,) = outside(page, 1)
    page.route("**/explore/entity*", lambda route: route.fulfill(status=500, body="the request failed\n", content_type="text/plain"))
    page.evaluate("id => zhiluo.select(id)", hidden)
    expect(page.locator("#notice")).to_contain_text("the request failed")
    pardoned(watched, "500 (Internal Server Error)")


def test_a_search_that_fails_says_so_and_can_be_tried_again(visit: Visit, city: Served) -> None:
    watched = visit(city)
    page = watched.page
    page.route("**/explore/names", lambda route: route.abort())
    page.fill("#search", "qhz")
    expect(page.locator("#matches .none")).to_contain_text("服务器没有应答")
    page.unroute("**/explore/names")
    page.click("#matches .none button")
    expect(page.locator("#matches .name").first).to_contain_text("清河镇")
    pardoned(watched, "ERR_FAILED")


def test_a_start_that_fails_can_be_tried_again(visit: Visit, city: Served) -> None:
    watched = visit(city, wait=False)
    page = watched.page
    page.wait_for_selector("body[data-ready]")
    page.route("**/explore/start", lambda route: route.abort())
    page.reload()
    expect(page.locator("#notice")).to_contain_text("服务器没有应答")
    page.unroute("**/explore/start")
    page.click("#again")
    page.wait_for_selector("body[data-ready]")
    pardoned(watched, "ERR_FAILED")


def test_what_is_slow_is_told_and_what_comes_later_overtakes_it(visit: Visit, middle: Served) -> None:
    watched, held = visit(middle), list[Route]()
    page = watched.page
    late, soon = outside(page, 2)
    page.route(f"**/explore/entity?id={late}", lambda route: held.append(route))
    page.evaluate("id => void zhiluo.select(id)", late)
    expect(page.locator("#notice")).to_have_text("正在载入……")
    page.evaluate("id => zhiluo.select(id)", soon)
    expect(page.locator("#card h2")).to_contain_text(name_of(soon))
    for route in held:
        route.continue_()
    settled(page)
    expect(page.locator("#card h2")).to_contain_text(name_of(soon))
    assert late not in page.evaluate("zhiluo.drawn()") and len(held) == 1
    expect(page.locator("#notice")).to_be_hidden()


def test_a_filter_set_while_something_loads_is_heeded_and_the_deed_is_done(visit: Visit, middle: Served) -> None:
    watched, held = visit(middle), list[Route]()
    page = watched.page
    (late,) = outside(page, 1)
    page.route(f"**/explore/entity?id={late}", lambda route: held.append(route))
    page.evaluate("id => void zhiluo.select(id)", late)
    expect(page.locator("#notice")).to_have_text("正在载入……")
    page.uncheck("#types input[value=Town]")
    held[0].continue_()
    settled(page)
    expect(page.locator("#card h2")).to_contain_text(name_of(late))
    assert not [i for i in watched.visible("nodes") if i.startswith("t-")]


def star_graph(rays: int) -> Graph:
    """A town with so many companies that no answer has all of them."""
    entities = [Entity("t", "Town", "清河镇"), *(Entity(f"c-{n}", "Company", f"公司{n}") for n in range(rays))]
    return build_graph(entities, [Fact(f"c-{n}", "t", "locatedIn", "r", 0.9, (sentence("位于", n),)) for n in range(rays)], [], [])


def test_a_graph_built_anew_is_not_mixed_with_the_old_and_an_entity_of_too_many_facts_says_so(visit: Visit, tmp_path: Path) -> None:
    out, graph = write_build(tmp_path, city_graph()), star_graph(2600)
    with serving(out) as served:
        watched = visit(served)
        page = watched.page
        (out / "new.json").write_text(to_json(graph), encoding="utf-8")
        (out / "new.json").replace(out / "graph.json")
        page.fill("#search", "清河镇")
        expect(page.locator("#matches .none")).to_contain_text("图已重新构建", timeout=30_000)
        page.evaluate("void zhiluo.select('t')")
        expect(page.locator("#notice")).to_contain_text("图已重新构建")
        page.click("#again")
        expect(page.locator("#footer")).to_contain_text("2,601")
        page.wait_for_selector("body[data-ready]")
        page.evaluate("zhiluo.select('t')")
        expect(page.locator("#omitted")).to_contain_text("/ 共 2,600 条关系，可信度高的在先。")
        for hidden in (1801, 1601):
            expect(page.locator("#expand")).to_contain_text(f"还有 {hidden} 个")
            page.click("#expand")
        settled(page)
        drawn = set(page.evaluate("zhiluo.drawn()"))
        assert len(drawn) == 1200 and watched.visible("edges") == between(graph, drawn)


def test_hostile_strings_run_nothing_in_the_explorer(visit: Visit, tmp_path: Path) -> None:
    graph = hostile_graph()
    company = next(e.id for e in graph.entities() if e.id.startswith("c"))
    with serving(write_build(tmp_path, graph)) as served:
        watched = visit(served)
        page = watched.page
        page.fill("#search", "onerror")
        page.click("#matches [data-node=p-1]")
        expect(page.locator("#card h2")).to_have_text(HOSTILE)
        page.click("#card [data-edge]")
        expect(page.locator("#card blockquote").first).to_have_text(f"{HOSTILE}任甲公司{CLOSING}董事长", use_inner_text=False)
        page.evaluate("id => zhiluo.select(id)", company)
        expect(page.locator("#card h2")).to_contain_text("甲公司</script>")
        page.click("#card [data-steps='2']")
        page.click("[data-view=table]")
        assert page.locator("body img, #card script, #table script").count() == 0

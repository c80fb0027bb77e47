"""The tools of the picture: pinyin, confidence, dates, timeline, neighbourhoods, paths, table, address, saving, keys, the core."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from kg.export import html
from kg.export.picture import draw
from kg.graph import Graph
from tests.browser.chromium import NARROW, WIDE, Opener, Watched
from tests.browser.samples import CLOSING, HOSTILE, city_graph, hostile_graph, large_graph, lines_graph
from tests.gold_graph import gold_graph

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def keys_of(graph: Graph, *kinds: str) -> set[str]:
    """The edge ids of the facts of these relations."""
    return {key for key, fact in graph.facts() if fact.type in kinds}


def key_between(graph: Graph, source: str, target: str) -> str:
    """The edge id of the one fact from one entity to another."""
    (key,) = [key for key, fact in graph.facts() if (fact.source, fact.target) == (source, target)]
    return key


def unfold(watched: Watched, size: tuple[int, int]) -> Page:
    """The page with its filters in sight."""
    if size == NARROW:
        watched.page.tap("#unfold")
    return watched.page


def fill_date(page: Page, end: str, text: str) -> None:
    """Type into one of the two date fields and leave it."""
    page.fill(f"#date-{end}", text)
    page.locator(f"#date-{end}").blur()


def saved(page: Page, control: str) -> tuple[str, bytes]:
    """The name and bytes of the file that a button saves."""
    with page.expect_download() as waiting:
        page.click(control)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def rows_of(text: bytes) -> list[list[str]]:
    """The rows of a CSV file, which begins with the mark of UTF-8."""
    assert text.startswith(b"\xef\xbb\xbf") and b"\r\n" in text
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


# --- search by pinyin


@BOTH
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("phs", "平湖市"), ("pinghushi", "平湖市"), ("pinghs", "平湖市"), ("cqgt", "重庆钢铁有限公司"), ("chongqing", "重庆钢铁有限公司"),
        ("zqgt", "重庆钢铁有限公司"),
        ("sx", "单雄"), ("dx", "单雄"), ("lgyq", "临港园区"), ("ygang", "重庆钢铁有限公司"), ("QHZ", "清河镇"),
        ("hush", "平湖市"),
    ],
)  # fmt: skip
def test_pinyin_finds_names_and_aliases(show: Opener, size: tuple[int, int], typed: str, found: str) -> None:
    page = show(city_graph(), size).page
    page.fill("#search", typed)
    expect(page.locator("#matches .name").first).to_contain_text(found)


def test_pinyin_that_no_name_has_finds_nothing_and_characters_come_before_it(show: Opener) -> None:
    page = show(city_graph()).page
    page.fill("#search", "xqz")
    expect(page.locator("#matches .none")).to_be_visible()
    page.fill("#search", "hyperlink")
    expect(page.locator("#matches .name").first).to_have_text("=HYPERLINK(1)")


# --- filters by confidence and date, and the timeline


@BOTH
def test_confidence_holds_weak_facts_back(show: Opener, size: tuple[int, int]) -> None:
    graph, watched = city_graph(), show(city_graph(), size)
    page = unfold(watched, size)
    page.locator("#confidence").fill("0.75")
    strong = {key for key, fact in graph.facts() if fact.confidence >= 0.75}
    assert watched.visible("edges") == strong
    expect(page.locator("#refine output")).to_have_text("75%")
    page.locator("#confidence").fill("0")
    assert len(watched.visible("edges")) == 7


@BOTH
def test_dates_hold_back_what_lies_wholly_outside(show: Opener, size: tuple[int, int]) -> None:
    graph, watched = city_graph(), show(city_graph(), size)
    page = unfold(watched, size)
    undated = keys_of(graph, "holdsPosition")
    fill_date(page, "from", "2024-06")
    assert watched.visible("edges") == undated | {key_between(graph, "z-1", "l-1"), key_between(graph, "p-2", "z-1")}
    fill_date(page, "to", "2024")
    assert watched.visible("edges") == undated | {key_between(graph, "z-1", "l-1")}
    fill_date(page, "from", "2022年3月")
    assert page.input_value("#date-from") == "2022-03"
    assert key_between(graph, "c-2", "t-1") in watched.visible("edges"), "known only to be of 2022, it may be of March"
    assert key_between(graph, "t-1", "l-1") in watched.visible("edges"), "without a date of its own it is of its page's"
    fill_date(page, "to", "soon")
    expect(page.locator("#bad-date")).to_be_visible()
    assert page.get_attribute("#date-to", "aria-invalid") == "true"
    assert key_between(graph, "z-1", "l-1") in watched.visible("edges"), "a wrong date changes nothing"
    page.click("#clear-dates")
    assert len(watched.visible("edges")) == 7


def test_timeline_counts_facts_by_date_and_those_without(show: Opener) -> None:
    page = show(city_graph()).page
    timeline = page.locator("#timeline")
    expect(timeline.locator(".undated")).to_contain_text("2")
    expect(timeline.locator(".axis span").first).to_have_text("2022-01")
    titles = timeline.locator(".bar").evaluate_all("bars => bars.map(bar => bar.title)")
    told = {title.split(" · ")[0]: title.split(" · ")[1] for title in titles}
    assert told["2024-05"].startswith("1 ") and told["2025-02"].startswith("1 ") and told["2024-01"].startswith("0 ")
    assert told["2022-01"].startswith("0.1 "), "a fact of a year is spread over its months"
    assert timeline.locator("i.paper").count() > 0, "dates of the issue are told from those of the fact"
    page.uncheck("#types input[value=Person]")
    expect(timeline.locator(".bar").last).to_have_attribute("title", "2025-02 · 0 条关系")


@BOTH
def test_brushing_the_timeline_filters(show: Opener, size: tuple[int, int]) -> None:
    graph, watched = city_graph(), show(city_graph(), size)
    page = watched.page
    if size == NARROW:
        page.click("#time")
    plot = page.locator("#timeline .plot").bounding_box()
    assert plot is not None
    bars = page.locator("#timeline .bar").count()
    at = [title.startswith("2024-05") for title in page.locator("#timeline .bar").evaluate_all("bars => bars.map(bar => bar.title)")].index(
        True
    )
    middle = plot["y"] + plot["height"] / 2
    page.mouse.move(plot["x"] + plot["width"] * (at + 0.3) / bars, middle)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * (at + 1.6) / bars, middle)
    page.mouse.up()
    assert (page.input_value("#date-from"), page.input_value("#date-to")) == ("2024-05", "2024-06")
    dated = {key_between(graph, "c-1", "t-1"), key_between(graph, "z-1", "l-1")}
    assert watched.visible("edges") == dated | keys_of(graph, "holdsPosition")
    page.uncheck("#undated")
    assert watched.visible("edges") == dated
    expect(page.locator("#timeline .range")).to_have_text("2024-05 – 2024-06")
    page.click("#clear-time")
    assert watched.visible("edges") == {key for key, fact in graph.facts() if fact.type != "holdsPosition"}


def test_ends_of_the_timeline_move_with_the_keys(show: Opener) -> None:
    page = show(city_graph()).page
    page.focus("#timeline .handle.from")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.input_value("#date-from") == "2022-03"
    assert page.get_attribute("#timeline .handle.from", "aria-valuetext") == "2022-03"
    page.keyboard.press("End")
    assert page.input_value("#date-from") == "2025-02"
    page.keyboard.press("Home")
    assert page.input_value("#date-from") == ""


def test_a_graph_without_dates_says_so(show: Opener) -> None:
    page = show(hostile_graph()).page
    expect(page.locator("#timeline")).to_contain_text("没有任何关系带日期")


# --- neighbourhoods, paths


@BOTH
def test_neighbourhood_of_one_and_two_steps(show: Opener, size: tuple[int, int]) -> None:
    watched = show(city_graph(), size)
    page = watched.page
    page.evaluate("zhiluo.select('c-1')")
    page.click("#card [data-steps='1']")
    assert watched.visible("nodes") == {"c-1", "p-1", "t-1"}
    expect(page.locator("#card [data-steps='1']")).to_have_attribute("aria-pressed", "true")
    page.click("#card [data-steps='2']")
    assert watched.visible("nodes") == {"c-1", "p-1", "t-1", "c-2", "l-1"}
    expect(page.locator("#near")).to_contain_text("重庆钢铁有限公司")
    page.click("#near .cross")
    assert len(watched.visible("nodes")) == 8


def test_neighbourhood_follows_the_filters(show: Opener) -> None:
    watched = show(city_graph())
    watched.page.evaluate("zhiluo.select('c-1')")
    watched.page.click("#card [data-steps='2']")
    watched.page.uncheck("#relations input[value=holdsPosition]")
    assert watched.visible("nodes") == {"c-1", "t-1", "c-2", "l-1"}


@BOTH
def test_paths_between_two_picked_entities_with_their_sentences(show: Opener, size: tuple[int, int]) -> None:
    graph, watched = city_graph(), show(city_graph(), size)
    page = watched.page
    page.evaluate("zhiluo.select('p-1')")
    page.click("#find-path")
    expect(page.locator("#picking")).to_contain_text("单雄")
    point = page.evaluate("zhiluo.nodePoint('t-1')")
    page.mouse.click(point["x"], point["y"])
    card = page.locator("#card")
    expect(card.locator("h2")).to_have_text("单雄 – 清河镇")
    expect(card.locator("#paths-found")).to_have_text("2 条最短路径，各 2 步")
    walks = card.locator(".walk")
    expect(walks.nth(0).locator(".entity")).to_have_text(["单雄", "重庆钢铁有限公司", "清河镇"])
    expect(walks.nth(1).locator(".entity")).to_have_text(["单雄", "=HYPERLINK(1)", "清河镇"])
    expect(walks.nth(0).locator(".quote")).to_have_text(["单雄任董事长的重庆钢铁有限公司。", "重庆钢铁有限公司正式落户清河镇。"])
    expect(walks.nth(0).locator(".relation").nth(1)).to_have_text("→ 投资")
    walks.nth(1).locator("[data-edge]").first.click()
    expect(card.locator("h2")).to_have_text("任职")
    page.click("#card .close")
    expect(card.locator("h2")).to_have_text("单雄 – 清河镇")
    page.click("#card .close")
    expect(card).to_be_hidden()
    assert len(watched.visible("edges")) == graph.network.number_of_edges()


def test_paths_by_search_and_under_filters_and_none(show: Opener) -> None:
    page = show(city_graph()).page
    page.evaluate("zhiluo.select('p-1')")
    page.click("#find-path")
    page.fill("#search", "qhz")
    page.keyboard.press("Enter")
    expect(page.locator("#card .walk")).to_have_count(2)
    page.locator("#confidence").fill("0.7")
    expect(page.locator("#card .walk")).to_have_count(1)
    page.uncheck("#relations input[value=investsIn]")
    expect(page.locator("#paths-found")).to_have_text("在当前筛选之下，两者之间没有路径。")
    page.click("#clear-filters")
    expect(page.locator("#card .walk")).to_have_count(2)
    page.keyboard.press("Escape")
    page.evaluate("zhiluo.select('p-1')")
    page.click("#find-path")
    page.keyboard.press("Escape")
    expect(page.locator("#picking")).to_have_count(0)
    page.evaluate("zhiluo.select('p-1')")
    page.click("#find-path")
    page.evaluate("zhiluo.select('o-1')")
    expect(page.locator("#paths-found")).to_have_text("两者之间没有路径。")


# --- sentences


def test_words_of_the_rule_are_marked_apart_from_the_names(show: Opener) -> None:
    graph = city_graph()
    page = show(graph).page
    page.evaluate("key => zhiluo.selectEdge(key)", key_between(graph, "c-1", "t-1"))
    marks = page.locator("#card blockquote mark")
    expect(marks).to_have_text(["重庆钢铁有限公司", "正式落户", "清河镇"])
    assert marks.evaluate_all("marks => marks.map(m => m.className)") == ["", "said", ""]
    expect(page.locator("#card .where")).to_contain_text("page-1")
    page.evaluate("key => zhiluo.selectEdge(key)", key_between(graph, "t-1", "l-1"))
    expect(page.locator("#card .where")).to_have_text("《镇情》 · 2023-03-01 · page-2 · 第 160–168 字")


# --- table


@BOTH
def test_table_lists_what_passes_the_filters_and_opens_cards(show: Opener, size: tuple[int, int]) -> None:
    watched = show(city_graph(), size)
    page = watched.page
    page.click("[data-view=table]")
    expect(page.locator("#table .line")).to_have_count(8)
    expect(page.locator("#table .line").first).to_contain_text("清河镇")
    unfold(watched, size)
    page.uncheck("#types input[value=Person]")
    if size == NARROW:
        page.tap("#unfold")
    expect(page.locator("#table .line")).to_have_count(6)
    page.click("#table .line:has-text('平湖市')")
    expect(page.locator("#card h2")).to_have_text("平湖市")
    page.click("#card .close")
    page.click("[data-tab=facts]")
    expect(page.locator("#table .line")).to_have_count(4)
    page.click("#table .line:has-text('投资')")
    expect(page.locator("#card h2")).to_have_text("投资")
    page.click("#card .close")
    page.click("[data-tab=observations]")
    expect(page.locator("#table .line")).to_have_count(2)
    page.click("#table .line:has-text('生产总值')")
    expect(page.locator("#card h2")).to_have_text("清河镇")
    page.click("[data-view=graph]")
    assert page.evaluate("zhiluo.selected()") == {"kind": "node", "id": "t-1"}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_table_sorts_by_every_column_both_ways(show: Opener) -> None:
    page = show(city_graph(), fragment="#view=table&tab=facts").page
    first = page.locator("#table .line").first
    for column in page.locator("#table .head [data-column]").evaluate_all("heads => heads.map(head => head.dataset.column)"):
        head = page.locator(f"#table [data-column={column}]")
        head.locator("button").click()
        order = head.get_attribute("aria-sort")
        assert order in ("ascending", "descending")
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == {"ascending": "descending", "descending": "ascending"}[order]
    page.click("#table [data-column=confidence] button")
    expect(first).to_contain_text("95%")
    page.click("#table [data-column=confidence] button")
    expect(first).to_contain_text("40%")


def test_names_are_sorted_by_pinyin(show: Opener) -> None:
    page = show(city_graph(), fragment="#view=table&sort=name").page
    names = page.locator("#table .line .clip").all_text_contents()
    assert names[0] == "=HYPERLINK(1)" and names.index("独立协会") < names.index("李梅") < names.index("平湖市") < names.index("清河镇")


def test_table_of_thousands_of_rows_puts_only_those_in_sight_into_the_page(show: Opener) -> None:
    watched = show(large_graph(2000, 3), fragment="#view=table&tab=facts")
    page = watched.page
    total = len(page.evaluate("zhiluo.facts()"))
    assert total > 5000 and page.locator("#table .line").count() < 80
    expect(page.locator("#table [role=grid]")).to_have_attribute("aria-rowcount", str(total + 1))
    page.locator("#table .line").first.focus()
    page.keyboard.press("End")
    expect(page.locator(f"#table .line[aria-rowindex='{total + 1}']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#table .line[aria-rowindex='{total}']")).to_be_focused()


def test_table_of_nothing_says_so(show: Opener) -> None:
    page = show(city_graph(), fragment="#view=table&from=1990&to=1991&undated=0&lone=0").page
    expect(page.locator("#table")).to_contain_text("没有符合筛选的行")


# --- the address


def fragment_of(page: Page, wanted: str) -> str:
    """The fragment once it contains what is wanted; the page writes it a moment after the deed."""
    page.wait_for_url(lambda url: wanted in url)
    return str(page.evaluate("location.hash"))


@BOTH
def test_address_holds_all_that_is_set_and_brings_it_back(show: Opener, size: tuple[int, int]) -> None:
    watched = show(city_graph(), size)
    page = watched.page
    page.click("#language")
    unfold(watched, size)
    page.uncheck("#types input[value=Organization]")
    page.uncheck("#relations input[value=visits]")
    page.locator("#confidence").fill("0.5")
    fill_date(page, "from", "2021")
    fill_date(page, "to", "2024-12")
    page.evaluate("zhiluo.select('c-1')")
    page.click("#card [data-steps='2']")
    page.click("[data-view=table]")
    page.evaluate("zhiluo.clear()")
    page.evaluate("zhiluo.select('l-1')")
    page.click("#card .close")
    page.click("[data-tab=facts]")
    page.click("#table [data-column=relation] button")
    page.evaluate("zhiluo.select('t-1')")
    fragment = fragment_of(page, "n=t-1")
    for part in (
        "near=c-1,2",
        "view=table",
        "tab=facts",
        "sort=relation",
        "types=Organization",
        "relations=visits",
        "least=0.5",
        "from=2021",
        "to=2024-12",
        "lang=en",
    ):
        assert part in fragment[1:].split("&")
    again = show(city_graph(), size, fragment=fragment)
    assert again.page.evaluate("location.hash") == fragment
    expect(again.page.locator("#card h2")).to_have_text("清河镇")
    assert again.visible("nodes") == watched.visible("nodes") and again.visible("edges") == watched.visible("edges")
    rows = "rows => rows.map(row => row.dataset.row)"
    assert again.page.locator("#table .line").evaluate_all(rows) == page.locator("#table .line").evaluate_all(rows)
    assert again.page.get_attribute("html", "lang") == "en" and again.page.locator("#confidence").input_value() == "0.5"
    assert again.page.is_checked("#types input[value=Organization]") is False


def test_address_of_a_path_and_of_a_fact(show: Opener) -> None:
    graph = city_graph()
    page = show(graph, fragment="#path=p-1,t-1").page
    expect(page.locator("#card .walk")).to_have_count(2)
    key = key_between(graph, "c-1", "t-1")
    page = show(graph, fragment=f"#e={key}").page
    expect(page.locator("#card h2")).to_have_text("投资")


def test_the_way_back_leads_to_what_was_selected_before(show: Opener) -> None:
    page = show(city_graph()).page
    page.evaluate("zhiluo.select('c-1')")
    fragment_of(page, "n=c-1")
    page.evaluate("zhiluo.select('t-1')")
    fragment_of(page, "n=t-1")
    page.go_back()
    expect(page.locator("#card h2")).to_have_text("重庆钢铁有限公司")
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#card h2")).to_have_text("重庆钢铁有限公司")


@pytest.mark.parametrize(
    "fragment",
    [
        "#n=nobody&e=nothing&near=x,9&path=a,b&x=q&sort=-evil&tab=alien&types=Alien&least=7&from=never&more=zz&lang=xx",
        "#%E0%A4%A&n=%&=&&&x", "#n=<img src=x onerror=alert(1)>", "#n=__proto__&near=constructor,1&tab=__proto__",
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_shows_the_whole(show: Opener, fragment: str) -> None:
    watched = show(city_graph(), fragment=fragment)
    assert len(watched.visible("nodes")) == 8 and len(watched.visible("edges")) == 7
    expect(watched.page.locator("#card")).to_be_hidden()


def test_ids_with_marks_of_the_address_survive_it(show: Opener) -> None:
    company = next(e.id for e in hostile_graph().entities() if e.id.startswith("c"))
    page = show(hostile_graph()).page
    page.evaluate("id => zhiluo.select(id)", company)
    fragment = fragment_of(page, "n=c")
    again = show(hostile_graph(), fragment=fragment).page
    assert again.evaluate("zhiluo.selected()") == {"kind": "node", "id": company}


# --- saving


@BOTH
def test_csv_is_of_what_is_shown_and_no_cell_is_a_formula(show: Opener, size: tuple[int, int]) -> None:
    page = show(city_graph(), size, fragment="#least=0.5").page
    name, data = saved(page, "#csv")
    rows = rows_of(data)
    assert name == "zhiluo-facts.csv" and len(rows) == 1 + 6
    page.click("[data-view=table]")
    name, data = saved(page, "#csv")
    rows = rows_of(data)
    assert name == "zhiluo-entities.csv" and rows[0][:2] == ["名称", "类型"] and ["'=HYPERLINK(1)", "企业"] in [row[:2] for row in rows]
    page.click("[data-tab=facts]")
    head, *rows = rows_of(saved(page, "#csv")[1])
    told = [dict(zip(head, row, strict=True)) for row in rows]
    invests = next(row for row in told if row["关系"] == "投资")
    assert (invests["主语"], invests["宾语"], invests["金额"], invests["币种"]) == ("重庆钢铁有限公司", "清河镇", "100000000", "CNY")
    assert "'-董事" in {row["职务"] for row in told} and all(row["原句"] and row["版面"] for row in told)
    page.click("[data-tab=observations]")
    rows = rows_of(saved(page, "#csv")[1])
    assert ["平湖市", "'@人口", "500000"] in [row[:3] for row in rows]
    assert {row[rows[0].index("状态")] for row in rows[1:]} == {"已发生"}
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row)


def test_a_target_is_no_figure_that_happened_in_the_table_either(show: Opener) -> None:
    page = show(lines_graph(), fragment="#view=table&tab=observations").page
    head, *rows = rows_of(saved(page, "#csv")[1])
    assert {row[head.index("指标")]: row[head.index("状态")] for row in rows} == {
        "生产总值": "已发生", "绿化率": "已发生", "出口额": "已发生", "外资": "目标",
    }  # fmt: skip
    expect(page.locator("#table")).to_contain_text("目标")


def test_csv_of_hostile_strings_is_read_back_whole(show: Opener) -> None:
    page = show(hostile_graph(), fragment="#view=table&tab=facts").page
    rows = rows_of(saved(page, "#csv")[1])
    assert len(rows) == 2 and rows[1][0] == HOSTILE and rows[1][2] == f"甲公司{CLOSING}"


@BOTH
def test_png_is_the_picture_twice_as_fine_on_white(show: Opener, size: tuple[int, int]) -> None:
    page = show(city_graph(), size).page
    before = page.evaluate("zhiluo.nodePoint('t-1')")
    name, data = saved(page, "#png")
    box = page.locator("#canvas").bounding_box()
    assert box is not None and name == "zhiluo.png" and data.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", data[16:24])
    assert (wide, high) == (2 * round(box["width"]), 2 * (round(box["height"]) + 28))
    assert page.evaluate("zhiluo.nodePoint('t-1')") == before
    page.click("[data-view=table]")
    expect(page.locator("#png")).to_be_hidden()


# --- keys


def test_arrows_walk_between_neighbours_and_enter_opens_the_card(show: Opener) -> None:
    page = show(city_graph()).page
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    first = page.evaluate("zhiluo.selected().id")
    assert first == "t-1", "the best connected comes first"
    reached = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.evaluate("id => zhiluo.select(id)", first)
        page.focus("#canvas")
        page.keyboard.press(key)
        reached.add(page.evaluate("zhiluo.selected().id"))
        expect(page.locator("#canvas")).to_be_focused()
    assert len(reached) > 2 and reached <= {"t-1", "c-1", "c-2", "l-1"}
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#canvas")).to_be_focused()


def test_letters_work_in_the_picture_and_not_while_typing(show: Opener) -> None:
    watched = show(city_graph())
    page = watched.page
    page.focus("#search")
    page.keyboard.type("t12")
    assert page.input_value("#search") == "t12" and page.locator("#table").is_hidden()
    page.fill("#search", "")
    page.evaluate("zhiluo.select('c-1')")
    page.focus("#canvas")
    page.keyboard.press("1")
    assert watched.visible("nodes") == {"c-1", "p-1", "t-1"}
    page.keyboard.press("2")
    assert len(watched.visible("nodes")) == 5
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert len(watched.visible("nodes")) == 8
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_hidden()
    page.keyboard.press("l")
    assert page.get_attribute("html", "lang") == "en"
    page.evaluate("zhiluo.select('c-1')")
    page.focus("#canvas")
    page.keyboard.press("p")
    expect(page.locator("#picking")).to_be_visible()


@BOTH
def test_question_mark_lists_the_keys(show: Opener, size: tuple[int, int]) -> None:
    page = show(city_graph(), size).page
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#help dt")).to_have_count(14)
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.click("#keys")
    expect(page.locator("#help")).to_be_visible()
    page.click("#help .close")
    expect(page.locator("#help")).to_be_hidden()


def test_tab_leads_through_search_filters_tools_and_picture(show: Opener) -> None:
    page = show(city_graph()).page
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
        if seen[-1] == "handle to":
            break
    order = [
        seen.index(name) for name in ("language", "search", "confidence", "date-from", "csv", "keys", "canvas", "undated", "handle to")
    ]
    assert order == sorted(order)


# --- a graph too large to draw at once


@pytest.fixture
def small_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs of more than 100 entities open on 40."""
    monkeypatch.setattr(html, "draw", lambda graph, ontology: draw(graph, ontology, most=100, core=40))


@BOTH
@pytest.mark.usefixtures("small_core")
def test_a_large_graph_opens_on_its_core_says_so_and_expands(show: Opener, size: tuple[int, int]) -> None:
    graph = large_graph(300)
    watched = show(graph, size)
    page = watched.page
    assert len(page.evaluate("zhiluo.drawn()")) == 40
    expect(page.locator("#core")).to_contain_text("40")
    expect(page.locator("#core")).to_contain_text("300")
    page.evaluate("zhiluo.select('t-1')")
    near = set(graph.network.predecessors("t-1")) | set(graph.network.successors("t-1"))
    hidden = near - set(page.evaluate("zhiluo.drawn()"))
    assert hidden
    expect(page.locator("#expand")).to_contain_text(str(len(hidden)))
    page.click("#expand")
    assert near <= watched.visible("nodes")
    expect(page.locator("#expand")).to_have_count(0)
    ends = {key: {fact.source, fact.target} for key, fact in graph.facts()}
    drawn = set(page.evaluate("zhiluo.drawn()"))
    assert watched.visible("edges") == {key for key, both in ends.items() if both <= drawn}
    page.click("#core .link")
    assert len(page.evaluate("zhiluo.drawn()")) == 300
    expect(page.locator("#core")).to_have_count(0)


@pytest.mark.usefixtures("small_core")
def test_a_link_pasted_into_an_open_page_expands_what_it_names(show: Opener) -> None:
    graph = large_graph(300)
    page = show(graph, fragment="#x=t-1").page
    drawn = set(page.evaluate("zhiluo.drawn()"))
    hidden = {n: set(graph.network.predecessors(n)) | set(graph.network.successors(n)) for n in sorted(drawn) if n != "t-1"}
    other = next(n for n, ends in hidden.items() if ends - drawn)
    page.evaluate("id => { location.hash = `x=${id}`; }", other)
    page.wait_for_function("ids => ids.every(id => zhiluo.drawn().includes(id))", arg=sorted(hidden[other]))


@pytest.mark.usefixtures("small_core")
def test_a_double_click_expands(show: Opener) -> None:
    graph = large_graph(300)
    watched = show(graph)
    point = watched.page.evaluate("zhiluo.nodePoint('t-3')")
    watched.page.mouse.dblclick(point["x"], point["y"])
    expect(watched.page.locator("#card h2")).to_have_text("第3镇")
    near = set(graph.network.predecessors("t-3")) | set(graph.network.successors("t-3"))
    watched.page.wait_for_url(lambda url: "x=t-3" in url)
    assert near <= watched.visible("nodes")


@pytest.mark.usefixtures("small_core")
def test_what_is_not_drawn_is_found_listed_and_drawn_when_selected(show: Opener) -> None:
    graph = large_graph(300)
    watched = show(graph)
    page = watched.page
    drawn = set(page.evaluate("zhiluo.drawn()"))
    both_ways = graph.network.to_undirected()
    hidden = min(e.id for e in graph.entities() if e.id not in drawn and set(both_ways[e.id]) - drawn)
    page.click("[data-view=table]")
    expect(page.locator("#table .tabs .hint")).to_have_text("300 行")
    page.click("[data-view=graph]")
    page.fill("#search", graph.entity(hidden).name)
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text(graph.entity(hidden).name)
    assert hidden in watched.visible("nodes")
    page.focus("#canvas")
    page.keyboard.press("e")
    near = set(graph.network.predecessors(hidden)) | set(graph.network.successors(hidden))
    assert near <= watched.visible("nodes")
    again = show(graph, fragment=fragment_of(page, "x="))
    assert again.visible("nodes") == watched.visible("nodes")


@pytest.mark.usefixtures("small_core")
def test_neighbourhoods_and_paths_reach_what_is_not_drawn(show: Opener) -> None:
    graph = large_graph(300)
    watched = show(graph)
    page = watched.page
    page.evaluate("zhiluo.select('t-2')")
    page.click("#card [data-steps='1']")
    assert watched.visible("nodes") == {"t-2"} | set(graph.network.predecessors("t-2")) | set(graph.network.successors("t-2"))
    drawn = set(page.evaluate("zhiluo.drawn()"))
    steps = nx.single_source_shortest_path_length(graph.network.to_undirected(), "t-2")
    far = max((steps[e.id], e.id) for e in graph.entities() if e.id not in drawn and e.id in steps)[1]
    page.click("#find-path")
    page.evaluate("id => zhiluo.select(id)", far)
    expect(page.locator("#card .walk").first).to_be_visible()
    expect(page.locator("#paths-found")).to_contain_text(f"{steps[far]} 步" if page.locator("#card .walk").count() < 20 else "条以上")
    assert far in watched.visible("nodes")


# --- words that can be read, hostile strings

PALE = """() => {
    const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const rgba = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
    const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    const ground = e => {
        for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; }
        return [255, 255, 255, 1];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    for (let node; (node = walker.nextNode());) {
        const e = node.parentElement, style = getComputedStyle(e);
        if (!node.data.trim() || !e.getClientRects().length || style.opacity === "0") continue;
        if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(e.tagName)) continue;
        const [a, b] = [light(rgba(style.color)), light(ground(e))].sort((x, y) => y - x), contrast = (a + 0.05) / (b + 0.05);
        if (contrast < 4.5) found.push(`${node.data.trim().slice(0, 20)} ${contrast.toFixed(2)}`);
    }
    return found;
}"""


@BOTH
@pytest.mark.parametrize("fragment", ["#lang=en", "#n=t-1", "#view=table&tab=facts&n=c-1", "#path=p-1,t-1", "#near=c-1,2"])
def test_words_have_the_contrast_that_wcag_asks_for(show: Opener, size: tuple[int, int], fragment: str) -> None:
    watched = show(city_graph(), size, fragment=fragment)
    unfold(watched, size)
    assert watched.page.evaluate(PALE) == []


@BOTH
def test_every_control_has_a_name(show: Opener, size: tuple[int, int]) -> None:
    page = show(city_graph(), size, fragment="#n=t-1").page
    nameless = page.locator("button, input, [role=slider], [role=application]").evaluate_all(
        "all => all.filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map(e => e.outerHTML)"
    )
    assert nameless == []


@BOTH
def test_hostile_strings_run_nothing_in_any_view(show: Opener, size: tuple[int, int]) -> None:
    watched = show(hostile_graph(), size, title=HOSTILE)
    page = watched.page
    for tab in ("entities", "facts", "observations"):
        page.click("[data-view=table]")
        page.click(f"[data-tab={tab}]")
        expect(page.locator("#table .line").first).to_contain_text("<img src=x onerror=alert(1)>")
    page.click("[data-view=graph]")
    page.evaluate("zhiluo.select('p-1')")
    page.click("#card [data-steps='1']")
    expect(page.locator("#near")).to_contain_text("onerror")
    page.click("#find-path")
    page.evaluate("zhiluo.select(zhiluo.visible().nodes.find(id => id.startsWith('c')))")
    expect(page.locator("#card .walk")).to_have_count(1)
    assert HOSTILE in page.title()
    saved(page, "#png")
    saved(page, "#csv")
    assert page.locator("body img, body script:not([id=data]):not([type]) ~ script ~ script, #card script, #table script").count() == 0
    assert sorted(page.evaluate("Object.keys(window).filter(name => /zhiluo|KNOWN|FILTERS|view$/.test(name))")) == ["zhiluo"]


@BOTH
def test_real_pages_show_every_tool_without_a_fault(show: Opener, size: tuple[int, int]) -> None:
    graph = gold_graph("004")
    page = show(graph, size).page
    degree = dict(graph.network.degree())
    hub = max(degree, key=lambda n: (degree[n], n))
    page.evaluate("id => zhiluo.select(id)", hub)
    for step in ("1", "2"):
        page.click(f"#card [data-steps='{step}']")
    page.click("[data-view=table]")
    for tab in ("entities", "facts", "observations"):
        page.click(f"[data-tab={tab}]")
    page.click("#language")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Both query editors as people use them: in headless Chromium that can reach the server and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from serving import Served, serving, write_county

from tests.browser.chromium import Watched, watching

pytestmark = pytest.mark.browser

HOSTILE = """SELECT ?x WHERE { VALUES ?x {
  "<img src=x onerror=alert(1)>" "<script>alert(2)</script>"^^rdf:HTML "=1+1" <javascript:alert(3)> "<svg onload=alert(4)>"^^rdf:XMLLiteral
} } ORDER BY STR(?x)"""
Visit = Callable[[str], Watched]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_county(tmp_path_factory.mktemp("county")), "--limit", "50") as server:
        yield server


@pytest.fixture
def visit(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a page of the server; at the end it must have asked nobody else and complained of nothing."""
    lax = request.node.get_closest_marker("without_policy") is not None
    with watching() as watched_by:
        context = browser.new_context(viewport={"width": 1300, "height": 900}, accept_downloads=True, bypass_csp=lax)
        watched = watched_by(context, lambda url: url.startswith(served.url))

        def open_page(path: str) -> Watched:
            watched.page.goto(served.url + path)
            return watched

        yield open_page


def ready(page: Page) -> None:
    page.wait_for_function("() => window.zhiluoEditor !== undefined && document.querySelectorAll('#names option').length > 15")


def cells(page: Page, selector: str) -> list[list[str]]:
    rows = page.locator(f"{selector} tbody tr")
    return [rows.nth(i).locator("td").all_inner_texts() for i in range(rows.count())]


def test_the_editor_runs_the_query_that_it_begins_with(visit: Visit) -> None:
    page = visit("query").page
    ready(page)
    page.click(".yasqe_queryButton")
    expect(page.locator(".yasr_response_chip")).to_contain_text("20 results")
    assert len(cells(page, ".yasr_results table")) == 20


def test_a_named_query_is_put_into_the_editor_with_its_parameters_and_answers(visit: Visit) -> None:
    page = visit("query").page
    ready(page)
    page.select_option("#names", "posts")
    expect(page.locator("#about")).to_contain_text("Who holds, or held, which post where")
    page.fill("#fields input[name=person]", "老赵")
    page.click("#use")
    expect(page.locator(".CodeMirror-code")).to_contain_text("老赵")
    page.click(".yasqe_queryButton")
    expect(page.locator(".yasr_response_chip")).to_contain_text("1 result")
    [row] = cells(page, ".yasr_results table")
    assert "县长" in row and "县长赵一" in row


def test_the_slow_answer_to_an_earlier_choice_is_not_put_over_a_later_one(visit: Visit) -> None:
    page = visit("query").page
    ready(page)
    held: list[Route] = []
    page.route("**/queries/posts?*", lambda route: held.append(route))
    page.select_option("#names", "posts")
    page.select_option("#names", "hubs")
    expect(page.locator(".tabsList .tab.active")).to_contain_text("hubs")
    later = page.evaluate("zhiluoEditor.getTab().getQuery()")
    with page.expect_response("**/queries/posts?*"):
        [route] = held
        route.continue_()
    page.wait_for_timeout(300)
    assert page.evaluate("zhiluoEditor.getTab().getQuery()") == later


def test_a_parameter_that_must_be_given_is_asked_for(visit: Visit) -> None:
    page = visit("query").page
    ready(page)
    page.select_option("#names", "who-connects")
    expect(page.locator("#fields input[name=one]")).to_have_attribute("required", "")
    page.fill("#fields input[name=one]", "赵一")
    page.click("#use")
    expect(page.locator(".CodeMirror-code")).to_contain_text("赵一")


@pytest.mark.without_policy  # which would stop a script, so that it would not show what the editor itself does
def test_text_of_a_page_stays_text_in_the_editor_and_in_its_download(visit: Visit) -> None:
    page = visit("query").page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    ready(page)
    page.evaluate("query => zhiluoEditor.getTab().setQuery(query)", "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n" + HOSTILE)
    page.click(".yasqe_queryButton")
    expect(page.locator(".yasr_response_chip")).to_contain_text("5 results")
    table = page.locator(".yasr_results table")
    expect(table).to_contain_text("<img src=x onerror=alert(1)>")
    assert table.locator("img, script, tbody svg[onload]").count() == 0
    with page.expect_download() as download:
        page.click(".yasr_downloadIcon")
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert set(asked) <= {"sparql", "queries"}  # no picture of that name was fetched
    assert '"\'=1+1"' in saved and '"=1+1"' not in saved


def test_what_the_server_refuses_is_shown(visit: Visit) -> None:
    watched = visit("query")
    page = watched.page
    ready(page)
    page.evaluate("query => zhiluoEditor.getTab().setQuery(query)", "SELECT * WHERE { SERVICE <http://x.example/> { ?s ?p ?o } }")
    page.click(".yasqe_queryButton")
    expect(page.locator(".yasr_results")).to_contain_text("SERVICE is refused")
    watched.complaints[:] = [line for line in watched.complaints if "400 (Bad Request)" not in line]  # Chromium tells of every such status


def test_the_plain_editor_runs_queries_and_shows_tables(visit: Visit) -> None:
    page = visit("query/plain").page
    expect(page.locator("#names option")).not_to_have_count(1)
    page.click("#run")
    expect(page.locator("#told")).to_contain_text("20 行 rows")
    assert page.locator("#result tr").count() == 21
    page.select_option("#names", "who-met-whom")
    page.wait_for_function("() => document.getElementById('query').value.includes('zl:meets')")
    page.click("#run")
    expect(page.locator("#told")).to_contain_text("3 行 rows")
    expect(page.locator("#result")).to_contain_text("昨天，赵一会见了钱二")


def test_a_server_that_is_gone_is_told(visit: Visit) -> None:
    watched = visit("query/plain")
    page = watched.page
    expect(page.locator("#names option")).not_to_have_count(1)
    page.route("**/sparql", lambda route: route.abort())
    for button in ("#run", "#csv"):
        page.evaluate("document.getElementById('told').textContent = ''")
        page.click(button)
        expect(page.locator("#told")).to_contain_text("does not answer")
    watched.complaints[:] = [line for line in watched.complaints if "ERR_FAILED" not in line]  # Chromium tells of what failed


def test_the_plain_editor_shows_every_form_of_answer_as_text(visit: Visit) -> None:
    watched = visit("query/plain")
    page = watched.page
    for text, shown in (("ASK {}", "true"), ("DESCRIBE entity:zone", "entity:zone a zl:Zone"), (HOSTILE, "<img src=x onerror=alert(1)>")):
        page.fill("#query", text)
        page.click("#run")
        expect(page.locator("#result")).to_contain_text(shown)
    assert page.locator("#result img, #result script, #result svg").count() == 0
    with page.expect_download() as download:
        page.click("#csv")
    assert "'=1+1" in Path(download.value.path()).read_text(encoding="utf-8")
    page.fill("#query", "SELECT ?s {")
    page.click("#run")
    expect(page.locator("#told")).to_contain_text("not SPARQL")
    watched.complaints[:] = [line for line in watched.complaints if "400 (Bad Request)" not in line]


def test_the_index_and_the_picture_open(visit: Visit) -> None:
    page = visit("").page
    page.click("a[href='/graph.html']")
    page.wait_for_function("() => window.zhiluo !== undefined")

"""Every character of an article stands where its offset says, and every quotation is on the page."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from kg.read.articles import split_articles
from kg.read.decode import read_page
from kg.read.evidence import evidence_of, sentence_bounds
from kg.records import Article, Page

HERE = Path(__file__).parent
PAGES = sorted(HERE.parent.glob("seeds/*.txt")) + sorted(HERE.glob("other/pages/*.txt"))
RAW = (
    "江城港上榜\n\n■记者 江帆\n\n本报讯 近日，江城港上榜“百强港”。\n港长说：“还要努力！”大家鼓掌；随后\n\n"
    "新闻热线：85001234\n\n参观了码头。"
)


def sentences(article: Article) -> list[tuple[int, int]]:
    found, position = [], 0
    while position < len(article.text):
        start, end = sentence_bounds(article, position)
        found.append((start, end))
        position = end
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_offsets_and_quotations_of_whole_pages(path: Path) -> None:
    page = read_page(path)
    articles = split_articles(page)
    assert articles
    for article in articles:
        assert len(article.text) == len(article.offsets)
        assert "".join(article.text[s.start : s.end] for s in article.segments) == article.text.replace("\n", "")
        for index, char in enumerate(article.text):
            raw = page.text[article.offsets[index]]
            if char == "\n":
                assert article.offsets[index] == article.offsets[index + 1]
            elif char == " ":
                assert raw.isspace()
            else:
                assert unicodedata.normalize("NFKC", char) == unicodedata.normalize("NFKC", raw)
        covered = 0
        for start, end in sentences(article):
            assert "\n" not in article.text[start:end].strip("\n")
            evidence = evidence_of(page, article, start, end)
            assert evidence.quote
            assert evidence.quote in re.sub(r"\s+", "", page.text[evidence.start : evidence.end])
            covered += len(evidence.quote)
        assert covered >= 0.97 * len(re.sub(r"\s+", "", article.text)), "nearly every sentence is whole on the page"


@pytest.fixture
def page() -> Page:
    return Page("p", "p.txt", RAW, "utf-8", "")


@pytest.fixture
def article(page: Page) -> Article:
    return split_articles(page)[0]


def test_a_sentence_ends_after_its_closing_quote(article: Article) -> None:
    text = article.text
    assert text == "江城港上榜\n近日，江城港上榜“百强港”。\n港长说：“还要努力！”大家鼓掌；随后参观了码头。"
    shown = [text[a:b] for a, b in sentences(article)]
    assert shown == ["江城港上榜", "近日，江城港上榜“百强港”。", "港长说：“还要努力！”", "大家鼓掌；", "随后参观了码头。"]
    assert sentence_bounds(article, text.index("！")) == sentence_bounds(article, text.index("！") + 1)


def test_evidence_is_the_raw_page_of_the_stretch(page: Page, article: Article) -> None:
    start = article.text.index("近日")
    evidence = evidence_of(page, article, start, start + 14)
    assert evidence.quote == "近日，江城港上榜“百强港”。"
    assert RAW[evidence.start : evidence.end] == evidence.quote
    assert (evidence.doc, evidence.article) == ("p", "p#1")


def test_of_a_stretch_parted_on_the_page_the_longest_run_is_kept(page: Page, article: Article) -> None:
    start, end = sentence_bounds(article, article.text.index("码头"))
    evidence = evidence_of(page, article, start, end)
    assert evidence.quote == "参观了码头。"
    whole = evidence_of(page, article, 0, len(article.text))
    assert whole.quote == "近日，江城港上榜“百强港”。港长说：“还要努力！”大家鼓掌；随后"
    assert whole.quote in re.sub(r"\s+", "", RAW[whole.start : whole.end])


def test_places_outside_the_text_are_errors(page: Page, article: Article) -> None:
    with pytest.raises(IndexError):
        sentence_bounds(article, len(article.text))
    with pytest.raises(ValueError, match="no characters"):
        evidence_of(page, article, 5, 6)

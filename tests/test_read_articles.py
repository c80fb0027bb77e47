"""Articles of pages: the eight pages with gold, and invented pages with one kind of noise each."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph import starts_of
from kg.read.articles import split_articles
from kg.read.decode import read_page
from kg.records import Article, Page, PageContext, SegmentKind

HERE = Path(__file__).parent
PAGES = sorted(HERE.parent.glob("seeds/*.txt")) + sorted(HERE.glob("other/pages/*.txt"))


def squeeze(text: str | None) -> str:
    return re.sub(r"[\s“”‘’\"'「」『』]+", "", unicodedata.normalize("NFKC", text or ""))


def gold_of(page: Page) -> dict[str, Any]:
    path = next(p for p in (HERE / "gold" / f"{page.doc}.json", HERE / "other" / "gold" / f"{page.doc}.json") if p.is_file())
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def matched(gold: dict[str, Any], articles: tuple[Article, ...]) -> Iterator[tuple[dict[str, Any], Article | None]]:
    left = list(articles)
    for wanted in gold["articles"]:
        start = squeeze(wanted["starts"])[:8]
        found = next((a for a in left if squeeze(starts_of(a)).find(start) in range(9)), None)
        if found:
            left.remove(found)
        if not wanted.get("optional"):
            yield wanted, found
    for extra in left:
        yield {}, extra


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_the_articles_of_the_pages_with_gold(path: Path) -> None:
    page = read_page(path)
    for wanted, found in matched(gold_of(page), split_articles(page)):
        assert found is not None, f"missed: {wanted['title']}"
        assert wanted, f"no such article: {found.title} {starts_of(found)}"
        if wanted["title"]:
            title, second = squeeze(wanted["title"]), squeeze(wanted.get("subtitle"))
            readings = {title, second or title, title + second, second + title}
            assert max(difflib.SequenceMatcher(None, r, squeeze(found.title)).ratio() for r in readings) >= 0.8, (wanted, found.title)
        assert set(found.authors) == set(wanted["authors"])


def test_gold_evidence_stands_whole_in_one_segment() -> None:
    missing, total = [], 0
    for path in PAGES:
        page = read_page(path)
        segments = [squeeze(a.text[s.start : s.end]) for a in split_articles(page) for s in a.segments]
        for relation in gold_of(page)["relations"]:
            total += 1
            if not any(squeeze(relation["evidence"]) in s for s in segments):
                missing.append(relation["evidence"])
    assert total > 1000
    assert len(missing) <= 0.01 * total, missing[:10]


# Invented pages

PORT = (
    "石塘港镇昨天公布了今年的重点项目名单，九个项目全部落户镇里的新材料园区。",
    "名单上的泰和新材料有限公司总投资12亿元，达产后石塘港的新材料产值将翻一番。",
    "石塘港镇党委书记何小舟说，新材料是镇里的第一产业，项目服务要跟得上。",
)
BAND = (
    "柳桥中学的管乐团近日从省城捧回了金奖，这是乐团成立十年来的最好成绩。",
    "乐团指导老师白露带着六十名学生每天排练两小时，管乐声成了校园的一道风景。",
)


def page_of(text: str, doc: str = "p") -> Page:
    return Page(doc, f"{doc}.txt", text, "utf-8", "")


def wrap(text: str, width: int = 14, indent: bool = False) -> str:
    """The text set in lines of so many characters, the first two shorter."""
    rows, rest = [text[: width - 2]], text[width - 2 :]
    while rest:
        size = width + (rest[width : width + 1] in tuple("，。、"))
        rows.append(rest[:size])
        rest = rest[size:]
    return ("　　" if indent else "") + "\n".join(rows)


def told(text: str) -> list[tuple[str | None, str | None, tuple[str, ...], str]]:
    return [(a.title, a.subtitle, a.authors, a.body) for a in split_articles(page_of(text))]


PORT_HEAD, BAND_HEAD = "石塘港九个项目落户新材料园区", "柳桥中学管乐团捧回省里金奖"
WHOLE = [(PORT_HEAD, None, ("江帆",), "\n".join(PORT)), (BAND_HEAD, None, ("梅影", "白露"), "\n".join(BAND))]


def laid_out(order: str, width: int | None, indent: bool = False, gap: str = "\n\n") -> str:
    """Both stories with headline (H), byline (Y) and text (T) in that order."""
    stories = []
    for head, byline, body in ((PORT_HEAD, "■记者 江 帆", PORT), (BAND_HEAD, "■记者 梅影\n通讯员 白 露", BAND)):
        paragraphs = [("本报讯 " if not i else "") + p for i, p in enumerate(body)]
        text = gap.join(wrap(p, width, indent) if width else p for p in paragraphs)
        parts = {"H": head, "Y": byline, "T": text}
        stories.append("\n\n".join(parts[c] for c in order))
    return "\n\n".join(stories)


@pytest.mark.parametrize("width", [None, 14, 19, 31])
@pytest.mark.parametrize("order", ["HYT", "YHT", "YTH", "THY", "HTY"])
def test_headline_and_byline_stand_anywhere_about_the_text(order: str, width: int | None) -> None:
    assert told(laid_out(order, width)) == WHOLE


def test_indented_paragraphs_without_blank_lines() -> None:
    assert told(laid_out("HYT", 20, indent=True, gap="\n")) == WHOLE


def test_windows_newlines_change_nothing() -> None:
    assert told(laid_out("YTH", 14).replace("\n", "\r\n")) == WHOLE


def test_half_width_punctuation_is_folded() -> None:
    assert told(laid_out("HYT", None).replace("，", ",")) == WHOLE


def test_mastheads_and_editors_are_left_out() -> None:
    text = (
        "江城日报\nJIANGCHENG DAILY\n2025年5月28日 星期三\n\n"
        + laid_out("HYT", 14)
        + "\n\n综合新闻 3 ■责编 何舟 ■版式 江浪\n新闻热线：85001234"
    )
    assert told(text) == WHOLE


def test_doubled_headline_is_read_once() -> None:
    assert told(laid_out("YTH", 14).replace(PORT_HEAD, PORT_HEAD * 2)) == WHOLE


def test_headline_over_two_lines_and_second_line() -> None:
    text = laid_out("HYT", 14).replace(PORT_HEAD, "石塘港九个项目落户\n新材料园区成主阵地\n\n——泰和新材料总投资12亿元")
    article = split_articles(page_of(text))[0]
    assert article.title == "石塘港九个项目落户 新材料园区成主阵地"
    assert article.subtitle == "泰和新材料总投资12亿元"
    assert [s.kind for s in article.segments[:3]] == [SegmentKind.TITLE, SegmentKind.SUBTITLE, SegmentKind.BODY]


def test_column_name_above_a_headline_is_not_the_headline() -> None:
    assert told(laid_out("HYT", None).replace(BAND_HEAD, "走进基层看变化\n\n" + BAND_HEAD))[1][0] == BAND_HEAD


def test_repeated_paragraph_is_kept_once() -> None:
    text = laid_out("HYT", None).replace(PORT[2], f"{PORT[2]}\n\n{PORT[1]}\n\n{PORT[1]}")
    assert told(text) == WHOLE


def test_paragraph_cut_by_a_column_is_joined() -> None:
    text = laid_out("HYT", None).replace("达产后石塘港的", "达产后石塘\n\n港的")
    assert told(text) == WHOLE


def test_crossheads_stay_in_the_body() -> None:
    text = laid_out("HYT", None).replace(PORT[1], f"园区 成主阵地\n\n{PORT[1]}")
    article = split_articles(page_of(text))[0]
    assert article.body == "\n".join((PORT[0], "园区 成主阵地", *PORT[1:]))
    assert len(split_articles(page_of(text))) == 2


def test_names_in_the_dateline_and_at_the_end() -> None:
    dateline = (
        f"{PORT_HEAD}\n\n" + wrap("本报讯（记者 江帆 通讯员 梅小影）" + "".join(PORT)) + f"\n\n{BAND_HEAD}\n\n{''.join(BAND)}（记者 白露）"
    )
    assert told(dateline) == [
        (PORT_HEAD, None, ("江帆", "梅小影"), "".join(PORT)),
        (BAND_HEAD, None, ("白露",), "".join(BAND)),
    ]


@pytest.mark.parametrize("below", [False, True])
def test_photo_caption_with_a_heading_is_an_article(below: bool) -> None:
    caption = "近日，市民在东湖公园赏荷拍照，园内百亩荷花竞相开放。"
    photo = f"{caption}\n\n■摄影 何 帆\n\n荷香满湖" if below else f"荷香满湖\n\n{caption}\n\n■摄影 何 帆"
    first, second = laid_out("HYT", None).split(BAND_HEAD)
    assert told(f"{first}{photo}\n\n{BAND_HEAD}{second}") == [WHOLE[0], ("荷香满湖", None, ("何帆",), caption), WHOLE[1]]


def test_caption_of_an_article_is_its_last_segment_and_its_credit_an_author() -> None:
    first, second = laid_out("HYT", None).split(BAND_HEAD)
    article = split_articles(page_of(f"{first}新材料园区一景。 ■摄影 何 帆\n\n{BAND_HEAD}{second}"))[0]
    assert article.segments[-1].kind is SegmentKind.CAPTION
    assert article.text.endswith("新材料园区一景。")
    assert article.authors == ("江帆", "何帆")


def test_continuation_marks_part_articles() -> None:
    rest = "其余三个项目也已开工，园区正在加快建设，明年底全部投产。"
    text = f"{PORT_HEAD}\n　　{PORT[0]}（下转2版）\n\n{BAND_HEAD}\n　　{BAND[0]}\n\n（上接1版）\n　　{rest}"
    assert [(title, body[:6]) for title, _, _, body in told(text)] == [
        (PORT_HEAD, PORT[0][:6]),
        (BAND_HEAD, BAND[0][:6]),
        (None, "其余三个项目"),
    ]


def test_headline_in_the_middle_of_a_broken_sentence() -> None:
    text = f"■记者 江帆\n\n本报讯 {PORT[0]}{PORT[1][:20]}\n\n{PORT_HEAD}\n\n{PORT[1][20:]}{PORT[2]}"
    assert told(text) == [(PORT_HEAD, None, ("江帆",), "".join(PORT))]


def test_a_story_without_a_headline_has_none() -> None:
    assert told("本报讯 " + "".join(PORT)) == [(None, None, (), "".join(PORT))]


def test_a_page_without_stories_has_no_articles() -> None:
    assert told("江城日报\n2025年5月28日 星期三\n\n■记者 江帆") == []


def test_context_and_ids() -> None:
    context = PageContext(place="江城市", date="2025-05-28")
    articles = split_articles(page_of(laid_out("HYT", 14), "page-7"), context)
    assert [(a.id, a.doc, a.context) for a in articles] == [("page-7#1", "page-7", context), ("page-7#2", "page-7", context)]
    assert split_articles(page_of(laid_out("HYT", 14), "page-7"), context) == articles

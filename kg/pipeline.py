"""The pipeline: the few statements that join the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError
from kg.graph import Graph, build_graph, card_of
from kg.read.articles import split_articles
from kg.read.context import infer_date, infer_paper
from kg.read.decode import read_page
from kg.read.evidence import evidence_of, sentence_bounds
from kg.read.inputs import expand
from kg.recognise.pipeline import make_nlp, recognise
from kg.records import Article, Evidence, Fact, Observation, Page, PageContext, Reading
from kg.relate.article import ArticleReader
from kg.relate.observations import observe
from kg.resolve.across import resolve_corpus
from kg.resolve.within import resolve_page
from kg.sidecar import iso_date, known_place, sidecar_contexts

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may say about the pages: where and when they were printed, in which paper, and which tagger reads them."""

    place: str | None = None
    date: str | None = None
    paper: str | None = None
    tagger: str = "lac"


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: the graph, the pages it was made of (sorted), what is known of each (by ``doc``), and what could not be read."""

    graph: Graph
    pages: tuple[Page, ...]
    failed: tuple[InputError, ...]
    contexts: Mapping[str, PageContext]


class Pages:
    """The pages of a build, to quote from."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = {p.doc: p for p in pages}

    def quote(self, article: Article, start: int, end: int) -> Evidence:
        """The evidence for a stretch: its sentence, or the stretch itself where that is a whole sentence."""
        left, right = sentence_bounds(article, start)
        return evidence_of(self._pages[article.doc], article, left, max(right, min(end, right)))


def context_of(page: Page, settings: Settings, row: PageContext = PageContext()) -> PageContext:
    """Place, date and paper of a page: its row of a side file first, then the settings for all pages, then what the page itself prints."""
    given = row.date or settings.date
    date = given or infer_date(page)
    printed = row.paper or settings.paper
    paper = printed or infer_paper(page)
    inferred = {name for name, value, told in (("date", date, given), ("paper", paper, printed)) if value and not told}
    return PageContext(row.place or settings.place, date, paper, frozenset(inferred))


def read_pages(inputs: Sequence[str | Path]) -> tuple[list[Page], list[InputError]]:
    """All pages that can be read, sorted by name, and an error for each input that cannot."""
    paths, failed = expand(inputs)
    pages: list[Page] = []
    for path in paths:
        try:
            pages.append(read_page(_named(path)))
        except InputError as error:
            failed.append(error)
    return sorted(pages, key=lambda p: p.doc), failed


def _named(path: Path) -> Path:
    """A path of which the name is text, as ids and files made from it must be; raises InputError for any other."""
    try:
        path.stem.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{path}: the file's name is not UTF-8; rename it (its name identifies the page)") from error
    return path


def contexts_of(pages: Sequence[Page], settings: Settings) -> tuple[dict[str, PageContext], list[InputError]]:
    """What is known of each page, by ``doc``, and an error for each faulty row of a side file; raises InputError for faulty settings."""
    if settings.place is not None:
        known_place(settings.place)
    if settings.date is not None:
        settings = replace(settings, date=iso_date(settings.date))
    rows, failed = sidecar_contexts([Path(p.path) for p in pages])
    return {p.doc: context_of(p, settings, rows.get(Path(p.path), PageContext())) for p in pages}, failed


def build(inputs: Sequence[str | Path], settings: Settings = Settings(), progress: Progress | None = None) -> Build:
    """Build the graph of some pages; one bad page does not stop the others. Raises InputError where no page can be read."""
    pages, failed = read_pages(inputs)
    if not pages:
        raise failed[0] if failed else InputError("no pages given; name text files, folders or patterns")
    contexts, faulty = contexts_of(pages, settings)
    nlp = make_nlp(settings.tagger)
    readings: list[tuple[Reading, ...]] = []
    articles: list[Article] = []
    for number, page in enumerate(pages, 1):
        found = split_articles(page, contexts[page.doc])
        articles.extend(found)
        readings.append(recognise(nlp, found))
        if progress is not None:
            progress(page.doc, number, len(pages))
    graph = relate_all(readings, articles, Pages(pages))
    return Build(graph, tuple(pages), (*failed, *faulty), contexts)


def relate_all(readings: Sequence[Sequence[Reading]], articles: Sequence[Article], pages: Pages) -> Graph:
    """Resolve the readings of all pages, read their facts and observations, and join them into a graph."""
    resolved, entities = resolve_corpus([resolve_page(r) for r in readings], pages.quote)
    reader = ArticleReader(entities, pages.quote)
    facts: list[Fact] = []
    observations: list[Observation] = []
    implied = dict(entities)
    for one in resolved:
        told = reader.read(one)
        facts.extend(told.facts)
        implied |= {e.id: e for e in told.implied}
        observations.extend(observe(one, pages.quote))
    cards = [card_of(replace_home(a, r)) for a, r in zip(articles, (r for page in readings for r in page), strict=True)]
    return build_graph(implied.values(), facts, observations, cards)


def replace_home(article: Article, reading: Reading) -> Article:
    """The article with the place that recognition found it to be at home in."""
    if article.context.place or reading.home is None:
        return article
    place = reading.home.rsplit("/", 1)[-1]
    return replace(article, context=replace(article.context, place=place, inferred=article.context.inferred | {"place"}))

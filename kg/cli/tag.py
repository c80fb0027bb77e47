"""``kg tag``: the names in pages or lines, as JSON lines."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import settings_options
from kg.pipeline import Settings, contexts_of, read_pages
from kg.read.articles import split_articles
from kg.recognise.pipeline import make_nlp
from kg.tag import read_lines, tag_articles, tag_lines


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--lines", is_flag=True, help="Take each line of a text or JSON-lines file (its field text) by itself.")
@settings_options
def tag(inputs: tuple[str, ...], lines: bool, place: str | None, date: str | None, paper: str | None, tagger: str) -> None:
    """Print the names found in each article of the pages, one JSON object a line.

    The object has the text and its spans: {"text", "spans": [[start, end, type], …]}, in characters. With --lines the texts are the
    lines of the files, which may also be JSON objects with a field text; each comes back unchanged, in order.

    \b
    Example:
      kg tag seeds > seeds.jsonl
      kg tag --lines sentences.txt
    """
    settings = Settings(place, date, paper, tagger)
    nlp = make_nlp(settings.tagger, alone=lines)
    if lines:
        for given in inputs:
            for tagged in tag_lines(nlp, read_lines(Path(given))):
                click.echo(tagged.to_json())
        return
    pages, failed = read_pages(inputs)
    contexts, faulty = contexts_of(pages, settings)
    for page in pages:
        for tagged in tag_articles(nlp, split_articles(page, contexts[page.doc])):
            click.echo(tagged.to_json())
    for error in (*failed, *faulty):
        click.echo(f"Error: {error}", err=True)
    if failed or faulty:
        raise SystemExit(1)

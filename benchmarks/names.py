"""What our own tagger of names finds by itself, without the rules, for the public sets of names.

names.py GOLD.jsonl > FOUND.jsonl     (each line {"text": …}; FOUND has the form that `kg tag --lines` writes)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg.recognise.name_tagger import load_name_tagger
from kg.recognise.tagger import LacTagger, cut_sentences


def main(gold: Path) -> None:
    """Print the names of each line's text."""
    texts = [json.loads(line)["text"] for line in gold.read_text(encoding="utf-8").splitlines()]
    bounds = [cut_sentences(text) for text in texts]
    sentences = [text[a:b] for text, own in zip(texts, bounds, strict=True) for a, b in own]
    found = iter(load_name_tagger().names(sentences, LacTagger().tag(sentences)))
    for text, own in zip(texts, bounds, strict=True):
        spans = [[a + n.start, a + n.end, n.type] for a, _ in own for n in next(found)]
        print(json.dumps({"text": text, "spans": spans}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

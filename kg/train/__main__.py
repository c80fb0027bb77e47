"""``python -m kg.train [FOLDER]``: train the name tagger on the marked sentences and write it into ``kg/recognise/model/``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import torch

from kg.recognise.tagger import LacTagger
from kg.train.fit import SEED, VARIANTS, fit, label_names, samples
from kg.train.network import NameNetwork
from kg.train.sentences import FOLDER, read_marked
from kg.train.write import write_onnx

MODEL = Path(__file__).resolve().parent.parent / "recognise" / "model"


def main(target: Path = MODEL) -> None:
    """Train and write."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # the order of sums, and so the result, does not depend on how many cores there are
    tagger = LacTagger()
    numbers = sorted(number for form, number in tagger.vocabulary.items() if len(form) == 1 or form == "OOV")
    rows = {number: row for row, number in enumerate(numbers)}
    kinds = sorted({tag.rpartition("-")[0] for tag in tagger.tags.values() if "-" in tag})
    tags = {tag: row for row, tag in enumerate(f"{kind}-{part}" for kind in kinds for part in "BI")}
    marked = list(read_marked(FOLDER))
    found = samples(marked, tagger, rows, tags, VARIANTS)
    print(f"{len(marked)} sentences, {len(found)} samples", flush=True)
    network = NameNetwork(numbers, len(tags), len(label_names()))
    begin = time.monotonic()
    for epoch, loss in fit(network, found, rows[tagger.vocabulary["OOV"]]):
        print(f"epoch {epoch}: loss {loss:.4f}, {time.monotonic() - begin:.0f} s", flush=True)
    target.mkdir(parents=True, exist_ok=True)
    write_onnx(network, target / "names.onnx")
    np.save(target / "transitions.npy", network.transitions.detach().numpy())
    forms = {number: form for form, number in tagger.vocabulary.items() if number in rows}
    (target / "characters.txt").write_text("\n".join(forms[n] for n in numbers), encoding="utf-8")
    (target / "labels.txt").write_text("\n".join(label_names()), encoding="utf-8")
    (target / "tags.txt").write_text("\n".join(tags), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))

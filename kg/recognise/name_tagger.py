"""Our own tagger of names: LAC's encoder trained on with our types (``kg/train``), run with onnxruntime; see ``model/CARD.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.recognise.tagger import Floats, Word, best_paths, narrow_forms

BATCH = 32


class Name(NamedTuple):
    """A name in a sentence: character offsets, type, and how sure the tagger is of each of its characters, in 0–1."""

    start: int
    end: int
    type: str
    score: float


class NameTagger:
    """Finds names of our types in sentences that the first tagger has cut into words."""

    def __init__(self) -> None:
        import onnxruntime

        folder = resources.files("kg") / "recognise" / "model"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        with resources.as_file(folder / "names.onnx") as model:
            self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        with resources.as_file(folder / "transitions.npy") as transitions:
            self._transitions: Floats = np.load(transitions)
        characters, labels, tags = (
            (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n") for name in ("characters", "labels", "tags")
        )
        self._rows = {form: row for row, form in enumerate(characters)}
        self._labels, self._tags = labels, {tag: row for row, tag in enumerate(tags)}
        self._unknown = self._rows["OOV"]
        self._other_tag = self._tags["n-B"]
        self._narrow = narrow_forms()

    def names(self, sentences: Sequence[str], words: Sequence[Sequence[Word]]) -> list[list[Name]]:
        """The names of each sentence, in order and without overlaps."""
        result: list[list[Name]] = [[] for _ in sentences]
        order = sorted((i for i, s in enumerate(sentences) if s), key=lambda i: len(sentences[i]))
        for start in range(0, len(order), BATCH):
            indices = order[start : start + BATCH]
            scores, lengths = self._scores([sentences[i] for i in indices], [words[i] for i in indices])
            paths = best_paths(scores, lengths.astype(np.int64), self._transitions)
            trust = _softmax(scores)
            for column, index in enumerate(indices):
                path = paths[: lengths[column], column]
                sure = trust[np.arange(len(path)), column, path]
                result[index] = list(self._spans(path, sure))
        return result

    def _scores(self, sentences: Sequence[str], words: Sequence[Sequence[Word]]) -> tuple[Floats, npt.NDArray[np.int32]]:
        lengths = np.array([len(s) for s in sentences], dtype=np.int32)
        characters = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)
        tags = np.zeros_like(characters)
        for row, (sentence, cut) in enumerate(zip(sentences, words, strict=True)):
            characters[row, : len(sentence)] = [self._rows.get(self._narrow.get(c, c), self._unknown) for c in sentence]
            for word in cut:
                tags[row, word.start] = self._tags.get(f"{word.tag}-B", self._other_tag)
                tags[row, word.start + 1 : word.end] = self._tags.get(f"{word.tag}-I", self._other_tag)
        return self._session.run(None, {"characters": characters, "tags": tags, "lengths": lengths})[0], lengths

    def _spans(self, path: npt.NDArray[np.int64], sure: Floats) -> Iterator[Name]:
        start, kind = 0, ""
        for position, number in enumerate([*path, 0]):
            part, _, label = self._labels[int(number)].partition("-")
            if kind and (part != "I" or label != kind):
                yield Name(start, position, kind, round(float(sure[start:position].mean()), 3))
                kind = ""
            if part == "B" or (part == "I" and not kind):
                start, kind = position, label


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=2, keepdims=True))
    shares: Floats = powers / powers.sum(axis=2, keepdims=True)
    return shares


@lru_cache(maxsize=1)
def load_name_tagger() -> NameTagger:
    """The shipped tagger of names, read once."""
    return NameTagger()

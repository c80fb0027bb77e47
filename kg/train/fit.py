"""Fitting: variants of the marked sentences, tagged by LAC, in batches of like lengths; the same seed gives the same network."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.ontology import load_ontology
from kg.recognise.tagger import LacTagger
from kg.train.names import Names
from kg.train.network import NameNetwork
from kg.train.sentences import Marked

SEED = 20240607
VARIANTS = 3  # of each sentence, with other names, beside the sentence as it stands
EPOCHS = 9
BATCH = 32
RATE = 0.002
GENTLE = 0.3  # the share of the rate at which what LAC knows of characters is changed
HIDDEN = 0.05  # share of the characters that the network does not get to see
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence as numbers: characters, first tags, labels."""

    characters: tuple[int, ...]
    tags: tuple[int, ...]
    labels: tuple[int, ...]


def label_names() -> list[str]:
    """All labels, O first."""
    return ["O", *(f"{part}-{kind}" for kind in load_ontology().types for part in "BI")]


def samples(sentences: Sequence[Marked], tagger: LacTagger, rows: dict[int, int], tags: dict[str, int], variants: int) -> list[Sample]:
    """The sentences and their variants; ``rows`` leads from LAC's character numbers to ours."""
    chance = random.Random(SEED)
    names = Names(sentences, chance)
    marked = [s for sentence in sentences for s in (sentence, *(names.swapped(sentence) for _ in range(variants)))]
    marked = [m for m in marked if 0 < len(m.text) <= LONGEST]
    numbers = {name: i for i, name in enumerate(label_names())}
    found = []
    for one, words in zip(marked, tagger.tag([m.text for m in marked]), strict=True):
        first = tuple(tags[w.tag + ("-B" if i == w.start else "-I")] for w in words for i in range(w.start, w.end))
        characters = tuple(rows[tagger.number(c)] for c in one.text)
        found.append(Sample(characters, first, tuple(numbers[x] for x in one.labels)))
    return found


def batches(all_samples: Sequence[Sample], chance: random.Random) -> Iterator[list[Sample]]:
    """Batches of like lengths, in random order."""
    keyed = sorted(all_samples, key=lambda s: (len(s.characters) // 6, chance.random()))
    parts = [keyed[i : i + BATCH] for i in range(0, len(keyed), BATCH)]
    chance.shuffle(parts)
    yield from parts


def padded(batch: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Characters, tags, labels (sentences, longest) and lengths."""
    lengths = torch.tensor([len(s.characters) for s in batch])
    table = torch.zeros(3, len(batch), int(lengths.max()), dtype=torch.long)
    for i, sample in enumerate(batch):
        for j, values in enumerate((sample.characters, sample.tags, sample.labels)):
            table[j, i, : len(values)] = torch.tensor(values)
    return table[0], table[1], table[2], lengths


def fit(network: NameNetwork, all_samples: Sequence[Sample], unknown: int, epochs: int = EPOCHS) -> Iterator[tuple[int, float]]:
    """Train the network in place; yields each epoch's number and mean loss a character. ``unknown`` is the row of unknown characters."""
    chance = random.Random(SEED)
    known = {"characters", "first"}
    gentle = [p for n, p in network.named_parameters() if n.split(".")[0] in known]
    others = [p for n, p in network.named_parameters() if n.split(".")[0] not in known]
    optimiser = torch.optim.AdamW([{"params": others, "lr": RATE}, {"params": gentle, "lr": RATE * GENTLE}], weight_decay=0.01)
    steps = epochs * -(-len(all_samples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, RATE * GENTLE], total_steps=steps, pct_start=0.1)
    for epoch in range(1, epochs + 1):
        network.train()
        losses = []
        for batch in batches(all_samples, chance):
            characters, tags, labels, lengths = padded(batch)
            hidden = torch.rand(characters.shape) < HIDDEN
            characters = torch.where(hidden, torch.full_like(characters, unknown), characters)
            mask = torch.arange(characters.shape[1])[None] < lengths[:, None]
            loss = network.loss(network(characters, tags, lengths), labels, mask)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        yield epoch, sum(losses) / len(losses)

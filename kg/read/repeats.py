"""Paragraphs that extraction prints more than once are kept once."""

from __future__ import annotations

from collections.abc import Sequence

from kg.read.pieces import Piece, Sort

_SHORTEST = 16


def without_repeats(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without paragraphs that another one holds whole: of equal ones the first stays, of others the longest.

    A shorter paragraph than 16 characters may be said twice on purpose and stays.
    """
    texts = [(i, p.text) for i, p in enumerate(pieces) if p.sort is Sort.TEXT and len(p.text) >= _SHORTEST]
    gone: set[int] = set()
    for index, text in texts:
        for other, longer in texts:
            if other != index and other not in gone and text in longer and (len(text) < len(longer) or other < index):
                gone.add(index)
                break
    return [p for i, p in enumerate(pieces) if i not in gone]

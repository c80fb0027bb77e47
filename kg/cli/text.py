"""Words on the terminal: aligned columns and plurals."""

from __future__ import annotations

from collections.abc import Sequence

from kg.query.tables import display_width, printable


def aligned(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Rows of cells as columns two spaces apart, by the width that a terminal gives Chinese characters; ``right`` columns end flush."""
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max(display_width(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows), default=0))]
    lines = []
    for row in rows:
        padded = []
        for i, cell in enumerate(row):
            gap = " " * (widths[i] - display_width(cell))
            padded.append(gap + cell if i in right else cell + gap)
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def first_lines(text: str, most: int | None) -> str:
    """The first lines of a text, with a note of how many more there are."""
    lines = text.rstrip("\n").split("\n")
    if most is None or len(lines) <= most:
        return "\n".join(lines)
    return "\n".join([*lines[:most], f"… {counted(len(lines) - most, 'more line')}"])


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"

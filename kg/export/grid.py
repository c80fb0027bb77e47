"""What the layout of thousands of nodes needs, without looking at every pair: their repulsion, and the boxes that overlap.

Repulsion is that of a density: masses are shared out to the four grid points around each node, the field of the whole grid is one
convolution, and each node reads it from the same four points (particle–mesh, Hockney and Eastwood 1981), so that no node pushes itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FEWEST, MOST = 32, 256  # grid points a side
SOFT = 0.35  # the square of the distance, in cells, within which the push grows no more


class Repulsion:
    """A push of ``strength`` · mass · mass / distance between any two nodes."""

    def __init__(self, mass: Floats, strength: float) -> None:
        self._mass, self._strength = mass, strength
        self._side = int(np.clip(2 ** np.ceil(np.log2(np.sqrt(len(mass)) * 1.5)), FEWEST, MOST))
        steps = np.fft.fftfreq(2 * self._side, 1 / (2 * self._side))
        dx, dy = np.meshgrid(steps, steps, indexing="ij")
        away = np.maximum(dx * dx + dy * dy, SOFT)
        self._kernels = (np.fft.rfft2(dx / away), np.fft.rfft2(dy / away))

    def at(self, place: Floats) -> Floats:
        """The push on each node, canvas units to the right and down."""
        side, low = self._side, place.min(axis=0)
        cell = max(float(np.ptp(place, axis=0).max()) / (side - 1.001), 1e-6)
        corners, shares = self._corners((place - low) / cell)
        density = np.zeros((2 * side, 2 * side))
        for corner, share in zip(corners, shares, strict=True):
            density[:side, :side] += np.bincount(corner, share * self._mass, side * side).reshape(side, side)
        spectrum = np.fft.rfft2(density)
        push = np.zeros_like(place)
        for axis, kernel in enumerate(self._kernels):
            field = np.fft.irfft2(spectrum * kernel, s=density.shape)[:side, :side].ravel()
            for corner, share in zip(corners, shares, strict=True):
                push[:, axis] += share * field[corner]
        return push * (self._mass * self._strength / cell)[:, None]

    def _corners(self, inside: Floats) -> tuple[list[Ints], list[Floats]]:
        """The grid points around each node, by number, and how much of the node each takes."""
        first = np.clip(inside.astype(np.intp), 0, self._side - 2)
        rest = inside - first
        corners, shares = [], []
        for x in (0, 1):
            for y in (0, 1):
                corners.append((first[:, 0] + x) * self._side + first[:, 1] + y)
                shares.append(np.abs(1 - x - rest[:, 0]) * np.abs(1 - y - rest[:, 1]))
        return corners, shares


def overlapping(place: Floats, size: Floats) -> tuple[Ints, Ints, Floats]:
    """The pairs of boxes that overlap, each pair once, and by how much in either direction; found in bands as high as the highest box."""
    wide, high = size.max(axis=0)
    band = np.floor((place[:, 1] - place[:, 1].min()) / high)
    apart = float(np.ptp(place[:, 0])) + 3 * wide  # from a place in one band to the same place in the next
    line = band * apart + place[:, 0] - place[:, 0].min()
    order = np.argsort(line, kind="stable")
    line = line[order]
    own, other = np.arange(len(line)), line + apart
    spans = (
        (own + 1, np.searchsorted(line, line + wide, side="right")),
        (np.searchsorted(line, other - wide), np.searchsorted(line, other + wide, side="right")),
    )
    pairs = [_pairs(begin, np.maximum(end, begin)) for begin, end in spans]
    left, right = (order[np.concatenate(side)] for side in zip(*pairs, strict=True))
    overlap = (size[left] + size[right]) / 2 - np.abs(place[right] - place[left])
    hit = (overlap > 0.5).all(axis=1)
    return left[hit], right[hit], overlap[hit]


def _pairs(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Each number i with all from begin[i] up to end[i]."""
    counts = end - begin
    first = np.repeat(np.arange(len(begin)), counts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    return first, begin[first] + within

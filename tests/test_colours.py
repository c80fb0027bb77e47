"""The ontology's colours and shapes: told apart by colour-blind readers, and visible on white."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.ontology import load_ontology

Floats = NDArray[np.float64]
# Machado, Oliveira, Fernandes 2009, severity 1: what remains of linear RGB
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
APART = {"full": 25.0, "protanopia": 15.0, "deuteranopia": 15.0, "tritanopia": 10.0}  # CIE76 distances; 2.3 can just be seen side by side
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour: str) -> Floats:
    """A colour #RRGGBB as linear RGB in 0–1."""
    share = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(rgb: Floats) -> Floats:
    """Linear RGB in CIELAB."""
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast_with_white(colour: str) -> float:
    """WCAG contrast of a colour on white."""
    return 1.05 / (float(TO_XYZ[1] @ linear(colour)) + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
def test_types_are_told_apart_by_colour(sight: str) -> None:
    seen = {t.name: lab(SIGHT[sight] @ linear(t.colour)) for t in load_ontology().types.values()}
    near = {(a, b): round(d, 1) for a, b in combinations(seen, 2) if (d := float(np.linalg.norm(seen[a] - seen[b]))) < APART[sight]}
    assert not near


def test_the_simulation_takes_from_red_and_green_what_the_blind_miss() -> None:
    red, green = linear("#CC3311"), linear("#5F7A00")
    full, blind = (float(np.linalg.norm(lab(SIGHT[s] @ red) - lab(SIGHT[s] @ green))) for s in ("full", "deuteranopia"))
    assert blind < full / 3


def test_types_have_shapes_of_their_own() -> None:
    shapes = [t.shape for t in load_ontology().types.values()]
    assert len(set(shapes)) == len(shapes)


def test_colours_are_seen_on_white() -> None:
    ontology = load_ontology()
    pale = {
        k.name: round(c, 2) for k in (*ontology.types.values(), *ontology.relations.values()) if (c := contrast_with_white(k.colour)) < 3
    }
    assert not pale

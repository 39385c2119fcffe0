"""From the model's own chances to confidences that mean what they say.

Platt scaling (Platt 1999) for each kind of bead, told besides whether both texts are in one
language and how near anything comes to the sentences of the bead: a sentence left alone that
resembles another is less surely alone than one that resembles none. It is fitted on beads of texts
that the aligner's own weights have not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

import numpy as np

from padan.align.decode import Found
from padan.align.evidence import Evidence

Features = dict[str, float]


def log_odds(chance: float, least: float = 1e-4) -> float:
    """ln(p / (1 - p)), with p kept `least` away from 0 and 1."""
    kept = min(max(chance, least), 1.0 - least)
    return log(kept / (1.0 - kept))


def chance_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Logistic model: the chance that features and weights give."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return 1.0 / (1.0 + exp(-min(max(total, -30.0), 30.0)))


def kind_of(left: int, right: int) -> str:
    """Kind of a bead of so many sentences: `alone`, `one` or `many`."""
    if not left or not right:
        return "alone"
    return "one" if left == right == 1 else "many"


def path_features(evidence: Evidence, path: Sequence[Found]) -> list[Features]:
    """What the confidence of each bead of the main path rests on.

    `best` is how near the nearest sentences of the other text are to those of the bead.
    """
    sums = [np.concatenate([[0.0], np.cumsum(tops)]).tolist() for tops in evidence.meaning.tops]
    out = []
    for found in path:
        (a, b), (c, d) = found.left, found.right
        near = sums[0][b] - sums[0][a] + sums[1][d] - sums[1][c]
        out.append(
            {
                "one": 1.0,
                "odds": log_odds(found.chance),
                "same": evidence.texts.same,
                "best": near / (b - a + d - c),
            }
        )
    return out

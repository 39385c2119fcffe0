"""Consistency: the chance that a reviewer would say a cell says the same as the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from padan.consistency.lexicon import load
from padan.model import Finding


def score(findings: Sequence[Finding], similarity: float | None = None) -> float:
    """Consistency 0..1 from the findings and, where known, the cells' centred cosine -1..1.

    A noisy-or: every finding leaves a share of the chance that both say the same, given by its
    severity (`data/score.toml`); a low similarity leaves a share of its own. So another finding
    never raises it, and order does not matter. Not calibrated yet.
    """
    table = load("score")
    left = table["left"]
    ours = float(table["perhaps_ours"])
    shares = [
        1.0 - (1.0 - float(left[f.severity])) * (ours if f.perhaps_ours else 1.0) for f in findings
    ]
    return max(0.0, min(1.0, prod(shares) * _likeness(similarity)))


def _likeness(similarity: float | None) -> float:
    """The share that `similarity` leaves: 1 from `alike` up, the floor from `unlike` down."""
    if similarity is None:
        return 1.0
    table = load("score")["similarity"]
    low, high, floor = float(table["unlike"]), float(table["alike"]), float(table["floor"])
    place = min(1.0, max(0.0, (similarity - low) / (high - low)))
    return floor + (1.0 - floor) * place

"""From the model's own chances to confidences that mean what they say.

Platt scaling (Platt 1999) for each kind of bead, told besides how close the pair is and how much
of it is linked: the model is too timid with translations and too sure with loose retellings.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from padan.align.evidence import Evidence

Features = dict[str, float]


def log_odds(chance: float, least: float = 1e-4) -> float:
    """ln(p / (1 - p)), with p kept `least` away from 0 and 1."""
    kept = min(max(chance, least), 1.0 - least)
    return float(np.log(kept / (1.0 - kept)))


def chance_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Logistic model: the chance that features and weights give."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return float(1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0))))


def kind_of(left: int, right: int) -> str:
    """Kind of a bead of so many sentences: `alone`, `one` or `many`."""
    if not left or not right:
        return "alone"
    return "one" if left == right == 1 else "many"


def bead_features(chance: float, evidence: Evidence, cover: tuple[float, float]) -> Features:
    """What the confidence of a bead on the main path rests on."""
    odds = log_odds(chance)
    linked = (cover[0] + cover[1]) / 2
    return {
        "one": 1.0,
        "odds": odds,
        "close": evidence.climate.closeness,
        "cover": linked,
        "odds x cover": odds * linked,
    }

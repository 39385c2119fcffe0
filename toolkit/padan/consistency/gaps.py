"""Where an English text seems to lack a word, told by the classes of the words around the place.

The weights are in `data/english.json.gz`, fitted by eval/fit_english.py: every place of ordinary
English against the places that a word taken out leaves behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from padan.consistency.lexicon import load
from padan.consistency.wordclass import (
    NAME,
    UNKNOWN,
    class_sequence,
    function_classes,
    stored,
)

_SURE = 0.0
"""Log-odds from which a place counts: more likely than not a word was taken out there."""


def gap_features(classes: Sequence[str], i: int) -> tuple[str, ...]:
    """What the place before `classes[i]` looks like; i from 1."""
    before, after = classes[i - 1], classes[i]
    first = classes[i - 2] if i > 1 else ""
    last = classes[i + 1] if i + 1 < len(classes) else ""
    return (
        f"{before}|{after}",
        f"{first}|{before}|{after}",
        f"{before}|{after}|{last}!",
        f"{first}|{before}||{after}|{last}",
        f"{first}~{after}",
        f"{before}~{last}!",
    )


@lru_cache(maxsize=1024)
def may_be_missed(name: str) -> bool:
    """A class of word that leaves a gap: content words, names, pronouns and auxiliaries."""
    if name in function_classes():
        return name in load("wordclass")["missed"].split()
    return name in {NAME, UNKNOWN, "#"} or name[0] in "NVJR"


@lru_cache(maxsize=256)
def gaps(text: str) -> tuple[float, float]:
    """How sure the worst place is, and the mean over all places: log-odds, 0 and up."""
    classes = [name for name, _ in class_sequence(text)]
    weights, base = stored()["gaps"]["weights"], stored()["gaps"]["intercept"]
    odds = [
        max(_SURE, base + sum(weights.get(f, 0.0) for f in gap_features(classes, i)))
        for i in range(1, len(classes))
    ]
    return (max(odds), sum(odds) / len(odds)) if odds else (0.0, 0.0)

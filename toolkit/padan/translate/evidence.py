"""What speaks for and against each of several translations of one sentence, in numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from padan.translate.chrf import pairwise
from padan.translate.dates import changed_dates
from padan.translate.leftovers import untranslated
from padan.translate.lengths import relative_length
from padan.translate.loops import loop
from padan.translate.marks import unbalanced
from padan.translate.names import changed_names
from padan.translate.numbers import lost_numbers, new_numbers

Matrix = NDArray[np.float64]

FEATURES = (
    "agreement",
    "leaders",
    "similarity",
    "place",
    "numbers",
    "dates",
    "names_lost",
    "names_new",
    "untranslated",
    "marks",
    "loop",
    "shorter",
    "longer",
)
"""What `evidence` tells, in the order of a fitted model."""
_FALL = 3.0
"""Natural logarithm of how much more than the last the first counts among the leaders: the
likeliest answers of an engine are the best on average."""
_MOST = 3
"""Where counting stops: a candidate with five wrong names is not worse than one with three."""


def evidence(
    source: str,
    candidates: Sequence[str],
    *,
    source_lang: str,
    target_lang: str,
    similarities: Sequence[float] | None = None,
) -> list[dict[str, float]]:
    """A number for each of `FEATURES`, for each candidate.

    agreement: mean chrF (0..1) with each other candidate as its reference; leaders: the same, but
    the engine's first counts e^3 times as much as its last. similarity: cosine with
    the source, less the mean of all candidates (0 without `similarities`). place: where the engine
    put it, 0 for its first, 1 for its last. numbers, dates, names_lost, names_new, untranslated:
    how many, 3 at most. marks, loop: 1 where something is wrong. shorter, longer: natural
    logarithm of how far the length is below or above what is to be expected.
    """
    likeness = pairwise(candidates)
    places = np.linspace(0.0, 1.0, len(candidates))
    agreements = _agreements(likeness, np.ones(len(candidates)))
    leaders = _agreements(likeness, np.exp(-_FALL * places))
    cosines = np.asarray(similarities if similarities is not None else [0.0] * len(candidates))
    above = cosines - cosines.mean()
    known: dict[str, dict[str, float]] = {}
    table = []
    for at, text in enumerate(candidates):
        if text not in known:
            known[text] = _of_one(source, text, source_lang, target_lang)
        mine = {
            "agreement": agreements[at],
            "leaders": leaders[at],
            "similarity": float(above[at]),
            "place": float(places[at]),
        }
        table.append({**mine, **known[text]})
    return table


def _agreements(likeness: Matrix, weights: Matrix) -> list[float]:
    """The weighted mean of each row without its diagonal; 0 where there is but one candidate."""
    shares = np.tile(weights, (len(weights), 1))
    np.fill_diagonal(shares, 0.0)
    totals = shares.sum(axis=1)
    found: list[float] = ((likeness * shares).sum(axis=1) / np.maximum(totals, 1e-12)).tolist()
    return found


def _of_one(source: str, text: str, source_lang: str, target_lang: str) -> dict[str, float]:
    langs = {"source_lang": source_lang, "target_lang": target_lang}
    dates = changed_dates(source, text, **langs)
    names = changed_names(source, text, **langs)
    lost, new = lost_numbers(source, text, **langs), new_numbers(source, text, **langs)
    share = relative_length(source, text, source_lang, target_lang)
    length = math.log(share) if share else 0.0
    return {
        "numbers": _capped(len(lost) + len(new)),
        "dates": _capped(len(dates.lost) + len(dates.new)),
        "names_lost": _capped(len(names.lost)),
        "names_new": _capped(len(names.new)),
        "untranslated": _capped(len(untranslated(source, text, **langs))),
        "marks": float(bool(unbalanced(source, text))),
        "loop": float(bool(loop(text)) and not loop(source)),
        "shorter": max(0.0, -length),
        "longer": max(0.0, length),
    }


def _capped(count: int) -> float:
    return float(min(count, _MOST))

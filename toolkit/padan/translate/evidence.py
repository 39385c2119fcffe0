"""What speaks for and against each of several translations of one sentence, in numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from padan.translate.chrf import pairwise
from padan.translate.dates import changed_dates
from padan.translate.leftovers import untranslated
from padan.translate.lengths import relative_length
from padan.translate.loops import loop
from padan.translate.marks import unbalanced
from padan.translate.names import changed_names
from padan.translate.numbers import lost_numbers, new_numbers

FEATURES = (
    "agreement",
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

    agreement: mean chrF (0..1) with each other candidate as its reference. similarity: cosine with
    the source, less the mean of all candidates (0 without `similarities`). place: where the engine
    put it, 0 for its first, 1 for its last. numbers, dates, names_lost, names_new, untranslated:
    how many, 3 at most. marks, loop: 1 where something is wrong. shorter, longer: natural
    logarithm of how far the length is below or above what is to be expected.
    """
    agreements = _agreements(candidates)
    cosines = np.asarray(similarities if similarities is not None else [0.0] * len(candidates))
    above = cosines - cosines.mean()
    last = max(len(candidates) - 1, 1)
    known: dict[str, dict[str, float]] = {}
    table = []
    for at, text in enumerate(candidates):
        if text not in known:
            known[text] = _of_one(source, text, source_lang, target_lang)
        mine = {"agreement": agreements[at], "similarity": float(above[at]), "place": at / last}
        table.append({**mine, **known[text]})
    return table


def _agreements(candidates: Sequence[str]) -> list[float]:
    table = pairwise(candidates)
    others = max(len(candidates) - 1, 1)
    return [float(table[at].sum() - table[at, at]) / others for at in range(len(candidates))]


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

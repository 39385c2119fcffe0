"""chrF between sentences, quick enough for every pair of candidates.

Popović 2015 (doi:10.18653/v1/W15-3049) as sacrebleu's sentence score computes it by default:
character n-grams of 1 to 6 without blanks, beta 2, only orders that both sides have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ORDERS = 6
_BETA_SQUARED = 4

Profile = tuple[Counter[str], ...]


def profile(text: str) -> Profile:
    """The character n-grams of a text, a counter for each order."""
    packed = "".join(text.split())
    return tuple(
        Counter(packed[at : at + size] for at in range(len(packed) - size + 1))
        for size in range(1, _ORDERS + 1)
    )


def chrf(hypothesis: str, reference: str) -> float:
    """chrF of one sentence against one reference, 0..1 (sacrebleu's is a hundred times that)."""
    one, other = profile(hypothesis), profile(reference)
    return _f_score(_totals(one), _totals(other), _matches(one, other))


def pairwise(texts: Sequence[str]) -> NDArray[np.float64]:
    """chrF of every text (row) against every other as its reference (column), 0..1.

    Equal texts are compared once; the diagonal is 1 where a text has any characters.
    """
    kinds = list(dict.fromkeys(texts))
    profiles = [profile(text) for text in kinds]
    totals = [_totals(one) for one in profiles]
    table = np.zeros((len(kinds), len(kinds)))
    for row, one in enumerate(profiles):
        table[row, row] = float(totals[row][0] > 0)
        for column in range(row):
            matches = _matches(one, profiles[column])
            table[row, column] = _f_score(totals[row], totals[column], matches)
            table[column, row] = _f_score(totals[column], totals[row], matches)
    places = [kinds.index(text) for text in texts]
    full: NDArray[np.float64] = table[np.ix_(places, places)]
    return full


def _totals(one: Profile) -> list[int]:
    return [counter.total() for counter in one]


def _matches(one: Profile, other: Profile) -> list[int]:
    return [_shared(left, right) for left, right in zip(one, other, strict=True)]


def _shared(left: Counter[str], right: Counter[str]) -> int:
    if len(right) < len(left):
        left, right = right, left
    # dict.get and not indexing: a Counter's own answer for what it lacks is slow.
    get: Any = right.get
    return sum(min(count, get(gram, 0)) for gram, count in left.items())


def _f_score(hypothesis: list[int], reference: list[int], matches: list[int]) -> float:
    both = [
        (match / left, match / right)
        for left, right, match in zip(hypothesis, reference, matches, strict=True)
        if left and right
    ]
    if not both:
        return 0.0
    precision = sum(p for p, _ in both) / len(both)
    recall = sum(r for _, r in both) / len(both)
    below = _BETA_SQUARED * precision + recall
    return (1 + _BETA_SQUARED) * precision * recall / below if below else 0.0

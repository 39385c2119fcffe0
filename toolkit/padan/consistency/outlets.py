"""Figures of an outlet against its source, and of every outlet against every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from padan.consistency.tokens import tokenize
from padan.model import Comparison, Kind, Severity

RESAMPLES = 1000
SEED = 20210
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Said:
    """One row of an outlet against the reference; a text is empty where a side says nothing."""

    reference: str
    retelling: str
    comparison: Comparison | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its bootstrap interval; None where there was nothing to average."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class OutletFigures:
    """An outlet against the reference. Shares are 0..1 of characters without blanks."""

    consistency: Interval | None
    """Over the rows where both speak."""
    kept: float | None
    """Of the reference: what has a counterpart."""
    added: float | None
    """Of the outlet: what the reference says nothing of."""
    moved: float | None
    """Of what has a counterpart in the outlet: what stands elsewhere than its neighbours."""
    findings: Mapping[tuple[Kind, Severity], int]
    edits: float | None
    """Words put in, taken out or replaced for 100 words of the reference, over the rows where both
    speak; None where the languages differ in all of them."""


def outlet_figures(
    rows: Sequence[Said], *, own_language: bool, resamples: int = RESAMPLES, seed: int = SEED
) -> OutletFigures:
    """The figures of one outlet. `own_language`: the texts of a row are in one language."""
    both = [row for row in rows if row.reference.strip() and row.retelling.strip()]
    scored = [
        row.comparison.consistency
        for row in both
        if row.comparison and row.comparison.consistency is not None
    ]
    return OutletFigures(
        consistency=bootstrap(scored, resamples=resamples, seed=seed),
        kept=_share((r.reference for r in both), (r.reference for r in rows)),
        added=_share(
            (r.retelling for r in rows if not r.reference.strip()), (r.retelling for r in rows)
        ),
        moved=_share((r.retelling for r in both if r.moved), (r.retelling for r in both)),
        findings=_counts(rows),
        edits=edits_per_hundred([(r.reference, r.retelling) for r in both])
        if own_language
        else None,
    )


def bootstrap(
    values: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Interval | None:
    """The mean and its percentile interval (95 %) over `resamples` draws with replacement.

    Efron and Tibshirani 1993, chapter 13; equal input and seed give an equal interval.
    """
    if not values:
        return None
    table = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(table), size=(resamples, len(table)))
    means = table[draws].mean(axis=1)
    low, high = np.quantile(means, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(float(table.mean()), float(low), float(high), len(table))


def edits_per_hundred(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Word-level Levenshtein distance for 100 words of the reference; None without words."""
    from rapidfuzz.distance import Levenshtein

    edits = words = 0
    for reference, retelling in pairs:
        one, other = (
            [t.norm for t in tokenize(text) if t.is_word or t.is_number]
            for text in (reference, retelling)
        )
        edits += Levenshtein.distance(one, other)
        words += len(one)
    return 100.0 * edits / words if words else None


def _share(part: Iterable[str], whole: Iterable[str]) -> float | None:
    total = sum(map(_width, whole))
    return sum(map(_width, part)) / total if total else None


def _width(text: str) -> int:
    return sum(not c.isspace() for c in text)


def _counts(rows: Iterable[Said]) -> dict[tuple[Kind, Severity], int]:
    counts = Counter(
        (finding.kind, finding.severity)
        for row in rows
        for finding in (row.comparison.findings if row.comparison else ())
    )
    return {(k, s): counts[k, s] for k in Kind for s in Severity if counts[k, s]}

"""Consistency: the chance that a reviewer would say a cell says the same as the reference's.

A logistic model without negative weights over the findings, by kind and severity, and the signals
of `likeness`: each can only take away, so another finding never raises the score, and what each
took away can be told. The weights (`data/score.json`) are written by eval/fit_consistency.py; a
user's own come from `padan recalibrate`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import load
from padan.consistency.side import Pair
from padan.consistency.weights import weights
from padan.model import Comparison, Finding

ALONE = "alone"
"""Only one side says anything."""
ACROSS = "across"
"""No common language: names, figures and vectors only."""
_MOST = 2.0
"""Findings of one kind count no more than this many critical ones."""
_TELLING = 0.02
"""Least loss of consistency that is worth a line."""

Amounts = tuple[tuple[str, float], ...]
"""What took something off the consistency, and how much in log-odds; the most first."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A consistency 0..1 and what moved it."""

    consistency: float
    amounts: Amounts = ()


def ground(pair: Pair) -> str:
    """What a comparison rests on: `id` or `en` where both sides are in that language, `mt` where
    one is in our English, else ACROSS."""
    views = pair.words
    if views is None:
        return ACROSS
    return "mt" if views[0].ours or views[1].ours else views[0].lang


def evidence(findings: Iterable[Finding], signals: Mapping[str, float]) -> dict[str, float]:
    """The model's features, all 0 and up: `finding <kind>` sums severities, signals stay."""
    table = load("score")
    summed: dict[str, float] = defaultdict(float)
    for finding in findings:
        share = float(table["perhaps_ours"]) if finding.perhaps_ours else 1.0
        summed[f"finding {finding.kind}"] += share * float(table["severity"][finding.severity])
    return {name: min(_MOST, amount) for name, amount in summed.items()} | dict(signals)


def weigh(findings: Iterable[Finding], signals: Mapping[str, float], on: str) -> Weighed:
    """The consistency from findings and signals, compared on the ground `on`.

    The logit is the ground's intercept less the weighted sum of `evidence`; what the ground has no
    weight for is passed over.
    """
    fit = weights()[on]
    amounts = {
        name: fit.weights[name] * amount
        for name, amount in evidence(findings, signals).items()
        if name in fit.weights
    }
    ordered = sorted(amounts.items(), key=lambda pair: -pair[1])
    total = fit.intercept - math.fsum(amounts.values())
    return Weighed(chance(total), tuple((name, round(a, 4)) for name, a in ordered if a > 0))


def score(findings: Iterable[Finding], signals: Mapping[str, float] | None = None) -> float:
    """The consistency from findings alone, or with signals, without a common language."""
    return weigh(findings, signals or {}, ACROSS).consistency


def chance(logit: float) -> float:
    """The logistic function, without overflow."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    grown = math.exp(logit)
    return grown / (1.0 + grown)


def losses(comparison: Comparison) -> tuple[tuple[str, float], ...]:
    """What took how much off the consistency, the most first: the share of the whole loss in
    log-odds, in points of the consistency. They add up to what the findings and signals cost."""
    total = comparison.consistency
    whole = math.fsum(amount for _, amount in comparison.weighed)
    if total is None or not whole:
        return ()
    bounded = min(1.0 - 1e-9, max(1e-9, total))
    lost = chance(math.log(bounded / (1.0 - bounded)) + whole) - bounded
    return tuple((name, lost * amount / whole) for name, amount in comparison.weighed)


def explain(comparison: Comparison, lang: str = "en") -> tuple[str, ...]:
    """What moved the score, in words of `lang` (en or id), the most first; trifles are left out.

    Findings of a kind share a line. Empty for cells that say the same, or say nothing.
    """
    names = _names(lang)
    return tuple(
        f"{names[name]} (−{lost:.0%})"
        for name, lost in losses(comparison)
        if lost >= _TELLING and name in names
    )


@lru_cache(maxsize=4)
def _names(lang: str) -> dict[str, str]:
    return {name: str(texts[lang]) for name, texts in load("score")["names"].items()}

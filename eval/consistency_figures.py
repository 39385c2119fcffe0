"""Figures about scored pairs of texts: how well departures are told, ranked and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from consistency_data import SERIOUS, Item, Spans
from padan.model import Comparison, Finding, Kind, Severity

COMET = {
    "argos": 0.830,
    "bergamot-tiny": 0.902,
    "google": 0.924,
    "microsoft": 0.916,
    "nllb": 0.897,
    "opusmt": 0.876,
}
"""wmt22-comet-da of the stored en-id outputs, as published with them."""
RIGHT: Mapping[str, frozenset[Kind]] = {
    "critical_id8_negation": frozenset({Kind.NEGATION}),
    "critical_id9_ne_replaced": frozenset({Kind.NAME}),
    "critical_id10_numbers_replaced": frozenset({Kind.NUMBER, Kind.DATE}),
    "critical_id7_antonym": frozenset({Kind.NEGATION, Kind.RELATION, Kind.TERM, Kind.QUANTIFIER}),
    "critical_id11_gender": frozenset({Kind.NAME, Kind.ATTRIBUTION, Kind.TERM}),
    "critical_id25_ne_removed": frozenset({Kind.NAME, Kind.OMISSION}),
    "critical_id6_addition": frozenset({Kind.ADDITION, Kind.LOADED}),
    "critical_id4_codemix": frozenset({Kind.TERM, Kind.OMISSION, Kind.ADDITION}),
    "critical_id21_adj_adv_removed": frozenset(
        {Kind.OMISSION, Kind.QUANTIFIER, Kind.MODALITY, Kind.DATE}
    ),
    "critical_id22_verb_removed": frozenset({Kind.OMISSION, Kind.MODALITY, Kind.ATTRIBUTION}),
    "critical_id23_noun_removed": frozenset({Kind.OMISSION, Kind.DATE}),
    "critical_id24_subj_removed": frozenset({Kind.OMISSION, Kind.NAME, Kind.ATTRIBUTION}),
    "major_id3_hypernym": frozenset({Kind.TERM, Kind.OMISSION, Kind.ADDITION}),
    "major_id5_pp_removed": frozenset(
        {Kind.OMISSION, Kind.NAME, Kind.DATE, Kind.NUMBER, Kind.QUANTIFIER}
    ),
    "major_id17_tense": frozenset({Kind.MODALITY, Kind.DATE}),
    "major_id18_aspect": frozenset({Kind.MODALITY, Kind.DATE}),
    "major_id19_question": frozenset({Kind.MODALITY}),
}
"""Kinds of finding that name what DEMETR did."""


@dataclass(frozen=True)
class Scored:
    """An item with its comparison."""

    item: Item
    comparison: Comparison
    similarity: float | None = None
    chrf: float = 0.0
    """sacreBLEU's sentence chrF, 0..1, of the two in one language, where they are."""

    @cached_property
    def consistency(self) -> float:
        """The consistency; 1 where there was nothing to compare."""
        value = self.comparison.consistency
        return 1.0 if value is None else value

    def flags(self, *, serious: bool = False) -> list[Finding]:
        """Findings above trivial, or above minor."""
        wanted = SERIOUS if serious else {*SERIOUS, Severity.MINOR}
        return [f for f in self.comparison.findings if f.severity in wanted]


def auroc(bad: Sequence[float], good: Sequence[float]) -> float:
    """The chance that a departure gets a lower value than its like, ties counting half."""
    b, g = np.array(bad)[:, None], np.array(good)[None, :]
    return float(((b < g) + 0.5 * (b == g)).mean()) if bad and good else float("nan")


def average_precision(scored: Iterable[tuple[float, bool]]) -> float:
    """Average precision of departures when the lowest value comes first; equal values share
    their precision."""
    ranked = sorted(scored, key=lambda pair: pair[0])
    total = sum(bad for _, bad in ranked)
    found = seen = i = 0
    result = 0.0
    while i < len(ranked):
        tied = [bad for value, bad in ranked[i:] if value == ranked[i][0]]
        seen, found, i = seen + len(tied), found + sum(tied), i + len(tied)
        result += sum(tied) * found / seen
    return result / total if total else 0.0


def kendall(one: Sequence[float], other: Sequence[float]) -> float:
    """Kendall's tau a."""
    n = len(one)
    agreed = sum(
        float(np.sign(one[i] - one[j]) * np.sign(other[i] - other[j]))
        for i in range(n)
        for j in range(i)
    )
    return agreed / (n * (n - 1) / 2)


def span_f1(items: Iterable[Scored]) -> dict[str, float]:
    """Precision, recall and F1 of marked characters against gold spans, on both sides.

    Partial overlap with partial credit, micro-averaged: a predicted span counts by the share of it
    that is gold, a gold span by the share that was predicted. Trivial findings are left out.
    """
    hit = np.zeros(2)
    number = np.zeros(2)
    for scored in items:
        for side in (0, 1):
            gold = scored.item.spans[side]
            own = _spans(scored.flags(), side)
            hit += (_covered(own, gold), _covered(gold, own))
            number += (len(own), len(gold))
    precision, recall = (float(h / n) if n else 0.0 for h, n in zip(hit, number, strict=True))
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def _spans(findings: Iterable[Finding], side: int) -> Spans:
    found = ((f.reference, f.retelling)[side] for f in findings)
    return tuple(sorted({(s.start, s.end) for s in found if s is not None}))


def _covered(spans: Spans, by: Spans) -> float:
    """The sum over `spans` of the share that `by` covers."""
    inside = {i for start, end in by for i in range(start, end)}
    return sum(
        sum(i in inside for i in range(start, end)) / (end - start)
        for start, end in spans
        if end > start
    )


def calibration_error(scored: Sequence[tuple[float, float]], bins: int = 10) -> float:
    """Expected calibration error of (consistency, share that says the same), equal-sized bins."""
    ranked = np.array(sorted(scored))
    return float(
        sum(
            len(part) / len(ranked) * abs(part[:, 0].mean() - part[:, 1].mean())
            for part in np.array_split(ranked, bins)
            if len(part)
        )
    )


def added(bad: Scored, clean: Scored) -> list[Finding]:
    """Flags of a claim that the clean claim of its row does not have, the worst first."""
    known = {_key(f, clean) for f in clean.flags()}
    return [f for f in bad.flags() if _key(f, bad) not in known]


def _key(finding: Finding, scored: Scored) -> tuple[str, str, str]:
    sides = (scored.item.reference.text, scored.item.retelling.text)
    places = (finding.reference, finding.retelling)
    words = [
        text[place.start : place.end].casefold() if place else ""
        for text, place in zip(sides, places, strict=True)
    ]
    return finding.kind.value, words[0], words[1]

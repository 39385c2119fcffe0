"""Compares what two articles say in one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from padan.consistency import (
    attribution,
    content,
    coverage,
    dates,
    editorial,
    loaded,
    modality,
    names,
    negation,
    numbers,
    quantifier,
    relation,
    term,
)
from padan.consistency.dismissed import Dismissal, without_dismissed
from padan.consistency.draft import rank
from padan.consistency.likeness import asks, signals
from padan.consistency.score import ALONE, evidence, ground, weigh
from padan.consistency.settle import settle
from padan.consistency.side import Pair, Side, pair_of
from padan.consistency.tokens import wording
from padan.consistency.weights import dismissed as the_users
from padan.consistency.wording import check as only_wording
from padan.model import Comparison, Finding

_CHECKS = (
    numbers.check,
    dates.check,
    negation.check,
    names.check,
    modality.check,
    quantifier.check,
    attribution.check,
    relation.check,
    loaded.check,
    editorial.check,
    term.check,
    content.check,
)


def compare_texts(
    reference: Side,
    retelling: Side,
    *,
    similarity: float | None = None,
    dismissed: frozenset[Dismissal] | None = None,
) -> Comparison:
    """Compare a cell with the reference's cell.

    Spans of the findings count in `Side.text` of either side, `Finding.english` in the
    `Side.english` of the side that was translated. `similarity` is the centred cosine of the
    cells' vectors, -1..1, where an encoder gave one. What is `dismissed` is not found again; None
    stands for what the user has dismissed for good. Never raises on odd text.
    """
    if reference.blank and retelling.blank:
        return Comparison(None)
    pair = pair_of(reference, retelling)
    if pair.same_language and _same(reference, retelling):
        return Comparison(1.0)
    alone = coverage.check(pair)
    if alone:
        found = weigh(alone, {}, ALONE)
        return Comparison(found.consistency, alone, weighed=found.amounts)
    return _checked(pair, similarity, the_users() if dismissed is None else dismissed)


def _checked(pair: Pair, similarity: float | None, dismissed: frozenset[Dismissal]) -> Comparison:
    found = _examined(pair, similarity)
    texts = pair.reference.text, pair.retelling.text
    kept = without_dismissed(found.findings, texts, dismissed)
    weighed = weigh(kept, found.signals, found.on)
    return Comparison(weighed.consistency, kept, found.abstained, weighed.amounts)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the score of a comparison is made from."""

    findings: tuple[Finding, ...]
    abstained: tuple[str, ...]
    signals: Mapping[str, float]
    on: str
    """What the comparison rests on: see `score.ground`."""

    @property
    def evidence(self) -> dict[str, float]:
        """The features of the score."""
        return evidence(self.findings, self.signals)


def examine(reference: Side, retelling: Side, *, similarity: float | None = None) -> Examined:
    """Findings and signals of two sides that both say something, before they are weighed."""
    return _examined(pair_of(reference, retelling), similarity)


def _examined(pair: Pair, similarity: float | None) -> Examined:
    reports = [check(pair) for check in _CHECKS]
    settled = settle([f for r in reports for f in r.findings]) or only_wording(pair).findings
    findings = sorted(settled, key=_order)
    abstained = tuple(line for r in reports for line in r.abstained)
    return Examined(tuple(findings), abstained, signals(pair, similarity), ground(pair))


def _same(reference: Side, retelling: Side) -> bool:
    """Word for word the same, and neither turned into a question."""
    texts = reference.text, retelling.text
    return wording(texts[0]) == wording(texts[1]) and asks(texts[0]) == asks(texts[1])


def _order(finding: Finding) -> tuple[int, int]:
    place = finding.retelling or finding.reference
    return rank(finding.severity), place.start if place else 0

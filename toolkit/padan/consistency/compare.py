"""Compares what two articles say in one row."""

from __future__ import annotations

from padan.consistency import coverage, names, negation, numbers
from padan.consistency.draft import rank
from padan.consistency.score import score
from padan.consistency.side import Pair, Side, pair_of
from padan.consistency.tokens import wording
from padan.model import Comparison, Finding

_CHECKS = (numbers.check, negation.check, names.check)


def compare_texts(
    reference: Side, retelling: Side, *, similarity: float | None = None
) -> Comparison:
    """Compare a cell with the reference's cell.

    Spans of the findings count in `Side.text` of either side, `Finding.english` in the
    `Side.english` of the side that was translated. `similarity` is the centred cosine of the
    cells' vectors, -1..1, where an encoder gave one. Never raises on odd text.
    """
    if reference.blank and retelling.blank:
        return Comparison(None)
    pair = pair_of(reference, retelling)
    if pair.same_language and wording(reference.text) == wording(retelling.text):
        return Comparison(1.0)
    alone = coverage.check(pair)
    if alone:
        return Comparison(score(alone, similarity), alone)
    return _checked(pair, similarity)


def _checked(pair: Pair, similarity: float | None) -> Comparison:
    reports = [check(pair) for check in _CHECKS]
    findings = sorted((f for r in reports for f in r.findings), key=_order)
    abstained = tuple(line for r in reports for line in r.abstained)
    return Comparison(score(findings, similarity), tuple(findings), abstained)


def _order(finding: Finding) -> tuple[int, int]:
    place = finding.retelling or finding.reference
    return rank(finding.severity), place.start if place else 0

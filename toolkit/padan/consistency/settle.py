"""Of findings about one difference the one that says most precisely what it is stays."""

from __future__ import annotations

from collections.abc import Sequence

from padan.consistency.draft import rank
from padan.model import Finding, Kind, Span

_PRECISE = (
    {Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.NEGATION},
    {Kind.MODALITY, Kind.QUANTIFIER},
    {Kind.ATTRIBUTION},
    {Kind.RELATION},
    {Kind.LOADED},
    {Kind.TERM},
    {Kind.OMISSION, Kind.ADDITION},
    {Kind.WORDING},
)
"""Kinds, the most precise first."""
_WHOLE = frozenset({Kind.OMISSION, Kind.ADDITION})
_MOST = 0.5
"""Share of a passage that a more precise finding must cover to stand for it."""


def settle(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """`findings` without those that another one tells better, in their order.

    Two findings are about one difference where their spans overlap on every side that both have.
    What is merely missing inside a passage that is left out, or new inside one that is added, goes
    with the passage.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=_order):
        if not any(_tells(other, finding) for other in kept):
            kept = [other for other in kept if not _takes_in(finding, other)]
            kept.append(finding)
    stay = {id(f) for f in kept}
    return tuple(f for f in findings if id(f) in stay)


def precision(kind: Kind) -> int:
    """0 for the most precise kinds."""
    return next((n for n, kinds in enumerate(_PRECISE) if kind in kinds), len(_PRECISE))


def _order(finding: Finding) -> tuple[int, int]:
    return precision(finding.kind), rank(finding.severity)


def _tells(better: Finding, other: Finding) -> bool:
    """`better`, at least as precise, is about the same words as `other`."""
    shares = _overlaps(better, other)
    if not shares or not all(shares):
        return False
    return other.kind not in _WHOLE or max(shares) >= _MOST


def _takes_in(passage: Finding, part: Finding) -> bool:
    """`part` is something of a missing or added passage, found on that side alone."""
    if passage.kind not in _WHOLE or part.kind is Kind.NEGATION:
        return False
    if (passage.reference is None) != (part.reference is None):
        return False
    if (passage.retelling is None) != (part.retelling is None):
        return False
    shares = _overlaps(part, passage)
    return rank(passage.severity) <= rank(part.severity) and bool(shares) and all(shares)


def _overlaps(better: Finding, other: Finding) -> list[float]:
    """The share of `other` that `better` covers, for each side that both have."""
    sides = (
        (better.reference, other.reference, _translated(better, 0), _translated(other, 0)),
        (better.retelling, other.retelling, _translated(better, 1), _translated(other, 1)),
    )
    found = []
    for mine, theirs, mine_english, theirs_english in sides:
        if mine is None or theirs is None:
            continue
        if mine_english is not None and theirs_english is not None:
            found.append(_covered(mine_english, theirs_english))
        else:
            found.append(_covered(mine, theirs))
    return found


def _translated(finding: Finding, side: int) -> Span | None:
    """The span in our English of a side, whose own span is only as fine as a sentence."""
    parts = finding.basis.split("-")
    ours = len(parts) == 2 and parts[side] == "mt"
    return finding.english if ours else None


def _covered(mine: Span, theirs: Span) -> float:
    common = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    return max(0, common) / max(1, theirs.end - theirs.start)

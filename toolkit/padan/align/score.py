"""How good an alignment is, against gold beads.

`strict` and `lax` follow the definition of Vecalign's score.py (Thompson and Koehn 2019), so that
figures compare with published ones: precision counts the output's null beads, recall drops the
null beads of both sides; a bead is lax right where a sentence of it is linked in gold to a
sentence of its other side. `linked` drops null beads from both, which is what can be said where
gold lists links only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from padan.model import Bead

SCORER = "padan.align.score (strict, lax as Vecalign score.py)"

Pair = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Rate:
    """Right ones among those found, and among those of gold; rates add up over documents."""

    found_right: int = 0
    found: int = 0
    gold_right: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the found beads that are right; 0 where none was found."""
        return self.found_right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold beads that were found; 0 where gold has none."""
        return self.gold_right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Rate) -> Rate:
        return Rate(
            self.found_right + other.found_right,
            self.found + other.found,
            self.gold_right + other.gold_right,
            self.gold + other.gold,
        )


@dataclass(frozen=True, slots=True)
class AlignmentScore:
    """The counts of one or more documents; scores add up, so that documents are pooled."""

    strict: Rate = field(default_factory=Rate)
    lax: Rate = field(default_factory=Rate)
    linked: Rate = field(default_factory=Rate)
    null: Rate = field(default_factory=Rate)
    """Beads with an empty side, by exact match; says nothing where gold lists links only."""
    moved: Rate = field(default_factory=Rate)
    """Found side: beads marked as moved that are links of gold. Gold side: gold's moved links
    that were found, marked or not, because which of two swapped passages moved is a matter of
    view."""
    scorer: str = SCORER

    def __add__(self, other: AlignmentScore) -> AlignmentScore:
        return AlignmentScore(
            self.strict + other.strict,
            self.lax + other.lax,
            self.linked + other.linked,
            self.null + other.null,
            self.moved + other.moved,
            self.scorer,
        )


def _pairs(beads: Iterable[Bead]) -> list[Pair]:
    """Both sides of each bead in order, beads with nothing at all left out."""
    pairs = ((tuple(sorted(b.left)), tuple(sorted(b.right))) for b in beads)
    return [p for p in pairs if p[0] or p[1]]


def _right(tested: Sequence[Pair], against: Sequence[Pair], *, lax: bool) -> int:
    """How many of `tested` stand in `against`, wholly or (lax) by a shared link."""
    exact = set(against)
    if not lax:
        return sum(pair in exact for pair in tested)
    linked: dict[int, set[int]] = {}
    for left, right in against:
        for i in left:
            linked.setdefault(i, set()).update(right)
    return sum(
        (left, right) in exact or any(linked.get(i, set()).intersection(right) for i in left)
        for left, right in tested
    )


def _exact(found: Sequence[Pair], gold: Sequence[Pair]) -> Rate:
    """Exact matches both ways."""
    return Rate(
        _right(found, gold, lax=False), len(found), _right(gold, found, lax=False), len(gold)
    )


def score(gold: Sequence[Bead], found: Sequence[Bead]) -> AlignmentScore:
    """Score the beads found for one pair of texts against its gold beads."""
    gold_all, found_all = _pairs(gold), _pairs(found)
    gold_links = [p for p in gold_all if p[0] and p[1]]
    found_links = [p for p in found_all if p[0] and p[1]]
    strict, lax = (
        Rate(
            _right(found_all, gold_all, lax=loose),
            len(found_all),
            _right(gold_links, found_links, lax=loose),
            len(gold_links),
        )
        for loose in (False, True)
    )
    found_moved = _pairs(b for b in found if b.moved)
    gold_moved = _pairs(b for b in gold if b.moved)
    return AlignmentScore(
        strict,
        lax,
        _exact(found_links, gold_links),
        _exact(
            [p for p in found_all if not (p[0] and p[1])],
            [p for p in gold_all if not (p[0] and p[1])],
        ),
        Rate(
            _right(found_moved, gold_links, lax=False),
            len(found_moved),
            _right(gold_moved, found_links, lax=False),
            len(gold_moved),
        ),
    )


def calibration_error(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean gap of confidence and share right, over equal bins.

    Weighted by the beads in each bin (Naeini et al. 2015). 0 for no beads.
    """
    total = 0.0
    for k in range(bins):
        inside = [
            (s, r) for s, r in zip(scores, right, strict=True) if min(int(s * bins), bins - 1) == k
        ]
        if inside:
            total += abs(sum(s for s, _ in inside) - sum(r for _, r in inside))
    return total / len(scores) if scores else 0.0

"""A version laid against the fuller article: the same words are the same sentence."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from padan.align.rowmerge import strand
from padan.align.versions import wording
from padan.model import Article, Bead, Sentence


def version_beads(
    version: Article, fuller: Article, beads: Sequence[Bead], ratio: float
) -> list[Bead]:
    """Beads from version to fuller article: same wording first, `beads` for what is left.

    Sentences of one wording (kind for kind, in order, then out of order) are tied with confidence
    1. Of `beads` (version to the left) those stay whose sentences are all still free.
    """
    known: dict[int, int] = {}
    for kind in sorted({strand(s.role) for s in version.aligned}):
        mine = [s for s in version.aligned if strand(s.role) == kind]
        theirs = [s for s in fuller.aligned if strand(s.role) == kind]
        known |= _same(mine, theirs, ratio)
    taken = set(known.values())
    ties = [Bead((mine,), (other,), 1.0) for mine, other in sorted(known.items())]
    return ties + [
        bead for bead in beads if not (known.keys() & set(bead.left) or taken & set(bead.right))
    ]


def _same(mine: Sequence[Sentence], theirs: Sequence[Sentence], ratio: float) -> dict[int, int]:
    """Sentence index -> index of the sentence with the same wording, each used once."""
    ours, others = [wording(s.text) for s in mine], [wording(s.text) for s in theirs]
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, ours, others, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            found[block.a + step] = block.b + step
    free = [j for j in range(len(others)) if j not in set(found.values())]
    for i in (i for i in range(len(ours)) if i not in found):
        alike = [(fuzz.ratio(ours[i], others[j]), -j) for j in free]
        best = max(alike, default=(0.0, 0))
        if best[0] >= 100 * ratio:
            found[i] = -best[1]
            free.remove(-best[1])
    return {mine[i].index: theirs[j].index for i, j in found.items()}

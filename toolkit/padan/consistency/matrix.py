"""Every outlet of a story against every other, and the English against an English source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from padan.consistency.compare import compare_texts
from padan.consistency.side import Side


@dataclass(frozen=True, slots=True)
class Cross:
    """How one outlet stands to another taken as its reference."""

    reference: str
    retelling: str
    consistency: float | None
    """Mean over the rows in which both speak; None where there are none."""
    rows: int


def outlet_matrix(rows: Sequence[Mapping[str, Side]], *, most: int = 200) -> tuple[Cross, ...]:
    """Each ordered pair of outlets that occur in `rows`, compared row by row.

    A row maps outlets to what they say there; outlets that say nothing may be missing. Of each
    pair the first `most` common rows are compared, which bounds the time. A pair is compared once
    each way: what is an omission one way is an addition the other.
    """
    names = sorted({name for row in rows for name in row})
    return tuple(_cross(one, other, rows, most) for one in names for other in names if one != other)


def _cross(one: str, other: str, rows: Sequence[Mapping[str, Side]], most: int) -> Cross:
    common = [
        (row[one], row[other])
        for row in rows
        if one in row and other in row and not row[one].blank and not row[other].blank
    ]
    found = [compare_texts(left, right).consistency for left, right in common[:most]]
    values = [value for value in found if value is not None]
    return Cross(one, other, sum(values) / len(values) if values else None, len(values))


@dataclass(frozen=True, slots=True)
class Overlap:
    """sacreBLEU's figures, 0..100, with the signatures that make them comparable."""

    chrf: float
    bleu: float
    chrf_signature: str
    bleu_signature: str


def overlap(english: Sequence[str], source: Sequence[str]) -> Overlap | None:
    """chrF2 and BLEU of an outlet's English against an English source, row by row, as one corpus.

    None where there is nothing to compare. Raises ValueError where the lengths differ.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    if len(english) != len(source):
        raise ValueError("as many rows of English as of the source are wanted")
    if not english:
        return None
    chrf, bleu = CHRF(), BLEU()
    scores = [metric.corpus_score(list(english), [list(source)]).score for metric in (chrf, bleu)]
    return Overlap(scores[0], scores[1], str(chrf.get_signature()), str(bleu.get_signature()))

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
    """Mean over the rows compared; None where there are none."""
    by_row: Mapping[int, float]
    """Place of a row -> consistency."""
    common: int
    """Rows in which both speak; more than were compared where that was too many."""

    @property
    def rows(self) -> int:
        """The number of rows compared."""
        return len(self.by_row)


def outlet_matrix(
    rows: Sequence[Mapping[str, Side]],
    *,
    most: int = 200,
    known: Mapping[tuple[str, str], Mapping[int, float]] | None = None,
) -> tuple[Cross, ...]:
    """Each ordered pair of outlets that occur in `rows`, compared row by row.

    A row maps outlets to what they say there; outlets that say nothing may be missing. Of each
    pair at most `most` common rows, spread evenly, are compared, which bounds the time. A pair is
    compared once each way: what is an omission one way is an addition the other. What is `known`
    of a pair (reference, retelling), by the place of the row, is taken as it is.
    """
    names = sorted({name for row in rows for name in row})
    known = known or {}
    return tuple(
        _cross(one, other, rows, most, known.get((one, other)))
        for one in names
        for other in names
        if one != other
    )


def _cross(
    one: str,
    other: str,
    rows: Sequence[Mapping[str, Side]],
    most: int,
    known: Mapping[int, float] | None,
) -> Cross:
    common = [
        place
        for place, row in enumerate(rows)
        if one in row and other in row and not row[one].blank and not row[other].blank
    ]
    by_row: dict[int, float] = dict(known) if known is not None else {}
    for place in _spread(common, most) if known is None else ():
        value = compare_texts(rows[place][one], rows[place][other]).consistency
        if value is not None:
            by_row[place] = value
    mean = sum(by_row.values()) / len(by_row) if by_row else None
    return Cross(one, other, mean, by_row, len(common))


def _spread(places: Sequence[int], most: int) -> list[int]:
    """At most `most` of the places, evenly spread."""
    if len(places) <= most:
        return list(places)
    return [places[n * len(places) // most] for n in range(most)]


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

"""How surely the cells of a row belong together."""

from __future__ import annotations

from collections.abc import Mapping

from padan.align.rowmerge import Node, Tie, Ties


def row_confidence(row: frozenset[Node], lengths: Mapping[Node, int], ties: Ties) -> float:
    """Confidence of a row, 0..1; `lengths` in characters.

    Of two cells, the agreement is the mean confidence of the beads between them, weighed by
    characters, a sentence whose bead leads elsewhere counting 0. A cell is held by the mean of its
    agreements with the other cells it was aligned with, the row by the cell that is held most
    loosely. A row of one cell is as sure as the least sure absence of a counterpart; with nothing
    to compare it is 1.
    """
    articles = sorted({article for article, _ in row})
    if len(articles) == 1:
        absences = (_absence(tie) for node in row for tie in ties[node].values())
        return min(absences, default=1.0)
    held = []
    for article in articles:
        found = [
            agreement
            for other in articles
            if other != article
            and (agreement := _agreement(article, other, row, lengths, ties)) is not None
        ]
        if found:
            held.append(sum(found) / len(found))
    return min(held, default=0.0)


def _agreement(
    one: str, other: str, row: frozenset[Node], lengths: Mapping[Node, int], ties: Ties
) -> float | None:
    """Mean confidence between two cells; None where the two articles were not aligned."""
    total = weight = 0.0
    for node in sorted(row):
        if node[0] not in (one, other):
            continue
        tie = ties[node].get(other if node[0] == one else one)
        if tie is not None:
            weight += lengths[node]
            if tie.partners:
                total += lengths[node] * tie.score * len(tie.partners & row) / len(tie.partners)
    return total / weight if weight else None


def _absence(tie: Tie) -> float:
    """A bead that was not followed leaves what it doubts."""
    return 1.0 - tie.score if tie.partners else tie.score

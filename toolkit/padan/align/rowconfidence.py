"""How surely the cells of a row belong together, and how surely an empty one is empty."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from padan.align.rowmerge import Node, Tie, Ties


def row_confidence(row: Collection[Node], cells: Mapping[str, float | None]) -> float:
    """Confidence of a row, 0..1, from `cells` as `cell_confidences` gives them.

    The row is as sure as the cell that is held most loosely. A row of one cell is as sure as the
    least sure absence of a counterpart; with nothing to compare it is 1.
    """
    speaking = {article for article, _ in row}
    if len(speaking) == 1:
        return min((sure for sure in cells.values() if sure is not None), default=1.0)
    held = [sure for article in speaking if (sure := cells[article]) is not None]
    return min(held, default=0.0)


def cell_confidences(
    row: Collection[Node], articles: Sequence[str], lengths: Mapping[Node, int], ties: Ties
) -> dict[str, float | None]:
    """Confidence 0..1 of each article's cell; `lengths` in characters.

    Of two cells, the agreement is the mean confidence of the beads between them, weighed by
    characters, a sentence whose bead leads elsewhere counting 0. A cell is held by the mean of its
    agreements with the other cells it was aligned with. An empty cell is as sure as the least sure
    of the beads that leave a sentence of the row alone. None where nothing was compared.
    """
    members: dict[str, list[Node]] = {}
    for node in sorted(row):
        members.setdefault(node[0], []).append(node)
    found: dict[str, float | None] = {}
    for article in articles:
        if article in members:
            others = [members[other] for other in sorted(members) if other != article]
            agreed = [_agreement(members[article], other, lengths, ties) for other in others]
            known = [sure for sure in agreed if sure is not None]
            found[article] = sum(known) / len(known) if known else None
        else:
            absent = [_absence(tie) for node in sorted(row) if (tie := ties[node].get(article))]
            found[article] = min(absent, default=None)
    return found


def _agreement(
    cell: Sequence[Node], other: Sequence[Node], lengths: Mapping[Node, int], ties: Ties
) -> float | None:
    """Mean confidence between two cells; None where the two articles were not aligned."""
    total = weight = 0.0
    for here, there in ((cell, other), (other, cell)):
        for node in here:
            tie = ties[node].get(there[0][0])
            if tie is not None:
                weight += lengths[node]
                if tie.partners:
                    kept = len(tie.partners.intersection(there)) / len(tie.partners)
                    total += lengths[node] * tie.score * kept
    return total / weight if weight else None


def _absence(tie: Tie) -> float:
    """A bead that was not followed leaves what it doubts."""
    return 1.0 - tie.score if tie.partners else tie.score

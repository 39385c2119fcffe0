"""Aligns a story anew around rows that stand: what reviewers confirmed is fixed, the rest free."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from itertools import combinations, pairwise

from padan.align.pair import align_positions
from padan.align.roworder import order_rows, out_of_order
from padan.align.rows import build_rows
from padan.engines.base import Encoder, Vectors
from padan.model import DISPLAY, FLOW, Article, Bead, Story

Cells = Mapping[str, tuple[int, ...]]
"""Article id -> sentence indices."""


def align_around(
    story: Story,
    fixed: Sequence[Cells],
    left_out: frozenset[tuple[str, int]],
    *,
    encoder: Encoder,
    vectors: MutableMapping[str, Vectors],
) -> list[Cells]:
    """The cells of all rows in order: those of `fixed` as they are, all others aligned anew.

    Between two articles a passage aligns only within the gap between the fixed rows around it;
    fixed rows that cross the main line part nothing. `left_out` are sentences that take no part.
    Raises EngineError where the encoder cannot run.
    """
    held = {(article, i) for cells in fixed for article, places in cells.items() for i in places}
    taken = held | left_out
    whole = [a for a in story.articles if a.id not in story.versions]
    beads = {
        (left.id, right.id): _free_beads(left, right, fixed, taken, encoder, vectors)
        for left, right in combinations(sorted(whole, key=lambda a: a.id), 2)
    }
    free = []
    for row in build_rows(story, beads):
        cells = {
            cell.article: left
            for cell in row.cells
            if (left := tuple(i for i in cell.sentences if (cell.article, i) not in taken))
        }
        if cells:
            free.append(cells)
    return order_rows(story.articles, [*fixed, *free], story.reference)


def _free_beads(
    left: Article,
    right: Article,
    fixed: Sequence[Cells],
    taken: set[tuple[str, int]] | frozenset[tuple[str, int]],
    encoder: Encoder,
    vectors: MutableMapping[str, Vectors],
) -> list[Bead]:
    free = [
        [s.index for s in article.aligned if (article.id, s.index) not in taken]
        for article in (left, right)
    ]
    flow = [
        [i for i in own if article.sentences[i].role in FLOW]
        for own, article in zip(free, (left, right), strict=True)
    ]
    groups = [
        ([i for i in flow[0] if a[0] < i < b[0]], [j for j in flow[1] if a[1] < j < b[1]])
        for a, b in pairwise([(-1, -1), *_anchors(left, right, fixed), _END])
    ]
    for role in sorted(DISPLAY):
        groups.append(
            (
                [i for i in free[0] if left.sentences[i].role is role],
                [j for j in free[1] if right.sentences[j].role is role],
            )
        )
    return align_positions(left, right, groups, encoder=encoder, vectors=vectors)


_END = (10**9, 10**9)


def _anchors(left: Article, right: Article, fixed: Sequence[Cells]) -> list[tuple[int, int]]:
    """Last sentences of the fixed rows that both articles share, along the main line."""
    shared = sorted(
        (cells[left.id][-1], cells[right.id][-1], len(cells[left.id]))
        for cells in fixed
        if left.id in cells and right.id in cells and left.sentences[cells[left.id][0]].role in FLOW
    )
    crossing = out_of_order([j for _, j, _ in shared], [float(n) for *_, n in shared])
    return [(i, j) for place, (i, j, _) in enumerate(shared) if place not in crossing]

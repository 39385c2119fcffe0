"""The rows of a story: one statement each, a cell for every article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from itertools import combinations

import numpy as np

from padan.align.content import flow
from padan.align.identity import version_beads
from padan.align.rowconfidence import cell_confidences, row_confidence
from padan.align.rowmerge import Node, Pair, PairBeads, find_ties, merge_rows
from padan.align.roworder import Cells, order_rows, out_of_order
from padan.align.thresholds import RowRules, Thresholds, thresholds
from padan.engines.base import Encoder, Vectors
from padan.model import FLOW, Article, Bead, Cell, Row, Story

_BACKED = 0.5
"""Weight of a passage that its bead says has moved, when the main line is looked for."""


def align_story(
    story: Story,
    *,
    encoder: Encoder,
    vectors: MutableMapping[str, Vectors],
    beads: MutableMapping[str, list[Bead]],
) -> list[Row]:
    """Align the articles of a story with each other, and put their sentences into rows.

    Small stories are aligned pair by pair; in large ones each article is aligned with the
    reference and with those nearest to it. A version is only laid against its fuller article.
    `vectors` and `beads` are the caches of `embed` and `align_articles`. Raises EngineError where
    the encoder cannot run.
    """
    from padan.align.pair import align_articles
    from padan.engines.vectors import embed

    rules = thresholds().rows

    def middle(article: Article) -> Vectors:
        found = embed([s.text for s in flow(article)], encoder=encoder, cache=vectors)
        return found.mean(axis=0) if len(found) else np.zeros(0, dtype=np.float32)

    pairs = pairs_to_align(story, rules, middle)
    return build_rows(
        story,
        {
            (left, right): align_articles(
                story.article(left),
                story.article(right),
                encoder=encoder,
                vectors=vectors,
                beads=beads,
            )
            for left, right in pairs
        },
    )


def build_rows(
    story: Story, pair_beads: Mapping[Pair, Sequence[Bead]], numbers: Thresholds | None = None
) -> list[Row]:
    """The rows of a story, from the beads between its articles.

    Keys of `pair_beads` are (left article id, right article id), in either order; a missing pair
    says nothing. Every sentence that takes part in alignment stands in exactly one row. Rows are
    in the order of `padan.align.roworder.order_rows`, cells in that of `story.articles`; for
    confidences see `padan.align.rowconfidence`.
    """
    numbers = numbers or thresholds()
    beads = _useful(story, pair_beads, numbers)
    ties = find_ties(story.articles, beads)
    merged = [_cells(row) for row in merge_rows(story.articles, beads, ties, numbers.rows)]
    ordered = order_rows(story.articles, merged, story.reference)
    lengths = {(a.id, s.index): max(1, len(s.text)) for a in story.articles for s in a.sentences}
    moved = _moved(story, ordered, beads)
    ids = [article.id for article in story.articles]
    rows = []
    for place, cells in enumerate(ordered):
        nodes = _nodes(cells)
        sure = cell_confidences(nodes, ids, lengths, ties)
        found = tuple(Cell(i, cells.get(i, ()), None, (i, place) in moved, sure[i]) for i in ids)
        rows.append(Row(place, found, row_confidence(nodes, sure)))
    return rows


def pairs_to_align(
    story: Story, rules: RowRules, middle: Callable[[Article], Vectors]
) -> list[Pair]:
    """Which articles to align, as sorted pairs of ids, smaller id first.

    `middle` gives the mean vector of an article's running text.
    """
    whole = sorted((a for a in story.articles if a.id not in story.versions), key=lambda a: a.id)
    pairs = {_pair(version, fuller) for version, fuller in story.versions.items()}
    if len(whole) <= rules.all_pairs_up_to:
        return sorted(pairs | {_pair(a.id, b.id) for a, b in combinations(whole, 2)})
    if story.reference is not None:
        pairs |= {_pair(a.id, story.reference) for a in whole if a.id != story.reference}
    told = [a for a in whole if flow(a)]
    if not told:
        return sorted(pairs)
    rows = np.stack([middle(a) for a in told])
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    for place, article in enumerate(told):
        order = np.argsort(-(rows @ rows[place]), kind="stable")
        nearest = [int(i) for i in order if i != place][: rules.nearest]
        pairs |= {_pair(article.id, told[i].id) for i in nearest}
    return sorted(pairs)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _useful(story: Story, pair_beads: PairBeads, numbers: Thresholds) -> dict[Pair, list[Bead]]:
    """The beads between articles that are no versions, and those of each version by identity."""
    known = {a.id for a in story.articles}
    useful = {
        pair: list(beads)
        for pair, beads in sorted(pair_beads.items())
        if known.issuperset(pair) and not story.versions.keys() & set(pair)
    }
    for version, fuller in sorted(story.versions.items()):
        given = list(pair_beads.get((version, fuller), ())) or [
            Bead(b.right, b.left, b.score, b.moved) for b in pair_beads.get((fuller, version), ())
        ]
        useful[version, fuller] = version_beads(
            story.article(version), story.article(fuller), given, numbers.version.ratio
        )
    return useful


def _cells(row: frozenset[Node]) -> Cells:
    cells: dict[str, tuple[int, ...]] = {}
    for article, sentence in sorted(row):
        cells[article] = (*cells.get(article, ()), sentence)
    return cells


def _nodes(cells: Cells) -> frozenset[Node]:
    return frozenset((article, i) for article, places in cells.items() for i in places)


def _moved(story: Story, ordered: Sequence[Cells], beads: PairBeads) -> set[tuple[str, int]]:
    """(article, row) where a passage of the running text stands off its article's main line."""
    flagged = {
        (article, i)
        for pair, some in beads.items()
        for bead in some
        if bead.moved
        for article, side in zip(pair, (bead.left, bead.right), strict=True)
        for i in side
    }
    moved: set[tuple[str, int]] = set()
    for article in story.articles:
        if article.id == story.reference:
            continue
        text = {s.index: len(s.text) for s in article.sentences if s.role in FLOW}
        shared = [
            (row, cells[article.id])
            for row, cells in enumerate(ordered)
            if len(cells) > 1 and cells.get(article.id, (-1,))[0] in text
        ]
        weights = [
            sum(text[i] * (_BACKED if (article.id, i) in flagged else 1) for i in cell if i in text)
            for _, cell in shared
        ]
        for place in out_of_order([cell[0] for _, cell in shared], weights):
            moved.add((article.id, shared[place][0]))
    return moved

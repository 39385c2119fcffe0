"""Sentences of many articles that are near each other in meaning, by their vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padan.align.content import flow
from padan.align.thresholds import Search
from padan.engines.base import Vectors
from padan.model import Article, Bead

_CHUNK = 512
_SAMPLE = 2000
_SEED = 20_250_101
_HIGHEST = 0.95

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Vectors of the running text of articles, made comparable, and when two of them are near."""

    rows: Mapping[str, Vectors]
    """Article id -> a row per sentence, its language's mean taken off, L2-normalised."""
    least: float
    """The cosine from which two sentences are near."""

    def beads(self, left: Article, right: Article, chance: float) -> list[Bead]:
        """Near sentences that are each other's nearest, one to one, with confidence `chance`."""
        if not len(self.rows[left.id]) or not len(self.rows[right.id]):
            return []
        cosines = self.rows[left.id] @ self.rows[right.id].T
        best, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
        lefts, rights = flow(left), flow(right)
        return [
            Bead((lefts[i].index,), (rights[j].index,), chance)
            for i, j in enumerate(best.tolist())
            if back[j] == i and cosines[i, j] >= self.least
        ]


def measure_nearness(
    articles: Sequence[Article], vectors: Sequence[Vectors], sigmas: float
) -> Nearness:
    """Compare vectors across articles; `vectors` holds a row per sentence of the running text.

    `articles` must be in an order that does not depend on how they came.
    """
    rows = centred(vectors, [article.lang.partition("-")[0] for article in articles])
    return Nearness(
        {article.id: own for article, own in zip(articles, rows, strict=True)},
        standing_out(rows, sigmas),
    )


def centred(vectors: Sequence[Vectors], languages: Sequence[str]) -> list[Vectors]:
    """The vectors with the mean of their language taken off, L2-normalised."""
    full = [own for own in vectors if len(own)]
    if not full:
        return list(vectors)
    rows = np.concatenate(full).astype(np.float32)
    tongue = np.repeat(np.array(languages), [len(own) for own in vectors])
    for language in np.unique(tongue):
        rows[tongue == language] -= rows[tongue == language].mean(axis=0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    ends = np.cumsum([len(own) for own in vectors])[:-1]
    return np.split(rows, ends)


def mutual_neighbours(
    vectors: Sequence[Vectors], least: float, search: Search
) -> list[tuple[int, int]]:
    """Sentences (numbered across the articles, smaller first) that are near in both directions.

    Each sentence looks at its `neighbours` nearest in other articles, among those that share one
    of its cells; work grows with the number of sentences times the size of a cell.
    """
    rows = np.concatenate(vectors)
    owner = np.repeat(np.arange(len(vectors)), [len(own) for own in vectors])
    cells = [cell for cell in _cells(rows, search) if len(cell)]
    parts = [_near(rows, owner, cell, least, search.neighbours) for cell in cells]
    one, other, cosine = (np.concatenate(column) for column in zip(*parts, strict=True))
    # Cells overlap: of what was found twice, one is kept.
    codes, first = np.unique(one * len(rows) + other, return_index=True)
    keep = _first_of_each(one[first], cosine[first], search.neighbours)
    forth = codes[keep]
    back = forth % len(rows) * len(rows) + forth // len(rows)
    ones, others = np.divmod(np.intersect1d(forth, back), len(rows))
    return [(i, j) for i, j in zip(ones.tolist(), others.tolist(), strict=True) if i < j]


def _cells(rows: Vectors, search: Search) -> list[Places]:
    """Sentences by the nearest of some sentences chosen by chance, each in several cells."""
    count = len(rows) // search.cell
    if count <= search.probes:
        return [np.arange(len(rows))]
    middles = rows[np.random.default_rng(_SEED).choice(len(rows), count, replace=False)]
    nearest = np.argpartition(-(rows @ middles.T), search.probes, axis=1)[:, : search.probes]
    order = np.argsort(nearest, axis=None, kind="stable")
    ends = np.searchsorted(nearest.ravel()[order], np.arange(1, count))
    return [np.sort(cell) for cell in np.split(order // search.probes, ends)]


def _near(
    rows: Vectors, owner: Places, cell: Places, least: float, count: int
) -> tuple[Places, Places, NDArray[np.float32]]:
    """Within a cell: each sentence's nearest of other articles, and the cosines."""
    ones, others, values = [], [], []
    count = min(count, len(cell))
    for start in range(0, len(cell), _CHUNK):
        mine = cell[start : start + _CHUNK]
        cosines = rows[mine] @ rows[cell].T
        cosines[owner[mine][:, None] == owner[cell]] = -1.0
        best = np.argpartition(cosines, len(cell) - count, axis=1)[:, len(cell) - count :]
        value = np.take_along_axis(cosines, best, axis=1)
        i, j = np.nonzero(value >= least)
        ones.append(mine[i])
        others.append(cell[best[i, j]])
        values.append(value[i, j])
    return np.concatenate(ones), np.concatenate(others), np.concatenate(values)


def _first_of_each(group: Places, value: NDArray[np.float32], count: int) -> Places:
    """Places of the `count` highest values of each group, in order."""
    order = np.lexsort((-value, group))
    ordered = group[order]
    starts = np.searchsorted(ordered, ordered, side="left")
    kept: Places = np.sort(order[np.arange(len(order)) - starts < count])
    return kept


def standing_out(vectors: Sequence[Vectors], sigmas: float) -> float:
    """The cosine so many standard deviations above that of sentences of chance articles.

    Both are read off the lower half of the cosines (median, 16th percentile), where sentences that
    do say the same, be they many, hardly show. Below 1 in any case: equal sentences are near.
    """
    owner = np.repeat(np.arange(len(vectors)), [len(own) for own in vectors])
    if not len(owner):
        return 1.0
    rows = np.concatenate([own for own in vectors if len(own)])
    chance = np.random.default_rng(_SEED)
    one, other = chance.integers(0, len(rows), size=(2, _SAMPLE))
    apart = owner[one] != owner[other]
    cosines = np.einsum("ij,ij->i", rows[one[apart]], rows[other[apart]])
    if not len(cosines):
        return 0.0
    low, middle = np.quantile(cosines, (0.16, 0.5))
    return float(min(middle + sigmas * (middle - low), _HIGHEST))

"""Pairs of articles worth a look, among as many as a corpus has.

An article is looked up twice: by the mean vectors of its text and of its beginning among articles
of about the same date, and by its MinHash bands among all. Work grows with the number of articles
looked up, and hardly with the number on the shelf.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padan.align.sketch import INDEXED
from padan.align.thresholds import Search
from padan.engines.base import Vectors

Places = NDArray[np.int64]
NO_DAY = np.iinfo(np.int32).max
"""The day of articles without a date; they stand behind all others."""
_SEED = 20_250_101
_IN_A_ROW = 16
"""Neighbours paired within a bucket: enough to tie a large one together, linear in its size."""
_ASSIGN = 8192
"""Rows assigned to cells at a time."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles in the order of their days, those without a date last. Arrays have a row each."""

    days: NDArray[np.int32]
    means: NDArray[np.float16]
    """Centred and L2-normalised, shape (n, 2, d)."""
    minhash: NDArray[np.uint32]
    """MinHash signatures, shape (n, permutations)."""
    told: NDArray[np.bool_]
    """Whether the article has running text; one without is near nobody."""
    fresh: NDArray[np.bool_]
    """Whether the article is to be looked up; pairs of two others are known already."""


def worth_a_look(shelf: Shelf, least: float, search: Search) -> Iterator[list[tuple[int, int]]]:
    """Pairs of places (smaller first) with a fresh article each, in portions; few come twice.

    `least` is the cosine from which two means are near. A portion holds the pairs of articles that
    stand near each other on the shelf.
    """
    n = len(shelf.days)
    copies = np.unique(_copies(shelf, search))
    seen = copies
    for queries, base in _slabs(shelf, search):
        found = _neighbours(shelf, queries, base, least, search)
        new = found[~np.isin(found, seen)]
        if len(new):
            yield _pairs(new, n)
        # Only what lies near a slab's end can come again in the next one.
        seen = np.union1d(copies, found)
    if len(copies):
        yield _pairs(copies, n)


def _pairs(codes: Places, n: int) -> list[tuple[int, int]]:
    ones, others = np.divmod(codes, n)
    return list(zip(ones.tolist(), others.tolist(), strict=True))


def _slabs(shelf: Shelf, search: Search) -> Iterator[tuple[Places, Places]]:
    """Fresh articles of some days in a row, with all articles they may be near."""
    dated = int(np.searchsorted(shelf.days, NO_DAY))
    usable = shelf.fresh & shelf.told
    undated = dated + np.flatnonzero(shelf.told[dated:])
    start = 0
    while start < dated:
        end = min(start + search.slab, dated)
        end = int(np.searchsorted(shelf.days[:dated], shelf.days[end - 1], side="right"))
        queries = start + np.flatnonzero(usable[start:end])
        if len(queries):
            first, last = (
                shelf.days[queries[0]] - search.days,
                shelf.days[queries[-1]] + search.days,
            )
            low = int(np.searchsorted(shelf.days[:dated], first, side="left"))
            high = int(np.searchsorted(shelf.days[:dated], last, side="right"))
            base = low + np.flatnonzero(shelf.told[low:high])
            yield queries, np.concatenate([base, undated])
        start = end
    queries = dated + np.flatnonzero(usable[dated:])
    if len(queries):
        yield queries, np.flatnonzero(shelf.told)


def _neighbours(
    shelf: Shelf, queries: Places, base: Places, least: float, search: Search
) -> Places:
    """Codes (smaller place times n plus the other) of each query's nearest among `base`."""
    n = len(shelf.days)
    rows, asked = _rows(shelf, base), _rows(shelf, queries)
    owner, asker = np.repeat(base, INDEXED), np.repeat(queries, INDEXED)
    ones, others, values = [], [], []
    for mine, theirs in _cells(rows, asked, search):
        cosines = asked[mine] @ rows[theirs].T
        i, j = asker[mine], owner[theirs]
        apart = np.abs(shelf.days[i][:, None].astype(np.int64) - shelf.days[j]) > search.days
        apart &= (shelf.days[i] != NO_DAY)[:, None] & (shelf.days[j] != NO_DAY)
        cosines[apart | (i[:, None] == j)] = -1.0
        count = min(INDEXED * search.article_neighbours, len(theirs))
        best = np.argpartition(cosines, len(theirs) - count, axis=1)[:, len(theirs) - count :]
        value = np.take_along_axis(cosines, best, axis=1)
        near, place = np.nonzero(value >= least)
        ones.append(i[near])
        others.append(j[best[near, place]])
        values.append(value[near, place])
    if not ones:
        return np.zeros(0, dtype=np.int64)
    return _nearest_of_each(
        np.concatenate(ones),
        np.concatenate(others),
        np.concatenate(values),
        n,
        search.article_neighbours,
    )


def _nearest_of_each(
    ones: Places, others: Places, values: NDArray[np.float32], n: int, keep: int
) -> Places:
    """Codes of the `keep` nearest articles of each article, an article once."""
    order = np.lexsort((-values, others, ones))
    ones, others, values = ones[order], others[order], values[order]
    first = np.ones(len(ones), dtype=bool)
    first[1:] = (ones[1:] != ones[:-1]) | (others[1:] != others[:-1])
    ones, others, values = ones[first], others[first], values[first]
    order = np.lexsort((-values, ones))
    ones, others = ones[order], others[order]
    rank = np.arange(len(ones)) - np.searchsorted(ones, ones, side="left")
    ones, others = ones[rank < keep], others[rank < keep]
    codes: Places = np.unique(np.minimum(ones, others) * n + np.maximum(ones, others))
    return codes


def _rows(shelf: Shelf, places: Places) -> Vectors:
    rows: Vectors = shelf.means[places].reshape(-1, shelf.means.shape[-1]).astype(np.float32)
    return rows


def _cells(rows: Vectors, asked: Vectors, search: Search) -> Iterator[tuple[Places, Places]]:
    """Which rows to ask and which to compare them with: an inverted file (Jégou et al. 2011).

    Every row lies in the cell of its nearest centre; a query looks into its `probes` nearest cells.
    """
    count = len(rows) // search.cell
    if count <= search.article_probes:
        every = np.arange(len(rows))
        for start in range(0, len(asked), search.cell):
            yield np.arange(start, min(start + search.cell, len(asked))), every
        return
    chance = np.random.default_rng(_SEED)
    centres = rows[np.sort(chance.choice(len(rows), count, replace=False))]
    home = _nearest_centres(rows, centres, 1)[:, 0]
    probed = _nearest_centres(asked, centres, search.article_probes)
    members = _grouped(home, np.arange(len(rows)), count)
    visitors = _grouped(
        probed.ravel(), np.repeat(np.arange(len(asked)), search.article_probes), count
    )
    for mine, theirs in zip(visitors, members, strict=True):
        if len(mine) and len(theirs):
            yield mine, theirs


def _nearest_centres(rows: Vectors, centres: Vectors, count: int) -> Places:
    parts = []
    for start in range(0, len(rows), _ASSIGN):
        away = -(rows[start : start + _ASSIGN] @ centres.T)
        parts.append(np.argpartition(away, count - 1, axis=1)[:, :count])
    return np.concatenate(parts)


def _grouped(cells: Places, values: Places, count: int) -> list[Places]:
    order = np.argsort(cells, kind="stable")
    ends = np.searchsorted(cells[order], np.arange(1, count))
    return np.split(values[order], ends)


def _copies(shelf: Shelf, search: Search) -> Places:
    """Codes of the pairs with a fresh article that meet in a band and resemble each other."""
    n, usable = len(shelf.days), np.flatnonzero(shelf.told)
    found = [np.zeros(0, dtype=np.int64)]
    for band in range(search.bands):
        rows = shelf.minhash[usable, band * search.band_rows : (band + 1) * search.band_rows]
        keys = _mixed(rows)
        order = np.lexsort((usable, keys))
        keys, places = keys[order], usable[order]
        for step in range(1, min(_IN_A_ROW, len(keys) - 1) + 1):
            one, other = places[:-step], places[step:]
            meet = (keys[:-step] == keys[step:]) & (shelf.fresh[one] | shelf.fresh[other])
            if not meet.any():
                break
            one, other = one[meet], other[meet]
            like = (shelf.minhash[one] == shelf.minhash[other]).mean(axis=1) >= search.resemblance
            one, other = one[like], other[like]
            found.append(np.minimum(one, other) * n + np.maximum(one, other))
    return np.unique(np.concatenate(found))


def _mixed(rows: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """One number for each row of numbers, by multiplication with odd constants."""
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def in_order(days: Sequence[int | None]) -> Places:
    """The order of a shelf: by day, those without one last."""
    order: Places = np.argsort([NO_DAY if day is None else day for day in days], kind="stable")
    return order

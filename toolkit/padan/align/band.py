"""The part of the lattice worth looking at: all of it for small texts, else a band.

Coarse to fine, as in Vecalign (Thompson and Koehn 2019): both texts are halved by adding
neighbours up until they are small, aligned there, and the path found becomes a band one step
finer. Nodes grow with the length of the texts, not with the product of their lengths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from padan.align.dp import NEVER, best_path
from padan.align.evidence import Texts, background
from padan.align.lattice import Ints, Lattice, full_lattice
from padan.align.signals import TINY, Array, products

STORY = 70 * 70
"""Nodes of a news story's length, within which every sentence may rival every other."""
NEARBY = 25
"""Rows and columns to each side of the coarse path where a sentence's rivals stand: with it a
sentence of a long text has as many as one of a news story."""
SMALL = 300 * 300
"""Nodes up to which the whole lattice is used: news stories stay far below, a DP takes a second."""
RADIUS = 7
"""Nodes kept to each side of the path of the next coarser step, in rows and columns."""
NARROW = 4
"""The same in long texts where that path is sure. Translations and simplified news chained to a
thousand sentences keep every bead there that 12 throughout gives them, loosely retold tales lose
one in fourteen: so it is not for where the path is not sure."""
SURE = 0.6
"""Share of both texts, around a node, that a sure path links: translations and simplified news
have .67 and more over nine tenths of their length, the tales .4 and less over half of it."""
AROUND = 8
"""Steps of the coarse path over which that share is taken: some thirty sentences."""
COARSE = 16
"""Nodes kept at the coarse steps, where they are few and an error cannot be made good later."""
DOUBT = 2.0
"""Spreads above the middle of unrelated cosines that a coarse link must have to gain."""
_ONE = ((1, 1),)


@dataclass(frozen=True)
class Field:
    """Where a pair is looked at."""

    lattice: Lattice
    """Nodes that paths may use."""
    near: Lattice
    """Nodes among which a sentence's rivals are looked up."""


def field_of(texts: Texts, *, small: int = SMALL) -> Field:
    """The lattice of the pair, cut to a band where it would have more than `small` nodes."""
    left, right = (
        np.asarray(v * w.lengths[:, None], dtype=np.float32)
        for v, w in zip(texts.vectors, texts.words, strict=True)
    )
    size = (len(left), len(right))
    nodes = (size[0] + 1) * (size[1] + 1)
    if nodes <= STORY:
        whole = full_lattice(*size)
        return Field(whole, whole)
    path = _path(_halved(left), _halved(right))
    near = _around(path * 2, size, NEARBY)
    if nodes <= small:
        return Field(full_lattice(*size), near)
    return Field(_around(path * 2, size, RADIUS if nodes <= SMALL else _reach(path)), near)


def _reach(path: Ints) -> Ints:
    """How far to look around each node of a path: less where both texts are linked throughout."""
    steps = np.diff(path, axis=0).sum(axis=1)
    linked, all_of = (
        np.convolve(values, np.ones(AROUND), "same")[: len(steps)]
        for values in (np.where(steps == 2, 2.0, 0.0), steps.astype(np.float64))
    )
    share = linked / all_of
    least = np.minimum(np.append(share, 1.0), np.append(1.0, share))
    return np.where(least < SURE, RADIUS, NARROW)


def _halved(rows: Array) -> Array:
    """Sums of neighbours two by two; an odd last row stands alone."""
    return np.asarray(np.add.reduceat(rows, np.arange(0, len(rows), 2), axis=0))


def _path(left: Array, right: Array) -> Ints:
    """Nodes (i, j) of the best path of one-to-one links, shape (nodes, 2)."""
    if (len(left) + 1) * (len(right) + 1) <= SMALL:
        lattice = full_lattice(len(left), len(right))
    else:
        coarser = _path(_halved(left), _halved(right))
        lattice = _around(coarser * 2, (len(left), len(right)), COARSE)
    lattice = Lattice(lattice.size, lattice.lows, lattice.highs, _ONE)
    units = tuple(
        rows / np.maximum(np.linalg.norm(rows, axis=1), TINY)[:, None] for rows in (left, right)
    )
    cosines = products(lattice, *units)
    middle, spread = background(cosines[(lattice.rows > 0) & (lattice.cols > 0)])
    gain = cosines - middle - DOUBT * spread
    links = np.where(lattice.before < lattice.count, gain, NEVER)
    beads = best_path(lattice, links, np.zeros(len(left)), np.zeros(len(right)))
    return np.array([(0, 0), *((a[1], b[1]) for a, b in beads)])


def _around(path: Ints, size: tuple[int, int], reach: int | Ints) -> Lattice:
    """All nodes within `reach` rows and columns of the path's nodes and of the steps between."""
    path = np.clip(path, 0, size)
    far = np.broadcast_to(reach, len(path))
    lows = np.full(size[0] + 1, size[1])
    highs = np.zeros(size[0] + 1, dtype=np.int64)
    for shift in range(-int(far.max()), int(far.max()) + 2):
        some = (-far <= shift) & (shift <= far + 1)
        near = np.clip(path[some, 0] + shift, 0, size[0])
        np.minimum.at(lows, near, path[some, 1] - far[some])
        np.maximum.at(highs, near, path[some, 1] + far[some])
    lows[0], highs[-1] = 0, size[1]
    lows = np.minimum.accumulate(np.clip(lows, 0, size[1])[::-1])[::-1]
    highs = np.maximum.accumulate(np.clip(highs, 0, size[1]))
    return Lattice(size, lows, highs)

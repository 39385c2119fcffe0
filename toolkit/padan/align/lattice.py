"""The lattice of partial alignments of two texts, as flat arrays, full or cut to a band.

A node (i, j) says: i sentences of the left text and j of the right one are accounted for.
Row i holds the columns `lows[i]` to `highs[i]`; nodes of all rows stand one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Bools = NDArray[np.bool_]

LONGEST = 8
"""Most sentences of one side in a bead."""
SHAPES: tuple[tuple[int, int], ...] = (
    (1, 1),
    *((1, k) for k in range(2, LONGEST + 1)),
    *((k, 1) for k in range(2, LONGEST + 1)),
    *((2, 2), (2, 3), (3, 2), (3, 3), (2, 4), (4, 2)),
)
"""Sizes (left, right) of the beads that link; together with the two one-sided ones a path."""


@dataclass(frozen=True)
class Lattice:
    """Nodes of the lattice of `size` = (left sentences, right sentences)."""

    size: tuple[int, int]
    lows: Ints
    highs: Ints
    shapes: tuple[tuple[int, int], ...] = SHAPES
    """The links its paths may use."""

    @cached_property
    def starts(self) -> Ints:
        """Flat position of each row's first node, and the number of nodes at the end."""
        return np.concatenate([[0], np.cumsum(self.highs - self.lows + 1)])

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return int(self.starts[-1])

    @cached_property
    def rows(self) -> Ints:
        """Each node's i."""
        return np.repeat(np.arange(self.size[0] + 1), self.highs - self.lows + 1)

    @cached_property
    def cols(self) -> Ints:
        """Each node's j."""
        return np.arange(self.count) - self.starts[self.rows] + self.lows[self.rows]

    @cached_property
    def before(self) -> Places:
        """(shapes, nodes): where the link that ends at the node starts; `count` where it cannot."""
        return self._ends(1)

    @cached_property
    def after(self) -> Places:
        """(shapes, nodes): where the link that starts at the node ends; `count` where it cannot."""
        return self._ends(-1)

    def _ends(self, sign: int) -> Places:
        """Where links end (or start, for `sign` -1) on their other side."""
        out = np.empty((len(self.shapes), self.count), dtype=np.int32)
        for k, (a, b) in enumerate(self.shapes):
            nodes, there = self.shifted((sign * a, sign * b))
            out[k] = np.where(there, nodes, self.count)
        return out

    @cached_property
    def _shifts(self) -> dict[tuple[int, int], tuple[Places, Bools]]:
        return {}

    def shifted(self, back: tuple[int, int], nodes: slice = slice(None)) -> tuple[Places, Bools]:
        """Flat positions of the nodes `back` = (rows, columns) before `nodes`, and which exist.

        Where one does not exist the position is 0. Both arrays are read-only.
        """
        if back not in self._shifts:
            self._shifts[back] = self._shift(back)
        places, there = self._shifts[back]
        return places[nodes], there[nodes]

    def _shift(self, back: tuple[int, int]) -> tuple[Places, Bools]:
        rows, cols = self.rows - back[0], self.cols - back[1]
        there = (rows >= 0) & (rows <= self.size[0])
        rows = np.where(there, rows, 0)
        there &= (cols >= self.lows[rows]) & (cols <= self.highs[rows])
        places = np.where(there, self.starts[rows] + cols - self.lows[rows], 0).astype(np.int32)
        places.flags.writeable = there.flags.writeable = False
        return places, there


def full_lattice(left: int, right: int) -> Lattice:
    """Every node of the lattice of two texts of so many sentences."""
    return Lattice(
        (left, right),
        np.zeros(left + 1, dtype=np.int64),
        np.full(left + 1, right, dtype=np.int64),
    )

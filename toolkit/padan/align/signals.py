"""How alike any window of one text is to any window of the other, for several kinds of evidence.

The vector of a window is the sum of its sentences' weighted vectors, so the inner product of two
windows is the sum of the inner products of their sentences: one product per node of the lattice
serves every size of window.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padan.align.lattice import LONGEST, Lattice

Array = NDArray[np.float32]
Floats = NDArray[np.float64]

TINY = 1e-9
BLOCK = 64
"""Rows multiplied at a time."""


def window_sums(values: Floats, longest: int = LONGEST) -> Floats:
    """(longest + 1, n + 1): sum of the k values that end before i; short where i < k."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    out = np.zeros((longest + 1, len(total)))
    for k in range(1, longest + 1):
        out[k, k:] = total[k:] - total[:-k]
    return out


def _window_norms(units: Array) -> Floats:
    """(LONGEST + 1, n + 1): length of the sum of the k vectors that end before i."""
    out = np.zeros((LONGEST + 1, len(units) + 1))
    sums = units
    for k in range(1, min(LONGEST, len(units)) + 1):
        if k > 1:
            sums = sums[:-1] + units[k - 1 :]
        out[k, k:] = np.sqrt(np.einsum("ij,ij->i", sums, sums, dtype=np.float64))
    return out


@dataclass(frozen=True)
class Signal:
    """One kind of evidence on one lattice."""

    lattice: Lattice
    running: Floats
    """Inner products of the sentences before each node, summed along all nodes up to it."""
    left: Floats
    """Length of each window's vector, (LONGEST + 1, n + 1), indexed by size and end."""
    right: Floats
    tops: tuple[Floats, Floats]
    """For each sentence of either text its highest cosine with a sentence of the other nearby."""

    def _row_sums(self, back: int, width: int, nodes: slice) -> Floats:
        """Inner products of the sentence `back` + 1 before i with the `width` before j."""
        ends, there = self.lattice.shifted((back, 0), nodes)
        begins, also = self.lattice.shifted((back, width), nodes)
        return np.where(there & also, self.running[ends] - self.running[begins], 0.0)

    def _column_sums(self, height: int, back: int, nodes: slice) -> Floats:
        """Inner products of the `height` sentences before i with the one `back` + 1 before j."""
        out = np.zeros(len(self.lattice.rows[nodes]))
        for r in range(height):
            ends, there = self.lattice.shifted((r, back), nodes)
            begins, also = self.lattice.shifted((r, back + 1), nodes)
            out += np.where(there & also, self.running[ends] - self.running[begins], 0.0)
        return out

    def cosine(self, shape: tuple[int, int], nodes: slice) -> Floats:
        """Cosine of the two windows of `shape` that end at each of `nodes`; 0 where empty."""
        a, b = shape
        rows, cols = self.lattice.rows[nodes], self.lattice.cols[nodes]
        dot = np.zeros(len(rows))
        for r in range(a):
            dot += self._row_sums(r, b, nodes)
        return np.asarray(dot / np.maximum(self.left[a, rows] * self.right[b, cols], TINY))

    def weakest(self, shape: tuple[int, int], nodes: slice) -> Floats:
        """Least cosine of a sentence of either window with the whole of the other window."""
        a, b = shape
        rows, cols = self.lattice.rows[nodes], self.lattice.cols[nodes]
        out = np.full(len(rows), np.inf)
        if b > 1 or a == b:
            for t in range(b):
                size = self.left[a, rows] * self.right[1, np.maximum(cols - t, 0)]
                out = np.minimum(out, self._column_sums(a, t, nodes) / np.maximum(size, TINY))
        if a > 1:
            for r in range(a):
                size = self.left[1, np.maximum(rows - r, 0)] * self.right[b, cols]
                out = np.minimum(out, self._row_sums(r, b, nodes) / np.maximum(size, TINY))
        return out


def make_signal(lattice: Lattice, near: Lattice | None, left: Array, right: Array) -> Signal:
    """The evidence of two texts' weighted sentence vectors, shapes (n, d) and (m, d).

    Best matches are looked up on `near`, so that a long text offers no more rivals than a short
    one does; without it they are not known.
    """
    sizes = _window_norms(left), _window_norms(right)
    tops = (np.zeros(0), np.zeros(0))
    if near is not None:
        tops = _tops(near, products(near, left, right), (sizes[0][1, 1:], sizes[1][1, 1:]))
    return Signal(lattice, np.cumsum(products(lattice, left, right)), *sizes, tops)


def products(lattice: Lattice, left: Array, right: Array) -> Floats:
    """Inner product of the sentences before each node; 0 in the first row and column."""
    out = np.zeros(lattice.count)
    for begin in range(1, lattice.size[0] + 1, BLOCK):
        end = min(begin + BLOCK, lattice.size[0] + 1)
        low, high = max(1, int(lattice.lows[begin])), int(lattice.highs[end - 1])
        block = left[begin - 1 : end - 1] @ right[low - 1 : high].T
        for i in range(begin, end):
            first, last = max(1, int(lattice.lows[i])), int(lattice.highs[i])
            place = lattice.starts[i] + first - lattice.lows[i]
            out[place : lattice.starts[i + 1]] = block[i - begin, first - low : last - low + 1]
    return out


def _tops(near: Lattice, dots: Floats, sizes: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Highest cosine of each sentence among the nodes of `near`."""
    inner = (near.rows > 0) & (near.cols > 0)
    i, j = near.rows[inner] - 1, near.cols[inner] - 1
    cosines = dots[inner] / np.maximum(sizes[0][i] * sizes[1][j], TINY)
    out = []
    for own, count in zip((i, j), near.size, strict=True):
        top = np.full(count, -1.0)
        np.maximum.at(top, own, cosines)
        out.append(top)
    return out[0], out[1]

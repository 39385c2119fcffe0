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
Shape = tuple[int, int]
"""Sentences of a window of the left text and of one of the right."""

TINY = 1e-9
BLOCK = 1 << 19
"""Most multiplications at a time: fewer than OpenBLAS shares out among threads, which on a busy
machine wait for each other many times longer than they work."""


def window_sums(values: Floats, longest: int = LONGEST) -> Floats:
    """(longest + 1, n + 1): sum of the k values that end before i; short where i < k."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    out = np.zeros((longest + 1, len(total)))
    for k in range(1, longest + 1):
        out[k, k:] = total[k:] - total[:-k]
    return out


def window_norms(units: Array) -> Floats:
    """(LONGEST + 1, n + 1): length of the sum of the k vectors that end before i.

    The square of a window is that of the window without its first vector, and of that without its
    last, less that without both, and twice the product of the two.
    """
    n = len(units)
    squares = np.zeros((LONGEST + 1, n + 1))
    for k in range(1, min(LONGEST, n) + 1):
        ends = np.einsum("ij,ij->i", units[k - 1 :], units[: n - k + 1])
        squares[k, k:] = ends if k == 1 else 2.0 * ends
        if k > 1:
            squares[k, k:] += squares[k - 1, k:] + squares[k - 1, k - 1 : -1]
            squares[k, k:] -= squares[k - 2, k - 1 : -1]
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)))


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

    def row_sums(self, back: int, width: int, nodes: slice) -> Floats:
        """Inner products of the sentence `back` + 1 before i with the `width` before j."""
        ends, there = self.lattice.shifted((back, 0), nodes)
        begins, also = self.lattice.shifted((back, width), nodes)
        return np.where(there & also, self.running[ends] - self.running[begins], 0.0)

    def sizes(self, shape: Shape, nodes: slice) -> Floats:
        """Product of the lengths of the two windows' vectors, never 0."""
        rows, cols = self.lattice.rows[nodes], self.lattice.cols[nodes]
        return np.asarray(np.maximum(self.left[shape[0], rows] * self.right[shape[1], cols], TINY))

    def cosine(self, shape: Shape, nodes: slice) -> Floats:
        """Cosine of the two windows of `shape` that end at each of `nodes`; 0 where empty."""
        dot = np.asarray(sum(self.row_sums(r, shape[1], nodes) for r in range(shape[0])))
        return np.asarray(dot / self.sizes(shape, nodes))


class Windows:
    """The windows of a signal on its whole lattice; what was worked out once is kept."""

    def __init__(self, signal: Signal) -> None:
        self._signal = signal
        self._cosines: dict[Shape, Array] = {}
        self._fitting: dict[Shape, Array] = {}

    def cosines(self, shape: Shape) -> Array:
        """Cosine of the two windows of `shape` that end at every node; 0 where empty."""
        found = self._cosines.get(shape)
        if found is None:
            every, (a, b) = slice(None), shape
            dot = self._signal.row_sums(a - 1, b, every)
            if a > 1:
                dot += self.cosines((a - 1, b)) * self._signal.sizes((a - 1, b), every)
            found = (dot / self._signal.sizes(shape, every)).astype(np.float32)
            self._cosines[shape] = found
        return found

    def fitting(self, shape: Shape) -> Array:
        """The same, and -1 where a link of `shape` cannot end."""
        found = self._fitting.get(shape)
        if found is None:
            lattice = self._signal.lattice
            there = lattice.before[lattice.shapes.index(shape)] < lattice.count
            found = np.where(there, self.cosines(shape), np.float32(-1.0))
            self._fitting[shape] = found
        return found

    def weakest(self, shape: Shape, nodes: slice) -> Floats:
        """Least cosine of a sentence of either window with the whole of the other window."""
        a, b = shape
        parts = [((a, 1), (0, t)) for t in range(b)] if b > 1 or a == b else []
        parts += [((1, b), (r, 0)) for r in range(a)] if a > 1 else []
        lattice = self._signal.lattice
        out = np.full(len(lattice.rows[nodes]), np.inf)
        for part, back in parts:
            spots, there = lattice.shifted(back, nodes)
            np.minimum(out, np.where(there, self.cosines(part)[spots], 0.0), out=out)
        return out


def make_signal(lattice: Lattice, near: Lattice | None, left: Array, right: Array) -> Signal:
    """The evidence of two texts' weighted sentence vectors, shapes (n, d) and (m, d).

    Best matches are looked up on `near`, so that a long text offers no more rivals than a short
    one does; without it they are not known.
    """
    sizes = window_norms(left), window_norms(right)
    tops = (np.zeros(0), np.zeros(0))
    if near is not None:
        tops = _tops(near, products(near, left, right), (sizes[0][1, 1:], sizes[1][1, 1:]))
    return Signal(lattice, np.cumsum(products(lattice, left, right)), *sizes, tops)


def products(lattice: Lattice, left: Array, right: Array) -> Floats:
    """Inner product of the sentences before each node; 0 in the first row and column."""
    out = np.zeros(lattice.count)
    end = 1
    while end <= lattice.size[0]:
        begin, end = end, block_end(lattice, end, left.shape[1])
        lows, highs = lattice.lows[begin:end, None], lattice.highs[begin:end, None]
        low, high = int(lows[0, 0]), int(highs[-1, 0])
        block = np.zeros((end - begin, high - low + 1), dtype=np.float32)
        first = max(1, low)
        block[:, first - low :] = left[begin - 1 : end - 1] @ right[first - 1 : high].T
        columns = np.arange(low, high + 1)
        inside = (lows <= columns) & (columns <= highs)
        out[lattice.starts[begin] : lattice.starts[end]] = block[inside]
    return out


def block_end(lattice: Lattice, begin: int, depth: int) -> int:
    """Row before which a block of products that starts with row `begin` ends."""
    end, most = begin + 1, lattice.size[0] + 1
    for _ in range(2):  # a longer block is wider too
        width = int(lattice.highs[end - 1] - lattice.lows[begin]) + 1
        end = min(begin + max(1, BLOCK // (depth * width)), most)
    return end


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

"""Windows of sentences compared by running sums give what comparing them outright gives."""

from __future__ import annotations

import numpy as np
import pytest

from padan.align.lattice import LONGEST, SHAPES, Lattice, full_lattice
from padan.align.signals import (
    BLOCK,
    Windows,
    block_end,
    make_signal,
    products,
    window_norms,
)


def banded(size: int, reach: int) -> Lattice:
    middle = np.arange(size + 1)
    return Lattice((size, size), np.maximum(middle - reach, 0), np.minimum(middle + reach, size))


def vectors(count: int, width: int = 16, seed: int = 3) -> np.ndarray:
    return np.random.default_rng([seed, count]).normal(size=(count, width)).astype(np.float32)


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


@pytest.mark.parametrize(
    ("lattice", "width"),
    [(full_lattice(3, 7), 16), (full_lattice(60, 50), 4096), (banded(400, 40), 1024)],
)
def test_products_are_those_of_each_pair_and_come_in_small_blocks(lattice, width):
    left, right = vectors(lattice.size[0], width), vectors(lattice.size[1], width, seed=4)
    found = products(lattice, left, right)
    inner = (lattice.rows > 0) & (lattice.cols > 0)
    i, j = lattice.rows[inner] - 1, lattice.cols[inner] - 1
    assert np.allclose(found[inner], np.einsum("ij,ij->i", left[i], right[j]), atol=1e-3)
    assert not found[~inner].any()
    begin, rows = 1, 0
    while begin <= lattice.size[0]:
        end = block_end(lattice, begin, width)
        across = lattice.highs[end - 1] - max(1, lattice.lows[begin]) + 1
        assert end == begin + 1 or (end - begin) * across * width <= BLOCK
        rows += end - begin
        begin = end
    assert rows == lattice.size[0]


def test_the_length_of_a_window_is_that_of_its_sum():
    rows = vectors(30)
    rows[11] = -rows[10]
    found = window_norms(rows)
    for size in range(1, LONGEST + 1):
        for end in range(size, 31):
            there = np.linalg.norm(rows[end - size : end].sum(axis=0))
            assert found[size, end] == pytest.approx(there, rel=1e-3, abs=1e-2)
    assert not window_norms(vectors(0)).any()


@pytest.mark.parametrize("lattice", [full_lattice(12, 9), banded(14, 9)])
def test_windows_have_the_cosine_of_their_sums(lattice):
    left, right = vectors(lattice.size[0]), vectors(lattice.size[1], seed=4)
    signal = make_signal(lattice, None, left, right)
    windows = Windows(signal)
    for shape in SHAPES:
        a, b = shape
        found = windows.cosines(shape)
        weakest = windows.weakest(shape, slice(None))
        for node in np.flatnonzero(lattice.before[SHAPES.index(shape)] < lattice.count):
            i, j = int(lattice.rows[node]), int(lattice.cols[node])
            ones, others = left[i - a : i], right[j - b : j]
            if not _inside(lattice, i, j, shape):
                continue
            whole = cosine(ones.sum(axis=0), others.sum(axis=0))
            assert found[node] == pytest.approx(whole, abs=1e-4)
            one = signal.cosine(shape, slice(node, node + 1))[0]
            assert one == pytest.approx(whole, abs=1e-4)
            members = [cosine(o, others.sum(axis=0)) for o in ones] if a > 1 else []
            if b > 1 or a == b:
                members += [cosine(ones.sum(axis=0), o) for o in others]
            assert weakest[node] == pytest.approx(min(members), abs=1e-4)


def _inside(lattice: Lattice, i: int, j: int, shape: tuple[int, int]) -> bool:
    """All nodes of the window's rectangle lie on the lattice."""
    rows = range(i - shape[0], i + 1)
    return all(lattice.lows[r] <= j - shape[1] and j <= lattice.highs[r] for r in rows)

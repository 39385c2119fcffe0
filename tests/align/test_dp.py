"""The sums and the best path, against every path there is."""

from __future__ import annotations

import numpy as np
import pytest

from padan.align.dp import NEVER, Scores, best_path, posterior
from padan.align.lattice import SHAPES, Lattice, full_lattice


def random_scores(lattice: Lattice, seed: int) -> Scores:
    rng = np.random.default_rng(seed)
    links = rng.normal(size=(len(SHAPES), lattice.count))
    links[lattice.before == lattice.count] = NEVER
    sides = [(rng.normal(size=n), rng.normal(size=n)) for n in lattice.size]
    return Scores(links, sides[0], sides[1])


def all_paths(lattice: Lattice, i=0, j=0, state="link"):
    """Every sequence of steps from (i, j) to the end; left runs come before right ones."""
    if (i, j) == lattice.size:
        yield ()
    if i < lattice.size[0] and state != "right" and inside(lattice, i + 1, j):
        first = state != "left"
        for rest in all_paths(lattice, i + 1, j, "left"):
            yield (("left", i, first), *rest)
    if j < lattice.size[1] and inside(lattice, i, j + 1):
        first = state != "right"
        for rest in all_paths(lattice, i, j + 1, "right"):
            yield (("right", j, first), *rest)
    for k, (a, b) in enumerate(SHAPES):
        if i + a <= lattice.size[0] and j + b <= lattice.size[1] and inside(lattice, i + a, j + b):
            node = int(lattice.starts[i + a] + j + b - lattice.lows[i + a])
            for rest in all_paths(lattice, i + a, j + b, "link"):
                yield (("link", k, node), *rest)


def inside(lattice: Lattice, i: int, j: int) -> bool:
    return bool(lattice.lows[i] <= j <= lattice.highs[i])


def worth(path, scores: Scores) -> float:
    total = 0.0
    for kind, which, more in path:
        if kind == "link":
            total += scores.links[which, more]
        else:
            first, further = scores.left if kind == "left" else scores.right
            total += first[which] if more else further[which]
    return total


def banded() -> Lattice:
    return Lattice((4, 4), np.array([0, 0, 1, 1, 2]), np.array([2, 2, 3, 4, 4]))


@pytest.mark.parametrize("lattice", [full_lattice(3, 4), full_lattice(4, 2), banded()])
def test_posteriors_are_shares_of_all_paths(lattice):
    scores = random_scores(lattice, 5)
    paths = list(all_paths(lattice))
    weights = np.exp([worth(path, scores) for path in paths])
    found = posterior(lattice, scores)
    assert found.log_total == pytest.approx(np.log(weights.sum()))
    links = np.zeros_like(found.links)
    sides = {"left": np.zeros((2, lattice.size[0])), "right": np.zeros((2, lattice.size[1]))}
    for path, weight in zip(paths, weights / weights.sum(), strict=True):
        for kind, which, more in path:
            if kind == "link":
                links[which, more] += weight
            else:
                sides[kind][0 if more else 1, which] += weight
    assert np.allclose(found.links, links)
    assert np.allclose(found.left, sides["left"])
    assert np.allclose(found.right, sides["right"])


@pytest.mark.parametrize("lattice", [full_lattice(3, 4), full_lattice(0, 2), banded()])
@pytest.mark.parametrize("seed", range(4))
def test_the_best_path_is_the_best_of_all(lattice, seed):
    scores = random_scores(lattice, seed)
    flat = Scores(scores.links, (scores.left[0],) * 2, (scores.right[0],) * 2)
    found = best_path(lattice, flat.links, flat.left[0], flat.right[0])
    i = j = 0
    total = 0.0
    for (a, b), (c, d) in found:
        assert (a, c) == (i, j)
        i, j = b, d
        if b > a and d > c:
            node = lattice.starts[b] + d - lattice.lows[b]
            total += flat.links[SHAPES.index((b - a, d - c)), node]
        else:
            total += flat.left[0][a] if b > a else flat.right[0][c]
    assert (i, j) == lattice.size
    assert total == pytest.approx(max(worth(path, flat) for path in all_paths(lattice)))

"""Sums and best paths over the lattice of two texts, linear in its nodes.

A path is a sequence of links and runs of sentences left alone. So that every alignment is one
path and no more, a run leaves the left sentences first; which states follow each other is:

    link -> link, left run, right run;  left run -> left run, right run, link;
    right run -> right run, link

All scores are natural logarithms of unnormalised odds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padan.align.lattice import Lattice

Floats = NDArray[np.float64]
Links = NDArray[np.float64] | NDArray[np.float32]

NEVER = -np.inf


@dataclass(frozen=True)
class Scores:
    """What each step costs on a lattice."""

    links: Links
    """(shapes, nodes): the link of that shape that ends at the node; -inf where there is none."""
    left: tuple[Floats, Floats]
    """Leaving each left sentence alone: as the first of a run, as a further one."""
    right: tuple[Floats, Floats]
    """The same for the right sentences."""


@dataclass(frozen=True)
class Posterior:
    """Probabilities under the scores."""

    log_total: float
    links: Links
    """(shapes, nodes): that the link is in the alignment."""
    left: tuple[Floats, Floats]
    """That each left sentence is alone: as the first of a run, as a further one."""
    right: tuple[Floats, Floats]


def _log_sum(values: Floats) -> Floats:
    """log(sum(exp)) over the first axis; -inf where all are."""
    top = values.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(safe + np.log(np.exp(values - safe).sum(axis=0)))


def _run(first: Floats, further: Floats) -> Floats:
    """Runs along a row: r[j] = logaddexp(first[j], r[j-1] + further[j]), further[0] unused."""
    steps = np.concatenate([[0.0], np.cumsum(further[1:])])
    return np.asarray(np.logaddexp.accumulate(first - steps) + steps)


def _overlap(lattice: Lattice, row: int, other: int) -> tuple[slice, slice]:
    """Where rows `row` and `other` share columns: as slices within each of the two."""
    low = max(lattice.lows[row], lattice.lows[other])
    high = max(low - 1, min(lattice.highs[row], lattice.highs[other]))
    return (
        slice(low - lattice.lows[row], high - lattice.lows[row] + 1),
        slice(low - lattice.lows[other], high - lattice.lows[other] + 1),
    )


def _forward(lattice: Lattice, scores: Scores) -> tuple[Floats, Floats, Floats]:
    """Log sums over all ways from the start to each node, by the state it is reached in."""
    before = lattice.before
    count = lattice.count
    link, alone_left, alone_right = (np.full(count, NEVER) for _ in range(3))
    total = np.full(count + 1, NEVER)
    for i in range(lattice.size[0] + 1):
        here = slice(lattice.starts[i], lattice.starts[i + 1])
        row = _log_sum(total[before[:, here]] + scores.links[:, here])
        if i == 0 and lattice.lows[0] == 0:
            row[0] = 0.0
        run = np.full(len(row), NEVER)
        if i:
            mine, theirs = _overlap(lattice, i, i - 1)
            up = slice(lattice.starts[i - 1], lattice.starts[i])
            run[mine] = np.logaddexp(
                link[up][theirs] + scores.left[0][i - 1],
                alone_left[up][theirs] + scores.left[1][i - 1],
            )
        both = np.logaddexp(row, run)
        columns = slice(lattice.lows[i], lattice.highs[i])
        first = np.concatenate([[NEVER], both[:-1] + scores.right[0][columns]])
        along = _run(first, np.concatenate([[0.0], scores.right[1][columns]]))
        link[here], alone_left[here], alone_right[here] = row, run, along
        total[here] = np.logaddexp(both, along)
    return link, alone_left, alone_right


def _backward(lattice: Lattice, scores: Scores) -> tuple[Floats, Floats, Floats]:
    """Log sums over all ways from each node to the end, by the state the node was reached in."""
    after = lattice.after
    count = lattice.count
    link, alone_left, alone_right = (np.full(count + 1, NEVER) for _ in range(3))
    never = np.full((len(lattice.shapes), 1), NEVER, dtype=scores.links.dtype)
    flat = np.concatenate([scores.links, never], axis=1)
    which = np.arange(len(lattice.shapes))[:, None]
    last = lattice.size[0]
    for i in range(last, -1, -1):
        here = slice(lattice.starts[i], lattice.starts[i + 1])
        ends = after[:, here]
        out = _log_sum(flat[which, ends] + link[ends])
        if i == last and lattice.highs[last] == lattice.size[1]:
            out[-1] = 0.0
        columns = slice(lattice.lows[i], lattice.highs[i])
        further = np.concatenate([scores.right[1][columns], [0.0]])
        along = _run(out[::-1], np.concatenate([[0.0], further[::-1][1:]]))[::-1]
        opened = np.full(len(out), NEVER)
        opened[:-1] = scores.right[0][columns] + along[1:]
        opened = np.logaddexp(opened, out)
        from_link, from_left = opened.copy(), opened.copy()
        if i < last:
            mine, theirs = _overlap(lattice, i, i + 1)
            below = alone_left[lattice.starts[i + 1] : lattice.starts[i + 2]][theirs]
            from_link[mine] = np.logaddexp(opened[mine], scores.left[0][i] + below)
            from_left[mine] = np.logaddexp(opened[mine], scores.left[1][i] + below)
        link[here], alone_left[here], alone_right[here] = from_link, from_left, along
    return link[:-1], alone_left[:-1], alone_right[:-1]


def _by_column(values: Floats, lattice: Lattice) -> Floats:
    """Sum of node values by column j = 1..m."""
    sums = np.bincount(lattice.cols, weights=values, minlength=lattice.size[1] + 1)
    return np.asarray(sums[1:], dtype=np.float64)


def _by_row(values: Floats, lattice: Lattice) -> Floats:
    """Sum of node values by row i = 1..n."""
    sums = np.bincount(lattice.rows, weights=values, minlength=lattice.size[0] + 1)
    return np.asarray(sums[1:], dtype=np.float64)


def posterior(lattice: Lattice, scores: Scores) -> Posterior:
    """Probability of every link and of every sentence being alone (forward-backward)."""
    link, alone_left, alone_right = _forward(lattice, scores)
    b_link, b_left, b_right = _backward(lattice, scores)
    total = float(b_link[0])
    reached = np.append(np.logaddexp(np.logaddexp(link, alone_left), alone_right), NEVER)
    links = np.empty(scores.links.shape, dtype=scores.links.dtype)
    for k in range(len(lattice.shapes)):
        links[k] = np.exp(reached[lattice.before[k]] + scores.links[k] + b_link - total)
    up, there = lattice.shifted((1, 0))
    rows = np.maximum(lattice.rows - 1, 0)
    gone_up = np.where(there, b_left, NEVER) - total
    left = tuple(
        _by_row(np.exp(state[up] + scores.left[s][rows] + gone_up), lattice)
        for s, state in enumerate((link, alone_left))
    )
    back, there = lattice.shifted((0, 1))
    cols = np.maximum(lattice.cols - 1, 0)
    gone_back = np.where(there, b_right, NEVER) - total
    entered = (np.logaddexp(link, alone_left), alone_right)
    right = tuple(
        _by_column(np.exp(state[back] + scores.right[s][cols] + gone_back), lattice)
        for s, state in enumerate(entered)
    )
    return Posterior(total, links, (left[0], left[1]), (right[0], right[1]))


def best_path(
    lattice: Lattice, links: Links, left: Floats, right: Floats
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The path with the greatest sum: its beads as ((i, i'), (j, j')), half-open, in order.

    `links` (shapes, nodes), `left` and `right` (one value per sentence alone) are gains, and 0 is
    the gain of nothing. Of equal paths the one with more and smaller links wins.
    """
    before = lattice.before
    best = np.full(lattice.count + 1, NEVER)
    choice = np.full(lattice.count, -1, dtype=np.int64)
    for i in range(lattice.size[0] + 1):
        here = slice(lattice.starts[i], lattice.starts[i + 1])
        options = best[before[:, here]] + links[:, here]
        picked = options.argmax(axis=0)
        row = options[picked, np.arange(options.shape[1])]
        if i:
            mine, theirs = _overlap(lattice, i, i - 1)
            up = np.full(len(row), NEVER)
            up[mine] = best[lattice.starts[i - 1] : lattice.starts[i]][theirs] + left[i - 1]
            picked = np.where(up > row, len(lattice.shapes), picked)
            row = np.maximum(row, up)
        elif lattice.lows[0] == 0:
            row[0] = 0.0
        steps = np.concatenate([[0.0], np.cumsum(right[lattice.lows[i] : lattice.highs[i]])])
        along = np.maximum.accumulate(row - steps) + steps
        gap = np.concatenate([[False], along[:-1] + np.diff(steps) > row[1:]])
        choice[here] = np.where(gap, len(lattice.shapes) + 1, picked)
        best[here] = np.where(gap, along, row)
    return _trace(lattice, choice)


def _trace(
    lattice: Lattice, choice: NDArray[np.int64]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Read the choices back from the last node."""
    steps = (*lattice.shapes, (1, 0), (0, 1))
    i, j = lattice.size
    out = []
    while i or j:
        a, b = steps[choice[lattice.starts[i] + j - lattice.lows[i]]]
        out.append(((i - a, i), (j - b, j)))
        i, j = i - a, j - b
    return out[::-1]

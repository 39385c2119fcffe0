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
_LEAST = -1e300
"""Below all scores and above NEVER, so that differences from it are numbers."""


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


class _Rows:
    """The rows of a lattice as plain numbers, which loops read faster than arrays."""

    def __init__(self, lattice: Lattice) -> None:
        lows, highs, starts = lattice.lows, lattice.highs, lattice.starts
        self.begins: list[int] = starts.tolist()
        """First node of each row, and the number of nodes."""
        self.lows: list[int] = lows.tolist()
        self.highs: list[int] = highs.tolist()
        low = np.maximum(lows[1:], lows[:-1])
        size = np.maximum(np.minimum(highs[1:], highs[:-1]) - low + 1, 0)
        mine, above = starts[1:-1] + low - lows[1:], starts[:-2] + low - lows[:-1]
        self.shared: list[tuple[slice, slice]] = [
            (slice(m, m + n), slice(a, a + n))
            for m, a, n in zip(mine.tolist(), above.tolist(), size.tolist(), strict=True)
        ]
        """Nodes of each row but the first that have one above them, and those above."""


def _log_sum(values: Floats) -> Floats:
    """log(sum(exp)) over the first axis; -inf where all are, with a division by zero."""
    top = values.max(axis=0, initial=_LEAST)
    values -= top
    return np.asarray(np.log(np.exp(values, out=values).sum(axis=0)) + top)


def _forward(lattice: Lattice, scores: Scores, rows: _Rows) -> tuple[Floats, Floats, Floats]:
    """Log sums over all ways from the start to each node, by the state it is reached in."""
    before, links = lattice.before, scores.links
    link, alone_left, alone_right = (np.full(lattice.count, NEVER) for _ in range(3))
    total = np.full(lattice.count + 1, NEVER)
    first, further = (values.tolist() for values in scores.left)
    # All further sentences of a run as differences of one running sum.
    running = np.concatenate([[0.0], np.cumsum(scores.right[1])])
    opening = scores.right[0] - running[1:]
    for i, low in enumerate(rows.lows):
        here = slice(rows.begins[i], rows.begins[i + 1])
        link[here] = _log_sum(total[before[:, here]] + links[:, here])
        if i:
            mine, above = rows.shared[i - 1]
            once, again = link[above] + first[i - 1], alone_left[above] + further[i - 1]
            np.logaddexp(once, again, out=alone_left[mine])
        elif low == 0:
            link[0] = 0.0
        both = np.logaddexp(link[here], alone_left[here])
        columns = slice(low, rows.highs[i])
        along = np.logaddexp.accumulate(both[:-1] + opening[columns])
        along += running[low + 1 : rows.highs[i] + 1]
        alone_right[here.start + 1 : here.stop] = along
        np.logaddexp(both, alone_right[here], out=total[here])
    return link, alone_left, alone_right


def _backward(lattice: Lattice, scores: Scores, rows: _Rows) -> tuple[Floats, Floats, Floats]:
    """Log sums over all ways from each node to the end, by the state the node was reached in."""
    after, links = lattice.after, _by_start(lattice, scores.links)
    link, alone_left, alone_right = (np.full(lattice.count + 1, NEVER) for _ in range(3))
    first, further = (values.tolist() for values in scores.left)
    running = np.concatenate([[0.0], np.cumsum(scores.right[1])])
    last = lattice.size[0]
    for i in range(last, -1, -1):
        here = slice(rows.begins[i], rows.begins[i + 1])
        low, high = rows.lows[i], rows.highs[i]
        out = _log_sum(link[after[:, here]] + links[:, here])
        if i == last and high == lattice.size[1]:
            out[-1] = 0.0
        spent = running[low : high + 1]
        along = np.logaddexp.accumulate((out + spent)[::-1])[::-1] - spent
        out[:-1] = np.logaddexp(out[:-1], scores.right[0][low:high] + along[1:])
        link[here] = alone_left[here] = out
        alone_right[here] = along
        if i < last:
            below, mine = rows.shared[i]
            gone = alone_left[below]
            np.logaddexp(link[mine], gone + first[i], out=link[mine])
            np.logaddexp(alone_left[mine], gone + further[i], out=alone_left[mine])
    return link[:-1], alone_left[:-1], alone_right[:-1]


def _by_start(lattice: Lattice, links: Links) -> Links:
    """(shapes, nodes): the score of the link of each shape that starts at the node."""
    out = np.full(links.shape, NEVER, dtype=links.dtype)
    for k, ends in enumerate(lattice.after):
        there = ends < lattice.count
        out[k, there] = links[k, ends[there]]
    return out


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
    with np.errstate(divide="ignore"):
        plain = _Rows(lattice)
        link, alone_left, alone_right = _forward(lattice, scores, plain)
        b_link, b_left, b_right = _backward(lattice, scores, plain)
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
    before, rows, gaps = lattice.before, _Rows(lattice), len(lattice.shapes)
    best = np.full(lattice.count + 1, NEVER)
    choice = np.full(lattice.count, -1, dtype=np.int8)
    alone, running = left.tolist(), np.concatenate([[0.0], np.cumsum(right)])
    for i, low in enumerate(rows.lows):
        here = slice(rows.begins[i], rows.begins[i + 1])
        options = best[before[:, here]] + links[:, here]
        choice[here] = options.argmax(axis=0)
        best[here] = options.max(axis=0)
        if i:
            mine, above = rows.shared[i - 1]
            up = best[above] + alone[i - 1]
            choice[mine][up > best[mine]] = gaps
            np.maximum(up, best[mine], out=best[mine])
        elif low == 0:
            best[0] = 0.0
        row, spent = best[here], running[low : rows.highs[i] + 1]
        along = np.maximum.accumulate(row - spent)[:-1] + spent[1:]
        choice[here][1:][along > row[1:]] = gaps + 1
        np.maximum(along, row[1:], out=row[1:])
    return _trace(lattice, choice)


def _trace(
    lattice: Lattice, choice: NDArray[np.int8]
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

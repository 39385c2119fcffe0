"""From the chances of links to the beads that serve best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from padan.align.dp import NEVER, Floats, Links, Posterior, best_path
from padan.align.lattice import SHAPES, Lattice

_PLACE = {shape: k for k, shape in enumerate(SHAPES)}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A bead as half-open spans of both sides, with its chance."""

    left: Span
    right: Span
    chance: float

    @property
    def linked(self) -> bool:
        """It has sentences on both sides."""
        return self.left[0] < self.left[1] and self.right[0] < self.right[1]


def together(lattice: Lattice, links: Links) -> Floats:
    """Chance that the sentences before each node stand in one bead, shape (nodes,)."""
    reach = {(r, t) for a, b in SHAPES for r in range(a) for t in range(b)}
    padded = np.append(np.zeros(lattice.count), 0.0)
    out = np.zeros(lattice.count)
    for r, t in sorted(reach):
        ends, there = lattice.shifted((-r, -t))
        padded[:-1] = sum(links[k] for k, (a, b) in enumerate(SHAPES) if a > r and b > t)
        out += padded[np.where(there, ends, lattice.count)]
    return out


def _shared(lattice: Lattice, pairs: Floats) -> Links:
    """(shapes, nodes): what a link's members have in it of their chance to be with the others."""
    running = np.cumsum(pairs)
    out = np.zeros((len(SHAPES), lattice.count), dtype=np.float32)
    for k, (a, b) in enumerate(SHAPES):
        for r in range(a):
            ends, there = lattice.shifted((r, 0))
            begins, also = lattice.shifted((r, b))
            out[k] += np.where(there & also, running[ends] - running[begins], 0.0)
        out[k] *= 0.5 / a + 0.5 / b
    return out


def decode(lattice: Lattice, chances: Posterior, settings: Mapping[str, float]) -> list[Found]:
    """The path with the greatest expected gain (minimum Bayes risk).

    A link gains its chance to be right as a whole, and `pair_gain` times what its members have of
    being rightly together, less a cost; a sentence alone gains `alone_gain` times its chance, less
    `alone_cost`. The gains are lenient, so that a passage whose bounds are unsure is still linked;
    where its sentences are likelier alone than `alone_most`, the link is given up.

    To do well by F1 a bead must be likelier right than half of the F1 that can be reached (Lipton,
    Elkan and Narayanaswamy 2014), for two unsure links in place of one that holds both cost
    precision. So links are chosen once without cost, and again with `link_cost` times the square
    of their mean chance.
    """
    gains = _shared(lattice, together(lattice, chances.links))
    gains *= settings["pair_gain"]
    gains += chances.links
    gains[lattice.before == lattice.count] = NEVER
    found = _chosen(lattice, chances, gains, settings)
    likely = [f.chance for f in found if f.linked]
    if not likely or not settings["link_cost"]:
        return found
    usual = sum(likely) / len(likely)
    gains -= settings["link_cost"] * usual**2
    return _chosen(lattice, chances, gains, settings)


def _chosen(
    lattice: Lattice, chances: Posterior, gains: Links, settings: Mapping[str, float]
) -> list[Found]:
    """The path of the greatest gain, its unlikely links given up."""
    left, right = (runs[0] + runs[1] for runs in (chances.left, chances.right))
    alone = [settings["alone_gain"] * side - settings["alone_cost"] for side in (left, right)]
    sums = [np.concatenate([[0.0], np.cumsum(side)]).tolist() for side in (left, right)]
    out: list[Found] = []
    for (a, b), (c, d) in best_path(lattice, gains, alone[0], alone[1]):
        doubt = np.inf
        if b > a and d > c:
            means = [
                (s[y] - s[x]) / (y - x) for s, (x, y) in zip(sums, ((a, b), (c, d)), strict=True)
            ]
            doubt = sum(means) / 2
        if doubt <= settings["alone_most"]:
            end = lattice.starts[b] + d - lattice.lows[b]
            out.append(_found((a, b), (c, d), chances.links[_PLACE[b - a, d - c], end]))
        else:
            out += [_found((i, i + 1), (c, c), left[i]) for i in range(a, b)]
            out += [_found((b, b), (j, j + 1), right[j]) for j in range(c, d)]
    return out


def _found(left: Span, right: Span, chance: float) -> Found:
    """A bead with its chance kept within 0 and 1, where sums of floats may leave it."""
    return Found(left, right, min(max(float(chance), 0.0), 1.0))

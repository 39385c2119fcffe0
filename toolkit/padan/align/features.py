"""What speaks for or against a link, and for or against leaving a sentence alone, as numbers.

Every feature is the same whichever text is called left, so that swapping the texts swaps the
alignment and changes nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from padan.align.evidence import Evidence
from padan.align.lattice import SHAPES
from padan.align.signals import Floats, Windows, window_sums

Array = NDArray[np.float32]
Columns = dict[str, Floats | float]
Features = dict[str, float]

Shape = tuple[int, int]
Spots = NDArray[np.int64] | NDArray[np.int32]


def shape_name(shape: Shape) -> str:
    """The name two mirrored shapes share: `1-3` for (1, 3) and (3, 1)."""
    return f"{min(shape)}-{max(shape)}"


def _hinges(name: str, values: Floats, knots: tuple[float, ...]) -> Columns:
    """The value and how far it lies above each knot: a broken line once weighted."""
    out: Columns = {name: values}
    for knot in knots:
        out[f"{name}>{knot}"] = np.maximum(values - knot, 0.0)
    return out


def _window_mean(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Numerator and denominator of the weighted mean of every window of one text."""
    return window_sums(values * weights), window_sums(weights)


def _trimmed(a: int, b: int) -> list[tuple[int, int, Shape]]:
    """The windows (a, b) without one end sentence, with how far before the node they end."""
    return [(a - 1, b, (0, 0)), (a - 1, b, (1, 0)), (a, b - 1, (0, 0)), (a, b - 1, (0, 1))]


def _grown(a: int, b: int) -> list[tuple[int, int, Shape]]:
    """The windows (a, b) with one sentence more at an end."""
    return [(a + 1, b, (0, 0)), (a + 1, b, (-1, 0)), (a, b + 1, (0, 0)), (a, b + 1, (0, -1))]


def _halves(shape: Shape) -> list[Shape]:
    """First parts of a link that can be cut into two links."""
    a, b = shape
    return [
        (x, y)
        for x in range(1, a)
        for y in range(1, b)
        if (x, y) in SHAPES and (a - x, b - y) in SHAPES
    ]


def _share(e: Evidence, shape: Shape, part: Shape, nodes: slice) -> Floats:
    """Share of a link's characters that its first part holds."""
    rows, cols = e.lattice.rows[nodes], e.lattice.cols[nodes]
    whole = e.lengths[0][shape[0], rows] + e.lengths[1][shape[1], cols]
    rest = e.lengths[0][shape[0] - part[0], rows] + e.lengths[1][shape[1] - part[1], cols]
    return np.asarray(1.0 - rest / np.maximum(whole, 1.0))


FULL = 2.0
"""Log odds of being linked (about .88) above which a text counts as told in full."""


class LinkFeatures:
    """Features of links of any shape on the evidence of one pair."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        words = evidence.texts.words
        kinds: dict[str, int] = {}
        self._ids = [
            np.array([none, *(kinds.setdefault(k, len(kinds)) if k else none for k in side)])
            for none, side in zip((-1, -2), evidence.texts.keys, strict=True)
        ]
        self._usual_size = float(np.log(sum(w.lengths.mean() for w in words)))
        self._windows = {
            name: Windows(signal)
            for name, signal in (
                ("meaning", evidence.meaning),
                ("letters", evidence.letters),
                ("names", evidence.names),
                ("numbers", evidence.numbers),
            )
        }
        self._tops = {
            name: [
                _window_mean(top, side.lengths)
                for top, side in zip(signal.tops, words, strict=True)
            ]
            for name, signal in (("meaning", evidence.meaning), ("letters", evidence.letters))
        }

    def _best_of(self, name: str, windows: list[tuple[Shape, Shape]], nodes: slice) -> Floats:
        """Highest cosine of some windows, each a shape and where it ends before each node."""
        best = np.full(len(self.evidence.lattice.rows[nodes]), -1.0)
        for shape, back in windows:
            spots, there = self.evidence.lattice.shifted(back, nodes)
            fitting = self._windows[name].fitting(shape)
            np.maximum(best, np.where(there, fitting[spots], -1.0), out=best)
        return best

    def _of_neighbours(self, kind: str, shape: Shape, nodes: slice) -> Columns:
        """What the link gains by the sentences at its ends, and would by those beyond them."""
        a, b = shape
        smaller = [((x, y), back) for x, y, back in _trimmed(a, b) if x and y]
        larger = [((x, y), back) for x, y, back in _grown(a, b) if (x, y) in SHAPES]
        out: Columns = {}
        for name, scale in (("meaning", 1.0), ("letters", self.evidence.texts.same)):
            own = self._windows[name].cosines(shape)[nodes]
            if kind == "many":
                gain = own - self._best_of(name, smaller, nodes)
                out |= _hinges(f"{name} gain", np.clip(gain, -0.3, 0.3) * scale, (0.0,))
            missed = self._best_of(name, larger, nodes) - own
            out |= _hinges(f"{name} missed {kind}", np.clip(missed, -0.3, 0.3) * scale, (0.0,))
        return out

    def _of_block(self, shape: Shape, nodes: slice) -> Columns:
        """What a link of several sentences on both sides has over two links side by side.

        Both are content that crosses between the two, and lengths that fit only as a whole.
        """
        e = self.evidence
        out: Columns = {}
        for name, scale in (("meaning", 1.0), ("letters", e.texts.same)):
            whole = self._windows[name].cosines(shape)[nodes]
            parted, crossed = self._parted(name, shape, nodes)
            gain = np.clip(whole - parted, -0.3, 0.3) * scale
            out |= _hinges(f"block {name} gain", gain, (0.0, 0.1))
            out |= _hinges(f"block {name} crossed", crossed * scale, (0.2, 0.4))
        even = self._evened(shape, nodes)
        out |= _hinges("block even", even, (0.0, 0.3))
        out["block close"] = e.climate.closeness
        out["block same"] = e.texts.same
        return out

    def _parted(self, name: str, shape: Shape, nodes: slice) -> tuple[Floats, Floats]:
        """Of all cuts of the link in two: highest mean cosine of its halves, and across them."""
        lattice, windows = self.evidence.lattice, self._windows[name]
        (a, b), count = shape, len(self.evidence.lattice.rows[nodes])
        parted, crossed = np.full(count, -1.0), np.full(count, -1.0)
        for x, y in _halves(shape):
            spots, there = lattice.shifted((a - x, b - y), nodes)
            share = _share(self.evidence, shape, (x, y), nodes)
            mean = share * windows.cosines((x, y))[spots]
            mean += (1.0 - share) * windows.cosines((a - x, b - y))[nodes]
            parted = np.maximum(parted, np.where(there, mean, -1.0))
            for sides, back in (((x, b - y), (a - x, 0)), ((a - x, y), (0, b - y))):
                if sides in SHAPES:
                    spots, there = lattice.shifted(back, nodes)
                    cross = np.where(there, windows.cosines(sides)[spots], -1.0)
                    crossed = np.maximum(crossed, cross)
        return parted, crossed

    def _evened(self, shape: Shape, nodes: slice) -> Floats:
        """How much less uneven in length the link is than its best two halves, -.5 to 1."""
        e = self.evidence
        least = np.full(len(e.lattice.rows[nodes]), np.inf)
        for x, y in _halves(shape):
            rest = (shape[0] - x, shape[1] - y)
            spots, there = e.lattice.shifted(rest, nodes)
            share = _share(e, shape, (x, y), nodes)
            apart = share * self._unevenness((x, y), spots)
            apart += (1.0 - share) * self._unevenness(rest, nodes)
            least = np.minimum(least, np.where(there, apart, np.inf))
        gain = np.clip(least - self._unevenness(shape, nodes), -0.5, 1.0)
        return np.where(np.isfinite(least), gain, 0.0)

    def _unevenness(self, shape: Shape, nodes: slice | Spots) -> Floats:
        """How far the log length ratio of links is from the pair's usual one."""
        e = self.evidence
        left = e.lengths[0][shape[0], e.lattice.rows[nodes]] + 5.0
        right = e.lengths[1][shape[1], e.lattice.cols[nodes]] + 5.0
        return np.asarray(np.abs(np.log(left / right) - e.climate.ratio))

    def _best_elsewhere(self, name: str, shape: Shape, nodes: slice) -> Floats:
        """Mean over both windows of the best cosine their sentences have anywhere."""
        lattice = self.evidence.lattice
        ends = lattice.rows[nodes], lattice.cols[nodes]
        out = np.zeros(len(ends[0]))
        for size, end, (top, weight) in zip(shape, ends, self._tops[name], strict=True):
            out += 0.5 * top[size, end] / np.maximum(weight[size, end], 1.0)
        return out

    def columns(self, shape: Shape, nodes: slice) -> Columns:
        """The features, by name, of the links of `shape` that end at `nodes`."""
        e = self.evidence
        kind = "one" if shape == (1, 1) else "many"
        same = e.texts.same
        meaning = self._windows["meaning"].cosines(shape)[nodes].astype(np.float64)
        letters = self._windows["letters"].cosines(shape)[nodes].astype(np.float64) * same
        scaled = (meaning - e.climate.background[0]) / e.climate.background[1]
        out: Columns = {f"shape {shape_name(shape)}": 1.0}
        out |= _hinges(f"meaning {kind}", meaning, (0.3, 0.5, 0.7, 0.85))
        out |= _hinges(f"scaled {kind}", scaled, (2.0, 4.0))
        margin = meaning - self._best_elsewhere("meaning", shape, nodes)
        out |= _hinges(f"margin {kind}", margin, (-0.2, 0.0))
        out |= _hinges(f"letters {kind}", letters, (0.15, 0.35, 0.6))
        near = letters - self._best_elsewhere("letters", shape, nodes) * same
        out |= _hinges(f"letters margin {kind}", near, (-0.2,))
        out |= self._of_neighbours(kind, shape, nodes)
        if min(shape) > 1:
            out |= self._of_block(shape, nodes)
        if kind == "many":
            out |= self._of_many(shape, nodes)
        else:
            out["identical"] = self._identical(nodes)
        out |= self._of_anchors(shape, nodes)
        out |= self._of_lengths(kind, shape, nodes)
        out |= self._of_pair(kind, meaning)
        return out

    def _identical(self, nodes: slice) -> Floats:
        """1 where the two sentences are the same but for case and punctuation."""
        lattice = self.evidence.lattice
        rows, cols = lattice.rows[nodes], lattice.cols[nodes]
        left, right = self._ids
        return np.asarray(left[rows] == right[cols], dtype=np.float64)

    def _of_many(self, shape: Shape, nodes: slice) -> Columns:
        """What the member of a window that fits worst says against the whole."""
        e = self.evidence
        weakest = self._windows["meaning"].weakest(shape, nodes)
        out = _hinges("weakest meaning", weakest, (0.1, 0.25, 0.4, 0.6))
        letters = self._windows["letters"].weakest(shape, nodes)
        out["weakest letters"] = letters * e.texts.same
        out |= _hinges("weakest scaled", weakest / e.climate.background[1], (2.0,))
        return out

    def _of_anchors(self, shape: Shape, nodes: slice) -> Columns:
        """Names and numbers: shared, clashing, or on one side only."""
        e = self.evidence
        rows, cols = e.lattice.rows[nodes], e.lattice.cols[nodes]
        out: Columns = {}
        for name, signal in (("names", e.names), ("numbers", e.numbers)):
            shared = self._windows[name].cosines(shape)[nodes].astype(np.float64)
            has = (signal.left[shape[0], rows] > 0, signal.right[shape[1], cols] > 0)
            both = (has[0] & has[1]).astype(np.float64)
            out[f"{name} both"] = both
            out |= _hinges(f"{name} shared", shared * both, (0.3,))
            out[f"{name} one side"] = (has[0] ^ has[1]).astype(np.float64)
        return out

    def _of_lengths(self, kind: str, shape: Shape, nodes: slice) -> Columns:
        """How far the lengths are from the pair's usual ratio, also as the pair's spread goes."""
        e = self.evidence
        rows, cols = e.lattice.rows[nodes], e.lattice.cols[nodes]
        size = e.lengths[0][shape[0], rows] + e.lengths[1][shape[1], cols] + 10.0
        uneven = self._unevenness(shape, nodes)
        out = _hinges(f"length {kind}", uneven, (0.3, 0.8))
        scaled = np.minimum(uneven / e.climate.unevenness, 8.0)
        out |= _hinges(f"length scaled {kind}", scaled, (1.5, 3.0))
        out[f"length x close {kind}"] = uneven * e.climate.closeness
        out[f"size {kind}"] = np.log(size) - self._usual_size
        return out

    def _of_pair(self, kind: str, meaning: Floats) -> Columns:
        """How the pair as a whole bends the rest."""
        e = self.evidence
        return {
            f"same {kind}": e.texts.same,
            f"few {kind}": e.climate.few,
            f"few x same {kind}": e.climate.few * e.texts.same,
            f"close {kind}": e.climate.closeness,
            f"meaning x same {kind}": meaning * e.texts.same,
            f"meaning x close {kind}": meaning * e.climate.closeness,
        }


def cover_link(shape: Shape, cover: tuple[float, float]) -> Features:
    """Features of every link of `shape`: log odds that a sentence of the pair is linked at all."""
    kind = "one" if shape == (1, 1) else "many"
    linked = (cover[0] + cover[1]) / 2
    out = {f"covered {kind}": linked, f"covered fully {kind}": max(0.0, linked - FULL)}
    if min(shape) > 1:
        out |= {"covered block": linked, "covered fully block": max(0.0, linked - FULL)}
    return out


def cover_alone(side: int, cover: tuple[float, float]) -> Features:
    """Features of every sentence alone on one side: the same log odds, by side."""
    return {
        "covered alone": cover[side],
        "covered alone other": cover[1 - side],
        "covered fully alone": max(0.0, cover[side] - FULL),
    }


def cover_further(side: int, cover: tuple[float, float]) -> Features:
    """Features of every sentence alone after another that is: what is dropped goes in blocks."""
    return {
        "covered further": cover[side],
        "covered fully further": max(0.0, cover[side] - FULL),
    }


def alone_columns(evidence: Evidence, side: int) -> Columns:
    """The features of leaving each sentence of one side (0 left, 1 right) alone."""
    e = evidence
    words = e.texts.words
    own, other = words[side].lengths.sum(), words[1 - side].lengths.sum()
    tilt = float((own - other) / (own + other)) + (0.5 if side else -0.5) * float(
        np.tanh(e.climate.ratio)
    )
    top = e.meaning.tops[side]
    out: Columns = {"alone": 1.0}
    out |= _hinges("alone meaning", top, (0.3, 0.5, 0.7))
    out |= _hinges(
        "alone scaled", (top - e.climate.background[0]) / e.climate.background[1], (3.0,)
    )
    out |= _hinges("alone letters", e.letters.tops[side] * e.texts.same, (0.2, 0.4))
    size = np.log(words[side].lengths / words[side].lengths.mean())
    out |= _hinges("alone length", size, (-1.0, 0.0))
    out["alone tilt"] = tilt
    out["alone close"] = e.climate.closeness
    out["alone same"] = e.texts.same
    out["alone tilt x close"] = tilt * e.climate.closeness
    return out


FURTHER = "alone after alone"
"""Added to a sentence left alone after another of its side."""

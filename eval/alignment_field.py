"""The conditional random field over alignments, as it is fitted (see eval/fit_alignment.py)."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alignment_sets import Pair, heaviest_chain
from padan.align.dp import NEVER, Scores, posterior
from padan.align.evidence import Evidence
from padan.align.features import (
    FURTHER,
    LinkFeatures,
    alone_columns,
    cover_alone,
    cover_link,
)
from padan.align.lattice import SHAPES, Lattice
from padan.align.scoring import cover_of
from padan.model import Bead

Floats = NDArray[np.float64]
Array = NDArray[np.float32]
Hull = tuple[tuple[int, int], tuple[int, int]]

RIDGE = 1.0
PROCESSES = 2


class Features:
    """Names of features and their columns."""

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}

    def of(self, name: str) -> int:
        """The column of a feature, a new one if need be."""
        return self.columns.setdefault(name, len(self.columns))

    def learn(self, evidence: Evidence) -> None:
        """Know every feature there is."""
        features = LinkFeatures(evidence)
        for shape in SHAPES:
            for name in (*features.columns(shape, slice(0, 1)), cover_link(shape, (0.0, 0.0))[0]):
                self.of(name)
        for name in (*alone_columns(evidence, 0), *cover_alone(0, (0.0, 0.0)), FURTHER):
            self.of(name)

    def weights(self, named: Mapping[str, float]) -> Floats:
        """Weights by name as a vector; 0 where a feature has none."""
        return np.array([named.get(name, 0.0) for name in self.columns])

    def covering(self) -> list[int]:
        """Columns that step 1 does without."""
        return [k for name, k in self.columns.items() if name.startswith("covered")]


class Document:
    """Feature matrices of a pair, and the features of its gold path."""

    def __init__(self, pair: Pair, weight: float, evidence: Evidence, features: Features) -> None:
        self.weight = weight
        self.evidence = evidence
        self.lattice = evidence.lattice
        self.features = features
        self.links, self.spots = _link_matrix(evidence, features)
        self.alone = [
            _matrix(alone_columns(evidence, s), n, features)
            for s, n in enumerate(self.lattice.size)
        ]
        self.path = gold_chain(pair, self.lattice)
        self.gold = self._gold()

    def _gold(self) -> Floats:
        """Sum of the features along the gold path."""
        total = np.zeros(len(self.features.columns))
        rows = {int(spot): k for k, spot in enumerate(self.spots)}
        i = j = 0
        for (a, b), (c, d) in [
            *self.path,
            ((self.lattice.size[0],) * 2, (self.lattice.size[1],) * 2),
        ]:
            for side, (begin, end) in enumerate(((i, a), (j, c))):
                total += self.alone[side][begin:end].sum(axis=0)
                total[self.features.of(FURTHER)] += max(0, end - begin - 1)
            if b > a:
                node = self.lattice.starts[b] + d - self.lattice.lows[b]
                place = SHAPES.index((b - a, d - c)) * self.lattice.count + node
                total += self.links[rows[int(place)]]
            i, j = b, d
        return total

    def scores(self, weights: Floats) -> Scores:
        """Scores under some weights."""
        links = np.full(len(SHAPES) * self.lattice.count, NEVER)
        links[self.spots] = self.links @ weights
        more = weights[self.features.of(FURTHER)]
        left, right = (matrix @ weights for matrix in self.alone)
        return Scores(links.reshape(len(SHAPES), -1), (left, left + more), (right, right + more))

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """Negative log likelihood of the gold path, and its gradient."""
        chances = posterior(self.lattice, self.scores(weights))
        expected = chances.links.ravel()[self.spots].astype(np.float32) @ self.links
        expected = expected.astype(np.float64)
        for matrix, runs in zip(self.alone, (chances.left, chances.right), strict=True):
            expected += (runs[0] + runs[1]) @ matrix
            expected[self.features.of(FURTHER)] += runs[1].sum()
        value = chances.log_total - float(self.gold @ weights)
        return self.weight * value, self.weight * (expected - self.gold)

    def cover(self, weights: Floats) -> None:
        """Fill in how much of either text is covered under some weights."""
        cover = cover_of(self.evidence, posterior(self.lattice, self.scores(weights)))
        shapes = self.spots // self.lattice.count
        for k, shape in enumerate(SHAPES):
            name, value = cover_link(shape, cover)
            self.links[shapes == k, self.features.of(name)] = value
        for side, matrix in enumerate(self.alone):
            for name, value in cover_alone(side, cover).items():
                matrix[:, self.features.of(name)] = value
        self.gold = self._gold()


def _matrix(columns: dict[str, Any], count: int, features: Features) -> Array:
    """Columns side by side."""
    out = np.zeros((count, len(features.columns)), dtype=np.float32)
    for name, values in columns.items():
        out[:, features.of(name)] = values
    return out


def _link_matrix(evidence: Evidence, features: Features) -> tuple[Array, NDArray[np.int64]]:
    """Features of all links, and where each stands among (shapes, nodes)."""
    lattice = evidence.lattice
    maker = LinkFeatures(evidence)
    matrices, spots = [], []
    for k, shape in enumerate(SHAPES):
        there = np.flatnonzero(lattice.before[k] < lattice.count)
        matrices.append(_matrix(maker.columns(shape, slice(None)), lattice.count, features)[there])
        spots.append(k * lattice.count + there)
    return np.concatenate(matrices), np.concatenate(spots)


def gold_chain(pair: Pair, lattice: Lattice) -> list[Hull]:
    """The heaviest chain of gold links that a path can follow, gaps within a side closed."""
    able: list[Bead] = []
    for bead in pair.gold:
        if not bead.left or not bead.right:
            continue
        (a, b), (c, d) = hull(bead)
        ends = ((a, c), (b, d))
        inside = all(lattice.lows[i] <= j <= lattice.highs[i] for i, j in ends)
        if (b - a, d - c) in SHAPES and inside:
            able.append(bead)
    return [hull(able[k]) for k in heaviest_chain(able)]


def hull(bead: Bead) -> Hull:
    """First and one past the last sentence of either side."""
    return (min(bead.left), max(bead.left) + 1), (min(bead.right), max(bead.right) + 1)


def _serve(documents: list[Document], ask: Connection) -> None:
    """Answer what the parent asks of some documents."""
    while (request := ask.recv()) is not None:
        word, weights = request
        if word == "cover":
            for document in documents:
                document.cover(weights)
            ask.send(None)
        else:
            losses = [document.loss(weights) for document in documents]
            ask.send((sum(v for v, _ in losses), sum(g for _, g in losses)))


class Crowd:
    """Documents spread over processes."""

    def __init__(self, documents: list[Document]) -> None:
        context = multiprocessing.get_context("fork")
        self.asks: list[Connection] = []
        for k in range(PROCESSES):
            mine, theirs = context.Pipe()
            context.Process(
                target=_serve, args=(documents[k::PROCESSES], theirs), daemon=True
            ).start()
            self.asks.append(mine)

    def all(self, word: str, weights: Floats) -> list[Any]:
        """Every process's answer."""
        for ask in self.asks:
            ask.send((word, weights))
        return [ask.recv() for ask in self.asks]

    def close(self) -> None:
        """Let them go."""
        for ask in self.asks:
            ask.send(None)


def minimise(loss: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int) -> Floats:
    """L-BFGS (scipy comes with scikit-learn; install it to run this program)."""
    from scipy.optimize import minimize

    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 20}
    )
    return np.asarray(found.x, dtype=np.float64)


def fit_paths(crowd: Crowd, start: Floats, free: NDArray[np.int64], steps: int) -> Floats:
    """Weights of the random field; only the columns `free` may differ from zero."""

    def loss(some: Floats) -> tuple[float, Floats]:
        weights = np.zeros(len(start))
        weights[free] = some
        parts = crowd.all("loss", weights)
        value = sum(v for v, _ in parts) + 0.5 * RIDGE * float(some @ some)
        return value, sum(g for _, g in parts)[free] + RIDGE * some

    out = np.zeros(len(start))
    out[free] = minimise(loss, start[free], steps)
    return out

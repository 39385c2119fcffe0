"""The conditional random field over alignments, as it is fitted (see eval/fit_alignment.py)."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
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
    cover_further,
    cover_link,
)
from padan.align.lattice import SHAPES, Lattice
from padan.align.scoring import cover_of
from padan.model import Bead

Floats = NDArray[np.float64]
Array = NDArray[np.float32]
Made = Callable[[], "Document"]
Hull = tuple[tuple[int, int], tuple[int, int]]

RIDGE = 0.5
"""Penalty on squared weights of features of unit size; 1, 5 and 25 do worse on unseen halves."""
LEAST = 1e-7
"""Chance below which a link adds nothing to the gradient."""
HOPELESS = 1e-6
"""Chance below which a link is left out of the fit: about nine of ten are."""
TEMPER = 0.5
"""Share of an earlier model's weights under which the loss's bends are measured: where it is sure,
it would say that there are none."""
STEADY = 30.0
"""How many times the penalty goes into the bends, so that no step is longer than it is good."""
TINIEST = 1e-4
TOLERANCE = 1e-6
"""Share of the loss that a step must gain for another to follow."""
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
            for name in (*features.columns(shape, slice(0, 1)), *cover_link(shape, (0.0, 0.0))):
                self.of(name)
        covered = *cover_alone(0, (0.0, 0.0)), *cover_further(0, (0.0, 0.0))
        for name in (*alone_columns(evidence, 0), *covered, FURTHER):
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
        self.further = np.zeros((2, len(features.columns)))
        self.further[:, features.of(FURTHER)] = 1.0
        self.path = gold_chain(pair, self.lattice)
        self.gold = self._gold()

    def thin(self, first: Floats, second: Floats) -> None:
        """Keep the links of gold and those that the steps of an earlier model do not rule out."""
        chances = posterior(self.lattice, self.scores(first)).links.ravel()[self.spots]
        self.cover(first)
        later = posterior(self.lattice, self.scores(second)).links.ravel()[self.spots]
        kept = (chances > HOPELESS) | (later > HOPELESS) | np.isin(self.spots, self._gold_spots())
        self.links, self.spots = np.ascontiguousarray(self.links[kept]), self.spots[kept]
        self.gold = self._gold()

    def _gold_spots(self) -> list[int]:
        """Where the links of the gold path stand."""
        return [
            SHAPES.index((b - a, d - c)) * self.lattice.count
            + int(self.lattice.starts[b])
            + d
            - int(self.lattice.lows[b])
            for (a, b), (c, d) in self.path
        ]

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
                total += max(0, end - begin - 1) * self.further[side]
            i, j = b, d
        for spot in self._gold_spots():
            total += self.links[rows[spot]]
        return total

    def scores(self, weights: Floats) -> Scores:
        """Scores under some weights."""
        links = np.full(len(SHAPES) * self.lattice.count, NEVER)
        links[self.spots] = self.links @ weights
        more = self.further @ weights
        left, right = (matrix @ weights for matrix in self.alone)
        return Scores(
            links.reshape(len(SHAPES), -1), (left, left + more[0]), (right, right + more[1])
        )

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """Negative log likelihood of the gold path, and its gradient."""
        chances = posterior(self.lattice, self.scores(weights))
        likely = chances.links.ravel()[self.spots]
        some = np.flatnonzero(likely > LEAST)
        expected = likely[some] @ self.links[some].astype(np.float64)
        for side, runs in enumerate((chances.left, chances.right)):
            expected += (runs[0] + runs[1]) @ self.alone[side]
            expected += runs[1].sum() * self.further[side]
        value = chances.log_total - float(self.gold @ weights)
        return self.weight * value, self.weight * (expected - self.gold)

    def information(self, weights: Floats) -> Floats:
        """About how sharply the loss bends in every direction, shape (features, features)."""
        chances = posterior(self.lattice, self.scores(TEMPER * weights))
        likely = chances.links.ravel()[self.spots]
        doubt = likely * (1.0 - likely)
        some = np.flatnonzero(doubt > LEAST)
        rows = self.links[some].astype(np.float64)
        out = (rows.T * doubt[some]) @ rows
        for matrix, runs in zip(self.alone, (chances.left, chances.right), strict=True):
            doubt = np.clip((runs[0] + runs[1]) * (1.0 - runs[0] - runs[1]), 0.0, 1.0)
            rows = matrix.astype(np.float64)
            out += (rows.T * doubt) @ rows
        return np.asarray(self.weight * out)

    def sizes(self) -> Floats:
        """For every feature the sum of its squares, and how often it is not 0, shape (2, features).

        Each matrix counts as much as the gold path is long.
        """
        out = np.zeros((2, len(self.features.columns)))
        matrices: list[NDArray[Any]] = [self.links, *self.alone, self.further]
        for matrix in matrices:
            if len(matrix):
                share = self.weight * (len(self.path) + 1) / len(matrix)
                out[0] += share * np.square(matrix, dtype=np.float64).sum(axis=0)
                out[1] += share * np.count_nonzero(matrix, axis=0)
        return out

    def cover(self, weights: Floats) -> None:
        """Fill in how much of either text is covered under some weights."""
        cover = cover_of(self.evidence, posterior(self.lattice, self.scores(weights)))
        shapes = self.spots // self.lattice.count
        for k, shape in enumerate(SHAPES):
            for name, value in cover_link(shape, cover).items():
                self.links[shapes == k, self.features.of(name)] = value
        for side, matrix in enumerate(self.alone):
            for name, value in cover_alone(side, cover).items():
                matrix[:, self.features.of(name)] = value
            for name, value in cover_further(side, cover).items():
                self.further[side, self.features.of(name)] = value
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


def _serve(items: Sequence[Made], ask: Connection) -> None:
    """Make documents, then answer what the parent asks of them."""
    documents = [make() for make in items]
    while (request := ask.recv()) is not None:
        word, weights = request
        ask.send([getattr(document, word)(*weights) for document in documents])


class Crowd:
    """Documents spread over processes, each made where it is used."""

    def __init__(self, items: Sequence[Made]) -> None:
        context = multiprocessing.get_context("fork")
        self.asks: list[Connection] = []
        for k in range(PROCESSES):
            mine, theirs = context.Pipe()
            context.Process(target=_serve, args=(items[k::PROCESSES], theirs), daemon=True).start()
            self.asks.append(mine)

    def all(self, word: str, *weights: Floats) -> list[Any]:
        """What each document's method `word` gives."""
        for ask in self.asks:
            ask.send((word, weights))
        return [answer for ask in self.asks for answer in ask.recv()]

    def close(self) -> None:
        """Let them go."""
        for ask in self.asks:
            ask.send(None)


def minimise(loss: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int) -> Floats:
    """L-BFGS (scipy comes with scikit-learn; install it to run this program)."""
    from scipy.optimize import minimize

    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": 30, "ftol": TOLERANCE},
    )
    return np.asarray(found.x, dtype=np.float64)


def fit_paths(
    crowd: Crowd, near: Floats, free: NDArray[np.int64], steps: int, start: Floats
) -> Floats:
    """Weights of the random field; only the columns `free` may differ from zero.

    Begins at `start`. `near`, weights of an earlier model, tells in which directions the loss is
    steep. The loss is convex: but for the tolerance neither changes what is found. The penalty is
    on each weight times the size that its feature has where it is not 0.
    """
    from scipy.linalg import cholesky, solve_triangular

    squares, counts = np.sum(crowd.all("sizes"), axis=0)
    penalty = RIDGE * (squares / np.maximum(counts, TINIEST) + TINIEST)[free]
    bends = np.sum(crowd.all("information", near), axis=0)[np.ix_(free, free)]
    factor = cholesky(bends + np.diag(STEADY * penalty), lower=True)

    def weights_of(place: Floats) -> Floats:
        return np.asarray(solve_triangular(factor, place, trans="T", lower=True))

    def loss(place: Floats) -> tuple[float, Floats]:
        weights = np.zeros(len(near))
        weights[free] = some = weights_of(place)
        parts = crowd.all("loss", weights)
        value = sum(v for v, _ in parts) + 0.5 * float(penalty @ some**2)
        slope = sum(g for _, g in parts)[free] + penalty * some
        return value, np.asarray(solve_triangular(factor, slope, lower=True))

    out = np.zeros(len(near))
    out[free] = weights_of(minimise(loss, factor.T @ start[free], steps))
    return out

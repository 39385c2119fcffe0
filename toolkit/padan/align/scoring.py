"""Log odds of every step on the lattice: features times fitted weights."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np

from padan.align.calibrate import log_odds
from padan.align.dp import NEVER, Floats, Posterior, Scores, posterior
from padan.align.evidence import Evidence
from padan.align.features import (
    FURTHER,
    Columns,
    LinkFeatures,
    alone_columns,
    cover_alone,
    cover_further,
    cover_link,
)
from padan.align.lattice import SHAPES

COVER = 0.01
"""Least share that counts as covered or as not, so that no text is certain to be either."""
CHUNK = 1 << 16
"""Nodes scored at a time, to bound memory."""


@dataclass(frozen=True)
class Parameters:
    """The fitted model, as eval/fit_alignment.py wrote it."""

    first: Mapping[str, float]
    """Weights that know nothing of how much the texts share."""
    weights: Mapping[str, float]
    """Weights that know it."""
    settings: Mapping[str, float]
    """Gains of the decoder, see padan.align.decode."""
    moved: Mapping[str, float]
    """Weights of the features of links off the main path."""
    calibration: Mapping[str, Mapping[str, float]]
    """Weights of the confidence, by kind of bead."""
    centres: Mapping[str, Floats]
    """Mean sentence vector of each language, of the encoder that the model was fitted with."""
    digest: str
    """Hash of the file, part of every cache key."""


def read_parameters(raw: bytes) -> Parameters:
    """The model in a data file's bytes."""
    return make_parameters(json.loads(raw), sha256(raw).hexdigest()[:16])


def make_parameters(data: Mapping[str, Any], digest: str) -> Parameters:
    """The model in a data file's content."""
    return Parameters(
        first=data["first"],
        weights=data["weights"],
        settings=data["settings"],
        moved=data["moved"],
        calibration=data["calibration"],
        centres={lang: np.asarray(row) for lang, row in data["centres"].items()},
        digest=digest,
    )


@cache
def _packaged() -> Parameters:
    """The model in the package's data folder."""
    return read_parameters((files("padan.align") / "data" / "weights.json").read_bytes())


_used: ContextVar[Parameters | None] = ContextVar("padan.align.parameters", default=None)


def parameters() -> Parameters:
    """The model in use, the packaged one unless a fitting program set another."""
    return _used.get() or _packaged()


def use_parameters(model: Parameters | None) -> None:
    """Use another model from here on, None the packaged one; for fitting and for experiments."""
    _used.set(model)


def _weigh(columns: Columns, weights: Mapping[str, float], count: int) -> Floats:
    """Weighted sum of the features of `count` links; features without a weight say nothing."""
    out = np.zeros(count)
    for name, values in columns.items():
        weight = weights.get(name, 0.0)
        if weight:
            out += weight * values
    return out


def score_lattice(evidence: Evidence, weights: Sequence[Mapping[str, float]]) -> list[Scores]:
    """Score every link and every sentence alone, once for each set of weights."""
    lattice = evidence.lattice
    features = LinkFeatures(evidence)
    shape = (len(SHAPES), lattice.count)
    links = [np.full(shape, NEVER, dtype=np.float32) for _ in weights]
    for k, (a, b) in enumerate(SHAPES):
        for begin in range(0, lattice.count, CHUNK):
            nodes = slice(begin, min(begin + CHUNK, lattice.count))
            there = lattice.before[k, nodes] < lattice.count
            if not there.any():
                continue
            columns = features.columns((a, b), nodes)
            for out, some in zip(links, weights, strict=True):
                score = _weigh(columns, some, nodes.stop - nodes.start)
                out[k, nodes] = np.where(there, score, NEVER)
    alone = [alone_columns(evidence, side) for side in (0, 1)]
    made = []
    for out, some in zip(links, weights, strict=True):
        firsts = [_weigh(c, some, n) for c, n in zip(alone, lattice.size, strict=True)]
        sides = [(first, first + some.get(FURTHER, 0.0)) for first in firsts]
        made.append(Scores(out, sides[0], sides[1]))
    return made


def cover_of(evidence: Evidence, chances: Posterior) -> tuple[float, float]:
    """Log odds that a letter of either text stands in a link, within 1 and 99 of 100."""
    out = []
    for words, alone in zip(evidence.texts.words, (chances.left, chances.right), strict=True):
        share = 1.0 - float((alone[0] + alone[1]) @ words.lengths) / float(words.lengths.sum())
        out.append(log_odds(share, COVER))
    return out[0], out[1]


def _worth(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Weighted sum of features that all of a kind share."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _covered(scores: Scores, cover: tuple[float, float], weights: Mapping[str, float]) -> Scores:
    """The scores, changed in place, once it is known how much of either text is covered."""
    links = scores.links
    for k, shape in enumerate(SHAPES):
        links[k] += _worth(cover_link(shape, cover), weights)
    sides = []
    for side, runs in enumerate((scores.left, scores.right)):
        more = _worth(cover_alone(side, cover), weights)
        further = more + _worth(cover_further(side, cover), weights)
        sides.append((runs[0] + more, runs[1] + further))
    return Scores(links, sides[0], sides[1])


def chances_of(evidence: Evidence) -> Posterior:
    """Posterior of the pair, in two passes.

    The first tells how much of either text the other covers; the second, knowing that, is strict
    with two texts that share little and trusting with a translation.
    """
    model = parameters()
    lattice = evidence.lattice
    first, second = score_lattice(evidence, (model.first, model.weights))
    cover = cover_of(evidence, posterior(lattice, first))
    del first
    return posterior(lattice, _covered(second, cover, model.weights))

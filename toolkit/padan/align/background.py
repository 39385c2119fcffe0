"""What sentences of a corpus look like to the encoder when they have nothing to do with each other.

Measured on a sample, so that a corpus of any size, and parts of it, are judged by one measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from padan.align.content import flow
from padan.align.nearness import Nearness, standing_out
from padan.align.sketch import Sketch, stacked
from padan.align.thresholds import Search
from padan.engines.base import Vectors
from padan.model import Article

_ENOUGH = 100
"""A language with fewer sentences in the sample has no mean of its own: it would be a topic's."""


@dataclass(frozen=True, slots=True)
class Background:
    """The mean vector of each language, and the cosines from which two rows are near."""

    means: Mapping[str, Vectors]
    """By primary language; under "" the mean of all, for languages that are hardly there."""
    least: float
    """For two sentences."""
    least_article: float
    """For the means of two articles."""

    @property
    def digest(self) -> str:
        """A hash of the numbers, in hex."""
        parts = [f"{self.least!r} {self.least_article!r}".encode()]
        parts += [name.encode() + self.means[name].tobytes() for name in sorted(self.means)]
        return sha256(b"\0".join(parts)).hexdigest()

    def centred(self, rows: Vectors, lang: str) -> Vectors:
        """The rows with their language's mean taken off, L2-normalised."""
        if not len(rows):
            return rows
        mean = self.means.get(lang.partition("-")[0])
        away: Vectors = rows - (self.means[""] if mean is None else mean)
        away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
        return away.astype(np.float32, copy=False)

    def nearness(self, articles: Sequence[Article], vectors: Sequence[Vectors]) -> Nearness:
        """These articles by this measure; `vectors` holds a row per sentence of running text."""
        return Nearness(
            {
                article.id: self.centred(own, article.lang) if flow(article) else own
                for article, own in zip(articles, vectors, strict=True)
            },
            self.least,
        )


def measure_background(sketches: Sequence[Sketch], search: Search) -> Background:
    """The background of a corpus that these articles are a fair sample of."""
    rows, tongues = stacked(sketches)
    if not len(rows):
        return Background({"": np.zeros(1, dtype=np.float32)}, 1.0, 1.0)
    tongue = np.array(tongues)
    means = {"": rows.mean(axis=0)}
    for lang in sorted(set(tongues)):
        if (tongue == lang).sum() >= _ENOUGH:
            means[lang] = rows[tongue == lang].mean(axis=0)
    bare = Background(means, 1.0, 1.0)
    full = [sketch for sketch in sketches if len(sketch.lengths)]
    sentences = [bare.centred(sketch.sentences, sketch.lang) for sketch in full]
    wholes = [bare.centred(sketch.means, sketch.lang) for sketch in full]
    return Background(
        means,
        standing_out(sentences, search.sigmas),
        standing_out(wholes, search.article_sigmas),
    )


def packed_background(background: Background) -> dict[str, object]:
    """The background as JSON takes it."""
    return {
        "least": background.least,
        "least_article": background.least_article,
        "means": {name: mean.tolist() for name, mean in background.means.items()},
    }


def unpacked_background(kept: Mapping[str, object]) -> Background:
    """The background that `packed_background` wrote down."""
    means = kept["means"]
    if not isinstance(means, dict):
        raise TypeError("means must be an object")
    return Background(
        {name: np.array(mean, dtype=np.float32) for name, mean in means.items()},
        float(str(kept["least"])),
        float(str(kept["least_article"])),
    )

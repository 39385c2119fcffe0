"""How near the cells of a story are in meaning, by the encoder."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence

import numpy as np

from padan.engines.base import Encoder, Vectors
from padan.engines.vectors import embed
from padan.model import Story

Similarity = Callable[[str, Sequence[int], str, Sequence[int]], float]
"""(article, sentences, other article, sentences) -> cosine, -1..1."""


def story_similarity(
    story: Story, *, encoder: Encoder, vectors: MutableMapping[str, Vectors]
) -> Similarity:
    """A function that gives the centred cosine of two cells of the story.

    The mean vector of each article is taken off first, as alignment does; a cell's vector is the
    length-weighted mean of its sentences' vectors.
    """
    centred: dict[str, Vectors] = {}
    for article in story.articles:
        found = embed([s.text for s in article.sentences], encoder=encoder, cache=vectors)
        aligned = [s.index for s in article.aligned]
        mean = found[aligned].mean(axis=0) if aligned else 0.0
        centred[article.id] = found - mean

    def cell(article_id: str, indices: Sequence[int]) -> Vectors:
        sentences = story.article(article_id).sentences
        weights = np.array([len(sentences[i].text) for i in indices], dtype=np.float32)
        mean: Vectors = np.average(centred[article_id][list(indices)], axis=0, weights=weights)
        return mean

    def similarity(left: str, lefts: Sequence[int], right: str, rights: Sequence[int]) -> float:
        a, b = cell(left, lefts), cell(right, rights)
        norms = float(np.linalg.norm(a) * np.linalg.norm(b))
        return float(a @ b) / norms if norms else 0.0

    return similarity

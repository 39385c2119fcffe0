"""What the search for stories keeps of an article, so that a corpus need not lie in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from padan.align.content import flow
from padan.align.shingles import shingles, signature
from padan.align.thresholds import Search
from padan.engines.base import Vectors
from padan.model import Article

INDEXED = 2
"""Rows of an article in the vector index: all of its running text, and its beginning."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """An article as the search for stories sees it. Made once, kept in a few kilobytes.

    Arrays are empty where the article has no running text.
    """

    article: str
    digest: str
    """Changes with all that grouping depends on."""
    lang: str
    """Primary language."""
    day: int | None
    """Days since 1-1-1, None where the date is not known."""
    filed: str
    """The story that a person filed it under."""
    lengths: NDArray[np.int32]
    """Characters of each sentence of the running text."""
    minhash: NDArray[np.uint32]
    """MinHash signature over word shingles."""
    means: Vectors
    """Mean vectors of the running text and of its beginning, shape (2, d), as the encoder gives
    them: no language's mean is taken off."""
    sentences: Vectors
    """A vector per sentence of the running text, as the encoder gives them."""


def make_sketch(article: Article, vectors: Vectors, search: Search, lead: int) -> Sketch:
    """The sketch of an article; `vectors` holds a row per sentence of its running text.

    `lead` is the length in characters of what counts as the beginning.
    """
    told = flow(article)
    lengths = np.array([len(s.text) for s in told], dtype=np.int32)
    hashes = shingles(" ".join(s.text for s in told), search.shingle)
    minhash = np.zeros(0, dtype=np.uint32)
    if len(hashes):
        minhash = signature(hashes, search.bands * search.band_rows).astype(np.uint32)
    return Sketch(
        article=article.id,
        digest=article_digest(article),
        lang=article.lang.partition("-")[0],
        day=article.published.toordinal() if article.published else None,
        filed=article.story,
        lengths=lengths,
        minhash=minhash,
        means=_means(vectors, lengths, lead),
        sentences=vectors,
    )


def _means(vectors: Vectors, lengths: NDArray[np.int32], lead: int) -> Vectors:
    if not len(lengths):
        return np.zeros((0, 0), dtype=np.float32)
    first = int(np.searchsorted(np.cumsum(lengths), lead)) + 1
    means: Vectors = np.stack(
        [
            np.average(vectors, axis=0, weights=lengths),
            np.average(vectors[:first], axis=0, weights=lengths[:first]),
        ]
    ).astype(np.float32)
    return means


def told(article: Article) -> list[object]:
    """Of an article, all that grouping depends on. Its id stands for text, outlet and address."""
    return [
        article.id,
        article.source,
        article.lang,
        str(article.published),
        article.title,
        article.story,
        article.is_reference,
        [[s.start, s.end, s.role.value] for s in article.sentences],
    ]


def article_digest(article: Article) -> str:
    """A hash of all that grouping depends on, in hex."""
    return sha256(json.dumps(told(article)).encode("ascii")).hexdigest()


def packed(rows: Vectors) -> bytes:
    """Vectors in eight bits: a scale (float32, little endian) for each row, then all rows.

    What is lost changes the cosine of two sentences by less than .001.
    """
    scales = np.maximum(np.abs(rows).max(axis=1, initial=0.0), 1e-9) / 127
    small = np.rint(rows / scales[:, None]).astype(np.int8)
    return b"".join((scales.astype("<f4").tobytes(), small.tobytes()))


def unpacked(data: bytes, count: int) -> Vectors:
    """The vectors that `packed` made `data` of; `count` is their number."""
    if not count:
        return np.zeros((0, 0), dtype=np.float32)
    scales = np.frombuffer(data, dtype="<f4", count=count)
    small = np.frombuffer(data, dtype=np.int8, offset=4 * count).reshape(count, -1)
    rows: Vectors = small.astype(np.float32) * scales[:, None]
    return rows


def stacked(sketches: Sequence[Sketch]) -> tuple[Vectors, list[str]]:
    """The sentence vectors of all sketches under each other, with the language of each row."""
    full = [sketch for sketch in sketches if len(sketch.lengths)]
    if not full:
        return np.zeros((0, 0), dtype=np.float32), []
    tongues = [sketch.lang for sketch in full for _ in range(len(sketch.lengths))]
    return np.concatenate([sketch.sentences for sketch in full]), tongues

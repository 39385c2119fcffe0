"""Centred cosines of pairs of texts by the encoder e5; the evaluations' cache keeps vectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from alignment_sets import vector_file
from consistency_data import Item
from padan.engines import registry
from padan.engines.base import Vectors
from padan.engines.vectors import embed


def cosines(items: Sequence[Item]) -> list[float]:
    """A cosine for each item, -1..1; the mean of a set's texts in one language is taken off."""
    encoder, cache = registry.encoder("e5"), vector_file()
    sides = [(i.source, s.language, s.text) for i in items for s in (i.reference, i.retelling)]
    texts = list(dict.fromkeys(text for _, _, text in sides))
    found = dict(zip(texts, embed(texts, encoder=encoder, cache=cache), strict=True))
    cache.close()
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source, lang, text in sides:
        groups[source, lang].add(text)
    means = {key: np.mean([found[t] for t in sorted(own)], axis=0) for key, own in groups.items()}
    vectors = [found[text] - means[source, lang] for source, lang, text in sides]
    return [_cosine(a, b) for a, b in zip(vectors[::2], vectors[1::2], strict=True)]


def _cosine(a: Vectors, b: Vectors) -> float:
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size else 0.0

"""Near-duplicates among many articles: MinHash over word shingles, banded.

Broder 1997, "On the resemblance and containment of documents"; the banding follows Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Signature = NDArray[np.uint64]
_WORD = re.compile(r"\w+")
_PRIME = np.uint64((1 << 31) - 1)
_SEED = 20_250_101
_IN_A_ROW = 16
"""Neighbours paired within a bucket: enough to tie a large one together, linear in its size."""


def shingles(text: str, size: int) -> NDArray[np.uint64]:
    """Hashes of the runs of `size` words, case apart; all words as one where there are fewer."""
    words = _WORD.findall(text.casefold())
    if not words:
        return np.zeros(0, dtype=np.uint64)
    runs = {" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}
    return np.array([crc32(run.encode("utf-8", "surrogatepass")) for run in runs], dtype=np.uint64)


def signature(hashes: NDArray[np.uint64], permutations: int) -> Signature:
    """MinHash signature of a set of shingles, shape (permutations,)."""
    factor, offset = _permutations(permutations)
    # Both factors stay below 2**31, so no product overflows 64 bits.
    spread = ((hashes % _PRIME)[:, None] * factor + offset) % _PRIME
    least: Signature = spread.min(axis=0)
    return least


@cache
def _permutations(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    chance = np.random.default_rng(_SEED)
    factor = chance.integers(1, int(_PRIME), size=count, dtype=np.uint64)
    return factor, chance.integers(0, int(_PRIME), size=count, dtype=np.uint64)


def near_duplicates(
    texts: Sequence[str], *, shingle: int, bands: int, band_rows: int
) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts (i < j) that meet in a band, with their estimated resemblance 0..1.

    Texts without words meet nobody. In a bucket of many texts each is paired with the next few,
    so that work stays linear; the pairs of a chain of copies still hang together.
    """
    signatures: dict[int, Signature] = {}
    for i, text in enumerate(texts):
        hashes = shingles(text, shingle)
        if len(hashes):
            signatures[i] = signature(hashes, bands * band_rows)
    seen: set[tuple[int, int]] = set()
    for band in range(bands):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for i, found in signatures.items():
            buckets[found[band * band_rows : (band + 1) * band_rows].tobytes()].append(i)
        for members in buckets.values():
            for place, i in enumerate(members):
                seen.update((i, j) for j in members[place + 1 : place + 1 + _IN_A_ROW])
    for i, j in sorted(seen):
        yield i, j, float((signatures[i] == signatures[j]).mean())

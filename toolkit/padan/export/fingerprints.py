"""Hashes by which equal runs of words and like sentences are found without keeping the texts.

Runs: every `RUN` neighbouring words of a sentence, thinned by winnowing (Schleimer, Wilkerson and
Aiken 2003, "Winnowing: local algorithms for document fingerprinting"), which finds for certain
every run of `RUN + WINDOW - 1` words that two sentences share. Sketches: MinHash of a sentence's
pairs of words (Broder 1997), in bands: sentences that share a band are likely alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

RUN: Final = 8
WINDOW: Final = 6
"""So that a shared run of 13 words, the length that GPT-3's authors took for contamination (Brown
et al. 2020, appendix C), is always found."""
MIN_WORDS: Final = 6
"""Sentences of fewer words are alike by chance."""
BANDS: Final = 8
_ROWS: Final = 3
"""Of 16 words with two put otherwise, 11 of 19 pairs stay: such sentences share one of eight bands
of three with a chance of 0.82, those with one word put otherwise of 0.99."""
_PAIR: Final = 2
_WORD: Final = re.compile(r"\w+")
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_LAST: Final = np.uint64(2**64 - 1)
_KNOWN_WORDS: Final = 500_000


def words_of(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _WORD.findall(text.casefold())


class _Ids(dict[str, int]):
    """A 64-bit id for each word, the same on every machine."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KNOWN_WORDS:
            self.clear()
        found = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return self.setdefault(word, int.from_bytes(found))


_ids: Final = _Ids()


class Words:
    """The words of several sentences, hashed together."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        counts = np.array([len(words) for words in sentences], np.int64)
        ids = [_ids[word] for words in sentences for word in words]
        self._ids: Hashes = np.array(ids, np.uint64)
        self._owner = np.repeat(np.arange(len(sentences)), counts)
        self._counts = counts

    def windows(self, size: int) -> tuple[Hashes, NDArray[np.bool_], NDArray[np.int64]]:
        """For each run of `size` words a hash, whether it lies in one sentence, and in which."""
        length = len(self._ids) - size + 1
        if length <= 0:
            return np.zeros(0, np.uint64), np.zeros(0, np.bool_), np.zeros(0, np.int64)
        found: Hashes = self._ids[:length].copy()
        for place in range(1, size):
            found *= _FACTOR
            found += self._ids[place : place + length]
        owner = self._owner[:length]
        return _mixed(found), owner == self._owner[size - 1 :], owner

    def all_runs(self) -> tuple[Hashes, NDArray[np.int64]]:
        """The hashes of all runs, and the sentence of each."""
        found, whole, owner = self.windows(RUN)
        return found[whole], owner[whole]

    def runs(self) -> tuple[Hashes, NDArray[np.int64]]:
        """Those that winnowing leaves: the least of every `WINDOW` neighbours."""
        found, whole, owner = self.windows(RUN)
        if not len(found):
            return found, owner
        # What crosses sentences is never the least; sentences shorter than a window are padded.
        padded = np.concatenate([np.where(whole, found, _LAST), np.full(WINDOW - 1, _LAST)])
        views = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)
        kept = np.unique(views.argmin(axis=1) + np.arange(len(found)))
        kept = kept[kept < len(found)]
        kept = kept[whole[kept]]
        return found[kept], owner[kept]

    def sketches(self) -> tuple[Hashes, NDArray[np.int64]]:
        """`BANDS` hashes for each sentence of enough words, and the sentence of each."""
        found, whole, _ = self.windows(_PAIR)
        long = np.flatnonzero(self._counts >= MIN_WORDS)
        if not len(long):
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        starts = (np.cumsum(self._counts) - self._counts)[long]
        least = [self._least(found, whole, starts, n) for n in range(BANDS * _ROWS)]
        bands = [self._band(least[n * _ROWS : (n + 1) * _ROWS], n) for n in range(BANDS)]
        return np.concatenate(bands), np.tile(long, BANDS)

    @staticmethod
    def _band(least: list[Hashes], number: int) -> Hashes:
        band = np.full(len(least[0]), number, np.uint64)
        for each in least:
            band = _mixed(band * _FACTOR + each)
        return band

    def _least(
        self, found: Hashes, whole: NDArray[np.bool_], starts: NDArray[np.int64], number: int
    ) -> Hashes:
        factor, offset = _permutations()[number]
        spread = np.where(whole, _mixed(found * factor + offset), _LAST)
        # Short sentences between two long ones fall to the first; their pairs are struck out.
        short = self._counts[self._owner[: len(found)]] < MIN_WORDS
        least: Hashes = np.minimum.reduceat(np.where(short, _LAST, spread), starts)
        return least


@cache
def _permutations() -> list[tuple[np.uint64, np.uint64]]:
    chance = np.random.default_rng(20_250_101)
    drawn = chance.integers(1, 2**63, size=(BANDS * _ROWS, 2), dtype=np.uint64)
    return [(np.uint64(factor | np.uint64(1)), np.uint64(offset)) for factor, offset in drawn]


def _mixed(found: Hashes) -> Hashes:
    """High and low bits spread over all of a hash (the finaliser of splitmix64)."""
    found = found ^ (found >> np.uint64(30))
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(27)
    found *= np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))

"""What can be compared without a model: letters, names, numbers and lengths of sentences.

Each sentence becomes a vector of weighted tokens, so that windows of sentences are sums of
vectors, as they are for an encoder's. In long texts tokens share columns (feature hashing with
signs, Weinberger et al. 2009).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

GRAM = 4
"""Letters in a letter gram: the usual choice for matching inflected words across a language."""
EXACT = 4096
"""Columns up to which every shared token has one of its own: news stories stay below."""
LETTER_BUCKETS = 1024
WORD_BUCKETS = 512
"""Columns of longer texts."""
STEM = 4
"""Letters of a name that are kept beside the whole name: Ukraina and Ukraine share them."""
_CHUNK = 2048

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SPACE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class WordSide:
    """The sentences of one text as hashed count vectors, unscaled by rarity."""

    letters: Array
    names: Array
    numbers: Array
    lengths: NDArray[np.float64]
    """Characters of each sentence, without white space."""


def plain(text: str) -> str:
    """Case-folded, compatibility forms and punctuation gone, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def lengths(texts: Sequence[str]) -> NDArray[np.float64]:
    """Characters of each text without white space, at least 1."""
    return np.array([max(1, len("".join(t.split()))) for t in texts], dtype=np.float64)


def _bucket(hashes: NDArray[np.uint64], buckets: int) -> tuple[NDArray[np.int64], Array]:
    """A bucket and a sign for each hash (Fibonacci hashing)."""
    mixed = hashes * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    place = (mixed >> np.uint64(33)).astype(np.int64) % buckets
    sign = np.where((mixed >> np.uint64(32)) & np.uint64(1), 1.0, -1.0).astype(np.float32)
    return place, sign


def _grams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row and hash of every letter gram of every text."""
    padded = [f" {plain(t)} " for t in texts]
    sizes = np.array([len(p) for p in padded])
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) < GRAM:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    rows = np.repeat(np.arange(len(texts)), sizes)
    spots = len(codes) - GRAM + 1
    hashes = np.zeros(spots, dtype=np.uint64)
    for k in range(GRAM):
        hashes = hashes * np.uint64(1_000_003) + codes[k : k + spots]
    whole = rows[:spots] == rows[GRAM - 1 :]
    return rows[:spots][whole], hashes[whole]


def _tokens(lists: Iterable[Iterable[str]]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row and hash of every token of every list."""
    rows, hashes = [], []
    for row, tokens in enumerate(lists):
        for token in tokens:
            rows.append(row)
            hashes.append(crc32(token.encode("utf-8", "surrogatepass")))
    return np.array(rows, dtype=np.int64), np.array(hashes, dtype=np.uint64)


def numbers_of(text: str) -> set[str]:
    """The numbers of a text as digits alone, so that 1.600 and 1,600 agree."""
    found = _NUMBER.findall(text)
    return {"".join(filter(str.isdecimal, n)) for n in found}


def names_of(text: str) -> set[str]:
    """Words with a capital, folded and without accents, whole and by their first letters."""
    out = set()
    for word in _WORD.findall(text):
        if not word[0].isupper():
            continue
        letters = unicodedata.normalize("NFD", word.casefold())
        if not letters.isascii():
            letters = "".join(c for c in letters if not unicodedata.combining(c))
        if len(letters) > 2:
            out |= {letters, letters[:STEM] + "*"}
    return out


def _vectors(
    sides: Sequence[tuple[NDArray[np.int64], NDArray[np.uint64]]],
    sizes: Sequence[int],
    buckets: int,
) -> list[Array]:
    """Vectors of both texts, each token weighted by how rare it is among all sentences."""
    rows = np.concatenate([r + (sizes[0] if k else 0) for k, (r, _) in enumerate(sides)])
    hashes = np.concatenate([h for _, h in sides])
    total = sum(sizes)
    if not len(rows):
        return [np.zeros((size, 1), dtype=np.float32) for size in sizes]
    cells = np.sort(((hashes & _LOW) << _HALF) | rows.astype(np.uint64))
    cells = cells[np.append(True, cells[1:] != cells[:-1])]
    rows, hashes = (cells & _LOW).astype(np.int64), cells >> _HALF
    firsts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    kinds, spread = hashes[firsts], np.diff(firsts, append=len(hashes))
    ids = np.repeat(np.arange(len(kinds)), spread)
    weights = np.log1p(total / spread)[ids]
    shared = int((spread > 1).sum())
    fill = _exact if shared + total <= EXACT else _hashed
    out = fill(rows, ids, weights, Kinds(kinds, spread, shared, total, buckets))
    return [out[: sizes[0]], out[sizes[0] :]]


@dataclass(frozen=True)
class Kinds:
    """The different tokens of two texts."""

    hashes: NDArray[np.uint64]
    spread: NDArray[np.int64]
    """In how many sentences each stands."""
    shared: int
    """How many stand in more than one."""
    sentences: int
    buckets: int


def _exact(
    rows: NDArray[np.int64], ids: NDArray[np.int64], weights: NDArray[np.float64], kinds: Kinds
) -> Array:
    """A column for each token that sentences share, one for all the rest of each sentence."""
    column = np.where(kinds.spread > 1, np.cumsum(kinds.spread > 1) - 1, -1)[ids]
    out = np.zeros((kinds.sentences, kinds.shared + kinds.sentences), dtype=np.float32)
    known = column >= 0
    out[rows[known], column[known]] = weights[known]
    rest = np.bincount(rows[~known], weights=weights[~known] ** 2, minlength=kinds.sentences)
    own = np.arange(kinds.sentences)
    out[own, kinds.shared + own] = np.sqrt(rest)
    return out


def _hashed(
    rows: NDArray[np.int64], ids: NDArray[np.int64], weights: NDArray[np.float64], kinds: Kinds
) -> Array:
    """Tokens hashed into a fixed number of columns, with signs, so that chance hits cancel."""
    place, sign = _bucket(kinds.hashes, kinds.buckets)
    out = np.zeros((kinds.sentences, kinds.buckets), dtype=np.float32)
    flat = rows * kinds.buckets + place[ids]
    np.add.at(out.ravel(), flat, (weights * sign[ids]).astype(np.float32))
    return out


def word_sides(left: Sequence[str], right: Sequence[str]) -> tuple[WordSide, WordSide]:
    """Both texts as hashed vectors; rarity is counted over the two together."""
    texts, sizes = (left, right), (len(left), len(right))
    letters = _vectors([_grams(t) for t in texts], sizes, LETTER_BUCKETS)
    names = _vectors([_tokens(map(names_of, t)) for t in texts], sizes, WORD_BUCKETS)
    numbers = _vectors([_tokens(map(numbers_of, t)) for t in texts], sizes, WORD_BUCKETS)
    one, two = (WordSide(letters[k], names[k], numbers[k], lengths(t)) for k, t in enumerate(texts))
    return one, two


def alike(left: WordSide, right: WordSide) -> float:
    """Cosine of the letter profiles of two texts: high where they are in one language."""
    a, b = left.letters.sum(axis=0), right.letters.sum(axis=0)
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size else 0.0

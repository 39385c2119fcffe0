"""All evidence about a pair of texts: its signals on a lattice, and what the pair is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from padan.align.lattice import Lattice
from padan.align.signals import TINY, Array, Floats, Signal, make_signal, products, window_sums
from padan.align.words import WordSide, alike, plain, word_sides
from padan.engines.base import Vectors

SHRINK = 3.0
"""Sentences for which the encoder's usual mean counts beside a text's own. In a text of few
sentences the own mean is mostly what they say; with it alone, unrelated ones would look alike (a
mean cosine of .39 in texts of four NTREX sentences, with the usual mean 0)."""
AROUND = 0.5
"""Cosine of vectors' mean with a centre of the model above which they are of its encoder: e5's own
lie above .8, those of an unrelated encoder near 0."""
UNEVEN = 0.3
"""Spread of log length ratios that is usual for retellings: translations lie near .15."""
WINDOW = 60
"""Sentences around one whose mean stands for what it has in common with its text: a news story."""
STRETCH = 256
"""Sentences centred at a time: as many as a processor's cache holds."""
KIN = (0.12, 0.20)
"""Likeness of letter profiles below which two texts of unknown language are taken to be in two
languages, and above which in one: id-en and de-fr news and prose lie below .11, halves of one
English or Indonesian news text above .14, retellings in one language above .19."""


@dataclass(frozen=True)
class Texts:
    """Two texts made ready for comparison, before any lattice is laid over them."""

    vectors: tuple[Array, Array]
    """Centred, of unit length."""
    words: tuple[WordSide, WordSide]
    keys: tuple[list[str], list[str]]
    """Each sentence's plain form, for telling identical ones."""
    same: float
    """1 where both texts are in one language, 0 where they are not."""


@dataclass(frozen=True)
class Climate:
    """What a pair of texts is like as a whole; parts of it are judged by it too."""

    ratio: float
    """Usual log ratio of lengths, left to right, of what seems to say the same."""
    unevenness: float
    """Spread of that ratio: small between a text and its close translation."""
    closeness: float
    """How near the best matches are: mean over the text whose sentences find nearer ones."""
    background: tuple[float, float]
    """Middle and spread of the cosines of sentences that have nothing to do with each other."""
    few: float
    """One over the sentences of the shorter text: to be the best of few is little evidence."""


@dataclass(frozen=True)
class Evidence:
    """The signals of a pair on a lattice."""

    lattice: Lattice
    texts: Texts
    meaning: Signal
    letters: Signal
    names: Signal
    numbers: Signal
    lengths: tuple[Floats, Floats]
    """Characters of each window, (LONGEST + 1, n + 1)."""
    climate: Climate


def _centred(vectors: Vectors, prior: Floats) -> Array:
    """Rows less the mean of the WINDOW rows around each, scaled to unit length.

    Around, because a long text changes its subject: every stretch is treated as a short text
    would be. The mean leans towards `prior`.
    """
    n = len(vectors)
    size = min(n, WINDOW)
    begins = np.clip(np.arange(n) - size // 2, 0, n - size)
    total = np.zeros((n + 1, vectors.shape[1]))
    np.cumsum(vectors, axis=0, dtype=np.float64, out=total[1:])
    out = np.empty(vectors.shape, dtype=np.float32)
    for some in (slice(k, k + STRETCH) for k in range(0, n, STRETCH)):
        first = begins[some]
        means = (total[first + size] - total[first] + SHRINK * prior) / (size + SHRINK)
        rows = vectors[some] - means
        sizes = np.linalg.norm(rows, axis=1, keepdims=True)
        out[some] = rows / np.maximum(sizes, TINY)
    return out


def _prior(vectors: Vectors, lang: str, centres: Mapping[str, Floats]) -> Floats:
    """What all sentences of the language have in common for this encoder, or zeros.

    `centres` tells it where the vectors have its dimension and lie around it, so that another
    encoder's are not bent. For a language that it lacks the nearest centre serves.
    """
    none = np.zeros(vectors.shape[1])
    middle = vectors.mean(axis=0, dtype=np.float64)
    near: dict[str, float] = {}
    for name, centre in centres.items():
        if centre.shape == none.shape:
            sizes = float(np.linalg.norm(middle) * np.linalg.norm(centre))
            near[name] = float(middle @ centre) / max(sizes, TINY)
    best = lang if lang in near else max(near, key=lambda name: near[name], default="")
    return centres[best] if best and near[best] > AROUND else none


def _primary(lang: str) -> str:
    """`id` of `id-ID`."""
    return lang.partition("-")[0].lower()


def _same_language(left_lang: str, right_lang: str, likeness: float) -> float:
    """1 or 0 where both languages are known, else between, by likeness of the letters."""
    one, two = _primary(left_lang), _primary(right_lang)
    if "und" not in (one, two) and one and two:
        return float(one == two)
    low, high = KIN
    return float(np.clip((likeness - low) / (high - low), 0.0, 1.0))


def make_texts(
    left: Sequence[str],
    right: Sequence[str],
    vectors: tuple[Vectors, Vectors],
    langs: tuple[str, str],
    centres: Mapping[str, Floats],
) -> Texts:
    """Centre the vectors and hash the words of two texts; `centres` are the model's."""
    words = word_sides(left, right)
    centred = tuple(
        _centred(rows, _prior(rows, lang, centres))
        for rows, lang in zip(vectors, map(_primary, langs), strict=True)
    )
    return Texts(
        (centred[0], centred[1]),
        words,
        ([plain(t) for t in left], [plain(t) for t in right]),
        _same_language(*langs, alike(*words)),
    )


def part(texts: Texts, left: Sequence[int], right: Sequence[int]) -> Texts:
    """The pair with only these sentences of either side."""
    picks = (np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64))
    one, two = (
        WordSide(w.letters[p], w.names[p], w.numbers[p], w.lengths[p])
        for w, p in zip(texts.words, picks, strict=True)
    )
    return Texts(
        (texts.vectors[0][picks[0]], texts.vectors[1][picks[1]]),
        (one, two),
        ([texts.keys[0][i] for i in left], [texts.keys[1][j] for j in right]),
        texts.same,
    )


def gather(
    texts: Texts, lattice: Lattice, near: Lattice, climate: Climate | None = None
) -> Evidence:
    """Lay the lattice over the pair.

    Rivals and the background are looked up on the nodes of `near`; `climate` is that of the whole
    where this is a part.
    """
    one, two = texts.words
    weights = [np.asarray(w.lengths[:, None], dtype=np.float32) for w in texts.words]
    meaning = make_signal(
        lattice, near, *(v * w for v, w in zip(texts.vectors, weights, strict=True))
    )
    return Evidence(
        lattice,
        texts,
        meaning,
        make_signal(lattice, near, one.letters, two.letters),
        make_signal(lattice, None, one.names, two.names),
        make_signal(lattice, None, one.numbers, two.numbers),
        (window_sums(one.lengths), window_sums(two.lengths)),
        climate or _climate(texts, meaning, near),
    )


def _climate(texts: Texts, meaning: Signal, near: Lattice) -> Climate:
    """What the pair is like."""
    one, two = (w.lengths for w in texts.words)
    return Climate(
        *_usual_ratio(meaning, one, two),
        float(max(top.mean() for top in meaning.tops)),
        background(products(near, *texts.vectors)[(near.rows > 0) & (near.cols > 0)]),
        1.0 / min(near.size),
    )


def background(cosines: Floats) -> tuple[float, float]:
    """Median and robust spread of cosines, most of which are of unrelated sentences.

    Where they are few, the spread leans towards what is usual for sentence encoders.
    """
    middle = float(np.median(cosines))
    spread = 1.4826 * float(np.median(np.abs(cosines - middle)))
    prior, weight = 0.2, 20.0
    n = len(cosines)
    return (
        middle * n / (n + weight),
        float(np.sqrt((n * spread**2 + weight * prior**2) / (n + weight))),
    )


def _usual_ratio(meaning: Signal, left: Floats, right: Floats) -> tuple[float, float]:
    """Median log length ratio of mutual best matches, and its robust spread.

    Where such matches are few, the median leans towards 0 and the spread towards UNEVEN.
    """
    lattice = meaning.lattice
    inner = np.flatnonzero((lattice.rows > 0) & (lattice.cols > 0))
    i, j = lattice.rows[inner] - 1, lattice.cols[inner] - 1
    cosines = meaning.cosine((1, 1), slice(None))[inner]
    best = (cosines >= meaning.tops[0][i] - 1e-6) & (cosines >= meaning.tops[1][j] - 1e-6)
    best &= cosines > 0.5
    ratios = np.log(left[i[best]] / right[j[best]])
    n, few = len(ratios), 5.0
    if not n:
        return 0.0, UNEVEN
    middle = float(np.median(ratios))
    spread = 1.4826 * float(np.median(np.abs(ratios - middle)))
    return middle * n / (n + few), (n * spread + few * UNEVEN) / (n + few)

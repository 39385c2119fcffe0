"""Two texts, or two articles, to beads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, MutableMapping, Sequence
from hashlib import sha256

import numpy as np

from padan.align.evidence import make_texts
from padan.align.passages import align_groups
from padan.align.scoring import parameters
from padan.align.signature import VERSION
from padan.engines.base import Encoder, Vectors
from padan.engines.vectors import embed
from padan.errors import InputError
from padan.model import ALIGNED, DISPLAY, FLOW, Article, Bead, Sentence


def align_texts(
    left: Sequence[str],
    right: Sequence[str],
    *,
    left_vectors: Vectors,
    right_vectors: Vectors,
    left_lang: str = "und",
    right_lang: str = "und",
) -> list[Bead]:
    """Beads of two texts, given a vector per sentence, shapes (n, d) and (m, d).

    Every index of either side stands in exactly one bead; beads are in reading order (of the left
    text, with the right text's lone sentences where they stand). `score` is the calibrated chance
    that the bead is right. Pure and deterministic; linear in the texts beyond small ones. Raises
    InputError where vectors and sentences do not fit.
    """
    every = range(len(left)), range(len(right))
    return _align_groups(
        (left, right),
        (left_vectors, right_vectors),
        (left_lang, right_lang),
        [(list(every[0]), list(every[1]))],
    )


def align_articles(
    left: Article,
    right: Article,
    *,
    encoder: Encoder,
    vectors: MutableMapping[str, Vectors],
    beads: MutableMapping[str, list[Bead]],
) -> list[Bead]:
    """Beads of two articles, by sentence index; only roles in `ALIGNED` take part.

    Running text aligns with running text, what stands between (captions, subheads, furniture) cut
    out; a display line aligns with the other side's lines of its own role. The result is kept in
    `beads`, new vectors in `vectors`.
    """
    key = bead_key(left, right, encoder.signature)
    known = beads.get(key)
    if known is not None:
        return known
    sides = (left.aligned, right.aligned)
    groups = [
        ([sides[0][i].index for i in lefts], [sides[1][j].index for j in rights])
        for lefts, rights in _groups(*sides)
    ]
    made = align_positions(left, right, groups, encoder=encoder, vectors=vectors)
    beads[key] = made
    return made


def align_positions(
    left: Article,
    right: Article,
    groups: Sequence[tuple[Sequence[int], Sequence[int]]],
    *,
    encoder: Encoder,
    vectors: MutableMapping[str, Vectors],
) -> list[Bead]:
    """Beads of two articles, by sentence index, where the sentences of each group (indices left,
    indices right) may align with each other only. Sentences in no group stand in no bead."""
    sides = (left.aligned, right.aligned)
    places = tuple({s.index: k for k, s in enumerate(side)} for side in sides)
    texts = tuple([s.text for s in side] for side in sides)
    together = embed([*texts[0], *texts[1]], encoder=encoder, cache=vectors)
    cut = len(texts[0])
    found = _align_groups(
        (texts[0], texts[1]),
        (together[:cut], together[cut:]),
        (left.lang, right.lang),
        [([places[0][i] for i in a], [places[1][j] for j in b]) for a, b in groups],
    )
    return [
        Bead(
            tuple(sides[0][i].index for i in b.left),
            tuple(sides[1][j].index for j in b.right),
            b.score,
            b.moved,
        )
        for b in found
    ]


def bead_key(left: Article, right: Article, signature: str) -> str:
    """Cache key: all that the beads of two articles depend on, hashed."""
    parts = [f"{VERSION} {parameters().digest} {signature}"]
    for article in (left, right):
        parts.append(article.lang)
        parts += [f"{s.index} {s.role} {s.text}" for s in article.sentences if s.role in ALIGNED]
        parts.append("")
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _groups(
    left: Sequence[Sentence], right: Sequence[Sentence]
) -> list[tuple[list[int], list[int]]]:
    """Positions that may align with each other, running text first."""
    kinds = [FLOW, *(frozenset({role}) for role in sorted(DISPLAY))]
    out = []
    for roles in kinds:
        picked = tuple(
            [k for k, sentence in enumerate(side) if sentence.role in roles]
            for side in (left, right)
        )
        out.append((picked[0], picked[1]))
    return out


def _align_groups(
    sentences: tuple[Sequence[str], Sequence[str]],
    vectors: tuple[Vectors, Vectors],
    langs: tuple[str, str],
    groups: Sequence[tuple[list[int], list[int]]],
) -> list[Bead]:
    """Align each group of positions on its own."""
    _check(sentences, vectors)
    if not sentences[0] or not sentences[1]:
        return _all_alone(len(sentences[0]), len(sentences[1]))
    texts = make_texts(*sentences, vectors, langs, parameters().centres)
    return in_reading_order(align_groups(texts, groups))


def _check(
    sentences: tuple[Sequence[str], Sequence[str]], vectors: tuple[Vectors, Vectors]
) -> None:
    """Vectors must fit sentences and each other."""
    for name, texts, rows in zip(("left", "right"), sentences, vectors, strict=True):
        if texts and (np.ndim(rows) != 2 or len(rows) != len(texts)):
            raise InputError(
                f"{len(texts)} sentences but vectors of shape {np.shape(rows)}",
                where=f"{name} text",
                todo="give one vector for each sentence",
            )
        if texts and not np.isfinite(rows).all():
            raise InputError("a vector holds values that are not numbers", where=f"{name} text")
    if all(sentences) and vectors[0].shape[1] != vectors[1].shape[1]:
        raise InputError(
            f"left vectors have {vectors[0].shape[1]} dimensions, right ones {vectors[1].shape[1]}",
            todo="encode both texts with the same encoder",
        )


def _all_alone(left: int, right: int) -> list[Bead]:
    """Nothing to align with: every sentence is alone, for certain."""
    return [Bead((i,), (), 1.0) for i in range(left)] + [Bead((), (j,), 1.0) for j in range(right)]


def in_reading_order(beads: Iterable[Bead]) -> list[Bead]:
    """Beads in the order of the left text, lone right sentences after what stands before them.

    A lone right sentence follows the bead of the nearest earlier right sentence that did not move.
    """
    linked = sorted((b for b in beads if b.left), key=lambda b: b.left)
    alone = sorted((b for b in beads if not b.left), key=lambda b: b.right)
    steady = [(b.right[0], place) for place, b in enumerate(linked) if b.right and not b.moved]
    starts = np.maximum.accumulate([p for _, p in sorted(steady)]) if steady else np.zeros(0)
    firsts = sorted(first for first, _ in steady)
    slots: dict[int, list[Bead]] = {}
    for bead in alone:
        before = bisect_left(firsts, bead.right[0]) - 1
        slots.setdefault(int(starts[before]) if before >= 0 else -1, []).append(bead)
    out = list(slots.get(-1, []))
    for place, bead in enumerate(linked):
        out.append(bead)
        out += slots.get(place, [])
    return out

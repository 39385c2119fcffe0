"""Passages that stand elsewhere in the other text: links that cross the main path.

They are looked for among the sentences that the main path leaves alone. Where one of the left
text and one of the right are each other's best, the stretches around both are aligned with the
same model; what it links is then judged by a second small model, because a lone look-alike far
from its place is weaker evidence than the same cosine on the path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padan.align.calibrate import chance_of, log_odds
from padan.align.decode import Found, decode
from padan.align.evidence import Climate, Evidence, Texts, gather, part
from padan.align.lattice import full_lattice
from padan.align.scoring import chances_of, parameters
from padan.align.signals import Floats

REACH = 10
"""Sentences to each side of a pair of look-alikes that may belong to the passage."""
DOUBT = 2.0
"""Spreads above the middle of unrelated cosines that look-alikes must have."""
MANY = 100
"""Idle sentences from which the best of so many chance cosines is itself high (the expected
maximum of n normal draws is about sqrt(2 ln n) spreads), so that look-alikes must be nearer."""
LIKELY = 0.3
"""Chance on the stretch from which a candidate speaks for the others: much moves, or little."""
_CHUNK = 1024

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A link off the main path, its chance and what it rests on."""

    link: Found
    features: dict[str, float]
    chance: float = 0.0


def crossings(
    evidence: Evidence, found: Sequence[Found], alone: tuple[Floats, Floats]
) -> list[Crossing]:
    """Candidate links among what `found` leaves alone, best first, none sharing a sentence.

    `alone` is each sentence's chance to be alone on the main path.
    """
    texts, climate = evidence.texts, evidence.climate
    idle = (_idle(found, 0), _idle(found, 1))
    if not len(idle[0]) or not len(idle[1]):
        return []
    places = (_places(found, 0, len(alone[0])), _places(found, 1, len(alone[1])))
    seen: set[tuple[int, int]] = set()
    out: list[Crossing] = []
    for i, j in _lookalikes(texts, climate, idle):
        if places[0][i] == places[1][j] or (i, j) in seen:
            continue
        spans = (_stretch(idle[0], i), _stretch(idle[1], j))
        for crossing in _within(evidence, alone, spans):
            seen |= {
                (a, b) for a in range(*crossing.link.left) for b in range(*crossing.link.right)
            }
            out.append(crossing)
    likely = sum(c.link.chance > LIKELY for c in out)
    common = {
        "many alone": float(np.log(len(idle[0]) * len(idle[1]))),
        "many likely": float(np.log1p(likely)),
        "share likely": likely / min(len(idle[0]), len(idle[1])),
    }
    judged = []
    for crossing in out:
        features = crossing.features | common
        chance = chance_of(features, parameters().moved)
        judged.append(Crossing(crossing.link, features, chance))
    return _without_overlap(judged)


def _idle(found: Sequence[Found], side: int) -> Ints:
    """Sentences of a side that the path leaves alone."""
    spans = [(f.left, f.right)[side] for f in found if not f.linked]
    return np.array(sorted(k for span in spans for k in range(*span)), dtype=np.int64)


def _places(found: Sequence[Found], side: int, count: int) -> Ints:
    """How many links of the path lie before each sentence of a side."""
    ends = np.zeros(count + 1, dtype=np.int64)
    for f in found:
        if f.linked:
            ends[(f.left, f.right)[side][1]] += 1
    return np.cumsum(ends)[:count]


def _stretch(idle: Ints, at: int) -> tuple[int, int]:
    """The unbroken stretch of idle sentences around one of them, at most REACH to each side."""
    spot = int(np.searchsorted(idle, at))
    low = high = spot
    while low and idle[low - 1] == idle[low] - 1 and spot - low < REACH:
        low -= 1
    while high + 1 < len(idle) and idle[high + 1] == idle[high] + 1 and high - spot < REACH:
        high += 1
    return int(idle[low]), int(idle[high]) + 1


def _lookalikes(texts: Texts, climate: Climate, idle: tuple[Ints, Ints]) -> list[tuple[int, int]]:
    """Pairs of idle sentences that are each other's nearest, nearest pair first."""
    left, right = (texts.vectors[k][idle[k]] for k in (0, 1))
    best_right = np.full(len(right), -np.inf)
    best_left = np.empty(len(left))
    nearest = np.empty(len(left), dtype=np.int64)
    partner = np.zeros(len(right), dtype=np.int64)
    for begin in range(0, len(left), _CHUNK):
        cosines = left[begin : begin + _CHUNK] @ right.T
        here = slice(begin, begin + len(cosines))
        nearest[here], best_left[here] = cosines.argmax(axis=1), cosines.max(axis=1)
        tops, who = cosines.max(axis=0), cosines.argmax(axis=0) + begin
        partner = np.where(tops > best_right, who, partner)
        best_right = np.maximum(best_right, tops)
    rivals = min(len(left), len(right))
    spreads = DOUBT + np.sqrt(2 * np.log(max(rivals / MANY, 1.0)))
    enough = climate.background[0] + spreads * climate.background[1]
    mutual = np.flatnonzero((partner[nearest] == np.arange(len(left))) & (best_left > enough))
    order = mutual[np.argsort(-best_left[mutual], kind="stable")]
    return [(int(idle[0][k]), int(idle[1][nearest[k]])) for k in order]


def _within(
    evidence: Evidence, alone: tuple[Floats, Floats], spans: tuple[tuple[int, int], tuple[int, int]]
) -> list[Crossing]:
    """Links between two stretches, each with its features."""
    (a, b), (c, d) = spans
    lattice = full_lattice(b - a, d - c)
    texts = part(evidence.texts, range(a, b), range(c, d))
    some = gather(texts, lattice, lattice, evidence.climate)
    chances = chances_of(some)
    links = [f for f in decode(some.lattice, chances, parameters().settings) if f.linked]
    lengths = [w.lengths for w in some.texts.words]
    support = sum(
        f.chance * (lengths[0][slice(*f.left)].sum() + lengths[1][slice(*f.right)].sum())
        for f in links
    ) / (evidence.texts.words[0].lengths.mean() + evidence.texts.words[1].lengths.mean())
    out = []
    for f in links:
        moved = Found((f.left[0] + a, f.left[1] + a), (f.right[0] + c, f.right[1] + c), f.chance)
        features = _features(evidence, some, f, moved, alone)
        features["support"] = float(np.log1p(support))
        features["links"] = float(np.log(len(links)))
        out.append(Crossing(moved, features))
    return out


def _features(
    whole: Evidence, some: Evidence, near: Found, far: Found, alone: tuple[Floats, Floats]
) -> dict[str, float]:
    """What speaks for a link: `near` is its place in the stretch, `far` in the texts."""
    shape = (near.left[1] - near.left[0], near.right[1] - near.right[0])
    node = int(some.lattice.starts[near.left[1]]) + near.right[1]
    here = slice(node, node + 1)
    meaning = float(some.meaning.cosine(shape, here)[0])
    letters = float(some.letters.cosine(shape, here)[0])
    middle, spread = whole.climate.background
    spans = (far.left, far.right)
    margins = []
    for signal, value in ((whole.meaning, meaning), (whole.letters, letters)):
        tops = [float(signal.tops[k][slice(*spans[k])].mean()) for k in (0, 1)]
        margins.append(value - sum(tops) / 2)
    idle = [float(alone[k][slice(*spans[k])].min()) for k in (0, 1)]
    size = sum(
        float(w.lengths[slice(*s)].sum()) for w, s in zip(whole.texts.words, spans, strict=True)
    )
    return {
        "one": 1.0,
        "chance": log_odds(far.chance),
        "scaled": (meaning - middle) / spread,
        "meaning": meaning,
        "letters": letters * whole.texts.same,
        "margin": margins[0],
        "letters margin": margins[1] * whole.texts.same,
        "idle": log_odds(idle[0]) + log_odds(idle[1]),
        "size": float(np.log(size / sum(w.lengths.mean() for w in whole.texts.words))),
        "close": whole.climate.closeness,
        "single": float(shape == (1, 1)),
    }


def _without_overlap(items: Sequence[Crossing]) -> list[Crossing]:
    """The likeliest first; what shares a sentence with a likelier one goes."""
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for item in sorted(items, key=lambda c: (-c.chance, c.link.left, c.link.right)):
        left, right = set(range(*item.link.left)), set(range(*item.link.right))
        if not (left & used[0] or right & used[1]):
            used[0].update(left)
            used[1].update(right)
            out.append(item)
    return out

"""Which pairs each part of the data gives the fitting program, and how much each counts.

A part is a share of all documents. Halves of halves serve to judge a model on what it has not
seen without touching the half that eval/alignment.py reports on.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import alignment_sets as sets

FLORES = 600
"""Rows used."""
Part = tuple[int, int]
"""Documents `first`, `first` + `step`, …: all are (0, 1), every second one (0, 2)."""
PARTS: dict[str, Part] = {"all": (0, 1), "half": (0, 2), "other": (1, 2)}
CORPORA = Path(__file__).parent.parent / "corpora"
WORDINGS = (("reference", "opusmt"), ("nllb", "reference"), ("opusmt", "nllb"))
"""Of FLORES in Indonesian: the human one and those of two systems."""
PIECE = 90
LONG = 240


def halves(part: Part) -> tuple[Part, Part]:
    """The part in two."""
    first, step = part
    return (first, 2 * step), (first + step, 2 * step)


def _halvings(part: Part) -> list[int]:
    """Which half to take, again and again, for a text that cannot be shared out by documents."""
    first, step = part
    out = []
    while step > 1:
        out.append(first % 2)
        first, step = first // 2, step // 2
    return out


def flores_rows(part: Part) -> tuple[int, int]:
    """First and one past the last row of FLORES that the part may use."""
    begin, size = 0, FLORES
    for second in _halvings(part):
        size //= 2
        begin += size * second
    return begin, begin + size


def stretches(pair: sets.Pair, part: Part) -> list[sets.Pair]:
    """The part's stretch of a document that stands alone in its set; of all, both halves."""
    if part[1] == 1:
        return sets.cut(pair, _half_size(pair))
    for second in _halvings(part):
        pair = sets.cut(pair, _half_size(pair))[second]
    return [pair]


def _half_size(pair: sets.Pair) -> int:
    return (len(pair.left) + len(pair.right)) // 2 - 10


@dataclass(frozen=True, slots=True)
class Weighted:
    """A fitting pair and how often it counts: sets are unequal in size and in trust."""

    pair: sets.Pair
    weight: float


def fitting_pairs(data: Path, part: Part, first_seed: int) -> list[Weighted]:
    """The pairs of steps 1 and 2 (and, under other seeds, of 3 and 4).

    Derived documents come with few and with many lines dropped, so that the model learns to tell
    rather than to expect how much is missing.
    """
    begin, step = part
    news = sets.ntrex_documents(data)
    plain, retold = [], []
    for k, drop in enumerate((sets.CHANCE, 0.0, sets.CHANCE, 0.25)):
        # Where all may be used, every other document each time: the derivations differ anyway.
        turn = part if step > 1 else (k % 2, 2)
        some = news[turn[0] :: turn[1]]
        plain.append(sets.derived(some, ("id", "en"), first_seed + k, drop))
        if k < len(WORDINGS):
            rows = flores_rows(turn)
            lines = sets.flores_documents(data, WORDINGS[k], rows, first_seed + k)
            retold.append(sets.derived(lines, ("id", "id"), first_seed + k, drop))
    easy, hard = (sets.deplain(data, easy=kind)[begin::step] for kind in (True, False))
    whole = [pair for pair in hard if pair.name not in sets.FULL_GOLD_ONLY]
    prose = stretches(sets.textberg(data), part)
    own = own_pairs(part)
    short = [
        [piece for pair in pairs[:12] for piece in sets.cut(pair, size)]
        for pairs in (plain[0], retold[0], easy, own)
        for size in (2, 5)
    ]
    lost = [pair for some in short for pair in sets.unrelated(some, 25, first_seed)]
    rng = random.Random(first_seed)
    thin = [sets.thinned(pair, rng, side, 0.5) for side in (0, 1) for pair in own]
    strangers = [
        pair
        for some in (plain[0], easy, retold[0], own)
        for pair in sets.unrelated(some, 7, first_seed)
    ]
    groups: list[tuple[float, list[sets.Pair]]] = [
        (1.0, [*plain[0], *plain[1], *plain[3], *sets.with_moved_blocks(plain[2], first_seed)]),
        (1.0, [*retold[0], *retold[1], *sets.with_moved_blocks(retold[2], first_seed)]),
        (1.5, own),
        (0.7, thin),
        (1.5, easy),
        (0.7, [piece for pair in whole for piece in sets.cut(pair, PIECE)]),
        (0.4, [piece for pair in whole for piece in sets.cut(pair, 3 * PIECE)]),
        (1.0, [piece for pair in prose for piece in sets.cut(pair, PIECE)]),
        (0.7, [piece for pair in prose for piece in sets.cut(pair, LONG)]),
        (1.0, [sets.without_nulls(piece) for pair in prose for piece in sets.cut(pair, LONG)]),
        (0.7, strangers),
        (0.8, [*lost, *(pair for some in short for pair in some[:25])]),
    ]
    return [
        Weighted(pair, weight)
        for weight, pairs in groups
        for pair in pairs
        if pair.left and pair.right
    ]


def own_pairs(part: Part) -> list[sets.Pair]:
    """Pairs of articles of the project's own stories."""
    begin, step = part
    folders = sets.story_folders(CORPORA)[begin::step]
    return [pair for pairs in sets.stories(folders).values() for pair in pairs]


def judging_pairs(data: Path, part: Part, seed: int) -> dict[str, list[sets.Pair]]:
    """Whole documents by set, as texts come: on these, crossings and confidences are fitted."""
    begin, step = part
    news = sets.ntrex_documents(data)[begin::step]
    easy, hard = (sets.deplain(data, easy=kind)[begin::step] for kind in (True, False))
    out = {
        f"ntrex, {drop:.0%} dropped": sets.derived(news, ("id", "en"), seed + k, drop)
        for k, drop in enumerate((sets.CHANCE, 0.0, 0.25))
    }
    moved = sets.with_moved_blocks(sets.derived(news, ("id", "en"), seed + 3), seed)
    out["ntrex moved"] = moved
    for k, systems in enumerate(WORDINGS):
        lines = sets.flores_documents(data, systems, flores_rows(part), seed + k)
        out.setdefault("flores", []).extend(sets.derived(lines, ("id", "id"), seed + k))
    out["flores moved"] = sets.with_moved_blocks(out["flores"], seed)
    out["easy"] = easy
    out["hard"] = [pair for pair in hard if pair.name not in sets.FULL_GOLD_ONLY]
    out["textberg"] = stretches(sets.textberg(data), part)
    out |= sets.stories(sets.story_folders(CORPORA)[begin::step])
    rest = [*out["ntrex, 10% dropped"], *easy]
    out["unrelated"] = sets.unrelated(rest, 20, seed)
    own = [pair for name, pairs in out.items() if name.startswith("story") for pair in pairs]
    out["tiny"] = sets.tiny([*rest, *out["flores"], *own], 120, seed)
    out["tiny, unrelated"] = sets.unrelated(out["tiny"], 120, seed)
    return {name: [p for p in pairs if p.left and p.right] for name, pairs in out.items() if pairs}

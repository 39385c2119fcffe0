"""A pair of texts, or the part of it that may align, to beads: the main path, then what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from padan.align.band import field_of
from padan.align.calibrate import Features, chance_of, kind_of, path_features
from padan.align.crossing import Crossing, crossings
from padan.align.decode import Found, decode
from padan.align.evidence import Climate, Texts, gather, part
from padan.align.scoring import chances_of, parameters
from padan.model import Bead


@dataclass(frozen=True)
class Judged:
    """What was found in a pair and what its confidences rest on."""

    path: list[Found]
    features: list[Features]
    """One for each bead of the path, for its confidence."""
    crossings: list[Crossing]
    climate: Climate


def judge(texts: Texts, climate: Climate | None = None) -> Judged:
    """Main path and candidates off it, before any of these is believed."""
    field = field_of(texts)
    evidence = gather(texts, field.lattice, field.near, climate)
    chances = chances_of(evidence)
    path = decode(field.lattice, chances, parameters().settings)
    alone = chances.left[0] + chances.left[1], chances.right[0] + chances.right[1]
    return Judged(
        path,
        path_features(evidence, path),
        crossings(evidence, path, alone),
        evidence.climate,
    )


def align_groups(texts: Texts, groups: Sequence[tuple[list[int], list[int]]]) -> list[Bead]:
    """Beads of each group of places on its own, all in the light of the largest group."""
    out: list[Bead] = []
    climate: Climate | None = None
    for left, right in sorted(groups, key=_size, reverse=True):
        if not left or not right:
            out += [Bead((i,), (), 1.0) for i in left] + [Bead((), (j,), 1.0) for j in right]
            continue
        whole = len(left) == len(texts.keys[0]) and len(right) == len(texts.keys[1])
        judged = judge(texts if whole else part(texts, left, right), climate)
        climate = climate or judged.climate
        for b in believed(judged):
            sides = tuple(left[i] for i in b.left), tuple(right[j] for j in b.right)
            out.append(Bead(*sides, b.score, b.moved))
    return out


def _size(group: tuple[list[int], list[int]]) -> tuple[int, int]:
    """What a group has to align, then all it has."""
    return min(map(len, group)), sum(map(len, group))


def settled(judged: Judged) -> tuple[list[Crossing], list[tuple[Found, Features]]]:
    """The crossings that are believed, and the beads that stay on the path, with their features.

    What moved takes its sentences from those left alone; a crossing that is not believed leaves a
    doubt whether they are alone.
    """
    least = parameters().settings["moved_least"]
    moved = [crossing for crossing in judged.crossings if crossing.chance >= least]
    taken, doubt = (set[int](), set[int]()), (dict[int, float](), dict[int, float]())
    for crossing in judged.crossings:
        for side, span in enumerate((crossing.link.left, crossing.link.right)):
            if crossing.chance >= least:
                taken[side].update(range(*span))
            else:
                doubt[side].update(dict.fromkeys(range(*span), crossing.chance))
    stay = []
    for found, features in zip(judged.path, judged.features, strict=True):
        side, at = (0, found.left[0]) if found.left[0] < found.left[1] else (1, found.right[0])
        if found.linked or at not in taken[side]:
            lost = 0.0 if found.linked else doubt[side].get(at, 0.0)
            stay.append((found, features | {"doubt": float(np.log1p(-lost))}))
    return moved, stay


def believed(judged: Judged) -> list[Bead]:
    """The beads, with confidences."""
    calibration = parameters().calibration
    moved, stay = settled(judged)
    return [
        Bead(tuple(range(*c.link.left)), tuple(range(*c.link.right)), c.chance, moved=True)
        for c in moved
    ] + [
        Bead(left, right, chance_of(features, calibration[kind_of(len(left), len(right))]))
        for found, features in stay
        for left, right in [(tuple(range(*found.left)), tuple(range(*found.right)))]
    ]

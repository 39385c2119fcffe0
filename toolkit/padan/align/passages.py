"""A pair of texts, or the part of it that may align, to beads: the main path, then what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from padan.align.band import field_of
from padan.align.calibrate import Features, bead_features, chance_of, kind_of
from padan.align.crossing import Crossing, crossings
from padan.align.decode import Found, decode
from padan.align.evidence import Climate, Texts, gather, part
from padan.align.scoring import chances_of, cover_of, parameters
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
    cover = cover_of(evidence, chances)
    alone = chances.left[0] + chances.left[1], chances.right[0] + chances.right[1]
    return Judged(
        path,
        [bead_features(f.chance, evidence, cover) for f in path],
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


def believed(judged: Judged) -> list[Bead]:
    """The beads, with confidences. What moved takes its sentences from those left alone."""
    model = parameters()
    out, taken = [], (set[int](), set[int]())
    doubt: tuple[dict[int, float], dict[int, float]] = ({}, {})
    for crossing in judged.crossings:
        spans = range(*crossing.link.left), range(*crossing.link.right)
        if crossing.chance >= model.settings["moved_least"]:
            taken[0].update(spans[0])
            taken[1].update(spans[1])
            out.append(Bead(tuple(spans[0]), tuple(spans[1]), crossing.chance, moved=True))
        else:
            for side in (0, 1):
                doubt[side].update(dict.fromkeys(spans[side], crossing.chance))
    for found, features in zip(judged.path, judged.features, strict=True):
        left, right = tuple(range(*found.left)), tuple(range(*found.right))
        if not found.linked and (taken[0].intersection(left) or taken[1].intersection(right)):
            continue
        kind = kind_of(len(left), len(right))
        score = chance_of(features, model.calibration[kind])
        if not found.linked:
            score *= 1.0 - (doubt[0].get(left[0], 0.0) if left else doubt[1].get(right[0], 0.0))
        out.append(Bead(left, right, score))
    return out

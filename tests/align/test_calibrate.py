"""Confidences: what they rest on, and that they stay chances."""

from __future__ import annotations

import pytest

from padan.align.band import field_of
from padan.align.calibrate import chance_of, kind_of, log_odds, path_features
from padan.align.decode import Found
from padan.align.evidence import gather, make_texts

from .standin import OTHER, STORY, grams


def features_of(left, right, path):
    texts = make_texts(left, right, (grams(left), grams(right)), ("id", "id"), {})
    field = field_of(texts)
    return path_features(gather(texts, field.lattice, field.near), path)


def test_a_lone_sentence_is_told_by_how_near_anything_comes_to_it():
    left, right = STORY[:6], [*STORY[:5], OTHER[0]]
    like, unlike = Found((0, 1), (0, 0), 0.9), Found((5, 6), (5, 5), 0.9)
    near, far = features_of(left, right, [like, unlike])
    assert near["best"] > 0.9
    assert far["best"] < 0.5
    assert near["odds"] == far["odds"] == pytest.approx(log_odds(0.9))


def test_features_are_those_of_the_mirrored_bead():
    beads = [Found((0, 2), (0, 1), 0.8), Found((2, 3), (1, 3), 0.4)]
    mirrored = [Found(b.right, b.left, b.chance) for b in beads]
    one = features_of(STORY[:3], STORY[:3], beads)
    other = features_of(STORY[:3], STORY[:3], mirrored)
    assert [f["best"] for f in one] == pytest.approx([f["best"] for f in other])


def test_chances_stay_between_nought_and_one():
    weights = {"one": 5.0, "odds": 400.0}
    low, high = (chance_of({"one": 1.0, "odds": odds}, weights) for odds in (-1e6, 1e6))
    assert 0.0 < low < 1e-9
    assert 1.0 - 1e-9 < high <= 1.0
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))


def test_kinds_of_beads():
    sizes = {(1, 0): "alone", (0, 3): "alone", (1, 1): "one", (1, 2): "many", (2, 2): "many"}
    assert {size: kind_of(*size) for size in sizes} == sizes

from __future__ import annotations

import numpy as np

from padan.align.band import NARROW, RADIUS, SMALL, field_of
from padan.align.evidence import make_texts
from padan.align.pair import in_reading_order
from padan.model import Bead

from .standin import OTHER, STORY, grams


def field(left, right):
    return field_of(make_texts(left, right, (grams(left), grams(right)), ("id", "id"), {}))


def long_text(count: int) -> list[str]:
    return [f"{STORY[k % 12]} Berkas {k * 7919 % 10007} {OTHER[k * 7 % 6]}" for k in range(count)]


def test_small_texts_keep_every_node():
    found = field(STORY, STORY[:7])
    assert found.lattice.count == 13 * 8
    assert found.near.count == 13 * 8


def test_long_texts_keep_a_band_around_what_matches():
    text = long_text(900)
    right = [*text[:400], *text[460:]]
    lattice = field(text, right).lattice
    assert lattice.count < 0.2 * 901 * 841 < SMALL * 4
    for i in range(901):
        j = i if i <= 400 else max(400, i - 60)
        assert lattice.lows[i] <= j <= lattice.highs[i]


def test_a_band_grows_with_the_texts_and_not_with_their_product():
    sizes = [field(text, text).lattice.count for text in (long_text(600), long_text(2400))]
    assert sizes[1] < 5 * sizes[0]


def test_a_band_is_narrow_where_the_texts_agree_and_wider_where_they_do_not():
    text = long_text(600)
    left, right = (
        [*text, *(f"{k * shift % 997} {side}" for k in range(400))]
        for side, shift in (("timbangan besi", 31), ("ubur-ubur", 57))
    )
    lattice = field(left, right).lattice
    width = lattice.highs - lattice.lows + 1
    assert np.median(width[50:550]) <= 4 * NARROW + 1
    assert np.median(width[650:950]) >= 2 * RADIUS + 1
    assert all(lattice.lows[i] <= i <= lattice.highs[i] for i in range(600))


def test_every_band_joins_its_corners():
    lattice = field(long_text(700), list(OTHER) * 60).lattice
    assert (lattice.lows[0], lattice.highs[-1]) == (0, 360)
    assert np.all(np.diff(lattice.lows) >= 0)
    assert np.all(np.diff(lattice.highs) >= 0)
    assert np.all(lattice.lows[1:] <= lattice.highs[:-1] + 1)


def test_lone_right_sentences_follow_what_stands_before_them():
    beads = [
        Bead((0,), (0,), 1.0),
        Bead((1,), (4,), 1.0, moved=True),
        Bead((2,), (2,), 1.0),
        Bead((), (1,), 1.0),
        Bead((), (3,), 1.0),
        Bead((3,), (), 1.0),
    ]
    order = in_reading_order(beads[::-1])
    assert [(b.left, b.right) for b in order] == [
        ((0,), (0,)),
        ((), (1,)),
        ((1,), (4,)),
        ((2,), (2,)),
        ((), (3,)),
        ((3,), ()),
    ]

from __future__ import annotations

import pytest

from padan.align.score import AlignmentScore, calibration_error, score
from padan.model import Bead

GOLD = [
    Bead((0,), (0,), 1.0),
    Bead((1, 2), (1,), 1.0),
    Bead((3,), (), 1.0),
    Bead((4,), (3,), 1.0, moved=True),
    Bead((), (2,), 1.0),
]


def test_gold_against_itself_is_perfect():
    found = score(GOLD, GOLD)
    assert [found.strict.f1, found.lax.f1, found.linked.f1, found.null.f1] == [1.0] * 4
    assert (found.moved.precision, found.moved.recall) == (1.0, 1.0)


def test_strict_precision_counts_nulls_and_recall_does_not():
    found = [Bead((0,), (0,), 0.9), Bead((1,), (1,), 0.9), Bead((2,), (), 0.5), Bead((3,), (), 0.5)]
    result = score(GOLD, found)
    assert result.strict.precision == pytest.approx(2 / 4)
    assert result.strict.recall == pytest.approx(1 / 3)
    assert result.linked.precision == pytest.approx(1 / 2)
    assert result.null.precision == pytest.approx(1 / 2)
    assert result.null.recall == pytest.approx(1 / 2)


def test_lax_takes_part_of_a_bead_but_not_a_wrong_null():
    found = [Bead((1,), (1,), 0.9), Bead((2,), (), 0.9), Bead((0,), (0, 2), 0.9)]
    result = score(GOLD, found)
    assert result.lax.precision == pytest.approx(2 / 3)
    assert result.lax.recall == pytest.approx(2 / 3)
    assert result.strict.precision == 0.0


def test_moved_recall_does_not_ask_for_the_mark_and_precision_does():
    unmarked = score(GOLD, [Bead((4,), (3,), 0.9)])
    assert (unmarked.moved.recall, unmarked.moved.found) == (1.0, 0)
    wrong = score(GOLD, [Bead((3,), (3,), 0.9, moved=True)])
    assert (wrong.moved.precision, wrong.moved.recall) == (0.0, 0.0)


def test_scores_add_up_over_documents():
    both = score(GOLD, GOLD) + score(GOLD, []) + AlignmentScore()
    assert both.strict.recall == pytest.approx(0.5)
    assert both.strict.precision == 1.0


def test_nothing_found_is_zero_and_no_error():
    assert score([], []).strict.f1 == 0.0


def test_order_within_a_bead_does_not_matter():
    assert score([Bead((2, 1), (1,), 1.0)], [Bead((1, 2), (1,), 0.4)]).strict.f1 == 1.0


def test_calibration_error_is_the_gap_between_confidence_and_truth():
    assert calibration_error([0.8] * 10, [True] * 8 + [False] * 2) == pytest.approx(0.0)
    assert calibration_error([0.9] * 4, [False] * 4) == pytest.approx(0.9)
    assert calibration_error([], []) == 0.0

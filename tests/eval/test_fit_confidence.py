"""The figures behind a confidence are what they say they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))

from confidence_data import Item, damaged, stored
from fit_confidence import auroc, calibration, fit, measure, predict, ridge
from padan.translate.calibration import OTHERS

PROGRAM = Path(__file__).parents[2] / "eval" / "fit_confidence.py"


def item(row: int, chrf: float, system: str = "one", **features: float) -> Item:
    made = Item("flores", ("id", "en"), system, OTHERS, row, "sumber", "text", "reference")
    made.chrf, made.features, made.likeness = chrf, features, features.get("likeness", 0.0)
    return made


def test_without_data_it_says_so_and_exits_2() -> None:
    kept = {name: value for name, value in os.environ.items() if name != "PADAN_DATA"}
    done = subprocess.run(
        [sys.executable, str(PROGRAM)],
        capture_output=True,
        text=True,
        env=kept,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_auroc_is_the_chance_of_the_right_order() -> None:
    wanted = np.array([True, True, False, False])
    assert auroc(np.array([4.0, 3, 2, 1]), wanted) == 1.0
    assert auroc(np.array([1.0, 2, 3, 4]), wanted) == 0.0
    assert auroc(np.array([1.0, 1, 1, 1]), wanted) == 0.5
    assert auroc(np.array([4.0, 1, 3, 2]), wanted) == 0.5


def test_ridge_finds_a_linear_law_and_leaves_out_what_is_not_in_play() -> None:
    draw = np.random.default_rng(3)
    items = [
        item(1, 0.3 + 0.4 * x + 0.1 * y, likeness=x, word=y) for x, y in draw.random((4000, 2))
    ]
    found = ridge(items, ("likeness",))
    assert found["likeness"] == pytest.approx(0.4, abs=0.01)
    assert found["word"] == pytest.approx(0.1, abs=0.01)
    assert found["1"] == pytest.approx(0.3, abs=0.01)
    assert "likeness" not in ridge(items, ())


def test_only_odd_rows_of_flores_are_fitted_on() -> None:
    draw = np.random.default_rng(4)
    odd = [item(1, 0.2 + 0.5 * x, likeness=x) for x in draw.random(300)]
    even = [item(2, 0.9 - 0.5 * x, likeness=x) for x in draw.random(300)]
    packaged = fit([*odd, *even], {"id": np.zeros(2), "en": np.zeros(2)}, "test@1")
    assert np.abs(predict(odd, packaged) - [i.chrf for i in odd]).max() < 0.02
    assert measure(even, predict(even, packaged))["spearman"] < -0.99


def test_calibration_is_the_gap_between_promise_and_truth() -> None:
    items = [item(2, 0.6) for _ in range(100)]
    assert calibration(items, np.linspace(0.55, 0.65, 100))["ece"] == pytest.approx(
        0.025, abs=0.003
    )
    assert calibration(items, np.full(100, 0.9))["ece"] == pytest.approx(0.3)


def test_damage_is_the_same_every_time_and_is_made_of_the_fitted_part_only(data: Path) -> None:
    items = list(stored(data))
    first, second = list(damaged(items)), list(damaged(items))
    assert [i.text for i in first] == [i.text for i in second]
    assert first
    assert all(i.fits and not i.reported for i in first)

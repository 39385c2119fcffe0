"""Calibration error, its floor, and the diagrams drawn of it."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))
import reliability
from padan.align.score import calibration_error

SURE = [0.05, 0.1, 0.62, 0.68, 0.95, 1.0]
RIGHT = [False, False, True, False, True, True]


def test_the_error_is_that_of_the_scorer():
    assert reliability.error(reliability.equal_width(SURE, RIGHT)) == pytest.approx(
        calibration_error(SURE, RIGHT)
    )


def test_bins_of_equal_mass_hold_as_many_each():
    bins = reliability.equal_mass(SURE, RIGHT, bins=3)
    assert [b.count for b in bins] == [2, 2, 2]
    assert [b.right for b in bins] == [0.0, 0.5, 1.0]


def test_the_error_that_chance_leaves_falls_with_the_number_of_beads():
    few, many = ([0.35, 0.65] * n for n in (20, 2000))
    assert reliability.error_by_chance(few, 1) > 3 * reliability.error_by_chance(many, 1) > 0.0


def test_confidences_without_fault_have_about_the_error_that_chance_leaves():
    rng = np.random.default_rng(5)
    sure = rng.random(3000)
    right = rng.random(3000) < sure
    found = reliability.error(reliability.equal_width(list(sure), list(right)))
    assert found < 2 * reliability.error_by_chance(list(sure), 1)
    wrong = reliability.error(reliability.equal_width(list(sure), list(rng.random(3000) < sure**2)))
    assert wrong > 3 * reliability.error_by_chance(list(sure), 1)


def test_nothing_measured_is_no_error():
    assert reliability.error([]) == reliability.error_by_chance([], 1) == 0.0


def test_a_text_diagram_has_a_line_for_each_bin():
    lines = reliability.as_text(reliability.equal_width(SURE, RIGHT)).splitlines()
    assert len(lines) == 5
    assert lines[-1].startswith("0.900-1.000       2  0.975  1.000  ####")


def test_an_svg_diagram_is_well_formed_and_names_its_sets():
    bins = reliability.equal_width(SURE, RIGHT)
    drawn = ET.fromstring(reliability.as_svg({"tales & news": bins, "other": bins}))
    texts = [t.text or "" for t in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert sum("tales & news (ECE" in t for t in texts) == 1
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 2 * len(bins)

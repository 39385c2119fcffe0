"""The gate lets good figures through and stops bad ones."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("gate", Path(__file__).parents[2] / "eval/gate.py")
assert _spec is not None
assert _spec.loader is not None
gate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gate)

ENTRY = {"at_least": {"id.f1": 0.9}, "at_most": {"id.ece": 0.05}}


def test_figures_as_good_as_the_baseline_pass() -> None:
    assert gate.check(ENTRY, {"id": {"f1": 0.9, "ece": 0.05}}) == []


def test_each_figure_that_fell_is_named() -> None:
    faults = gate.check(ENTRY, {"id": {"f1": 0.89, "ece": 0.06}})
    assert len(faults) == 2
    assert "id.f1" in faults[0]
    assert "id.ece" in faults[1]


def test_a_figure_that_a_program_no_longer_prints_is_an_error() -> None:
    with pytest.raises(KeyError):
        gate.check(ENTRY, {"id": {"ece": 0.0}})

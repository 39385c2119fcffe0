"""The chooser's weights come from pools of candidates, with the sign each evidence must have."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

PROGRAM = Path(__file__).parents[2] / "eval" / "fit_choice.py"


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_choice", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_pool_that_is_not_there_exits_2(tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), str(tmp_path / "none.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "none.jsonl" in done.stderr


def test_weights_find_what_makes_a_candidate_good(program: ModuleType) -> None:
    """A wrong number halves the reference's words; nearness to the source says nothing."""
    groups = []
    for row in range(30):
        count = row + 21
        line = {
            "data": "own",
            "row": row,
            "direction": "id-en",
            "source": f"Petugas menemukan {count} kotak di gudang itu.",
            "reference": f"Officers found {count} boxes in the warehouse.",
            "candidates": [
                f"Officers saw {count + 5} things there.",
                f"Officers found {count} boxes in that warehouse.",
                f"The officers found {count} boxes in the warehouse.",
            ],
        }
        rng = np.random.default_rng(row)
        groups.append(program.Group(line, rng.random(3)))
    found = program.weights(groups)
    for weights in found.values():
        assert weights["numbers"] < 0
        assert all(weights[name] >= 0 for name in program.RAISES if name in weights)
        assert all(weights[name] <= 0 for name in weights if name not in program.RAISES)
    report = program.report(groups)
    assert report["all but similarity"]["chrf"] > report["the engine's first"]["chrf"]
    assert report["oracle"]["chrf"] >= report["all but similarity"]["chrf"]
    json.dumps(report)

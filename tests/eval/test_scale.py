"""The measure of size itself works: every stage, at a size that tests can afford."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "eval" / "scale.py"


@pytest.mark.slow
def test_every_stage_is_measured_and_stories_are_found(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, PROGRAM, "--articles", "200", "--compare", "3", "--json", "f.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "f.json").read_text())["sizes"]["200"]
    assert report["join"]["f1"] >= 0.95
    assert report["read"]["articles"] == 198
    assert report["peak_mb"] < 500
    # Nothing new: the stories come out of the store.
    assert report["again"]["cpu_seconds"] < 0.5 * report["group"]["cpu_seconds"]
    assert "signature" in done.stdout

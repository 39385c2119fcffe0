"""The speed program measures what it says: equal work, each run in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "eval" / "engine_speed.py"
MISSING = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]


def run(*options: str, cache: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PADAN_CACHE": str(cache), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(PROGRAM), *options]
    return subprocess.run(command, capture_output=True, text=True, env=env)


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_both_runtimes_decode_equally_many_tokens(tmp_path: Path) -> None:
    done = run("--sizes", "tiny", "--rows", "3", "--tokens", "9", "--json", cache=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    runs = report["sizes"]["tiny"]["runs"]
    assert {"torch cpu float32", "ctranslate2 cpu int8"} <= set(runs)
    assert {run["tokens"] for run in runs.values()} == {27}
    assert all(run["wall_s"] > 0 and run["peak_mb"] > 50 for run in runs.values())
    assert "rows:3|tokens:9|beam:4" in report["signature"]


def test_a_whole_engine_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = run("--sizes", "--translators", "nosuch", cache=tmp_path)
    assert done.returncode == 2
    assert "there is no translator of this name" in done.stderr

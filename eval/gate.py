"""Fails when a figure has fallen below eval/baseline.json.

Runs each eval program that the baseline names with --json, and compares. A program that lacks its
data (exit code 2) is passed over with its own reason, so that the gate works without it.

    python eval/gate.py            compare
    python eval/gate.py --update   write today's figures into the baseline (look before you commit)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
MISSING_DATA = 2


def figure(report: Any, path: str) -> float:
    """The number at a dotted path of a program's JSON."""
    for part in path.split("."):
        report = report[part]
    return float(report)


def measure(command: list[str]) -> Any | None:
    """What an eval program prints, or None where its data is not there."""
    done = subprocess.run(
        [sys.executable, str(HERE / command[0]), *command[1:], "--json"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode == MISSING_DATA:
        return None
    if done.returncode:
        raise SystemExit(f"eval/{command[0]} failed with exit code {done.returncode}")
    return json.loads(done.stdout)


def check(entry: dict[str, Any], report: Any) -> list[str]:
    """One line for each figure that is worse than the baseline allows."""
    faults = []
    for path, least in entry.get("at_least", {}).items():
        value = figure(report, path)
        if value < least:
            faults.append(f"{path} is {value:.4f}, at least {least} wanted")
    for path, most in entry.get("at_most", {}).items():
        value = figure(report, path)
        if value > most:
            faults.append(f"{path} is {value:.4f}, at most {most} wanted")
    return faults


def main() -> int:
    """Run every program of the baseline; 1 where a figure fell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    baseline = json.loads(BASELINE.read_text("utf-8"))
    failed = 0
    for entry in baseline:
        name = " ".join(entry["command"])
        report = measure(entry["command"])
        if report is None:
            print(f"skipped  {name}: its data is not here")
            continue
        if options.update:
            for kind in ("at_least", "at_most"):
                entry[kind] = {path: figure(report, path) for path in entry.get(kind, {})}
        faults = check(entry, report)
        failed += len(faults)
        print(f"{'FAILED ' if faults else 'ok     '}  {name}")
        for fault in faults:
            print(f"         {fault}")
    if options.update:
        BASELINE.write_text(json.dumps(baseline, indent=2) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long the main job takes and how much memory: from an empty store, again, and in parts.

Runs `padan run` as a user would, each time in a process of its own, on the five real articles
where they are (PADAN_SEEDS or --articles), otherwise on the project's own corpora.

    python eval/speed.py --translator gemma
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

OWN = Path(__file__).parent.parent / "corpora"


def measure(articles: Path, store: Path, translator: str, encoder: str) -> dict[str, float]:
    """Wall seconds and peak resident megabytes of one `padan run`."""
    command = [sys.executable, "-m", "padan", "run", str(articles), "--store", str(store)]
    command += ["--translator", translator, "--encoder", encoder, "--report", f"{store}-report"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 2):
        raise SystemExit(f"padan run ended with exit code {process.returncode}")
    kilo = 1024 if platform.system() == "Darwin" else 1
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "peak_mb": round(usage.ru_maxrss / 1024 / kilo),
    }


def count(store: Path, table: str) -> int:
    """Lines of a table of a store."""
    connection = sqlite3.connect(store)
    try:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])  # noqa: S608
    finally:
        connection.close()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path, help="default: PADAN_SEEDS, else corpora/")
    parser.add_argument("--translator", default="gemma")
    parser.add_argument("--encoder", default="e5")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    articles = options.articles or Path(os.environ.get("PADAN_SEEDS") or OWN)
    if not articles.is_dir():
        print(f"{articles}: is no folder; name one with --articles", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        bare, whole = Path(folder) / "bare.db", Path(folder) / "whole.db"
        report: dict[str, object] = {
            "without_translation": measure(articles, bare, "none", options.encoder),
            "whole": measure(articles, whole, options.translator, options.encoder),
            "unchanged": measure(articles, whole, options.translator, options.encoder),
            "sentences_encoded": count(whole, "vectors"),
            "sentences_translated": count(whole, "translations"),
        }
    report["signature"] = (
        f"padan {version('padan')}|speed|articles:{articles.name}|encoder:{options.encoder}"
        f"|translator:{options.translator}|cores:{os.cpu_count()}|python:{platform.python_version()}"
    )
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:<22} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Fuzz the readers: bytes made from good and nasty files, steered towards code not yet reached.

    python scripts/fuzz.py                      every reader, ten seconds each
    python scripts/fuzz.py --reader html --seconds 600

An input that breaks a reader, or keeps it busy for longer than --timeout, is written down and
named: put it into tests/nasty/READER once it is mended. Exit code 1 then, 2 where atheris is not
installed. What must hold of a reader stands in tests/readers.py.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

TESTS = Path(__file__).resolve().parent.parent / "tests"
MAX_BYTES = 20_000
"""Of an input; what comes of length alone is among the nasty inputs."""
MAX_MEGABYTES = 2048
SLOW = 5
"""Seconds of work that no input of this length may take."""


def main() -> int:
    """Fuzz the readers that were asked for, one after the other, each in a process of its own."""
    arguments = _arguments()
    if arguments.inside:
        _inside(arguments.inside, arguments.rest)
        return 0
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("fuzzing needs atheris: pip install atheris (Linux, x86-64)", file=sys.stderr)
        return 2
    total, broken = 0, []
    for reader in _readers():
        if arguments.reader and reader.name not in arguments.reader:
            continue
        runs, found = _fuzz(reader, arguments)
        total += runs
        broken += found
        print(f"{reader.name:<12} {runs:>12,} runs", *(f"BROKEN BY {path}" for path in found))
        sys.stdout.flush()
    print(f"{'all':<12} {total:>12,} runs, {len(broken)} broke a reader")
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--reader", action="append", help="only this one; may be given again")
    parser.add_argument("--seconds", type=int, default=10, help="for each reader (default: 10)")
    parser.add_argument("--timeout", type=int, default=20, help="seconds that an input may take")
    parser.add_argument("--corpus", type=Path, help="folder that keeps what was found, to go on")
    parser.add_argument("--seed", type=int, default=0, help="of chance; 0: another each time")
    parser.add_argument("--artifacts", type=Path, default=Path("fuzz-artifacts"))
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    return parser.parse_args()


def _readers() -> list[Any]:
    """The table of readers, which lies among the tests."""
    if str(TESTS) not in sys.path:
        sys.path.insert(0, str(TESTS))
    table: Any = import_module("readers")
    return list(table.READERS)


def _fuzz(reader: Any, arguments: argparse.Namespace) -> tuple[int, list[str]]:
    """How many inputs were tried on a reader, and the files with those that broke it."""
    artifacts = arguments.artifacts / reader.name
    artifacts.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        corpus = (arguments.corpus or folder / "corpus") / reader.name
        corpus.mkdir(parents=True, exist_ok=True)
        _lay_out(reader, corpus, folder / "words")
        options = [
            f"-max_total_time={arguments.seconds}",
            f"-timeout={arguments.timeout}",
            f"-rss_limit_mb={MAX_MEGABYTES}",
            f"-max_len={MAX_BYTES}",
            f"-dict={folder / 'words'}",
            f"-artifact_prefix={artifacts}/",
            "-print_final_stats=1",
            "-verbosity=1",
            *([f"-seed={arguments.seed}"] if arguments.seed else []),
        ]
        command = [sys.executable, __file__, "--inside", reader.name, "--", *options, str(corpus)]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, errors="replace"
        )
    log = done.stdout + done.stderr
    runs = re.findall(r"number_of_executed_units: (\d+)", log) or re.findall(r"^#(\d+)", log, re.M)
    found = [
        path for path in re.findall(r"Test unit written to (\S+)", log) if _broken(path, reader)
    ]
    if done.returncode and not found and "/timeout-" in log:
        return int(runs[-1]) if runs else 0, []
    if done.returncode and not found:
        print(log[-2000:], file=sys.stderr)
        found = ["(no input was written: see above)"]
    elif found:
        print(_tail(log), file=sys.stderr)
    if not any(artifacts.iterdir()):
        artifacts.rmdir()
    return int(runs[-1]) if runs else 0, found


def _broken(path: str, reader: Any) -> bool:
    """Whether the input breaks the reader by itself: a busy machine is no reason for a time-out."""
    if "/timeout-" not in path:
        return True
    began = process_time()
    with tempfile.TemporaryDirectory() as folder:
        reader.check(Path(path).read_bytes(), Path(folder))
    if process_time() - began > SLOW:
        return True
    Path(path).unlink()
    return False


def _tail(log: str) -> str:
    """What Python said of the error."""
    start = log.find("Uncaught Python exception")
    return log[start : start + 3000] if start >= 0 else log[-1500:]


def _lay_out(reader: Any, corpus: Path, words: Path) -> None:
    for number, seed in enumerate(reader.seeds):
        (corpus / f"seed-{number}").write_bytes(seed.encode())
    for path in reader.kept():
        shutil.copy(path, corpus / f"nasty-{path.name}")
    hexadecimal = ("".join(f"\\x{byte:02x}" for byte in w.encode()) for w in reader.words.split())
    words.write_text("".join(f'"{word}"\n' for word in hexadecimal), "ascii")


def _inside(name: str, options: list[str]) -> None:
    """The process that does it: ends when the time is over, or at the first input that breaks."""
    import atheris

    with atheris.instrument_imports(include=["padan"]):
        reader = next(one for one in _readers() if one.name == name)
        with tempfile.TemporaryDirectory() as warm:
            # Modules are loaded, and so instrumented, when they are first needed.
            for seed in reader.seeds:
                reader.check(seed.encode(), Path(warm))
    # In memory where that is possible: a file is written for each input.
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made below it
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))

    def one(data: bytes) -> None:
        reader.check(data, folder)

    arguments: list[Any] = [sys.argv[0], *options]
    atheris.Setup(arguments, one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())

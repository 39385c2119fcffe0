"""How fast exports are written, and in how much memory: units or rows a second of each format.

Stories of invented words are made on the way, so that writing is all that is measured.

    python eval/export_speed.py --rows 30000
    python eval/export_speed.py --format tmx --rows 200000
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from padan.export.filters import ChosenStory, Filter
from padan.export.hf import HfOptions, export_hf
from padan.export.policy import Policy, TextPolicy
from padan.export.sheets import write_csv, write_xlsx
from padan.export.tmx_rows import write_tmx_folder
from padan.export.xliff import write_xliff_folder
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import (
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Kind,
    Role,
    Row,
    Sentence,
    Severity,
    Span,
    Story,
    Translation,
)

ROWS = 200
"""Of a story; each has a source and one retelling of one sentence."""
FULL = Policy(TextPolicy.FULL)
WORDS = [a + b + c for a in ("ka", "su", "me", "ber") for b in ("lan", "rim", "to") for c in "aiu"]


def story(number: int, seed: int) -> ReviewedStory:
    """A story of `ROWS` rows; every fourth row has a finding."""
    chance = random.Random(f"{seed} {number}")
    source, retelling = (article(number, lang, chance) for lang in ("en", "id"))
    english = {
        s.index: Translation(s.text, sentence(chance), "id", "en", "gemma@1/greedy", ())
        for s in retelling.sentences
    }
    rows = []
    for n in range(ROWS):
        found = retelling.sentences[n]
        span = Span(found.start, found.start + 4)
        finding = Finding(
            Kind.NAME, Severity.MAJOR, None, span, f"It says {found.text[:9]} here.", "en-id"
        )
        compared = Comparison(0.8, (finding,) if n % 4 == 0 else ())
        rows.append(Row(n, (Cell(source.id, (n,)), Cell(retelling.id, (n,), compared)), 0.9))
    told = Story(f"{number:016x}", f"Story {number}", (source, retelling), source.id)
    signatures = {"align": "e5@1", "translate": "gemma@1/greedy", "compare": "checks@1"}
    made = ComparedStory(told, tuple(rows), {retelling.id: english}, signatures)  # type: ignore[arg-type]
    return ReviewedStory(made, tuple(RowReview() for _ in rows))


def article(number: int, lang: str, chance: random.Random) -> Article:
    """An article of `ROWS` sentences, each a paragraph."""
    text, sentences = "", []
    for n in range(ROWS):
        said = sentence(chance)
        at = len(text)
        sentences.append(Sentence(n, at, at + len(said), said, n, Role.BODY))
        text += said + "\n"
    name = f"{number:012x}{lang}0a"
    url = f"https://{lang}.example/{number}"
    outlet = {"en": "The Quay", "id": "Kabar Dermaga"}[lang]
    return Article(name, text, lang, (), tuple(sentences), outlet=outlet, url=url)


def sentence(chance: random.Random) -> str:
    """About eighteen words, as in news."""
    return " ".join(chance.choices(WORDS, k=chance.randint(10, 26))).capitalize() + " & selesai."


class Clock:
    """Stories one by one; the time it takes to make them is not counted. `cpu_seconds` tells how
    much of the rest was waiting for others on a shared machine."""

    def __init__(self, rows: int, seed: int) -> None:
        self._stories = range(max(1, rows // ROWS))
        self._seed = seed
        self.making = 0.0
        self.cpu_making = 0.0

    def __iter__(self) -> Iterator[ChosenStory]:
        return Filter().cut(self.made())

    def made(self) -> Iterator[ReviewedStory]:
        """The stories, not yet chosen from."""
        for number in self._stories:
            started, cpu = time.perf_counter(), time.process_time()
            made = story(number, self._seed)
            self.making += time.perf_counter() - started
            self.cpu_making += time.process_time() - cpu
            yield made


def tmx(stories: Clock, folder: Path) -> int:
    """TMX: units."""
    return sum(write_tmx_folder(stories, folder, FULL).files.values())


def xliff(stories: Clock, folder: Path) -> int:
    """XLIFF 2.1: units."""
    return sum(write_xliff_folder(stories, folder, FULL).files.values())


def xliff12(stories: Clock, folder: Path) -> int:
    """XLIFF 1.2: units."""
    return sum(write_xliff_folder(stories, folder, FULL, xliff="1.2").files.values())


class Reviewed:
    """The stories of a clock, as often as they are gone through."""

    def __init__(self, stories: Clock) -> None:
        self._stories = stories

    def __iter__(self) -> Iterator[ReviewedStory]:
        return self._stories.made()


def hf(stories: Clock, folder: Path) -> int:
    """The dataset, with splits and the search for overlaps: rows of `stories`."""
    done = export_hf(Reviewed(stories), folder / "out", options=HfOptions(policy=FULL))
    return sum(count for (config, _), count in done.counts.items() if config == "stories")


def csv(stories: Clock, folder: Path) -> int:
    """CSV: lines."""
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as out:
        return write_csv(stories, out, FULL)


def xlsx(stories: Clock, folder: Path) -> int:
    """XLSX: lines."""
    return write_xlsx(stories, folder / "rows.xlsx", FULL)


FORMATS: dict[str, Callable[[Clock, Path], int]] = {
    "tmx": tmx,
    "xliff": xliff,
    "xliff12": xliff12,
    "hf": hf,
    "csv": csv,
    "xlsx": xlsx,
}


def measure(form: str, rows: int, seed: int) -> dict[str, object]:
    """One format, in this process."""
    stories = Clock(rows, seed)
    with tempfile.TemporaryDirectory() as name:
        started, cpu = time.perf_counter(), time.process_time()
        units = FORMATS[form](stories, Path(name))
        seconds = time.perf_counter() - started - stories.making
        cpu = time.process_time() - cpu - stories.cpu_making
        size = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "format": form,
        "units": units,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "units_per_second": round(units / seconds),
        "megabytes": round(size / 1e6),
        "peak_mb": round(peak),
    }


def main() -> int:
    """Measure each format in a process of its own, so that the peaks are its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=sorted(FORMATS), help="default: all")
    args = parser.parse_args()
    if args.format:
        print(json.dumps(measure(args.format, args.rows, args.seed)))
        return 0
    print(f"padan {version('padan')}, {args.rows:,} rows, seed {args.seed}")
    for form in FORMATS:
        command = [sys.executable, __file__, "--format", form]
        subprocess.run([*command, "--rows", str(args.rows), "--seed", str(args.seed)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

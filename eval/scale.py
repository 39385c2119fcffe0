"""Measures how time and memory grow with the corpus, and how well stories are found in it.

    python eval/scale.py --articles 1000 10000           the sizes one after the other
    python eval/scale.py --articles 100000 --stages read find
    python eval/scale.py --jobs 2                        two workers against one, on stories that
                                                         take time

Invented news with known stories (see `newsroom.py`), spread over two years whatever their number,
`--undated` of it without a date, is written as JSONL and run through the store as `padan run` does.
Models are stubs: an encoder that hashes words, a translator that answers at once. Each stage runs
in a process of its own, so that its peak memory is its own. Milliseconds are of CPU:

    read      the dump into the store
    sketch    vectors and sketches;  search  who is kin;  group  stories out of blocks
    again     the search for stories once more, with nothing new
    join      the last hundredth of the articles, read and found when all others were known
    compare   `--compare` stories drawn by chance: what one costs does not depend on how many
              there are; written to the store
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from newsroom import invented
from padan.align.outlines import Outline
from padan.engines.base import EngineInfo, RawTranslation, TranslatorOptions
from padan.model import Term
from padan.pipeline import Engines, Settings
from padan.store import Store, schema
from padan.store.discovery import Discovery
from padan.store.run import Job
from stories import HashEncoder

TARGETS = {"growth": 1.2, "peak_mb": 2000.0, "f1": 0.95, "speed_up": 1.6}
ENTRY_POINTS = """[padan.encoders]
scale-hash = scale:Hash
[padan.translators]
scale-echo = scale:Echo
"""


class Hash(HashEncoder):
    """The encoder of `stories.py` as a plug-in."""

    def __init__(self, argument: str = "") -> None:
        self.argument = argument


class Echo:
    """Answers a sentence with itself, after `scale-echo:N` milliseconds of arithmetic."""

    attempts = 0

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        self._burn = float(argument or 0) / 1000
        self.signature = f"echo@{argument}"

    @staticmethod
    def info() -> EngineInfo:
        """See `padan.engines.registry`."""
        return EngineInfo("scale-echo", "translate", "a stub", "Apache-2.0", 0, True, True, "")

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """See `padan.engines.base.Translator`."""
        for index, text in enumerate(texts):
            until = time.thread_time() + self._burn
            while time.thread_time() < until:
                pass
            yield RawTranslation(index, text)


def settings(burn: int = 0) -> Settings:
    """The stubs as the user would name them."""
    return Settings(encoder="scale-hash", translator=f"scale-echo:{burn}" if burn else "scale-echo")


# --- the corpus ----------------------------------------------------------------------------------


def write_corpus(folder: Path, count: int, seed: int, undated: float) -> None:
    """`first.jsonl` and `rest.jsonl` (the last hundredth), and `gold.json`: the story of each."""
    chance = random.Random(seed + 1)
    gold: list[str] = []
    cut = count - count // 100
    with (
        (folder / "first.jsonl").open("w", encoding="utf-8") as first,
        (folder / "rest.jsonl").open("w", encoding="utf-8") as rest,
    ):
        for place, (article, story) in enumerate(islice(invented(seed), count)):
            day = "" if chance.random() < undated else str(article.published)
            record = {
                "text": article.text.replace("\n", "\n\n"),
                "outlet": article.outlet,
                "url": f"https://berita.example/{place}",
                "date": day,
                "language": "id",
            }
            (first if place < cut else rest).write(json.dumps(record) + "\n")
            gold.append(story)
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")


def scores(store: Store, outlines: Sequence[Outline], gold: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1 over pairs of articles of one story."""
    with store.engine.connect() as connection:
        found = connection.execute(sa.select(schema.articles.c.id, schema.articles.c.url)).all()
    story = {line.id: gold[int(line.url.rsplit("/", 1)[1])] for line in found}
    right = answered = 0
    for outline in outlines:
        answered += math.comb(len(outline.articles), 2)
        right += sum(math.comb(n, 2) for n in Counter(story[i] for i in outline.articles).values())
    true = sum(math.comb(n, 2) for n in Counter(story.values()).values())
    precision, recall = right / max(1, answered), right / max(1, true)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


# --- stages, each in a process of its own --------------------------------------------------------


def read(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The dump into the store."""
    with Store(str(folder / "scale.db")) as store:
        return {"articles": Job(store, settings()).read([folder / "first.jsonl"])}


def _discovery(store: Store) -> Discovery:
    return Discovery(store.engine, Engines.of(settings()).encoder, store.caches())


def sketch(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Vectors and sketches."""
    with Store(str(folder / "scale.db")) as store:
        _discovery(store).sketch()
        return {"articles": store.count_articles()}


def search(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Who may be kin."""
    with Store(str(folder / "scale.db")) as store:
        discovery = _discovery(store)
        discovery.search(discovery.background())
        return {"articles": store.count_articles()}


def group(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Stories out of blocks; the first time, and again with nothing new."""
    with Store(str(folder / "scale.db")) as store:
        outlines = _discovery(store).outlines()
        return {"articles": store.count_articles(), "stories": len(outlines)}


def join(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """What comes later, found when all the rest is known; scores of the whole."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    with Store(str(folder / "scale.db")) as store:
        added = Job(store, settings()).read([folder / "rest.jsonl"])
        outlines = _discovery(store).outlines()
        return {"articles": added, "stories": len(outlines)} | scores(store, outlines, gold)


def compare(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Some stories compared and written."""
    with Store(str(folder / "scale.db")) as store:
        outlines = _discovery(store).outlines()
        some = random.Random(options.seed).sample(outlines, min(options.compare, len(outlines)))
        job = Job(store, settings(options.burn), options.workers)
        begun, cpu = time.perf_counter(), time.process_time()
        job.compare(some)
        return {
            "articles": sum(len(outline.articles) for outline in some),
            "seconds": time.perf_counter() - begun,
            "cpu_seconds": time.process_time() - cpu,
        }


STAGES: dict[str, Callable[[Path, argparse.Namespace], dict[str, Any]]] = {
    "read": read,
    "sketch": sketch,
    "search": search,
    "group": group,
    "again": group,
    "join": join,
    "compare": compare,
}


def peak_mb() -> float:
    """Peak resident megabytes of this process and of no other."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    unit = 2**20 if platform.system() == "Darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _stage(name: str, folder: Path, options: argparse.Namespace, answer: Any) -> None:
    begun, cpu = time.perf_counter(), time.process_time()
    found = STAGES[name](folder, options)
    timed = {
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": time.process_time() - cpu,
        "peak_mb": round(peak_mb()),
    }
    answer.send(timed | found)


def apart(name: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """A stage in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_stage, args=(name, folder, options, there))
    process.start()
    there.close()
    try:
        answer: dict[str, Any] = here.recv()
    except EOFError:
        raise SystemExit(f"stage {name} ended without an answer") from None
    finally:
        process.join()
    return answer


# --- reports -------------------------------------------------------------------------------------


def measure(count: int, options: argparse.Namespace) -> dict[str, Any]:
    """All stages at one size."""
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder, count, options.seed, options.undated)
        for stage in STAGES:
            found = apart(stage, folder, options)
            report[stage] = found | {"ms": 1000 * found["cpu_seconds"] / max(1, found["articles"])}
            print(f"{count:>8,}  {stage:<8} {_line(report[stage])}", flush=True)
        report["store_mb"] = round((folder / "scale.db").stat().st_size / 1e6)
    # What every article costs once; a later run pays `again` for all and `join` for the new.
    whole = ("read", "sketch", "search", "group", "compare")
    report["ms"] = sum(report[stage]["ms"] for stage in whole)
    report["ms_without_compare"] = sum(report[stage]["ms"] for stage in whole[:-1])
    report["peak_mb"] = max(report[stage]["peak_mb"] for stage in STAGES)
    return report


def _line(found: dict[str, Any]) -> str:
    told = f"{found['seconds']:>8.1f} s {found['ms']:>8.2f} ms/article {found['peak_mb']:>6} MB"
    if "f1" in found:
        told += f"   P {found['precision']} R {found['recall']} F1 {found['f1']}"
    return told


def growth(reports: dict[int, dict[str, Any]]) -> dict[str, float]:
    """Cost of an article at the largest size against the smallest, and the exponent of the whole.

    Exponent 1: twice the articles take twice the time.
    """
    small, large = min(reports), max(reports)
    steps = math.log(large / small)
    found = {}
    for name in ("ms", "ms_without_compare"):
        ratio = reports[large][name] / reports[small][name]
        found[name] = round(ratio, 3)
        found[f"exponent_{name}"] = round(1 + math.log(ratio) / steps, 3)
    return found


def speed_up(options: argparse.Namespace) -> float:
    """How many times faster `--jobs` workers compare stories than one."""
    seconds = {}
    options.burn, options.compare = 30, 40
    with tempfile.TemporaryDirectory() as name:
        made = Path(name, "made")
        made.mkdir()
        write_corpus(made, 150, options.seed, options.undated)
        for stage in ("read", "sketch", "search", "group"):
            apart(stage, made, options)
        for workers in (1, options.jobs):
            options.workers = workers
            folder = Path(shutil.copytree(made, Path(name, str(workers))))
            seconds[workers] = apart("compare", folder, options)["seconds"]
            print(f"{workers} worker(s): {seconds[workers]:.1f} s", flush=True)
    return float(seconds[1] / seconds[options.jobs])


def install(folder: Path) -> None:
    """Make the stubs known as a plug-in, here and in every process that starts."""
    about = folder / "padan_scale-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: padan-scale\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINTS)
    own = [str(folder), str(Path(__file__).parent)]
    sys.path[:0] = own
    os.environ["PYTHONPATH"] = os.pathsep.join([*own, os.environ.get("PYTHONPATH", "")])


def main() -> int:
    """Measure and print; 1 where a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--compare", type=int, default=200, help="stories compared at each size")
    parser.add_argument("--undated", type=float, default=0.1, help="share without a date")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, help="measure so many workers against one")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    options.workers, options.burn = 1, 0
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
        missed = _speed(options) if options.jobs else _sizes(options)
    print(
        f"signature: padan {version('padan')}|scale|encoder:hash-256|translator:echo"
        f"|seed:{options.seed}|undated:{options.undated}|compare:{options.compare}"
        f"|cores:{os.cpu_count()}|python:{platform.python_version()}"
    )
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


def _speed(options: argparse.Namespace) -> list[str]:
    ratio = speed_up(options)
    print(f"speed-up with {options.jobs} workers: {ratio:.2f}")
    return [f"speed-up {ratio:.2f}"] if ratio < TARGETS["speed_up"] else []


def _sizes(options: argparse.Namespace) -> list[str]:
    reports = {count: measure(count, options) for count in options.articles}
    grown = growth(reports) if len(reports) > 1 else {}
    for name, value in grown.items():
        print(f"{name:<28} {value}")
    if options.json:
        told = {"sizes": reports, "growth": grown}
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    missed = [f"growth {grown['ms']}"] if grown and grown["ms"] > TARGETS["growth"] else []
    for count, report in reports.items():
        if report["peak_mb"] > TARGETS["peak_mb"]:
            missed.append(f"{count:,}: peak {report['peak_mb']} MB")
        if report["join"]["f1"] < TARGETS["f1"]:
            missed.append(f"{count:,}: F1 {report['join']['f1']}")
    return missed


if __name__ == "__main__":
    sys.exit(main())

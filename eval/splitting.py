"""Sentence boundaries on joined FLORES dev rows, Indonesian and English, beside other splitters.

Three consecutive rows are joined with a blank; a boundary is the exact offset of a sentence's end,
the end of the joined text left out. Three countings, each with precision, recall and F1:

    joins      gold = the row joins alone. The counting behind the figures published for other
               splitters. Rows that hold two sentences make right boundaries count as wrong, so no
               right splitter can reach 1; the line `hand-marked gold` shows how far one can come.
    lenient    the same, but boundaries that the hand marking has inside a row are passed over.
    sentences  gold = row joins and the ends inside rows that splitting_gold.json marks.

A further column counts the project's own hard lines (tests/articles/data) that come out without a
fault. They were written with padan's rules, so they flatter it: they show what the others lack.

Even triples are for tuning, odd ones for the report (--part). Data: `flores/en-id.jsonl` under
--data or PADAN_DATA; rows are repaired with ftfy first. Other splitters run where installed.

    python eval/splitting.py [--data FOLDER] [--part odd|even|all] [--lang id|en|both] [--json]
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import ftfy

from padan.articles.sentences import split_spans

MISSING_DATA = 2
GOLD = Path(__file__).with_name("splitting_gold.json")
HARD_LINES = Path(__file__).parents[1] / "tests/articles/data/hard_lines.txt"
END = "⏐"
FIELDS = {"id": "reference", "en": "source"}
JOINED = 3
Splitter = Callable[[str], set[int]]
"""Text -> offsets at which sentences end."""


class NoDataError(Exception):
    """The data, or the gold for it, is not there."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A joined text with its gold."""

    text: str
    joins: frozenset[int]
    inside: frozenset[int]


@dataclass(slots=True)
class Count:
    """Boundaries found and missed."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, found: set[int], gold: frozenset[int]) -> None:
        """Count one text."""
        self.hit += len(found & gold)
        self.extra += len(found - gold)
        self.missed += len(gold - found)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, 0..1."""
        precision = self.hit / max(1, self.hit + self.extra)
        recall = self.hit / max(1, self.hit + self.missed)
        f1 = 2 * self.hit / max(1, 2 * self.hit + self.extra + self.missed)
        return {"precision": precision, "recall": recall, "f1": f1}


@dataclass(slots=True)
class Result:
    """One splitter in the three countings."""

    joins: Count = field(default_factory=Count)
    lenient: Count = field(default_factory=Count)
    sentences: Count = field(default_factory=Count)


def load(folder: Path, lang: str, part: str) -> list[Sample]:
    """The joined texts of a language; `part` is `even`, `odd` or `all`."""
    path = folder / "flores" / "en-id.jsonl"
    if not path.is_file():
        raise NoDataError(f"{path}: not found; name the data folder with --data or PADAN_DATA")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [ftfy.fix_text(json.loads(line)[FIELDS[lang]]).strip() for line in lines]
    marked = json.loads(GOLD.read_text(encoding="utf-8"))[lang]
    digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    if digest != marked["sha256"]:
        raise NoDataError(f"{path}: not the text that {GOLD.name} was marked on")
    wanted = {"even": (0,), "odd": (1,), "all": (0, 1)}[part]
    starts = range(0, len(rows) - JOINED + 1, JOINED)
    return [
        join(rows[at : at + JOINED], [marked["ends"].get(str(at + i), []) for i in range(JOINED)])
        for number, at in enumerate(starts)
        if number % 2 in wanted
    ]


def join(rows: list[str], ends: list[list[int]]) -> Sample:
    """Rows joined with a blank, and where their sentences end in the joined text."""
    joins: set[int] = set()
    inside: set[int] = set()
    start = 0
    for row, marks in zip(rows, ends, strict=True):
        inside.update(start + mark for mark in marks)
        joins.add(start + len(row))
        start += len(row) + 1
    text = " ".join(rows)
    return Sample(text, frozenset(joins - {len(text)}), frozenset(inside))


# --- splitters


def padan_splitter(lang: str) -> Splitter:
    """Ours."""
    return lambda text: {end for _, end in split_spans(text, lang)}


def regex_splitter(_lang: str) -> Splitter:
    """A stop, closing quotes, a blank, a capital or digit: the plain baseline."""
    end = re.compile(r"[.!?]+[\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9])")
    return lambda text: {match.end() for match in end.finditer(text)} | {len(text)}


def ends_of(text: str, pieces: Iterator[str] | list[str]) -> set[int]:
    """Where pieces that differ from `text` in white space only end in it."""
    letters = [at for at, char in enumerate(text) if not char.isspace()]
    ends, seen = set(), 0
    for piece in pieces:
        seen += sum(not char.isspace() for char in piece)
        if 0 < seen <= len(letters):
            ends.add(letters[seen - 1] + 1)
    return ends


def sentence_splitter(_lang: str) -> Splitter:
    """sentence-splitter; it has no Indonesian list, so English."""
    tool = importlib.import_module("sentence_splitter").SentenceSplitter(language="en")
    return lambda text: ends_of(text, tool.split(text=text))


def syntok(_lang: str) -> Splitter:
    """syntok."""
    segmenter = importlib.import_module("syntok.segmenter")

    def split(text: str) -> set[int]:
        paragraphs = segmenter.process(text)
        return {s[-1].offset + len(s[-1].value) for p in paragraphs for s in p}

    return split


def blingfire(_lang: str) -> Splitter:
    """blingfire."""
    tool = importlib.import_module("blingfire")
    return lambda text: ends_of(text, tool.text_to_sentences(text).split("\n"))


def pysbd(_lang: str) -> Splitter:
    """pysbd; it has no Indonesian rules, so English."""
    tool = importlib.import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: ends_of(text, tool.segment(text))


SPLITTERS: dict[str, tuple[str, Callable[[str], Splitter]]] = {
    "padan": ("padan", padan_splitter),
    "plain regex": ("", regex_splitter),
    "sentence-splitter (en)": ("sentence-splitter", sentence_splitter),
    "syntok": ("syntok", syntok),
    "blingfire": ("blingfire", blingfire),
    "pysbd (en)": ("pysbd", pysbd),
}
"""Name -> the package whose version is printed, and how to make one for a language."""


# --- measuring


def hard_lines(lang: str) -> list[tuple[str, set[int]]]:
    """The project's hard lines in a language, with their boundaries, the text's end included."""
    lines = []
    for line in HARD_LINES.read_text(encoding="utf-8").splitlines():
        name, _, marked = line.partition("\t")
        if name == lang:
            text = marked.replace(END, "")
            lines.append((text, ends_of(text, marked.split(END))))
    return lines


def hard_lines_right(lang: str, split: Splitter) -> float:
    """The share of hard lines without a fault, 0..1."""
    lines = hard_lines(lang)
    return sum(split(text) | {len(text)} == gold for text, gold in lines) / len(lines)


def judge(found: set[int], sample: Sample, result: Result) -> None:
    """Count one text in all countings."""
    found = found - {len(sample.text)}
    result.joins.add(found, sample.joins)
    result.lenient.add(found - sample.inside, sample.joins)
    result.sentences.add(found, sample.joins | sample.inside)


def measure(samples: list[Sample], split: Splitter) -> tuple[Result, float]:
    """Counts over all texts, and sentences per second (best of three passes)."""
    seconds, found = float("inf"), [set[int]() for _ in samples]
    for _ in range(3):
        began = time.perf_counter()
        found = [split(sample.text) for sample in samples]
        seconds = min(seconds, time.perf_counter() - began)
    result = Result()
    for ends, sample in zip(found, samples, strict=True):
        judge(ends, sample, result)
    return result, sum(map(len, found)) / seconds


def report(lang: str, samples: list[Sample]) -> dict[str, Any]:
    """All splitters on one language; those not installed are named under `skipped`."""
    ceiling = Result()
    for sample in samples:
        judge(set(sample.joins | sample.inside), sample, ceiling)
    lines: dict[str, Any] = {"hand-marked gold": _figures(ceiling)}
    skipped = []
    for name, (package, make) in SPLITTERS.items():
        try:
            split = make(lang)
        except ImportError:
            skipped.append(name)
            continue
        result, rate = measure(samples, split)
        lines[name] = {
            **_figures(result),
            "hard_lines": hard_lines_right(lang, split),
            "sentences_per_second": rate,
            "version": _version(package),
        }
    return {"lines": lines, "skipped": skipped, "texts": len(samples)}


def _figures(result: Result) -> dict[str, dict[str, float]]:
    counts = {name: getattr(result, name) for name in asdict(result)}
    return {name: count.figures() for name, count in counts.items()}


def _version(package: str) -> str:
    try:
        return version(package) if package else "-"
    except PackageNotFoundError:
        return "?"


def show(reports: dict[str, Any], signature: str) -> None:
    """Print a table for each language."""
    for lang, part in reports.items():
        print(f"{lang}: {part['texts']} joined texts; precision / recall / F1")
        countings = f"{'joins':>22}{'lenient':>22}{'sentences':>22}"
        print(f"  {'':24}{countings}{'hard':>7}{'sent/s':>9}  version")
        for name, line in part["lines"].items():
            cells = "".join(
                f"{' / '.join(f'{v:.3f}' for v in line[c].values()):>22}"
                for c in ("joins", "lenient", "sentences")
            )
            hard = f"{line['hard_lines']:.3f}" if "hard_lines" in line else "-"
            rate = line.get("sentences_per_second")
            speed = f"{rate:,.0f}" if rate else "-"
            print(f"  {name:24}{cells}{hard:>7}{speed:>9}  {line.get('version', '-')}")
        if part["skipped"]:
            print(f"  not installed, skipped: {', '.join(part['skipped'])}")
    print(f"signature: {signature}")


def main() -> int:
    """Run from the command line; 2 where the data is not there."""
    parser = argparse.ArgumentParser(description="Sentence boundaries on joined FLORES rows.")
    parser.add_argument(
        "--data", default=os.environ.get("PADAN_DATA"), help="folder that holds flores/"
    )
    parser.add_argument("--part", choices=["odd", "even", "all"], default="odd")
    parser.add_argument("--lang", choices=["id", "en", "both"], default="both")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    langs = list(FIELDS) if options.lang == "both" else [options.lang]
    try:
        if not options.data:
            raise NoDataError("no data; name the data folder with --data or PADAN_DATA")
        reports = {
            lang: report(lang, load(Path(options.data), lang, options.part)) for lang in langs
        }
    except NoDataError as fault:
        print(f"splitting: {fault}", file=sys.stderr)
        return MISSING_DATA
    signature = (
        f"padan {version('padan')}|splitting|flores dev|joined:{JOINED}|part:{options.part}"
        f"|ends:exact,inner|ftfy {version('ftfy')}"
    )
    if options.json:
        print(json.dumps({**reports, "signature": signature}))
    else:
        show(reports, signature)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Texts that stand in two splits, or in an export and a benchmark: they would be found again.

Benchmarks are read from text files, a sentence a line (FLORES, NTREX), from tables (each field) and
from JSON lines (each text in them).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from padan.errors import InputError
from padan.export.evidence import LIKE
from padan.export.filters import ChosenRow, ChosenStory
from padan.export.fingerprints import Words, words_of
from padan.export.splits import Splits
from padan.view.reading import Reading

_NAMED = 10
"""Rows that an error names; the count says how many more there are."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A row whose words stand elsewhere too."""

    story: str
    """Id."""
    row: int
    where: str
    """In plain words."""

    def __str__(self) -> str:
        return f"story {self.story} row {self.row + 1}: {self.where}"


def across_splits(splits: Splits) -> list[Leak]:
    """Rows that share words with a row of another split."""
    leaks = []
    for shared in splits.shared:
        story, other = splits.ids[shared.story], splits.ids[shared.other]
        own, its = splits.of.get(story), splits.of.get(other)
        if own and its and own != its:
            how = "a like sentence" if shared.like else "the same words"
            where = f"{how} in story {other} row {shared.other_row + 1} ({own} and {its})"
            leaks.append(Leak(story, shared.row, where))
    return leaks


def refuse(leaks: list[Leak]) -> None:
    """Raise InputError that names the rows, where there are any."""
    if leaks:
        some = "; ".join(map(str, leaks[:_NAMED]))
        more = f"; and {len(leaks) - _NAMED} more" if len(leaks) > _NAMED else ""
        raise InputError(
            f"{len(leaks)} rows hold texts that stand elsewhere: {some}{more}",
            where="export",
            todo="leave them out with --on-overlap drop, or filter the stories",
        )


class Benchmark:
    """The sentences of a file, to be found in rows again."""

    def __init__(self, name: str, sentences: Iterable[str]) -> None:
        self.name = name
        self._sentences = [" ".join(words) for words in map(words_of, sentences) if words]
        self._whole = set(self._sentences)
        words = Words([sentence.split() for sentence in self._sentences])
        self._runs = np.unique(words.all_runs()[0])
        hashes, owners = words.sketches()
        order = np.argsort(hashes, kind="stable")
        self._bands, self._owners = hashes[order], owners[order]

    @staticmethod
    def read(path: Path) -> Benchmark:
        """The sentences of a file. Raises InputError where it cannot be read."""
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            raise InputError(f"cannot be read ({problem})", where=str(path)) from problem
        return Benchmark(path.name, [text for line in lines for text in _texts(line)])

    def holds(self, text: str) -> bool:
        """Whether a sentence stands in the benchmark, in the same words or nearly."""
        words = words_of(text)
        if not words:
            return False
        hashed = Words([words])
        if np.isin(hashed.all_runs()[0], self._runs).any():
            return True
        plain = " ".join(words)
        return (len(words) > 2 and plain in self._whole) or self._like(hashed, plain)

    def _like(self, hashed: Words, plain: str) -> bool:
        from rapidfuzz import fuzz

        bands, _ = hashed.sketches()
        starts = np.searchsorted(self._bands, bands, "left")
        ends = np.searchsorted(self._bands, bands, "right")
        near = {n for a, b in zip(starts, ends, strict=True) for n in self._owners[a:b].tolist()}
        return any(fuzz.ratio(plain, self._sentences[n], score_cutoff=LIKE) for n in near)


def _texts(line: str) -> Iterator[str]:
    if line.lstrip().startswith(("{", "[")):
        try:
            yield from _strings(json.loads(line))
            return
        except (ValueError, RecursionError):
            pass  # a sentence that begins with a bracket
    yield from line.split("\t")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def in_benchmarks(
    stories: Iterable[ChosenStory], benchmarks: Iterable[Benchmark]
) -> Iterator[Leak]:
    """Rows of which a sentence, or our English of it, stands in a benchmark."""
    known = list(benchmarks)
    if not known:
        return
    for chosen in stories:
        reading = Reading(chosen.story.compared)
        for row in chosen.rows:
            for text in _said(reading, row):
                where = next((b.name for b in known if b.holds(text)), None)
                if where:
                    yield Leak(reading.compared.story.id, row.row.index, f"stands in {where}")
                    break


def _said(reading: Reading, chosen: ChosenRow) -> Iterator[str]:
    for cell in chosen.row.cells:
        for sentence in reading.sentences(cell):
            yield sentence.text
        for translation in reading.translations(cell):
            yield translation.text

"""The minimal pairs of corpora/pairs/ are sound, and the checker finds what is not."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "corpora/pairs"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


check = load("check_pairs")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "pairs").mkdir()
    shutil.copy(PAIRS / "term.tsv", tmp_path / "pairs")
    return tmp_path / "pairs"


def set_cell(folder: Path, line: int, column: str, edit: Callable[[str], str]) -> None:
    path = folder / "term.tsv"
    lines = path.read_text("utf-8").splitlines()
    cells = lines[line].split("\t")
    place = check.COLUMNS.index(column)
    old, cells[place] = cells[place], edit(cells[place])
    assert old != cells[place]
    lines[line] = "\t".join(cells)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def cell(folder: Path, line: int, column: str) -> str:
    lines = (folder / "term.tsv").read_text("utf-8").splitlines()
    return lines[line].split("\t")[check.COLUMNS.index(column)]


def first(folder: Path, langs: str) -> int:
    lines = (folder / "term.tsv").read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines) if line.split("\t")[1] == langs)


def drop_half(folder: Path) -> None:
    lines = (folder / "term.tsv").read_text("utf-8").splitlines(keepends=True)
    (folder / "term.tsv").write_text("".join(lines[:50]), "utf-8")


def drop_column(folder: Path) -> None:
    lines = (folder / "term.tsv").read_text("utf-8").splitlines()
    lines[7] = lines[7].rsplit("\t", 1)[0]
    (folder / "term.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def copy_reference(folder: Path) -> None:
    set_cell(folder, 9, "reference", lambda _: cell(folder, 4, "reference") + " Again.")


def unmark(folder: Path) -> None:
    for column in ("reference", "departure"):
        set_cell(folder, 3, column, check.strip)


def test_every_kind_is_there_and_sound() -> None:
    assert {path.stem for path in PAIRS.glob("*.tsv")} == check.KINDS
    assert list(check.check_pairs(PAIRS)) == []


def test_pairs_are_counted_by_kind_language_and_severity(copy: Path) -> None:
    (line,) = check.pair_counts(copy)
    assert line.startswith("pairs/term.tsv: ")
    assert all(word in line for word in ("pairs", "en-id", "major"))


FAULTS: list[tuple[str, Callable[[Path], None], str]] = [
    ("too few pairs", drop_half, "fewer than 100"),
    ("a missing column", drop_column, "10 columns"),
    ("an unknown kind", lambda f: (f / "term.tsv").rename(f / "typo.tsv"), "known kind"),
    (
        "another header",
        lambda f: set_cell(f, 0, "why", lambda _: "reason"),
        "wrong header",
    ),
    (
        "an item out of order",
        lambda f: set_cell(f, 5, "item", lambda _: "term-050"),
        "not numbered in order",
    ),
    (
        "a mark that is not closed",
        lambda f: set_cell(f, 2, "departure", lambda t: t.replace("]]", "", 1)),
        "marks are nested, empty or not in pairs",
    ),
    (
        "a mark that begins with a blank",
        lambda f: set_cell(f, 2, "departure", lambda t: t.replace("[[", "[[ ", 1)),
        "marks are nested, empty or not in pairs",
    ),
    ("a difference without a mark", unmark, "neither the reference nor the departure"),
    (
        "a harmless rewording without a mark",
        lambda f: set_cell(f, 3, "harmless", check.strip),
        "the harmless rewording has no mark",
    ),
    (
        "a sentence that is not NFC",
        lambda f: set_cell(f, 3, "why", lambda t: t.replace("e", "e\u0301", 1)),
        "NFC",
    ),
    (
        "an invisible character",
        lambda f: set_cell(f, 3, "why", lambda t: "\u200b" + t),
        "invisible character",
    ),
    (
        "an English rendering too many",
        lambda f: set_cell(f, first(f, "id-id"), "departure_en", lambda _: "Too much."),
        "belongs to en-id",
    ),
    (
        "an English rendering that is missing",
        lambda f: set_cell(f, first(f, "en-id"), "harmless_en", lambda _: ""),
        "belongs to en-id",
    ),
    (
        "a departure that says what the reference says",
        lambda f: set_cell(
            f, first(f, "id-id"), "departure", lambda _: cell(f, first(f, "id-id"), "reference")
        ),
        "two of the three sentences are the same",
    ),
    ("two references that are nearly the same", copy_reference, "nearly the same reference"),
    (
        "a reason twice",
        lambda f: set_cell(f, 6, "why", lambda _: cell(f, 5, "why")),
        "the same why 2 times",
    ),
    (
        "a severity that pairs do not have",
        lambda f: set_cell(f, 6, "severity", lambda _: "trivial"),
        "unknown languages or severity",
    ),
    (
        "a date that is none",
        lambda f: set_cell(f, 6, "published", lambda _: "2025-02-30"),
        "not a date",
    ),
    (
        "a reason that is no sentence",
        lambda f: set_cell(f, 6, "why_harmless", lambda t: t.rstrip(".")),
        "not a sentence",
    ),
    (
        "a reference of two words",
        lambda f: set_cell(f, 6, "reference", lambda _: "Two [[words]]"),
        "a reference of 2 words",
    ),
    (
        "stray white space",
        lambda f: set_cell(f, 6, "harmless", lambda t: t.replace(" ", "  ", 1)),
        "stray white space",
    ),
]


@pytest.mark.parametrize(("spoil", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_the_checker_finds(copy: Path, spoil: Callable[[Path], None], words: str) -> None:
    assert list(check.check_pairs(copy)) == []
    spoil(copy)
    assert any(words in fault for fault in check.check_pairs(copy))


def test_languages_that_are_not_spread_as_planned_are_a_fault(copy: Path) -> None:
    path = copy / "term.tsv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\tid-id\t", "\ten-en\t"), "utf-8")
    assert any("was planned" in fault for fault in check.check_pairs(copy))


def test_a_folder_without_pairs_has_no_faults(tmp_path: Path) -> None:
    assert list(check.check_pairs(tmp_path / "pairs")) == []

"""The gold of corpora/ is sound, and the checker that says so finds what is not."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "corpora"
STORY = "kabel-timor"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


pairs = load("check_pairs")  # first: check_corpora imports it by this name
check = load("check_corpora")
build = load("build_corpora")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPORA, tmp_path / "corpora"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def drop_line(path: Path, start: str) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), "utf-8")


def swap_rows(folder: Path) -> None:
    path = folder / "gold/rows.tsv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    one, two = lines[8].split("\t"), lines[9].split("\t")
    lines[8], lines[9] = "\t".join([one[0], *two[1:]]), "\t".join([two[0], *one[1:]])
    path.write_text("".join(lines), "utf-8")


def test_the_gold_is_sound() -> None:
    assert check.faults(CORPORA) == []


def test_the_files_are_what_the_marked_texts_make() -> None:
    made = {
        path: text
        for marked in CORPORA.glob("*/gold/marked")
        for path, text in build.build(marked.parents[1]).items()
    }
    assert len(made) >= 14
    for path, text in made.items():
        assert path.read_bytes() == text.encode(), path


FAULTS: list[tuple[str, Callable[[Path], None], str]] = [
    (
        "an edited text",
        lambda f: change(f / "kabarlima.txt", "diam-diam berunding", "diam-diam runding"),
        "is not the text at",
    ),
    (
        "a text that is not NFC",
        lambda f: change(f / "samudra.txt", "Dili", "Dili\u0301"),
        "not NFC",
    ),
    (
        "an article without gold",
        lambda f: (f / "new.txt").write_text("Satu.\n", "utf-8"),
        "other articles than the folder holds",
    ),
    (
        "a line without role",
        lambda f: drop_line(f / "gold/roles.tsv", "samudra.txt\t1\t"),
        "roles do not cover the line",
    ),
    (
        "furniture that is called body",
        lambda f: change(f / "gold/roles.tsv", "\tfurniture", "\tbody"),
        "sentences do not fit the role",
    ),
    (
        "a sentence in two rows",
        lambda f: change(f / "gold/rows.tsv", "r9\ts8\ts6", "r9\ts8\ts6 s7"),
        "stands in no row or in two",
    ),
    ("rows out of order", swap_rows, "not in the reference's order"),
    (
        "sentences without a shared statement in one row",
        lambda f: change(f / "gold/sentences.tsv", "\t22\t", "\t99\t"),
        "share no statement",
    ),
    (
        "a quote that moved",
        lambda f: change(f / "gold/findings.jsonl", "pembicaraan tenang", "pembicaraan senyap"),
        "retelling quote is not the text",
    ),
    (
        "a finding in another row",
        lambda f: change(f / "gold/findings.jsonl", '"row": "r31"', '"row": "r5"'),
        "stands outside the row",
    ),
    (
        "a finding in a row that is not there",
        lambda f: change(f / "gold/findings.jsonl", '"row": "r31"', '"row": "r310"'),
        "stands outside the row",
    ),
    (
        "an offset that is no number",
        lambda f: change(f / "gold/sentences.tsv", "s2\t", "s2\tx"),
        "missing or strange value",
    ),
    (
        "an unknown kind",
        lambda f: change(f / "gold/findings.jsonl", '"kind": "term"', '"kind": "typo"'),
        "unknown kind",
    ),
    (
        "a dropped sentence that nothing speaks of",
        lambda f: drop_line(
            f / "gold/findings.jsonl",
            '{"row": "r33", "article": "kabarlima.txt", "kind": "omission"',
        ),
        "one side is empty and nothing says so",
    ),
    (
        "a finding twice",
        lambda f: change(
            f / "gold/findings.jsonl",
            "",
            (f / "gold/findings.jsonl").read_text("utf-8").splitlines(keepends=True)[0],
        ),
        "the same finding 2 times",
    ),
    (
        "a place that is both a departure and harmless",
        lambda f: change(
            f / "gold/harmless.jsonl",
            "",
            (f / "gold/findings.jsonl")
            .read_text("utf-8")
            .splitlines(keepends=True)[0]
            .replace('"severity": "minor"', '"change": "wording"'),
        ),
        "overlaps",
    ),
    (
        "a file that no story is named for",
        lambda f: drop_line(f.parent / "gold/stories.tsv", "lain/selat-pos.txt"),
        "listed or present, not both",
    ),
]


@pytest.mark.parametrize(("spoil", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_the_checker_finds(copy: Path, spoil: Callable[[Path], None], words: str) -> None:
    spoil(copy / STORY)
    assert any(words in fault for fault in check.faults(copy))


def test_faults_end_with_exit_code_one_and_sound_gold_with_a_summary(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main([str(copy)]) == 0
    assert f"{STORY}: " in capsys.readouterr().out
    drop_line(copy / STORY / "gold/roles.tsv", "samudra.txt\t1\t")
    assert check.main([str(copy)]) == 1
    assert "samudra.txt:1" in capsys.readouterr().out


def test_a_corpora_folder_without_gold_is_a_fault(tmp_path: Path) -> None:
    assert check.faults(tmp_path)


def test_the_builder_names_what_is_stale_and_mends_it(copy: Path) -> None:
    assert build.main([str(copy), "--check"]) == 0
    change(copy / STORY / "gold/marked/samudra.txt", "Waktu baca", "Lama baca")
    assert build.main([str(copy), "--check"]) == 1
    assert build.main([str(copy)]) == 0
    assert "Lama baca" in (copy / STORY / "samudra.txt").read_text("utf-8")
    assert check.faults(copy) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("samudra.txt", "headline: ", "title: "),
        ("findings.tsv", "pembicaraan tenang", "pembicaraan senyap"),
        ("findings.tsv", "warta-kilat\th\t", "warta-kilat\tno\t"),
    ],
    ids=["an unknown role", "a quote that is not there", "a statement that is not there"],
)
def test_the_builder_names_the_line_that_it_cannot_read(
    copy: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str
) -> None:
    path = copy / STORY / "gold/marked" / file
    change(path, old, new)
    assert build.main([str(copy)]) == 2
    assert f"{path}:" in capsys.readouterr().err


def test_rows_stand_by_their_first_sentence_where_a_retelling_joins_two_places(
    tmp_path: Path,
) -> None:
    (tmp_path / "reference.txt").write_text("body: {1}A. {2}B. {3}C. {4}D.\n", "utf-8")
    (tmp_path / "retelling.txt").write_text("body: {4}D. {k}K. {1 3}A and C. {2}B.\n", "utf-8")
    pages = [build.read_page(tmp_path / f"{name}.txt") for name in ("reference", "retelling")]
    assert build.order_rows(pages) == [{"1", "3"}, {"2"}, {"4"}, {"k"}]


def findings(name: str) -> list[dict[str, str]]:
    path = CORPORA / STORY / f"gold/{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_free_retelling_departs_in_many_ways_and_is_harmless_as_often() -> None:
    departures = [f for f in findings("findings") if f["article"] == "kabarlima.txt"]
    assert len(departures) >= 12
    assert {f["kind"] for f in departures} == check.KINDS
    harmless = [f for f in findings("harmless") if f["article"] == "kabarlima.txt"]
    assert len(harmless) >= len(departures)


def test_every_retelling_has_findings_and_harmless_rewordings() -> None:
    for name in ("findings", "harmless"):
        counts = Counter(f["article"] for f in findings(name))
        assert set(counts) == {
            "warta-kilat.txt",
            "kabarlima.txt",
            "kabarlima-hal1.txt",
            "samudra.txt",
        }
        assert min(counts.values()) >= 7

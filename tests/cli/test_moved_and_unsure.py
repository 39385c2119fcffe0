"""From articles to page: a passage that an outlet moved is marked, and so is what is unsure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from padan.cli import main

sys.path.insert(0, str(Path(__file__).parents[1]))
from plug_in import install

SAID = (
    "Jembatan gantung Sungai Lamandau roboh setelah hujan deras tiga malam berturut-turut.",
    "Kepala desa Tarmizi Hanafi melaporkan dua warga luka ringan terkena kawat.",
    "Anak sekolah kini menyeberang dengan perahu ketinting milik nelayan.",
    "Dinas pekerjaan umum menjanjikan jembatan darurat dari batang kelapa pekan depan.",
    "Pedagang sayur mengeluh karena harus memutar sejauh empat puluh kilometer.",
    "Jembatan itu dibangun gotong royong pada tahun 1987 dan belum pernah diganti.",
    "Camat meminta warga tidak mengambil papan yang hanyut di tepi sungai.",
    "Polisi memasang pita kuning di kedua ujung bangunan yang tersisa.",
)
REWORDED = (
    *SAID[:1],
    "Kepala desa Tarmizi Hanafi melaporkan dua warga terluka ringan karena terkena kawat.",
    *SAID[2:5],
    "Jembatan itu dibangun secara gotong royong pada tahun 1987 dan belum pernah diperbarui.",
    *SAID[6:],
)
MOVED = (*REWORDED[:2], *REWORDED[5:7], *REWORDED[2:5], REWORDED[7])


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs padan on two articles, of which the second has two sentences elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(install(tmp_path / "plug-in")))
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, lines in {"a": SAID, "b": MOVED}.items():
        (folder / f"{name}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")

    def call(*arguments: str) -> str:
        done = CliRunner().invoke(main, list(arguments))
        assert done.exit_code == 0, done.output
        return done.stdout

    call("run", "articles", "--store", "a.db", "--no-report", *ENGINES)
    return call


ENGINES = ("--encoder", "grams", "--translator", "slow")


def tags(table, kind: str) -> list:
    return [e for e in table.find_class("tag") if kind in e.classes]


def rows_in(shown: str) -> list[str]:
    return [" ".join(row.split()) for row in shown.split("\nRow ")[1:]]


def test_show_marks_what_moved_where_it_moved_and_nothing_else(told) -> None:
    rows = rows_in(told("show", "--store", "a.db", "--min-confidence", "0"))
    assert len(rows) == len(SAID)
    marked = [row for row in rows if "moved: stands elsewhere" in row]
    assert len(marked) == 2
    assert all(any(words in row for words in ("gotong royong", "papan")) for row in marked)
    assert not any("unsure match" in row for row in rows)


def test_show_tells_moved_and_unsure_apart_in_the_same_row(told) -> None:
    rows = rows_in(told("show", "--store", "a.db", "--min-confidence", "1"))
    unsure = [row for row in rows if "unsure match" in row]
    assert ["gotong royong" in row for row in unsure].count(True) == 1
    assert ["Tarmizi" in row for row in unsure].count(True) == 1
    assert ["moved: stands elsewhere" in row for row in unsure if "gotong royong" in row] == [True]
    assert ["moved: stands elsewhere" in row for row in unsure if "Tarmizi" in row] == [False]


def test_the_report_marks_both_in_table_and_strip(told, tmp_path: Path) -> None:
    for least, unsure in (("0", False), ("1", True)):
        told("report", f"pages{least}", "--store", "a.db", "--min-confidence", least)
        page = next(
            path
            for path in (tmp_path / f"pages{least}").rglob("*.html")
            if 'id="rows"' in path.read_text("utf-8")
        )
        drawn = html.fromstring(page.read_text("utf-8"))
        table = drawn.get_element_by_id("rows")
        assert len(tags(table, "moved")) == 2
        assert bool(tags(table, "unsure")) == unsure
        marks = drawn.xpath("//a//*[local-name()='rect' and contains(@class, 'moved')]")
        assert len(marks) == 2

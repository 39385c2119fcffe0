"""The main job in a store: nothing twice, nothing lost, whatever happens to it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from plug_in import install

STORY = {
    "source.txt": [
        "Pelabuhan Teluk Bayur ditutup dua hari karena gelombang setinggi empat meter.",
        "Kepala pelabuhan Rina Sasmita mengatakan tiga kapal menunggu di luar dermaga.",
        "Nelayan diminta tidak melaut sampai hari Kamis.",
        "Badan cuaca memperkirakan angin mereda pada akhir pekan.",
        "Pedagang ikan di pasar raya mengeluh karena pasokan berkurang separuh.",
    ],
    "retelling.txt": [
        "Pelabuhan Teluk Bayur ditutup dua hari karena gelombang setinggi lima meter.",
        "Tiga kapal menunggu di luar dermaga, kata Rina Sasmita, kepala pelabuhan.",
        "Nelayan diminta tidak melaut sampai hari Kamis.",
        "Angin diperkirakan mereda pada akhir pekan menurut badan cuaca.",
        "Pedagang ikan di pasar raya mengeluh karena pasokan berkurang separuh.",
    ],
    "other.txt": [
        "Klub sepak bola itu menang dengan tiga gol tanpa balas di kandang sendiri.",
        "Pelatih memuji penjaga gawang yang menahan dua tendangan penalti.",
        "Pertandingan berikutnya berlangsung di Surabaya pekan depan.",
    ],
}


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with articles to run on and the test engines."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, sentences in STORY.items():
        (articles / name).write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
    install(tmp_path / "plug-in")
    return tmp_path


def _start(workplace: Path, *more: str, translator: str = "slow") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "padan", "run", "articles", "--store", "a.db", "--no-report"]
    return subprocess.Popen(
        [*command, "--encoder", "grams", "--translator", translator, *more],
        cwd=workplace,
        env={
            **os.environ,
            "PYTHONPATH": str(workplace / "plug-in"),
            "PADAN_TEST_LOG": str(workplace / "log.tsv"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(workplace: Path, *more: str, translator: str = "slow") -> subprocess.CompletedProcess[str]:
    process = _start(workplace, *more, translator=translator)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _log(workplace: Path, what: str) -> Counter[str]:
    path = workplace / "log.tsv"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return Counter(line.split("\t", 1)[1] for line in lines if line.startswith(f"{what}\t"))


def test_a_run_finds_the_story_and_what_was_changed_in_it(workplace: Path) -> None:
    done = _run(workplace)
    assert done.returncode == 0, done.stderr
    assert "empat" in done.stdout
    assert "lima" in done.stdout


def test_a_second_run_of_unchanged_input_asks_no_engine(workplace: Path) -> None:
    first = _run(workplace)
    asked = _log(workplace, "begun"), _log(workplace, "encode")
    second = _run(workplace)
    assert (_log(workplace, "begun"), _log(workplace, "encode")) == asked
    assert second.stdout == first.stdout


def test_a_sentence_that_stands_in_two_articles_is_translated_once(workplace: Path) -> None:
    _run(workplace)
    taken = _log(workplace, "taken")
    distinct = {sentence for sentences in STORY.values() for sentence in sentences}
    assert set(taken) == distinct
    assert max(taken.values()) == 1


def test_changing_one_sentence_translates_one_sentence(workplace: Path) -> None:
    _run(workplace)
    changed = [*STORY["retelling.txt"][:-1], "Pedagang ikan justru senang karena harga naik."]
    (workplace / "articles/retelling.txt").write_text("\n\n".join(changed), encoding="utf-8")
    before = sum(_log(workplace, "taken").values())
    assert _run(workplace).returncode == 0
    assert sum(_log(workplace, "taken").values()) == before + 1


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a thing of POSIX systems")
def test_killed_in_the_middle_of_translation_it_goes_on_and_repeats_nothing(
    workplace: Path,
) -> None:
    process = _start(workplace, translator="slow:0.2")
    deadline = time.monotonic() + 60
    while sum(_log(workplace, "taken").values()) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = _log(workplace, "taken")
    assert 3 <= sum(before.values()) < 10
    with sqlite3.connect(workplace / "a.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()

    assert _run(workplace, translator="slow:0").returncode == 0
    taken = _log(workplace, "taken")
    assert set(taken) == {sentence for sentences in STORY.values() for sentence in sentences}
    assert max(taken.values()) == 1
    again = _log(workplace, "begun") - taken
    assert sum(again.values()) <= 1, "more than the sentence in hand was begun twice"


def test_a_broken_file_is_named_and_the_rest_is_done(workplace: Path) -> None:
    (workplace / "articles/empty.txt").write_bytes(b"")
    (workplace / "articles/picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    done = _run(workplace)
    assert done.returncode == 2
    assert "empat" in done.stdout
    lines = [line for line in done.stderr.splitlines() if line.startswith("  ")]
    assert len(lines) == 2
    assert any("empty.txt" in line for line in lines)
    assert any("picture.txt" in line for line in lines)
    assert "Traceback" not in done.stderr

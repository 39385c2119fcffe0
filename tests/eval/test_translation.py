"""The translation figures: right on outputs made here, and on the stored ones where they are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).parents[2] / "eval" / "translation.py"
FIRST = "Hujan deras merendam pasar lama di tepi sungai sejak kemarin sore."
SECOND = "Para pedagang memindahkan barang mereka ke gedung sekolah terdekat."
ENGLISH = (
    "Heavy rain has flooded the old market by the river since yesterday afternoon.",
    "Traders moved their goods to the nearest school building.",
)


def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "PADAN_DATA"}
    command = [sys.executable, str(PROGRAM), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={**kept, **environment}, check=False
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two rows as the real data has them; the system nllb loses a sentence in the first."""
    folder = tmp_path / "flores"
    folder.mkdir()
    systems = ("argos", "bergamot-tiny", "google", "microsoft", "nllb", "opusmt")
    pairs = [(f"{FIRST} {SECOND}", " ".join(ENGLISH)), (SECOND, ENGLISH[1])]
    for name, swap in (("id-en", False), ("en-id", True)):
        rows = []
        for number, (indonesian, english) in enumerate(pairs):
            source, reference = (english, indonesian) if swap else (indonesian, english)
            row: dict[str, Any] = {"row": number, "source": source, "reference": reference}
            row |= dict.fromkeys(systems, reference)
            if not number:
                row["nllb"] = reference.partition(". ")[0] + "."
            rows.append(json.dumps(row))
        (folder / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_without_data_it_says_so_and_exits_2() -> None:
    done = call()
    assert done.returncode == 2
    assert "PADAN_DATA" in done.stderr
    assert done.stdout == ""


def test_an_engine_that_cannot_run_exits_2(small: Path) -> None:
    done = call("--data", str(small), "--engine", "nosuch")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_perfect_system_scores_100_and_a_lost_sentence_is_counted(small: Path) -> None:
    done = call("--data", str(small), "--json", "--samples", "50")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for direction in ("id-en", "en-id"):
        figures = found[direction]
        perfect, lossy = figures["scores"]["google"], figures["scores"]["nllb"]
        assert perfect["bleu"] == perfect["chrf"] == perfect["chrf++"] == 100
        assert perfect["ter"] == 0
        assert lossy["bleu"] < 90
        assert lossy["ter"] > 0
        for metric in ("bleu", "chrf", "chrf++", "ter"):
            assert "bs:50|seed:12345" in perfect[f"{metric}_signature"]
            assert "version:" in perfect[f"{metric}_signature"]
            assert lossy[f"{metric}_ci"] > 0
            assert f"{metric}_p" not in lossy, "the baseline is not tested against itself"
        lost = figures["lost_sentences"]
        assert lost["google"] == {"rows": 1, "lost": 0, "caught": 0, "alarms": 0}
        assert lost["nllb"] == {"rows": 1, "lost": 1, "caught": 1, "alarms": 0}
        assert figures["alarms"]["human"] == {}
        assert figures["damage_found"]["half left out"] == 1
    assert found["human"] == {}, "sets that are not there"
    summary = found["summary"]
    assert summary["bleu_off_stored"] > 10, "these are not the outputs that were published"
    assert summary["lost_by_nllb_found"] == 1
    assert summary["alarms_on_google"] == 0


def test_without_a_bootstrap_it_is_quick_and_says_nothing_of_intervals(small: Path) -> None:
    done = call("--data", str(small), "--json", "--samples", "0", "--metrics", "bleu")
    assert done.returncode == 0, done.stderr
    one = json.loads(done.stdout)["id-en"]["scores"]["nllb"]
    assert "bleu" in one
    assert not {"bleu_ci", "chrf", "ter"} & set(one)
    assert "bs:" not in one["bleu_signature"]


def test_people_get_a_page_to_read(small: Path) -> None:
    done = call("--data", str(small), "--samples", "0")
    assert done.returncode == 0, done.stderr
    assert "lost sentences found 1/1" in done.stdout
    assert "COMET 0.898 (published)" in done.stdout


def test_an_engine_that_translates_nothing_scores_nothing(small: Path) -> None:
    done = call("--data", str(small), "--engine", "none", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["engine"] == "none"
    assert figures["not_translated"] == figures["rows"] == 2
    assert figures["bleu"] == 0


def test_the_stored_scores_are_reproduced_and_lost_sentences_found(data: Path) -> None:
    done = call("--data", str(data), "--json", "--samples", "0", "--metrics", "bleu")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for direction in ("id-en", "en-id"):
        for system, one in found[direction]["scores"].items():
            assert abs(one["from_stored"]) <= 0.1, system
    lost = found["id-en"]["lost_sentences"]
    assert lost["nllb"]["rows"] == 117
    assert lost["nllb"]["lost"] == 16
    assert lost["nllb"]["caught"] >= 0.95 * 16
    assert lost["google"]["alarms"] <= 2
    assert found["summary"]["most_alarms_of_a_kind"] <= 0.02
    assert found["summary"]["most_alarms_of_a_kind_unseen"] <= 0.04, "six of 199"
    assert min(found["id-en"]["damage_found"].values()) > 0.6


@pytest.mark.parametrize(("rows", "count"), [("0-1", 1), ("1-2", 1), ("2", 2)])
def test_rows_are_named_by_span_or_number(small: Path, rows: str, count: int) -> None:
    done = call("--data", str(small), "--engine", "none", "--rows", rows, "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["rows"] == count
    assert figures["first_row"] == (1 if rows == "1-2" else 0)


@pytest.mark.parametrize("rows", ["7-9", "x"])
def test_rows_that_are_not_there_exit_2(small: Path, rows: str) -> None:
    done = call("--data", str(small), "--engine", "none", "--rows", rows)
    assert done.returncode == 2
    assert done.stdout == ""

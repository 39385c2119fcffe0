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
    done = call("--data", str(small), "--json")
    assert done.returncode == 0, done.stderr
    for figures in json.loads(done.stdout).values():
        assert figures["scores"]["google"]["bleu"] == 100
        assert figures["scores"]["google"]["chrf"] == 100
        assert "version:" in figures["scores"]["google"]["bleu_signature"]
        assert figures["scores"]["nllb"]["bleu"] < 90
        assert figures["lost_sentences"]["google"] == {
            "rows": 1,
            "lost": 0,
            "caught": 0,
            "alarms": 0,
        }
        assert figures["lost_sentences"]["nllb"] == {"rows": 1, "lost": 1, "caught": 1, "alarms": 0}
        assert figures["alarms"]["reference"] == {}


def test_an_engine_that_translates_nothing_scores_nothing(small: Path) -> None:
    done = call("--data", str(small), "--engine", "none", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["engine"] == "none"
    assert figures["not_translated"] == figures["rows"] == 2
    assert figures["bleu"] == 0


def test_the_stored_scores_are_reproduced_and_lost_sentences_found(data: Path) -> None:
    done = call("--data", str(data), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for figures in found.values():
        for system, one in figures["scores"].items():
            assert abs(one["from_stored"]) <= 0.1, system
    lost = found["id-en"]["lost_sentences"]
    assert lost["nllb"]["rows"] == 117
    assert lost["nllb"]["lost"] == 16
    assert lost["nllb"]["caught"] >= 0.95 * 16
    assert lost["google"]["alarms"] <= 2

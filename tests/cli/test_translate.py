"""`padan translate` takes any text in, gives every sentence out, and says what is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from padan.cli import main

sys.path.insert(0, str(Path(__file__).parents[1]))
from plug_in import install

ARTICLE = """Pelabuhan Teluk Bayur ditutup dua hari karena gelombang setinggi empat meter.

Kepala pelabuhan mengatakan tiga kapal menunggu. Nelayan diminta tidak melaut.
"""
ENGINES = ("--translator", "slow", "--encoder", "grams")


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Calls padan in an empty folder with the test engines installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(install(tmp_path / "plug-in")))
    monkeypatch.setenv("PADAN_TEST_LOG", str(tmp_path / "log.tsv"))

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, ["translate", *ENGINES, *arguments], input=stdin)

    return run


def records(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def asked() -> list[str]:
    path = Path("log.tsv")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [line.split("\t", 1)[1] for line in lines if line.startswith("begun\t")]


def test_an_article_comes_out_paragraph_by_paragraph(call) -> None:
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    result = call("a.txt", "--format", "txt")
    assert result.exit_code == 0, result.output
    assert result.stdout == "\n".join(line.upper() for line in ARTICLE.splitlines() if line) + "\n"


def test_lines_in_are_lines_out_blank_ones_too(call) -> None:
    text = "satu kapal\n\n\ndua kapal. tiga kapal\n"
    assert call("--lines", "--format", "txt", stdin=text).stdout == text.upper()


def test_each_sentence_has_its_confidence_and_signature(call) -> None:
    found = records(call("--format", "jsonl", stdin=ARTICLE))
    assert len(found) == 3
    assert all("slow@1" in str(record["signature"]) for record in found)
    assert all("confidence" in record for record in found)


def test_a_file_of_several_articles_is_translated_whole(call) -> None:
    lines = [json.dumps({"text": ARTICLE, "url": f"https://example.org/{n}"}) for n in range(2)]
    Path("many.jsonl").write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    result = call("many.jsonl", "--format", "jsonl")
    assert result.exit_code == 2
    assert len(records(result)) == 6
    assert "many.jsonl" in result.stderr


def test_other_directions_are_named_and_one_language_is_none(call) -> None:
    result = call("--from", "en", "--to", "id", "--format", "tmx", stdin="Two ships wait.\n")
    assert result.exit_code == 0, result.output
    root = etree.fromstring(result.stdout.encode())
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [tuv.get(lang) for tuv in root.iter("tuv")] == ["en", "id"]
    same = call("--from", "en", "--to", "en-GB", stdin="Two ships wait.\n")
    assert same.exit_code == 2
    assert same.stderr.count("\n") == 1


def test_a_store_remembers_and_what_a_person_wrote_wins(call) -> None:
    from padan.export.tmx import Unit, write_tmx

    call("--store", "m.db", stdin="Satu kapal. Dua kapal.")
    assert len(asked()) == 2
    with Path("p.tmx").open("w", encoding="utf-8") as out:
        write_tmx([Unit("Dua kapal.", "A pair of ships.", "id", "en", author="Rina")], out)
    brought = CliRunner().invoke(main, ["memory", "import", "p.tmx", "--store", "m.db"])
    assert brought.exit_code == 0, brought.output
    found = records(call("--store", "m.db", "--format", "jsonl", stdin="Satu kapal. Dua kapal."))
    assert [record["text"] for record in found] == ["SATU KAPAL.", "A pair of ships."]
    assert found[1]["signature"] == "human: Rina"
    assert len(asked()) == 2


def test_a_changed_glossary_translates_only_the_sentences_it_speaks_of(call) -> None:
    text = "Satu kapal tiba. Dua perahu tiba. Tiga orang pergi."
    terms = Path("terms.tsv")
    terms.write_text("kapal\tship\n", encoding="utf-8")
    call("--store", "m.db", "--glossary", "terms.tsv", stdin=text)
    before = set(asked())
    terms.write_text("kapal\tship\nperahu\tboat\n", encoding="utf-8")
    Path("log.tsv").unlink()
    call("--store", "m.db", "--glossary", "terms.tsv", stdin=text)
    assert len(before) == 3
    assert set(asked()) == {"Dua perahu tiba."}


def test_a_term_that_was_not_kept_to_is_told(call) -> None:
    Path("terms.tsv").write_text("kapal\tship\nTIGA\t\n", encoding="utf-8")
    result = call(
        "--glossary", "terms.tsv", "--format", "jsonl", stdin="Satu kapal tiba. TIGA orang pergi."
    )
    first, second = records(result)
    assert first["fault_kinds"] == ["term"]
    assert "ship" in str(first["faults"])
    assert "term" not in second["fault_kinds"]  # type: ignore[operator]


def test_suggestions_come_with_their_score(call) -> None:
    call("--store", "m.db", stdin="Pelabuhan ditutup dua hari.")
    text = "Pelabuhan ditutup tiga hari."
    (found,) = records(call("--store", "m.db", "--suggest", "--format", "jsonl", stdin=text))
    (suggestion,) = found["suggestions"]  # type: ignore[misc]
    assert suggestion["text"] == "PELABUHAN DITUTUP DUA HARI."
    assert 0.7 <= suggestion["score"] < 1
    assert call("--suggest", stdin=text).exit_code == 2


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"satu\ndua \xff\n", "line 2"),
        (b"satu\n\0\0\n", "line 2"),
        (b"x" * 600_000, "line 1"),
    ],
)
def test_what_is_no_text_is_one_line_with_its_place_and_2(call, stdin: bytes, said: str) -> None:
    result = call("--lines", stdin=stdin)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_glossary_that_cannot_be_read_stops_before_any_work(call) -> None:
    Path("terms.tsv").write_bytes(b"\xff\xfe")
    result = call("--glossary", "terms.tsv", stdin="Satu kapal.")
    assert result.exit_code == 2
    assert "terms.tsv" in result.stderr
    assert asked() == []


def test_nothing_in_is_nothing_out(call) -> None:
    assert call(stdin="\n \n").stdout == ""


def _process(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "padan", "translate", "--encoder", "grams", "--lines", *more],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"},
            "PYTHONPATH": os.pathsep.join([str(folder / "plug-in"), *sys.path]),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_results_come_before_the_input_has_ended(tmp_path: Path) -> None:
    install(tmp_path / "plug-in")
    process = _process(tmp_path, "--translator", "slow", "--format", "txt")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("".join(f"kapal nomor {n}\n" for n in range(16)).encode())
    process.stdin.flush()
    assert process.stdout.readline() == b"KAPAL NOMOR 0\n"
    process.stdin.close()
    assert process.stdout.read().count(b"\n") == 15
    assert process.wait(60) == 0
    process.stdout.close()
    assert process.stderr is not None
    process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a thing of POSIX systems")
def test_killed_with_a_store_it_repeats_nothing_that_was_done(call, tmp_path: Path) -> None:
    text = "".join(f"kapal nomor {n}\n" for n in range(12))
    process = _process(tmp_path, "--translator", "slow:0.2", "--store", "m.db")
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.close()
    log, deadline = tmp_path / "log.tsv", time.monotonic() + 60
    while time.monotonic() < deadline:
        if log.exists() and log.read_text("utf-8").count("taken\t") >= 3:
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    taken = [x.split("\t")[1] for x in log.read_text("utf-8").splitlines() if x[:5] == "taken"]
    assert 3 <= len(taken) < 12
    log.unlink()
    result = call(
        "--lines", "--translator", "slow:0", "--store", "m.db", "--format", "txt", stdin=text
    )
    assert result.stdout == text.upper()
    assert not set(asked()) & set(taken)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a thing of Linux")
def test_a_full_disk_is_one_line_and_2_and_what_was_done_is_remembered(
    call, tmp_path: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "padan", "translate", "--store", "m.db", *ENGINES],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            input=b"Satu kapal.",
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "padan: cannot write the output (No space left on device)"
    ]
    Path("log.tsv").unlink()
    assert call("--store", "m.db", "--format", "txt", stdin="Satu kapal.").stdout == "SATU KAPAL.\n"
    assert asked() == []

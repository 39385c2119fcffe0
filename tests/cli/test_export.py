"""Every export runs with its options, and says whose text it leaves out."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1]))
from padan.cli import main
from padan.cli.export import export
from plug_in import install

SOURCE = """Pelabuhan Teluk Bayur ditutup dua hari karena gelombang setinggi empat meter.

Kepala pelabuhan Rina Sasmita mengatakan tiga kapal menunggu di luar dermaga.

Nelayan diminta tidak melaut sampai hari Kamis karena angin kencang.
"""
RETELLING = SOURCE.replace("empat meter", "lima meter").replace("diminta tidak", "diminta")
OTHER = """Klub sepak bola itu menang dengan tiga gol tanpa balas di kandang sendiri.

Pelatih memuji penjaga gawang yang menahan dua tendangan penalti semalam.
"""
STORY = """
[[article]]
file = "a.txt"
role = "reference"
lang = "id"
outlet = "The Quay"
licence = "CC BY 4.0"
[[article]]
file = "b.txt"
lang = "id"
outlet = "Kabar Dermaga"
licence = "CC BY 4.0"
"""
BOUND = """
[[article]]
file = "c.txt"
lang = "id"
outlet = "Suara Bola"
licence = "all rights reserved"
"""
FORMS = ["tsv", "csv", "jsonl", "xlsx", "tmx", "xliff", "ces", "intertext", "hf"]
TO_STREAM = ["tsv", "csv", "jsonl"]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of three articles in two stories."""
    folder = tmp_path_factory.mktemp("export")
    stories = {"harbour": ({"a": SOURCE, "b": RETELLING}, STORY), "ball": ({"c": OTHER}, BOUND)}
    for story, (texts, about) in stories.items():
        place = folder / "articles" / story
        place.mkdir(parents=True)
        for name, text in texts.items():
            (place / f"{name}.txt").write_text(text, encoding="utf-8")
        (place / "story.toml").write_text(about, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.syspath_prepend(str(install(folder / "plug-in")))
        engines = ("--encoder", "grams", "--translator", "slow")
        done = call("run", "articles", "--store", "a.db", "--no-report", *engines)
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the store, alone in the present folder."""
    shutil.copy(made / "a.db", tmp_path / "padan.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout), dialect="excel-tab"))


def test_each_form_has_an_example_that_runs(store: Path) -> None:
    assert sorted(export.commands) == sorted(FORMS)
    for form in FORMS:
        help_text = " ".join(call("export", form, "--help").output.split())
        assert f"Example: padan export {form} " in help_text
        assert "--max-consistency" in help_text and "--text" in help_text
        target = [] if form in TO_STREAM else [f"out-{form}"]
        result = call("export", form, *target, "--text", "full")
        assert result.exit_code == 0, f"{form}: {result.output}"
        assert result.stdout or form == "xlsx"
        if target:
            assert list(Path(target[0]).iterdir()) if form != "xlsx" else Path(target[0]).is_file()


@pytest.mark.parametrize("form", FORMS)
def test_equal_options_give_equal_bytes(store: Path, form: str) -> None:
    def bytes_of(target: str) -> dict[str, bytes]:
        result = call("export", form, target, "--text", "full")
        assert result.exit_code == 0, result.output
        path = Path(target)
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        return {str(p.relative_to(path)): p.read_bytes() for p in files}

    one = bytes_of("one")
    assert one and all(one.values())
    assert one == bytes_of("two")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_there_is_kept_unless_forced(store: Path, form: str) -> None:
    assert call("export", form, "out", "--text", "full").exit_code == 0
    refused = call("export", form, "out", "--text", "full")
    assert refused.exit_code == 2
    assert "out" in refused.output and "Traceback" not in refused.output
    assert call("export", form, "out", "--text", "full", "--force").exit_code == 0


@pytest.mark.parametrize("form", FORMS)
def test_text_without_an_open_licence_stays_behind(store: Path, form: str) -> None:
    target = [] if form in TO_STREAM else ["out"]
    result = call("export", form, *target, "--story", "Klub")
    assert result.exit_code == 0, result.output
    if form != "hf":
        assert "Suara Bola" in result.stderr and "--text full" in result.stderr
    written = result.stdout.encode() + b"".join(
        p.read_bytes() for p in [Path("out"), *Path("out").rglob("*")] if p.is_file()
    )
    assert b"penjaga" not in written
    assert b"kandang" not in written


def test_options_cut_the_rows(store: Path) -> None:
    rows = table(call("export", "tsv"))
    assert {row["outlet"] for row in rows} == {"Kabar Dermaga", "Suara Bola"}
    number = table(call("export", "tsv", "--kind", "number"))
    assert [row["row"] for row in number] == ["1"]
    assert {r["outlet"] for r in table(call("export", "tsv", "--outlet", "suara bola"))} == {
        "Suara Bola"
    }
    assert len(table(call("export", "tsv", "--limit", "2"))) == 2
    assert not table(call("export", "tsv", "--status", "accepted"))
    assert not table(call("export", "tsv", "--language", "en"))
    assert not table(call("export", "tsv", "--since", "2020-01-01"))
    doubtful = table(call("export", "tsv", "--max-consistency", "0.5"))
    assert doubtful and all(float(row["consistency"]) <= 0.5 for row in doubtful)


def test_a_sample_is_told_by_its_seed(store: Path) -> None:
    one = call("export", "tsv", "--limit", "2", "--seed", "1").stdout
    assert one == call("export", "tsv", "--limit", "2", "--seed", "1").stdout
    others = {call("export", "tsv", "--limit", "2", "--seed", str(n)).stdout for n in range(8)}
    assert len(others) > 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--story", "nowhere"], "no story answers"),
        (["--since", "2025-02-02", "--until", "2025-01-01"], "is after"),
        (["--min-consistency", "0.9", "--max-consistency", "0.1"], "above"),
        (["--status", "fine"], "is not one of"),
        (["--since", "yesterday"], "does not match"),
        (["--store", "other.db"], "no such store"),
    ],
)
def test_bad_options_are_one_clear_line(store: Path, options: list[str], said: str) -> None:
    result = call("export", "tsv", *options)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_the_dataset_keeps_benchmarks_out(store: Path) -> None:
    Path("bench.txt").write_text(SOURCE.split("\n")[2] + "\n", encoding="utf-8")
    failed = call("export", "hf", "out", "--exclude", "bench.txt")
    assert failed.exit_code == 2
    assert "row 2" in failed.output and "bench.txt" in failed.output
    assert not Path("out").exists()
    dropped = call("export", "hf", "out", "--exclude", "bench.txt", "--on-overlap", "drop")
    assert dropped.exit_code == 0, dropped.output
    assert "Left out" in dropped.stderr
    assert json.loads(json.dumps(dropped.stdout.count("stories/train"))) <= 1


def test_pushing_only_tells_unless_it_is_meant(store: Path) -> None:
    told = call("export", "hf", "out", "--push", "desk/rows")
    assert told.exit_code == 0, told.output
    assert "Would upload" in told.stdout and "README.md" in told.stdout
    assert "Nothing was sent" in told.stdout
    os.environ.pop("HF_TOKEN", None)
    refused = call("export", "hf", "out", "--force", "--push", "desk/rows", "--really")
    assert refused.exit_code == 2
    assert "set HF_TOKEN" in refused.output


def bytes_of(*paths: Path) -> bytes:
    files = [p for path in paths for p in [path, *path.rglob("*")] if p.is_file()]
    return b"".join(p.read_bytes() for p in files)


def test_a_takedown_leaves_nothing_in_store_and_exports(store: Path) -> None:
    for form in ("tmx", "tsv"):
        assert call("export", form, f"out-{form}.{form}", "--text", "full").exit_code == 0
    paths = [Path("out-tmx.tmx"), Path("out-tsv.tsv")]
    words = b"Klub sepak bola itu menang"
    assert words in bytes_of(Path("padan.db")) and words in bytes_of(*paths)
    told = call("takedown", "Suara Bola", "--dry-run")
    assert told.exit_code == 0, told.output
    assert "Would take down 1 articles" in told.stdout
    assert words in bytes_of(Path("padan.db"))
    given = [part for path in paths for part in ("--export", str(path))]
    done = call("takedown", "Suara Bola", *given)
    assert done.exit_code == 0, done.output
    assert words not in bytes_of(*Path().glob("padan.db*"), *paths)
    assert b"Pelabuhan Teluk Bayur" in bytes_of(*paths)
    unknown = call("takedown", "Kabar Lain")
    assert unknown.exit_code == 2
    assert "answers to it" in unknown.output


def test_texts_are_put_back_by_whoever_has_the_articles(store: Path, made: Path) -> None:
    assert call("export", "hf", "out", "--text", "none").exit_code == 0
    done = call("rehydrate", "out", "--articles", str(made / "articles"))
    assert done.exit_code == 0, done.output
    assert "of 3 articles" in done.stdout
    fewer = call("export", "hf", "out", "--text", "none", "--force")
    assert fewer.exit_code == 0, fewer.output
    partly = call("rehydrate", "out", "--articles", str(made / "articles/ball"))
    assert partly.exit_code == 1
    assert partly.stderr.count("Missing:") == 2
    assert call("rehydrate", str(made), "--articles", str(made / "articles")).exit_code == 2

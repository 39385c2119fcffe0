"""`padan memory`: people's translations come in, show in stories already compared, and go out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from padan.cli import main
from padan.export.tmx import Unit, write_tmx

sys.path.insert(0, str(Path(__file__).parents[1]))
from plug_in import install

SENTENCE = "Kepala pelabuhan mengatakan tiga kapal menunggu di luar dermaga."
OURS = "Three ships are waiting off the quay, the harbour master said."
ENGLISH = "The port was closed for two days.\n\nThe harbour master said three ships were waiting.\n"
RETELLING = f"Pelabuhan ditutup dua hari karena gelombang tinggi.\n\n“{SENTENCE}”\n"
ENGINES = ("--encoder", "grams", "--translator", "slow")


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Calls padan in a folder with one story of two articles and the test engines installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(install(tmp_path / "plug-in")))
    monkeypatch.setenv("PADAN_STORE", "news.db")
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "b.txt").write_text(RETELLING, encoding="utf-8")
    (folder / "story.toml").write_text(
        'title = "Port"\n'
        '[[article]]\nfile = "a.txt"\nlang = "en"\nrole = "reference"\n'
        '[[article]]\nfile = "b.txt"\nlang = "id"\n',
        encoding="utf-8",
    )

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments))

    return run


def tmx(*units: Unit, name: str = "agency.tmx") -> str:
    with Path(name).open("w", encoding="utf-8", newline="\n") as out:
        write_tmx(units, out)
    return name


def english(call) -> str:
    shown = call("show", "--json")
    assert shown.exit_code == 0, shown.output
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    return " ".join(cell["english"] or "" for row in rows for cell in row["cells"])


def test_a_persons_english_shows_in_a_story_already_compared_after_the_next_run(call) -> None:
    first = call("run", "story", "--no-report", *ENGINES)
    assert first.exit_code == 0, first.output
    assert SENTENCE.upper() in english(call)
    # The TMX has the sentence with other quote marks than the article.
    imported = call("memory", "import", tmx(Unit(f'"{SENTENCE}"', OURS, "id", "en")))
    assert imported.exit_code == 0, imported.output
    assert "Brought in 1" in imported.stdout
    assert SENTENCE.upper() in english(call), "a compared story stays whole until it is done anew"
    again = call("run", "story", "--no-report", *ENGINES)
    assert again.exit_code == 0, again.output
    assert OURS in english(call)
    assert SENTENCE.upper() not in english(call)


def test_import_says_what_it_could_not_use_and_ends_with_1(call) -> None:
    path = tmx(Unit("Satu.", "One.", "id", "en"), Unit("Dua.", "Zwei.", "id", "de"))
    done = call("memory", "import", path)
    assert done.exit_code == 1
    assert "the first is unit 2" in done.stderr


def test_import_of_what_is_no_tmx_is_one_line_and_2(call) -> None:
    Path("x.tmx").write_text("<tmx><body><tu>", encoding="utf-8")
    done = call("memory", "import", "x.tmx")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "x.tmx" in done.stderr


def test_export_writes_what_was_imported_and_not_over_a_file(call) -> None:
    call("memory", "import", tmx(Unit("Satu.", "One.", "id", "en", author="Rina")))
    assert call("memory", "export", "out.tmx", "--human-only").exit_code == 0
    assert 'creationid="Rina"' in Path("out.tmx").read_text("utf-8")
    assert call("memory", "export", "out.tmx").exit_code == 2
    assert call("memory", "export", "out.tmx", "--force").exit_code == 0
    piped = call("memory", "export")
    assert piped.stdout == Path("out.tmx").read_text("utf-8")


def test_suggest_shows_what_is_like_it_and_ends_with_1_where_nothing_is(call) -> None:
    call("memory", "import", tmx(Unit("Pelabuhan ditutup dua hari.", "It closed.", "id", "en")))
    found = call("memory", "suggest", "Pelabuhan ditutup tiga hari.", "--json")
    assert found.exit_code == 0
    record = json.loads(found.stdout)
    assert (record["text"], record["signature"]) == ("It closed.", "human: agency.tmx")
    assert 0.7 <= record["score"] < 1
    assert "It closed." in call("memory", "suggest", "Pelabuhan ditutup tiga hari.").stdout
    assert call("memory", "suggest", "Lain sama sekali.").exit_code == 1


def test_a_store_that_is_not_there_is_made_by_import_only(call) -> None:
    for command in (["export"], ["suggest", "x"]):
        assert call("memory", *command).exit_code == 2
    assert not Path("news.db").exists()
    call("memory", "import", tmx(Unit("Satu.", "One.", "id", "en")))
    assert Path("news.db").exists()


@pytest.mark.parametrize("command", ["import", "export", "suggest"])
def test_every_command_teaches_with_an_example(command: str) -> None:
    done = CliRunner().invoke(main, ["memory", command, "--help"])
    assert done.exit_code == 0
    assert "Example" in done.output


def test_a_glossary_named_at_the_next_run_is_checked_in_stories_already_compared(call) -> None:
    assert call("run", "story", "--no-report", *ENGINES).exit_code == 0
    Path("terms.tsv").write_text("dermaga\tquay\n", encoding="utf-8")
    again = call("run", "story", "--no-report", "--glossary", "terms.tsv", *ENGINES)
    assert again.exit_code == 0, again.output
    faults = [
        fault
        for line in call("show", "--json").stdout.splitlines()
        for cell in json.loads(line)["cells"]
        for fault in cell["faults"]
    ]
    assert any("quay" in fault for fault in faults)

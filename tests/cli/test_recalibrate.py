"""`padan recalibrate` reports, writes and takes back."""

import json

import pytest
from click.testing import CliRunner

from padan.cli import main
from padan.judgements.places import finding_json
from padan.model import Act
from padan.store import Store
from view.factories import ferry_story


@pytest.fixture
def weights(tmp_path, monkeypatch):
    path = tmp_path / "weights.json"
    monkeypatch.setenv("PADAN_WEIGHTS", str(path))
    return path


@pytest.fixture
def judgements(tmp_path):
    path = tmp_path / "judgements.jsonl"
    path.write_text(
        "".join(
            json.dumps(
                {
                    "kind": "term",
                    "severity": "major",
                    "accepted": False,
                    "reference": f"pajak {i}",
                    "retelling": f"cukai {i}",
                    "basis": "id-id",
                }
            )
            + "\n"
            for i in range(30)
        )
    )
    return path


def test_it_writes_and_undo_takes_back(weights, judgements):
    done = CliRunner().invoke(main, ["recalibrate", str(judgements)])
    assert done.exit_code == 0
    assert "30 judgements" in done.output
    assert "term id" in done.output
    assert weights.is_file()
    undone = CliRunner().invoke(main, ["recalibrate", "--undo"])
    assert undone.exit_code == 0
    assert not weights.exists()
    assert "Nothing" in CliRunner().invoke(main, ["recalibrate", "--undo"]).output


def test_a_dry_run_writes_nothing(weights, judgements):
    assert CliRunner().invoke(main, ["recalibrate", str(judgements), "--dry-run"]).exit_code == 0
    assert not weights.exists()


@pytest.mark.parametrize("arguments", [[], ["nowhere.jsonl"], ["x.jsonl", "--undo"]])
def test_wrong_use_ends_with_two_and_one_line(weights, arguments):
    done = CliRunner().invoke(main, ["recalibrate", *arguments])
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_it_learns_from_the_judgements_of_a_store(weights, tmp_path):
    compared = ferry_story()
    url = str(tmp_path / "ferry.db")
    with Store(url) as store:
        store.add_articles(list(compared.story.articles))
        store.stories["k" * 64] = compared
        reviewing = store.reviewing(compared.story.id)
        told = [
            finding_json(cell.article, finding)
            for row in compared.rows
            for cell in row.cells
            if cell.comparison
            for finding in cell.comparison.findings
        ]
        empty = CliRunner().invoke(main, ["recalibrate", "--store", url])
        assert empty.exit_code == 2
        assert "padan review" in empty.output
        reviewing.act("1", "Ayu", Act.ACCEPT_FINDING, {"findings": told})
    done = CliRunner().invoke(main, ["recalibrate", "--store", url])
    assert done.exit_code == 0
    assert f"{len(told)} judgements" in done.output
    assert weights.is_file()

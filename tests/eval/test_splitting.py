"""The splitting program counts boundaries as it says, and padan's figures hold."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location(
    "splitting", Path(__file__).parents[2] / "eval/splitting.py"
)
assert _spec is not None
assert _spec.loader is not None
splitting = importlib.util.module_from_spec(_spec)
sys.modules["splitting"] = splitting  # dataclasses look their module up
_spec.loader.exec_module(splitting)


def test_joined_rows_keep_their_ends_and_the_marks_inside() -> None:
    sample = splitting.join(["Satu. Dua.", "Tiga.", "Empat."], [[5], [], []])
    assert sample.text == "Satu. Dua. Tiga. Empat."
    assert sample.joins == {10, 16}
    assert sample.inside == {5}


def test_pieces_with_changed_blanks_are_found_again() -> None:
    assert splitting.ends_of("A  b. C d.", ["A b. ", "C d."]) == {5, 10}


def test_the_three_countings_differ_on_an_end_inside_a_row() -> None:
    sample = splitting.join(["Satu. Dua.", "Tiga."], [[5], []])
    result = splitting.Result()
    splitting.judge({5, 10, 16}, sample, result)
    assert result.joins.figures()["precision"] == 0.5
    assert result.lenient.figures()["f1"] == 1
    assert result.sentences.figures()["f1"] == 1
    splitting.judge({3}, sample, result)
    assert (result.sentences.extra, result.sentences.missed) == (1, 2)
    assert (result.lenient.extra, result.lenient.missed) == (1, 1)


def test_missing_data_is_said_in_one_line_with_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["splitting.py", "--data", str(tmp_path)])
    assert splitting.main() == splitting.MISSING_DATA
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("lang", ["id", "en"])
def test_padan_finds_nearly_every_sentence_end(lang: str, data: Path) -> None:
    samples = splitting.load(data, lang, "odd")
    result, _ = splitting.measure(samples, splitting.padan_splitter(lang))
    assert result.sentences.figures()["f1"] > 0.98

"""A user's own words join padan's; a file that does not fit is refused in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_CODE = """
from padan.consistency import lexicon
from padan.consistency.modality import check
from padan.consistency.side import Side, pair_of
pair = pair_of(Side("Gudang itu kayaknya terbakar.", "id"), Side("Gudang itu terbakar.", "id"))
print(lexicon.fingerprint(), *(f.reason for f in check(pair).findings))
"""


def run(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> subprocess.CompletedProcess[str]:
    if path is None:
        monkeypatch.delenv("PADAN_LEXICON", raising=False)
    else:
        monkeypatch.setenv("PADAN_LEXICON", str(path))
    return subprocess.run(
        [sys.executable, "-c", _CODE], capture_output=True, text=True, check=False
    )


def test_a_word_of_the_users_file_is_a_cue_and_changes_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[modality.grade]]\nname = "possible"\nid = ["kayaknya"]\n', "utf-8")
    before, after = run(monkeypatch, None).stdout, run(monkeypatch, own).stdout
    assert "kayaknya" not in before
    assert "'kayaknya' (it is possible)" in after
    assert before.split()[0] != after.split()[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[modality]\ngrade = "possible"\n', "modality.grade must be a list"),
        ("[modality\n", "is no TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_name(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    errors = run(monkeypatch, own).stderr
    assert said in errors
    assert "own.toml" in errors

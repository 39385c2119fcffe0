"""A model's licence is said once on a machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from padan.engines.licences import announce, stated_licence


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "cache"))


def test_it_is_said_once_for_each_model_and_licence(caplog: pytest.LogCaptureFixture) -> None:
    for model, licence in (("a/b", "CC-BY-NC-4.0"), ("a/b", "CC-BY-NC-4.0"), ("c/d", "MIT")):
        announce(model, licence)
    announce("c/d", "Apache-2.0")
    assert [record.getMessage() for record in caplog.records] == [
        "a/b: licence CC-BY-NC-4.0 (not for commercial use). This is said once.",
        "c/d: licence MIT. This is said once.",
        "c/d: licence Apache-2.0. This is said once.",
    ]


def test_where_nothing_can_be_remembered_it_is_said_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    announce("a/b", "MIT")
    announce("a/b", "MIT")
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlanguage: id\nlicense: cc-by-nc-4.0\n---\n# A model\n", "CC-BY-NC-4.0"),
        ("---\r\nlicense: apache-2.0\r\n---\r\n", "Apache-2.0"),
        ('---\nlicense: "mit"\n---\n', "MIT"),
        ("# A model\n\nlicense: mit\n", ""),
        ("---\nlanguage: id\n---\nlicense: mit\n", ""),
        ("---\nlicense:\n- mit\n---\n", ""),
        ("", ""),
    ],
)
def test_the_card_s_head_names_it(tmp_path: Path, card: str, licence: str) -> None:
    (tmp_path / "README.md").write_bytes(card.encode())
    assert stated_licence(tmp_path) == licence


def test_no_card_or_an_unreadable_one_states_nothing(tmp_path: Path) -> None:
    assert stated_licence(tmp_path) == ""
    (tmp_path / "README.md").write_bytes(b"---\nlicense: \xff\xfe\n---\n")
    assert stated_licence(tmp_path) == ""

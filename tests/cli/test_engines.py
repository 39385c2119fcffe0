"""`padan engines` lists what there is, in a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from padan.cli import main
from padan.engines import convert as converting
from padan.engines import registry
from padan.engines.base import EngineInfo


def test_every_engine_is_listed_with_licence_and_state() -> None:
    result = CliRunner().invoke(main, ["engines"])
    assert result.exit_code == 0
    for info in registry.list_engines():
        assert info.spec in result.output
        assert info.licence.split()[0] in result.output


def test_json_is_one_object_an_engine_with_all_that_is_known() -> None:
    result = CliRunner().invoke(main, ["engines", "--json"])
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    known = registry.list_engines()
    assert [(f["spec"], f["licence"], f["size_mb"]) for f in found] == [
        (i.spec, i.licence, i.size_mb) for i in known
    ]


def test_the_command_that_gets_an_engine_stands_whole_on_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = (
        "pip install 'some-package[with-extras]' && hf download organisation/a-long-model-name"
    )
    info = EngineInfo("x[red]y", "encode", "of [bold]tests", "MIT", 1234, False, False, command)
    monkeypatch.setattr(registry, "list_engines", lambda: [info])
    result = CliRunner().invoke(main, ["engines"])
    assert f"get it: {command}\n" in result.output
    assert "x[red]y" in result.output, "no word of a plug-in acts as markup"
    assert "1,234" in result.output


def test_what_lies_ready_is_named_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = ("nllb:600M (CTranslate2, int8)", "nllb:1.3B (PyTorch)")
    info = EngineInfo("nllb", "translate", "of tests", "MIT", 1, True, True, "", ready)
    monkeypatch.setattr(registry, "list_engines", lambda: [info])
    result = CliRunner().invoke(main, ["engines"])
    for spec in ready:
        assert f"    ready: {spec}\n" in result.output
    (record,) = CliRunner().invoke(main, ["engines", "--json"]).stdout.splitlines()
    assert json.loads(record)["ready"] == list(ready)


def test_convert_says_its_steps_on_stderr_and_the_result_on_stdout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def convert(model: str, folder: Path | None, **more: Any) -> Path:
        more.pop("tell")("Converting")
        asked.append((model, folder, more))
        return tmp_path / "made"

    monkeypatch.setattr(converting, "convert", convert)
    result = CliRunner().invoke(main, ["engines", "convert", "nllb", "--dtype", "float16"])
    assert result.exit_code == 0
    assert asked == [("nllb", None, {"dtype": "float16", "check": True})]
    assert result.stderr == "Converting …\n"
    made = tmp_path / "made"
    assert result.stdout == f"{made}\nUse it with: --translator nllb:{made}\n"


def test_a_broken_plug_in_shows_its_reason_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "other_engines-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: other-engines\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[padan.encoders]\nodd = no_such_module:X\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    result = CliRunner().invoke(main, ["engines"])
    assert result.exit_code == 0
    assert "no_such_module" in result.output
    assert "gemma" in result.output

"""A named model is found where it lies; nothing is downloaded that was not asked for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import huggingface_hub
import huggingface_hub.constants
import pytest

from padan.engines import hub, modelfiles
from padan.errors import EngineError

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache, and a hub that no test may reach unless it says so."""
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "padan"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", offline)


def offline(*_: object, **__: object) -> object:
    raise ConnectionError("no route\nto host")


def model_folder(path: Path, weights: str = "model.safetensors") -> Path:
    path.mkdir(parents=True)
    (path / "config.json").write_text("{}")
    (path / weights).write_bytes(b"weights")
    (path / "tokenizer.json").write_text("{}")
    return path


def cached(tmp_path: Path, repository: str) -> Path:
    root = tmp_path / "hub" / f"models--{repository.replace('/', '--')}"
    (root / "refs").mkdir(parents=True)
    (root / "refs" / "main").write_text(COMMIT)
    return model_folder(root / "snapshots" / COMMIT, "pytorch_model.bin")


def test_a_folder_is_known_by_its_content(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "mine")
    first = hub.find_model(str(folder), engine="nllb:mine")
    assert first.folder == folder
    assert first.name == "mine"
    assert hub.find_model(str(folder), engine="x").revision == first.revision
    (folder / "README.md").write_text("about")
    assert hub.find_model(str(folder), engine="x").revision == first.revision
    (folder / "model.safetensors").write_bytes(b"weights!")
    assert hub.find_model(str(folder), engine="x").revision != first.revision


def test_a_converted_model_is_told_from_another(tmp_path: Path) -> None:
    assert modelfiles.is_converted(model_folder(tmp_path / "a", "model.bin"))
    assert not modelfiles.is_converted(model_folder(tmp_path / "b"))


@pytest.mark.parametrize("lacking", ["config.json", "model.safetensors"])
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, lacking: str) -> None:
    folder = model_folder(tmp_path / "half")
    (folder / lacking).unlink()
    with pytest.raises(EngineError, match="no whole model") as caught:
        hub.find_model(str(folder), engine="nllb:half")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("named", ["/no/such/folder", "./x", "a/b/c", "x y", "~/none", "a\\b"])
def test_what_can_only_be_a_path_is_not_asked_of_the_hub(named: str) -> None:
    with pytest.raises(EngineError, match="no such folder"):
        hub.find_model(named, engine="nllb:x")


def test_the_local_copy_is_taken_without_asking(tmp_path: Path) -> None:
    folder = cached(tmp_path, "org/model")
    found = hub.find_model("org/model", engine="hf:org/model")
    assert found.folder == folder
    assert found.revision == COMMIT[:12]
    assert hub.fetched(found, engine="x") == folder
    assert hub.is_cached("org/model")
    assert not hub.is_cached("org/other")


def test_a_local_copy_without_weights_does_not_count(tmp_path: Path) -> None:
    (cached(tmp_path, "org/model") / "pytorch_model.bin").unlink()
    assert not hub.is_cached("org/model")
    with pytest.raises(EngineError, match="cannot be reached"):
        hub.find_model("org/model", engine="x")


def test_an_unreachable_hub_is_told_in_one_line() -> None:
    with pytest.raises(EngineError, match=r"no route.*hf download org/model") as caught:
        hub.find_model("org/model", engine="nllb:org/model")
    assert "\n" not in str(caught.value)


def test_a_model_that_the_hub_does_not_have_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> object:
        error = RuntimeError("404 Client Error")
        error.response = SimpleNamespace(status_code=404)  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", missing)
    with pytest.raises(EngineError, match="the hub has no model 'org/gone'"):
        hub.find_model("org/gone", engine="x")


def test_the_hub_is_asked_for_the_revision_and_only_its_files_are_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["config.json", "pytorch_model.bin", "model.safetensors", "tf_model.h5", "README.md"]
    asked: list[Any] = []

    def about(_: object, repository: str, revision: str | None = None) -> object:
        asked.append((repository, revision))
        files = [SimpleNamespace(rfilename=name) for name in names]
        return SimpleNamespace(sha=COMMIT, siblings=files)

    def download(repository: str, **how: Any) -> str:
        if how.get("local_files_only"):
            raise FileNotFoundError
        asked.append((repository, how["revision"], how["allow_patterns"]))
        return str(model_folder(tmp_path / "came"))

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", about)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    found = hub.find_model("org/model@v2", engine="x")
    assert found.folder is None
    assert found.revision == COMMIT[:12]
    assert asked == [("org/model", "v2")], "nothing is downloaded before it is needed"
    assert hub.fetched(found, engine="x") == tmp_path / "came"
    repository, commit, patterns = asked[1]
    assert (repository, commit) == ("org/model", COMMIT)
    assert "model.safetensors" in patterns
    assert "pytorch_model.bin" not in patterns
    assert "tf_model.h5" not in patterns


def test_a_download_that_breaks_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    model = modelfiles.Model("org/model", COMMIT[:12], None, commit=COMMIT, files=("config.json",))
    with pytest.raises(EngineError, match=r"the download broke off .*run again"):
        hub.fetched(model, engine="x")

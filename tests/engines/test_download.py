"""A model comes from a hub: a real server on this machine that speaks the hub's protocol."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import huggingface_hub.constants
import pytest

from padan.engines import hub
from padan.engines.base import TranslatorOptions
from padan.engines.convert import convert
from padan.engines.nllb import NllbTranslator
from padan.errors import EngineError

sys.path.insert(0, str(Path(__file__).parent))
from local_hub import COMMIT, Hub, serving
from tiny_nllb import make

MISSING = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.skipif(
        bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install 'padan[nllb]'"
    ),
]
REPOSITORY = "facebook/nllb-200-distilled-600M"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the repository holds: the model, its card, and weights in a form nobody needs."""
    folder = make(tmp_path_factory.mktemp("nllb"), steps=0)
    (folder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n# NLLB\n")
    (folder / "pytorch_model.bin").write_bytes(b"the same weights once more")
    return folder


@pytest.fixture
def served(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "padan"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    with serving(Hub(REPOSITORY, published)) as running:
        template = running.url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", running.url)
        monkeypatch.setattr(huggingface_hub.constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        yield running


def weights_asked(served: Hub) -> list[str]:
    """The weights files that were fetched."""
    return [line.rpartition("/")[2] for line in served.seen if "GET" in line and "model" in
            line.rpartition("/")[2] and "/resolve/" in line]  # fmt: skip


def test_the_first_use_downloads_what_is_needed_and_the_next_asks_nothing(
    served: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    first = NllbTranslator()
    signature = first.signature
    assert signature.startswith(f"nllb:{REPOSITORY}@{COMMIT[:12]}/torch-float32/")
    assert weights_asked(served) == [], "a signature costs no download"
    assert len(list(first.translate(["Hujan."], source="id", target="en"))) == 1
    assert weights_asked(served) == ["model.safetensors"]
    assert f"{REPOSITORY}: licence CC-BY-NC-4.0 (not for commercial use)" in caplog.text
    served.seen.clear()
    again = NllbTranslator()
    assert again.signature == signature
    assert list(again.translate(["Hujan."], source="id", target="en"))
    assert (
        NllbTranslator(f"{REPOSITORY}@{COMMIT[:12]}").signature.split("@")[1]
        == (signature.split("@")[1])
    )
    assert served.seen == []


def test_a_download_that_breaks_off_is_told_in_one_line_and_goes_on_later(
    served: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import time

    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    served.cut = "model.safetensors"
    with pytest.raises(EngineError, match=r"nllb: the download broke off .*run again") as caught:
        list(NllbTranslator().translate(["Hujan."], source="id", target="en"))
    assert "\n" not in str(caught.value)
    assert not caplog.records, "the client's own log of its retries is not passed on"
    assert not hub.is_cached(REPOSITORY)
    served.cut = ""
    assert list(NllbTranslator().translate(["Hujan."], source="id", target="en"))
    assert hub.is_cached(REPOSITORY)


def test_a_model_that_the_hub_does_not_have_is_told(served: Hub) -> None:
    with pytest.raises(EngineError, match="the hub has no model 'facebook/other'"):
        _ = NllbTranslator("facebook/other").signature


@pytest.mark.parametrize("named", ["a--b/c", "a/b.git", "a/" + "b" * 97])
def test_a_name_that_the_hub_cannot_have_is_told(served: Hub, named: str) -> None:
    with pytest.raises(EngineError, match="is no name of a model; write ORGANISATION/MODEL"):
        _ = NllbTranslator(named).signature
    assert served.seen == []


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are POSIX's")
def test_a_disk_that_fills_up_is_told_as_such(served: Hub, tmp_path: Path) -> None:
    import resource

    translator = NllbTranslator()
    assert translator.signature
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, kept[1]))
    try:
        with pytest.raises(EngineError, match=r"cannot write into .*hub.*make room there"):
            list(translator.translate(["Hujan."], source="id", target="en"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)


def test_a_converted_repository_runs_as_it_is(served: Hub, published: Path, tmp_path: Path) -> None:
    served.folder = convert(f"nllb:{published}", tmp_path / "converted", check=False)
    (served.folder / "padan.json").unlink()
    translator = NllbTranslator("someone/nllb-ct2", TranslatorOptions(dtype="int8"))
    served.repository = "someone/nllb-ct2"
    assert f"@{COMMIT[:12]}/ctranslate2-int8/" in translator.signature
    assert list(translator.translate(["Hujan."], source="id", target="en"))


def test_of_weights_in_several_files_all_must_be_there(
    served: Hub, published: Path, tmp_path: Path
) -> None:
    """A snapshot with one of two files is a download that was broken off."""
    sharded = tmp_path / "sharded"
    shutil.copytree(published, sharded)
    whole = sharded / "model.safetensors"
    whole.rename(sharded / "model-00001-of-00002.safetensors")
    (sharded / "model-00002-of-00002.safetensors").write_bytes(b"")
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors",
                            "b": "model-00002-of-00002.safetensors"}}  # fmt: skip
    (sharded / "model.safetensors.index.json").write_text(json.dumps(index))
    served.folder = sharded
    found = hub.find_model(REPOSITORY, engine="nllb")
    folder = hub.fetched(found, engine="nllb")
    assert hub.is_cached(REPOSITORY)
    (folder / "model-00002-of-00002.safetensors").unlink()
    assert not hub.is_cached(REPOSITORY)
    assert hub.find_model(REPOSITORY, engine="nllb").folder is None
    with pytest.raises(EngineError, match=r"model-00002-of-00002.safetensors is missing"):
        hub.find_model(str(folder), engine="nllb")

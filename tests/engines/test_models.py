"""Short names, and which models `padan engines` finds on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from padan.engines.models import nllb_named, nllb_sizes, ready

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "padan"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def put(folder: Path, weights: str, **config: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config))
    for name in (weights, "tokenizer.json"):
        (folder / name).write_text("{}")
    return folder


def downloaded(hub: Path, repository: str, model_type: str) -> Path:
    folder = hub / f"models--{repository.replace('/', '--')}" / "snapshots" / COMMIT
    return put(folder, "model.safetensors", model_type=model_type)


def test_a_size_stands_for_a_repository() -> None:
    assert nllb_named("") == nllb_named("600M") == nllb_named("600m")
    assert "distilled-600M" in nllb_named("")
    assert nllb_named("3.3b").endswith("3.3B")
    assert nllb_named("other/model") == "other/model"
    sizes = [named.megabytes for named in nllb_sizes().values()]
    assert sizes == sorted(sizes)


def test_nothing_is_ready_where_nothing_is() -> None:
    assert ready("nllb") == ready("hf") == ()


def test_what_the_hub_s_cache_holds_is_ready_under_its_engine(hub: Path) -> None:
    downloaded(hub, nllb_named("1.3B"), "m2m_100")
    downloaded(hub, "Helsinki-NLP/opus-mt-id-en", "marian")
    downloaded(hub, "intfloat/multilingual-e5-small", "bert")
    (downloaded(hub, "google/madlad400-3b-mt", "t5") / "model.safetensors").unlink()
    assert ready("nllb") == ("nllb:1.3B (PyTorch)",)
    assert ready("hf") == ("hf:Helsinki-NLP/opus-mt-id-en (PyTorch)",)


def test_conversions_are_ready_by_repository_or_by_folder(tmp_path: Path) -> None:
    for name, model, revision in (
        ("a", nllb_named(""), COMMIT),
        ("b", "Helsinki-NLP/opus-mt-id-en", COMMIT),
        ("c", "my-model", "0123456789ab"),
    ):
        folder = put(tmp_path / "padan" / "converted" / name, "model.bin")
        record = {"model": model, "revision": revision, "dtype": "int8"}
        (folder / "padan.json").write_text(json.dumps(record))
    put(tmp_path / "padan" / "converted" / "foreign", "model.bin")
    assert ready("nllb") == ("nllb:600M (CTranslate2, int8)",)
    assert set(ready("hf")) == {
        "hf:Helsinki-NLP/opus-mt-id-en (CTranslate2, int8)",
        f"hf:{tmp_path / 'padan' / 'converted' / 'c'} (CTranslate2, int8)",
    }

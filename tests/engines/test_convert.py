"""A model is converted once, appears whole or not at all, and is found by its name afterwards."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from padan.engines import convert as converting
from padan.engines import hub, modelfiles, runtimes, trial
from padan.engines.base import EngineInfo
from padan.engines.convert import convert, spec_of
from padan.engines.hf import HfTranslator
from padan.engines.nllb import NllbTranslator
from padan.errors import EngineError

sys.path.insert(0, str(Path(__file__).parent))
from tiny_nllb import PAIRS, make

MISSING = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.skipif(
        bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install 'padan[nllb]'"
    ),
]
REPOSITORY = "facebook/nllb-200-distilled-600M"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nllb"), steps=0)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("trained"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty caches, and no hub."""
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "padan"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(hub, "_remote", lambda *_: pytest.fail("the hub was asked"))
    return tmp_path / "padan"


def into_hub(plain: Path, tmp_path: Path) -> Path:
    """The model as if it had been downloaded under NLLB's name."""
    root = tmp_path / "hub" / f"models--{REPOSITORY.replace('/', '--')}"
    (root / "refs").mkdir(parents=True)
    (root / "refs" / "main").write_text(COMMIT)
    shutil.copytree(plain, root / "snapshots" / COMMIT)
    return root


def info_of(engine: type[NllbTranslator | HfTranslator]) -> EngineInfo:
    return engine.info()


def test_nllb_finds_its_conversion_by_name_and_then_needs_no_original(
    plain: Path, tmp_path: Path
) -> None:
    original = into_hub(plain, tmp_path)
    before = NllbTranslator().signature
    assert before.startswith(f"nllb:{REPOSITORY}@{COMMIT[:12]}/torch-float32/")
    assert info_of(NllbTranslator).ready == ("nllb:600M (PyTorch)",)
    steps: list[str] = []
    made = convert("nllb", tell=steps.append, check=False)
    assert steps[-2:] == ["Converting to int8", "Trying it"]
    assert made.parent == modelfiles.conversion_home()
    assert spec_of("nllb", made) == "nllb"
    shutil.rmtree(original)
    translator = NllbTranslator("600m")
    assert translator.signature.startswith(f"nllb:{REPOSITORY}@{COMMIT[:12]}+")
    assert "/ctranslate2-default/" in translator.signature
    assert len(list(translator.translate(["Hujan."], source="id", target="en"))) == 1
    assert NllbTranslator(f"{REPOSITORY}@{COMMIT[:7]}").signature == translator.signature
    info = info_of(NllbTranslator)
    assert info.ready == ("nllb:600M (CTranslate2, int8)",)
    assert (info.weights, info.get) == (True, "")


def test_a_conversion_that_is_there_is_not_made_again(plain: Path, tmp_path: Path) -> None:
    made = convert(f"nllb:{plain}", tmp_path / "out", check=False)
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    steps: list[str] = []
    assert convert(f"nllb:{plain}", tmp_path / "out", tell=steps.append, check=False) == made
    assert {path.name: path.stat().st_mtime_ns for path in made.iterdir()} == before
    assert steps == [f"{made} holds it already"]
    with pytest.raises(EngineError, match="is not empty; name a new folder"):
        convert(f"nllb:{plain}", tmp_path / "out", dtype="float32", check=False)


def test_a_folder_s_conversion_never_stands_for_a_repository(plain: Path, tmp_path: Path) -> None:
    """Its name may be that of some repository on the hub."""
    made = convert(f"nllb:{plain}", check=False)
    assert spec_of(f"nllb:{plain}", made) == f"nllb:{made}"
    with pytest.raises(pytest.fail.Exception, match="the hub was asked"):
        _ = HfTranslator(plain.name).signature
    assert info_of(HfTranslator).ready == (f"hf:{made} (CTranslate2, int8)",)


def test_the_folder_holds_all_that_a_translator_needs(plain: Path, tmp_path: Path) -> None:
    card = plain.parent / "carded"
    shutil.copytree(plain, card, dirs_exist_ok=True)
    (card / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n")
    made = convert(f"nllb:{card}", tmp_path / "out", dtype="int8_float32", check=False)
    assert {"model.bin", "config.json", "tokenizer.json", "README.md", "padan.json"} <= {
        path.name for path in made.iterdir()
    }
    record = json.loads((made / "padan.json").read_text("utf-8"))
    assert record["dtype"] == "int8_float32"
    assert not list(tmp_path.glob(".out*")), "nothing is left of the making"
    shutil.rmtree(card)


@pytest.mark.parametrize(
    ("named", "dtype", "line"),
    [
        ("nllb:/no/such", "int8", "there is no such folder"),
        ("hf:", "int8", "names no model"),
        ("nllb", "int4", "there is no number format 'int4'; choose one of: int8, "),
    ],
)
def test_what_cannot_be_converted_is_told(named: str, dtype: str, line: str) -> None:
    with pytest.raises(EngineError, match=line):
        convert(named, dtype=dtype, check=False)


def test_a_converted_model_is_not_converted_again(plain: Path, tmp_path: Path) -> None:
    made = convert(f"nllb:{plain}", tmp_path / "out", check=False)
    with pytest.raises(EngineError, match="is converted already"):
        convert(f"nllb:{made}", tmp_path / "again", check=False)


@pytest.fixture
def pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial's sentences are those that the small model was trained on."""
    data = {"least": trial._data()["least"], "id": [pair[0] for pair in PAIRS]}
    monkeypatch.setattr(trial, "_data", lambda: data)


@pytest.mark.usefixtures("pairs")
def test_answers_are_compared_with_the_original_s(trained: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    convert(f"nllb:{trained}", tmp_path / "out", tell=steps.append)
    assert steps[-1] == "Its answers are like the original's: chrF 100 of 100"


@pytest.mark.usefixtures("pairs")
def test_a_conversion_that_says_other_things_is_not_kept(
    trained: Path, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = converting._converted
    monkeypatch.setattr(converting, "_converted", lambda _, *more: really(plain, *more))
    with pytest.raises(EngineError, match=r"answers are not the original's .*--dtype float16"):
        convert(f"nllb:{trained}", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("module", ["torch", "ctranslate2"])
def test_what_is_not_installed_is_named(
    plain: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "find_spec", lambda name: None if name == module else object())
    with pytest.raises(EngineError, match=f"needs {module}.*pip install"):
        convert(f"nllb:{plain}", check=False)


def test_weights_that_are_cut_short_leave_nothing_behind(plain: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(plain, broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(EngineError, match=r"cannot be loaded .*cut short") as caught:
        convert(f"nllb:{broken}", tmp_path / "out", check=False)
    assert "\n" not in str(caught.value)
    assert {path.name for path in tmp_path.iterdir()} == {"broken", "padan"}


def test_a_conversion_that_does_not_run_is_not_kept(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = converting._converted

    def damaged(source: Path, made: Path, *more: Any) -> Path:
        found = really(source, made, *more)
        (found / "model.bin").write_bytes((found / "model.bin").read_bytes()[:4000])
        return found

    monkeypatch.setattr(converting, "_converted", damaged)
    with pytest.raises(EngineError, match="cannot be loaded"):
        convert(f"nllb:{plain}", tmp_path / "out", check=False)
    assert not (tmp_path / "out").exists()


def test_too_little_room_is_told_before_anything_is_done(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 1000))  # type: ignore[attr-defined]
    with pytest.raises(EngineError, match=r"MB are needed in .*, 0 are free"):
        convert(f"nllb:{plain}", tmp_path / "out", check=False)
    assert list(tmp_path.glob("*out*")) == []


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are POSIX's")
@pytest.mark.parametrize("limit", [1, 4_000, 60_000])
def test_a_disk_that_fills_up_leaves_nothing_behind(
    plain: Path, tmp_path: Path, limit: int
) -> None:
    """A limit on the size of files stands for the disk: the write fails in the same way."""
    import resource

    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, kept[1]))
    try:
        with pytest.raises(EngineError, match=r"cannot write into .*make room there"):
            convert(f"nllb:{plain}", tmp_path / "out", check=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert list(tmp_path.glob("*out*")) == []


def test_what_a_killed_process_left_is_swept_away(plain: Path, tmp_path: Path) -> None:
    old, young = tmp_path / ".out.part-old", tmp_path / ".out.part-young"
    for left in (old, young):
        left.mkdir()
        (left / "model.bin").write_bytes(b"half")
    os.utime(old, (0, 0))
    convert(f"nllb:{plain}", tmp_path / "out", check=False)
    assert not old.exists()
    assert young.exists(), "another process may be at work on it"


def test_of_two_processes_at_once_the_first_one_s_stands(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = convert(f"nllb:{plain}", tmp_path / "first", check=False)

    def other_was_quicker(*_: object, **__: object) -> None:
        shutil.copytree(first, tmp_path / "out")

    monkeypatch.setattr(converting, "_try", other_was_quicker)
    assert convert(f"nllb:{plain}", tmp_path / "out", check=False) == tmp_path / "out"
    assert modelfiles.record(tmp_path / "out") == modelfiles.record(first)

"""Device and number format: what was asked is made definite, or refused with what is right."""

from __future__ import annotations

import pytest

from padan.engines import devices
from padan.engines.base import TranslatorOptions
from padan.errors import EngineError


@pytest.fixture(params=[0, 2])
def gpus(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(devices, "gpus", lambda: request.param)
    monkeypatch.setattr(devices, "version", lambda package: "2.13.0")
    return int(request.param)


def chosen(device: str) -> str:
    options = TranslatorOptions(device=device)
    return str(devices.chosen_device(options, "torch", engine="nllb"))


def test_auto_is_a_gpu_where_there_is_one(gpus: int) -> None:
    assert chosen("auto") == ("cuda:0" if gpus else "cpu")
    assert chosen("cpu") == "cpu"


@pytest.mark.parametrize("device", ["cuda", "cuda:1", "cuda:2"])
def test_a_gpu_that_is_not_there_is_refused(gpus: int, device: str) -> None:
    number = int(device[5:] or 0)
    if number < gpus:
        assert chosen(device) == f"cuda:{number}"
        return
    with pytest.raises(EngineError, match=r"nllb: there is no GPU 'cuda.*--device cpu"):
        chosen(device)


def test_a_build_for_the_processor_alone_sees_no_gpu(
    gpus: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "version", lambda package: "2.13.0+cpu")
    assert chosen("auto") == "cpu"
    with pytest.raises(EngineError, match="no GPU"):
        chosen("cuda")


@pytest.mark.parametrize(
    "device", ["", "gpu", "CUDA", "cuda:", "cuda:x", "cuda:-1", "cpu:0", "mps"]
)
def test_an_unknown_device_is_refused_before_anything_is_loaded(device: str) -> None:
    with pytest.raises(EngineError, match="choose one of: auto, cpu, cuda, cuda:NUMBER"):
        devices.check_options(TranslatorOptions(device=device), engine="nllb")


def test_each_runtime_has_formats_of_its_own() -> None:
    for runtime, right, wrong in (
        ("torch", "bfloat16", "int8"),
        ("ctranslate2", "int8_float16", "half"),
    ):
        options = TranslatorOptions(dtype=right)
        assert devices.chosen_format(options, runtime, engine="x") == right
        with pytest.raises(EngineError, match=f"'{wrong}' with {runtime}; choose one of: auto, "):
            devices.chosen_format(TranslatorOptions(dtype=wrong), runtime, engine="x")


def test_asking_the_driver_gives_a_number_everywhere() -> None:
    assert devices.gpus() >= 0

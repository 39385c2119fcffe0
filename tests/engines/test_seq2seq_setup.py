"""What nllb and hf say where something is not there; needs neither torch nor a model."""

from __future__ import annotations

import pytest

from padan.engines import runtimes
from padan.engines.hf import HfTranslator
from padan.engines.nllb import NllbTranslator
from padan.errors import EngineError


def without(monkeypatch: pytest.MonkeyPatch, *gone: str) -> None:
    monkeypatch.setattr(runtimes, "find_spec", lambda name: None if name in gone else object())


def test_without_any_runtime_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "torch", "ctranslate2")
    with pytest.raises(EngineError, match=r"needs torch.*pip install 'padan\[nllb\]'"):
        NllbTranslator()
    assert not HfTranslator.info().installed
    assert NllbTranslator.info().get.startswith("pip install 'padan[nllb]'")


@pytest.mark.parametrize("module", ["torch", "ctranslate2"])
def test_the_runtime_that_a_model_needs_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    without(monkeypatch, module)
    with pytest.raises(EngineError, match=f"needs {module}"):
        runtimes.require(module, engine="nllb")


def test_making_one_looks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    HfTranslator("no/such-model")
    NllbTranslator("/no/such/folder")


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    with pytest.raises(EngineError, match="there is no such folder"):
        _ = NllbTranslator("/no/such/folder").signature

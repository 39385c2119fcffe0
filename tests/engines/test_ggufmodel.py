"""`gguf:FILE` runs a model file in the form it calls for, and says what is wrong with another."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from padan.engines import gemma, registry
from padan.engines.cache import cache_folder
from padan.engines.ggufmodel import GgufTranslator
from padan.errors import EngineError

READY = gemma.GemmaTranslator.info()
needs_model = pytest.mark.skipif(
    not (READY.installed and READY.weights), reason=f"gemma is not installed: {READY.get}"
)


def string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def model(path: Path, name: str = "Some model", template: str = "") -> Path:
    """A model file that has a head and no weights."""
    values = {"general.name": name}
    if template:
        values["tokenizer.chat_template"] = template
    content = b"GGUF" + struct.pack("<IQQ", 3, 0, len(values))
    for key, value in values.items():
        content += string(key) + struct.pack("<I", 8) + string(value)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("", "names no file"),
        ("#chatml", "names no file"),
        ("/no/such.gguf", "no such file"),
    ],
)
def test_a_wrong_argument_is_told(argument: str, says: str) -> None:
    with pytest.raises(EngineError, match=says):
        GgufTranslator(argument)


def test_an_unknown_form_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="chatml"):
        GgufTranslator(f"{model(tmp_path / 'm.gguf')}#nosuch")


def test_the_form_is_found_or_named(tmp_path: Path) -> None:
    path = model(tmp_path / "m.gguf", "TranslateGemma 4b", "<start_of_turn>")
    assert "/translategemma-" in GgufTranslator(str(path)).signature
    assert "/chatml-" in GgufTranslator(f"{path}#chatml").signature


def test_an_unknown_template_asks_for_a_form(tmp_path: Path) -> None:
    path = model(tmp_path / "m.gguf", template="<<<user>>>")
    with pytest.raises(EngineError, match="add the prompt's form"):
        list(GgufTranslator(str(path)).translate(["Ya itu."], source="id", target="en"))


def test_the_signature_follows_the_content_not_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, same = model(tmp_path / "a" / "m.gguf"), model(tmp_path / "b" / "m.gguf")
    assert GgufTranslator(str(one)).signature == GgufTranslator(str(same)).signature
    model(same, "Another")
    assert GgufTranslator(str(one)).signature != GgufTranslator(str(same)).signature


def test_a_file_that_is_no_model_is_told_before_anything_runs(tmp_path: Path) -> None:
    path = tmp_path / "page.gguf"
    path.write_text("<html>not found</html>")
    with pytest.raises(EngineError, match="no GGUF file"):
        list(GgufTranslator(str(path)).translate(["Ya itu."], source="id", target="en"))


@pytest.mark.engine
@needs_model
def test_a_file_without_its_weights_is_told(tmp_path: Path) -> None:
    path = model(tmp_path / "m.gguf")
    with pytest.raises(EngineError, match="does not load") as caught:
        list(GgufTranslator(str(path)).translate(["Ya itu."], source="id", target="en"))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.engine
@needs_model
def test_the_embedded_weights_run_as_a_file() -> None:
    list(gemma.GemmaTranslator().translate(["Ya itu."], source="id", target="en"))
    path = next(cache_folder().glob("gemma-3-270m*.gguf"))
    translator = registry.translator(f"gguf:{path}#few-shot")
    found = list(translator.translate(["Polisi menangkap dua orang."], source="id", target="en"))
    assert "police" in found[0].text.lower()

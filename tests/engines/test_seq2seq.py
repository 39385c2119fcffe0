"""The adapter of NLLB and its like, on a small model trained here, in both runtimes."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from padan.engines import seq2seq
from padan.engines.base import RawTranslation
from padan.engines.hf import HfTranslator
from padan.engines.nllb import NllbTranslator
from padan.errors import EngineError

sys.path.insert(0, str(Path(__file__).parent))
from tiny_nllb import PAIRS, make

MISSING = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install 'padan[nllb]'"
)
TOKENIZER_FILES = ["tokenizer.json", "tokenizer_config.json"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nllb"))


@pytest.fixture(scope="module")
def converted(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ctranslate2.converters import TransformersConverter

    folder = tmp_path_factory.mktemp("converted") / "tiny"
    TransformersConverter(str(plain), copy_files=TOKENIZER_FILES).convert(str(folder))
    return folder


@pytest.fixture(params=["plain", "converted"])
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture(autouse=True)
def _own_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "cache"))


def by_index(found: object) -> dict[int, RawTranslation]:
    raws: list[RawTranslation] = list(found)  # type: ignore[call-overload]
    assert len({raw.index for raw in raws}) == len(raws)
    return {raw.index: raw for raw in raws}


def test_it_translates_in_both_directions(folder: Path) -> None:
    translator = NllbTranslator(str(folder))
    for source, target, ours, theirs in (("id", "en", 0, 1), ("en", "id", 1, 0)):
        texts = [pair[ours] for pair in PAIRS]
        found = by_index(translator.translate(texts, source=source, target=target))
        assert [found[i].text for i in range(len(PAIRS))] == [pair[theirs] for pair in PAIRS]
        assert all(raw.finished for raw in found.values())


def test_both_runtimes_give_the_same_tokens(plain: Path, converted: Path) -> None:
    """Also where the model is at a loss, on sentences that it was never shown."""
    texts = [f"{a[0]} {b[0]}" for a in PAIRS for b in PAIRS[::2]] + ["Hujan", "Senin, Senin!"]
    made = []
    for folder in (plain, converted):
        loaded = seq2seq._Loaded(folder, "NllbTokenizer", "nllb")
        way = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="nllb")
        forced = loaded.tokenizer.convert_tokens_to_ids(way.forced)
        rows = loaded.encode(texts, way)
        made.append([loaded.runtime.generate([r], forced=forced, longest=40)[0] for r in rows])
    assert made[0] == made[1]
    assert len({tuple(row) for row in made[0]}) > 3


def test_a_batch_gives_what_its_sentences_give_alone(folder: Path) -> None:
    translator = NllbTranslator(str(folder))
    texts = [pair[0] for pair in PAIRS] + [PAIRS[0][0] + " " + PAIRS[1][0]]
    together = by_index(translator.translate(texts, source="id", target="en"))
    for index, text in enumerate(texts):
        alone = by_index(translator.translate([text], source="id", target="en"))
        assert alone[0].text == together[index].text


def test_a_sentence_that_is_too_long_is_left_out_and_the_others_go_on(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [PAIRS[0][0], "desa " * 600, "", "12/5", PAIRS[1][0] + "\n"]
    found = by_index(NllbTranslator(str(folder)).translate(texts, source="id", target="en"))
    assert set(found) == {0, 2, 3, 4}
    assert found[0].text == PAIRS[0][1]
    assert (found[2].text, found[3].text) == ("", "12/5")
    assert found[4].text == PAIRS[1][1]
    assert "tokens, the model takes 512" in caplog.text


def test_a_batch_that_fails_is_tried_sentence_by_sentence(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator = NllbTranslator(str(plain))
    runtime = type(translator._ready().runtime)
    really = runtime.generate

    def small_memory(self: object, batch: list[list[int]], **more: object) -> object:
        if len(batch) > 1 or len(batch[0]) > 14:
            raise RuntimeError("out of memory\nmore")
        return really(self, batch, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(runtime, "generate", small_memory)
    texts = [*(pair[0] for pair in PAIRS), " ".join(pair[0] for pair in PAIRS)]
    found = by_index(translator.translate(texts, source="id", target="en"))
    assert len(PAIRS) not in found
    assert found
    with pytest.raises(EngineError, match=r"out of memory$"):
        list(translator.translate(texts[-1:], source="id", target="en"))


def test_an_answer_cut_at_its_limit_is_told(plain: Path) -> None:
    loaded = seq2seq._Loaded(plain, "NllbTokenizer", "nllb")
    way = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="nllb")
    forced = loaded.tokenizer.convert_tokens_to_ids(way.forced)
    rows = loaded.encode([PAIRS[0][0]], way)
    end = loaded.tokenizer.eos_token_id
    assert loaded.runtime.generate(rows, forced=forced, longest=3)[0][-1] != end
    assert loaded.runtime.generate(rows, forced=forced, longest=40)[0][-1] == end


def test_hf_recognises_the_family_of_a_folder(plain: Path) -> None:
    translator = HfTranslator(str(plain))
    found = by_index(translator.translate([PAIRS[2][0]], source="id", target="en"))
    assert found[0].text == PAIRS[2][1]
    assert translator.signature.startswith("hf:tiny-nllb@")


def test_the_signature_pins_content_runtime_and_beam(plain: Path, converted: Path) -> None:
    first, second = (NllbTranslator(str(folder)).signature for folder in (plain, converted))
    assert first.endswith("/torch/beam4/max512")
    assert second.endswith("/ctranslate2/beam4/max512")
    assert first.split("@")[1][:12] != second.split("@")[1][:12]


def test_an_unknown_language_is_refused(plain: Path) -> None:
    with pytest.raises(EngineError, match="cannot translate from 'id' into 'xx'"):
        list(NllbTranslator(str(plain)).translate(["Ya."], source="id", target="xx"))


def damaged(folder: Path, tmp_path: Path, name: str, size: int | None) -> Path:
    copy = tmp_path / "damaged"
    shutil.copytree(folder, copy)
    if size is None:
        (copy / name).unlink()
    else:
        (copy / name).write_bytes((copy / name).read_bytes()[:size])
    return copy


@pytest.mark.parametrize("size", [0, 100, 50_000])
def test_weights_that_are_cut_short_are_told_in_one_line(
    folder: Path, tmp_path: Path, size: int
) -> None:
    name = "model.bin" if (folder / "model.bin").exists() else "model.safetensors"
    broken = NllbTranslator(str(damaged(folder, tmp_path, name, size)))
    with pytest.raises(EngineError, match=r"cannot be loaded.*again") as caught:
        list(broken.translate(["Ya."], source="id", target="en"))
    assert "\n" not in str(caught.value)


def test_weights_with_parts_missing_are_no_model(plain: Path, tmp_path: Path) -> None:
    """transformers would fill them with random numbers."""
    from safetensors.torch import load_file, save_file

    copy = damaged(plain, tmp_path, "tokenizer.json", 10**9)
    tensors = load_file(copy / "model.safetensors")
    tensors.pop(next(name for name in tensors if "decoder.layers.1" in name))
    save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EngineError, match="parts are missing"):
        list(NllbTranslator(str(copy)).translate(["Ya."], source="id", target="en"))


def test_a_missing_tokenizer_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    broken = NllbTranslator(str(damaged(folder, tmp_path, "tokenizer.json", None)))
    with pytest.raises(EngineError, match="tokenizer") as caught:
        list(broken.translate(["Ya."], source="id", target="en"))
    assert "\n" not in str(caught.value)

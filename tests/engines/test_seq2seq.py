"""The adapter of NLLB and its like, on a small model trained here, in both runtimes."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.engines import seq2seq
from padan.engines.base import Quality, RawTranslation, TranslatorOptions
from padan.engines.convert import convert
from padan.engines.decoding import Decoding, decodings
from padan.engines.hf import HfTranslator
from padan.engines.nllb import NllbTranslator
from padan.engines.runtimes import Answer
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


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nllb"))


def loaded_from(folder: Path) -> seq2seq.Loaded:
    return seq2seq.Loaded(folder, "NllbTokenizer", TranslatorOptions(), "nllb")


def answers(folder: Path, texts: list[str], way: Decoding) -> list[list[Answer]]:
    """What the runtime of this folder gives for each text alone, Indonesian to English."""
    loaded = loaded_from(folder)
    asked = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="nllb")
    forced = loaded.tokenizer.convert_tokens_to_ids(asked.forced)
    return [
        loaded.runtime.generate([row], forced=forced, way=way)[0]
        for row in loaded.encode(texts, asked)
    ]


STRANGE = [
    f"{PAIRS[0][0]} {PAIRS[1][0]}",
    "Harga jembatan baru naik.",
    "Warga membuka sekolah.",
    "Hujan bantuan turun tiga hari.",
    "Senin, Senin!",
    "Hujan",
]
"""Sentences that the model was never shown."""


@pytest.fixture(scope="module")
def converted(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("converted") / "tiny"
    shutil.copytree(plain, folder.parent / "plain")
    return convert(f"nllb:{plain}", folder, dtype="float32", check=False)


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


@pytest.mark.parametrize("quality", list(Quality))
def test_both_runtimes_give_the_same_tokens_at_every_quality(
    plain: Path, converted: Path, quality: Quality
) -> None:
    """Also where the model is at a loss."""
    way = decodings(quality)[0]
    texts = [*STRANGE, *(pair[0] for pair in PAIRS)]
    first, second = (answers(folder, texts, way) for folder in (plain, converted))
    assert [row[0].ids for row in first] == [row[0].ids for row in second]
    assert len({tuple(row[0].ids) for row in first}) > 4
    assert all(len(row) == way.answers for row in [*first, *second])


@pytest.mark.parametrize("attempt", [0, 1, 2])
def test_a_score_is_the_mean_log_probability_of_a_token(folder: Path, attempt: int) -> None:
    """Reckoned here from the plain model, token by token; penalties of the search stay out."""
    import torch
    from transformers import AutoModelForSeq2SeqLM

    way = decodings(Quality.BEST)[attempt]
    loaded = loaded_from(folder)
    asked = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="nllb")
    forced = loaded.tokenizer.convert_tokens_to_ids(asked.forced)
    rows = loaded.encode(STRANGE[:4], asked)
    plain_folder = folder if not (folder / "model.bin").exists() else folder.parent / "plain"
    model = AutoModelForSeq2SeqLM.from_pretrained(plain_folder).eval()
    for row, found in zip(rows, loaded.runtime.generate(rows, forced=forced, way=way), strict=True):
        for answer in found:
            told = torch.tensor([[2, forced, *answer.ids]])
            with torch.no_grad():
                logits = model(input_ids=torch.tensor([row]), decoder_input_ids=told).logits
            said = logits.log_softmax(-1)[0, :-1].gather(1, told[0, 1:, None])[1:, 0]
            assert answer.score == pytest.approx(float(said.mean()), abs=2e-3)


def test_a_batch_gives_what_its_sentences_give_alone(folder: Path) -> None:
    translator = NllbTranslator(str(folder))
    texts = [pair[0] for pair in PAIRS] + [PAIRS[0][0] + " " + PAIRS[1][0]]
    together = by_index(translator.translate(texts, source="id", target="en"))
    for index, text in enumerate(texts):
        alone = by_index(translator.translate([text], source="id", target="en"))
        assert alone[0].text == together[index].text


@given(
    lengths=st.lists(st.integers(1, 600), max_size=40),
    most_tokens=st.integers(512, 3000),
    most_rows=st.integers(1, 9),
)
def test_batches_hold_every_row_once_within_bounds_shortest_first(
    lengths: list[int], most_tokens: int, most_rows: int
) -> None:
    too_long: list[str] = []
    rows = [[7] * length for length in lengths]
    found = list(seq2seq._batches(rows, most_tokens, most_rows, too_long))
    places = [place for batch in found for place, _ in batch]
    assert sorted(places) == [i for i, length in enumerate(lengths) if length <= 512]
    assert len(too_long) == len(lengths) - len(places)
    seen = [len(row) for batch in found for _, row in batch]
    assert seen == sorted(seen)
    for batch in found:
        assert len(batch) <= most_rows
        assert len(batch) * max(len(row) for _, row in batch) <= most_tokens


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
    assert list(translator.translate(texts[-1:], source="id", target="en")) == []
    with pytest.raises(EngineError, match=r"out of memory$"):
        list(translator.translate([texts[-1]] * 3, source="id", target="en"))


def test_an_answer_cut_at_its_limit_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    translator = NllbTranslator(str(folder))
    monkeypatch.setattr(Decoding, "longest", lambda self, tokens: 3)
    (cut,) = translator.translate([PAIRS[0][0]], source="id", target="en")
    assert not cut.finished
    monkeypatch.undo()
    (whole,) = translator.translate([PAIRS[0][0]], source="id", target="en")
    assert whole.finished


def test_best_gives_other_finished_answers(folder: Path) -> None:
    best = NllbTranslator(str(folder), TranslatorOptions(quality=Quality.BEST))
    found = by_index(best.translate(STRANGE, source="id", target="en"))
    assert any(raw.others for raw in found.values())
    for raw in found.values():
        assert raw.text not in raw.others
        assert len(set(raw.others)) == len(raw.others) < 6
    good = NllbTranslator(str(folder), TranslatorOptions(quality=Quality.GOOD))
    assert all(not raw.others for raw in good.translate(STRANGE, source="id", target="en"))


def test_a_further_attempt_repeats_less(folder: Path) -> None:
    translator = NllbTranslator(str(folder))
    assert translator.attempts == 2
    for text in STRANGE:
        (raw,) = translator.translate([text], source="id", target="en", attempt=2)
        words = raw.text.split()
        runs = [tuple(words[i : i + 5]) for i in range(len(words) - 4)]
        assert len(set(runs)) == len(runs)


def test_a_further_attempt_says_at_least_a_share_of_the_sentence(folder: Path) -> None:
    long = f"{PAIRS[0][0]} {PAIRS[1][0]}"
    short, longer = (
        answers(folder, [long], replace(Decoding(beam=2), shortest=share))[0][0].ids
        for share in (0.0, 1.5)
    )
    loaded = loaded_from(folder)
    asked = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="nllb")
    (row,) = loaded.encode([long], asked)
    assert len(short) < int(1.5 * len(row)) <= len(longer)


def test_hf_recognises_the_family_of_a_folder(plain: Path) -> None:
    translator = HfTranslator(str(plain))
    found = by_index(translator.translate([PAIRS[2][0]], source="id", target="en"))
    assert found[0].text == PAIRS[2][1]
    assert translator.signature.startswith("hf:tiny-nllb@")


def test_the_signature_pins_content_runtime_format_and_decoding(
    plain: Path, converted: Path
) -> None:
    first, second = (NllbTranslator(str(folder)).signature for folder in (plain, converted))
    assert "/torch-float32/beam2/retry:beam4-penalty1.2+beam6-penalty1.2-" in first
    assert "/ctranslate2-default/beam2/" in second
    original, of_converted = (
        signature.split("@")[1].split("/")[0] for signature in (first, second)
    )
    assert of_converted.startswith(f"{original}+"), "what it was made from, then what it is"
    best = NllbTranslator(str(plain), TranslatorOptions(Quality.BEST, "cpu", "bfloat16"))
    assert "/torch-bfloat16/beam6-patience2-answers6/" in best.signature


@pytest.mark.parametrize("dtype", ["bfloat16", "int8", "int8_float32"])
def test_the_number_format_asked_for_is_used(plain: Path, converted: Path, dtype: str) -> None:
    folder = plain if dtype == "bfloat16" else converted
    options = TranslatorOptions(device="cpu", dtype=dtype)
    loaded = seq2seq.Loaded(folder, "NllbTokenizer", options, "nllb")
    model: Any = loaded.runtime._model  # type: ignore[attr-defined]
    used = str(model.dtype) if folder == plain else model.compute_type
    assert dtype in used
    translator = NllbTranslator(str(folder), options)
    found = by_index(translator.translate([PAIRS[0][0]], source="id", target="en"))
    assert found[0].text == PAIRS[0][1]


@pytest.mark.parametrize(
    ("dtype", "which", "right"),
    [
        ("int8", "plain", "choose one of: auto, float32, bfloat16, float16"),
        ("int8_float16", "converted", "choose one of: float32, int8, int8_float32"),
        ("half", "plain", "choose one of: auto, float32, bfloat16, float16, int8"),
    ],
)
def test_a_wrong_number_format_is_refused_with_the_right_ones(
    request: pytest.FixtureRequest, dtype: str, which: str, right: str
) -> None:
    folder = request.getfixturevalue(which)
    with pytest.raises(EngineError, match=right):
        translator = NllbTranslator(str(folder), TranslatorOptions(device="cpu", dtype=dtype))
        list(translator.translate(["Ya."], source="id", target="en"))


def test_the_licence_is_said_once(
    plain: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        list(NllbTranslator(str(plain)).translate(["Hujan."], source="id", target="en"))
    said = [record.getMessage() for record in caplog.records if "licence" in record.getMessage()]
    assert len(said) == 1
    assert "CC-BY-NC-4.0 (not for commercial use)" in said[0]


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

"""M2M-100, OPUS-MT and MADLAD-400: real tokenizers and tiny models with weights by chance."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from padan.engines import seq2seq
from padan.engines.base import Quality, TranslatorOptions
from padan.engines.convert import convert
from padan.engines.decoding import Decoding, decodings
from padan.engines.hf import HfTranslator
from padan.engines.runtimes import Answer

sys.path.insert(0, str(Path(__file__).parent))
from tiny_nllb import PAIRS

MISSING = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.skipif(
        bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install 'padan[nllb]'"
    ),
    pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses"),
]
SIZES = {"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
         "decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32}  # fmt: skip
TEXTS = [pair[0] for pair in PAIRS]


def pieces(folder: Path) -> dict[str, int]:
    """Train pieces into `folder/pieces.model`; a vocabulary of them after <s>, <pad>, </s>."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in PAIRS for text in pair] * 3),
        model_prefix=str(folder / "pieces"),
        vocab_size=80,
        minloglevel=2,
    )
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
    known = [model.id_to_piece(i) for i in range(3, len(model))]
    return {t: i for i, t in enumerate(["<s>", "<pad>", "</s>", "<unk>", *known])}


def m2m100(folder: Path) -> Path:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    vocab = pieces(folder)
    (folder / "vocab.json").write_text(json.dumps(vocab))
    words = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "pieces.model"))
    config = M2M100Config(
        vocab_size=len(vocab) + 100 + 8,
        decoder_start_token_id=2,
        pad_token_id=1,
        init_std=0.5,
        **SIZES,
    )
    return saved(folder, M2M100ForConditionalGeneration, config, words)


def marian(folder: Path, *extra: str) -> Path:
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    # As in the hub's models: </s> first, <pad> last, which also begins every answer.
    known = [t for t in pieces(folder) if t not in ("<s>", "<pad>", "</s>", "<unk>")]
    tokens = ["</s>", "<unk>", *known, *extra, "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
    spm = str(folder / "pieces.model")
    words = MarianTokenizer(
        spm,
        spm,
        str(folder / "vocab.json"),
        source_lang="id",
        target_lang="mul" if extra else "en",
    )
    pad = len(tokens) - 1
    config = MarianConfig(
        vocab_size=len(tokens),
        decoder_start_token_id=pad,
        pad_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=None,
        init_std=0.5,
        **SIZES,
    )
    return saved(folder, MarianMTModel, config, words)


def madlad(folder: Path) -> Path:
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    known = [t for t in pieces(folder) if t not in ("<s>", "<pad>", "</s>", "<unk>")]
    vocab = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((t, -5.0) for t in known)]
    words = T5Tokenizer(vocab, extra_ids=0, additional_special_tokens=["<extra_id_0>"])
    words.add_tokens(["<2en>", "<2id>"])
    config = T5Config(
        vocab_size=len(words), d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2,
        decoder_start_token_id=0,
    )  # fmt: skip
    return saved(folder, T5ForConditionalGeneration, config, words)


def saved(folder: Path, kind: Any, config: Any, words: Any) -> Path:
    import torch

    torch.manual_seed(1)
    kind(config).save_pretrained(folder / "model")
    words.save_pretrained(folder / "model")
    return folder / "model"


def encoded(folder: Path) -> tuple[Any, list[list[str]]]:
    """The loaded model and the tokens it is given for TEXTS, Indonesian to English."""
    loaded = seq2seq.Loaded(folder, "AutoTokenizer", TranslatorOptions(), "hf")
    way = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="hf")
    return loaded, [loaded.tokenizer.convert_ids_to_tokens(r) for r in loaded.encode(TEXTS, way)]


@pytest.fixture(scope="module", params=[m2m100, marian, madlad], ids=lambda make: make.__name__)
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of each family in turn."""
    made: Path = request.param(tmp_path_factory.mktemp(request.param.__name__))
    return made


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "cache"))


def test_m2m100_is_told_both_languages_by_tokens(tmp_path: Path) -> None:
    loaded, rows = encoded(m2m100(tmp_path))
    assert loaded.family.key == "m2m100"
    assert all(row[0] == "__id__" and row[-1] == "</s>" for row in rows)


def test_opus_for_one_pair_is_told_nothing(tmp_path: Path) -> None:
    loaded, rows = encoded(marian(tmp_path))
    assert loaded.family.key == "marian"
    assert all(not row[0].startswith(">>") and row[-1] == "</s>" for row in rows)


def test_opus_for_many_languages_is_told_the_one_wanted(tmp_path: Path) -> None:
    _, rows = encoded(marian(tmp_path, ">>eng<<", ">>fra<<"))
    assert all(row[0] == ">>eng<<" for row in rows)


def test_madlad_is_told_the_language_wanted(tmp_path: Path) -> None:
    loaded, rows = encoded(madlad(tmp_path))
    assert loaded.family.key == "madlad"
    assert all("<2en>" in row[:2] and row[-1] == "</s>" for row in rows)


def test_each_family_runs_and_answers_every_sentence(family: Path) -> None:
    translator = HfTranslator(str(family))
    found = list(translator.translate(TEXTS, source="id", target="en"))
    assert sorted(raw.index for raw in found) == list(range(len(TEXTS)))


def test_converted_each_family_gives_the_same_tokens(family: Path, tmp_path: Path) -> None:
    """M2M-100 with its own tokenizer included, which CTranslate2's converter alone gets wrong."""
    converted = convert(f"hf:{family}", tmp_path / "converted", dtype="float32", check=False)
    for quality in (Quality.FAST, Quality.GOOD):
        first, second = (best(folder, decodings(quality)[0]) for folder in (family, converted))
        assert [answer.ids for answer in first] == [answer.ids for answer in second]
        # Marian's are a little apart: CTranslate2 gives the padding token no chance at all.
        assert [a.score for a in first] == pytest.approx([a.score for a in second], abs=5e-3)
        assert len({tuple(answer.ids) for answer in first}) > 1


def best(folder: Path, way: Decoding) -> list[Answer]:
    """The best answers to some of TEXTS, each alone, Indonesian to English."""
    loaded = seq2seq.Loaded(folder, "AutoTokenizer", TranslatorOptions(), "hf")
    asked = seq2seq.direction(loaded.family, "id", "en", loaded.tokenizer, engine="hf")
    forced = loaded.tokenizer.convert_tokens_to_ids(asked.forced) if asked.forced else None
    rows = loaded.encode(TEXTS[:3], asked)
    return [loaded.runtime.generate([row], forced=forced, way=way)[0][0] for row in rows]


def test_a_tokenizer_that_only_config_json_names_survives_conversion(tmp_path: Path) -> None:
    """Older models say nothing in tokenizer_config.json, and CTranslate2 writes its own config."""
    plain = marian(tmp_path)
    settings = plain / "tokenizer_config.json"
    known = json.loads(settings.read_text("utf-8"))
    del known["tokenizer_class"]
    settings.write_text(json.dumps(known), "utf-8")
    converted = convert(f"hf:{plain}", tmp_path / "converted", check=False)
    found = list(HfTranslator(str(converted)).translate(TEXTS, source="id", target="en"))
    assert len(found) == len(TEXTS)

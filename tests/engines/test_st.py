"""`st:` encodes with a real sentence-transformers model, made tiny and at random in the test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from padan.engines import registry
from padan.errors import EngineError

pytest.importorskip("sentence_transformers", reason="the extra 'st' is not installed")
pytestmark = pytest.mark.engine

WORDS = [
    "kapal",
    "itu",
    "berlabuh",
    "di",
    "pelabuhan",
    "dan",
    "nelayan",
    "tidak",
    "melaut",
    "the",
    "ship",
    "port",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT with random weights and a vocabulary of a dozen words."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base = tmp_path_factory.mktemp("bert")
    (base / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])
    )
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS) + 5,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
    transformer = Transformer(str(base))
    made = tmp_path_factory.mktemp("st") / "tiny"
    SentenceTransformer(modules=[transformer, Pooling(32)]).save(str(made))
    return made


def test_rows_are_normalised_and_like_texts_have_equal_rows(folder: Path) -> None:
    encoder = registry.encoder(f"st:{folder}")
    rows = encoder.encode(["kapal itu berlabuh", "nelayan tidak melaut", "kapal itu berlabuh"])
    assert rows.shape == (3, 32)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows[0], rows[2], atol=1e-6)
    assert not np.allclose(rows[0], rows[1], atol=1e-3)


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert registry.encoder(f"st:{folder}").encode([]).shape == (0, 32)


def test_the_signature_tells_models_with_other_weights_apart(folder: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / folder.name
    shutil.copytree(folder, other)
    same = registry.encoder(f"st:{other}").signature
    assert same == registry.encoder(f"st:{folder}").signature
    weights = next(other.glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-4] + b"\0\0\0\1")
    assert registry.encoder(f"st:{other}").signature != same


def test_truncated_weights_are_one_clear_error(folder: Path, tmp_path: Path) -> None:
    import shutil

    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    weights = next(broken.glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:200])
    with pytest.raises(EngineError, match="broken") as caught:
        registry.encoder(f"st:{broken}").encode(["kapal"])
    assert "\n" not in str(caught.value)


def test_without_a_model_it_says_how_to_name_one() -> None:
    with pytest.raises(EngineError, match="LaBSE"):
        registry.encoder("st")

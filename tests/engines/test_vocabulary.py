"""The smaller copy of a model file holds the kept tokens with their own rows, and all else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGUFReader, GGUFValueType, GGUFWriter
from hypothesis import given
from hypothesis import strategies as st

from padan.engines import vocabulary
from padan.engines.base import TranslatorOptions
from padan.engines.registry import translator

TOKENS = {
    "<pad>": 3,
    "<eos>": 3,
    "<unused7>": 3,
    "\n\n": 4,
    "<0xE6>": 6,
    "▁di": 1,
    "sekolah": 1,
    "é": 1,
    "▁1945": 1,
    "”,": 1,
    "вода": 1,
    "水": 1,
    "▁हिन्दी": 1,
    "());": 1,
}
LEFT_OUT = {"<unused7>", "вода", "水", "▁हिन्दी", "());"}


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = tmp_path / "toy.gguf"
    writer = GGUFWriter(path, "gemma3")
    writer.add_name("Toy")
    writer.add_key_value(
        "tokenizer.ggml.tokens", list(TOKENS), GGUFValueType.ARRAY, GGUFValueType.STRING
    )
    scores = [float(at) for at in range(len(TOKENS))]
    writer.add_token_scores(scores)
    writer.add_token_types(list(TOKENS.values()))
    rows = np.arange(len(TOKENS) * 4, dtype=np.float32).reshape(-1, 4)
    writer.add_tensor("token_embd.weight", rows)
    writer.add_tensor("blk.0.attn_k.weight", np.ones((2, 4), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_kept_tokens_stay_in_order_with_their_rows_and_scores(full: Path, tmp_path: Path) -> None:
    small = vocabulary.place_for(full.name, tmp_path)
    vocabulary.reduce(full, small)
    reader = GGUFReader(small)
    names = [token for token in TOKENS if token not in LEFT_OUT]
    assert reader.fields["tokenizer.ggml.tokens"].contents() == names
    places = [list(TOKENS).index(name) for name in names]
    assert reader.fields["tokenizer.ggml.scores"].contents() == [float(p) for p in places]
    rows, other = reader.tensors
    assert rows.data[:, 0].tolist() == [4.0 * p for p in places]
    assert other.data.tolist() == np.ones((2, 4)).tolist()
    assert "changed by padan" in reader.fields["general.name"].contents()


def test_a_copy_that_changed_since_it_was_made_is_not_intact(full: Path, tmp_path: Path) -> None:
    small = vocabulary.place_for(full.name, tmp_path)
    assert not vocabulary.intact(small)
    vocabulary.reduce(full, small)
    assert vocabulary.intact(small)
    small.write_bytes(small.read_bytes()[:-1])
    assert not vocabulary.intact(small)


def test_nothing_half_written_is_left_where_copying_fails(full: Path, tmp_path: Path) -> None:
    full.write_bytes(full.read_bytes()[:40])
    folder = tmp_path / "cache"
    folder.mkdir()
    with pytest.raises((ValueError, LookupError)):
        vocabulary.reduce(full, vocabulary.place_for(full.name, folder))
    assert list(folder.iterdir()) == []


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, categories=["L"]), min_size=1))
def test_a_piece_of_a_word_is_kept_with_all_its_parts(token: str) -> None:
    if vocabulary.kept([token], [1]):
        parts = [token[:at] for at in range(1, len(token))] + [token[-1]]
        assert len(vocabulary.kept(parts, [1] * len(parts))) == len(parts)


@pytest.mark.engine
def test_letters_of_other_scripts_do_no_harm() -> None:
    gemma = translator("gemma", TranslatorOptions())
    asked = "Kata 水 berarti air."
    found = list(gemma.translate([asked], source="id", target="en"))
    assert found[0].finished
    assert "water" in found[0].text

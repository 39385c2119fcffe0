from __future__ import annotations

import numpy as np
import pytest

from padan.engines.vectors import embed, vector_key
from padan.errors import EngineError

from .standin import STORY, GramEncoder, grams


def test_each_distinct_text_is_encoded_once():
    encoder, cache = GramEncoder(), {}
    rows = embed([STORY[0], STORY[1], STORY[0]], encoder=encoder, cache=cache)
    assert encoder.asked == [STORY[0], STORY[1]]
    assert np.array_equal(rows, grams([STORY[0], STORY[1], STORY[0]]))
    embed(STORY[:3], encoder=encoder, cache=cache)
    assert encoder.asked == [STORY[0], STORY[1], STORY[2]]
    assert len(cache) == 3


def test_the_key_tells_encoders_and_texts_apart():
    keys = {vector_key("a", "b"), vector_key("b", "a"), vector_key("ab", ""), vector_key("a", "c")}
    assert len(keys) == 4
    assert vector_key("a", "b") == vector_key("a", "b")


def test_no_texts_give_no_rows():
    assert embed([], encoder=GramEncoder(), cache={}).shape == (0, 0)


@pytest.mark.parametrize("rows", [np.zeros((1, 4)), np.zeros(2), np.full((2, 4), np.nan)])
def test_an_encoder_that_breaks_its_contract_is_named(rows):
    encoder = GramEncoder()
    encoder.encode = lambda texts: rows
    with pytest.raises(EngineError, match="grams@1"):
        embed(STORY[:2], encoder=encoder, cache={})

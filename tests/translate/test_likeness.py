"""Cosines of sources and translations, each text encoded once."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tabled import Grams

from padan.translate import likeness
from padan.translate.likeness import Encoded, cosine

WHAT = {"source_lang": "id", "target_lang": "en"}


@pytest.fixture(autouse=True)
def _centres(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"id": np.full(64, 0.1, dtype=np.float32), "en": np.zeros(64, dtype=np.float32)}
    monkeypatch.setattr(likeness, "centre", lambda encoder, lang: rows.get(lang))


def test_cosines_come_in_the_order_of_the_candidates() -> None:
    found = Encoded(Grams()).cosines("pasar hewan", ["pasar hewan", "zzz qqq", "pasar"])
    assert found[0] == pytest.approx(1.0, abs=1e-5)
    assert found[0] > found[2] > found[1]


def test_candidates_pass_and_what_is_used_is_kept() -> None:
    encoder, vectors = Grams(), {}
    encoded = Encoded(encoder, vectors)
    encoded.cosines("satu", ["one", "two", "three"])
    assert vectors == {}
    encoded.likeness("satu", "two", **WHAT)
    assert len(vectors) == 2
    encoded.likeness("satu", "two", **WHAT)
    assert sorted(encoder.seen) == ["one", "satu", "three", "two"]


def test_the_centre_of_each_language_is_taken_off() -> None:
    found = Encoded(Grams()).likeness("pasar", "pasar", **WHAT)
    assert found is not None
    assert found < 0.999
    assert Encoded(Grams()).likeness("x", "y", source_lang="de", target_lang="en") is None


def test_of_nothing_the_cosine_is_nought() -> None:
    assert cosine(np.zeros(3, dtype=np.float32), np.ones(3, dtype=np.float32)) == 0.0

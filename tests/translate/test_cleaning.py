"""A sentence is cleaned for the translator, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.translate import clean


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Ia\tpergi\n\nke pasar . ", "Ia pergi ke pasar."),
        ("“ Kami setuju ,” katanya.", '"Kami setuju," katanya.'),
        ("«Kami setuju» katanya", '"Kami setuju" katanya'),
        ("Jum’at lalu", "Jum'at lalu"),
        ("Suhu 35Â°C di BarÃ§a", "Suhu 35°C di Barça"),
        ("a\u200bb\u00adc\ufeff", "abc"),
        ("ke\u0301rna", "kérna"),
        ("Harga 5 .500 rupiah", "Harga 5 .500 rupiah"),
        ("Tunggu ... apa ?", "Tunggu ... apa?"),
        ("tanpa\xa0jeda", "tanpa jeda"),
        ("\x00\x07", ""),
        ("", ""),
    ],
)
def test_what_is_put_right(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_a_quote_that_is_never_closed_stays() -> None:
    assert clean('Ia berkata "kami setuju.') == 'Ia berkata "kami setuju.'


@settings(max_examples=80)
@given(st.text())
def test_a_cleaned_sentence_is_one_line_and_keeps_its_plain_letters(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.splitlines()) <= 1
    assert cleaned == cleaned.strip()
    plain = [c for c in text if c.isascii() and c.isalnum()]
    if text.isascii() and "&" not in text:
        assert [c for c in cleaned if c.isalnum()] == plain


@settings(max_examples=80)
@given(st.text(alphabet='ab "“”,. \n'))
def test_cleaning_again_loses_no_character_but_blanks(text: str) -> None:
    once = clean(text)
    assert clean(once).replace(" ", "") == once.replace(" ", "")

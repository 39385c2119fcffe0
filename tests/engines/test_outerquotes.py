"""Marks at the ends of a sentence are put back around its translation; others are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.engines.outerquotes import unquote


@pytest.mark.parametrize(
    ("sentence", "inner", "made", "wanted"),
    [
        ('"Airnya jernih."', "Airnya jernih.", "The water is clear.", '"The water is clear."'),
        ('"Airnya jernih.', "Airnya jernih.", '"The water is clear."', '"The water is clear.'),
        ('Kita pulang."', "Kita pulang.", "We go home.", 'We go home."'),
        ('"Airnya jernih."', "Airnya jernih.", " ", ""),
    ],
)
def test_marks_at_the_ends_are_taken_off_and_put_back(
    sentence: str, inner: str, made: str, wanted: str
) -> None:
    quoted = unquote(sentence)
    assert quoted.inner == inner
    assert quoted.around(made) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        'Ia berkata, "Airnya jernih."',
        '"Airnya jernih," kata Sari, "dan dingin."',
        'Papan itu lebarnya 10"',
        '"',
        '""',
        "Airnya jernih.",
        "",
    ],
)
def test_a_sentence_with_marks_elsewhere_or_none_stays_as_it_is(sentence: str) -> None:
    quoted = unquote(sentence)
    assert quoted.inner == sentence
    assert quoted.around("Any text") == "Any text"


@given(st.text(alphabet='ab 1."', max_size=20))
def test_nothing_but_marks_and_blanks_at_the_ends_is_ever_taken_off(sentence: str) -> None:
    quoted = unquote(sentence)
    joined = quoted.before + quoted.inner + quoted.after
    assert joined.replace(" ", "") == sentence.replace(" ", "")

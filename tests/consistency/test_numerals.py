"""Number words and digits are read as the numbers they stand for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency.number_words import number_words
from padan.consistency.numerals import Form, Numeral, numeral_at
from padan.consistency.tokens import tokenize

ID_UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
EN_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def indonesian(n: int) -> str:
    """The number in Indonesian words, by the rules of the school grammar."""
    if n < 10:
        return ID_UNITS[n]
    if n < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(n, f"{ID_UNITS[n % 10]} belas")
    for size, word, one in (
        (10**12, "triliun", "satu triliun"),
        (10**9, "miliar", "satu miliar"),
        (10**6, "juta", "satu juta"),
        (1000, "ribu", "seribu"),
        (100, "ratus", "seratus"),
        (10, "puluh", "sepuluh"),
    ):
        if n >= size:
            head = one if n // size == 1 else f"{indonesian(n // size)} {word}"
            return head if n % size == 0 else f"{head} {indonesian(n % size)}"
    raise AssertionError(n)


def english(n: int, joint: str) -> str:
    """The number in English words, hundreds joined to the rest by `joint`."""
    if n < 20:
        return EN_UNITS[n]
    if n < 100:
        return EN_TENS[n // 10] + ("" if n % 10 == 0 else f"-{EN_UNITS[n % 10]}")
    for size, word in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if n >= size:
            head = f"{english(n // size, joint)} {word}"
            rest = n % size
            between = joint if size == 100 else " "
            return head if rest == 0 else f"{head}{between}{english(rest, joint)}"
    raise AssertionError(n)


def read(text: str, lang: str) -> Numeral:
    tokens = tokenize(text)
    found = numeral_at(tokens, 0, number_words(lang))
    assert found is not None, text
    assert found.last == len(tokens), (text, found)
    return found


@settings(max_examples=200)
@given(st.integers(0, 999_999_999_999))
def test_indonesian_words_round_trip(n):
    assert read(indonesian(n), "id").values == (float(n),)


@settings(max_examples=200)
@given(st.integers(0, 999_999_999_999), st.sampled_from([" ", " and "]))
def test_english_words_round_trip(n, joint):
    assert read(english(n, joint), "en").values == (float(n),)


@settings(max_examples=100)
@given(st.integers(0, 10**12), st.integers(0, 99))
def test_digits_round_trip_in_the_format_of_the_language(whole, cents):
    english_form = f"{whole:,}.{cents:02d}"
    indonesian_form = english_form.translate(str.maketrans(",.", ".,"))
    expected = float(f"{whole}.{cents:02d}")
    assert read(english_form, "en").values[0] == pytest.approx(expected)
    assert read(indonesian_form, "id").values[0] == pytest.approx(expected)


@settings(max_examples=60)
@given(st.integers(2, 99))
def test_indonesian_ordinals_round_trip(n):
    found = read("ke" + indonesian(n), "id")
    assert (found.values, found.form) == ((float(n),), Form.ORDINAL)


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("setengah", "id", 0.5),
        ("seperempat", "id", 0.25),
        ("dua pertiga", "id", 2 / 3),
        ("dua per tiga", "id", 2 / 3),
        ("satu setengah", "id", 1.5),
        ("satu setengah juta", "id", 1_500_000),
        ("setengah juta", "id", 500_000),
        ("tiga koma lima", "id", 3.5),
        ("dua koma nol lima", "id", 2.05),
        ("1,5 juta", "id", 1_500_000),
        ("3.5", "id", 3.5),
        ("selusin", "id", 12),
        ("a quarter of", "en", None),
        ("half", "en", 0.5),
        ("half a million", "en", 500_000),
        ("two and a half", "en", 2.5),
        ("three quarters", "en", 0.75),
        ("a dozen", "en", 12),
        ("three point five", "en", 3.5),
        ("1.5bn", "en", 1.5e9),
        ("fifteen hundred", "en", 1500),
        ("4 puluh", "id", 40),
    ],
)
def test_fractions_decimals_and_scales(text, lang, value):
    if value is None:
        found = numeral_at(tokenize(text), 0, number_words(lang))
        assert found is not None
        assert found.values == (0.25,)
    else:
        assert read(text, lang).values[0] == pytest.approx(value)


@pytest.mark.parametrize("text", ["belas kasihan", "ratus", "koma", "and", "an orange", "keluar"])
def test_parts_of_numbers_alone_are_no_numbers(text):
    lang = "en" if text in {"and", "an orange"} else "id"
    assert numeral_at(tokenize(text), 0, number_words(lang)) is None

from __future__ import annotations

import numpy as np
import pytest

from padan.align.words import EXACT, alike, lengths, names_of, numbers_of, plain, word_sides

from .standin import OTHER, STORY


def cosine(a, b) -> float:
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rp 1.600 atau 1,600", {"1600"}),
        ("pukul 12.55 dan 7", {"1255", "7"}),
        ("tanpa angka", set()),
        ("٣٢ rumah", {"٣٢"}),
    ],
)
def test_numbers_are_compared_by_their_digits(text, found):
    assert numbers_of(text) == found


def test_names_are_known_by_their_first_letters_in_either_language():
    assert names_of("Ukraina") & names_of("Ukraine")
    assert names_of("Kyïv") == names_of("Kyiv")
    assert not names_of("kota kecil")


def test_plain_form_ignores_case_and_marks():
    assert plain('"Warga  PULANG," katanya.') == plain("warga pulang katanya")


def test_lengths_are_never_zero():
    assert list(lengths(["", " ", "a b"])) == [1, 1, 2]


def test_a_sentence_shares_all_its_letters_with_itself_and_few_with_another():
    left, right = word_sides(STORY, STORY[::-1])
    assert cosine(left.letters[0], right.letters[-1]) == pytest.approx(1.0, abs=1e-5)
    assert cosine(left.letters[0], right.letters[0]) < 0.2


def test_hashed_columns_say_nearly_what_exact_ones_say():
    many = [f"{one} {other} {k}" for k, one in enumerate(STORY * 30) for other in OTHER]
    hashed, _ = word_sides(many, many)
    exact, _ = word_sides(many[:60], many[60:])
    assert hashed.letters.shape[1] < exact.letters.shape[1] <= EXACT
    for k in (1, 7, 23):
        there = cosine(hashed.letters[0], hashed.letters[k])
        assert there == pytest.approx(cosine(exact.letters[0], exact.letters[k]), abs=0.15)


def test_one_language_looks_more_alike_than_two():
    english = ["The mayor asked residents to stay calm.", "Two hundred houses were damaged."]
    one = alike(*word_sides(STORY[::2], STORY[1::2]))
    two = alike(*word_sides(STORY, english * 4))
    assert one > two


def test_texts_without_any_token_are_no_error():
    left, right = word_sides(["", "?"], [" "])
    assert len(left.letters) == 2
    assert alike(left, right) == 0.0

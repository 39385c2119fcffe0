"""Forms of one word share a stem."""

from __future__ import annotations

import pytest

from padan.consistency.stems import stems, unprefixed


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", "naik menaikkan dinaikkan kenaikan menaiki"),
        ("id", "pukul memukul pemukulan dipukulnya"),
        ("id", "tulis menulis penulis tertulis"),
        ("id", "sapu menyapu penyapu disapukan"),
        ("id", "baik memperbaiki perbaikan diperbaiki"),
        ("id", "bom mengebom dibom"),
        ("en", "buy bought buying buys"),
        ("en", "plan planned planning planner"),
        ("en", "decide decided decision decisions"),
        ("en", "announce announcement announcements announced"),
        ("en", "study studies studied"),
    ],
)  # fmt: skip
def test_a_family_shares_a_stem(lang: str, words: str) -> None:
    assert frozenset.intersection(*(stems(word, lang) for word in words.split()))


@pytest.mark.parametrize(
    ("lang", "left", "right"),
    [("id", "makan", "main"), ("id", "menteri", "mentari"), ("en", "house", "horse")],
)
def test_other_words_share_none(lang: str, left: str, right: str) -> None:
    assert stems(left, lang).isdisjoint(stems(right, lang))


def test_a_language_that_is_not_covered_keeps_its_words() -> None:
    assert stems("Häuser", "de") == {"Häuser"}


def test_one_prefix_comes_off_and_the_suffix_stays() -> None:
    assert "pinjami" in unprefixed("dipinjami")
    assert "pinjami" in unprefixed("meminjami")

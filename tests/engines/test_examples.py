"""The example bank is sound, and what is near to a sentence is found in it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from padan.engines.examples import bank, nearest, usual


def test_the_bank_is_varied_and_has_each_sentence_once() -> None:
    found = bank()
    assert 60 <= len(found) <= 200
    for lang in ("id", "en"):
        texts = [one.text(lang) for one in found]
        assert len(set(texts)) == len(texts)
        assert all(text == text.strip() and text[-1] in '.?!"' for text in texts)
        assert sum('"' in text for text in texts) >= 3


def test_figures_agree_in_both_languages_of_an_example() -> None:
    for one in bank():
        there = re.findall(r"\d+", one.en)
        assert sum(n in there for n in re.findall(r"\d+", one.id)) >= len(there) - 1, one.en


def test_the_nearest_stands_last_and_is_like_the_sentence() -> None:
    found = nearest("Gempa bumi mengguncang pulau itu, tetapi tidak ada tsunami.", "id", 4)
    assert len(found) == 4
    assert "Gempa bumi" in found[-1].id
    english = nearest("An earthquake shook the island, but there was no tsunami.", "en", 4)
    assert english[-1] == found[-1]


def test_skipping_gives_other_examples() -> None:
    text = "Bank sentral menaikkan suku bunga."
    first, second = nearest(text, "id", 4), nearest(text, "id", 4, skip=4)
    assert not set(first) & set(second)
    assert not set(usual(4)) & set(usual(4, skip=4))


@settings(max_examples=40, deadline=None)
@given(st.text(), st.sampled_from(["id", "en"]))
def test_any_text_has_neighbours_and_always_the_same(text: str, lang: str) -> None:
    found = nearest(text, lang, 3)
    assert len(set(found)) == 3
    assert nearest(text, lang, 3) == found

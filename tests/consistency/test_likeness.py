"""Signals beside the findings: each is nothing for one text and grows where the two part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency.gaps import gaps
from padan.consistency.likeness import signals
from padan.consistency.side import Side, pair_of
from padan.consistency.wordclass import (
    UNKNOWN,
    is_wider,
    opposites,
    synonyms,
    word_class,
)


def of(reference: str, retelling: str, lang: str = "en") -> dict[str, float]:
    return signals(pair_of(Side(reference, lang), Side(retelling, lang)))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["id", "en", "de"]))
def test_signals_are_never_negative_and_bounded(left, right, lang):
    for value in of(left, right, lang).values():
        assert 0.0 <= value < 100.0


@pytest.mark.parametrize(
    "text", ["The old pier has been closed since May.", "She sings, he waits."]
)
def test_a_text_against_itself_shows_nothing_but_its_own_style(text):
    assert {name: value for name, value in of(text, text).items() if value} == {}


@pytest.mark.parametrize(
    ("retelling", "signal"),
    [
        ("Did the mayor open the old market on Sunday?", "became a question"),
        ("The mayor opened the new market on Sunday.", "opposite words"),
        ("The mayor opened the old рынок on Sunday.", "strange words"),
        ("The mayor opened the old markedsplads on Sunday.", "strange words"),
        ("The mayor opened the market.", "shorter"),
        ("The mayor opened the very old and famous market hall on Sunday.", "longer"),
        ("The mayor will open the old market on Sunday.", "will"),
        ("The mayor was opening the old market on Sunday.", "going on"),
        ("The mayor the old market on Sunday.", "odd place"),
        ("The mayor the old market on Sunday.", "fewer verbs"),
    ],
)
def test_a_departure_shows_in_its_signal(retelling, signal):
    reference = "The mayor opened the old market on Sunday."
    assert of(reference, retelling)[signal] > of(reference, reference)[signal] == 0.0


def test_another_pronoun_shows():
    reference = "He said that he would come."
    assert of(reference, "She said that she would come.")["he or she"] == 1.0
    assert of(reference, "They were told that he would come.")["he or she"] == 0.0


def test_a_synonym_is_no_lost_word():
    near = of("The workers began to build a wall.", "The workers started to construct a wall.")
    far = of("The workers began to build a wall.", "The workers refused to paint a wall.")
    assert near["lost words"] < far["lost words"]


def test_no_common_language_leaves_questions_and_vectors():
    pair = pair_of(Side("Satu perahu.", "id"), Side("One boat?", "en"))
    assert signals(pair, 0.25) == {"became a question": 1.0, "was a question": 0.0, "apart": 0.75}


def test_words_have_classes_in_every_form():
    assert word_class("of") == "of"
    assert "VD" in word_class("stopped")
    assert "NS" in word_class("cities")
    assert "J" in word_class("happier")
    assert word_class("rewritten") != UNKNOWN
    assert word_class("markedsplads") == UNKNOWN


def test_words_are_related_in_every_form():
    assert synonyms("began", "started") or synonyms("begins", "starts")
    assert opposites("weak", "strong")
    assert opposites("possible", "impossible")
    assert not opposites("weak", "feeble")
    assert is_wider("fruit", "bananas")
    assert not is_wider("bananas", "fruit")


def test_a_place_where_a_word_is_missing_is_odder_than_a_whole_sentence():
    whole = gaps("The committee rejected the plan because of its cost.")
    broken = gaps("The committee the plan because of its.")
    assert broken[0] > whole[0]
    assert gaps("") == gaps("   ")


def test_time_stays_bounded_on_a_sentence_of_ten_thousand_words():
    import time

    long = "market pier harbour old " * 2500
    started = time.perf_counter()
    of(long, long[::-1])
    assert time.perf_counter() - started < 5.0

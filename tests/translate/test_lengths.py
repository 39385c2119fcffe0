"""Lengths are judged against what is to be expected of a pair of languages."""

from __future__ import annotations

import pytest

from padan.model import FaultKind
from padan.translate.lengths import length_fault, relative_length

GERMAN = "Die Bäuerinnen am Hang ernten den Kaffee mit der Hilfe ihrer Nachbarn aus dem Dorf."
ENGLISH = "The farmers on the slope harvest the coffee with the help of their village neighbours."


def test_a_text_of_the_expected_length_has_the_share_one() -> None:
    assert relative_length("x" * 100, "y" * 91, "id", "en") == pytest.approx(1.0)
    assert relative_length("x" * 100, "y" * 91, "id-ID", "en-GB") == pytest.approx(1.0)


def test_a_pair_that_was_not_measured_is_judged_with_wide_bounds() -> None:
    assert length_fault(GERMAN, ENGLISH, "de", "en") is None
    short = length_fault(GERMAN, ENGLISH[:20], "de", "en")
    assert short is not None
    assert short.kind is FaultKind.SHORT
    long = length_fault(GERMAN, ENGLISH * 3, "de", "en")
    assert long is not None
    assert long.kind is FaultKind.LONG


def test_signs_for_words_cannot_be_compared_with_letters() -> None:
    assert relative_length("他说昨天下雨了", ENGLISH, "zh", "en") is None
    assert length_fault("他说昨天下雨了", ENGLISH, "zh", "en") is None


def test_fewer_sentences_make_less_suspicious() -> None:
    source = f"{GERMAN} Sie singen dabei."
    assert length_fault(source, ENGLISH[:45] + ".", "de", "en") is not None
    assert length_fault(source, ENGLISH + " They sing.", "de", "en") is None

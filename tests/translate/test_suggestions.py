"""The likest sentences come first, with a score that says how like they are."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from padan.model import Translation
from padan.translate.suggestions import Entries, suggest


def made(source: str, text: str = "x", signature: str = "a@1") -> Translation:
    return Translation(source, text, "id", "en", signature)


SENTENCES = [
    made("Pelabuhan ditutup dua hari.", "The port was closed for two days."),
    made("Pelabuhan ditutup tiga hari.", "The port was closed for three days."),
    made("Klub itu menang tiga gol.", "The club won by three goals."),
]


def test_the_same_sentence_comes_first_with_a_score_of_one() -> None:
    first, second = suggest("Pelabuhan ditutup dua hari.", SENTENCES)
    assert (first.text, first.score) == ("The port was closed for two days.", 1)
    assert second.text == "The port was closed for three days."
    assert 0.7 <= second.score < 1


def test_quotes_blanks_and_case_do_not_count() -> None:
    (found,) = suggest("“Kami SETUJU,”  katanya", [made('"Kami setuju," katanya')])
    assert found.score == 1


def test_a_person_comes_before_an_engine_and_one_text_is_given_once() -> None:
    entries = [
        made("Hujan turun.", "Rain fell."),
        made("Hujan turun.", "Rain fell.", "b@1"),
        made("Hujan turun.", "It rained.", "human: Rina"),
    ]
    found = suggest("Hujan turun.", entries)
    assert [s.text for s in found] == ["It rained.", "Rain fell."]


def test_limit_and_least_are_kept() -> None:
    assert len(suggest("Pelabuhan ditutup dua hari.", SENTENCES, limit=1)) == 1
    assert len(suggest("Pelabuhan ditutup dua hari.", SENTENCES, least=1)) == 1
    assert suggest("Sesuatu yang lain sama sekali", SENTENCES) == []
    assert suggest("  ", SENTENCES) == []
    assert suggest("apa saja", []) == []


@pytest.mark.parametrize("least", [0, -1, 1.5])
def test_a_least_that_means_nothing_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="least"):
        suggest("x", SENTENCES, least=least)


short = st.text("abc ", min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(short, st.lists(short, max_size=8), st.sampled_from([0.3, 0.5, 0.7, 1.0]))
def test_passing_over_other_lengths_loses_nothing(
    text: str, sources: list[str], least: float
) -> None:
    found = suggest(text, [made(s, str(i)) for i, s in enumerate(sources)], limit=99, least=least)
    plain = [" ".join(s.split()) for s in sources]
    wanted = " ".join(text.split())
    expected = {
        str(i)
        for i, s in enumerate(plain)
        if wanted and Levenshtein.normalized_similarity(wanted, s, score_cutoff=least) >= least
    }
    assert {s.text for s in found} == expected


def test_a_hundred_thousand_entries_are_searched_at_once() -> None:
    chance = random.Random(1)
    words = ["".join(chance.choices("aeioubdkmnprst", k=6)) for _ in range(5000)]
    entries = Entries(made(" ".join(chance.choices(words, k=15)), str(i)) for i in range(100_000))
    begun = time.perf_counter()
    assert suggest(" ".join(chance.choices(words, k=15)), entries) == []
    assert time.perf_counter() - begun < 2, "0.1 s on an idle core; this only catches a gross fault"

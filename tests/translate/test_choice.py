"""Of several candidates the one stands that the evidence speaks for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.model import Term
from padan.translate.choice import choose, signature
from padan.translate.chrf import chrf
from padan.translate.evidence import FEATURES, evidence

SOURCE = "Wali Kota Bram Sutedja mengumumkan 350 rumah akan dibangun pada bulan Mei."
GOOD = "Mayor Bram Sutedja announced that 350 houses will be built in May."
ALSO = "Mayor Bram Sutedja announced 350 homes will be built in May."
PAIR: dict[str, Any] = {"source_lang": "id", "target_lang": "en"}


def test_one_candidate_is_taken_without_agreement() -> None:
    found = choose(SOURCE, [GOOD], **PAIR)
    assert (found.index, found.agreement) == (0, None)


def test_the_candidate_unlike_all_others_is_not_taken() -> None:
    found = choose(SOURCE, ["The cat sleeps on a warm roof all day.", GOOD, ALSO, GOOD], **PAIR)
    assert found.index in (1, 2, 3)


def test_agreement_is_the_mean_chrf_with_each_other_as_reference() -> None:
    texts = [GOOD, ALSO, "Mayor Bram Sutedja said 350 houses will be built in May."]
    found = choose(SOURCE, texts, **PAIR)
    others = [text for at, text in enumerate(texts) if at != found.index]
    expected = sum(chrf(texts[found.index], other) for other in others) / 2
    assert found.agreement == pytest.approx(expected)


def test_glossary_terms_go_before_everything_else() -> None:
    terms = (Term("Wali Kota", "Governor"),)
    lone = "Governor Bram Sutedja announced a plan."
    assert choose(SOURCE, [GOOD, GOOD, ALSO, lone], **PAIR, terms=terms).index == 3
    assert choose(SOURCE, [GOOD, GOOD, ALSO, lone], **PAIR).index != 3


def test_an_empty_candidate_is_taken_only_where_all_are() -> None:
    assert choose(SOURCE, ["", "...", GOOD], **PAIR).index == 2
    assert choose(SOURCE, ["", "", "..."], **PAIR).index in (0, 1, 2)


def test_nearness_to_the_source_tips_an_even_choice() -> None:
    texts = ["Mayor Bram Sutedja resigned.", "Mayor Bram Sutedja designed."]
    near_first = choose(SOURCE, texts, **PAIR, similarities=[0.95, 0.55])
    near_second = choose(SOURCE, texts, **PAIR, similarities=[0.55, 0.95])
    assert (near_first.index, near_second.index) == (0, 1)


def test_lost_numbers_names_and_loops_are_seen() -> None:
    texts = [
        GOOD,
        "Mayor Bram Sutedja announced that 305 houses will be built in June.",
        "The mayor announced the mayor announced the mayor announced the mayor announced it.",
        "Mayor Bram Sutedja mengumumkan bahwa houses akan be built.",
        'Mayor Bram Sutedja announced that "350 houses will be built in May.',
    ]
    rows = evidence(SOURCE, texts, **PAIR)
    assert set(rows[0]) == set(FEATURES)
    assert (rows[0]["numbers"], rows[0]["dates"], rows[0]["names_lost"], rows[0]["loop"]) == (
        0, 0, 0, 0,
    )  # fmt: skip
    assert rows[1]["numbers"] > 0
    assert rows[1]["dates"] > 0
    assert rows[2]["loop"] == 1
    assert rows[2]["names_lost"] > 0
    assert rows[3]["untranslated"] > 0
    assert rows[4]["marks"] == 1
    assert [row["place"] for row in rows] == [0, 0.25, 0.5, 0.75, 1]


def test_the_first_weighs_more_among_the_leaders() -> None:
    rows = evidence("Ya.", ["one two three", "one two three", "four five six"], **PAIR)
    assert rows[0]["leaders"] > rows[0]["agreement"] > rows[2]["leaders"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5), st.text(max_size=30))
def test_any_candidates_give_one_of_them(candidates: list[str], source: str) -> None:
    found = choose(source, candidates, **PAIR)
    assert 0 <= found.index < len(candidates)
    assert found.agreement is None or 0 <= found.agreement <= 1 + 1e-9
    assert choose(source, candidates, **PAIR) == found


def test_languages_that_are_not_known_are_no_error() -> None:
    assert choose("Der Rat tagt.", ["Le conseil siège.", "Le conseil."], source_lang="de",
                  target_lang="fr").index in (0, 1)  # fmt: skip


def test_the_signature_names_the_weights() -> None:
    assert signature().startswith("choice-")
    assert len(signature()) == len("choice-") + 8

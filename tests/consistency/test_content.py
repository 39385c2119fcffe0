"""What one side says below the sentence and the other does not is found, with tight spans."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency.content import check
from padan.consistency.side import Side, pair_of
from padan.model import Finding, Kind, Severity


def found(left: str, right: str, lang: str = "id") -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


PLAIN = "Bengkel kapal itu menerima dua belas pesanan dari pemilik tambak."
LONGER = (
    "Bengkel kapal itu menerima dua belas pesanan dari pemilik tambak, "
    "meski tukangnya belum digaji sejak Lebaran."
)


def test_a_clause_that_is_left_out_is_a_major_omission_of_just_that_clause() -> None:
    (finding,) = found(LONGER, PLAIN)
    assert (finding.kind, finding.severity) == (Kind.OMISSION, Severity.MAJOR)
    assert finding.retelling is None
    assert finding.reference is not None
    words = LONGER[finding.reference.start : finding.reference.end]
    assert words.startswith("meski tukangnya")
    assert words.endswith("Lebaran")


def test_the_same_clause_put_in_is_an_addition() -> None:
    (finding,) = found(PLAIN, LONGER)
    assert finding.kind is Kind.ADDITION
    assert finding.reference is None


def test_the_reason_names_what_a_passage_holds_in_both_languages() -> None:
    (finding,) = found(LONGER, PLAIN)
    assert finding.why is not None
    words = dict(finding.why.words)
    assert "the other side" in words["holds_en"]
    assert "sisi lain" in words["holds_id"]


def test_half_a_sentence_is_found_in_english_too() -> None:
    whole = "The ferry left at noon after two crewmen had patched a leaking fuel hose."
    (finding,) = found(whole, "The ferry left at noon.", "en")
    assert (finding.kind, finding.severity) == (Kind.OMISSION, Severity.MAJOR)


def test_a_gloss_between_commas_is_trivial() -> None:
    glossed = "Bengkel kapal itu, tempat kayu jati dikeringkan lama, menerima dua belas pesanan."
    (finding,) = found("Bengkel kapal itu menerima dua belas pesanan.", glossed)
    assert finding.severity is Severity.TRIVIAL


def test_a_single_adjective_that_falls_out_is_minor() -> None:
    (finding,) = found(
        "The old miller sold his wooden cart to a neighbour.",
        "The old miller sold his cart to a neighbour.",
        "en",
    )
    assert (finding.kind, finding.severity) == (Kind.OMISSION, Severity.MINOR)
    assert finding.reference is not None
    assert finding.reference.end - finding.reference.start == len("wooden")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "Warga membersihkan selokan pada Minggu pagi, kata ketua RT.",
            "Ketua RT mengatakan selokan dibersihkan warga pada Minggu pagi.",
        ),
        (
            "Nelayan menjual tiga puluh kilogram cumi di pasar.",
            "Di pasar, nelayan menjual cumi sebanyak 30 kilogram.",
        ),
    ],
)
def test_other_words_for_the_same_are_no_finding(left: str, right: str) -> None:
    assert found(left, right) == ()


def test_two_texts_on_other_things_are_passed_over_with_a_line() -> None:
    report = check(
        pair_of(
            Side("Harga cabai naik di pasar induk.", "id"),
            Side("Tim panjat tebing berlatih malam hari.", "id"),
        )
    )
    assert report.findings == ()
    assert report.abstained


def test_two_languages_without_a_translation_are_passed_over_with_a_line() -> None:
    report = check(pair_of(Side(PLAIN, "id"), Side("The yard had twelve orders.", "en")))
    assert report.findings == ()
    assert report.abstained


texts = st.lists(
    st.sampled_from(
        [*LONGER.split(), "Bali", "12", "(", ")", '"', "yang", "karena", "kapal-kapal"]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(texts, texts)
def test_swapping_the_sides_swaps_omissions_and_additions(left: str, right: str) -> None:
    there, back = found(left, right), found(right, left)
    assert sum(f.kind is Kind.OMISSION for f in there) <= len(left.split())
    for finding in (*there, *back):
        assert (finding.reference is None) != (finding.retelling is None)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_a_text_has_nothing_to_add_to_itself(text: str) -> None:
    assert found(text, text) == ()


def test_a_very_long_text_is_compared_in_good_time() -> None:
    start = time.perf_counter()
    found(" ".join([LONGER] * 600), " ".join([PLAIN] * 600))
    assert time.perf_counter() - start < 20


def test_a_word_that_another_check_weighs_is_left_to_it() -> None:
    left = "Panitia gagal mengumpulkan tanda tangan warga sebelum Jumat."
    right = "Tanda tangan warga tidak berhasil dikumpulkan panitia sebelum Jumat."
    kinds = {f.kind for f in check(pair_of(Side(left, "id"), Side(right, "id"))).findings}
    assert not kinds & {Kind.OMISSION, Kind.ADDITION}


def test_a_passage_that_holds_such_a_word_is_added_all_the_same() -> None:
    left = "Sumur tua itu ditutup warga pada Senin pagi."
    right = "Sumur tua yang konon dihuni arwah penjaga kampung itu ditutup warga pada Senin pagi."
    (finding,) = check(pair_of(Side(left, "id"), Side(right, "id"))).findings
    assert finding.kind is Kind.ADDITION
    assert finding.severity is Severity.MAJOR


def test_one_word_more_in_our_english_is_how_we_put_it() -> None:
    left = Side("The baker sold his oven to the school in May.", "en")
    ours = "The baker sold his brick oven to the school in May."
    (finding,) = check(
        pair_of(left, Side("Tukang roti menjual oven ke sekolah pada Mei.", "id", ours))
    ).findings
    assert finding.severity is Severity.TRIVIAL
    (theirs,) = check(pair_of(left, Side(ours, "en"))).findings
    assert theirs.severity is Severity.MINOR

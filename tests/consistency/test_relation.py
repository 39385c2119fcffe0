"""Relations that are turned round are found; the same act told from its other side is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency.relation import check
from padan.consistency.roles import facts
from padan.consistency.side import Side, pair_of
from padan.model import Finding, Kind


def found(left: str, right: str, lang: str) -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


TURNED = [
    # who to whom
    ("id", "Lurah melaporkan pemborong ke polisi.", "Pemborong melaporkan lurah ke polisi."),
    ("id", "Kucing hutan menerkam anjing ronda.", "Kucing hutan diterkam anjing ronda."),
    ("en", "The baker was sued by the miller.", "The miller was sued by the baker."),
    # both sides of one act
    ("id", "Yayasan menjual gudang kepada koperasi.", "Yayasan membeli gudang dari koperasi."),
    ("id", "Museum meminjamkan gamelan kepada sekolah.", "Museum meminjam gamelan dari sekolah."),
    ("en", "Oldham beat Marlow in the replay.", "Oldham lost to Marlow in the replay."),
    ("en", "The duke lent the abbey his barge.", "The duke borrowed his barge from the abbey."),
    # places, time, cause, comparison
    ("id", "Beras dikirim dari Lombok ke Flores.", "Beras dikirim dari Flores ke Lombok."),
    ("id", "Lampu kota padam sebelum sirene bunyi.", "Lampu kota padam setelah sirene bunyi."),
    ("id", "Kerang lebih mahal daripada udang.", "Udang lebih mahal daripada kerang."),
    ("en", "Rye is cheaper than barley this year.", "Barley is cheaper than rye this year."),
    ("id", "Menara itu ada di utara pelabuhan.", "Menara itu ada di selatan pelabuhan."),
    # figures
    (
        "id",
        "Suhu di Lembah Ijo 19 derajat, sedangkan di Bukit Merah 27 derajat.",
        "Suhu di Lembah Ijo 27 derajat, sedangkan di Bukit Merah 19 derajat.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "left", "right"), TURNED)
def test_a_relation_turned_round_is_found(lang: str, left: str, right: str) -> None:
    (finding,) = found(left, right, lang)
    assert finding.kind is Kind.RELATION
    assert finding.reference is not None
    assert finding.retelling is not None


SAME = [
    ("id", "Kepala desa melaporkan pemborong itu.", "Pemborong itu dilaporkan oleh kepala desa."),
    ("id", "Kucing hutan menerkam anjing ronda.", "Anjing ronda diterkam kucing hutan."),
    ("en", "The baker was sued by the miller.", "The miller sued the baker."),
    ("id", "Yayasan menjual gudang kepada koperasi.", "Koperasi membeli gudang dari yayasan."),
    ("id", "Museum meminjamkan gamelan kepada sekolah.", "Sekolah meminjam gamelan dari museum."),
    ("en", "Oldham beat Marlow in the replay.", "Marlow lost to Oldham in the replay."),
    ("id", "Beras dikirim dari Lombok ke Flores.", "Ke Flores beras itu dikirim dari Lombok."),
    ("id", "Lampu kota padam sebelum sirene bunyi.", "Sirene bunyi setelah lampu kota padam."),
    ("id", "Kerang lebih mahal daripada udang.", "Udang lebih murah daripada kerang."),
    ("id", "Camat bertemu bupati di pendopo.", "Bupati bertemu camat di pendopo."),
    ("id", "Teh dan kopi dijual di sana.", "Kopi dan teh dijual di sana."),
    (
        "id",
        "Suhu di Lembah Ijo 19 derajat, sedangkan di Bukit Merah 27 derajat.",
        "Suhu di Bukit Merah 27 derajat, sedangkan di Lembah Ijo 19 derajat.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "left", "right"), SAME)
def test_the_same_told_from_the_other_side_is_no_finding(lang: str, left: str, right: str) -> None:
    assert found(left, right, lang) == ()


def test_buyer_and_seller_fill_the_roles_of_one_frame() -> None:
    (view, _) = pair_of(Side("Koperasi membeli gudang dari yayasan.", "id"), Side("", "id")).own
    fact = next(f for f in facts(view) if f.frame == "transfer")
    source, goal = ([view.tokens[i].norm for i in filler] for filler in fact.fillers)
    assert fact.roles == ("source", "goal")
    assert (source, goal) == (["yayasan"], ["koperasi"])


def test_two_languages_without_a_translation_are_passed_over_with_a_line() -> None:
    report = check(pair_of(Side("Kucing menerkam anjing.", "id"), Side("A dog bit a cat.", "en")))
    assert report.findings == ()
    assert report.abstained


WORDS = sorted({w for _, left, right in TURNED for w in (left + " " + right).split()})
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(texts, texts, st.sampled_from(["id", "en"]))
def test_any_two_texts_give_at_most_one_finding_with_spans_inside(
    left: str, right: str, lang: str
) -> None:
    for finding in found(left, right, lang):
        assert finding.reference is not None and finding.reference.end <= len(left)
        assert finding.retelling is not None and finding.retelling.end <= len(right)


@settings(max_examples=60, deadline=None)
@given(texts, st.sampled_from(["id", "en"]))
def test_a_text_turns_nothing_of_itself_round(text: str, lang: str) -> None:
    assert found(text, text, lang) == ()


def test_a_very_long_text_is_compared_in_good_time() -> None:
    left = " ".join(sentence for lang, sentence, _ in TURNED if lang == "id")
    start = time.perf_counter()
    found(" ".join([left] * 150), " ".join([left] * 149), "id")
    assert time.perf_counter() - start < 20

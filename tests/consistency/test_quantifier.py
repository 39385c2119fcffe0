"""How many, how often, these alone: told in both directions, within one language."""

from __future__ import annotations

import pytest

from padan.consistency.quantifier import check
from padan.consistency.side import Side, pair_of
from padan.model import Finding, Severity

MAJOR, MINOR, CRITICAL = Severity.MAJOR, Severity.MINOR, Severity.CRITICAL


def found(left: str, right: str, lang: str) -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


DEPARTURES = [
    ("Semua perahu kembali ke dermaga.", "Sebagian perahu kembali ke dermaga.", "id", MAJOR),
    ("Tidak semua sumur kering.", "Semua sumur kering.", "id", MAJOR),
    ("Hanya warga yang boleh masuk.", "Siapa pun boleh masuk, juga warga.", "id", MAJOR),
    ("Sedikitnya 12 kambing mati.", "Paling banyak 12 kambing mati.", "id", CRITICAL),
    ("Puluhan kambing mati di lereng.", "Ratusan kambing mati di lereng.", "id", MAJOR),
    ("Kedua calon hadir di balai.", "Salah satu calon hadir di balai.", "id", MAJOR),
    ("Sungai itu jarang meluap.", "Sungai itu sering meluap.", "id", MAJOR),
    ("Kuda itu menang lagi di Palu.", "Kuda itu pertama kali menang di Palu.", "id", MAJOR),
    ("Hampir semua kios tutup.", "Semua kios tutup.", "id", MINOR),
    ("Most shepherds sold their flocks.", "All shepherds sold their flocks.", "en", MAJOR),
    ("None of the wells ran dry.", "Many of the wells ran dry.", "en", CRITICAL),
    ("No more than ten guests ate.", "No fewer than ten guests ate.", "en", CRITICAL),
    ("The debt was fully repaid.", "The debt was partly repaid.", "en", MAJOR),
    ("It is the only mill in town.", "It is one of the mills in town.", "en", MAJOR),
]


@pytest.mark.parametrize(("left", "right", "lang", "severity"), DEPARTURES)
def test_another_amount_is_told_in_both_directions(left, right, lang, severity):
    for a, b in ((left, right), (right, left)):
        findings = found(a, b, lang)
        assert [f.severity for f in findings] == [severity], [f.reason for f in findings]


HARMLESS = [
    ("Semua perahu kembali.", "Perahu kembali tanpa kecuali.", "id"),
    ("Sebagian besar sumur kering.", "Mayoritas sumur kering.", "id"),
    ("Separuh ladang terendam.", "50 persen ladang terendam.", "id"),
    ("Paling banyak 12 tamu.", "Maksimal 12 tamu.", "id"),
    ("Sedikitnya 12 kambing mati.", "Tidak kurang dari 12 kambing mati.", "id"),
    ("Tak satu pun calon absen.", "Semua calon hadir.", "id"),
    ("Gerbang itu jarang ditutup.", "Gerbang itu hampir selalu dibuka, tidak ditutup.", "id"),
    ("Hanya warga yang boleh masuk.", "Selain warga, tidak ada yang boleh masuk.", "id"),
    ("Both bridges fell.", "The two bridges fell.", "en"),
    ("Neither union accepted the offer.", "Both unions rejected the offer.", "en"),
    ("All but two goats were freed.", "Only two goats are still held.", "en"),
    ("Not every farmer came.", "Some farmers came.", "en"),
    ("Up to 40 boats sank.", "As many as 40 boats sank.", "en"),
    ("The oldest of the mills burned.", "The most ancient of the mills burned.", "en"),
]


@pytest.mark.parametrize(("left", "right", "lang"), HARMLESS)
def test_the_same_amount_in_other_words_is_not_told(left, right, lang):
    for a, b in ((left, right), (right, left)):
        assert found(a, b, lang) == (), [f.reason for f in found(a, b, lang)]


def test_a_limit_that_is_dropped_is_told_and_marked():
    left, right = "Vaksin itu hanya ada di Sikka.", "Vaksin itu ada di Sikka."
    (finding,) = found(left, right, "id")
    assert finding.reference and finding.retelling is None
    assert left[finding.reference.start : finding.reference.end] == "hanya"


def test_a_word_without_a_counterpart_that_may_say_it_makes_it_milder():
    plain = found("Vaksin itu hanya ada di Sikka.", "Vaksin itu ada di Sikka.", "id")
    open_ = found("Vaksin itu hanya ada di Sikka.", "Vaksin itu eksis terkucil di Sikka.", "id")
    assert [f.severity for f in plain] == [MAJOR]
    assert all(f.severity is MINOR for f in open_)

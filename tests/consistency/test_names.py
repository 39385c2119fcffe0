"""Names are compared by whom they mean."""

import pytest

from padan.consistency import Side, compare_texts
from padan.model import Finding, Kind, Severity


def found(left: str, right: str, langs: str = "id-id", english: str | None = None) -> list[Finding]:
    a, b = langs.split("-")
    result = compare_texts(Side(left, a, english), Side(right, b))
    return [f for f in result.findings if f.kind is Kind.NAME]


SAME = [
    ("Delegasi Amerika Serikat (AS) tiba kemarin.", "Delegasi AS tiba kemarin.", "id-id"),
    ("Delegasi AS tiba di kota itu.", "The US delegation arrived in the city.", "id-en"),
    ("Sidang PBB dibuka kemarin.", "Sidang Perserikatan Bangsa-Bangsa dibuka kemarin.", "id-id"),
    ("Menurut Uni Eropa, harga turun.", "According to the EU, prices fell.", "id-en"),
    ("Pasukan Rusia mundur dari sana.", "Russian troops withdrew from there.", "id-en"),
    ("Menurut Zelensky, perang berlanjut.", "Menurut Zelenskyy, perang berlanjut.", "id-id"),
    ("Kata Presiden Joko Widodo di sana.", "Kata Jokowi di sana.", "id-id"),
    ("Menurut Rina Hartanto, harga naik.", "Menurut Hartanto, harga naik.", "id-id"),
    ("Ia terbang ke Tiongkok bulan lalu.", "Ia terbang ke China bulan lalu.", "id-id"),
    (
        "Ia lahir di Wina dan besar di Praha.",
        "She was born in Vienna and grew up in Prague.",
        "id-en",
    ),
    ("Menurut Rina, harga naik di Bogor.", "menurut rina, harga naik di bogor.", "id-id"),
    ("Kemarin hujan turun.", "Hujan turun kemarin.", "id-id"),
    ("Komisi Hukum Daerah (KHD) bersidang.", "Kemarin KHD bersidang.", "id-id"),
    ("Kantor berita Amperaria melapor.", "Kantor berita Amperaria melaporkan.", "id-id"),
    ("Rapat ditutup (3/4/2021). Semula sepuluh orang hadir.", "Rapat ditutup (3/4/2021).", "id-id"),
    ("Hasilnya, 22 rumah rusak di desa itu.", "Sebanyak 22 rumah rusak di desa itu.", "id-id"),
]


@pytest.mark.parametrize(("left", "right", "langs"), SAME)
def test_forms_of_one_name_are_no_difference(left, right, langs):
    a, b = langs.split("-")
    assert [f.reason for f in found(left, right, langs)] == []
    if b == "id":
        assert [f.reason for f in found(right, left, f"{b}-{a}")] == []


@pytest.mark.parametrize(
    ("left", "right", "langs", "ours", "theirs", "severity"),
    [
        (
            "Kapal itu tiba di Jepang kemarin.",
            "Kapal itu tiba di Vietnam kemarin.",
            "id-id",
            "Jepang",
            "Vietnam",
            Severity.CRITICAL,
        ),
        (
            "Kapal itu tiba di Jepang kemarin.",
            "The ship reached Vietnam yesterday.",
            "id-en",
            "Jepang",
            "Vietnam",
            Severity.CRITICAL,
        ),
        (
            "Kapal itu dari Austria, katanya.",
            "Kapal itu dari Australia, katanya.",
            "id-id",
            "Austria",
            "Australia",
            Severity.CRITICAL,
        ),
        (
            "Kata Wali Kota Rina Hartanto di pasar.",
            "Kata Wali Kota Dedi Kurnia di pasar.",
            "id-id",
            "Rina Hartanto",
            "Dedi Kurnia",
            Severity.MAJOR,
        ),
        (
            "Pasukan bergerak ke Krimea kemarin.",
            "Pasukan bergerak ke Krmea kemarin.",
            "id-id",
            "Krimea",
            "Krmea",
            Severity.MINOR,
        ),
    ],
)
def test_a_replaced_or_misspelt_name_is_found(left, right, langs, ours, theirs, severity):
    findings = found(left, right, langs)
    assert len(findings) == 1, [f.reason for f in findings]
    finding = findings[0]
    assert finding.reference is not None
    assert finding.retelling is not None
    assert left[finding.reference.start : finding.reference.end] == ours
    assert right[finding.retelling.start : finding.retelling.end] == theirs
    assert finding.severity is severity


def test_a_dropped_name_and_an_added_one_are_minor():
    assert [f.severity for f in found("Menteri Dedi Kurnia datang.", "Menteri itu datang.")] == [
        Severity.MINOR
    ]
    assert [f.severity for f in found("Menteri itu datang.", "Menteri Dedi Kurnia datang.")] == [
        Severity.MINOR
    ]


def test_a_capital_for_its_country_is_trivial():
    findings = found("Menurut Moskow, harga turun.", "Menurut Rusia, harga turun.")
    assert {f.severity for f in findings} == {Severity.TRIVIAL}


def test_translated_titles_are_not_names():
    left = "Kementerian Luar Negeri dan Dewan Keamanan bersidang."
    right = "The Foreign Ministry and the Security Council met."
    assert found(left, right, "id-en", english=right) == []


def test_a_name_kept_in_our_english_is_looked_for():
    left = "Menurut Rina Hartanto, harga naik."
    english = "According to Rina Hartanto, prices rose."
    assert found(left, "According to the mayor, prices rose.", "id-en", english) != []
    assert found(left, "According to Hartanto, prices went up.", "id-en", english) == []


def test_a_name_that_explains_where_a_place_lies_is_trivial():
    found = compare_texts(
        Side("Kontingen itu berangkat ke Ljubljana dengan dua pelatih.", "id"),
        Side("Kontingen itu berangkat ke Ljubljana, Slovenia, dengan dua pelatih.", "id"),
    ).findings
    names = [f for f in found if f.kind is Kind.NAME]
    assert [f.severity for f in names] == [Severity.TRIVIAL]


def test_a_new_name_beside_one_that_is_gone_explains_nothing():
    found = compare_texts(
        Side("Menurut Hasan Tuasikal, kontingen itu berangkat ke Ljubljana.", "id"),
        Side("Kontingen itu berangkat ke Ljubljana, Ambon, kata ketuanya.", "id"),
    ).findings
    new = [f for f in found if f.kind is Kind.NAME and f.retelling is not None]
    assert new
    assert Severity.TRIVIAL not in {f.severity for f in new}


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_is_the_name_that_it_is_made_of(mark):
    found = compare_texts(
        Side(f"Norway{mark}s ferry line bought two ships from the yard in March.", "en"),
        Side("Maskapai feri Norwegia membeli dua kapal dari galangan itu pada Maret.", "id"),
    ).findings
    assert not [f for f in found if f.kind is Kind.NAME]

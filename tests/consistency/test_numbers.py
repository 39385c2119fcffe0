"""Numbers, amounts, dates and times are compared by what they say, not by how they look."""

from datetime import date

import pytest

from padan.consistency import Side, compare_texts
from padan.model import Finding, Kind, Severity

QUANTITY = {Kind.NUMBER, Kind.DATE}


def found(
    left: str, right: str, langs: str = "id-id", published: date | None = None
) -> list[Finding]:
    a, b = langs.split("-")
    result = compare_texts(Side(left, a, published=published), Side(right, b, published=published))
    return [f for f in result.findings if f.kind in QUANTITY]


SAME = [
    ("Ada sepuluh kapal di sana.", "Ada 10 kapal di sana.", "id-id"),
    (
        "Kapal itu membawa 1.500.000 ton beras.",
        "The ship carried 1.5 million tonnes of rice.",
        "id-en",
    ),
    ("Kapal itu membawa 1,5 juta ton beras.", "Kapal itu membawa 1.5 juta ton beras.", "id-id"),
    ("Nilainya Rp 1,5 miliar.", "It is worth 1.5 billion rupiah.", "id-en"),
    ("Harganya US$25.", "Harganya 25 dolar AS.", "id-id"),
    ("Jaraknya 100 km dari kota.", "It is 62 miles from the city.", "id-en"),
    ("Suhunya mencapai 30 °C.", "Temperatures reached 86 °F.", "id-en"),
    ("Luasnya 10 hektare.", "It covers 25 acres.", "id-en"),
    ("Angin bertiup 160 kilometer per jam.", "Winds blew at 100 mph.", "id-en"),
    ("Naik 12 persen.", "Naik 12%.", "id-id"),
    ("Abad ke-18 itu panjang.", "The eighteenth century was long.", "id-en"),
    ("Ia juara kedua puluh satu.", "She came 21st.", "id-en"),
    ("Rapat digelar 17 Agustus 2019.", "The meeting took place on August 17, 2019.", "id-en"),
    ("Rapat digelar 17/8/2019.", "Rapat digelar pada 17 Agustus 2019.", "id-id"),
    ("Dimulai pukul 09.30 WIB.", "It starts at 9:30 a.m. local time.", "id-en"),
    ("Dimulai pukul 21.30 WIB.", "Dimulai pukul 14.30 GMT.", "id-id"),
    ("Mereka bertemu dua kali sebulan.", "They meet twice a month.", "id-en"),
    ("Mereka bertemu setiap tiga bulan.", "They meet quarterly.", "id-en"),
    ("Mereka bertemu dua bulan sekali.", "They meet every two months.", "id-en"),
    ("Jumlahnya naik dua kali lipat.", "The number doubled.", "id-en"),
    ("Ia salah satu dari mereka.", "Ia termasuk mereka.", "id-id"),
    ("Mereka saling membantu satu sama lain.", "Mereka saling membantu.", "id-id"),
    ("Kedua belah pihak setuju.", "Para pihak setuju.", "id-id"),
    ("Pertama-tama, kami berterima kasih.", "Kami berterima kasih.", "id-id"),
    ("Tempat itu indah sekali.", "Tempat itu indah.", "id-id"),
    ("One of them left.", "Somebody among them left.", "en-en"),
    ("Kedua negara sepakat.", "Dua negara itu sepakat.", "id-id"),
    ("Both countries agreed.", "The two countries agreed.", "en-en"),
    ("Dua pertiga warga memilih.", "Two-thirds of residents voted.", "id-en"),
    ("Separuh warga memilih.", "50 percent of residents voted.", "id-en"),
    ("Perundingan jalur 2.5 berlanjut.", "Perundingan 'track2.5' berlanjut.", "id-id"),
    ("Antara 10 hingga 15 orang datang.", "Some 10-15 people came.", "id-en"),
    ("Ratusan orang datang.", "Hundreds of people came.", "id-en"),
    ("Umurnya 53 tahun.", "The 53-year-old spoke.", "id-en"),
    ("Ia menunggu 90 menit.", "She waited 1.5 hours.", "id-en"),
    ("Ini berlangsung minggu lalu.", "Ini berlangsung pekan lalu.", "id-id"),
    ("Keep 100 yards (100 metres) away.", "Keep 100 metres away.", "en-en"),
    ("Pada 1990-an kota itu kecil.", "In the 1990s the town was small.", "id-en"),
    ("Sekitar 1.500 orang datang.", "Ada 1.523 orang yang datang.", "id-id"),
]


@pytest.mark.parametrize(("left", "right", "langs"), SAME)
def test_the_same_quantity_written_otherwise_is_no_difference(left, right, langs):
    a, b = langs.split("-")
    assert [f.reason for f in found(left, right, langs)] == []
    assert [f.reason for f in found(right, left, f"{b}-{a}")] == []


CHANGED = [
    (
        "Mereka bertemu dua kali sebulan.",
        "Mereka bertemu tiga kali sebulan.",
        "id-id",
        "dua kali sebulan",
        "tiga kali sebulan",
    ),
    (
        "Ia tinggal di sana tujuh hari.",
        "Ia tinggal di sana 8 hari.",
        "id-id",
        "tujuh hari",
        "8 hari",
    ),
    ("Ia tinggal tujuh hari.", "He stayed for eight days.", "id-en", "tujuh hari", "eight days"),
    ("Tewas 12 orang dan luka 30 orang.", "Tewas 12 orang dan luka 40 orang.", "id-id", "30", "40"),
    ("Nilainya Rp 5 miliar.", "Nilainya Rp 5 triliun.", "id-id", "Rp 5 miliar", "Rp 5 triliun"),
    (
        "Nilainya 5 juta dolar AS.",
        "Nilainya 5 juta euro.",
        "id-id",
        "5 juta dolar AS",
        "5 juta euro",
    ),
    ("Jaraknya 100 km.", "It is 100 miles away.", "id-en", "100 km", "100 miles"),
    ("Rapat digelar 17 Agustus 2019.", "The meeting was on August 19, 2019.", "id-en", "17", "19"),
    ("Rapat digelar Maret 2019.", "Rapat digelar Mei 2019.", "id-id", "Maret", "Mei"),
    ("Rapat digelar hari Senin.", "Rapat digelar hari Selasa.", "id-id", "Senin", "Selasa"),
    ("Dimulai pukul 09.30 WIB.", "Dimulai pukul 10.30 WIB.", "id-id", "09.30", "10.30"),
    (
        "Mereka bertemu setiap dua bulan.",
        "They meet twice a month.",
        "id-en",
        "setiap dua bulan",
        "twice a month",
    ),
    ("Naik 12 persen tahun itu.", "Naik 21 persen tahun itu.", "id-id", "12 persen", "21 persen"),
    ("Satu orang tewas di sana.", "Dua orang tewas di sana.", "id-id", "Satu", "Dua"),
    ("Ia menjadi juara ketiga.", "Ia menjadi juara keempat.", "id-id", "ketiga", "keempat"),
    ("Sejak 1998 kota itu tumbuh.", "Since 1989 the town has grown.", "id-en", "1998", "1989"),
]


@pytest.mark.parametrize(("left", "right", "langs", "ours", "theirs"), CHANGED)
def test_a_changed_quantity_is_found_in_its_place(left, right, langs, ours, theirs):
    findings = found(left, right, langs)
    assert len(findings) == 1, [f.reason for f in findings]
    finding = findings[0]
    assert finding.reference is not None
    assert finding.retelling is not None
    assert left[finding.reference.start : finding.reference.end] == ours
    assert right[finding.retelling.start : finding.retelling.end] == theirs
    assert finding.severity in {Severity.MAJOR, Severity.CRITICAL}


def test_a_reason_names_both_wordings_and_what_they_mean():
    (finding,) = found("Mereka bertemu dua kali sebulan.", "Mereka bertemu tiga kali sebulan.")
    assert finding.reason == (
        "The reference says 'dua kali sebulan' (2 per month); "
        "the retelling says 'tiga kali sebulan' (3 per month)."
    )


@pytest.mark.parametrize(
    ("left", "right", "severity"),
    [
        ("Sebanyak 12 orang ditahan di kota.", "Sejumlah orang ditahan di kota.", Severity.MINOR),
        ("Sejumlah orang ditahan di kota.", "Sebanyak 12 orang ditahan di kota.", Severity.MINOR),
        ("Setidaknya 12 orang ditahan.", "Sebanyak 12 orang ditahan.", Severity.MINOR),
        ("Lebih dari 12 orang ditahan.", "Kurang dari 12 orang ditahan.", Severity.MAJOR),
        ("Ada 1.523 orang di sana.", "Ada 1.500 orang di sana.", Severity.MINOR),
    ],
)
def test_softer_differences_are_milder(left, right, severity):
    findings = found(left, right)
    assert [f.severity for f in findings] == [severity], [f.reason for f in findings]


def test_a_weekday_answers_the_date_it_fell_on():
    left = "Rapat digelar Kamis di kota itu."
    right = "Rapat digelar 3 Oktober di kota itu."
    assert found(left, right, published=date(2024, 10, 5)) == []
    assert found(left, right, published=date(2023, 10, 5)) != []


def test_the_day_minggu_is_not_the_week_minggu():
    assert found("Rapat digelar pada Minggu malam.", "Rapat digelar pada Sabtu malam.") != []
    assert found("Rapat digelar dua minggu.", "Rapat digelar dua pekan.") == []


def test_a_language_without_number_words_and_without_english_abstains():
    result = compare_texts(Side("Es waren 12 Leute da.", "de"), Side("Ada 13 orang.", "id"))
    assert any(line.startswith("Numbers") for line in result.abstained)
    assert [f for f in result.findings if f.kind in QUANTITY] == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "The clerk sold forged stamps over four years, the court heard.",
            "The clerk sold forged stamps for four years, the court heard.",
        ),
        (
            "Nasabah dapat menarik maksimal Rp7 juta dari mesin itu.",
            "Penarikan nasabah dari mesin itu dibatasi Rp7 juta.",
        ),
    ],
)
def test_a_limit_that_is_said_elsewhere_or_is_none_is_not_missed(left, right):
    lang = "en" if left.startswith("The") else "id"
    found = compare_texts(Side(left, lang), Side(right, lang)).findings
    assert not [f for f in found if f.kind is Kind.NUMBER]


def test_over_is_a_limit_after_a_verb_of_lasting():
    left = "The siege lasted over four years, the monk wrote."
    right = "The siege lasted four years, the monk wrote."
    found = compare_texts(Side(left, "en"), Side(right, "en")).findings
    assert [f.kind for f in found if f.severity is not Severity.TRIVIAL] == [Kind.NUMBER]

"""Times are compared by the moment they may mean, counted from the day of publication."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency import Side, dates
from padan.consistency.side import pair_of
from padan.model import Finding, Kind, Severity

TUESDAY = date(2025, 3, 18)
MONTHS_ID = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus"]
MONTHS_ID += ["September", "Oktober", "November", "Desember"]
MONTHS_EN = ["January", "February", "March", "April", "May", "June", "July", "August"]
MONTHS_EN += ["September", "October", "November", "December"]
DAYS_ID = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
DAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def found(
    left: str, right: str, langs: str = "id-id", published: date | None = TUESDAY
) -> tuple[Finding, ...]:
    a, b = langs.split("-")
    sides = Side(left, a, published=published), Side(right, b, published=published)
    return dates.check(pair_of(*sides)).findings


SAME = [
    ("Rapat digelar kemarin di balai desa.", "Rapat digelar Senin (17/3) di balai desa.", "id-id"),
    ("Mereka tiba lusa di Palu.", "Mereka tiba pada 20 Maret 2025 di Palu.", "id-id"),
    ("Pameran dibuka tiga hari lalu.", "The show opened on Saturday.", "id-en"),
    ("Pameran dibuka pekan lalu.", "The show opened on March 12.", "id-en"),
    ("Ia pergi Selasa pekan lalu.", "He left on 11 March.", "id-en"),
    ("Bulan depan jalan itu ditutup.", "The road closes in April.", "id-en"),
    ("Akhir tahun ini pabrik itu berdiri.", "The plant will stand by late 2025.", "id-en"),
    ("Sirene berbunyi pukul 15.30 WIB.", "The siren sounded at 8:30 GMT.", "id-en"),
    ("Sirene berbunyi setengah empat sore.", "Sirene berbunyi pukul 15.30.", "id-id"),
    (
        "The bell rang at a quarter to six in the evening.",
        "Lonceng berdentang pukul 17.45.",
        "en-id",
    ),
    ("Kapal tiba Rabu pukul 00.20 WIT.", "Kapal tiba Selasa pukul 23.20 WITA.", "id-id"),
    ("Warga berkumpul malam Jumat di surau.", "Warga berkumpul Kamis malam di surau.", "id-id"),
    ("Libur berlaku H-3 hari raya.", "Libur berlaku tiga hari sebelum hari raya.", "id-id"),
    ("The choir was founded in 1953.", "The choir was founded seventy-two years ago.", "en-en"),
    ("Daftar sebelum 30 Juni.", "Daftar paling lambat 29 Juni.", "id-id"),
    ("Inflation may ease in the second half of the year.", "Inflasi mereda pada Oktober.", "en-id"),
    ("Toko tutup hingga 3 April.", "Toko dibuka mulai 3 April.", "id-id"),
    (
        "Gubernur meneken izin Kamis, sehari setelah warga berunjuk rasa.",
        "Rabu warga berunjuk rasa, dan keesokan harinya gubernur meneken izin.",
        "id-id",
    ),
]


@pytest.mark.parametrize(("left", "right", "langs"), SAME)
def test_the_same_moment_told_otherwise_is_no_serious_difference(left, right, langs):
    a, b = langs.split("-")
    for one, other, both in ((left, right, langs), (right, left, f"{b}-{a}")):
        serious = [f.reason for f in found(one, other, both) if f.severity is not Severity.MINOR]
        assert serious == []


CHANGED = [
    ("Rapat digelar kemarin.", "Rapat digelar Minggu (16/3).", "id-id", "kemarin", "Minggu (16/3"),
    ("Ia tiba Selasa pekan lalu.", "Ia tiba Selasa pekan ini.", "id-id", "lalu", "ini"),
    ("Ia tiba pekan lalu.", "Ia tiba pekan depan.", "id-id", "lalu", "depan"),
    ("Rapat digelar 17 Agustus.", "The meeting was on August 19.", "id-en", "17", "19"),
    ("Pagi itu warga lari.", "Malam itu warga lari.", "id-id", "Pagi", "Malam"),
    ("Sirene berbunyi pukul 15.30 WIB.", "The siren sounded at 7:30 GMT.", "id-en", None, None),
    ("Dimulai pukul 09.30 WIB.", "Dimulai pukul 09.30 WITA.", "id-id", "WIB", "WITA"),
    (
        "Lonceng berdentang setengah empat sore.",
        "Lonceng berdentang pukul 16.30.",
        "id-id",
        None,
        None,
    ),
    ("They left the day before yesterday.", "Mereka berangkat kemarin.", "en-id", None, "kemarin"),
    (
        "Musim hujan mulai awal tahun ini.",
        "Musim hujan mulai akhir tahun ini.",
        "id-id",
        None,
        None,
    ),
    ("Ia tiba lima hari setelah banjir.", "Ia tiba dua hari setelah banjir.", "id-id", None, None),
]


@pytest.mark.parametrize(("left", "right", "langs", "ours", "theirs"), CHANGED)
def test_another_moment_is_found_in_its_place(left, right, langs, ours, theirs):
    findings = found(left, right, langs)
    assert len(findings) == 1, [f.reason for f in findings]
    finding = findings[0]
    assert finding.kind is Kind.DATE
    assert finding.severity is Severity.MAJOR
    assert finding.reference is not None
    assert finding.retelling is not None
    for span, text, words in (
        (finding.reference, left, ours),
        (finding.retelling, right, theirs),
    ):
        assert words is None or text[span.start : span.end] == words


TURNED = [
    ("Pasar ditutup sejak 1 Mei.", "Pasar ditutup hingga 1 Mei."),
    ("Banding diajukan dalam tujuh hari.", "Banding diajukan setelah tujuh hari."),
    ("Rapat dimajukan dari 9 ke 2 Mei.", "Rapat diundur dari 2 ke 9 Mei."),
]


@pytest.mark.parametrize(("left", "right"), TURNED)
def test_a_limit_or_move_turned_round_is_critical(left, right):
    assert [f.severity for f in found(left, right)] == [Severity.CRITICAL]
    assert [f.severity for f in found(right, left)] == [Severity.CRITICAL]


def test_a_vaguer_time_is_minor_and_an_exacter_one_is_nothing():
    exact, vague = "Ia tiba Kamis (13/3) di Bima.", "Ia tiba pekan lalu di Bima."
    assert [f.severity for f in found(exact, vague)] == [Severity.MINOR]
    assert found(vague, exact) == ()


def test_relative_times_without_a_day_of_publication_meet_relative_times_alone():
    assert found("Ia tiba kemarin.", "Ia tiba Jumat (14/3/2025).", published=None) == ()
    assert found("Ia tiba kemarin.", "Ia tiba lusa.", published=None) != ()


def test_a_reason_tells_the_day_that_a_relative_time_comes_to():
    finding = found("Ia tiba kemarin.", "Ia tiba lusa.")[0]
    assert "2025-03-17" in finding.reason
    assert finding.gloss == "2025-03-20"


DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@settings(max_examples=60, deadline=None)
@given(DATES, st.integers(0, 6), st.booleans())
def test_every_date_means_itself_in_both_languages(day, style, turned):
    indonesian = f"Rapat digelar {day.day} {MONTHS_ID[day.month - 1]} {day.year}."
    weekday = DAYS_ID[day.weekday()]
    others = [
        (f"The meeting was on {MONTHS_EN[day.month - 1]} {day.day}, {day.year}.", "en"),
        (f"The meeting was on {day.day} {MONTHS_EN[day.month - 1]} {day.year}.", "en"),
        (f"Rapat digelar {day.day}/{day.month}/{day.year}.", "id"),
        (f"Rapat digelar {weekday} ({day.day}/{day.month}/{day.year}).", "id"),
        (f"Rapat digelar {day.isoformat()}.", "id"),
        (f"Rapat digelar pada hari {weekday}.", "id"),
        (f"The meeting was on a {DAYS_EN[day.weekday()]}.", "en"),
    ]
    other, lang = others[style]
    published = day + timedelta(days=2)
    sides = (indonesian, other) if not turned else (other, indonesian)
    langs = f"id-{lang}" if not turned else f"{lang}-id"
    assert found(*sides, langs, published) == ()


@settings(max_examples=60, deadline=None)
@given(DATES, st.integers(1, 300))
def test_every_other_date_is_found(day, off):
    other = day + timedelta(days=off)
    texts = [f"Rapat digelar {d.day} {MONTHS_ID[d.month - 1]} {d.year}." for d in (day, other)]
    assert [f.kind for f in found(*texts)] == [Kind.DATE]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from([("WIB", 7), ("WITA", 8)]))
def test_a_clock_time_is_equal_to_its_conversion(hour, minute, zone):
    name, ahead = zone
    there = (hour - ahead) % 24
    left = f"Gempa terjadi pukul {hour:02d}.{minute:02d} {name}."
    assert found(left, f"Gempa terjadi pukul {there:02d}.{minute:02d} GMT.") == ()
    wrong = (there + 3) % 24
    assert found(left, f"Gempa terjadi pukul {wrong:02d}.{minute:02d} GMT.") != ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["id", "en", "fr", ""]))
def test_odd_text_is_never_an_error(left, right, lang):
    report = dates.check(pair_of(Side(left, lang), Side(right, "id", published=date.max)))
    assert all(f.kind is Kind.DATE for f in report.findings)


def test_no_time_is_beyond_the_calendar():
    left = "Ia tiba 99999999 tahun lalu, 9000 abad lagi, pada 31 Februari, 32/13/9999."
    for published in (date.min, date.max, None):
        found(
            left, "Ia tiba 5 hari lagi, pada 30/2/1000, bulan depan, abad lalu.", "id-id", published
        )

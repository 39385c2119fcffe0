from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.articles.normalise import normalise, unwrap


@pytest.mark.parametrize(
    "quote", ["“Ya,” katanya.", "'tidak'", "‘tidak’", "ﬁlm", "ｆｕｌｌ", "…", "a\u00a0b"]
)
def test_the_authors_characters_stay(quote: str) -> None:
    assert normalise(quote) == (quote, [])


def test_mojibake_is_repaired_and_counted_by_line() -> None:
    text = "Tim itu menang 7â€“2.\nBaris bersih – ini.\nGelandang BarÃ§a cedera."
    fixed, repairs = normalise(text)
    assert fixed == "Tim itu menang 7–2.\nBaris bersih – ini.\nGelandang Barça cedera."
    assert repairs == ["mojibake repaired in 2 lines"]


def test_line_ends_become_newlines_without_a_word() -> None:
    assert normalise("a\r\nb\rc\u2028d\x0ce") == ("a\nb\nc\nd\ne", [])


@pytest.mark.parametrize(
    ("text", "fixed", "told"),
    [
        ("a\x07b\x1b[0m", "ab[0m", "2 control characters removed"),
        ("a\x07b", "ab", "1 control character removed"),
        ("me\u00adnulis\ufeff", "menulis", "2 invisible characters removed"),
        ("Tom &amp; Jerry &#8211; &quot;ya&quot;", 'Tom & Jerry – "ya"', "4 HTML entities decoded"),
        ("AT&T; R&D", "AT&T; R&D", ""),
        ("cafe\u0301", "café", "characters composed (NFC)"),
        ("a\ufffdb", "a\ufffdb", "1 character was lost before reading (U+FFFD)"),
    ],
)
def test_each_repair_is_reported(text: str, fixed: str, told: str) -> None:
    assert normalise(text) == (fixed, [told] if told else [])


def test_wrapped_lines_are_joined_and_short_lines_are_not() -> None:
    wrapped = (
        "Warga kampung di tepi sungai itu sudah tiga kali\n"
        "mengungsi sejak bulan lalu karena tanggul yang\n"
        "dibangun tahun lalu tidak kuat menahan arus air\n"
        "yang datang dari hulu.\n\n"
        "Kepala kampung meminta pemerintah memperbaiki\n"
        "tanggul itu sebelum musim hujan mencapai puncak\n"
        "pada bulan depan, ketika air sungai biasanya naik\n"
        "sampai dua meter di atas batas."
    )
    joined, repairs = unwrap(wrapped)
    assert joined.count("\n") == 2
    assert repairs
    lines = "Judul Satu\nIni kalimat pertama.\nIni kalimat kedua.\nIni kalimat ketiga.\n" * 4
    assert unwrap(lines) == (lines, [])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_normalised_text_is_stable_clean_and_nfc(text: str) -> None:
    once, _ = normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert "\0" not in once
    once.encode("utf-8")

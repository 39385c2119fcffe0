"""Weekdays, months and days count as kept in whatever form the other language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.translate.change import Change
from padan.translate.dates import changed_dates

KEPT = [
    ("Rapat digelar Senin (17/8/2022).", "The meeting was held on Monday, August 17, 2022."),
    ("Rapat digelar pada 17 Agustus.", "The meeting was held on 17/8."),
    ("Ia lahir pada 3 Mei 1990.", "He may have been born on 3 May 1990."),
    ("Ia lahir pada 3 Mei.", "He was born on the 3rd of May."),
    ("Mereka bertemu hari Jum’at.", "They met on Friday."),
    ("Toko tutup setiap Kamis.", "The shop is closed on Thursdays."),
    ("Dua minggu lalu, pada hari Minggu, ia datang.", "Two weeks ago, on Sunday, he came."),
    ("Minggu lalu ia datang.", "Last week he came."),
    ("Lomba berlangsung 10-15 Mei.", "The race runs from May 10 to 15."),
    ("Pasar malam Minggu ramai.", "The Saturday night market is busy."),
    ("Pada Agustus 2020 toko itu dibuka.", "The shop opened in Aug. 2020."),
    ("Album Black Friday terbit.", "The album Black Friday is out."),
    ("Ia akan berjalan pada bulan Maret.", "They may march in March."),
    ("Penyanyi April Sari tampil.", "The singer April Sari performed."),
    ("Kami tiba Februari.", "We arrived in february."),
]
CHANGED = [
    ("Rapat digelar Senin.", "The meeting was held on Tuesday.", ("Senin",), ("Tuesday",)),
    ("Rapat digelar Senin.", "The meeting was held.", ("Senin",), ()),
    ("Rapat digelar.", "The meeting was held on Sunday.", (), ("Sunday",)),
    ("Ia lahir pada Juli 1990.", "He was born in June 1990.", ("Juli",), ("June",)),
    ("Ia lahir 3 Mei.", "He was born on May 4.", ("3 Mei",), ("May 4",)),
    ("Pada 10-12 Mei.", "On May 13 to 15.", ("10-12 Mei",), ("May 13 to 15",)),
    ("Tanggal 17/8/1945.", "On August 18, 1945.", (), ("August 18",)),
]


@pytest.mark.parametrize(("source", "text"), KEPT)
def test_a_date_in_another_form_is_kept(source: str, text: str) -> None:
    assert changed_dates(source, text, source_lang="id", target_lang="en") == Change()
    assert changed_dates(text, source, source_lang="en", target_lang="id") == Change()


@pytest.mark.parametrize(("source", "text", "lost", "new"), CHANGED)
def test_another_date_is_not(
    source: str, text: str, lost: tuple[str, ...], new: tuple[str, ...]
) -> None:
    assert changed_dates(source, text, source_lang="id", target_lang="en") == Change(lost, new)


def test_languages_without_words_are_not_judged() -> None:
    assert changed_dates("Senin", "Dienstag", source_lang="id", target_lang="de") == Change()


@settings(max_examples=60)
@given(
    st.text(alphabet="0123456789/-., meiMESeninſK"),
    st.text(st.sampled_from("0123456789 MaySundthrſİ’'.-/")),
)
def test_no_text_breaks_the_reading(source: str, text: str) -> None:
    changed_dates(source, text, source_lang="id", target_lang="en")
    assert changed_dates(source, source, source_lang="id", target_lang="id") == Change()

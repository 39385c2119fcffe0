"""Numbers count as kept in whatever form the other language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.translate.numbers import lost_numbers, new_numbers

KEPT = [
    ("1.500 warga", "1,500 residents"),
    ("1.500 warga", "1500 residents"),
    ("naik 3,5 persen", "rose 3.5 percent"),
    ("naik 3,5%", "rose by 3.5 per cent"),
    ("Rp1.234.567,89", "Rp1,234,567.89"),
    ("3 orang", "three people"),
    ("tiga orang", "3 people"),
    ("12 jam", "twelve hours"),
    ("20 hari", "twenty days"),
    ("45 hari", "forty-five days"),
    ("dua puluh lima hari", "25 days"),
    ("ke-3", "third"),
    ("abad ke-21", "the 21st century"),
    ("1 jam", "an hour"),
    ("2 juta orang", "2 million people"),
    ("2,5 juta orang", "2,500,000 people"),
    ("Rp500 ribu", "Rp500,000"),
    ("1.000 orang", "a thousand people"),
    ("seribu orang", "1,000 people"),
    ("pukul 17.30", "5:30 p.m."),
    ("pukul 17.30 WIB", "17:30"),
    ("pukul 15", "3 p.m."),
    ("pukul 08.00", "8 a.m."),
    ("tahun 1990-an", "the 1990s"),
    ("tahun 90-an", "the 1990s"),
    ("17/8/1945", "17 August 1945"),
    ("17 Agustus 1945", "8/17/1945"),
    ("Perang Dunia II", "World War 2"),
    ("10-15 kapal", "10 to 15 ships"),
    ("luas 40 km2", "an area of 40 square kilometres"),
    ("4 puluh pos", "40 posts"),
    ("G-20", "the G20"),
    ("skor 2-1", "2–1"),
]
WRONG = [
    ("1.500 warga", "1,600 residents", "1.500"),
    ("3,5 persen", "35 percent", "3,5"),
    ("17 kapal", "ships", "17"),
    ("pukul 17.30", "5:40 p.m.", "17.30"),
    ("2 juta orang", "3 million people", "2"),
    ("tahun 1965", "in 1956", "1965"),
    ("12 jam", "twenty hours", "12"),
    ("1469–1539", "14691539", "1469"),
]


@pytest.mark.parametrize(("source", "text"), KEPT)
def test_a_number_in_another_form_is_kept(source: str, text: str) -> None:
    assert lost_numbers(source, text, source_lang="id", target_lang="en") == []
    assert new_numbers(source, text, source_lang="id", target_lang="en") == []


@pytest.mark.parametrize(("source", "text", "lost"), WRONG)
def test_another_number_is_not(source: str, text: str, lost: str) -> None:
    found = lost_numbers(source, text, source_lang="id", target_lang="en")
    assert lost in [number.text for number in found]


def test_a_number_out_of_nowhere_is_seen() -> None:
    found = new_numbers(
        "Warga mengungsi.", "Some 300 residents fled.", source_lang="id", target_lang="en"
    )
    assert [number.text for number in found] == ["300"]


def test_number_words_of_an_unknown_language_are_not_judged() -> None:
    assert lost_numbers("3 orang", "drei Leute", source_lang="id", target_lang="de") == []
    assert lost_numbers("300 orang", "400 Leute", source_lang="id", target_lang="de")


@settings(max_examples=60)
@given(st.text(alphabet="0123456789.,:- /dua puluhjtmiles"), st.text(alphabet="0123456789.,: spm"))
def test_no_text_breaks_the_reading(source: str, text: str) -> None:
    lost_numbers(source, text, source_lang="id", target_lang="en")
    assert new_numbers(source, source, source_lang="id", target_lang="id") == []


def test_digits_without_end_are_no_quantity() -> None:
    assert lost_numbers("1" * 100_000, "x", source_lang="id", target_lang="en") == []

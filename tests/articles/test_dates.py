from __future__ import annotations

from datetime import date

import pytest

from padan.articles.dates import date_in_url, date_line, parse_date

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Selasa, 5 Maret 2024",
        "Selasa, 05 Mar 2024 09:12 WIB",
        "Kompas.com - 05/03/2024, 09:12 WIB",
        "Tayang: Selasa, 5 Maret 2024 09.12 WIB",
        "Diterbitkan 5 Maret 2024, 16:45 WIB",
        "Nasional | Selasa, 5 Maret 2024 | 09:12 WIB",
        "Published: March 5, 2024 at 6:05 p.m.",
        "Tuesday 5th March 2024 10.00 GMT",
        "2024-03-05T09:12:00+07:00",
        "5 Mac 2024, 9:14 pagi",
        "March 5, 20249:41 AM GMT+7Updated 3 hours ago",
        "5 марта 2024",
    ],
)
def test_date_lines_are_known_and_read(text: str) -> None:
    found = date_line(text, "id")
    assert found is not None
    assert found.day == DAY


@pytest.mark.parametrize("text", ["2 jam yang lalu", "3 hours ago", "20 menit lalu"])
def test_relative_dates_are_date_lines_without_a_day(text: str) -> None:
    found = date_line(text)
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize(
    "text",
    [
        "Gempa itu terjadi pada 5 Maret 2024.",
        "Pada 5 Maret 2024 pemerintah menutup jembatan itu untuk umum",
        "Sejak 2024",
        "Pasal 5 ayat 3",
        "Perang 1945",
    ],
)
def test_sentences_with_a_date_are_no_date_lines(text: str) -> None:
    assert date_line(text, "id") is None


def test_labels_tell_published_from_updated() -> None:
    published, updated = (
        date_line("Published: March 5, 2024"),
        date_line("Diperbarui: 6 Maret 2024"),
    )
    assert published is not None
    assert updated is not None
    assert (published.kind, updated.kind) == ("published", "updated")


def test_numeric_dates_are_day_first_but_english_must_be_plain() -> None:
    assert parse_date("05/03/2024", "id") == DAY
    assert parse_date("05/03/2024", "en") is None
    assert parse_date("25/03/2024", "en") == date(2024, 3, 25)
    assert parse_date("03/25/2024", "en") == date(2024, 3, 25)


@pytest.mark.parametrize("text", ["31 Februari 2024", "2024-13-40", "tidak ada", "99/99/2024"])
def test_impossible_dates_are_none(text: str) -> None:
    assert parse_date(text, "id") is None


def test_a_url_may_spell_the_date() -> None:
    assert date_in_url("https://kabar.example/read/2024/03/05/0912/jembatan") == DAY
    assert date_in_url("https://kabar.example/read/123") is None

# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

from datetime import date

import pytest
from pagelines import load

from padan.articles.build import build_article

TEXT = "Wali kota mengatakan jembatan itu ditutup karena retak pada tiga tiangnya.\n\nWarga memutar sejauh sembilan kilometer."


@pytest.mark.parametrize(
    ("page", "outlet", "author", "published"),
    [
        ("kompas", "Kompas.com", "Arum Sekarwati, Bima Prasojo", date(2023, 2, 14)),
        ("detik", "detikcom", "Rangga Wicaksana", date(2023, 7, 9)),
        ("cnnindonesia", "CNN Indonesia", "", date(2023, 11, 22)),
        ("antara", "ANTARA", "Yusran Padang", date(2024, 4, 18)),
        ("lokal", "Suara Lembah", "Sutarman Wibowo", date(2024, 1, 3)),
        ("tempo", "Tempo", "ANDRI SAPUTRA", date(2024, 5, 6)),
        ("tribundaerah", "Tribunnews", "Fajar Nugraha", date(2023, 11, 12)),
        ("wire", "Reuters", "Priya Raman and Joel Masters", date(2024, 5, 7)),
        ("bbc", "BBC", "Ratih Kusumo", date(2023, 9, 2)),
        ("blogcopy", "", "", None),
    ],
)
def test_pages_tell_outlet_author_and_date(
    page: str, outlet: str, author: str, published: date | None
) -> None:
    article = build_article(load(page).text)
    assert (article.outlet, article.author, article.published) == (outlet, author, published)


def test_the_title_is_the_headline() -> None:
    assert build_article(load("detik").text).title.startswith("Kapal Feri Mogok")


def test_what_is_given_wins() -> None:
    given = build_article(
        load("detik").text,
        outlet="Kabar",
        author="A. B.",
        title="T",
        published=date(2020, 1, 1),
        lang="ind",
    )
    assert (given.outlet, given.author, given.title) == ("Kabar", "A. B.", "T")
    assert (given.published, given.lang) == (date(2020, 1, 1), "id")


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://nasional.kompas.com/read/2024/03/05/0912/x", "Kompas.com"),
        ("https://www.tribunnews.com/x", "Tribunnews"),
        ("https://jateng.tribunnews.com/x", "Tribunnews"),
        ("https://kabarpesisir.example/x", "kabarpesisir.example"),
    ],
)
def test_the_url_names_the_outlet(url: str, outlet: str) -> None:
    assert build_article(TEXT, url=url).outlet == outlet


def test_the_url_dates_the_article_where_no_label_does() -> None:
    assert build_article(TEXT, url="https://a.example/2024/03/05/x").published == date(2024, 3, 5)


def test_a_paper_named_in_the_text_is_not_the_outlet() -> None:
    text = (
        TEXT
        + "\n\nHal itu dilaporkan Kompas.com dan Tribunnews pada Senin, antara lain dengan foto jembatan itu."
    )
    assert build_article(text).outlet == ""


def test_a_date_below_the_headline_goes_before_one_at_the_top_of_the_page() -> None:
    text = "Jumat, 3 Oktober 2025\n\nWali Kota Tutup Jembatan Retak di Tepi Sungai\n\nSelasa, 5 Maret 2024 09:12 WIB\n\n"
    assert build_article(text + TEXT).published == date(2024, 3, 5)


def test_a_date_above_the_menu_is_the_day_the_page_was_saved() -> None:
    menu = "Home\n\nNews\n\nBaca juga: Banjir di Hulu Sungai\n\n"
    headline = "Wali Kota Tutup Jembatan Retak di Tepi Sungai\n\n"
    day = "Jumat, 3 Oktober 2025\n\n"
    assert build_article(day + menu + headline + TEXT).published is None
    assert build_article(day + headline + TEXT).published == date(2025, 10, 3)


def test_spam_is_no_author() -> None:
    assert build_article(TEXT + "\n\nPosted By : gacor88").author == ""

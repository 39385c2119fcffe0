from __future__ import annotations

from datetime import date

from padan.articles.draft import finish
from padan.articles.markdown import read_markdown
from padan.model import Role

PAGE = """---
title: "Jembatan Retak Ditutup"
author: Yoga Permadi
date: 2024-03-05
site: Kabar Pesisir
url: https://kabarpesisir.example/x
---
# Jembatan **Retak** Ditutup

![Tiang yang retak](x.jpg)

Wali kota menutup [jembatan](https://a.example/j) di tepi sungai setelah *retak*
ditemukan pada tiga tiangnya.

Jembatan Darurat
----------------

> “Kami minta jembatan darurat,” kata seorang pedagang yang ditemui di tepi sungai.

* Jalan Tepi Sungai ditutup.
* Jalan Pasar satu arah.

Dinas akan memeriksa tiang\\_tiang itu sampai akhir pekan <br>depan.
"""


def test_markdown_becomes_plain_lines_with_roles() -> None:
    article = finish(read_markdown(PAGE, "a.md"))
    lines = [(line.role, article.text[line.start : line.end]) for line in article.lines]
    assert lines[0] == (Role.HEADLINE, "Jembatan Retak Ditutup")
    assert lines[1] == (Role.CAPTION, "Tiang yang retak")
    assert (
        lines[2][1]
        == "Wali kota menutup jembatan di tepi sungai setelah retak ditemukan pada tiga tiangnya."
    )
    assert lines[3] == (Role.SUBHEAD, "Jembatan Darurat")
    assert lines[4][1].startswith("“Kami minta")
    assert lines[5] == (Role.BODY, "- Jalan Tepi Sungai ditutup.")
    assert lines[7][1] == "Dinas akan memeriksa tiang_tiang itu sampai akhir pekan depan."


def test_front_matter_becomes_metadata() -> None:
    article = finish(read_markdown(PAGE, "a.md"))
    assert (article.author, article.outlet, article.published) == (
        "Yoga Permadi",
        "Kabar Pesisir",
        date(2024, 3, 5),
    )
    assert article.url == "https://kabarpesisir.example/x"


def test_text_that_merely_looks_like_markup_stays() -> None:
    text = "Nilai 2 * 3 * 4 tetap.\n\nsnake_case_name tetap.\n\n#tagar tetap."
    assert read_markdown(text, "a.md").text == text


def test_lines_of_a_scraper_are_not_joined() -> None:
    text = "Kalimat pertama selesai.\nKalimat kedua selesai.\nBaca juga: Judul Lain"
    assert read_markdown(text, "a.md").text == text

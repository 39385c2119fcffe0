# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

from datetime import date

import pytest

from padan.articles.build import build_article
from padan.articles.draft import finish
from padan.articles.webpage import looks_like_html, read_html
from padan.errors import InputError
from padan.model import Article, Role

PAGE = """<!doctype html><html lang="id"><head><title>Jembatan Retak Ditutup - Kabar Pesisir</title>
<meta property="og:title" content="Jembatan Retak di Tepi Sungai Ditutup Wali Kota">
<meta property="og:site_name" content="Kabar Pesisir"><meta name="author" content="Yoga Permadi">
<meta property="article:published_time" content="2024-03-05T09:12:00+07:00"></head><body>
<nav><ul><li><a href="/">Beranda</a></li><li><a href="/n">Nasional</a></li></ul></nav><article>
<h1>Jembatan Retak di Tepi Sungai Ditutup Wali Kota</h1>
<p class="lead">Warga memutar sejauh sembilan kilometer sampai pemeriksaan tiang selesai</p>
<figure><img src="http://127.0.0.1:9/x.jpg"><figcaption>Tiang jembatan yang retak. (Kabar Pesisir/Tia)</figcaption></figure>
<p><b>KABARPESISIR.COM</b> - Wali kota menutup jembatan di tepi sungai setelah retak ditemukan pada tiga tiangnya.</p>
<p>Warga harus memutar sejauh sembilan kilometer untuk mencapai pasar, kata kepala kelurahan kepada wartawan.</p>
<p>Baca juga: <a href="/z">Pasar Pindah Sementara</a></p>
<h2>Jembatan Darurat</h2>
<p>“Kami minta jembatan darurat,” kata seorang pedagang yang ditemui di tepi sungai pada Selasa pagi.</p>
<ul><li>Jalan Tepi Sungai ditutup.</li><li>Jalan Pasar satu arah.</li></ul>
<p>Dinas pekerjaan umum akan memeriksa tiang jembatan itu sampai akhir pekan depan.</p>
</article><script>document.write("bahaya")</script><footer>© 2024 Kabar Pesisir</footer></body></html>"""


def parts(article: Article, role: Role) -> list[str]:
    return [article.text[line.start : line.end] for line in article.lines if line.role is role]


@pytest.fixture(scope="module")
def article() -> Article:
    return finish(read_html(PAGE.encode(), "a.html"))


def test_metadata_comes_from_the_page(article: Article) -> None:
    assert article.title == "Jembatan Retak di Tepi Sungai Ditutup Wali Kota"
    assert (article.outlet, article.author) == ("Kabar Pesisir", "Yoga Permadi")
    assert (article.published, article.lang) == (date(2024, 3, 5), "id")


def test_markup_becomes_roles(article: Article) -> None:
    assert parts(article, Role.HEADLINE) == ["Jembatan Retak di Tepi Sungai Ditutup Wali Kota"]
    assert parts(article, Role.SUBHEAD) == ["Jembatan Darurat"]
    assert parts(article, Role.CAPTION) == ["Tiang jembatan yang retak. (Kabar Pesisir/Tia)"]
    assert parts(article, Role.DATELINE) == ["KABARPESISIR.COM -"]
    assert parts(article, Role.FURNITURE) == ["Baca juga: Pasar Pindah Sementara"]
    assert len(parts(article, Role.STANDFIRST)) == 1


def test_nothing_of_scripts_and_menus_gets_in(article: Article) -> None:
    assert "bahaya" not in article.text
    assert "Beranda" not in article.text


def test_a_broken_page_is_read_as_far_as_it_goes() -> None:
    broken = PAGE[: PAGE.index("<h2>")].replace("</p>", "").replace("</figure>", "")
    article = finish(read_html(broken.encode(), "a.html"))
    assert "retak ditemukan pada tiga tiangnya." in article.text


def test_declared_encodings_are_honoured() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252")
    draft = read_html(page, "a.html")
    assert "“Kami minta jembatan darurat,”" in draft.text
    assert draft.repairs == ("read as windows-1252",)


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"<html><body></body></html>",
        b"<!doctype html><p>",
        b"<html><script>1</script></html>",
        b"<html><!-- a -->",
    ],
)
def test_a_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.html: "):
        read_html(data, "a.html")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n....", b"<html>\0</html>", b"<html>\xff\xfe\xfa</html>"]
)
def test_binary_under_an_html_name_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_html(data, "a.html")


def test_html_is_known_by_its_beginning_whatever_its_name() -> None:
    assert looks_like_html(b"  <!DOCTYPE html><html>")
    assert looks_like_html(b"\xef\xbb\xbf<!-- saved --> <html>")
    assert not looks_like_html(b"Jembatan <b>retak</b> ditutup.")


def test_the_title_of_the_page_helps_plain_text_too() -> None:
    text = "Menu Utama Kabar Pesisir Hari Ini\n\nJembatan Retak Ditutup\n\nWali kota menutup jembatan itu karena retak."
    article = build_article(text, title="Jembatan Retak Ditutup")
    assert parts(article, Role.HEADLINE) == ["Jembatan Retak Ditutup"]

# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

import pytest
from pagelines import PAGES, agrees, load, roles_by_line

from padan.articles.build import build_article
from padan.model import Article, Role

STORY = (
    "Wali kota mengatakan jembatan di tepi sungai itu ditutup karena retak pada tiga tiangnya.",
    "Warga harus memutar sejauh sembilan kilometer untuk mencapai pasar, kata kepala kelurahan.",
    "“Kami minta jembatan darurat,” kata seorang pedagang yang ditemui di tepi sungai.",
    "Dinas pekerjaan umum akan memeriksa tiang jembatan itu sampai akhir pekan depan.",
)


def roles_of(*lines: str, **given: str) -> dict[str, str]:
    """Role of each line's last part, by the line's text."""
    article = build_article("\n\n".join(lines), **given)  # type: ignore[arg-type]
    by_line = roles_by_line(article)
    return {line: by_line[i][-1] for i, line in enumerate(lines)}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_many_layouts(name: str) -> None:
    page = load(name)
    article = build_article(page.text)
    lines = [line for line in page.text.split("\n") if line.strip()]
    rows = zip(lines, roles_by_line(article), page.gold, strict=True)
    assert not [(line, found) for line, found, gold in rows if not agrees(found, gold)]


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Tiga Jembatan Lain Akan Diperiksa",
        "BACA JUGA : Tiga Jembatan Lain Akan Diperiksa",
        "(Baca: Tiga Jembatan Lain Akan Diperiksa)",
        "Simak juga: Cara Memutar Lewat Bukit",
        "Read more: Three more bridges to be checked",
        "SCROLL TO CONTINUE WITH CONTENT",
        "ADVERTISEMENT",
        "iklan",
        "Halaman",
        "1234",
        "×",
        "Bagikan:",
        "Ikuti kami di WhatsApp Channel",
        "[Gambas:Video 20detik]",
        "Keluaran SGP hari ini",
        "By slot88gacor",
        "Lanjutkan membaca di bawah iklan",
        "Sebuah kiriman dibagikan oleh Kabar Pesisir (@kabarpesisir)",
        "Baca di Kabar Pesisir: Pasar Pindah Sementara",
        "Nasional | Daerah | Ekonomi | Olahraga",
        "« Pasar Pindah      Sungai Meluap »",
        "Bersambung ke hal. 7 kol. 1",
        "PROMO: Diskon 20% kelas menulis",
        "We depend on readers like you to keep this site alive, so please give today.",
        "[/caption]",
        "Читайте также: Мост закрыли на ремонт",
    ],
)
def test_furniture_between_paragraphs(line: str) -> None:
    assert roles_of(*STORY[:2], line, *STORY[2:])[line] == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "Ya.",
        "“Tidak,” jawabnya.",
        "Tidak ada korban.",
        "Ia diam",
        "“Jembatan itu harus dibuka lagi”",
        "Mengapa begitu?",
        "Berikut daftar jalan yang ditutup:",
        "- Jalan Tepi Sungai",
        "Pasar itu tutup.",
        "Iklan layanan masyarakat tentang jembatan itu dipasang di pasar, kata wali kota.",
        "Sebuah video dibagikan oleh warga di Facebook.",
        "A video shared by residents showed the crack.",
        "Iklan ini ditayangkan pada Mei.",
        "Promo itu berakhir Jumat.",
        "Dukung kami, kata para pedagang.",
        "Support us or lose the market, they said.",
        "Continue reading the sign, she said.",
        "Lihat saja jembatan itu sekarang.",
        "Baca surat itu: “Jembatan ditutup.”",
        "Sponsor jembatan itu tidak dikenal.",
        "Jangan lupa komentar wali kota itu.",
        "The US website lost its newsletter.",
        "[tepuk tangan]",
        "A > B berarti A lebih besar.",
        "Rumah Sakit/Puskesmas",
        "Warga membagikan foto jembatan itu di Facebook dan WhatsApp, kata kepala kelurahan.",
    ],
)
def test_short_lines_of_the_text_are_never_furniture(line: str) -> None:
    assert roles_of(*STORY[:2], line, *STORY[2:])[line] in {"body", "subhead"}


@pytest.mark.parametrize(
    "line", ["Tidak ada korban.", "“Semoga cepat selesai,” katanya.", "Pasar tetap buka."]
)
def test_a_short_closing_sentence_stays_in_the_text(line: str) -> None:
    assert roles_of(*STORY, line)[line] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Artikel ini telah diperbarui untuk menambahkan keterangan dinas pekerjaan umum.",
        "Disclaimer Kabar Pesisir: Artikel ini telah diperbarui untuk memperbaiki nama sungai.",
        "This story has been updated to correct the name of the river.",
        "Ralat: Nama sungai pada versi awal artikel ini keliru.",
        "Cerita ini diubah pada 5 Maret; nama sungai diperbaiki.",
        "Correction, 5 March: an earlier version misnamed the river.",
        "Catatan redaksi Kabar Pesisir: nama sungai diperbaiki pada versi ini.",
        "Diterjemahkan dari River Gazette dengan izin.",
        "Correction: An earlier version misnamed the river.",
    ],
)
def test_editorial_notes(line: str) -> None:
    assert roles_of(*STORY, line)[line] == "note"


@pytest.mark.parametrize(
    "line",
    [
        "Pandangan dalam artikel ini tidak mencerminkan sikap redaksi Kabar Pesisir.",
        "Artikel ini telah tayang di Kabarpesisir.com dengan judul Jembatan Ditutup",
        "The views expressed here do not necessarily reflect those of the Gazette.",
        "© 2024 Kabar Pesisir. All rights reserved",
        "Kami menggunakan cookie agar Anda dapat menikmati situs web ini dengan lebih baik.",
        "Dapatkan berita terbaru langsung di email Anda setiap pagi secara gratis.",
    ],
)
def test_what_the_publisher_says_of_itself(line: str) -> None:
    assert roles_of(*STORY, line)[line] == "furniture"


def test_a_report_about_betting_is_no_spam() -> None:
    lines = (
        "Polisi Tangkap Bandar Togel di Pasar Lama",
        "Polisi menangkap seorang bandar togel di pasar lama pada Selasa malam setelah dua pekan penyelidikan.",
        "Bandar togel itu menerima taruhan lewat ponsel dari sedikitnya 200 orang, kata kepala polisi.",
        "Judi togel dilarang, tetapi bandar terus muncul di pasar, kata seorang pedagang.",
    )
    assert list(roles_of(*lines).values()) == ["headline", "body", "body", "body"]


def test_the_headline_again_is_furniture_word_for_word_and_headline_reworded() -> None:
    headline = "Jembatan Tepi Sungai Ditutup karena Retak pada Tiga Tiang"
    again = "Jembatan Tepi Sungai Ditutup sebab Retak pada Tiga Tiang"
    roles = [
        r[-1]
        for r in roles_by_line(build_article("\n\n".join([headline, headline, again, *STORY])))
    ]
    assert roles[:3] == ["headline", "furniture", "headline"]


def test_a_topic_above_the_headline_is_no_headline() -> None:
    roles = roles_of(
        "Jembatan Retak", "Wali Kota Tutup Jembatan Retak di Tepi Sungai sampai Akhir Pekan", *STORY
    )
    assert list(roles.values())[:2] == ["furniture", "headline"]


@pytest.mark.parametrize(
    "above",
    [
        "Kabar Pesisir | Beranda | Daerah | Foto",
        "Beranda > Daerah > Jembatan Retak di Tepi Sungai Ditutup Wali Kota",
        "Beranda / Daerah / Jembatan Retak di Tepi Sungai Ditutup...",
        "The Riverside Gazette",
        "Sungai  Jembatan  Pasar  Warga",
        "Jembatan Tepi Sungai",
        "Resep Sambal Tanpa Minyak untuk Sahur Besok",
    ],
)
def test_the_headline_is_not_what_happens_to_stand_first(above: str) -> None:
    headline = "Jembatan Retak di Tepi Sungai Ditutup Wali Kota sampai Akhir Pekan"
    standfirst = "Warga memutar sembilan kilometer ke pasar, jembatan darurat belum ada"
    byline = "Oleh Yoga Permadi"
    roles = roles_of(above, headline, standfirst, byline, *STORY)
    assert list(roles.values())[:4] == ["furniture", "headline", "standfirst", "byline"]


def test_rows_of_a_table_are_no_menu() -> None:
    rows = ("Jembatan | Sungai | Kelurahan | Keadaan", "Batu | Kali Asin | Pesisir | Retak")
    roles = roles_of(*STORY[:2], *rows, *STORY[2:])
    assert {roles[row] for row in rows} <= {"body", "subhead"}


def test_a_table_of_contents_is_furniture_and_the_subheads_are_not() -> None:
    titles = ("Retak pada tiang", "Jembatan darurat")
    lines = [STORY[0], *titles, STORY[1], titles[0], STORY[2], titles[1], STORY[3]]
    roles = [r[-1] for r in roles_by_line(build_article("\n\n".join(lines)))]
    assert roles[1:3] == ["furniture", "furniture"]
    assert (roles[4], roles[6]) == ("subhead", "subhead")


@pytest.mark.parametrize(
    "dateline",
    [
        "Pesisir (Kabar Pesisir) —",
        "PESISIR, 5/3 (KPS) -",
        "KABARPESISIR.COM, PESISIR |",
        "PESISIR, KABAR PESISIR |",
        "Pesisir, kabarpesisir.id |",
    ],
)
def test_datelines_of_outlets_that_no_table_lists(dateline: str) -> None:
    article = build_article("\n\n".join([f"{dateline} {STORY[0]}", *STORY[1:]]))
    first = article.lines[0]
    assert (first.role, article.text[: first.end]) == (Role.DATELINE, dateline)


@pytest.mark.parametrize(
    "line",
    ["(jo/*)", "[SH/WIR]", "(T.K-01/B/Y.Permadi)", "(Kabarpesisir.com/Yoga Permadi)", "(yog)"],
)
def test_names_and_initials_below_the_text(line: str) -> None:
    assert roles_of(*STORY, line)[line] == "byline"
    article = build_article("\n\n".join([*STORY[:3], f"{STORY[3]} {line}"]))
    assert (article.lines[-1].role, article.lines[-2].role) == (Role.BYLINE, Role.BODY)


@pytest.mark.parametrize(
    "credit", ["TIA RAHAYU/KABAR PESISIR", "© Tia Rahayu/Kabar Pesisir", "Tia Rahayu untuk Kabar"]
)
def test_a_credit_and_the_caption_below_it(credit: str) -> None:
    caption = "Jembatan di tepi sungai pada Selasa pagi."
    text = "\n\n".join(["Jembatan Retak Ditutup Wali Kota", f"{credit}\n{caption}", *STORY])
    roles = [r[-1] for r in roles_by_line(build_article(text))]
    assert roles[:3] == ["headline", "credit", "caption"]


def test_a_text_without_headline_has_none() -> None:
    assert set(roles_of(*STORY).values()) == {"body"}


def test_initials_and_links_behind_a_sentence_become_lines_of_their_own() -> None:
    last = "Pemeriksaan jembatan itu selesai pekan depan. (abc/def)"
    linked = "Warga menunggu jembatan darurat di tepi sungai itu. Baca juga: Pasar Pindah Sementara"
    article = build_article("\n".join([*STORY, linked, last]))
    parts = [(line.role, article.text[line.start : line.end]) for line in article.lines[-4:]]
    assert parts[1] == (Role.FURNITURE, "Baca juga: Pasar Pindah Sementara")
    assert parts[3] == (Role.BYLINE, "(abc/def)")


def test_roles_given_by_the_source_win() -> None:
    article = build_article("Pasar\n\n" + "\n\n".join(STORY), hints={0: Role.HEADLINE})
    assert article.lines[0].role is Role.HEADLINE


@pytest.mark.parametrize(
    "text", ["Halo dunia", "Judul Saja", "“Ya”", "Satu kalimat pendek.", "中文新闻标题。"]
)
def test_a_tiny_text_is_body(text: str) -> None:
    assert [line.role for line in build_article(text).lines] == [Role.BODY]


def test_every_line_says_why() -> None:
    for name in PAGES:
        article: Article = build_article(load(name).text)
        assert all(line.why.strip() for line in article.lines)

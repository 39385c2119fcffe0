from __future__ import annotations

import pytest

from padan.articles.datelines import dateline_end

REST = " Warga menutup jalan itu sejak pagi."


@pytest.mark.parametrize(
    "prefix",
    [
        "KABARPESISIR.COM -",
        "KABARPESISIR.COM, SEMARANG -",
        "TRIBUNNEWS.COM -",
        "KOMPAS.com –",
        "JAKARTA, KOMPAS.com -",
        "JAKARTA, (ANTARA) -",
        "Jakarta (ANTARA) -",
        "Kyiv, Ukraina (AP) —",
        "WASHINGTON, D.C. (AP) —",
        "LONDON, March 5 (Reuters) -",
        "(Reuters) -",
        "Jakarta, CNN Indonesia --",
        "REPUBLIKA.CO.ID, JAKARTA --",
        "TEMPO.CO, Jakarta -",
        "Liputan6.com, Jakarta -",
        "Liputan6.com, Jakarta",
        "SURYA.CO.ID | SURABAYA -",
        "VIVA –",
        "JAKARTA -",
        "Jakarta -",
        "WASHINGTON —",
        "KUALA LUMPUR:",
        "Jakarta:",
        "KUALA LUMPUR, 5 Mac (Bernama) --",
        "Jakarta, 5 Maret 2024 -",
    ],
)
def test_datelines_end_before_the_text(prefix: str) -> None:
    found = dateline_end(prefix + REST, rank=0)
    assert found is not None
    assert found[0] == len(prefix)


@pytest.mark.parametrize(
    "text",
    [
        "NATO – aliansi militer – mengatakan hal itu kemarin.",
        "Rusia-Ukraina masih berperang sampai hari ini.",
        "“Kota ini - kota kami,” kata dia kepada wartawan.",
        "Kata wali kota: Kami siap menutup jalan itu.",
        "Namun, kata dia - Warga belum setuju dengan itu.",
        "Wali kota — yang baru dilantik — Menolak berbicara.",
        "Pembicaraan itu berlangsung di Jakarta - Bandung dan Medan.",
    ],
)
def test_sentences_with_dashes_and_colons_keep_their_beginning(text: str) -> None:
    assert dateline_end(text, rank=0) is None


def test_a_place_alone_counts_only_in_front_of_the_first_lines() -> None:
    assert dateline_end("Jakarta -" + REST, rank=4) is None
    assert dateline_end("JAKARTA -" + REST, rank=4) is None
    assert dateline_end("Jakarta (ANTARA) -" + REST, rank=4) is not None

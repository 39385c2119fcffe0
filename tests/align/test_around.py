"""What reviewers fixed stays; the rest is aligned within the gaps that it leaves."""

from __future__ import annotations

from align.standin import GramEncoder, article
from padan.align.around import align_around
from padan.model import Role, Story

TOLD = (
    "Kapal wisata itu berlayar dari dermaga timur sebelum matahari terbit.",
    "Delapan belas penumpang tercatat dalam daftar yang dibawa nakhoda.",
    "Angin kencang memaksa kapal kembali setelah dua jam di laut.",
    "Petugas pelabuhan memeriksa mesin dan menemukan kebocoran kecil.",
    "Perusahaan berjanji mengganti seluruh uang tiket pekan depan.",
    "Dinas perhubungan menutup jalur itu sampai cuaca membaik.",
)


def story() -> Story:
    left = article("l" * 16, [(text, Role.BODY) for text in TOLD])
    right = article("r" * 16, [(f"{text} Begitu kabarnya.", Role.BODY) for text in TOLD])
    return Story("s" * 16, "Kapal", (left, right), left.id)


def around(fixed: list[dict[str, tuple[int, ...]]], *aside: tuple[str, int]) -> list[object]:
    return list(align_around(story(), fixed, frozenset(aside), encoder=GramEncoder(), vectors={}))


L, R = "l" * 16, "r" * 16


def test_without_anything_fixed_like_goes_with_like() -> None:
    assert around([]) == [{L: (n,), R: (n,)} for n in range(len(TOLD))]


def test_a_fixed_row_stands_as_it_is_however_odd() -> None:
    odd = {L: (1,), R: (3,)}
    found = around([odd])
    assert odd in found
    held = [(a, i) for cells in found for a, places in cells.items() for i in places]
    assert sorted(held) == sorted((a, i) for a in (L, R) for i in range(len(TOLD)))


def test_free_sentences_link_only_within_their_gap() -> None:
    # The right text's sentences 1 and 2 now stand before the fixed row, the left's behind it.
    found = around([{L: (0,), R: (3,)}])
    for cells in found:
        if len(cells) == 2 and cells[L] != (0,):
            assert cells[L][0] > 0
            assert cells[R][0] > 3


def test_what_is_put_aside_takes_no_part() -> None:
    found = around([], (R, 2))
    assert all(2 not in cells.get(R, ()) for cells in found)
    assert {L: (2,)} in found

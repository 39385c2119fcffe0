"""Long sentences fall into pieces at clauses, and nothing of them is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from padan.engines.pieces import halves, pieces


def test_a_usual_sentence_stays_whole() -> None:
    text = "Rapat itu ditunda, kata menteri; tanggal barunya belum ditentukan."
    assert pieces(text) == [text]


def test_the_cut_is_at_a_clause_and_not_in_a_word() -> None:
    left = "Pasukan itu bergerak ke utara pada malam hari dan menyeberangi sungai;"
    right = "penduduk desa, yang telah diperingatkan, mengungsi ke kota terdekat."
    assert pieces(f"{left} {right}", longest=100) == [left, right]
    assert all(word == "kata" for piece in pieces("kata " * 300, 100) for word in piece.split())


@settings(max_examples=80)
@given(st.text(alphabet="ab ,;.", min_size=1, max_size=400), st.integers(2, 60))
def test_nothing_is_lost_and_no_piece_is_too_long(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(piece) <= longest for piece in found)


def test_halves_are_never_empty() -> None:
    for text in ("ab", "x" * 50, "a b", ", ,"):
        assert all(halves(text))

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from padan.view.plain import one_line, snippet, visible

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)
REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(ANY_TEXT)
def test_no_control_character_is_left_and_offsets_hold(text: str) -> None:
    shown, line = visible(text), one_line(text)
    assert len(shown) == len(line) == len(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(line) & set(REORDERING)


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Kata “penjaga”: 1.500 orang – naïve café שלום مرحبا 船"
    assert visible(text) == text
    assert one_line(text) == text


def test_an_escape_sequence_shows_as_a_picture() -> None:
    assert visible("\x1b[31m") == "␛[31m"
    assert one_line("a\tb\nc") == "a b c"


@given(st.text("ab \n", max_size=400), st.integers(0, 420), st.integers(0, 60))
def test_a_snippet_is_short_and_on_one_line(text: str, start: int, length: int) -> None:
    cut = snippet(text, start, start + length, width=80)
    assert "\n" not in cut
    assert len(cut) <= 80 + 4


def test_a_snippet_keeps_the_words_it_is_about_and_says_what_it_cut() -> None:
    text = "one two three " * 20 + "the ferry ran aground " + "four five six " * 20
    start = text.index("ferry ran")
    cut = snippet(text, start, start + 9, width=60)
    assert "ferry ran" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert set(cut.split()) - {"…"} <= set(text.split())

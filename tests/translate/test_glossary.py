"""Terms are found where they stand, in every form of the word, and missed where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.model import Term
from padan.translate import Glossary


def glossary(*pairs: tuple[str, str]) -> Glossary:
    return Glossary(tuple(Term(source, target) for source, target in pairs))


def found(terms: Glossary, text: str, lang: str | None = "id") -> list[str]:
    return [text[span.start : span.end] for span in terms.spans(text, lang)]


GEDUNG = glossary(
    ("gedung", "building"),
    ("Gedung Putih", "White House"),
    ("AS", "US"),
    ("wakil presiden", "vice president"),
    ("masa", "era"),
    ("visi", "vision"),
    ("Jum'at", "Friday"),
    ("Covid-19", "COVID-19"),
)


def test_the_longest_term_wins_over_one_inside_it() -> None:
    terms = GEDUNG.found_in("Pejabat Gedung Putih menolak masuk ke gedung itu.", "id")
    assert [term.target for term in terms] == ["White House", "building"]


def test_a_term_is_named_once_however_often_it_stands_there() -> None:
    assert len(GEDUNG.found_in("gedung demi gedung", "id")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gedungnya tinggi.", ["Gedungnya"]),
        ("gedung-gedung tua", ["gedung", "gedung"]),
        ("GEDUNG PUTIH", ["GEDUNG PUTIH"]),
        ("Wakil-presiden tiba", ["Wakil-presiden"]),
        ("pada masalah itu, masanya lewat", ["masanya"]),
        ("divisi itu punya visi", ["visi"]),
        ("hari Jum’at", ["Jum’at"]),
        ("kasus covid 19", ["covid 19"]),
        ("Gedung, Putih", ["Gedung"]),
        ("pergedungan", []),
    ],
)
def test_a_word_is_found_with_its_clitics_and_not_inside_another(
    text: str, expected: list[str]
) -> None:
    assert found(GEDUNG, text) == expected


def test_case_counts_where_the_term_is_in_capitals() -> None:
    assert found(GEDUNG, "sikap AS as usual ASnya") == ["AS", "ASnya"]


def test_an_english_plural_is_the_word_and_an_indonesian_ending_is_not() -> None:
    terms = glossary(("ministry", "kementerian"), ("child", "anak"), ("vision", "visi"))
    text = "Ministries of a division and children"
    assert found(terms, text, "en") == ["Ministries", "children"]


def test_signs_without_blanks_between_need_no_word_boundary() -> None:
    assert found(glossary(("白宮", "White House")), "他在白宮說", "zh") == ["白宮"]


def test_an_empty_glossary_finds_nothing() -> None:
    assert Glossary().found_in("Gedung Putih") == ()


@pytest.mark.parametrize(
    ("rendering", "translation"),
    [
        ("White House", "the White House's lawn"),
        ("the White House", "White House staff said"),
        ("vice president", "the Vice-President spoke"),
        ("ministry", "several ministries"),
        ("woman", "the women left"),
        ("sanctions", "each sanction"),
        ("UN", "a UN envoy"),
        ("Gedung Putih", "di Gedung Putihnya"),
        ("50 %", "about 50 % of it"),
    ],
)
def test_a_rendering_holds_in_every_form(rendering: str, translation: str) -> None:
    assert Glossary.missing([Term("x", rendering)], translation) == ()


@pytest.mark.parametrize(
    ("rendering", "translation"),
    [
        ("White House", "the white building"),
        ("White House", "white, house"),
        ("UN", "they un did it"),
        ("era", "several"),
        ("%", "percent"),
    ],
)
def test_a_rendering_that_is_not_there_is_missing(rendering: str, translation: str) -> None:
    term = Term("x", rendering)
    assert Glossary.missing([term], translation) == (term,)


def test_any_of_several_renderings_will_do() -> None:
    term = Term("AS", "United States", ("US", "America"))
    assert Glossary.missing([term], "the US said") == ()
    assert Glossary.missing([term], "Washington said") == (term,)


words = st.sampled_from(["gedung", "putih", "AS", "kota", "itu", "Sungai", "besar", "123"])
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
gaps = st.sampled_from([" ", ", ", "  ", "-", ". "])


@settings(max_examples=150, deadline=None)
@given(st.lists(phrases, max_size=6), st.lists(st.tuples(words, gaps), max_size=12))
def test_spans_are_in_order_do_not_overlap_and_none_could_be_longer(
    terms: list[str], pieces: list[tuple[str, str]]
) -> None:
    text = "".join(word + gap for word, gap in pieces)
    made = Glossary(tuple(Term(term, term) for term in terms))
    end = 0
    for span in made.spans(text, "id"):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        longer = [t for t in terms if len(t.split()) > len(span.term.source.split())]
        for other in longer:
            plain = text[span.start :].replace("-", " ")
            assert not plain.startswith((other + " ", other + ",", other + ".")), other


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(min_size=1, max_size=12))
def test_any_text_and_any_term_are_taken(text: str, term: str) -> None:
    made = glossary((term, term))
    for span in made.spans(f"{text} {term} {text}"):
        assert 0 <= span.start < span.end
    Glossary.missing(made.terms, text)


@settings(max_examples=100, deadline=None)
@given(phrases, st.sampled_from(["Kata ", "(", "“", ""]), st.sampled_from([".", " ini", "”", ""]))
def test_a_term_that_stands_alone_is_found_and_is_its_own_rendering(
    term: str, before: str, behind: str
) -> None:
    text = f"{before}{term}{behind}"
    made = glossary((term, ""))
    assert [span.term.source for span in made.spans(text, "id")] == [term]
    assert Glossary.missing(made.terms, text) == ()

"""A term that has become another one of its field, or another sense, is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency import Side, term
from padan.consistency.lexicon import load
from padan.consistency.side import pair_of
from padan.model import Finding, Kind


def found(left: str, right: str, langs: str = "id-id") -> tuple[Finding, ...]:
    a, b = langs.split("-")
    return term.check(pair_of(Side(left, a), Side(right, b))).findings


OTHER = [
    ("Polisi memeriksa tersangka itu tadi.", "Polisi memeriksa terdakwa itu tadi.", "id-id"),
    (
        "Negara itu menerima hibah dari Jepang.",
        "Negara itu menerima pinjaman dari Jepang.",
        "id-id",
    ),
    ("The suspect was questioned for six hours.", "Terpidana itu diperiksa enam jam.", "en-id"),
    ("Two dozen passengers were injured.", "Dua puluh empat penumpang tewas.", "en-id"),
    ("The island has seen an outbreak of measles.", "Pulau itu dilanda wabah kolera.", "en-id"),
    ("Ia dilantik oleh wakil bupati Kota Ulin.", "Ia dilantik oleh bupati Kota Ulin.", "id-id"),
    ("Former president Oto Vell spoke.", "Presiden Oto Vell berbicara.", "en-id"),
]


@pytest.mark.parametrize(("left", "right", "langs"), OTHER)
def test_another_term_of_the_field_is_found(left, right, langs):
    findings = found(left, right, langs)
    assert [f.kind for f in findings] == [Kind.TERM]
    assert findings[0].reference is not None
    assert findings[0].retelling is not None


SENSES = [
    (
        "The union called a strike at two depots.",
        "Serikat itu menyerukan serangan di dua depo.",
        "serangan",
    ),
    (
        "The judge read out the sentence in court.",
        "Hakim membacakan kalimat itu di ruangan.",
        "kalimat",
    ),
    (
        "The crane toppled at the building site.",
        "Burung bangau itu roboh di proyek.",
        "Burung bangau",
    ),
]


@pytest.mark.parametrize(("left", "right", "wrong"), SENSES)
def test_a_word_in_the_wrong_sense_is_found_and_glossed(left, right, wrong):
    findings = found(left, right, "en-id")
    assert len(findings) == 1
    span = findings[0].retelling
    assert span is not None
    assert right[span.start : span.end] == wrong
    assert findings[0].gloss


SAME = [
    ("Polisi memeriksa tersangka.", "Tersangka diperiksa polisi.", "id-id"),
    ("The suspect was questioned.", "Tersangka itu diperiksa.", "en-id"),
    ("The union called a strike at two depots.", "Serikat menyerukan mogok di dua depo.", "en-id"),
    (
        "The air force began a strike at dawn.",
        "Angkatan udara memulai serangan saat fajar.",
        "en-id",
    ),
    ("Jaksa dan hakim hadir.", "Hakim dan jaksa hadir.", "id-id"),
    ("Wapres membuka pasar itu.", "Wakil presiden membuka pasar itu.", "id-id"),
    ("Former president Oto Vell spoke.", "Mantan presiden Oto Vell berbicara.", "en-id"),
    ("Dua tewas, lima luka.", "Dua meninggal dunia, lima cedera.", "id-id"),
]


@pytest.mark.parametrize(("left", "right", "langs"), SAME)
def test_the_same_term_is_no_difference(left, right, langs):
    a, b = langs.split("-")
    assert found(left, right, langs) == ()
    assert found(right, left, f"{b}-{a}") == ()


def test_every_line_of_the_word_lists_has_its_parts():
    for field in load("terms")["field"]:
        names = [line.split("|")[0].strip() for line in field["terms"]]
        assert len(set(names)) == len(names), field["name"]
        assert all(line.count("|") == 2 for line in field["terms"])
    for lines in load("senses")["senses"].values():
        assert all(line.count("|") == 3 and line.count("=") == 1 for line in lines)


def test_no_form_stands_for_two_terms_of_one_field():
    for field in load("terms")["field"]:
        for column in (1, 2):
            forms = [
                f.strip() for line in field["terms"] for f in line.split("|")[column].split(",")
            ]
            told = [f for f in forms if f]
            assert len(set(told)) == len(told), (field["name"], column)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["id", "en", "fr", ""]))
def test_odd_text_is_never_an_error(left, right, lang):
    assert all(f.kind is Kind.TERM for f in found(left, right, f"{lang}-id"))

"""Names count as kept in any form that is known; only what is surely gone is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.translate.change import Change
from padan.translate.names import changed_names, spelling

KEPT = [
    # the same, inflected, transliterated, without accents
    ("Kemarin Ratna Wijaya tiba di Kupang.", "Yesterday Ratna Wijaya arrived in Kupang."),
    ("Mobil itu milik Budi Santoso.", "It was Budi Santoso's car."),
    ("Kata orang Kroasia itu, ia lelah.", "The Croatian said he was tired."),
    ("Lagu karya Pjotr Čajkovski.", "A song by Pyotr Chaikovsky."),
    ("Presiden Mexico bertemu Perdana Menteri José Marín.",
     "The president of Mexico met prime minister Jose Marin."),
    # another name of the same
    ("Juru bicara Gedung Putih diam.", "A spokesman of the White House kept silent."),
    ("Menurut Inggris, itu benar.", "According to Britain, it is true."),
    ("Kapal Belanda itu karam.", "The Dutch ship went down."),
    ("Ia terbang ke Wina dan Den Haag.", "She flew to Vienna and The Hague."),
    ("Umat merayakan Paskah di Yerusalem.", "The faithful celebrate Easter in Jerusalem."),
    ("Utusan Perserikatan Bangsa-Bangsa datang.", "An envoy of the UN came."),
    # capitals that name nothing
    ("Kami, Dewan Perwakilan Rakyat, setuju.", "We, the House of Representatives, agree."),
    ("Di Kementerian Kesehatan dan Lingkungan.", "At the Ministry of Health and Environment."),
    ("Ia bekerja di Badan Penanggulangan Bencana.", "He works at the Disaster Agency."),
    ('Ia berkata, "Mungkin benar."', 'He said, "Perhaps it is true."'),
    ("Cuaca buruk. Semua pulang.", "Bad weather. Everyone went home."),
    ("Data BMKG dan KTT itu lengkap.", "The data of the agency and the summit are complete."),
    ("Ia pulang hari Rabu di bulan Maret.", "He went home on Wednesday in March."),
    # headlines write everything with capitals
    ("Harga Beras Naik Lagi Di Pasar Lama", "Rice prices rise again at the old market"),
    # no capitals at all
    ("kata ratna wijaya di kupang", "said Ratna Wijaya in Kupang"),
]  # fmt: skip
GONE = [
    ("Kemarin Ratna Wijaya tiba di Kupang.", "Yesterday she arrived in Kupang.",
     ("Ratna Wijaya",), ()),
    ("Kemarin Ratna Wijaya tiba di Kupang.", "Yesterday Lukas Amtiran arrived in Kupang.",
     ("Ratna Wijaya",), ("Lukas Amtiran",)),
    ("Kemarin Ratna Wijaya tiba.", "Yesterday Ratna Soebroto arrived.",
     ("Wijaya",), ("Soebroto",)),
    ("Kemarin Presiden Ratna Wijaya tiba.", "Yesterday the president arrived.",
     ("Ratna Wijaya",), ()),
    ("Kapal itu berlayar ke Belanda.", "The ship sailed to Spain.", ("Belanda",), ("Spain",)),
    ("Kata Gripenberg itu benar.", "Said Grapidenborg, it is true.",
     ("Gripenberg",), ("Grapidenborg",)),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), KEPT)
def test_a_name_in_another_form_is_kept(source: str, text: str) -> None:
    assert changed_names(source, text, source_lang="id", target_lang="en") == Change()
    assert changed_names(text, source, source_lang="en", target_lang="id") == Change()


@pytest.mark.parametrize(("source", "text", "lost", "new"), GONE)
def test_a_name_that_is_gone_or_another_is_told(
    source: str, text: str, lost: tuple[str, ...], new: tuple[str, ...]
) -> None:
    assert changed_names(source, text, source_lang="id", target_lang="en") == Change(lost, new)


def test_what_the_glossary_renders_is_not_judged() -> None:
    source, text = "Kami makan di Warung Tresno.", "We ate at Lovely Kitchen."
    assert changed_names(source, text, source_lang="id", target_lang="en").lost
    settled = ("Warung Tresno", "Lovely Kitchen")
    found = changed_names(source, text, source_lang="id", target_lang="en", settled=settled)
    assert found == Change()


def test_languages_without_name_words_are_not_judged() -> None:
    found = changed_names("Ratna di Kupang", "Der Hund", source_lang="id", target_lang="de")
    assert found == Change()


@pytest.mark.parametrize(
    ("one", "other"), [("khadafi", "gadafi"), ("sjahrir", "syahrir"), ("soekarno", "sukarno")]
)
def test_letters_that_stand_for_one_another_are_spelt_alike(one: str, other: str) -> None:
    assert spelling(one)[1:] == spelling(other)[1:]


@settings(max_examples=60)
@given(st.text(alphabet="AaBb -'’.“(\n"), st.text())
def test_no_text_breaks_the_reading(source: str, text: str) -> None:
    changed_names(source, text, source_lang="id", target_lang="en")
    assert changed_names(source, source, source_lang="en", target_lang="en") == Change()

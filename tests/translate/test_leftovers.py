"""What stayed in the source's language, and what came out in a third one."""

from __future__ import annotations

import pytest

from padan.translate.leftovers import untranslated, wrong_language

SOURCE = "Petani di lereng gunung itu memanen kopi dengan bantuan program internet desa."


@pytest.mark.parametrize(
    ("text", "stayed"),
    [
        ("Farmers on the slope harvest coffee dengan the help of an internet program.", ["dengan"]),
        ("Farmers on the slope memanen coffee with an internet program.", ["memanen"]),
        ("Farmers on the slope harvest coffee with a village internet program.", []),
        ("Petani Di Lereng harvest coffee.", []),
        ("Farmers of Petani di Lereng harvest coffee.", []),
        ("Petani lereng gunung kopi desa program internet.",
         ["lereng", "gunung", "kopi", "desa", "program", "internet"]),
    ],
)  # fmt: skip
def test_words_that_only_the_source_language_has(text: str, stayed: list[str]) -> None:
    assert untranslated(SOURCE, text, source_lang="id", target_lang="en") == stayed


def test_into_indonesian_too() -> None:
    source = "The farmers carefully harvest their coffee with the help of drones."
    text = "Para petani carefully memanen kopi dengan bantuan drone."
    assert untranslated(source, text, source_lang="en", target_lang="id") == ["carefully"]


def test_a_quotation_in_a_third_language_may_stay() -> None:
    french = "il faut bien faire les choses"
    assert untranslated(french, french, source_lang="id", target_lang="en") == []


def test_of_a_language_without_words_a_large_share_must_stay() -> None:
    german = "wir haben heute morgen lange auf den bus gewartet"
    assert untranslated(german, german, source_lang="de", target_lang="en")
    english = "we waited a long while for the bus this morning"
    assert untranslated(german, english, source_lang="de", target_lang="en") == []


@pytest.mark.parametrize(
    ("text", "target", "code"),
    [
        ("Los campesinos de la montaña recogen el café con la ayuda de un programa.", "en", "es"),
        ("Para petani di lereng gunung memanen kopi dengan bantuan program desa.", "en", "id"),
        ("The farmers on the slope harvest coffee with the help of a program.", "en", ""),
        ("The farmers on the slope harvest coffee with the help of a program.", "id", "en"),
        ("Para petani di lereng gunung memanen kopi dengan bantuan program desa.", "id", ""),
        ("Pekebun di lereng gunung menuai kopi kerana bantuan kerajaan negeri.", "id", ""),
        ("Les paysans de la montagne récoltent le café avec l'aide du village.", "fr", ""),
        ("村民在山坡上收获咖啡", "en", "another script"),
        ("Крестьяне собирают кофе", "en", "another script"),
        ("Крестьяне собирают кофе", "bg", ""),
        ("The word for coffee is кофе.", "en", ""),
        ("Kopi, kopi!", "en", ""),
        ("Jakarta Surabaya Bandung Medan Makassar Kupang Ambon", "en", ""),
        ("", "en", ""),
    ],
)
def test_only_what_is_surely_another_language_is_told(text: str, target: str, code: str) -> None:
    assert wrong_language(text, target) == code

"""Every reason can be given in both languages, with the same words in it."""

from __future__ import annotations

import pytest

from padan.consistency import Side, compare_texts
from padan.consistency.lexicon import load
from padan.consistency.reasons import LANGUAGES, placeholders, reason, say
from padan.model import Finding, Kind, Severity, Why


@pytest.mark.parametrize("code", sorted(load("reasons")))
def test_a_reason_stands_in_both_languages_with_the_same_words(code: str) -> None:
    texts = load("reasons")[code]
    assert sorted(texts) == sorted(LANGUAGES)
    assert placeholders(texts["en"]) == placeholders(texts["id"])
    names = placeholders(texts["en"])
    words = tuple((f"{name}{ending}", "x") for name in names for ending in ("", "_en", "_id"))
    for lang in LANGUAGES:
        assert "{" not in say(Why(code, words), lang)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(Why("no.such"))


@pytest.mark.parametrize("why", [None, Why("no.such"), Why("numbers.changed", (("left", "'x'"),))])
def test_a_reason_that_cannot_be_said_in_another_language_is_said_in_english(why) -> None:
    finding = Finding(Kind.NUMBER, Severity.MAJOR, None, None, "It differs.", "id-id", why=why)
    assert reason(finding, "id") == reason(finding) == "It differs."


@pytest.mark.parametrize(
    ("left", "right", "said", "gloss"),
    [
        (
            "Mereka bertemu dua kali sebulan di sana.",
            "Mereka bertemu dua bulan sekali di sana.",
            "Acuan menulis 'dua kali sebulan' (2 kali per bulan); "
            "versi ini menulis 'dua bulan sekali' (sekali tiap 2 bulan).",
            "once every 2 months",
        ),
        (
            "Perahu itu memuat 40 orang.",
            "Perahu itu memuat sekitar 40 orang.",
            "Untuk '40' versi ini menulis 'sekitar'; acuan menulis angkanya tanpa kata itu.",
            "about",
        ),
        (
            "Menteri itu menyetujui rencana pasar baru.",
            "Menteri itu tidak menyetujui rencana pasar baru.",
            "Versi ini menyangkal dengan 'tidak' dalam 'tidak menyetujui rencana'; "
            "acuan tidak, dan menulis 'menyetujui rencana pasar'.",
            "not",
        ),
        (
            "Rombongan itu tiba dari Kenya pada pagi hari.",
            "Rombongan itu tiba dari Belanda pada pagi hari.",
            "Acuan menyebut 'Kenya', versi ini menyebut 'Belanda' di tempatnya.",
            "Netherlands",
        ),
    ],
)
def test_figures_names_and_denials_are_explained_in_indonesian_too(
    left: str, right: str, said: str, gloss: str
) -> None:
    kinds = {Kind.NUMBER, Kind.NAME, Kind.NEGATION}
    found = compare_texts(Side(left, "id"), Side(right, "id")).findings
    (finding,) = [f for f in found if f.kind in kinds]
    assert reason(finding, "id") == said
    assert finding.gloss == gloss
    assert finding.why is not None
    assert say(finding.why) == finding.reason

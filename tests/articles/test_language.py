# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

import pytest

from padan.articles.build import language_of
from padan.articles.language import canonical, identify

TEXTS = {
    "id": "Menteri mengatakan bahwa kantor itu ditutup karena listrik padam sejak Senin pagi.",
    "ms": "Menteri berkata bahawa pejabat itu ditutup kerana bekalan elektrik terputus sejak Isnin.",
    "en": "The minister said the office had been closed because the power had failed on Monday.",
    "jv": "Pak lurah ngendika yen kantor iku ditutup amarga listrik mati wiwit esuk, lan ora ana sing mlebu.",
    "su": "Pa lurah nyarios yen kantor teh ditutup lantaran listrik pareum ti isuk, jeung teu aya nu asup.",
    "ru": "Министр сообщил, что здание закрыли, потому что с утра понедельника нет света.",
    "de": "Der Minister sagte, das Büro sei geschlossen, weil seit Montag der Strom ausgefallen sei.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_each_language_is_told(code: str) -> None:
    assert identify([TEXTS[code]]) == code


@pytest.mark.parametrize("text", ["Ya.", "Halo dunia", "12 34 56", "Rusia – NATO", ""])
def test_too_little_text_is_und(text: str) -> None:
    assert identify([text]) == "und"


def test_a_page_in_two_languages_is_und() -> None:
    assert identify([TEXTS["id"] * 6, TEXTS["en"] * 6]) == "und"


def test_english_furniture_does_not_sway_an_indonesian_page() -> None:
    menu = "\n".join(["Skip to main content", "Sign in to your account", "Share this article"] * 8)
    assert language_of(menu + "\n" + (TEXTS["id"] + "\n") * 4) == "id"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("in", "id"),
        ("ind", "id"),
        ("id-ID", "id"),
        ("Indonesian", "id"),
        ("eng", "en"),
        ("EN_us", "en"),
        ("zsm", "ms"),
        ("fr", "fr"),
    ],
)
def test_names_of_languages_become_codes(name: str, code: str) -> None:
    assert canonical(name) == code

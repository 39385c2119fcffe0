"""Every reason can be given in both languages, with the same words in it."""

from __future__ import annotations

import pytest

from padan.consistency.lexicon import load
from padan.consistency.reasons import LANGUAGES, placeholders, say
from padan.model import Why


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

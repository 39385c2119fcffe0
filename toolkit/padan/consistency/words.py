"""Content words, brought to a common form so that passages can be lined up.

The form is for lining up only: it merges words of different meaning, so nothing is judged by it.
"""

from __future__ import annotations

from functools import lru_cache

from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.tokens import Token

_KEY_LENGTH = 7


@lru_cache(maxsize=4)
def function_words(lang: str) -> frozenset[str]:
    """Words without content of their own; none for a language that is not covered."""
    return frozenset(load("function_words")[lang].split()) if lang in LANGUAGES else frozenset()


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """Words after which a full stop ends no sentence."""
    return frozenset(load("function_words")["abbreviations"].split())


def is_content(token: Token, lang: str) -> bool:
    """It is a word with content, or a number."""
    if token.is_number:
        return True
    return token.is_word and len(token.norm) > 1 and token.norm not in function_words(lang)


@lru_cache(maxsize=8192)
def key(word: str, lang: str) -> str:
    """A rough common form of the inflected and derived forms of `word` (lower case)."""
    if lang == "id":
        return _indonesian(word)[:_KEY_LENGTH]
    if lang == "en":
        return _english(word)[:_KEY_LENGTH]
    return word


_ID_ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu")
_ID_SUFFIXES = ("kan", "an", "i")
_ID_PREFIXES = (
    "memper",
    "diper",
    "meny",
    "peny",
    "meng",
    "peng",
    "mem",
    "pem",
    "men",
    "pen",
    "ber",
    "ter",
    "per",
    "me",
    "pe",
    "di",
    "ke",
    "se",
    "be",
    "te",
)


def _indonesian(word: str) -> str:
    """Affixes off, and the initial p, t, k or s that a nasal prefix swallows."""
    for endings in (_ID_ENDINGS, _ID_SUFFIXES):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
    for prefix in _ID_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    return word[1:] if len(word) > 3 and word[0] in "ptks" else word


def _english(word: str) -> str:
    """Plural, past, -ing, -ly and final e off."""
    word = word.removesuffix("'s").removesuffix("n't")
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("ly", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word

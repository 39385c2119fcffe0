"""The forms that the inflected and derived forms of a word have in common, for linking words.

A word is given every form that its affixes allow, right or not; two words of one family share one.
Nothing is judged by them: bertentangan and tentang share a form and have little to do with each
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from padan.consistency.lexicon import LANGUAGES, load

_LEAST = 3
"""Letters that a form keeps."""
_LEAST_DERIVED = 4
"""Letters that it keeps where a suffix came off too."""
_LAYERS = 3
"""Prefixes that come off one after the other: mem-per-ke-."""


@lru_cache(maxsize=16384)
def stems(word: str, lang: str) -> frozenset[str]:
    """`word` (lower case) and every form that may stand behind it; the word alone for a language
    that is not covered."""
    if lang not in LANGUAGES or not word.isalpha():
        return frozenset({word.removesuffix("'s")})
    found = _indonesian(word) if lang == "id" else _english(word)
    return frozenset({word, *found})


@lru_cache(maxsize=1)
def _prefixes() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (prefix, re.compile(follows), instead)
        for prefix, follows, instead in load("word_forms")["id"]["prefixes"]
    )


def _indonesian(word: str) -> Iterator[str]:
    for bare in _without(word, load("word_forms")["id"]["clitics"]):
        for base in _without(bare, load("word_forms")["id"]["suffixes"]):
            least = _LEAST if base == word else _LEAST_DERIVED
            yield from _unprefixed(base, least, _LAYERS)


def _without(word: str, endings: list[str]) -> Iterator[str]:
    yield word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_DERIVED:
            yield word[: -len(ending)]


def _unprefixed(word: str, least: int, layers: int) -> Iterator[str]:
    yield word
    if not layers:
        return
    for prefix, follows, instead in _prefixes():
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(instead + rest) >= least and follows.match(rest):
            yield from _unprefixed(instead + rest, least, layers - 1)


@lru_cache(maxsize=8192)
def unprefixed(word: str) -> frozenset[str]:
    """An Indonesian word and what one prefix leaves of it, suffixes kept: dipinjami, pinjami."""
    return frozenset(_unprefixed(word, _LEAST, 1))


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    bases: dict[str, list[str]] = {}
    for line in load("word_forms")["en"]["irregular"]:
        base, *forms = line.split()
        for form in forms:
            bases.setdefault(form, []).append(base)
    return {form: tuple(found) for form, found in bases.items()}


def is_irregular(word: str) -> bool:
    """An English form that `data/word_forms.toml` lists under another word: told, taken."""
    return word in _irregular()


@lru_cache(maxsize=4)
def _endings(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (ending, instead)
        for ending, _, instead in (line.partition(" ") for line in load("word_forms")["en"][name])
    )


def _english(word: str) -> Iterator[str]:
    word = word.removesuffix("'s")
    for form in (word, *_ended(word, "inflection", _LEAST)):
        yield form
        yield from _irregular().get(form, ())
        yield from _ended(form, "derivation", _LEAST_DERIVED)


def _ended(word: str, name: str, least: int) -> Iterator[str]:
    """The word with each ending off that it has; a doubled last letter made single as well."""
    for ending, instead in _endings(name):
        if not word.endswith(ending) or word.endswith("ss"):
            continue
        stem = word[: -len(ending)] + instead
        if len(stem) >= least:
            yield stem
            if not instead and len(stem) > least and stem[-1] == stem[-2]:
                yield stem[:-1]

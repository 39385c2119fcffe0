"""Words of a text with the forms in which a glossary's word may stand there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from padan.engines.languages import base_language

_NO_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Thai, Lao, Burmese, Khmer, Kana, Han: words stand without blanks, so each sign is a word."""
_WORD = re.compile(rf"[{_NO_BLANKS}]|[^\W_{_NO_BLANKS}]+")
_JOINS = re.compile(r"\s+|[-\u2010\u2011]")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_LEAST_UPPER = 2
"""Letters; a single capital letter says nothing about case."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in a text, and what stands between it and the word before."""

    start: int
    end: int
    text: str
    gap: str
    """As `_gap` gives it: blanks and hyphens are the same."""


def tokens(text: str) -> list[Token]:
    """The words of a text: runs of letters and digits."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = _gap(text[end : match.start()])
        found.append(Token(match.start(), match.end(), match.group(), gap))
        end = match.end()
    return found


def _gap(between: str) -> str:
    return _JOINS.sub(" ", between.translate(_APOSTROPHES))


def is_upper(text: str) -> bool:
    """It is written in capitals, so that its small form may be another word (AS, WHO)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _LEAST_UPPER and all(c.isupper() for c in letters)


@cache
def data(section: str) -> dict[str, Any]:
    """A section of `data/glossary.toml`."""
    path = files("padan.translate") / "data" / "glossary.toml"
    found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))[section]
    return found


def forms(word: str, lang: str | None = None) -> tuple[str, ...]:
    """The word and what it may be a form of, letters as written; of every known language if None.

    Indonesian: without clitics. English: the singular.
    """
    return _forms(word, None if lang is None else base_language(lang))


@lru_cache(maxsize=20_000)
def _forms(word: str, lang: str | None) -> tuple[str, ...]:
    found = [word]
    if lang is None or lang in data("clitics")["languages"]:
        found += _without_clitics(word)
    if lang is None or lang == "en":
        found += _singulars(word)
    return tuple(dict.fromkeys(found))


def _without_clitics(word: str) -> Iterator[str]:
    rules = data("clitics")
    low = word.lower()
    if low in rules["whole"] or len(low) != len(word):
        return
    stems = [word]
    for rule in rules["behind"]:
        if low.endswith(rule["form"]) and _remains(word[: -len(rule["form"])], rule["letters"]):
            stems.append(word[: -len(rule["form"])])
    for stem in stems:
        if stem is not word:
            yield stem
        for rule in rules["before"]:
            rest = stem[len(rule["form"]) :]
            if stem.lower().startswith(rule["form"]) and _remains(rest, rule["letters"]):
                yield rest


def _remains(stem: str, letters: int) -> bool:
    """Enough remains to be a word; of an abbreviation in capitals (`PBBnya`) any two letters."""
    return len(stem) >= letters or is_upper(stem)


def _singulars(word: str) -> Iterator[str]:
    low = word.lower()
    if low in _irregular():
        yield _irregular()[low]
    if not low.endswith("s") or low.endswith("ss") or len(word) < 3:
        return
    if low.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if low.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    if low.endswith("ves"):
        yield from (word[:-3] + "f", word[:-3] + "fe")
    yield word[:-1]


@cache
def _irregular() -> dict[str, str]:
    return {plural: one for one, plurals in data("irregular").items() for plural in plurals}


def same_word(wanted: str, word: str, lang: str | None = None) -> bool:
    """`word` is `wanted` or a form of it; case counts only where `wanted` is in capitals."""
    return _fits(wanted, (wanted,), forms(word, lang))


def related(wanted: str, word: str, lang: str | None = None) -> bool:
    """As `same_word`, but `wanted` may itself be a form of the word (plural for singular)."""
    return _fits(wanted, forms(wanted, lang), forms(word, lang))


def _fits(wanted: str, those: tuple[str, ...], these: tuple[str, ...]) -> bool:
    if is_upper(wanted):
        return not set(those).isdisjoint(these)
    return not {one.casefold() for one in those}.isdisjoint(one.casefold() for one in these)

"""What stayed in the source's language, or came out in a third one."""

from __future__ import annotations

import re
import unicodedata

from padan.articles.language import identify
from padan.engines.languages import base_language
from padan.translate.settings import bounds, words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OTHER_SCRIPT = "another script"
"""Said in place of a language code."""
_WITHIN_NAME = 2
"""Small words in a row that a name may hold."""


def untranslated(source: str, text: str, *, source_lang: str, target_lang: str) -> list[str]:
    """Words of the source that stand in the translation and are no words of its language.

    Words with a capital are names and do not count. One function word is enough where the words
    of the source language are known, or one word built as only that language builds words;
    otherwise a large share of all words must be the same.
    """
    languages = base_language(source_lang), base_language(target_lang)
    if languages[0] == languages[1]:
        return []
    data = bounds("untranslated")
    made = _small(text)
    there = set(_small(source))
    copied = [word for word in made if word in there]
    left, right = words(languages[0]), words(languages[1])
    if copied and left is not None:
        if not there & left.functions:
            return []  # a quotation in a third language
        own = left.functions - (right.functions if right else frozenset())
        stayed = [
            w
            for w in copied
            if (w in own and len(w) >= data["least_letters"]) or left.built.fullmatch(w)
        ]
        if len(stayed) >= data["sure_words"]:
            return stayed
    long = [word for word in copied if len(word) >= data["least_letters"]]
    if len(long) >= data["least_words"] and len(long) >= data["share"] * len(made):
        return long
    return []


def _small(text: str) -> list[str]:
    """The words written small, but for those within a name (Society for the Prevention of …)."""
    tokens = _WORD.findall(text)
    found: list[str] = []
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and not tokens[at][0].isupper():
            continue
        run = tokens[start:at]
        inside_name = start > 0 and at < len(tokens) and len(run) <= _WITHIN_NAME
        found += [] if inside_name else run
        start = at + 1
    return found


def wrong_language(text: str, target_lang: str) -> str:
    """What a text is in, where that is surely not the language wanted: a code, or OTHER_SCRIPT.

    Empty for short and mixed texts, and for languages so close that they are hard to tell.
    """
    target = base_language(target_lang)
    data = bounds("language")
    known = words(target)
    tokens = _WORD.findall(text)
    if known is not None and _foreign_letters(tokens) > data["foreign_letters"]:
        return OTHER_SCRIPT
    if sum(not token[0].isupper() for token in tokens) < data["least_words"]:
        return ""  # names alone are in no language
    if known is not None:
        own = sum(token.lower() in known.functions for token in tokens)
        if own >= data["enough_function_words"] * len(tokens):
            return ""
    found = identify([text])
    if found in ("und", target) or any({found, target} <= set(g) for g in data["close"]):
        return ""
    return found


def _foreign_letters(tokens: list[str]) -> float:
    """Share of letters that are not Latin: what a language with known words is written in."""
    letters = "".join(tokens)
    if letters.isascii():
        return 0.0
    foreign = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters)
    return foreign / len(letters)

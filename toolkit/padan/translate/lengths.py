"""Translations that are too short or too long for their source, or end too early."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from padan.articles.sentences import split_sentences
from padan.engines.languages import base_language
from padan.model import Fault, FaultKind
from padan.translate.settings import bounds

_CLOSERS = "\"'”’»)]} "
_LOOKED_AT = 60
"""Characters that tell the script of a text."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What length is to be expected of a translation, as a share of the source's characters."""

    ratio: float
    short: float
    long: float
    short_with_fewer_sentences: float


@cache
def length_bounds(source_lang: str, target_lang: str) -> Bounds:
    """The bounds of a pair of languages; wide ones where it was not measured."""
    data = bounds("length")
    for pair in data["expected"]:
        if (pair["source"], pair["target"]) == (source_lang, target_lang):
            names = ("short", "long", "short_with_fewer_sentences")
            return Bounds(pair["ratio"], *(data[name] for name in names))
    return Bounds(**data["unmeasured"])


def relative_length(source: str, text: str, source_lang: str, target_lang: str) -> float | None:
    """Length of the translation as a share of the length to be expected; None where unknown.

    Unknown for scripts whose characters are syllables or words, unless the pair was measured.
    """
    pair = base_language(source_lang), base_language(target_lang)
    expected = length_bounds(*pair)
    if expected == Bounds(**bounds("length")["unmeasured"]) and not (
        _alphabetic(source) and _alphabetic(text)
    ):
        return None
    spare = bounds("length")["spare_characters"]
    share: float = (len(text) + spare) / (expected.ratio * len(source) + spare)
    return share


def length_fault(source: str, text: str, source_lang: str, target_lang: str) -> Fault | None:
    """SHORT or LONG; a lost sentence is told by fewer sentences too."""
    share = relative_length(source, text, source_lang, target_lang)
    if share is None:
        return None
    limits = length_bounds(base_language(source_lang), base_language(target_lang))
    percent = f"{100 * share:.0f} percent of the length to be expected"
    if share < limits.short:
        return Fault(FaultKind.SHORT, f"the translation has {percent}: something may be lost")
    if share > limits.long:
        return Fault(FaultKind.LONG, f"the translation has {percent}: something may be added")
    if share < limits.short_with_fewer_sentences:
        before = len(split_sentences(source, source_lang))
        after = len(split_sentences(text, target_lang))
        if after < before:
            return Fault(
                FaultKind.SHORT,
                f"the translation has {after} of {before} sentences and {percent}:"
                " something may be lost",
            )
    return None


def truncated(source: str, text: str, *, finished: bool) -> Fault | None:
    """TRUNCATED: the engine stopped at its limit, or the end is no end of a sentence."""
    if not finished:
        return Fault(FaultKind.TRUNCATED, "the engine stopped at its length limit")
    data = bounds("truncated")
    last = text.rstrip(_CLOSERS)[-1:]
    if source.rstrip(_CLOSERS)[-1:] in tuple(data["ends"]) and last in tuple(data["goes_on"]):
        return Fault(FaultKind.TRUNCATED, f"the translation ends in the middle, after '{last}'")
    return None


def _alphabetic(text: str) -> bool:
    """Its letters have two cases: Latin, Cyrillic, Greek, Armenian, Georgian."""
    letters = [c for c in text[:_LOOKED_AT] if c.isalpha()]
    return (
        bool(letters) and sum(unicodedata.category(c) != "Lo" for c in letters) > len(letters) / 2
    )

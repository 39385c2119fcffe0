"""What may be wrong with a translation, told from source and translation alone.

Suspicions, not verdicts: they say where a second try or a reviewer's look is worth it. Bounds and
how they were found stand in `data/faults.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from padan.articles.sentences import split_sentences
from padan.engines.languages import base_language
from padan.model import Fault, FaultKind
from padan.translate.loops import loop
from padan.translate.numbers import Number, lost_numbers, new_numbers
from padan.translate.settings import bounds, words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLOSERS = "\"'”’»)]} "
_WITHIN_NAME = 2
"""Small words in a row that a name may hold."""
_SHOWN = 4
"""Examples in a reason; more do not help the reader."""


def find_faults(
    source: str, text: str, *, source_lang: str, target_lang: str, finished: bool = True
) -> tuple[Fault, ...]:
    """The faults of a translation, each kind at most once.

    `finished` is false where the engine stopped at its length limit. What a check does not know
    about a language it does not judge.
    """
    if not _WORD.search(source):
        return ()
    if not any(c.isalnum() for c in text):
        return (Fault(FaultKind.EMPTY, "the translation is empty"),)
    pair = (source, text, base_language(source_lang), base_language(target_lang))
    found = [_truncated(source, text, finished), _repetition(source, text)]
    checks: tuple[Callable[[str, str, str, str], Fault | None], ...] = (
        _length,
        _numbers,
        _untranslated,
    )
    found += [check(*pair) for check in checks]
    return tuple(fault for fault in found if fault is not None)


def _truncated(source: str, text: str, finished: bool) -> Fault | None:
    if not finished:
        return Fault(FaultKind.TRUNCATED, "the engine stopped at its length limit")
    data = bounds("truncated")
    last = text.rstrip(_CLOSERS)[-1:]
    if source.rstrip(_CLOSERS)[-1:] in tuple(data["ends"]) and last in tuple(data["goes_on"]):
        return Fault(FaultKind.TRUNCATED, f"the translation ends in the middle, after '{last}'")
    return None


def _repetition(source: str, text: str) -> Fault | None:
    found = loop(text)
    if found and not loop(source):
        return Fault(FaultKind.REPETITION, f"the translation repeats '{found}'")
    return None


def relative_length(source: str, text: str, source_lang: str, target_lang: str) -> float | None:
    """Length of the translation as a share of the length to be expected; None where unknown."""
    data = bounds("length")
    for pair in data["expected"]:
        if (pair["source"], pair["target"]) == (source_lang, target_lang):
            spare = data["spare_characters"]
            expected: float = pair["ratio"] * len(source)
            share: float = (len(text) + spare) / (expected + spare)
            return share
    return None


def _length(source: str, text: str, source_lang: str, target_lang: str) -> Fault | None:
    data = bounds("length")
    share = relative_length(source, text, source_lang, target_lang)
    if share is None:
        return None
    percent = f"{100 * share:.0f} percent of the length to be expected"
    if share < data["short"]:
        return Fault(FaultKind.SHORT, f"the translation has {percent}: something may be lost")
    if share > data["long"]:
        return Fault(FaultKind.LONG, f"the translation has {percent}: something may be added")
    if share < data["short_with_fewer_sentences"]:
        before = len(split_sentences(source, source_lang))
        after = len(split_sentences(text, target_lang))
        if after < before:
            return Fault(
                FaultKind.SHORT,
                f"the translation has {after} of {before} sentences and {percent}:"
                " something may be lost",
            )
    return None


def _numbers(source: str, text: str, source_lang: str, target_lang: str) -> Fault | None:
    lost = lost_numbers(source, text, source_lang=source_lang, target_lang=target_lang)
    new = new_numbers(source, text, source_lang=source_lang, target_lang=target_lang)
    parts = []
    if lost:
        parts.append(f"the translation lacks {_named(lost)} of the source")
    if new:
        parts.append(f"the translation has {_named(new)}, which the source lacks")
    return Fault(FaultKind.NUMBER, "; ".join(parts)) if parts else None


def _named(numbers: list[Number]) -> str:
    seen = list(dict.fromkeys(number.text for number in numbers))
    more = f" and {len(seen) - _SHOWN} more" if len(seen) > _SHOWN else ""
    return ", ".join(seen[:_SHOWN]) + more


def _untranslated(source: str, text: str, source_lang: str, target_lang: str) -> Fault | None:
    if source_lang == target_lang:
        return None
    data = bounds("untranslated")
    made = _small(text)
    there = set(_small(source))
    copied = [word for word in made if word in there]
    left = words(source_lang)
    if left is not None:
        both = words(target_lang)
        foreign = left.functions - (both.functions if both else frozenset())
        stayed = [word for word in copied if word in foreign]
        if len(stayed) >= data["function_words"]:
            return _copied(stayed)
    long = [word for word in copied if len(word) >= data["least_letters"]]
    if len(long) >= data["least_words"] and len(long) >= data["share"] * len(made):
        return _copied(long)
    return None


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


def _copied(copied: list[str]) -> Fault:
    seen = ", ".join(f"'{word}'" for word in list(dict.fromkeys(copied))[:_SHOWN])
    return Fault(FaultKind.UNTRANSLATED, f"words of the source were left as they are: {seen}")

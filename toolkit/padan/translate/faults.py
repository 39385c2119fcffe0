"""What may be wrong with a translation, told from source and translation alone.

Suspicions, not verdicts: they say where a second try or a reviewer's look is worth it. Bounds and
how they were found stand in `data/faults.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from padan.engines.languages import base_language
from padan.model import Fault, FaultKind, Term
from padan.translate.change import Change
from padan.translate.dates import changed_dates
from padan.translate.glossary import Glossary
from padan.translate.leftovers import OTHER_SCRIPT, untranslated, wrong_language
from padan.translate.lengths import length_fault, truncated
from padan.translate.loops import loop
from padan.translate.marks import unbalanced
from padan.translate.names import changed_names
from padan.translate.numbers import Number, lost_numbers, new_numbers
from padan.translate.settings import bounds

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_SHOWN = 4
"""Examples in a reason; more do not help the reader."""


def find_faults(
    source: str,
    text: str,
    *,
    source_lang: str,
    target_lang: str,
    finished: bool = True,
    terms: Sequence[Term] = (),
) -> tuple[Fault, ...]:
    """The faults of a translation, each kind at most once.

    `finished` is false where the engine stopped at its length limit; `terms` are those of the
    user's glossary that stand in the source. What a check does not know about a language it does
    not judge.
    """
    if not _WORD.search(source):
        return ()
    if not any(c.isalnum() for c in text):
        return (Fault(FaultKind.EMPTY, "the translation is empty"),)
    langs = {"source_lang": source_lang, "target_lang": target_lang}
    dates = changed_dates(source, text, **langs)
    found = (
        truncated(source, text, finished=finished),
        _repetition(source, text),
        length_fault(source, text, source_lang, target_lang),
        _language(source, text, source_lang, target_lang),
        _untranslated(untranslated(source, text, **langs)),
        _changed(
            FaultKind.NUMBER,
            Change(
                _others(lost_numbers(source, text, **langs), dates.lost),
                _others(new_numbers(source, text, **langs), dates.new),
            ),
        ),
        _changed(FaultKind.DATE, dates),
        _changed(FaultKind.NAME, changed_names(source, text, settled=_given(terms), **langs)),
        _fault(FaultKind.QUOTES, unbalanced(source, text)),
        _terms(Glossary.missing(terms, text, base_language(target_lang)) if terms else ()),
    )
    return tuple(fault for fault in found if fault is not None)


def grave(faults: Iterable[Fault]) -> bool:
    """Whether what the source says is lost or drowned, not only a detail wrong."""
    kinds = bounds("again")["grave"]
    return any(fault.kind.value in kinds for fault in faults)


def badness(faults: Iterable[Fault]) -> int:
    """How bad faults are together; 0 for none. For comparing translations of one sentence."""
    weights = bounds("weight")
    return sum(weights[fault.kind.value] for fault in faults)


def _fault(kind: FaultKind, reason: str) -> Fault | None:
    return Fault(kind, reason) if reason else None


def _repetition(source: str, text: str) -> Fault | None:
    found = loop(text)
    if found and not loop(source):
        return Fault(FaultKind.REPETITION, f"the translation repeats '{found}'")
    return None


def _language(source: str, text: str, source_lang: str, target_lang: str) -> Fault | None:
    found = wrong_language(text, target_lang)
    # A sentence quoted in a third language stays in it.
    if not found or wrong_language(source, source_lang) == found:
        return None
    code = found if found == OTHER_SCRIPT else f"'{found}'"
    return Fault(
        FaultKind.LANGUAGE,
        f"the translation seems to be in {code}, not in '{base_language(target_lang)}'",
    )


def _untranslated(stayed: Sequence[str]) -> Fault | None:
    if not stayed:
        return None
    return Fault(
        FaultKind.UNTRANSLATED, f"words of the source were left as they are: {_named(stayed)}"
    )


def _others(numbers: Sequence[Number], dates: Sequence[str]) -> tuple[str, ...]:
    """The numbers that are no part of a date that is named already."""
    named = {digits for date in dates for digits in _DIGITS.findall(date)}
    return tuple(number.text for number in numbers if number.text not in named)


def _given(terms: Sequence[Term]) -> list[str]:
    return [form for term in terms for form in (term.source, term.target, *term.others)]


def _changed(kind: FaultKind, change: Change) -> Fault | None:
    parts = []
    if change.lost:
        parts.append(f"the translation lacks {_named(change.lost)} of the source")
    if change.new:
        parts.append(f"the translation has {_named(change.new)}, which the source lacks")
    return _fault(kind, "; ".join(parts))


def _terms(missing: Sequence[Term]) -> Fault | None:
    wanted = [f"'{term.target or term.source}' for '{term.source}'" for term in missing]
    return _fault(
        FaultKind.TERM,
        f"the translation lacks a rendering of the glossary: {_listed(wanted)}" if wanted else "",
    )


def _named(words: Sequence[str]) -> str:
    return _listed([f"'{word}'" for word in dict.fromkeys(words)])


def _listed(items: Sequence[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more

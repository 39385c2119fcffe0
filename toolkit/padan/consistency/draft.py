"""What every check hands back, and how a finding is placed in both sides' texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import load
from padan.consistency.reasons import say
from padan.consistency.side import Pair, Side, View, basis
from padan.model import FaultKind, Finding, Kind, Severity, Span, Why

Range = tuple[int, int]
"""Characters of a view's text, half open."""
_MOST_WORDS = 90
"""Characters of a quoted passage in a reason before it is cut in the middle."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one check found, and a line where it could not tell."""

    findings: tuple[Finding, ...] = ()
    abstained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A difference between two views, before it is placed in the sides' own texts."""

    kind: Kind
    severity: Severity
    reference: Range | None
    retelling: Range | None
    reason: str = ""
    """English; left out where `why` is given."""
    why: Why | None = None
    gloss: str = ""
    """English for the marked words of the retelling, where the check knows it."""


_ORDER = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.TRIVIAL)


_EVERY = frozenset(Kind)
_CLOUDS = {
    FaultKind.NUMBER: frozenset({Kind.NUMBER, Kind.DATE, Kind.QUANTIFIER, Kind.RELATION}),
    FaultKind.DATE: frozenset({Kind.NUMBER, Kind.DATE}),
    FaultKind.NAME: frozenset({Kind.NAME, Kind.ATTRIBUTION, Kind.RELATION}),
    FaultKind.QUOTES: frozenset({Kind.ATTRIBUTION}),
    FaultKind.TERM: frozenset({Kind.TERM}),
}
"""What a fault of our translation makes doubtful; one that is not listed clouds everything."""


_BY_WORDS = frozenset({Kind.OMISSION, Kind.ADDITION})
"""Found by single words that have no counterpart, which poor English lacks or makes up."""


def softer(severity: Severity) -> Severity:
    """The next milder severity."""
    return _ORDER[min(_ORDER.index(severity) + 1, len(_ORDER) - 1)]


def rank(severity: Severity) -> int:
    """0 for the worst."""
    return _ORDER.index(severity)


def place(pair: Pair, views: tuple[View, View], drafts: Iterable[Draft]) -> tuple[Finding, ...]:
    """The drafts as findings, their spans in the sides' own texts.

    A draft that rests on a translation with faults of its kind becomes milder and `perhaps_ours`;
    so does what is left out or added by a translation of low confidence.
    """
    faults = {fault.kind for fault in pair.faults(views)}
    poor = _poor(pair.confidence(views))
    found = []
    for draft in drafts:
        faulty = any(draft.kind in _CLOUDS.get(kind, _EVERY) for kind in faults)
        faulty |= poor and draft.kind in _BY_WORDS
        left, left_english = _own_span(pair.reference, views[0], draft.reference)
        right, right_english = _own_span(pair.retelling, views[1], draft.retelling)
        found.append(
            Finding(
                kind=draft.kind,
                severity=softer(draft.severity) if faulty else draft.severity,
                reference=left,
                retelling=right,
                reason=say(draft.why) if draft.why else draft.reason,
                basis=basis(views),
                english=right_english or left_english,
                perhaps_ours=faulty,
                gloss=draft.gloss,
                why=draft.why,
            )
        )
    return tuple(found)


def _poor(confidence: float | None) -> bool:
    """A translation is too doubtful for its single words to be evidence."""
    least: float = load("content")["settings"]["least_confidence"]
    return confidence is not None and confidence < least


def _own_span(side: Side, view: View, where: Range | None) -> tuple[Span | None, Span | None]:
    """The place in the side's text, and in our English of it where that is what was compared."""
    if where is None:
        return None, None
    if not view.ours:
        return Span(*where), None
    return _original(side.text, view.text, where), Span(*where)


def _original(text: str, english: str, where: Range) -> Span:
    """Where the words behind a span of our English stand: the same figure or name if it occurs
    once, else the sentence of the same number, else the whole text."""
    words = english[slice(*where)]
    if (any(c.isdigit() for c in words) or words[:1].isupper()) and text.count(words) == 1:
        start = text.index(words)
        return Span(start, start + len(words))
    ours, theirs = _sentences(english), _sentences(text)
    if len(ours) == len(theirs):
        for (start, end), (own_start, own_end) in zip(ours, theirs, strict=True):
            if start <= where[0] < end:
                return Span(own_start, own_end)
    return Span(*_stripped(text))


_END = re.compile(r"[.!?…]+[\"'”’)]*\s+")


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[Range, ...]:
    starts = [0, *(m.end() for m in _END.finditer(text))]
    ends = [*(m.end() for m in _END.finditer(text)), len(text)]
    return tuple(
        (s, s + len(text[s:e].rstrip()))
        for s, e in zip(starts, ends, strict=True)
        if text[s:e].strip()
    )


def _stripped(text: str) -> Range:
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))


def quoted(text: str) -> str:
    """`text` in quotes on one line, without control characters, cut in the middle if long."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(clean) > _MOST_WORDS:
        clean = f"{clean[: _MOST_WORDS // 2].rstrip()} … {clean[-_MOST_WORDS // 2 :].lstrip()}"
    return f"'{clean}'"

"""Findings that a reviewer dismissed for good: this kind, this pair of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from padan.consistency.tokens import tokenize
from padan.model import Finding, Kind, Span


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A kind of finding and the words that it marked on either side, folded."""

    kind: Kind
    reference: tuple[str, ...]
    retelling: tuple[str, ...]

    @classmethod
    def of(cls, kind: Kind, reference: str, retelling: str) -> Dismissal:
        """The dismissal for words as they were marked; case and punctuation do not count."""
        return cls(kind, _folded(reference), _folded(retelling))


def without_dismissed(
    findings: Iterable[Finding], texts: tuple[str, str], dismissed: frozenset[Dismissal]
) -> tuple[Finding, ...]:
    """The findings that nobody has dismissed; `texts` are what their spans count in.

    A finding that marks no words on either side is never dismissed: nothing would tell it from
    others of its kind.
    """
    return tuple(f for f in findings if not is_dismissed(f, texts, dismissed))


def is_dismissed(finding: Finding, texts: tuple[str, str], dismissed: frozenset[Dismissal]) -> bool:
    """This kind with these words is in `dismissed`."""
    if not dismissed:
        return False
    own = Dismissal.of(
        finding.kind, _marked(texts[0], finding.reference), _marked(texts[1], finding.retelling)
    )
    return bool(own.reference or own.retelling) and own in dismissed


def _marked(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def _folded(words: str) -> tuple[str, ...]:
    return tuple(t.norm for t in tokenize(words) if t.is_word or t.is_number)

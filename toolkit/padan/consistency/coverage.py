"""A cell that says nothing against one that does: an omission or an addition."""

from __future__ import annotations

from padan.consistency.draft import quoted
from padan.consistency.lexicon import load
from padan.consistency.side import Pair, Side
from padan.consistency.tokens import tokenize
from padan.model import Finding, Kind, Severity, Span

_QUOTES = frozenset('"“”„«»')


def check(pair: Pair) -> tuple[Finding, ...]:
    """One finding over the whole cell where exactly one side says nothing, else none."""
    reference, retelling = pair.reference, pair.retelling
    if reference.blank == retelling.blank:
        return ()
    full, kind = (reference, Kind.OMISSION) if retelling.blank else (retelling, Kind.ADDITION)
    span = _span(full.text)
    severity, holds = _weight(full)
    words = quoted(full.text[span.start : span.end])
    if kind is Kind.OMISSION:
        reason = f"The retelling leaves out {words}{holds}."
    else:
        reason = f"The reference has nothing like {words}{holds}."
    return (
        Finding(
            kind=kind,
            severity=severity,
            reference=span if kind is Kind.OMISSION else None,
            retelling=span if kind is Kind.ADDITION else None,
            reason=reason,
            basis=f"{reference.language}-{retelling.language}",
        ),
    )


def _span(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, len(text.rstrip()))


def _weight(side: Side) -> tuple[Severity, str]:
    """Severity by content: points for figures, names, quotations and length."""
    table = load("coverage")
    tokens = tokenize(side.text)
    words = [t for t in tokens if t.is_word]
    holds = {
        "a figure": any(t.is_number for t in tokens),
        "a name": any(t.capital for t in words[1:]),
        "a quotation": any(t.text in _QUOTES for t in tokens),
    }
    points = sum(float(table["points"][name]) for name, present in holds.items() if present)
    points += min(float(table["length"]["most"]), len(words) * float(table["length"]["a_word"]))
    held = [name for name, present in holds.items() if present]
    text = f", which holds {' and '.join(held)}" if held else ""
    for name in ("critical", "major", "minor"):
        if points >= float(table["from"][name]):
            return Severity(name), text
    return Severity.TRIVIAL, text

"""A cell that says nothing against one that does: an omission or an addition."""

from __future__ import annotations

from padan.consistency.draft import quoted
from padan.consistency.lexicon import load
from padan.consistency.reasons import say
from padan.consistency.side import Pair, Side
from padan.consistency.tokens import tokenize
from padan.model import Finding, Kind, Severity, Span, Why

_QUOTES = frozenset('"“”„«»')


def check(pair: Pair) -> tuple[Finding, ...]:
    """One finding over the whole cell where exactly one side says nothing, else none."""
    reference, retelling = pair.reference, pair.retelling
    if reference.blank == retelling.blank:
        return ()
    full, kind = (reference, Kind.OMISSION) if retelling.blank else (retelling, Kind.ADDITION)
    span = _span(full.text)
    severity, held = _weight(full)
    why = Why(
        "coverage.omitted" if kind is Kind.OMISSION else "coverage.added",
        (
            ("words", quoted(full.text[span.start : span.end])),
            ("holds_en", _holding(held, "en")),
            ("holds_id", _holding(held, "id")),
        ),
    )
    return (
        Finding(
            kind=kind,
            severity=severity,
            reference=span if kind is Kind.OMISSION else None,
            retelling=span if kind is Kind.ADDITION else None,
            reason=say(why),
            basis=f"{reference.language}-{retelling.language}",
            why=why,
        ),
    )


def _span(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, len(text.rstrip()))


def _weight(side: Side) -> tuple[Severity, tuple[str, ...]]:
    """Severity by content, points for figures, names, quotations and length; and what it holds."""
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
    held = tuple(name for name, present in holds.items() if present)
    for name in ("critical", "major", "minor"):
        if points >= float(table["from"][name]):
            return Severity(name), held
    return Severity.TRIVIAL, held


def _holding(held: tuple[str, ...], lang: str) -> str:
    """What a cell holds, as the end of a sentence; empty where it holds nothing."""
    table = load("coverage")
    if not held:
        return ""
    names = [str(table["says"][lang].get(name, name)) for name in held]
    return f"{table['says'][lang]['which']} {table['says'][lang]['joint'].join(names)}"

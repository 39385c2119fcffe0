"""What is more than what: lebih … daripada, more … than, with words of much and of little."""

from __future__ import annotations

from collections.abc import Iterator

from padan.consistency.lexicon import load
from padan.consistency.phrases import left_of, right_of
from padan.consistency.roles import Fact
from padan.consistency.side import View
from padan.consistency.stems import stems
from padan.model import Severity

_BACK = 6
"""Tokens between the word of degree and `than`."""


def comparisons(view: View) -> Iterator[Fact]:
    """The comparisons of a text with what is more and what is less."""
    table = load("roles")["than"]
    than = frozenset(table[view.lang])
    high, low = (frozenset(table[name][view.lang].split()) for name in ("high", "low"))
    for i, token in enumerate(view.tokens):
        if token.norm not in than:
            continue
        degree = _degree(view, i, high, low)
        after = right_of(view, i + 1)
        if degree is None or not after:
            continue
        start, up = degree
        between = tuple(
            k for p in right_of(view, start + 2) for k in p.content if start + 1 < k < i
        )
        before = left_of(view, start)
        subject = between or (before.content if before else ())
        if subject:
            fillers = (subject, after[0].content) if up else (after[0].content, subject)
            yield Fact("than", start, i + 1, ("more", "less"), fillers, Severity.MAJOR)


def _degree(
    view: View, than: int, high: frozenset[str], low: frozenset[str]
) -> tuple[int, bool] | None:
    """Where the word of degree stands before `than`, and whether it says more."""
    table = load("roles")["than"]
    for k in range(than - 1, max(-1, than - 1 - _BACK), -1):
        forms = stems(view.tokens[k].norm, view.lang) | {view.tokens[k].norm}
        up = bool(forms & high)
        if not up and not forms & low:
            continue
        before = view.tokens[k - 1].norm if k else ""
        if before in table["less"][view.lang]:
            return k - 1, not up
        if before in table["more"][view.lang]:
            return k - 1, up
        if view.lang == "en":
            return k, up
    return None

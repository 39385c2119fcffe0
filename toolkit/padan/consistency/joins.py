"""Two clauses joined by before, after or because: which came first, which is the cause."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from padan.consistency.clauses import ends
from padan.consistency.lexicon import Phrases, load
from padan.consistency.roles import Fact
from padan.consistency.side import View
from padan.consistency.words import is_content
from padan.model import Severity

_REACH = 20
"""Tokens of a clause that are read."""
_LEAST = 2
"""Content words of a clause; of one word it cannot be told whether it has crossed over."""


@lru_cache(maxsize=4)
def _joiners(lang: str) -> Phrases[tuple[str, tuple[str, str], bool]]:
    """Joiners with frame, roles, and whether what follows them is the first role."""
    table = load("roles")["join"]
    order, cause = ("earlier", "later"), ("cause", "effect")
    found: Phrases[tuple[str, tuple[str, str], bool]] = Phrases()
    for name, value in (
        ("earlier_first", ("order", order, False)),
        ("later_first", ("order", order, True)),
        ("then_later", ("order", order, False)),
        ("cause_second", ("cause", cause, True)),
        ("cause_first", ("cause", cause, False)),
        ("condition_second", ("condition", ("condition", "outcome"), True)),
        ("out_second", ("choice", ("chosen", "left_out"), False)),
    ):
        for phrase in table[name][lang]:
            found.add(phrase, value)
    return found


def joins(view: View) -> Iterator[Fact]:
    """The joined clauses of a text: the one that follows the joiner and the other."""
    for i in range(len(view.tokens)):
        hit = _joiners(view.lang).at(view.tokens, i)
        if hit is None or not _joins(view, i, hit[1]):
            continue
        (frame, roles, first), last = hit
        after, end = _until_mark(view, last)
        opens = i == 0 or ends(view.tokens[i - 1])
        before = _back(view, i)
        if opens and end < len(view.tokens) and (not before or view.tokens[end].norm == ","):
            # `After the rain, the river rose`: the other clause follows the comma
            before = _until_mark(view, end + 1)[0] or before
        if min(len(before), len(after)) >= _LEAST:
            fillers = (after, before) if first else (before, after)
            yield Fact(frame, i, last, roles, fillers, Severity.MAJOR, clause=True)


def _joins(view: View, first: int, last: int) -> bool:
    """The joiner has a clause or a thing behind it, not a time, and is no noun."""
    table = load("roles")["join"]
    if first and view.tokens[first - 1].norm in table["noun_after"]:
        return False
    if last >= len(view.tokens):
        return False
    return not view.tokens[last].is_number and view.tokens[last].norm not in table["no_clause"]


def _until_mark(view: View, start: int) -> tuple[tuple[int, ...], int]:
    found: list[int] = []
    i = start
    while i < min(len(view.tokens), start + _REACH) and not ends(view.tokens[i]):
        if is_content(view.tokens[i], view.lang):
            found.append(i)
        i += 1
    return tuple(found), i


def _back(view: View, end: int) -> tuple[int, ...]:
    found: list[int] = []
    i = end - 1
    if i >= 0 and view.tokens[i].norm == ",":
        i -= 1
    while i >= max(0, end - _REACH) and not ends(view.tokens[i]):
        if is_content(view.tokens[i], view.lang):
            found.append(i)
        i -= 1
    return tuple(reversed(found))

"""Limits in time that have turned round, and events moved the other way."""

from __future__ import annotations

from collections.abc import Iterator

from padan.consistency.draft import Draft, quoted
from padan.consistency.lexicon import load
from padan.consistency.moments import Moments
from padan.consistency.side import View
from padan.consistency.time_words import Mention, mentions, table
from padan.model import Kind, Severity, Why

_OPPOSITE = ({"start", "end"}, {"within", "beyond"})


def turned_limits(found: Moments) -> Iterator[Draft]:
    """Since where the other side says until; within a week for after a week.

    Nothing where one side also has a word that turns the limit round: closed until, open from.
    """
    pairs = [(a, b) for a, b in found.matched if a.facet == "day"]
    for a, b in (*pairs, *_durations(found)):
        edges = {a.edge, b.edge}
        if edges in _OPPOSITE and ("within" in edges or not _turned(found.views)):
            yield _turn(found.views, a, b)


def _durations(found: Moments) -> Iterator[tuple[Mention, Mention]]:
    """Equal durations or steps with a limit, in order."""
    sides = [
        [m for m in mentions(v.text, v.lang) if m.facet in {"duration", "step"} and m.edge]
        for v in found.views
    ]
    for a, b in zip(*sides, strict=False):
        if a.days and abs(abs(a.days) - abs(b.days)) <= 0.1 * abs(a.days):
            yield a, b


def _turned(views: tuple[View, View]) -> bool:
    words = frozenset(load("dates")["edges"]["turns"])
    left, right = (sum(t.norm in words for t in v.tokens) for v in views)
    return left % 2 != right % 2


def _turn(views: tuple[View, View], a: Mention, b: Mention) -> Draft:
    where = [(m.limit_start, m.end) for m in (a, b)]
    words = tuple(
        (name, quoted(v.text[slice(*w)]))
        for name, v, w in zip(("left", "right"), views, where, strict=True)
    )
    severity = Severity(load("dates")["severity"]["turned"])
    return Draft(Kind.DATE, severity, where[0], where[1], why=Why("date.limit", words))


def moved(views: tuple[View, View]) -> Iterator[Draft]:
    """Put off where the other side says brought forward."""
    found = [_moves(v) for v in views]
    kinds = [{kind for kind, _, _ in f} for f in found]
    if sorted(map(sorted, kinds)) != [["earlier"], ["later"]]:
        return
    (_, *left), (_, *right) = found[0][0], found[1][0]
    words = (
        ("left", quoted(views[0].text[left[0] : left[1]])),
        ("right", quoted(views[1].text[right[0] : right[1]])),
    )
    severity = Severity(load("dates")["severity"]["turned"])
    why = Why("date.moved", words)
    yield Draft(Kind.DATE, severity, (left[0], left[1]), (right[0], right[1]), why=why)


def _moves(view: View) -> list[tuple[str, int, int]]:
    hits = ((i, table(view.lang, "moved").at(view.tokens, i)) for i in range(len(view.tokens)))
    return [(hit[0], view.tokens[i].start, view.tokens[hit[1] - 1].end) for i, hit in hits if hit]

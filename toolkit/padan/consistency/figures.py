"""Which figure belongs to which: figures that have changed their owners."""

from __future__ import annotations

from collections.abc import Iterator

from padan.consistency.clauses import ends
from padan.consistency.draft import Draft, quoted
from padan.consistency.lexicon import load
from padan.consistency.link_units import Unit, link_units
from padan.consistency.links import Links
from padan.consistency.phrases import words
from padan.consistency.side import View
from padan.model import Kind, Severity, Why

_MOST = 12
"""Figures of a text whose owners are compared."""


def misplaced(views: tuple[View, View], links: Links) -> Iterator[Draft]:
    """Two figures that each stand with what the other one stood with."""
    left, right = (_owners(v) for v in views)
    both = [(n, links.forward[n]) for n in left if links.forward.get(n) in right]
    for k, (n, m) in enumerate(both):
        for a, b in both[k + 1 :]:
            if crossed(links, (left[n], left[a]), (right[m], right[b])):
                yield _draft(views, n, m)
                return


def _draft(views: tuple[View, View], n: int, m: int) -> Draft:
    where, to = ((v.tokens[i].start, v.tokens[i].end) for v, i in zip(views, (n, m), strict=True))
    said = quoted(_around(views[0], n)), quoted(_around(views[1], m))
    why = Why("relation.figures", (("left", said[0]), ("right", said[1])))
    return Draft(Kind.RELATION, Severity.MAJOR, where, to, why=why)


def _around(view: View, i: int) -> str:
    """The figure with the words of its part of the sentence."""
    first, last = _part(view, i)
    return view.text[view.tokens[first].start : view.tokens[last - 1].end]


def crossed(
    links: Links,
    left: tuple[frozenset[int], frozenset[int]],
    right: tuple[frozenset[int], frozenset[int]],
) -> bool:
    """Owners of the first figure stand with the second, and the other way round, and none stays."""
    to = [{links.forward[i] for i in own if i in links.forward} for own in left]
    shared = to[0] & to[1]
    one, two = to[0] - shared, to[1] - shared
    straight = (one & right[0]) | (two & right[1])
    return bool(one & right[1]) and bool(two & right[0]) and not straight


def _owners(view: View) -> dict[int, frozenset[int]]:
    """The words that each figure stands with, by its first token; those of two figures are left
    out of both."""
    units = link_units(view)
    figures = [u for u in units if _is_figure(u)][:_MOST]
    listed = _listed(view, units, figures)
    if listed:
        return listed
    near = {u.first: _with(view, units, u) for u in figures}
    found = {}
    for first, own in near.items():
        others = frozenset(i for k, o in near.items() if k != first for i in o)
        found[first] = own - others
    return found


def _is_figure(unit: Unit) -> bool:
    return any(form.startswith("#") for form in unit.forms)


def _with(view: View, units: tuple[Unit, ...], figure: Unit) -> frozenset[int]:
    """The words of the figure's part; where it has none, those of the part before as well."""
    first, last = _part(view, figure.first)
    while True:
        inside = [u for u in units if first <= u.first < last]
        own = frozenset(i for u in inside if not _is_figure(u) for i in u.content)
        figures = sum(map(_is_figure, inside))
        if own or first < 2 or figures > 1:
            return own
        first = _part(view, first - 2)[0]


def _part(view: View, i: int) -> tuple[int, int]:
    """The part of the sentence around token `i`: up to a mark or a joint on each side."""
    joints = words("joints", view.lang) | words("splits", view.lang)
    first, last = i, i + 1
    while (
        first > 0 and not ends(view.tokens[first - 1]) and view.tokens[first - 1].norm not in joints
    ):
        first -= 1
    while (
        last < len(view.tokens)
        and not ends(view.tokens[last])
        and view.tokens[last].norm not in joints
    ):
        last += 1
    return first, last


def _listed(view: View, units: tuple[Unit, ...], figures: list[Unit]) -> dict[int, frozenset[int]]:
    """`A and B … 3 and 5 respectively`: the first figure belongs to the first of the list."""
    cues = frozenset(load("roles")["words"]["respectively"][view.lang])
    if len(figures) != 2 or not any(t.norm in cues for t in view.tokens):
        return {}
    both = words("coordinators", view.lang)
    for n in range(len(units) - 1):
        a, b = units[n], units[n + 1]
        if _is_figure(a) or _is_figure(b) or b.first != a.last + 1:
            continue
        if view.tokens[a.last].norm in both:
            return {
                figures[0].first: frozenset(a.content),
                figures[1].first: frozenset(b.content),
            }
    return {}

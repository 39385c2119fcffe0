"""Numbers and amounts: the same in both texts, changed, missing or added?

Figures that tell a day or an hour are left to the check of dates.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from padan.consistency.dates import compared, own_words
from padan.consistency.draft import Report, place
from padan.consistency.lexicon import LANGUAGES
from padan.consistency.number_drafts import drafts
from padan.consistency.pairing import Matches, Nearness, pair_up
from padan.consistency.quantities import quantities
from padan.consistency.quantity import CALENDAR, PLAIN, Quantity
from padan.consistency.side import Pair, View

_MOST = 150
"""Quantities of a cell that are compared; a cell with more is a table or a list."""
_REACH = 5
"""Words on each side that count as a quantity's surroundings."""
_ENOUGH = 1.0
"""Nearness from which a leftover quantity became another one."""


def check(pair: Pair) -> Report:
    """Compare the quantities of both sides, in the outlets' own words where padan reads them."""
    views = own_words(pair)
    if views is None:
        langs = sorted({v.lang for v in pair.own} - LANGUAGES)
        return Report(abstained=(f"Numbers: cannot read {', '.join(langs)} and have no English.",))
    left, right = (quantities(v.text, v.lang) for v in views)
    abstained: tuple[str, ...] = ()
    if max(len(left), len(right)) > _MOST:
        abstained = (f"Numbers: only the first {_MOST} of each side were compared.",)
        left, right = left[:_MOST], right[:_MOST]
    matches = pair_up(left, right, _nearness(views))
    matches = _without_times(matches, compared(pair, views).explained)
    matches = _drop_verbatim(matches, views)
    found = drafts(matches, views, left, right)
    return Report(place(pair, views, found), abstained)


def _nearness(views: tuple[View, View]) -> Nearness:
    """How near two quantities are: same dimension, same surroundings, same place in the text."""
    one_language = views[0].lang == views[1].lang
    sizes = tuple(max(1, len(v.text)) for v in views)

    @lru_cache(maxsize=1024)
    def around(side: int, q: Quantity) -> frozenset[str]:
        tokens = views[side].tokens
        words = tokens[max(0, q.first - _REACH) : q.first] + tokens[q.last : q.last + _REACH]
        return frozenset(t.norm for t in words if t.is_word)

    def near(a: Quantity, b: Quantity) -> float:
        if not _comparable(a, b):
            return -1.0
        place_ = 1.0 - abs(a.start / sizes[0] - b.start / sizes[1])
        if not one_language:
            return 0.0 if a.soft or b.soft else place_ + 0.5 * (a.dim == b.dim)
        left, right = around(0, a), around(1, b)
        shared = len(left & right) / max(1, min(len(left), len(right)))
        return _surroundings(a, b, shared) + 0.3 * place_

    return near


def _surroundings(a: Quantity, b: Quantity, shared: float) -> float:
    """Nearness within one language, `shared` being the share of neighbouring words in common."""
    if a.dim not in PLAIN or b.dim not in PLAIN:
        kind = 0.7 if a.dim == b.dim else 0.0
    elif a.noun and b.noun:
        kind = 0.8 if a.noun == b.noun else 0.1
    else:
        kind = 0.4
    if a.soft or b.soft:
        return shared + kind - (0.5 if a.soft and b.soft else 0.3)
    return 1.2 * shared + kind


def _comparable(a: Quantity, b: Quantity) -> bool:
    """One could have become the other."""
    if a.dim == b.dim:
        return True
    if a.values and b.values and set(a.values) & set(b.values):
        return a.dim not in CALENDAR and b.dim not in CALENDAR  # same figure, another unit
    if {a.dim, b.dim} <= {"count", "ordinal", "fraction"}:
        return True
    return {a.dim, b.dim} in _KIN and not (a.noun or b.noun)


_KIN = ({"percent", "fraction"}, {"year", "count"}, {"ordinal", "day"})
"""Dimensions that a figure without a word after it may be taken for."""


def _drop_verbatim(matches: Matches, views: tuple[View, View]) -> Matches:
    """Forget leftovers whose very words the other side has too, in a title left as it is."""
    if views[0].lang == views[1].lang:
        return matches
    norms = [{t.norm for t in v.tokens} for v in views]

    def kept(q: Quantity, side: int) -> bool:
        words = {t.norm for t in views[side].tokens[q.first : q.last]}
        return not words <= norms[1 - side]

    return replace(
        matches,
        missing=[q for q in matches.missing if kept(q, 0)],
        added=[q for q in matches.added if kept(q, 1)],
    )


def _without_times(matches: Matches, times: tuple[frozenset[int], frozenset[int]]) -> Matches:
    """Without the differences of figures that tell a time; a bare figure may still be a year."""

    def told(q: Quantity, side: int) -> bool:
        return not times[side].isdisjoint(range(q.first, q.last))

    def kept(a: Quantity, b: Quantity) -> bool:
        both = told(a, 0), told(b, 1)
        return not all(both) and (not any(both) or {a.dim, b.dim} == {"year", "count"})

    return replace(
        matches,
        changed=[p for p in matches.changed if kept(*p)],
        rounded=[p for p in matches.rounded if kept(*p)],
        missing=[q for q in matches.missing if not told(q, 0)],
        added=[q for q in matches.added if not told(q, 1)],
    )

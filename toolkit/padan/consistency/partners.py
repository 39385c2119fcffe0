"""Who did which, and what is whose: two pairs that have exchanged one of their halves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from padan.consistency.draft import Draft, Range, quoted
from padan.consistency.figures import crossed
from padan.consistency.links import Links
from padan.consistency.phrases import is_verb, words
from padan.consistency.roles import doers
from padan.consistency.side import View
from padan.model import Kind, Severity, Why

_MOST = 40
"""Pairs of a side that are compared."""

Partners = Mapping[int, tuple[int, ...]]
"""A word's token -> the tokens of what goes with it."""


def swapped_partners(views: tuple[View, View], links: Links) -> Iterator[Draft]:
    """Two verbs that have exchanged their doers, or two things their owners."""
    for read, severity in ((doers, Severity.CRITICAL), (_attached, Severity.MAJOR)):
        left, right = (read(v) for v in views)
        found = _swapped(links, left, right)
        if found is not None:
            yield _draft(views, links, left, found, severity)


def _swapped(links: Links, left: Partners, right: Partners) -> int | None:
    """A word of the first side whose partner stands with the other word on the second side."""
    both = [(i, links.forward[i]) for i in left if links.forward.get(i) in right][:_MOST]
    for n, (i, j) in enumerate(both):
        for k, m in both[n + 1 :]:
            mine = frozenset(left[i]), frozenset(left[k])
            theirs = frozenset(right[j]), frozenset(right[m])
            if not mine[0] & mine[1] and not theirs[0] & theirs[1] and crossed(links, mine, theirs):
                return i
    return None


def _attached(view: View) -> dict[int, tuple[int, ...]]:
    """Things with whose they are: the judge's robe, robe of the judge, jubah sang hakim."""
    joining = words("attaching", view.lang)
    found: dict[int, tuple[int, ...]] = {}
    for i, token in enumerate(view.tokens):
        k = i + 1
        while k < len(view.tokens) and view.tokens[k].norm in joining:
            k += 1
        if k == len(view.tokens) or not (token.is_word and view.tokens[k].is_word):
            continue
        if token.norm.endswith("'s"):
            found[k] = (i,)
        elif k > i + 1 and not is_verb(view, i) and not is_verb(view, k):
            found[i] = (k,)
    return found


def _draft(
    views: tuple[View, View], links: Links, left: Partners, word: int, severity: Severity
) -> Draft:
    places = ((word, *left[word]), (links.forward[word],))
    where: list[Range] = []
    for view, own in zip(views, places, strict=True):
        where.append((view.tokens[min(own)].start, view.tokens[max(own)].end))
    said = quoted(views[0].text[slice(*where[0])]), quoted(views[1].text[slice(*where[1])])
    why = Why("relation.partner", (("left", said[0]), ("right", said[1])))
    return Draft(Kind.RELATION, severity, where[0], where[1], why=why)

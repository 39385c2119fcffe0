"""Relations turned round: who did it to whom, from where to where, what was first or more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from padan.consistency.comparisons import comparisons
from padan.consistency.converse import conversed
from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.exchange import exchanged
from padan.consistency.figures import misplaced
from padan.consistency.joins import joins
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.partners import swapped_partners
from padan.consistency.roles import Fact, facts
from padan.consistency.side import Pair, View
from padan.consistency.stems import stems
from padan.model import Kind, Why

_UNSEEN = "Relations: no common language, so who does what to whom was not compared."
_LEAST = 0.5
"""Share of the content words of the better linked side; below it nothing can be told."""
_MOST = 100
"""Facts of a side that are compared."""


def check(pair: Pair) -> Report:
    """Roles whose words have changed places; abstains on two languages without a translation."""
    views = pair.words
    if views is None:
        return Report(abstained=(_UNSEEN,))
    links = link(*views)
    if min(len(c) for c in links.content) < 2 or max(links.share(0), links.share(1)) < _LEAST:
        return Report()
    draft = next(_turned(views, links), None)
    return Report(place(pair, views, () if draft is None else (draft,)))


def _turned(views: tuple[View, View], links: Links) -> Iterator[Draft]:
    """Differences, the best told first."""
    left, right = (tuple(islice(_facts(v), _MOST)) for v in views)
    pairs = [(a, b) for a in left for b in right if _same_act(views, links, a, b)]
    swapped = [(a, b) for a, b in pairs if _crossed(links, a, b)]
    # the same act told rightly elsewhere in the retelling: which of the two is meant is unknown
    told = {id(a) for a, b in pairs if _straight(links, a, b)}
    for a, b in swapped:
        if id(a) not in told:
            yield _draft(views, a, b)
    yield from conversed(views, links)
    yield from misplaced(views, links)
    yield from swapped_partners(views, links)
    yield from exchanged(views, links)


def _facts(view: View) -> Iterator[Fact]:
    yield from facts(view)
    yield from comparisons(view)
    yield from joins(view)


def _same_act(views: tuple[View, View], links: Links, a: Fact, b: Fact) -> bool:
    if a.roles != b.roles or a.clause != b.clause:
        return False
    if not a.generic:
        return a.frame == b.frame
    i, j = a.first, b.first
    if links.forward.get(i) == j:
        return True
    own, other = (stems(v.tokens[k].norm, v.lang) for v, k in zip(views, (i, j), strict=True))
    return i not in links.forward and a.frame == b.frame and not own.isdisjoint(other)


def _counts(links: Links, a: Fact, b: Fact) -> tuple[int, int, int, int]:
    """Words of a's roles found in b's: first in first, second in second, then crosswise.

    Words that both roles of a fact share (`coffee exports`, `tea exports`) tell nothing.
    """
    left, right = (_apart(v, f) for v, f in zip(links.views, (a, b), strict=True))
    to = [{links.forward[i] for i in filler if i in links.forward} for filler in left]
    return (
        len(to[0] & right[0]),
        len(to[1] & right[1]),
        len(to[0] & right[1]),
        len(to[1] & right[0]),
    )


def _apart(view: View, fact: Fact) -> tuple[set[int], set[int]]:
    """The fillers of both roles without the words that they share."""
    first, second = fact.fillers
    forms = [{s for i in f for s in stems(view.tokens[i].norm, view.lang)} for f in fact.fillers]
    shared = forms[0] & forms[1]

    def own(filler: tuple[int, ...]) -> set[int]:
        return {i for i in filler if shared.isdisjoint(stems(view.tokens[i].norm, view.lang))}

    return own(first), own(second)


def _crossed(links: Links, a: Fact, b: Fact) -> bool:
    one, two, over, back = _counts(links, a, b)
    if not over or not back:
        return False
    if not a.clause:
        # what one role keeps may be what both are told of: the coffee exports of the town
        return one == 0 and two == 0 if a.generic else one == 0 or two == 0
    least = float(load("roles")["settings"]["crossed"])
    return (over + back) >= least * (one + two + over + back)


def _straight(links: Links, a: Fact, b: Fact) -> bool:
    one, two, over, back = _counts(links, a, b)
    return one > 0 and two > 0 and over + back == 0


def _draft(views: tuple[View, View], a: Fact, b: Fact) -> Draft:
    says = _role(a, 0)
    fillers = (a.fillers[0], b.fillers[0])
    names = [quoted(_words(v, f)) for v, f in zip(views, fillers, strict=True)]
    where: list[Range] = []
    same = _norms(views[0], a) == _norms(views[1], b)
    for view, fact, filler in zip(views, (a, b), fillers, strict=True):
        first, last = (filler[0], filler[-1] + 1) if same else (fact.first, fact.last)
        where.append((view.tokens[first].start, view.tokens[last - 1].end))
    why = Why(
        "relation.turned",
        (
            ("left", names[0]),
            ("right", names[1]),
            ("role_en", says["en"]),
            ("role_id", says["id"]),
        ),
    )
    return Draft(Kind.RELATION, a.severity, where[0], where[1], why=why)


def _role(fact: Fact, which: int) -> dict[str, str]:
    name = fact.roles[which]
    table = load("roles")
    for frame in table["frame"]:
        if frame["name"] == fact.frame:
            return dict(frame[name])
    found: dict[str, dict[str, str]] = {**table["generic"]}
    for frame in table["frame"]:
        found |= {role: frame[role] for role in frame["roles"]}
    return found[name]


def _words(view: View, filler: Iterable[int]) -> str:
    own = tuple(filler)
    return view.text[view.tokens[own[0]].start : view.tokens[own[-1]].end]


def _norms(view: View, fact: Fact) -> tuple[str, ...]:
    return tuple(t.norm for t in view.tokens[fact.first : fact.last])

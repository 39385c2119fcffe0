"""Terms rendered by a word that means another thing: a neighbour in its field, or another sense.

Fields and senses are data. In one language the words around a term show where the other text says
it; across languages, where nothing is linked, its place in the sentence does. What the retelling
also says rightly is no finding, and what both sides say is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from padan.consistency.dates import own_words
from padan.consistency.draft import Draft, Report, place, quoted
from padan.consistency.lexicon import load
from padan.consistency.links import link
from padan.consistency.senses import slips
from padan.consistency.side import Pair, View
from padan.consistency.term_words import Term, ranks, terms
from padan.model import Kind, Severity, Why

_MOST = 40
"""Terms of a side that are compared."""


@dataclass(frozen=True, slots=True)
class _Case:
    views: tuple[View, View]
    found: tuple[tuple[Term, ...], tuple[Term, ...]]


def check(pair: Pair) -> Report:
    """Terms of one field that stand for each other and mean another thing."""
    views = own_words(pair)
    if views is None:
        return Report(abstained=("Terms: no word list for one of the languages, and no English.",))
    case = _Case(views, (terms(views[0])[:_MOST], terms(views[1])[:_MOST]))
    drafts = [_draft(views, a, b) for a, b in (*_other_member(case), *_other_rank(case))]
    drafts += [
        _slip(views, slip.english, slip.indonesian, slip.means, slip.side) for slip in slips(views)
    ]
    return Report(place(pair, views, drafts))


def _other_member(case: _Case) -> Iterator[tuple[Term, Term]]:
    """A term that nothing answers, and in its place another of its field that answers nothing."""
    names = [{(t.field, t.name) for t in own} for own in case.found]
    strange = [
        [t for t in own if (t.field, t.name) not in names[1 - side]]
        for side, own in enumerate(case.found)
    ]
    used: set[int] = set()
    for a in strange[0]:
        for b in strange[1]:
            if a.field != b.field or id(b) in used or not _in_place(case, a, b, strange):
                continue
            used.add(id(b))
            yield a, b
            break


def _in_place(case: _Case, a: Term, b: Term, strange: list[list[Term]]) -> bool:
    sizes = [max(1, len(v.tokens)) for v in case.views]
    alone = all(len({t.name for t in own if t.field == a.field}) == 1 for own in strange)
    if case.views[0].lang == case.views[1].lang:
        return _linked_around(case, a, b, alone)
    apart = abs(a.first / sizes[0] - b.first / sizes[1])
    return alone and apart <= float(load("terms")["settings"]["apart"])


def _linked_around(case: _Case, a: Term, b: Term, alone: bool) -> bool:
    """Neither is linked elsewhere, and each stands where the other text would say the other; one
    of them will do where they are alone."""
    links = link(*case.views)
    if any(not b.first <= links.forward.get(i, b.first) < b.last for i in a.span):
        return False
    if any(not a.first <= links.back.get(i, a.first) < a.last for i in b.span):
        return False
    there, back = links.across(0, a.first, a.last), links.across(1, b.first, b.last)
    faces = (
        there is not None and there[0] <= b.first < there[1],
        back is not None and back[0] <= a.first < back[1],
    )
    least = float(load("terms")["settings"]["linked"])
    return (any(faces) if alone else all(faces)) and min(links.share(0), links.share(1)) >= least


def _other_rank(case: _Case) -> Iterator[tuple[Term, Term]]:
    """A deputy, acting or former holder of an office where the other side has another one."""
    found = [ranks(v) for v in case.views]
    for office in sorted({t.field for t in found[0]} & {t.field for t in found[1]}):
        left, right = ([t for t in own if t.field == office] for own in found)
        if {t.name for t in left} & {t.name for t in right}:
            continue
        pair = next(((a, b) for a in left for b in right if _same_office(case, a, b)), None)
        if pair is not None:
            yield pair


def _same_office(case: _Case, a: Term, b: Term) -> bool:
    """The name or the words around show that one office is meant, or its place across languages."""
    if case.views[0].lang == case.views[1].lang:
        return _linked_around(case, a, b, alone=False)
    sizes = [max(1, len(v.tokens)) for v in case.views]
    apart = abs(a.first / sizes[0] - b.first / sizes[1])
    return apart <= float(load("terms")["settings"]["apart"])


def _draft(views: tuple[View, View], a: Term, b: Term) -> Draft:
    left, right = (_range(v, t) for v, t in zip(views, (a, b), strict=True))
    words = (
        ("left", quoted(views[0].text[slice(*left)])),
        ("left_en", a.gloss),
        ("right", quoted(views[1].text[slice(*right)])),
        ("right_en", b.gloss),
    )
    gloss = b.gloss if views[1].lang != "en" else ""
    return Draft(Kind.TERM, a.severity, left, right, why=Why("term.other", words), gloss=gloss)


def _range(view: View, term: Term) -> tuple[int, int]:
    return view.tokens[term.first].start, view.tokens[term.last - 1].end


def _slip(
    views: tuple[View, View],
    english: tuple[int, int],
    other: tuple[int, int],
    means: str,
    side: int,
) -> Draft:
    """`side` is the English one."""
    words = (
        ("source", quoted(views[side].text[slice(*english)])),
        ("other", quoted(views[1 - side].text[slice(*other)])),
        ("other_en", means),
    )
    where = (other, english) if side else (english, other)
    severity = Severity(load("senses")["settings"]["severity"])
    gloss = "" if side else means
    return Draft(Kind.TERM, severity, where[0], where[1], why=Why("term.sense", words), gloss=gloss)

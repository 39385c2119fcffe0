"""A denial that the other side tells in other words: still awaited for not received."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache

from padan.consistency.denials import Denials, Entries, denials
from padan.consistency.lexicon import load
from padan.consistency.links import Links
from padan.consistency.polarity import Cue
from padan.consistency.side import View
from padan.consistency.stems import stems
from padan.consistency.tokens import Token
from padan.consistency.words import is_content

_FAR = 60
"""Tokens of a sentence that are looked at on each side of a denial."""
_ENDS = frozenset(";.!?")
_EDGES = frozenset(',;:.!?()[]"')


def told_otherwise(links: Links, side: int, cue: Cue) -> bool:
    """The text opposite `side` says what `cue` says with no grammatical negation, or may do so.

    Bounded by the length of the clause and of the passage it is linked to.
    """
    words = denials(links.views[side].lang)
    there = _passage(links, side, cue)
    return (
        _cancelled(links, side, cue, words)
        or _implied(links, side, cue, words, there)
        or _contrary(links, side, cue, words, there)
        or _exchanged(links, side, cue, words, there)
    )


def stands(links: Links, side: int, cue: Cue) -> bool:
    """The other side has a word that `cue` denies, so that it says the contrary.

    Where it has none, the words put in their place may hold the denial themselves.
    """
    linked = links.of(side)
    reach = 1 if _single(links.views[side], cue) else int(load("denials")["settings"]["reach"])
    return bool(cue.denied) or any(i in linked for i in cue.reach[:reach])


def aside(links: Links, side: int, cue: Cue) -> bool:
    """`cue` denies one thing (no replica) of which the other side does not speak at all."""
    return _single(links.views[side], cue) and not stands(links, side, cue)


def _single(view: View, cue: Cue) -> bool:
    return denials(view.lang).determiners.at(view.tokens, cue.first) == cue.last


def turned(links: Links, side: int, cue: Cue, under: Container[int]) -> bool:
    """The other side says the contrary of a lexical denial in so many words: refused, accepted.

    `under`: the tokens of the other side that are denied.
    """
    view = links.views[side]
    around = (*cue.reach, *cue.before)
    if links.share(side, around) < float(load("denials")["settings"]["turned"]):
        return False
    free = [i for i in _passage(links, side, cue) if i not in under]
    return any(
        own.at(view.tokens, cue.first) is not None and _new(links, 1 - side, other, free)
        for own, other in denials(view.lang).turns
    )


def _passage(links: Links, side: int, cue: Cue) -> range:
    """The tokens of the other side among which an answer to `cue` may stand.

    Where the other side has the word itself that is denied, only a word of its clause answers.
    """
    beside = int(load("denials")["settings"]["beside"])
    last = (cue.reach[1:2] or cue.reach[:1] or (cue.last - 1,))[0]
    place = links.across(side, cue.first, last + 1, spare=beside)
    tokens = links.views[1 - side].tokens
    first, end = place or (0, min(len(tokens), _FAR))
    said = next((links.of(side)[i] for i in cue.reach[:1] if i in links.of(side)), None)
    if cue.strength == "full" and said is not None and _same(links, side, cue.reach[0], said):
        stop = load("negation")[links.views[side].lang]["stop"]
        edges = [i for i, t in enumerate(tokens) if t.norm in _EDGES or t.norm in stop]
        first = max([first, *(i + 1 for i in edges if i < said)])
        end = min([end, *(i for i in edges if i > said)])
    return range(first, end)


def _same(links: Links, side: int, i: int, k: int) -> bool:
    """Token `i` of `side` and token `k` of the other are one word, in whatever form."""
    view, other = links.views[side], links.views[1 - side]
    own, there = (stems(v.tokens[n].norm, view.lang) for v, n in ((view, i), (other, k)))
    return not own.isdisjoint(there)


def _governed(links: Links, side: int, cue: Cue, most: int, end: int) -> range:
    """The tokens after `cue` up to the content word number `most`, at the furthest to `end`."""
    view = links.views[side]
    seen = 0
    for i in range(cue.last, end):
        seen += is_content(view.tokens[i], view.lang)
        if seen > most:
            return range(cue.last, i)
    return range(cue.last, max(cue.last, end))


def _cancelled(links: Links, side: int, cue: Cue, words: Denials) -> bool:
    """`cue` denies a denial that the other side does not have: nobody was absent."""
    if cue.strength != "full":
        return False
    settings = load("denials")["settings"]
    tokens = links.views[side].tokens
    frames = words.framing.at(tokens, cue.first) is not None
    most = int(settings["framed_words" if frames else "reach"])
    end = _sentence(tokens, cue)[1] if frames else cue.extent
    governed = _governed(links, side, cue, most, end)
    taken = frozenset() if frames else frozenset(links.of(side))
    return any(_new(links, side, family, governed, taken) for family in words.families)


def _implied(links: Links, side: int, cue: Cue, words: Denials, there: range) -> bool:
    """A word of the other side denies too, and stands for nothing but the denial here."""
    tokens = links.views[side].tokens
    own = {*range(cue.first, cue.last), *cue.reach[:2]}
    taken = frozenset(i for i, k in links.of(1 - side).items() if k not in own)
    near = range(*_sentence(tokens, cue))
    elsewhere = [i for i in near if i not in range(cue.first, cue.last)]
    return any(
        _new(links, 1 - side, family, there, taken)
        and next(family.places(tokens, elsewhere), None) is None
        for family in words.families
    )


def _contrary(links: Links, side: int, cue: Cue, words: Denials, there: range) -> bool:
    """What is denied here has its contrary there: not open, closed."""
    tokens = links.views[side].tokens
    governed = _governed(links, side, cue, int(load("denials")["settings"]["reach"]), cue.extent)
    return any(
        next(own.places(tokens, governed), None) is not None and _new(links, 1 - side, other, there)
        for own, other in words.contraries
    )


def _exchanged(links: Links, side: int, cue: Cue, words: Denials, there: range) -> bool:
    """The denial and a word of its clause say what another word says alone: none but, only."""
    tokens = links.views[side].tokens
    sentence = range(*_sentence(tokens, cue))
    return any(
        next(own.places(tokens, sentence), None) is not None and _new(links, 1 - side, other, there)
        for own, other in words.exchanges
    )


def _sentence(tokens: tuple[Token, ...], cue: Cue) -> tuple[int, int]:
    """Where the sentence of `cue` begins and ends (exclusive), at most `_FAR` tokens away."""
    ends = [i for i, t in enumerate(tokens) if t.norm in _ENDS]
    first = max((i + 1 for i in ends if i < cue.first), default=0)
    last = min((i for i in ends if i >= cue.last), default=len(tokens))
    return max(first, cue.first - _FAR), min(last, cue.last + _FAR)


def _new(
    links: Links,
    side: int,
    entries: Entries,
    within: Iterable[int],
    taken: frozenset[int] = frozenset(),
) -> bool:
    """An entry stands in the text of `side`, and the other text has no word of its family.

    Its first or its last word tells; one of the tokens `taken` stands for something else.
    """
    view, other = links.views[side], links.views[1 - side]
    there = _forms(other)
    return any(
        i not in taken and there.isdisjoint(stems(view.tokens[i].norm, view.lang))
        for first, last in entries.places(view.tokens, within)
        for i in {first, last - 1}
    )


@lru_cache(maxsize=256)
def _forms(view: View) -> frozenset[str]:
    """Every form of every word of a text."""
    return frozenset(form for t in view.tokens for form in stems(t.norm, view.lang))

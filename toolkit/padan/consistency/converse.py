"""One word stands for its other side, and the words around it have not moved: north for south."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from padan.consistency.draft import Draft, quoted
from padan.consistency.lexicon import Phrases, load
from padan.consistency.links import Links
from padan.consistency.side import View
from padan.consistency.stems import stems
from padan.model import Kind, Severity, Why

_NEAR = 3
"""Content words on each side among which the nearest linked one is looked for."""

Place = tuple[int, int, frozenset[str]]
"""Tokens, half open, and the sides that the words there may be of: `4a`, `4b`."""


def conversed(views: tuple[View, View], links: Links) -> Iterator[Draft]:
    """Words of the first view with their converse at the same place of the second."""
    left, right = (tuple(_places(v)) for v in views)
    for a in left:
        for b in right:
            if _opposite(a[2], b[2]) and _faces(links, a, b):
                yield _draft(views, a, b)
                return


@lru_cache(maxsize=4)
def _lexicon(lang: str) -> tuple[dict[str, frozenset[str]], Phrases[frozenset[str]]]:
    """The sides that a word, or a phrase, may be of."""
    found: dict[str, set[str]] = {}
    for number, line in enumerate(load("roles")["converse"][lang]):
        for side, entry in zip("ab", line.split(), strict=True):
            found.setdefault(entry.replace("_", " "), set()).add(f"{number}{side}")
    phrases: Phrases[frozenset[str]] = Phrases()
    for entry, sides in found.items():
        phrases.add(entry, frozenset(sides))
    return {entry: frozenset(sides) for entry, sides in found.items()}, phrases


def _places(view: View) -> Iterator[Place]:
    words, phrases = _lexicon(view.lang)
    i = 0
    while i < len(view.tokens):
        hit = phrases.at(view.tokens, i)
        if hit is not None:
            yield i, hit[1], hit[0]
            i = hit[1]
            continue
        token = view.tokens[i]
        forms = _forms(token.norm, view.lang) if token.is_word else frozenset()
        sides = frozenset(s for form in forms for s in words.get(form, ()))
        if sides:
            yield i, i + 1, sides
        i += 1


def _forms(word: str, lang: str) -> frozenset[str]:
    if lang == "id":
        return frozenset({word, word.removesuffix("nya")})
    return stems(word, lang)


def _opposite(a: frozenset[str], b: frozenset[str]) -> bool:
    """The two are of the two sides of one thing, and of no one side alike."""
    other = {s[:-1] + ("b" if s[-1] == "a" else "a") for s in a}
    return a.isdisjoint(b) and not other.isdisjoint(b)


def _faces(links: Links, a: Place, b: Place) -> bool:
    """The nearest linked words before and after are each other's, and in the same order."""
    before = _nearest(links, 0, a, -1), _nearest(links, 1, b, -1)
    after = _nearest(links, 0, a, 1), _nearest(links, 1, b, 1)
    same = [x is not None and y is not None and links.forward[x] == y for x, y in (before, after)]
    open_end = [x is None and y is None for x, y in (before, after)]
    return any(same) and all(s or o for s, o in zip(same, open_end, strict=True))


def _nearest(links: Links, side: int, place: Place, step: int) -> int | None:
    """The first content word on that side of the place, where it is linked."""
    own, linked = links.content[side], links.of(side)
    behind = [i for i in own if i >= place[1]]
    row = behind if step > 0 else [i for i in reversed(own) if i < place[0]]
    for i in row[:_NEAR]:
        if i in linked:
            return i
    return None


def _draft(views: tuple[View, View], a: Place, b: Place) -> Draft:
    where = [
        (v.tokens[p[0]].start, v.tokens[p[1] - 1].end) for v, p in zip(views, (a, b), strict=True)
    ]
    said = [quoted(v.text[slice(*w)]) for v, w in zip(views, where, strict=True)]
    why = Why("relation.converse", (("left", said[0]), ("right", said[1])))
    return Draft(Kind.RELATION, Severity.MAJOR, where[0], where[1], why=why)

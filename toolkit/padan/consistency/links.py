"""Which word of one text stands for which of the other, within one language.

Content words are linked by common form, numbers by value, known names by what they stand for; then
by the word lists of `data/synonyms.toml`, then by spelling. Of several places a word may go to,
the one with the most like neighbours wins. What stays without a link is where two retellings part,
and the links around a cue show where the other side would have to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein, Prefix

from padan.consistency.link_units import Unit, link_units
from padan.consistency.side import View

_AROUND = 3
"""Content words on each side that count as neighbours."""
_SPELLING = 0.8
"""Likeness from which two words of at least `_LONG` letters are one word spelt in two ways."""
_LONG = 5
_BEGINNING = 5
"""Letters that two words of one family begin with, at least half of the longer."""
_SAME_PLACE = 0.4
"""Share of a text that synonyms without like neighbours may stand apart."""


@dataclass(frozen=True, slots=True)
class Links:
    """Links between the content words of two views, by index of their tokens."""

    views: tuple[View, View]
    content: tuple[tuple[int, ...], tuple[int, ...]]
    """Indices of the content words of either side, in order."""
    forward: Mapping[int, int]
    """Token of the first view -> token of the second."""
    back: Mapping[int, int]

    def of(self, side: int) -> Mapping[int, int]:
        """From the tokens of `side` (0 or 1) to those of the other."""
        return self.back if side else self.forward

    def share(self, side: int, tokens: Iterable[int] | None = None) -> float:
        """The share of the content words of `side` (or those among `tokens`) that are linked."""
        own = self.content[side]
        wanted = own if tokens is None else sorted(set(own) & set(tokens))
        linked = self.of(side)
        return sum(i in linked for i in wanted) / len(wanted) if wanted else 0.0

    def across(self, side: int, first: int, last: int, *, spare: int = 2) -> tuple[int, int] | None:
        """Where the other side would say what tokens `first` to `last` (half open) say.

        The stretch between what the nearest linked words before and after are linked to, at
        least `spare` tokens to each side; None where nothing near is linked.
        """
        linked = self.of(side)
        before = next(
            (linked[i] for i in reversed(self.content[side]) if i < first and i in linked), None
        )
        after = next((linked[i] for i in self.content[side] if i >= last and i in linked), None)
        inside = [linked[i] for i in range(first, last) if i in linked]
        places = inside or [p for p in (before, after) if p is not None]
        if not places:
            return None
        bounds = [*places, *(p for p in (before, after) if p is not None and _near(p, places))]
        size = len(self.views[1 - side].tokens)
        return max(0, min(bounds) - spare), min(size, max(bounds) + spare + 1)

    def unlinked(self, side: int) -> tuple[tuple[int, ...], ...]:
        """Runs of content words without a link, each as the indices of its tokens."""
        runs: list[list[int]] = []
        broken = True
        linked = self.of(side)
        for i in self.content[side]:
            if i in linked:
                broken = True
                continue
            if broken:
                runs.append([])
            runs[-1].append(i)
            broken = False
        return tuple(tuple(run) for run in runs)


def _near(place: int, places: Sequence[int]) -> bool:
    return min(abs(place - p) for p in places) <= 12  # tokens: about a clause


@lru_cache(maxsize=256)
def link(left: View, right: View) -> Links:
    """Link the content words of two views in one language.

    A word is linked to one word; the words of a phrase or a number of several words go together.
    """
    units = (link_units(left), link_units(right))
    joined = _Joined(units, {}, {})
    _join(joined, lambda u: u.forms, _rival)
    _join(joined, lambda u: u.groups, _synonym)
    _join_by_spelling(joined, (left, right))
    content = tuple(tuple(i for u in own for i in u.content) for own in units)
    return Links(
        (left, right),
        (content[0], content[1]),
        _tokens(units[0], units[1], joined.forward),
        _tokens(units[1], units[0], joined.back),
    )


@dataclass(slots=True)
class _Joined:
    """The units of both sides and, by their numbers, which are linked so far."""

    units: tuple[tuple[Unit, ...], tuple[Unit, ...]]
    forward: dict[int, int]
    back: dict[int, int]

    def free(self, side: int) -> list[int]:
        taken = self.back if side else self.forward
        return [n for n in range(len(self.units[side])) if n not in taken]

    def apart(self, n: int, m: int) -> float:
        """How far apart two units stand, each as a share of its text."""
        return abs(n / len(self.units[0]) - m / len(self.units[1]))

    def take(self, scored: list[tuple[float, float, int, int]]) -> None:
        """Link the best first, each unit once."""
        for _, _, n, m in sorted(scored):
            if n not in self.forward and m not in self.back:
                self.forward[n], self.back[m] = m, n


def _tokens(
    own: Sequence[Unit], there: Sequence[Unit], linked: Mapping[int, int]
) -> dict[int, int]:
    """Links of units as links of their content words, in order as far as both have words."""
    found = {}
    for n, m in linked.items():
        places = there[m].content
        for k, i in enumerate(own[n].content):
            found[i] = places[min(k, len(places) - 1)]
    return found


def _rival(like: float, apart: float) -> bool:
    return True


def _synonym(like: float, apart: float) -> bool:
    """Words that are only alike in meaning must stand alike too."""
    return like > 0 or apart <= _SAME_PLACE


def _join(
    joined: _Joined,
    forms: Callable[[Unit], frozenset[str]],
    allowed: Callable[[float, float], bool],
) -> None:
    """Link free units that share a form, those with the most linked or like neighbours first."""
    places: dict[str, list[int]] = {}
    for m in joined.free(1):
        for form in forms(joined.units[1][m]):
            places.setdefault(form, []).append(m)
    scored = []
    for n in joined.free(0):
        for m in {m for form in forms(joined.units[0][n]) for m in places.get(form, ())}:
            like, apart = _likeness(joined, n, m), joined.apart(n, m)
            if allowed(like, apart):
                scored.append((-like, apart, n, m))
    joined.take(scored)


def _likeness(joined: _Joined, n: int, m: int) -> float:
    """How many neighbours of two words go together; more where they stand near, and alike."""
    left, right = joined.units
    total = 0.0
    for a in _beside(n, len(left)):
        to, forms = joined.forward.get(a), left[a].forms
        far = [
            max(abs(a - n), abs(b - m)) + abs((a - n) - (b - m))
            for b in _beside(m, len(right))
            if to == b or (to is None and not forms.isdisjoint(right[b].forms))
        ]
        total += 1.0 / min(far) if far else 0.0
    return total


def _beside(n: int, size: int) -> list[int]:
    return [k for k in range(max(0, n - _AROUND), min(size, n + _AROUND + 1)) if k != n]


def _join_by_spelling(joined: _Joined, views: tuple[View, View]) -> None:
    words = [
        [(n, view.tokens[own[n].first].norm) for n in joined.free(side) if _single(own[n], view)]
        for side, (own, view) in enumerate(zip(joined.units, views, strict=True))
    ]
    joined.take(
        [
            (-alike, joined.apart(n, m), n, m)
            for n, left in words[0]
            for m, right in words[1]
            if (alike := _alike(left, right)) >= _SPELLING
        ]
    )


def _single(unit: Unit, view: View) -> bool:
    """It is one word, long enough to be told by its spelling."""
    token = view.tokens[unit.first]
    return unit.last == unit.first + 1 and token.is_word and len(token.norm) >= _LONG


def _alike(left: str, right: str) -> float:
    """Likeness of spelling; words that begin alike may be of one family: reclaim, reclamation."""
    beginning = Prefix.similarity(left, right)
    if beginning >= _BEGINNING and beginning * 2 >= max(len(left), len(right)):
        return _SPELLING
    return Levenshtein.normalized_similarity(left, right, score_cutoff=_SPELLING)

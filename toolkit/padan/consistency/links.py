"""Which word of one text stands for which of the other, within one language.

Content words are linked by common form, then by the word lists of `data/synonyms.toml`, then by
spelling; of several places a word may go to, the one with the most like neighbours wins. What
stays without a link is where two retellings part, and the links around a cue show where the other
side would have to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from padan.consistency.lexicon import load
from padan.consistency.side import View
from padan.consistency.tokens import Token
from padan.consistency.words import is_content, key

_MOST = 400
"""Content words of a text that are linked; a cell longer than that is no sentence."""
_AROUND = 3
"""Content words on each side that count as neighbours."""
_SPELLING = 0.8
"""Likeness from which two words of at least `_LONG` letters are one word spelt in two ways."""
_LONG = 5


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
    """Link the content words of two views in one language, each word at most once."""
    views = (left, right)
    content = tuple(
        tuple(i for i, t in enumerate(v.tokens) if is_content(t, v.lang))[:_MOST] for v in views
    )
    forward: dict[int, int] = {}
    back: dict[int, int] = {}
    for forms in (_same, _synonyms):
        _join(views, (content[0], content[1]), forms, forward, back)
    _join_by_spelling(views, (content[0], content[1]), forward, back)
    return Links(views, (content[0], content[1]), forward, back)


def _same(token: Token, lang: str) -> frozenset[str]:
    return frozenset({token.norm if token.is_number else key(token.norm, lang)})


def _synonyms(token: Token, lang: str) -> frozenset[str]:
    return synonym_groups(lang).get(key(token.norm, lang), frozenset())


@lru_cache(maxsize=4)
def synonym_groups(lang: str) -> dict[str, frozenset[str]]:
    """Common form of a word -> the numbers of the groups of synonyms it is in."""
    groups: dict[str, set[str]] = {}
    for number, line in enumerate(load("synonyms").get(lang, {}).get("groups", ())):
        for word in line.split():
            groups.setdefault(key(word, lang), set()).add(str(number))
    return {form: frozenset(found) for form, found in groups.items()}


def _join(
    views: tuple[View, View],
    content: tuple[tuple[int, ...], tuple[int, ...]],
    forms: Callable[[Token, str], frozenset[str]],
    forward: dict[int, int],
    back: dict[int, int],
) -> None:
    """Link free words that share a form, those with the most linked or like neighbours first."""
    places: dict[str, list[int]] = {}
    for j in content[1]:
        if j not in back:
            for form in forms(views[1].tokens[j], views[1].lang):
                places.setdefault(form, []).append(j)
    keys = tuple(
        {i: key(v.tokens[i].norm, v.lang) for i in own}
        for v, own in zip(views, content, strict=True)
    )
    order = tuple({i: n for n, i in enumerate(own)} for own in content)
    scored: list[tuple[float, float, int, int]] = []
    for i in content[0]:
        if i in forward:
            continue
        rivals = {
            j for form in forms(views[0].tokens[i], views[0].lang) for j in places.get(form, ())
        }
        for j in rivals:
            like = _likeness(order[0][i], order[1][j], content, (keys[0], keys[1]), forward)
            apart = abs(i / len(views[0].tokens) - j / len(views[1].tokens))
            scored.append((-like, apart, i, j))
    for _, _, i, j in sorted(scored):
        if i not in forward and j not in back:
            forward[i], back[j] = j, i


def _likeness(
    n: int,
    m: int,
    content: tuple[tuple[int, ...], tuple[int, ...]],
    keys: tuple[dict[int, str], dict[int, str]],
    forward: Mapping[int, int],
) -> float:
    """How many neighbours of two words go together; more where they stand near, and alike."""
    total = 0.0
    for a in _beside(n, len(content[0])):
        i = content[0][a]
        far = [
            max(abs(a - n), abs(b - m)) + abs((a - n) - (b - m))
            for b in _beside(m, len(content[1]))
            if forward.get(i) == content[1][b] or keys[0][i] == keys[1][content[1][b]]
        ]
        total += 1.0 / min(far) if far else 0.0
    return total


def _beside(n: int, size: int) -> list[int]:
    return [k for k in range(max(0, n - _AROUND), min(size, n + _AROUND + 1)) if k != n]


def _join_by_spelling(
    views: tuple[View, View],
    content: tuple[tuple[int, ...], tuple[int, ...]],
    forward: dict[int, int],
    back: dict[int, int],
) -> None:
    free = [
        [
            i
            for i in own
            if i not in taken and len(v.tokens[i].norm) >= _LONG and v.tokens[i].is_word
        ]
        for v, own, taken in zip(views, content, (forward, back), strict=True)
    ]
    scored = [
        (-alike, abs(i - j), i, j)
        for i in free[0]
        for j in free[1]
        if (alike := _alike(views[0].tokens[i].norm, views[1].tokens[j].norm)) >= _SPELLING
    ]
    for _, _, i, j in sorted(scored):
        if i not in forward and j not in back:
            forward[i], back[j] = j, i


def _alike(left: str, right: str) -> float:
    return Levenshtein.normalized_similarity(left, right, score_cutoff=_SPELLING)

"""How alike two wordings are: the signals beside the findings that the score weighs.

Each is 0 where the two are worded alike and grows as they part; none is a finding. What they weigh
is fitted (score.py), so that one that only tells a free style weighs little.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from padan.consistency.gaps import gaps
from padan.consistency.lexicon import LANGUAGES
from padan.consistency.links import Links, link
from padan.consistency.side import Pair, View
from padan.consistency.tense import tense_signals
from padan.consistency.wordclass import (
    UNKNOWN,
    is_wider,
    lemmas,
    opposites,
    synonyms,
    word_class,
)

_MOST = 60
"""Unlinked words of a side that are compared with one another."""
_GRAM = 3

Signals = Mapping[str, float]


def signals(pair: Pair, similarity: float | None = None) -> dict[str, float]:
    """The signals that could be had, by name; those that need a common language may be missing.

    `similarity` is the centred cosine of the cells' vectors, -1..1.
    """
    found = _questions(pair)
    if similarity is not None:
        found["apart"] = 1.0 - max(-1.0, min(1.0, similarity))
    views = pair.words
    if views is None:
        return found
    links = link(*views)
    found |= _Words.of(links).signals()
    found |= {"unlike spelling": 1.0 - _overlap(views[0].text, views[1].text)}
    found |= _order(links)
    if views[0].lang == "en":
        found |= tense_signals(views, links)
        found |= _gaps(views)
    if views[1].lang in LANGUAGES and not views[1].ours:
        found["strange words"] = float(_strange(pair, views[1]))
    return found


def asks(text: str) -> bool:
    """It holds a question."""
    return "?" in text


def _questions(pair: Pair) -> dict[str, float]:
    before, after = asks(pair.reference.text), asks(pair.retelling.text)
    return {"became a question": float(after > before), "was a question": float(before > after)}


@dataclass(frozen=True, slots=True)
class _Words:
    """Content words of either side without a counterpart, and what they are to each other."""

    sizes: tuple[int, int]
    left_over: tuple[tuple[str, ...], tuple[str, ...]]
    wider: int
    opposite: int
    lang: str

    @classmethod
    def of(cls, links: Links) -> _Words:
        views = links.views
        over = [
            [views[s].tokens[i].norm for run in links.unlinked(s) for i in run][:_MOST]
            for s in (0, 1)
        ]
        lang = views[0].lang
        wider = opposite = 0
        if lang == "en":
            opposite = sum(opposites(a, b) for a in over[0] for b in over[1]) + _linked_opposites(
                links
            )
            over, wider = _paired(over[0], over[1])
        return cls(
            (len(links.content[0]), len(links.content[1])),
            (tuple(over[0]), tuple(over[1])),
            wider,
            opposite,
            lang,
        )

    def signals(self) -> dict[str, float]:
        """Shares and numbers of the words without a counterpart."""
        lost, gained = (len(words) for words in self.left_over)
        spare = max(0, lost - gained), max(0, gained - lost)
        return {
            "lost words": lost / max(1, self.sizes[0]),
            "gained words": gained / max(1, self.sizes[1]),
            "more lost": math.log1p(spare[0]),
            "more gained": math.log1p(spare[1]),
            "other length": abs(
                _ratio(self.sizes[0], self.sizes[1]) - _ratio(self.sizes[1], self.sizes[0])
            ),
            "shorter": _ratio(self.sizes[0], self.sizes[1]),
            "longer": _ratio(self.sizes[1], self.sizes[0]),
            "wider words": float(min(2, self.wider)),
            "opposite words": float(min(2, self.opposite)),
            **(self._by_class() if self.lang == "en" else {}),
        }

    def _by_class(self) -> dict[str, float]:
        counts = [Counter(map(_kind_of_word, words)) for words in self.left_over]
        return {
            f"lost {name}": math.log1p(max(0, counts[0][name] - counts[1][name]))
            for name in ("noun", "verb", "quality")
        } | {
            f"gained {name}": math.log1p(max(0, counts[1][name] - counts[0][name]))
            for name in ("noun", "verb", "quality")
        }


def _ratio(whole: int, part: int) -> float:
    return max(0.0, math.log((1 + whole) / (1 + part)))


@lru_cache(maxsize=16384)
def _kind_of_word(word: str) -> str:
    """What an English word mostly is, by the classes it may have."""
    names = {name for _, name in lemmas(word)}
    if names & {"VD", "VG", "VZ"} and not names & {"J"}:
        return "verb"
    if names & {"J", "R"} and "N" not in names:
        return "quality"
    if names & {"N", "NS"}:
        return "noun"
    return "verb" if names else "name"


def _paired(left: Sequence[str], right: Sequence[str]) -> tuple[list[list[str]], int]:
    """What is left when synonyms and wider words have found each other, and the wider ones."""
    free = list(right)
    rest, wider = [], 0
    for word in left:
        match = next((r for r in free if synonyms(word, r)), None)
        if match is None:
            match = next((r for r in free if is_wider(r, word)), None)
            wider += match is not None
        if match is None:
            match = next((r for r in free if is_wider(word, r)), None)
        if match is None:
            rest.append(word)
        else:
            free.remove(match)
    return [rest, free], wider


def _linked_opposites(links: Links) -> int:
    """Words linked by their spelling that a prefix turns into opposites."""
    left, right = links.views
    return sum(
        left.tokens[i].norm != right.tokens[j].norm
        and opposites(left.tokens[i].norm, right.tokens[j].norm)
        for i, j in links.forward.items()
    )


def _overlap(left: str, right: str) -> float:
    """F1 of the character trigrams of two texts, letters and digits only."""
    one, other = _grams(left), _grams(right)
    common = sum((one & other).values())
    whole = sum(one.values()) + sum(other.values())
    return 2.0 * common / whole if whole else 1.0


@lru_cache(maxsize=256)
def _grams(text: str) -> Counter[str]:
    plain = "".join(c for c in text.casefold() if c.isalnum())
    return Counter(plain[i : i + _GRAM] for i in range(len(plain) - _GRAM + 1))


def _order(links: Links) -> dict[str, float]:
    """The share of neighbouring links that cross."""
    places = [links.forward[i] for i in links.content[0] if i in links.forward]
    steps = list(pairwise(places))
    return {"word order": sum(b < a for a, b in steps) / len(steps) if steps else 0.0}


def _gaps(views: tuple[View, View]) -> dict[str, float]:
    """How much the outlet's own English looks as if it lacked a word."""
    if views[1].ours:
        return {}
    worst, mean = gaps(views[1].text)
    if not views[0].ours:
        own = gaps(views[0].text)
        worst, mean = max(0.0, worst - own[0]), max(0.0, mean - own[1])
    return {"odd place": worst, "odd English": mean}


def _strange(pair: Pair, view: View) -> int:
    """Words of the retelling that its language does not know and the reference does not have."""
    known = _words_of(pair.reference.text) | _words_of(pair.reference.english or "")
    return sum(
        _is_strange(t.norm, view.lang, capital=t.capital)
        for t in view.tokens
        if t.is_word and t.norm not in known
    )


@lru_cache(maxsize=256)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_letters(text.casefold()))


def _letters(text: str) -> Iterable[str]:
    return "".join(c if c.isalpha() else " " for c in text).split()


@lru_cache(maxsize=16384)
def _is_strange(word: str, lang: str, *, capital: bool) -> bool:
    if any(_foreign(c) for c in word):
        return True
    if lang != "en" or len(word) < 2 or word_class(word.split("'", maxsplit=1)[0]) != UNKNOWN:
        return False
    return not capital or not word.isascii()


def _foreign(letter: str) -> bool:
    return not letter.isascii() and not unicodedata.name(letter, "").startswith("LATIN")

"""What the verbs and pronouns of two English wordings tell apart: time, duration, he or she."""

from __future__ import annotations

import math
from functools import lru_cache

from padan.consistency.lexicon import load
from padan.consistency.links import Links
from padan.consistency.side import View
from padan.consistency.tokens import tokenize
from padan.consistency.wordclass import lemmas


def tense_signals(views: tuple[View, View], links: Links) -> dict[str, float]:
    """Another tense, a duration or a person of the other sex in the second view."""
    left, right = (_profile(view.text) for view in views)
    return {
        "other tense": _apart(left, right),
        "tense of a verb": _linked_tense(views, links),
        "fewer verbs": max(0.0, math.log((1 + left.verbs) / (1 + right.verbs))),
        "will": float(min(2, max(0, right.future - left.future))),
        "going on": float(min(2, max(0, right.lasting - left.lasting))),
        "he or she": float(bool(right.sexes - left.sexes) and bool(left.sexes)),
    }


class _Profile:
    """Signs of tense, duration and sex in an English text, counted."""

    __slots__ = ("future", "lasting", "past", "present", "sexes", "verbs")

    def __init__(self, words: list[str]) -> None:
        signs = load("wordclass")["signs"]
        self.past = sum(w in signs["past"].split() or _tense(w) == "past" for w in words)
        self.present = sum(w in signs["present"].split() or _tense(w) == "present" for w in words)
        self.future = sum(w in signs["future"].split() for w in words)
        self.verbs = sum(_is_verb(w) for w in words)
        be = frozenset(signs["be"].split())
        self.lasting = sum(
            first in be and (second.endswith("ing") or third.endswith("ing"))
            for first, second, third in zip(words, words[1:], [*words[2:], ""], strict=False)
        )
        self.sexes = frozenset(
            name for name in ("he", "she") if not set(signs[name].split()).isdisjoint(words)
        )


@lru_cache(maxsize=256)
def _profile(text: str) -> _Profile:
    return _Profile([t.norm for t in tokenize(text) if t.is_word])


@lru_cache(maxsize=16384)
def _tense(word: str) -> str:
    """The tense that an English word shows by itself, if it is nothing but a verb."""
    names = {name for _, name in lemmas(word)}
    if names <= {"VD"} and names:
        return "past"
    if names <= {"VZ"} and names:
        return "present"
    return ""


@lru_cache(maxsize=16384)
def _is_verb(word: str) -> bool:
    """An auxiliary, or a word that is a verb by its form and no noun."""
    signs = load("wordclass")["signs"]
    names = {name for _, name in lemmas(word)}
    auxiliary = any(word in signs[s].split() for s in ("past", "present", "future"))
    shown = bool(names & {"VD", "VG", "VZ"}) and not names & {"N", "NS"}
    return auxiliary or shown or names == {"V"}


def _apart(left: _Profile, right: _Profile) -> float:
    shares = [(p.past + 0.5) / (p.past + p.present + 1.0) for p in (left, right)]
    return abs(shares[0] - shares[1])


def _linked_tense(views: tuple[View, View], links: Links) -> float:
    """How many verbs of one base stand in another form."""
    found = 0
    for i, j in links.forward.items():
        one, other = (v.tokens[k].norm for v, k in zip(views, (i, j), strict=True))
        if one != other:
            found += _verb_forms(one, other)
    return float(min(2, found))


@lru_cache(maxsize=16384)
def _verb_forms(one: str, other: str) -> bool:
    """Two forms of one verb that differ in tense."""
    times = [{n for _, n in lemmas(w) if n[0] == "V"} for w in (one, other)]
    return bool(times[0]) and bool(times[1]) and times[0].isdisjoint(times[1])

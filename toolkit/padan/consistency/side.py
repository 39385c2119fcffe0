"""What is compared: the two sides of a pair of cells, and the strings of them that can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from padan.consistency.lexicon import LANGUAGES
from padan.consistency.tokens import Token, tokenize
from padan.model import Fault, Translation


@dataclass(frozen=True, slots=True)
class Side:
    """One cell's words: its text, and our English translation of it where it is not English."""

    text: str
    """The cell's sentences joined by a space; empty where the article says nothing here."""
    lang: str
    """BCP 47 code of `text`."""
    english: str | None = None
    english_faults: tuple[Fault, ...] = ()
    english_confidence: float | None = None
    """As in `Translation.confidence`: the least of its sentences; None where none was estimated."""
    published: date | None = None

    @property
    def language(self) -> str:
        """The primary language of `lang`, lower case: `en` for `en-GB`."""
        return self.lang.replace("_", "-").split("-")[0].lower()

    @property
    def blank(self) -> bool:
        """It says nothing: no letter and no digit."""
        return not any(c.isalnum() for c in self.text)


@dataclass(frozen=True, slots=True)
class View:
    """A string of one side, ready to be compared, in the language `lang`."""

    text: str
    lang: str
    ours: bool
    """It is our translation, not the outlet's own words."""
    tokens: tuple[Token, ...] = field(compare=False)
    """Of `text`, so they need no part in comparing or hashing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, seen in every way they can be compared."""

    reference: Side
    retelling: Side
    own: tuple[View, View]
    """The outlets' own words, whatever their languages."""
    english: tuple[View | None, View | None]
    """The English of each side: its own words or our translation."""

    @property
    def same_language(self) -> bool:
        """Both sides are written in the same language."""
        return self.own[0].lang == self.own[1].lang

    @property
    def words(self) -> tuple[View, View] | None:
        """Two views in one language that padan has cue lexicons for, or None."""
        if self.same_language and self.own[0].lang in LANGUAGES:
            return self.own
        left, right = self.english
        return (left, right) if left is not None and right is not None else None

    def faults(self, views: tuple[View, View]) -> tuple[Fault, ...]:
        """The faults of the translations that a comparison of `views` rests on."""
        return tuple(f for side in self._ours(views) for f in side.english_faults)

    def confidence(self, views: tuple[View, View]) -> float | None:
        """The least confidence of the translations that a comparison of `views` rests on."""
        known = [side.english_confidence for side in self._ours(views)]
        return min((one for one in known if one is not None), default=None)

    def _ours(self, views: tuple[View, View]) -> tuple[Side, ...]:
        sides = (self.reference, self.retelling)
        return tuple(s for v, s in zip(views, sides, strict=True) if v.ours)


def least_confidence(translations: Iterable[Translation]) -> float | None:
    """For `Side.english_confidence`: the least of those that were estimated."""
    known = [t.confidence for t in translations if t.confidence is not None]
    return min(known, default=None)


def basis(views: tuple[View, View]) -> str:
    """The languages compared, reference first; `mt` stands for our own translation."""
    return "-".join("mt" if v.ours else v.lang for v in views)


def pair_of(reference: Side, retelling: Side) -> Pair:
    """Every view of the two sides."""
    return Pair(
        reference,
        retelling,
        own=(_own(reference), _own(retelling)),
        english=(_english(reference), _english(retelling)),
    )


def _own(side: Side) -> View:
    return View(side.text, side.language, ours=False, tokens=tokenize(side.text))


def _english(side: Side) -> View | None:
    if side.language == "en":
        return _own(side)
    if side.english is None or not side.english.strip():
        return None
    return View(side.english, "en", ours=True, tokens=tokenize(side.english))

"""English words of two senses that the Indonesian renders in the wrong one: `data/senses.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.side import View
from padan.consistency.term_words import forms

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slip:
    """An English word and the Indonesian one that renders another sense of it, in characters."""

    english: Range
    indonesian: Range
    means: str
    side: int
    """The side that is English."""


@dataclass(frozen=True, slots=True)
class _Sense:
    shown: Phrases[bool] | None
    right: Phrases[bool]
    wrong: Phrases[bool]
    means: str


def slips(views: tuple[View, View]) -> Iterator[Slip]:
    """Every sense that is shown on the English side and wrong on the Indonesian one."""
    langs = [v.lang for v in views]
    if sorted(langs) != ["en", "id"]:
        return
    side = langs.index("en")
    english, indonesian = views[side], views[1 - side]
    told: set[Range] = set()
    for i in range(len(english.tokens)):
        hit = _senses().at(english.tokens, i)
        for sense in hit[0] if hit else ():
            wrong = _first(indonesian, sense.wrong)
            if hit is None or wrong is None or _first(indonesian, sense.right, wrong) is not None:
                continue
            if sense.shown is not None and _first(english, sense.shown) is None:
                continue
            if wrong not in told:
                told.add(wrong)
                yield Slip(
                    _chars(english, (i, hit[1])), _chars(indonesian, wrong), sense.means, side
                )


def _first(view: View, phrases: Phrases[bool], inside: Range | None = None) -> Range | None:
    """The first place in tokens of one of the phrases; one `inside` another does not count."""
    for i in range(len(view.tokens)):
        hit = phrases.at(view.tokens, i)
        if hit is not None and not (inside and inside[0] <= i and hit[1] <= inside[1]):
            return i, hit[1]
    return None


def _chars(view: View, where: Range) -> Range:
    return view.tokens[where[0]].start, view.tokens[where[1] - 1].end


@lru_cache(maxsize=1)
def _senses() -> Phrases[tuple[_Sense, ...]]:
    filed: dict[str, tuple[_Sense, ...]] = {}
    for lines in load("senses")["senses"].values():
        for line in lines:
            english, shown, right, rest = (part.strip() for part in line.split("|"))
            wrong, means = (part.strip() for part in rest.split("="))
            cues = None if shown == "-" else _filed(shown, "en")
            sense = _Sense(cues, _filed(right, "id"), _filed(wrong, "id"), means)
            for form in english.split(","):
                filed[form.strip()] = (*filed.get(form.strip(), ()), sense)
    phrases: Phrases[tuple[_Sense, ...]] = Phrases()
    for form, senses in filed.items():
        phrases.add(form, senses)
    return phrases


def _filed(listed: str, lang: str) -> Phrases[bool]:
    phrases: Phrases[bool] = Phrases()
    for form in forms(listed, lang):
        phrases.add(form, True)
    return phrases

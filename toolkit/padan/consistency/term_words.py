"""Finds the terms of a text: members of the fields of `data/terms.toml`, and ranks of offices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import LANGUAGES, Phrases, load
from padan.consistency.side import View
from padan.model import Severity


@dataclass(frozen=True, slots=True)
class Term:
    """A term in tokens `first` to `last` (half open)."""

    first: int
    last: int
    field: str
    """The set of terms that exclude each other."""
    name: str
    """Which of them it is; empty for an office without a rank."""
    gloss: str
    severity: Severity

    @property
    def span(self) -> range:
        """Its tokens."""
        return range(self.first, self.last)


Entry = tuple[str, str, Severity]
"""Field, English name, severity."""


@lru_cache(maxsize=256)
def terms(view: View) -> tuple[Term, ...]:
    """The terms in order, the longest at each place; a form of two fields stands for both."""
    if view.lang not in LANGUAGES:
        return ()
    return tuple(_terms(view))


def _terms(view: View) -> Iterator[Term]:
    after = 0
    for i in range(len(view.tokens)):
        hit = _phrases(view.lang).at(view.tokens, i) if i >= after else None
        if hit is None:
            continue
        after = hit[1]
        for field, name, severity in hit[0]:
            yield Term(i, hit[1], field, name, name, severity)


@lru_cache(maxsize=4)
def _phrases(lang: str) -> Phrases[tuple[Entry, ...]]:
    filed: dict[str, tuple[Entry, ...]] = {}
    for field in load("terms")["field"]:
        severity = Severity(field["severity"])
        for line in field["terms"]:
            name, indonesian, english = (part.strip() for part in line.split("|"))
            own = indonesian if lang == "id" else english
            for form in forms(own, lang):
                filed[form] = (*filed.get(form, ()), (field["name"], name, severity))
    phrases: Phrases[tuple[Entry, ...]] = Phrases()
    for form, entries in filed.items():
        phrases.add(form, entries)
    return phrases


def forms(listed: str, lang: str) -> frozenset[str]:
    """The listed forms, split at commas, with those that inflection makes."""
    own = [w.strip() for w in listed.split(",") if w.strip()]
    return frozenset(f for w in own for f in (_english(w) if lang == "en" else (w, w + "nya")))


def _english(phrase: str) -> tuple[str, ...]:
    """With the plural and verb forms of the last word."""
    if len(phrase) < 3 or phrase.endswith(("ed", "ss")) or not phrase[-1].isalpha():
        return (phrase,)
    if phrase.endswith("y") and phrase[-2] not in "aeiou":
        stem = phrase[:-1]
        return phrase, stem + "ies", stem + "ied", phrase + "ing"
    if phrase.endswith("e"):
        return phrase, phrase + "s", phrase + "d", phrase[:-1] + "ing"
    if phrase.endswith(("s", "x", "ch", "sh")):
        return phrase, phrase + "es", phrase + "ed", phrase + "ing"
    doubled = phrase + phrase[-1]
    return phrase, phrase + "s", phrase + "ed", phrase + "ing", doubled + "ed", doubled + "ing"


@lru_cache(maxsize=256)
def ranks(view: View) -> tuple[Term, ...]:
    """Offices with what the holder is: deputy, acting, former, or nothing."""
    if view.lang not in LANGUAGES:
        return ()
    found = []
    offices, before = _offices(view.lang), _ranks(view.lang)
    for i in range(len(view.tokens)):
        office = offices.at(view.tokens, i)
        if office is None:
            continue
        rank, _, noun = office[0].rpartition(" of ")
        name, first = rank, i
        for back in (2, 1):
            hit = before.at(view.tokens, i - back) if i >= back else None
            if hit is not None and hit[1] == i:
                name, first = hit[0], i - back
                break
        severity = Severity(load("terms")["ranks"]["severity"])
        found.append(Term(first, office[1], noun, name, f"{name} {noun}".strip(), severity))
    return tuple(found)


@lru_cache(maxsize=4)
def _offices(lang: str) -> Phrases[str]:
    phrases: Phrases[str] = Phrases()
    for line in load("terms")["ranks"]["offices"]:
        name, indonesian, english = (part.strip() for part in line.split("|"))
        for form in forms(indonesian if lang == "id" else english, lang):
            phrases.add(form, name)
    return phrases


@lru_cache(maxsize=4)
def _ranks(lang: str) -> Phrases[str]:
    phrases: Phrases[str] = Phrases()
    for name, listed in load("terms")["ranks"][lang].items():
        for phrase in listed:
            phrases.add(phrase, name)
    return phrases

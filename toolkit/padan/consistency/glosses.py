"""Tells a gloss from news: what an abbreviation means, where a town lies, what a thing is."""

from __future__ import annotations

from functools import lru_cache

from padan.consistency.clauses import ends
from padan.consistency.comments import comments
from padan.consistency.lexicon import Phrases, load
from padan.consistency.phrases import is_verb
from padan.consistency.side import View
from padan.consistency.words import is_content

_OPENING = frozenset(",(–—-")
_CLOSING = frozenset(",)–—-")
_TRAILING = 4
"""Content words of an apposition that ends its sentence."""


def is_gloss(view: View, first: int, last: int) -> bool:
    """The content words in tokens `first` to `last` (taken in) explain what is said already, and
    judge nothing: any reader may look them up."""
    start, end = _stretch(view, first, last)
    words = [i for i in range(first, end) if is_content(view.tokens[i], view.lang)]
    if len(words) > load("editorial")["settings"]["gloss_words"] or _judges(view, start, end):
        return False
    return (
        _opened(view, start, first)
        or _alternative(view, first, last)
        or _in_brackets(view, start, end)
        or _place(view, start, end)
        or _apposition(view, start, end)
        or _defining(view, start, end)
    )


def _stretch(view: View, first: int, last: int) -> tuple[int, int]:
    """Tokens from the mark before to the mark behind, marks left out."""
    while first > 0 and not ends(view.tokens[first - 1]):
        first -= 1
    last += 1
    while last < len(view.tokens) and not ends(view.tokens[last]):
        last += 1
    return first, last


@lru_cache(maxsize=64)
def _list(name: str, lang: str) -> frozenset[str]:
    found = load("editorial")["gloss"][f"{name}_{lang}"]
    return frozenset(found.split() if isinstance(found, str) else found)


@lru_cache(maxsize=4)
def _openers(lang: str) -> Phrases[bool]:
    phrases: Phrases[bool] = Phrases()
    for phrase in load("editorial")["gloss"][f"openers_{lang}"]:
        phrases.add(phrase, True)
    return phrases


def _judges(view: View, start: int, end: int) -> bool:
    inside = {view.tokens[i].norm for i in range(start, end)}
    if not inside.isdisjoint(_list("judging", view.lang)):
        return True
    return any(start <= c.first < end for c in comments(view))


def _opened(view: View, start: int, first: int) -> bool:
    # `that is, people who`: the opener may have a comma behind it
    least = start - 4 if start and view.tokens[start - 1].norm == "," else start
    places = range(max(0, least, first - 4), first + 1)
    return any(_openers(view.lang).at(view.tokens, i) for i in places)


def _alternative(view: View, first: int, last: int) -> bool:
    """`guru besar atau profesor`, `grup atau kelompok`: another word for the same."""
    words = [i for i in range(first, last + 1) if is_content(view.tokens[i], view.lang)]
    if len(words) > load("editorial")["settings"]["alternative_words"]:
        return False
    if any(view.tokens[i].capital or view.tokens[i].is_number for i in words):
        return False
    beside = [i for i in (first - 1, first, last + 1) if 0 <= i < len(view.tokens)]
    return any(view.tokens[i].norm in _list("or", view.lang) for i in beside)


def _mark(view: View, i: int) -> str:
    return view.tokens[i].norm if 0 <= i < len(view.tokens) else ""


def _in_brackets(view: View, start: int, end: int) -> bool:
    return _mark(view, start - 1) == "(" and _mark(view, end) == ")"


def _place(view: View, start: int, end: int) -> bool:
    """`Kopenhagen, Denmark`: a name, or a date, set off by marks behind a name."""
    if _mark(view, start - 1) != "," or start < 2 or end - start > 4:
        return False
    before = view.tokens[start - 2]
    inside = view.tokens[start:end]
    return (before.capital or before.is_number) and all(t.capital or t.is_number for t in inside)


def _apposition(view: View, start: int, end: int) -> bool:
    """A noun phrase set off by marks that says what a place, a body or a thing is, not a person;
    at the end of a sentence, where outlets comment, a short one."""
    if _mark(view, start - 1) not in _OPENING or start < 2:
        return False
    words = [i for i in range(start, end) if is_content(view.tokens[i], view.lang)]
    if not words or not view.tokens[start - 2].is_word:
        return False
    if any(view.tokens[i].norm in _list("persons", view.lang) for i in words):
        return False
    if _mark(view, end) in _CLOSING:
        return _nominal(view, start, words[0])
    return len(words) <= _TRAILING and _classified(view, words)


def _nominal(view: View, start: int, head: int) -> bool:
    """The phrase begins with its noun: no conjunction, relative, preposition or verb opens it."""
    if view.lang == "id":
        return head == start and not is_verb(view, head)
    opening = view.tokens[start].norm
    return opening in {"a", "an", "the", "its", "their"} or opening.endswith("'s")


def _classified(view: View, words: list[int]) -> bool:
    """Its head says what a place, a body or a thing is."""
    heads = words[:1] if view.lang == "id" else words[:3]
    return any(view.tokens[i].norm in _list("classes", view.lang) for i in heads)


def _defining(view: View, start: int, end: int) -> bool:
    """`, which manages the oil money,`: what something is for."""
    if _mark(view, start - 1) != "," or _mark(view, end) not in _CLOSING:
        return False
    if view.tokens[start].norm not in {"which", "yang"} or start + 1 >= end:
        return False
    return view.tokens[start + 1].norm in _list("defines", view.lang)

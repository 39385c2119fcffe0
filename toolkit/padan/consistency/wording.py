"""Differences of wording alone: another spelling, another verb of saying, another order of words.

Nobody is misled by them. They are told only of two texts that are otherwise word for word the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.side import Pair, View
from padan.consistency.tokens import Token, TokenKind
from padan.model import Kind, Severity, Why


def check(pair: Pair) -> Report:
    """One trivial finding per changed spelling or verb of saying, or one for the order."""
    if not pair.same_language or pair.own[0].lang not in LANGUAGES:
        return Report()
    return Report(place(pair, pair.own, _drafts(pair.own)))


def _drafts(views: tuple[View, View]) -> Iterator[Draft]:
    left, right = (_words(v) for v in views)
    forms = [[_form(t) for t in own] for own in (left, right)]
    if forms[0] == forms[1]:
        for a, b in zip(left, right, strict=True):
            if a.norm != b.norm:
                yield _draft(views, (a.start, a.end), (b.start, b.end), _code(a.norm))
    elif sorted(forms[0]) == sorted(forms[1]):
        first, last = _moved(*forms)
        where = [(own[first].start, own[last].end) for own in (left, right)]
        yield _draft(views, where[0], where[1], "wording.order")


def _words(view: View) -> list[Token]:
    return [t for t in view.tokens if t.kind is not TokenKind.MARK]


def _moved(left: list[str], right: list[str]) -> tuple[int, int]:
    """The first and the last place at which two orders of the same words differ."""
    differs = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return differs[0], differs[-1]


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Every listed word to the first of its line; a word stays with its first line."""
    found: dict[str, str] = {}
    for lines in load("wording").values():
        for line in lines:
            words = line.split()
            first = found.get(words[0], words[0])
            for word in words:
                found.setdefault(word, first)
    return found


def _form(token: Token) -> str:
    return _forms().get(token.norm, token.norm)


def _code(word: str) -> str:
    says = any(word in line.split() for line in load("wording")["saying"])
    return "wording.saying" if says else "wording.spelling"


def _draft(views: tuple[View, View], left: Range, right: Range, code: str) -> Draft:
    words = (
        ("left", quoted(views[0].text[slice(*left)])),
        ("right", quoted(views[1].text[slice(*right)])),
    )
    return Draft(Kind.WORDING, Severity.TRIVIAL, left, right, why=Why(code, words))

"""Where clauses and phrases of a text begin, and the span of a passage within them."""

from __future__ import annotations

from functools import lru_cache

from padan.consistency.draft import Range
from padan.consistency.lexicon import load
from padan.consistency.side import View
from padan.consistency.tokens import Token, TokenKind
from padan.consistency.words import is_content

_ENDS = frozenset('.,;:!?()[]"“”„«»–—…')


@lru_cache(maxsize=4)
def _beginners(lang: str) -> frozenset[str]:
    return frozenset(load("content")["begins"][lang].split())


def begins(token: Token, lang: str) -> bool:
    """A clause or a phrase begins with this word: a conjunction, a relative, a preposition."""
    return token.is_word and token.norm in _beginners(lang)


def ends(token: Token) -> bool:
    """A mark at which a clause ends."""
    return token.kind is TokenKind.MARK and token.norm in _ENDS


def passage(view: View, first: int, last: int) -> Range:
    """The characters of the content words `first` to `last` (tokens, both taken in), with the
    words before them that open their clause or phrase."""
    start = first
    for i in range(first - 1, -1, -1):
        token = view.tokens[i]
        if ends(token) or is_content(token, view.lang):
            break
        if begins(token, view.lang):
            start = i
    return view.tokens[start].start, view.tokens[last].end

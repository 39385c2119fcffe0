"""The phrases around a word: what stands before a verb, what behind it, by preposition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.clauses import ends
from padan.consistency.lexicon import load
from padan.consistency.side import View
from padan.consistency.stems import unprefixed
from padan.consistency.words import is_content

_REACH = 25
"""Tokens to each side of a verb that are read."""
_MOST = 6
"""Phrases behind a verb that are read."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Content words that stand together, with the preposition before them."""

    first: int
    """The first token, its preposition left out."""
    preposition: str
    content: tuple[int, ...]
    """Indices of the tokens."""


@lru_cache(maxsize=32)
def words(name: str, lang: str | None) -> frozenset[str]:
    """A list of `[words]` in `data/roles.toml`."""
    listed = load("roles")["words"][name]
    return frozenset((listed if lang is None else listed[lang]).split())


def is_verb(view: View, i: int) -> bool:
    """An Indonesian word with the prefix of a verb; for English unknown, so never."""
    word = view.tokens[i].norm
    if view.lang != "id" or len(word) < 5 or word in words("no_verbs", None):
        return False
    return word.startswith(("me", "di", "ter", "ber")) and any(r != word for r in unprefixed(word))


def right_of(view: View, start: int) -> tuple[Phrase, ...]:
    """The phrases behind token `start`, up to a mark, a joint or the next verb."""
    last = start
    while last < min(len(view.tokens), start + _REACH):
        token = view.tokens[last]
        if ends(token) or token.norm in words("joints", view.lang) or is_verb(view, last):
            break
        last += 1
    return tuple(_split(view, start, last))[:_MOST]


def _split(view: View, start: int, last: int) -> list[Phrase]:
    """The phrases among tokens `start` to `last` (half open): a preposition begins one, and so
    does an article or a form of to be or to have."""
    found: list[Phrase] = []
    preposition, first, content = "", start, list[int]()
    for i in range(start, last):
        norm = view.tokens[i].norm
        opens = norm in words("preps", view.lang)
        if content and (opens or norm in words("openers", view.lang)):
            found.append(Phrase(first, preposition, tuple(content)))
            preposition, first, content = "", i, []
        if opens:
            preposition, first = _preposition(view, i), i + 1
        elif is_content(view.tokens[i], view.lang):
            content.append(i)
    if content:
        found.append(Phrase(first, preposition, tuple(content)))
    return found


def _preposition(view: View, i: int) -> str:
    """The preposition at token `i`; `out of` is from, and a `to` before a verb is none."""
    norm = view.tokens[i].norm
    before = view.tokens[i - 1].norm if i else ""
    if norm == "of" and before == "out":
        return "from"
    if view.lang == "en" and norm == "to" and not _names_a_thing(view, i + 1):
        return "to do"
    return norm


def _names_a_thing(view: View, i: int) -> bool:
    """English: an article, a name, a number, or a plural stands here, not a bare verb."""
    if i >= len(view.tokens):
        return False
    token = view.tokens[i]
    return (
        token.norm in words("openers", "en")
        or token.capital
        or token.is_number
        or token.norm.endswith("s")
    )


def left_of(view: View, end: int) -> Phrase | None:
    """The phrase before token `end` that may be a verb's subject."""
    i = end - 1
    relative = False
    while i >= 0 and (
        view.tokens[i].norm in words("skipped", view.lang)
        or view.tokens[i].norm in words("relatives", view.lang)
    ):
        relative = relative or view.tokens[i].norm in words("relatives", view.lang)
        i -= 1
    if i >= 0 and view.tokens[i].norm == "," and relative:
        i -= 1
    found = _region(view, i)
    if not found:
        # `X arrived early, followed by Y`: the subject of the clause before
        found = _region(view, _before_joint(view, i), verbs=False)
        return found[0] if found else None
    bare = [p for p in found if not p.preposition]
    if not relative:
        return (bare or found)[0]
    near = found[-1]
    if not bare or near is bare[-1]:
        return near
    # `the bonds of the bank, which …`: either may be meant
    return Phrase(bare[-1].first, "", (*bare[-1].content, *near.content))


def _before_joint(view: View, i: int) -> int:
    """The token before the joint or mark that ends at `i`."""
    while i >= 0 and (ends(view.tokens[i]) or view.tokens[i].norm in words("joints", view.lang)):
        i -= 1
    return i


def _region(view: View, end: int, *, verbs: bool = True) -> list[Phrase]:
    """The phrases up to token `end` (taken in), back to a mark, a joint or a verb; in order."""
    start = end
    least = max(-1, end - _REACH)
    while start > least:
        token = view.tokens[start]
        if ends(token) or token.norm in words("joints", view.lang):
            break
        if verbs and is_verb(view, start):
            break
        start -= 1
    return _split(view, start + 1, end + 1)

"""Everything one side says, for looking up in it the names of the other side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from padan.consistency.gazetteer import entity_at
from padan.consistency.tokens import Token, plain, tokenize

Tokens = tuple[Token, ...]
_FUZZY = 0.75
"""Likeness of two spellings from which they may be one name misspelt."""
_RESEMBLES = 0.6
"""The same for two names in the same place."""
_SHORTEST = 3
"""Letters a word needs before a likeness of spelling means anything."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything one side says, for looking names up in it."""

    words: frozenset[str]
    keys: frozenset[str]
    capitals: dict[str, tuple[str, ...]]
    """First letter of the spelling key -> plain words to compare spellings with."""
    entities: frozenset[str]
    near: frozenset[str]
    initials: frozenset[str]


_RULES = (
    (re.compile("ph"), "f"),
    (re.compile("sch|sh|sy|tch|ch|ts|tj"), "s"),
    (re.compile("kh|ck|[cq]"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("dj|dzh|zh|j|y"), "i"),
    (re.compile("oe|ou"), "u"),
    (re.compile("ae"), "e"),
    (re.compile("w"), "v"),
    (re.compile("z"), "s"),
    (re.compile("(?<=.)h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=8192)
def spelling(word: str) -> str:
    """A form in which common ways of writing a foreign name fall together (Zelensky, Zelenskyy)."""
    for pattern, instead in _RULES:
        word = pattern.sub(instead, word)
    return word


@lru_cache(maxsize=256)
def pool(texts: tuple[str, ...]) -> Pool:
    """Everything that `texts` (one side's words and our English of them) say."""
    words: set[str] = set()
    entities: set[str] = set()
    near: set[str] = set()
    short: set[str] = set()
    for text in texts:
        tokens = tokenize(text)
        words |= {plain(t.text) for t in tokens if t.is_word}
        lower = not any(t.capital for t in tokens)
        for i in range(len(tokens)):
            known = entity_at(tokens, i, any_case=True, no_capitals=lower)
            if known is not None:
                (near if known[0].near else entities).add(known[0].id)
        short |= _initial_runs(tokens)
    capitals: dict[str, list[str]] = {}
    for word in words:
        key = spelling(word)
        if key:
            capitals.setdefault(key[0], []).append(word)
    return Pool(
        frozenset(words),
        frozenset(spelling(w) for w in words),
        {k: tuple(sorted(v)) for k, v in capitals.items()},
        frozenset(entities),
        frozenset(near),
        frozenset(short),
    )


def _initial_runs(tokens: Tokens) -> set[str]:
    """First letters of every run of two to six capitalised words, for spelt-out short forms."""
    runs: set[str] = set()
    letters = ""
    for token in tokens:
        if token.is_word and token.capital:
            letters = (letters + token.norm[0])[-6:]
            runs |= {letters[-n:] for n in range(2, len(letters) + 1)}
        elif token.norm not in {"of", "the", "and", "for", "untuk", "dan", "-"}:
            letters = ""
    return runs


def likeness(word: str, side: Pool, *, loosely: bool) -> tuple[float, str]:
    """How surely `side` has the name `word` (1: it does), and the word it has for it.

    `loosely`, for texts in two languages, takes names that share their first five letters and more
    than half of the longer one for the same (Konfederasi, Confederation).
    """
    key = spelling(word)
    if word in side.words:
        return 1.0, word
    if key in side.keys:
        return 1.0, next(w for w in side.capitals[key[0]] if spelling(w) == key)
    best, found = 0.0, ""
    if len(key) < _SHORTEST:
        return best, found
    for other in side.capitals.get(key[0], ()):
        their = spelling(other)
        if abs(len(their) - len(key)) > 4:
            continue
        shared = len(key) if their.startswith(key) else _common_prefix(key, their)
        whole = shared == min(len(key), len(their))  # Araukan, Araukanians
        if shared >= 5 and (whole or (loosely and shared * 2 >= max(len(key), len(their)))):
            return 1.0, other
        like = Levenshtein.normalized_similarity(key, their, score_cutoff=_FUZZY)
        if like > best and len(their) >= _SHORTEST:
            best, found = like, other
    return best, found


def resembles(a: Sequence[str], b: Sequence[str]) -> bool:
    """Two names, standing in the same place, that are more likely one with slips in it."""
    return any(
        Levenshtein.normalized_similarity(spelling(x), spelling(y)) >= _RESEMBLES
        for x in a
        for y in b
    )


def _common_prefix(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count

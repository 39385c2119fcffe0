"""English words: which there are, of what class, and what they are to each other.

Out of `data/english.json.gz`, made from WordNet by eval/fit_english.py. For the likeness of two
wordings only: nothing is flagged by it alone.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from padan.consistency.lexicon import load
from padan.consistency.tokens import Token, TokenKind, tokenize
from padan.consistency.words import function_words

UNKNOWN = "?"
NAME = "NAME"
_NUMBER = "#"
_ENDS = (".", "!", "?", ":", "(")
_MARKS = frozenset(",.;:?!()-")
_PART = {"n": "N", "v": "V", "a": "J", "r": "R"}
_handed_in: list[Mapping[str, Any]] = []


def use(words: Mapping[str, Any]) -> None:
    """Take these words in place of the packaged file's; for the program that makes that file."""
    _handed_in[:] = [words]
    for cached in (stored, _parts, _irregular, function_classes, word_class, lemmas):
        cached.cache_clear()


@lru_cache(maxsize=1)
def stored() -> Mapping[str, Any]:
    """The file's contents."""
    if _handed_in:
        return _handed_in[0]
    path = files(__package__) / "data" / "english.json.gz"
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    """Base form -> its parts of speech."""
    return {word: parts for parts, words in stored()["words"].items() for word in words.split()}


@lru_cache(maxsize=2)
def _irregular(name: str) -> frozenset[str]:
    return frozenset(stored()["irregular"][name].split())


@lru_cache(maxsize=1)
def function_classes() -> frozenset[str]:
    """Words that are a class of their own."""
    return function_words("en") | frozenset(load("wordclass")["function"].split())


@lru_cache(maxsize=32768)
def lemmas(word: str) -> frozenset[tuple[str, str]]:
    """Base forms of `word` (lower case) with their class: N, NS, V, VZ, VD, VG, J or R."""
    parts = _parts()
    found = {(word, _PART[p]) for p in parts.get(word, "")}
    for ending, stems, part, name in _endings():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            rest = word[: -len(ending)]
            found |= {(base, name) for base in _bases(rest, stems) if part in parts.get(base, "")}
    for kind, name in (("plural", "NS"), ("past", "VD")):
        if word in _irregular(kind):
            found.add((word, name))
    return frozenset(found)


@lru_cache(maxsize=1)
def _endings() -> tuple[tuple[str, str, str, str], ...]:
    """Ending, what comes in its place, part of speech of the base, class."""
    return tuple(
        (ending, stems, part, name) for ending, stems, part, name in load("wordclass")["endings"]
    )


def _bases(rest: str, stems: str) -> Iterator[str]:
    """`-` the rest itself, `2` with a doubled last letter made single, else letters put on."""
    for stem in stems.split():
        if stem == "-":
            yield rest
        elif stem == "2":
            if len(rest) > 2 and rest[-1] == rest[-2]:
                yield rest[:-1]
        else:
            yield rest + stem


@lru_cache(maxsize=32768)
def word_class(word: str) -> str:
    """The class of an English word in lower case: a function word itself, else the classes it may
    have such as `N/V`, or UNKNOWN."""
    if word in function_classes():
        return word
    found = {name for _, name in lemmas(word)}
    if found:
        return "/".join(sorted(found))
    for prefix in load("wordclass")["prefixes"].split():
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            inner = word_class(word[len(prefix) :])
            if inner != UNKNOWN and inner not in function_classes():
                return inner
    return UNKNOWN


def class_sequence(text: str) -> list[tuple[str, int]]:
    """The classes of an English text's words and marks, each with the index of its token; `<` and
    `>` stand at the ends, with -1 and the number of tokens."""
    tokens = tokenize(text)
    found = [("<", -1)]
    for i, token in enumerate(tokens):
        found.extend((name, i) for name in _classes(token, fresh=found[-1][0] in (*_ENDS, "<")))
    return [*found, (">", len(tokens))]


def _classes(token: Token, *, fresh: bool) -> Iterator[str]:
    if token.kind is TokenKind.MARK:
        if token.norm != '"':
            yield token.norm if token.norm in _MARKS else "*"
        return
    if token.is_number:
        yield _NUMBER
        return
    word = token.norm.removesuffix("'s")
    if word.endswith("n't"):
        yield word_class(word.removesuffix("n't"))
        yield "not"
        return
    name = word_class(word)
    if token.capital and ((not fresh and name != word) or name == UNKNOWN):
        name = NAME
    yield name
    if word != token.norm:
        yield "'s"


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(stored()["groups"]):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in stored()["opposites"]:
        one, other = line.split()
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(words) for word, words in found.items()}


@lru_cache(maxsize=1)
def _wider() -> dict[str, frozenset[str]]:
    return {word: frozenset(above.split()) for word, above in stored()["wider"].items()}


def _forms(word: str) -> set[str]:
    return {base for base, _ in lemmas(word)} | {word}


@lru_cache(maxsize=65536)
def synonyms(one: str, other: str) -> bool:
    """Two English words (lower case) may have one meaning."""
    known = _synonyms()
    groups = {g for form in _forms(one) for g in known.get(form, ())}
    return any(not groups.isdisjoint(known.get(form, ())) for form in _forms(other))


@lru_cache(maxsize=65536)
def opposites(one: str, other: str) -> bool:
    """Two English words are opposites, by WordNet or by a prefix that negates."""
    there = _forms(other)
    for form in _forms(one):
        if not there.isdisjoint(_opposites().get(form, ())):
            return True
    return any(
        a == prefix + b or b == prefix + a
        for prefix in load("wordclass")["negating"].split()
        for a in _forms(one)
        for b in there
        if min(len(a), len(b)) > 3
    )


@lru_cache(maxsize=65536)
def is_wider(one: str, other: str) -> bool:
    """`one` is a wider word for `other`: animal for leopard."""
    here = _forms(one)
    return any(not here.isdisjoint(_wider().get(form, ())) for form in _forms(other))

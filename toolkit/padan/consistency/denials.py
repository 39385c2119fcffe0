"""Words that deny without a grammatical negation, and whether one answers a denial.

A denial is told in many ways: not received, still awaited; not valid, unlawful; none but, only.
The word lists are in `data/denials.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import load
from padan.consistency.stems import stems
from padan.consistency.tokens import Token

Tokens = tuple[Token, ...]
_GAP = 4
"""Tokens that `~` stands for at most."""
_ANY = "~"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of an entry, in this form or in every form."""

    word: str
    any_form: bool

    def fits(self, token: Token, lang: str) -> bool:
        if token.norm == self.word:
            return True
        return self.any_form and self.word in stems(token.norm, lang)


@dataclass(frozen=True, slots=True)
class Entries:
    """Phrases of a word list, by the word they begin with."""

    by_first: dict[str, tuple[tuple[_Word, ...], ...]]
    lang: str

    def at(self, tokens: Tokens, i: int) -> int | None:
        """The end (exclusive) of the longest entry that begins at token `i`."""
        token = tokens[i]
        if not token.is_word:
            return None
        firsts = stems(token.norm, self.lang) & self.by_first.keys()
        ends = [
            end
            for first in firsts
            for words in self.by_first[first]
            if (end := self._end(words, tokens, i)) is not None
        ]
        return max(ends, default=None)

    def _end(self, words: tuple[_Word, ...], tokens: Tokens, i: int) -> int | None:
        """Where `words` end if they begin at token `i`."""
        gap = 0
        for word in words:
            if word.word == _ANY:
                gap = _GAP
                continue
            ahead = range(i, min(len(tokens), i + gap + 1))
            i = next((k + 1 for k in ahead if word.fits(tokens[k], self.lang)), 0)
            if not i:
                return None
            gap = 0
        return i

    def places(self, tokens: Tokens, within: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Every entry that begins at one of the tokens `within`, as first and last (exclusive)."""
        for i in within:
            end = self.at(tokens, i)
            if end is not None:
                yield i, end


@dataclass(frozen=True, slots=True)
class Denials:
    """The word lists of one language."""

    families: tuple[Entries, ...]
    contraries: tuple[tuple[Entries, Entries], ...]
    exchanges: tuple[tuple[Entries, Entries], ...]
    turns: tuple[tuple[Entries, Entries], ...]
    framing: Entries
    determiners: Entries
    governs: frozenset[str]


@lru_cache(maxsize=4)
def denials(lang: str) -> Denials:
    """The word lists of a language that padan reads."""
    table = load("denials")[lang]
    return Denials(
        tuple(_entries(line, lang) for line in table["denials"]),
        tuple(_sides(line, lang) for line in table["contraries"]),
        tuple(_sides(line, lang) for line in table["exchanges"]),
        tuple(_sides(line, lang) for line in table["turns"]),
        _entries(table["framing"], lang),
        _entries(table["determiners"], lang),
        frozenset(phrases(table["governs"])),
    )


def phrases(listed: str) -> list[str]:
    """The entries of one text, set apart by commas."""
    return [entry.strip() for entry in listed.split(",") if entry.strip()]


def _sides(line: str, lang: str) -> tuple[Entries, Entries]:
    left, right = line.split("|")
    return _entries(left, lang), _entries(right, lang)


def _entries(listed: str, lang: str) -> Entries:
    found: dict[str, list[tuple[_Word, ...]]] = {}
    for entry in phrases(listed):
        # A hyphen is a token of its own in running text.
        spelt = entry.replace("-", " - ").split()
        words = tuple(_Word(w.removesuffix("*"), w.endswith("*")) for w in spelt)
        found.setdefault(words[0].word, []).append(words)
    return Entries({first: tuple(words) for first, words in found.items()}, lang)

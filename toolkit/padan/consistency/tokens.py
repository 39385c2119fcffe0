"""Words, numbers and marks of a text, each with its exact place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class TokenKind(Enum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a single mark: `text[start:end]`."""

    text: str
    norm: str
    """Lower case, compatibility-folded, straight apostrophes, abbreviations without stops."""
    start: int
    end: int
    kind: TokenKind

    @property
    def is_word(self) -> bool:
        """It is made of letters."""
        return self.kind is TokenKind.WORD

    @property
    def is_number(self) -> bool:
        """It is made of digits."""
        return self.kind is TokenKind.NUMBER

    @property
    def capital(self) -> bool:
        """It begins with a capital letter."""
        return self.text[0].isupper()


_PATTERN = re.compile(
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)"
    r"|(?P<number>\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*)"
    r"|(?P<mark>[^\w\s])"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘`´"), "'")
_FOLD = _DASHES | _APOSTROPHES | dict.fromkeys(map(ord, "“”„«»"), '"')


@lru_cache(maxsize=512)
def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order; linear in its length."""
    found = []
    for match in _PATTERN.finditer(text):
        kind = TokenKind(match.lastgroup)
        surface = match.group()
        if kind is TokenKind.MARK and not surface.isprintable():
            continue
        found.append(Token(surface, _normal(surface, kind), match.start(), match.end(), kind))
    return tuple(found)


def _normal(surface: str, kind: TokenKind) -> str:
    if not surface.isascii():
        surface = unicodedata.normalize("NFKC", surface.translate(_FOLD)).translate(_FOLD)
    if kind is TokenKind.WORD and "." in surface:
        surface = surface.replace(".", "")
    return surface.casefold()


def wording(text: str) -> tuple[str, ...]:
    """What a text says, whatever its quotes, spacing, case and punctuation.

    Symbols that carry meaning (%, $, °, +) stay; two texts with the same wording say the same.
    """
    return tuple(
        t.norm
        for t in tokenize(text)
        if t.kind is not TokenKind.MARK or t.norm in "%‰&@#" or _is_symbol(t.norm)
    )


def _is_symbol(mark: str) -> bool:
    return any(unicodedata.category(c) in {"Sc", "Sm", "So"} for c in mark)


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """`word` in lower case, without accents or a possessive ending; for comparing names."""
    folded = unicodedata.normalize("NFKD", word.translate(_FOLD)).casefold()
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return letters.removesuffix("'s").replace("'", "").replace(".", "")


_STOPS = frozenset(".!?…")
_OPENERS = frozenset("\"'([{“‘«")


def initials(tokens: tuple[Token, ...], abbreviations: frozenset[str]) -> frozenset[int]:
    """Indices of the words that begin a sentence, quotation or bracket.

    `abbreviations` are the words after which a full stop ends no sentence.
    """
    found: set[int] = set()
    fresh = True
    for i, token in enumerate(tokens):
        if token.kind is not TokenKind.MARK:
            if fresh:
                found.add(i)
            fresh = False
        elif token.norm in _STOPS:
            before = tokens[i - 1].norm if i and tokens[i - 1].is_word else ""
            short = len(before) == 1 or before in abbreviations
            fresh = fresh or not (short and token.norm == ".")
        elif token.text in _OPENERS or token.norm == ":":
            fresh = fresh or token.norm != "("
    return frozenset(found)

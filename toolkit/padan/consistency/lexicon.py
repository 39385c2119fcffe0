"""The word lists and numbers behind the checks: TOML files in `data/`, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from padan.consistency.tokens import Token, tokenize

LANGUAGES = frozenset({"id", "en"})
"""Languages that the lexicons cover."""

T = TypeVar("T")


@lru_cache(maxsize=64)
def load(name: str) -> dict[str, Any]:
    """The contents of `data/<name>.toml`."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


class Phrases(Generic[T]):
    """Phrases of one or more words with what they stand for; the longest that fits wins."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, phrase: str, value: T) -> None:
        """File `phrase`, spelt as in running text; later filings of the same words win."""
        words = tuple(t.norm for t in tokenize(phrase))
        if not words:
            return
        known = [e for e in self._by_first.get(words[0], []) if e[0] != words]
        known.append((words, value))
        known.sort(key=lambda entry: -len(entry[0]))
        self._by_first[words[0]] = known

    def at(self, tokens: tuple[Token, ...], i: int) -> tuple[T, int] | None:
        """The longest phrase that begins at token `i`, and the index after its last token."""
        if i >= len(tokens):
            return None
        for words, value in self._by_first.get(tokens[i].norm, ()):
            end = i + len(words)
            if end <= len(tokens) and all(
                tokens[i + k].norm == w for k, w in enumerate(words[1:], start=1)
            ):
                return value, end
        return None

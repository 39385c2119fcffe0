"""What the sentence splitter knows about words: abbreviations and sentence openers per language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = "data/abbreviations.toml"
_COMMON = "common"
_STARTER_ENDING_LETTERS = 7
"""Shorter words with such an ending are often names (Kenya, Sonya)."""

_SHORT = 2
"""Letters; so short an abbreviation looks like other words when it is written otherwise."""


class Kind(Enum):
    """What a full stop after an abbreviation may mean; the data file explains each."""

    TITLE = "titles"
    NUMBERED = "numbered"
    WEAK = "weak"
    TAIL = "tails"
    DEGREE = "degrees"
    HOUR = "hours"


@dataclass(frozen=True, slots=True)
class SplitRules:
    """The word lists of one language, its bases included."""

    kinds: dict[str, Kind]
    starters: frozenset[str]
    starter_endings: tuple[str, ...]
    after_hours: frozenset[str]
    letter_nouns: frozenset[str]
    lower_titles: frozenset[str]
    lower_prefixes: frozenset[str]
    speech_verbs: frozenset[str]
    bang_names: frozenset[str]
    never_last: frozenset[str]
    domain_endings: frozenset[str]
    ordinal_dot: bool

    def opens_sentence(self, word: str) -> bool:
        """Whether `word` opens sentences and is hardly ever a name."""
        if word in self.starters:
            return True
        return len(word) >= _STARTER_ENDING_LETTERS and word.endswith(self.starter_endings)


def rules_for(lang: str) -> SplitRules:
    """The rules for a BCP 47 code; an unknown language gets the common ones."""
    return _load(lang.replace("_", "-").partition("-")[0].lower())


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("padan.articles").joinpath(_DATA).read_text(encoding="utf-8"))


def _load(primary: str) -> SplitRules:
    return _build(primary if primary in _tables() else _COMMON)


@cache
def _build(section: str) -> SplitRules:
    chain = _chain(section)

    def words(name: str) -> list[str]:
        return [word for table in chain for word in table.get(name, [])]

    kinds: dict[str, Kind] = {}
    for table in chain:  # a later table, nearer to the language, has the last word
        for kind in Kind:
            for entry in table.get(kind.value, []):
                kinds.update(_spellings(entry, kind))
    return SplitRules(
        kinds=kinds,
        starters=frozenset(words("starters")),
        starter_endings=tuple(words("starter_endings")),
        after_hours=frozenset(words("after_hours")),
        letter_nouns=frozenset(words("letter_nouns")),
        lower_titles=frozenset(words("lower_titles")),
        lower_prefixes=frozenset(words("lower_prefixes")),
        speech_verbs=frozenset(words("speech_verbs")),
        bang_names=frozenset(words("bang_names")),
        never_last=frozenset(words("never_last")),
        domain_endings=frozenset(words("domain_endings")),
        ordinal_dot=bool(chain[-1].get("ordinal_dot", False)),
    )


def _chain(section: str) -> list[dict[str, Any]]:
    """The tables of a language, the most general first."""
    table = _tables()[section]
    base = table.get("base")
    return [*(_chain(base) if base else []), table]


def _spellings(entry: str, kind: Kind) -> dict[str, Kind]:
    """The forms an entry matches: as written, in capitals, and with a first capital.

    Two capitals are more often a name that may end a sentence (PR, KA, TB) than a shouted title.
    """
    short = entry.isalpha() and len(entry) <= _SHORT
    forms = {entry.upper(): Kind.WEAK if short else kind}
    if not short:
        forms[entry[0].upper() + entry[1:]] = kind
    return {**forms, entry: kind}

"""Units and currencies beside a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.tokens import Token, tokenize

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure, or a currency; a value times `factor` plus `plus` is in base units."""

    dim: str
    unit: str
    factor: float
    plus: float = 0.0
    condition: str = ""
    """`upper`: counts in capitals only; `closing`: only before a mark or the end."""


@lru_cache(maxsize=1)
def _unit_phrases() -> Phrases[Unit]:
    phrases: Phrases[Unit] = Phrases()
    for code, words in load("money").items():
        for phrase in words["after"]:
            phrases.add(phrase, Unit("money", code, 1.0))
    for dim, units in load("units").items():
        for name, unit in units.items():
            say = unit.get("say", name.replace("_", " "))
            for key, condition in (
                ("phrases", ""),
                ("upper", "upper"),
                ("closing", "closing"),
                ("numbered", ""),
            ):
                for phrase in unit.get(key, ()):
                    phrases.add(
                        phrase, Unit(dim, say, unit["to"], unit.get("plus", 0.0), condition)
                    )
    return phrases


@lru_cache(maxsize=1)
def _money_before() -> Phrases[str]:
    """Currency words before an amount, filed backwards: the last word first."""
    phrases: Phrases[str] = Phrases()
    for code, words in load("money").items():
        for phrase in words["before"]:
            phrases.add(" ".join(t.norm for t in reversed(tokenize(phrase))), code)
    return phrases


def unit_at(tokens: Tokens, i: int) -> tuple[Unit, int] | None:
    """The unit at token `i` (a hyphen before it aside) and the index after it."""
    if i < len(tokens) and tokens[i].norm == "-":
        i += 1
    found = _unit_phrases().at(tokens, i)
    if found is None:
        return None
    unit, end = found
    if unit.condition == "upper" and not tokens[i].text.isupper():
        return None
    if unit.condition == "closing" and end < len(tokens) and tokens[end].is_word:
        return None
    return found


def currency_before(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """The currency written before token `i`, and the index of its first token."""
    window = tuple(reversed(tokens[max(0, i - 4) : i]))
    found = _money_before().at(window, 0)
    return None if found is None else (found[0], i - found[1])

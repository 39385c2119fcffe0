"""The number words of a language, and how it writes digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from padan.consistency.lexicon import LANGUAGES, load

_WORD_CLASSES = (
    "unit",
    "teen",
    "ten",
    "add_ten",
    "times_ten",
    "hundred",
    "lone_hundred",
    "scale",
    "lone_scale",
    "half",
    "whole_fraction",
)
_LONGEST = 40
"""Characters beyond which digits are a serial number, not a quantity."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language."""

    group: str
    decimal: str
    classes: Mapping[str, tuple[str, float]]
    denominators: Mapping[str, float]
    ordinals: Mapping[str, float]
    vague: Mapping[str, tuple[float, float]]
    points: frozenset[str]
    ands: frozenset[str]
    articles: frozenset[str]
    overs: frozenset[str]
    starts: frozenset[str]
    """Every word that a number can begin with."""


@lru_cache(maxsize=8)
def number_words(lang: str) -> NumberWords:
    """The number words of `lang`; none, and digits as in English, for a language not covered."""
    table: dict[str, Any] = load("numerals")[lang if lang in LANGUAGES else "en"]
    if lang not in LANGUAGES:
        table = {"group": table["group"], "decimal": table["decimal"]}
    classes = {w: (c, float(v)) for c in _WORD_CLASSES for w, v in table.get(c, {}).items()}
    ordinals = {w: float(v) for w, v in table.get("ordinal", {}).items()}
    prefix = table.get("ordinal_prefix")
    if prefix:
        ordinals |= {
            prefix + w: v for w, (c, v) in classes.items() if c in {"unit", "teen", "lone_hundred"}
        }
    vague = {w: (float(v[0]), float(v[1])) for w, v in table.get("vague", {}).items()}
    articles = frozenset(table.get("article", ()))
    return NumberWords(
        group=table["group"],
        decimal=table["decimal"],
        classes=classes,
        denominators={w: float(v) for w, v in table.get("denominator", {}).items()},
        ordinals=ordinals,
        vague=vague,
        points=frozenset(table.get("point", ())),
        ands=frozenset(table.get("and", ())),
        articles=articles,
        overs=frozenset(table.get("over", ())),
        starts=articles.union(classes, ordinals, vague, {"ke"}),
    )


def digit_readings(digits: str, words: NumberWords) -> tuple[tuple[float, ...], float]:
    """Every value that `digits` may stand for, likeliest first, and the worth of the last digit.

    Both conventions are tried: outlets writing Indonesian print 3.5 as well as 3,5.
    """
    digits = "".join(c for c in digits if not c.isspace())
    marks = [c for c in digits if c in ".,:"]
    if ":" in marks:
        return (), 0.0
    if len(digits) > _LONGEST:
        return (_serial(digits),), 0.0
    if not marks:
        return (float(int(digits)),), 1.0
    parts = digits.replace(",", ".").split(".")
    grouped = 1 <= len(parts[0]) <= 3 and parts[0] != "0" and all(len(p) == 3 for p in parts[1:])
    whole = float(int("".join(parts)))
    if len(set(marks)) == 2:
        if marks.count(marks[-1]) > 1:
            return (_serial(digits),), 0.0
        return (float("".join(parts[:-1]) + "." + parts[-1]),), 10.0 ** -len(parts[-1])
    if len(marks) > 1:
        return ((whole if grouped else _serial(digits),), 1.0 if grouped else 0.0)
    decimal = float(".".join(parts))
    if not grouped:
        return (decimal,), 10.0 ** -len(parts[1])
    if marks[0] == words.group:
        return (whole, decimal), 1.0
    return (decimal, whole), 10.0 ** -len(parts[1])


def _serial(digits: str) -> float:
    """A value for a serial number, version or telephone number: good for equality only."""
    return float("".join(c for c in digits if c.isdigit())[:300])

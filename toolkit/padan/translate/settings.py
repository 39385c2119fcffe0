"""The data files of this stage, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def bounds(section: str) -> dict[str, Any]:
    """A section of `data/faults.toml`."""
    found: dict[str, Any] = _read("faults.toml")[section]
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """What a language writes in words, all in lower case."""

    values: dict[str, float]
    """Number words up to twenty, tens, halves, months."""
    tens: frozenset[str]
    """Of these, the ones a unit may follow."""
    scales: dict[str, float]
    """`juta` -> 1,000,000."""
    functions: frozenset[str]
    number: re.Pattern[str]
    """Finds number words, the longest first."""


@cache
def words(lang: str) -> Words | None:
    """The words of a language; None where they are not known."""
    data = _read("words.toml").get(lang)
    return _words(data) if data else None


def _words(data: dict[str, Any]) -> Words:
    units = _listed(data["from_0"], 0, 1)
    tens = _listed(data["tens_from_20"], 20, 10)
    months = _listed(data["months"], 1, 1)
    others = {w: float(v) for v, ws in data["others"].items() for w in ws.split("|")}
    values = {**units, **tens, **months, **others}
    longest_first = sorted(values, key=len, reverse=True)
    return Words(
        values=values,
        tens=frozenset(tens),
        scales={w: float(v) for v, ws in data["scales"].items() for w in ws.split("|")},
        functions=frozenset(data["function_words"]),
        number=re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"),
    )


def _listed(entries: list[str], first: int, step: int) -> dict[str, float]:
    return {
        word: float(first + step * place)
        for place, entry in enumerate(entries)
        for word in entry.split("|")
    }


@cache
def _read(name: str) -> dict[str, Any]:
    path = files("padan.translate") / "data" / name
    return tomllib.loads(path.read_text("utf-8"))

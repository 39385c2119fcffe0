"""The data files of this stage, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def bounds(section: str) -> dict[str, Any]:
    """A section of `data/faults.toml`."""
    found: dict[str, Any] = table("faults.toml")[section]
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
    months: dict[str, int]
    """From 1."""
    weekdays: dict[str, int]
    """Monday is 0."""
    full_names: frozenset[str]
    """Months and weekdays written out."""
    common_words: frozenset[str]
    """Months and weekdays that are other words too, or could be short for them."""
    before_month: frozenset[str]
    """Words after which one of these, with a capital, is a date."""
    functions: frozenset[str]
    built: re.Pattern[str]
    """A whole word formed as hardly another language forms words."""
    number: re.Pattern[str]
    """Finds number words in a lower-case text, the longest first."""
    calendar: re.Pattern[str]
    """Finds months and weekdays in any case, plurals and possessives too."""


@cache
def words(lang: str) -> Words | None:
    """The words of a language; None where they are not known."""
    data = table("words.toml").get(lang)
    return _words(data) if data else None


def _words(data: dict[str, Any]) -> Words:
    units = _listed(data["from_0"], 0, 1)
    tens = _listed(data["tens_from_20"], 20, 10)
    months = _listed(data["months"], 1, 1)
    weekdays = _listed(data["weekdays"], 0, 1)
    others = {w: float(v) for v, ws in data["others"].items() for w in ws.split("|")}
    values = {**units, **tens, **months, **others}
    return Words(
        values=values,
        tens=frozenset(tens),
        scales={w: float(v) for v, ws in data["scales"].items() for w in ws.split("|")},
        months={word: int(value) for word, value in months.items()},
        weekdays={word: int(value) for word, value in weekdays.items()},
        full_names=frozenset(_full(*data["months"], *data["weekdays"])),
        common_words=frozenset(data["common_words"]),
        before_month=frozenset(data["before_month"]),
        functions=frozenset(data["function_words"]),
        built=re.compile(data["built"]),
        number=re.compile(rf"\b(?:{_any_of(values)})\b"),
        calendar=re.compile(rf"\b({_any_of({**months, **weekdays})})(?:['’]?s)?\b", re.IGNORECASE),
    )


def _full(*entries: str) -> Iterator[str]:
    """Of the forms of each name those that are no short form of the first: not `sept`."""
    for entry in entries:
        first, *others = entry.split("|")
        yield first
        yield from (o for o in others if len(o) > 5 or not first.startswith(o[:3]))


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of them, the longest first; straight apostrophes stand for curly ones."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace("'", "['’]") for phrase in longest_first)


def _listed(entries: list[str], first: int, step: int) -> dict[str, float]:
    return {
        word: float(first + step * place)
        for place, entry in enumerate(entries)
        for word in entry.split("|")
    }


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of this stage."""
    path = files("padan.translate") / "data" / name
    return tomllib.loads(path.read_text("utf-8"))

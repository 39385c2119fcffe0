"""Numbers of a sentence with all that each may mean, to see whether a translation kept them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from padan.engines.languages import base_language
from padan.translate.settings import Words, words

Value = Fraction | str
"""A number, or a time of day as `clock 330` (minutes after noon or midnight)."""

_NUMBER = re.compile(r"(?<!\b[kc]m)(?<!\bm)\d+(?:[.,:]\d+)*")
"""Not the 2 of km2, which is no number of anything."""
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"(?:\d+|\d{1,3}(?:([.,])\d{3})+)(?!\1)[.,](\d+)")
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})")
_AFTERNOON = re.compile(r"\s*p\.?\s?m\b", re.IGNORECASE)
_DECADE = re.compile(r"-?an\b|['’]?s\b")
_NEXT_WORD = re.compile(r"[\s-]*([^\W\d_]+)")
_ROMAN = re.compile(r"\b[IVX]+\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_LONGEST = 40
"""Characters; a longer run of digits is no quantity, and reading it costs time."""
_IN_WORDS = 20
"""Whole numbers up to here are commonly written in words."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written, with its possible values."""

    text: str
    values: frozenset[Value]


def lost_numbers(source: str, text: str, *, source_lang: str, target_lang: str) -> list[Number]:
    """Numbers in digits of the source that the translation has in no form."""
    left, right = _words_of(source_lang), _words_of(target_lang)
    return _uncovered(digits(source, left), source_side=left, other=text, other_side=right)


def new_numbers(source: str, text: str, *, source_lang: str, target_lang: str) -> list[Number]:
    """Numbers in digits of the translation that the source has in no form."""
    left, right = _words_of(source_lang), _words_of(target_lang)
    return _uncovered(digits(text, right), source_side=right, other=source, other_side=left)


def _words_of(lang: str) -> Words | None:
    return words(base_language(lang))


def _uncovered(
    numbers: list[Number], *, source_side: Words | None, other: str, other_side: Words | None
) -> list[Number]:
    if not numbers:
        return []
    there: set[Value] = set()
    for number in (*digits(other, other_side), *spelt(other, other_side)):
        there |= number.values
    missing = [n for n in numbers if not n.values & there]
    if other_side is None:
        # Without its number words a language may have written any small number out.
        missing = [n for n in missing if not _may_be_in_words(n)]
    return missing


def _may_be_in_words(number: Number) -> bool:
    return any(
        isinstance(v, Fraction) and v.denominator == 1 and v <= _IN_WORDS for v in number.values
    )


def digits(text: str, lang: Words | None) -> list[Number]:
    """Numbers in digits, with values for both uses of point and comma, for scales and clocks."""
    return [
        Number(match.group(), _values(match, text, lang))
        for match in _NUMBER.finditer(text)
        if len(match.group()) <= _LONGEST
    ]


def _values(match: re.Match[str], text: str, lang: Words | None) -> frozenset[Value]:
    values: set[Value] = set(_readings(match.group()))
    rest = text[match.end() : match.end() + 30]
    numeric = [v for v in values if isinstance(v, Fraction)]
    if _AFTERNOON.match(rest):
        values |= {v + 12 for v in numeric if v < 12}
    if _DECADE.match(rest):
        values |= {v % 100 for v in numeric if v >= 100} | {v + 1900 for v in numeric if v < 100}
    following = _NEXT_WORD.match(rest)
    if lang and following and (scale := lang.scales.get(following.group(1).lower())):
        values |= {v * Fraction(scale) for v in numeric}
    return frozenset(values)


def _readings(written: str) -> list[Value]:
    """1.500 is 1500 or 1.5; 17.30 is 17.3 or half past five; 1.2.3 is 1, 2 and 3."""
    found: list[Value] = []
    if written.isdecimal():
        return [Fraction(int(written))]
    if _THOUSANDS.fullmatch(written):
        found.append(Fraction(int(re.sub(r"[.,]", "", written))))
    if decimal := _DECIMAL.fullmatch(written):
        after = len(decimal.group(2))
        found.append(Fraction(int(re.sub(r"[.,]", "", written)), 10**after))
    if clock := _CLOCK.fullmatch(written):
        hour, minute = int(clock.group(1)), int(clock.group(2))
        if hour <= 24 and minute < 60:
            found.append(f"clock {(hour * 60 + minute) % 720}")
            if minute == 0:
                found += [Fraction(hour), Fraction((hour - 12) % 24)]
    return found or [Fraction(int(part)) for part in re.split(r"[.,:]", written)]


def spelt(text: str, lang: Words | None) -> list[Number]:
    """Numbers in words or Roman numerals, with what a scale after them makes of them."""
    found = [Number(m.group(), frozenset({_roman(m.group())})) for m in _ROMAN.finditer(text)]
    if lang is None:
        return found
    lower = text.lower()
    matches = list(lang.number.finditer(lower))
    for place, match in enumerate(matches):
        value = Fraction(lang.values[match.group()])
        values: set[Value] = {value}
        end = match.end()
        if match.group() in lang.tens and place + 1 < len(matches):
            unit = matches[place + 1]
            between = lower[end : unit.start()]
            if between in (" ", "-") and 0 < lang.values[unit.group()] < 10:
                value += Fraction(lang.values[unit.group()])
                values.add(value)
                end = unit.end()
        following = _NEXT_WORD.match(lower[end : end + 30])
        if following and (scale := lang.scales.get(following.group(1))):
            values.add(value * Fraction(scale))
        found.append(Number(match.group(), frozenset(values)))
    return found


def _roman(written: str) -> Fraction:
    total = 0
    for here, after in zip(written, [*written[1:], ""], strict=True):
        value = _ROMAN_VALUES[here]
        total += -value if after and _ROMAN_VALUES[after] > value else value
    return Fraction(total)

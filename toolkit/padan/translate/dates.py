"""Weekdays, months and days of the month that a translation has otherwise than its source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from padan.engines.languages import base_language
from padan.translate.change import Change
from padan.translate.settings import Words, words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OPENS = re.compile(r"(?:^|[.!?:\"“‘'(])\s*$")
_ORDINAL = r"(?:st|nd|rd|th)?"
_RANGE = r"\s*(?:[-–/]|to|and|dan|hingga|sampai|s/d)\s*"
_BEFORE = re.compile(
    rf"(?<![\d.,:/])(?:(\d{{1,2}}){_ORDINAL}{_RANGE})?(\d{{1,2}}){_ORDINAL}(?:\s+of)?[\s-]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\.?\s+(\d{{1,2}}){_ORDINAL}(?:{_RANGE}(\d{{1,2}}){_ORDINAL})?\b"
    r"(?![.,:]\d|\s*(?:%|percent|persen))",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"\.?,?\s*['’]?\d")
_NUMERIC = re.compile(r"(?<![\d.,])(\d{1,4})([/.-])(\d{1,2})(?:\2\d{1,4})?(?!\d)")
_NEAR = 16
"""Characters on each side of a month in which its days stand."""
_EVE = "malam"
"""`malam Minggu` is the night before Sunday."""


@dataclass(slots=True)
class Dates:
    """What a text says of the calendar, as it is written. `there` takes in doubtful readings."""

    text: str
    weekdays: dict[int, str] = field(default_factory=dict)
    months: dict[int, str] = field(default_factory=dict)
    days: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """Month -> day -> the two as written."""
    weekdays_there: set[int] = field(default_factory=set)
    days_there: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Month -> days; a month alone has none."""

    def has(self, word: str) -> bool:
        """The word itself stands in the text: a title, or a name that sounds like a month."""
        return re.search(rf"\b{re.escape(word)}\b", self.text, re.IGNORECASE) is not None


def changed_dates(source: str, text: str, *, source_lang: str, target_lang: str) -> Change:
    """Weekdays, months and days of one side that the other has not, as they are written.

    Nothing where the words of one of the languages are not known.
    """
    left, right = words(base_language(source_lang)), words(base_language(target_lang))
    if left is None or right is None:
        return Change()
    ours, theirs = read_dates(source, left), read_dates(text, right)
    return Change(tuple(_only(ours, theirs)), tuple(_only(theirs, ours)))


def _only(one: Dates, other: Dates) -> Iterator[str]:
    """Sure parts of `one` that the other has in no reading, nor as the same word."""
    for weekday, word in one.weekdays.items():
        if weekday not in other.weekdays_there and not other.has(word):
            yield word
    for month, word in one.months.items():
        if month not in other.days_there:
            if not other.has(word):
                yield word
            continue
        days = one.days.get(month, {})
        if other.days_there[month] and days and not days.keys() & other.days_there[month]:
            yield from dict.fromkeys(days.values())


def read_dates(text: str, lang: Words) -> Dates:
    """The dates of a text."""
    found = Dates(text)
    for match in lang.calendar.finditer(text):
        word = match.group(1).lower().replace("’", "'")
        weekday = lang.weekdays.get(word)
        if weekday is not None:
            found.weekdays_there |= {weekday, (weekday - _on_eve(match, text)) % 7}
            if word in lang.full_names and _says(match, text, lang):
                found.weekdays.setdefault(weekday, match.group(1))
        elif word in lang.months:
            _add_month(found, match, lang)
    for match in _NUMERIC.finditer(text):
        _add_numeric(found, int(match.group(1)), int(match.group(3)))
    return found


def _says(match: re.Match[str], text: str, lang: Words) -> bool:
    """Whether a capital tells that the word is meant as a weekday or month."""
    if not match.group()[0].isupper() or _on_eve(match, text):
        return False
    before = text[max(0, match.start() - _NEAR) : match.start()]
    return match.group(1).lower() not in lang.common_words or not _OPENS.search(before)


def _on_eve(match: re.Match[str], text: str) -> bool:
    """It is the night before that day."""
    before = text[max(0, match.start() - _NEAR) : match.start()]
    return before.lower().rstrip().endswith(_EVE)


def _add_month(found: Dates, match: re.Match[str], lang: Words) -> None:
    text, word = found.text, match.group(1).lower()
    month = lang.months[word]
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    ahead = _BEFORE.search(before)
    shown = ahead or _AFTER.match(after)
    days = {int(day) for day in (shown.groups() if shown else ()) if day and int(day) < 32}
    found.days_there[month] |= days
    if not match.group()[0].isupper():
        return
    if not days and not _YEAR_AFTER.match(after):
        preceding = _WORD.findall(before)[-1:]
        plain = word in lang.full_names and word not in lang.common_words
        if not plain and not (
            word in lang.full_names and preceding and preceding[0].lower() in lang.before_month
        ):
            return
    found.months.setdefault(month, match.group())
    if shown:
        whole = f"{shown.group()}{match.group()}" if ahead else f"{match.group()}{shown.group()}"
        for day in days:
            found.days[month].setdefault(day, whole)


def _add_numeric(found: Dates, one: int, two: int) -> None:
    """17/8, 8/17, 17.8.2020, 2020-08-17: either part may be the month."""
    for day, month in ((one, two), (two, one)):
        if 1 <= month <= 12:
            found.days_there[month] |= {day} if day < 32 else set()

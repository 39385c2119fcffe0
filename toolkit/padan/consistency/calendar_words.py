"""Dates, weekdays and clock times, each part a quantity of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.quantity import Quantity
from padan.consistency.tokens import Token

Tokens = tuple[Token, ...]


def dates(tokens: Tokens, lang: str) -> Iterator[Quantity]:
    """Every part of a date or time, in no special order; parts never share a token."""
    taken: set[int] = set()
    for read in (_numeric_dates, _month_dates, _clocks, _weekdays, _years):
        found = [q for q in read(tokens, lang) if not taken & set(range(q.first, q.last))]
        for q in found:
            taken |= set(range(q.first, q.last))
            yield q


@lru_cache(maxsize=64)
def _list(section: str, name: str) -> frozenset[str]:
    return frozenset(load("calendar")[section][name])


def _part(tokens: Tokens, i: int, dim: str, *values: float, soft: bool = False) -> Quantity:
    token = tokens[i]
    return Quantity(i, i + 1, token.start, token.end, dim, values, unit="", soft=soft)


def _small(tokens: Tokens, i: int, top: int) -> int | None:
    """The whole number 1..top that token `i` is, an ordinal ending aside."""
    if not 0 <= i < len(tokens) or not tokens[i].norm.isdigit() or len(tokens[i].norm) > 2:
        return None
    value = int(tokens[i].norm)
    return value if 1 <= value <= top else None


def _year(tokens: Tokens, i: int) -> int | None:
    """The year that token `i` is, if it looks like one."""
    if not 0 <= i < len(tokens) or len(tokens[i].norm) != 4 or not tokens[i].norm.isdigit():
        return None
    value = int(tokens[i].norm)
    return value if 1000 <= value <= 2199 else None


def _norm(tokens: Tokens, i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else ""


def _numeric_dates(tokens: Tokens, lang: str) -> Iterator[Quantity]:
    """17/8/1945, (6/5), 1945-08-17. In English the month may come first."""
    for i in range(len(tokens) - 2):
        mark = _norm(tokens, i + 1)
        if mark not in {"/", "-"}:
            continue
        if _year(tokens, i) and mark == "-" and _norm(tokens, i + 3) == "-":
            month, day = _small(tokens, i + 2, 12), _small(tokens, i + 4, 31)
            if month and day:
                yield _part(tokens, i, "year", float(_year(tokens, i) or 0))
                yield _part(tokens, i + 2, "month", month)
                yield _part(tokens, i + 4, "day", day)
            continue
        yield from _slashed(tokens, i, mark, lang)


def _slashed(tokens: Tokens, i: int, mark: str, lang: str) -> Iterator[Quantity]:
    first, second = _small(tokens, i, 31), _small(tokens, i + 2, 31)
    year = _year(tokens, i + 4) if _norm(tokens, i + 3) == mark else None
    bracketed = _norm(tokens, i - 1) == "(" and _norm(tokens, i + 3) == ")" and mark == "/"
    dated = bracketed or (mark == "/" and _after_weekday(tokens, i))
    if first is None or second is None or not (year or dated) or min(first, second) > 12:
        return
    either = lang == "en" and first <= 12 and second <= 12
    if second > 12 or (lang == "en" and first <= 12):
        day_at, month_at, day, month = i + 2, i, second, first
    else:
        day_at, month_at, day, month = i, i + 2, first, second
    yield _part(tokens, day_at, "day", day, *([month] if either else []))
    yield _part(tokens, month_at, "month", month, *([day] if either else []))
    if year:
        yield _part(tokens, i + 4, "year", year)


def _after_weekday(tokens: Tokens, i: int) -> bool:
    """A weekday stands before: Selasa, 3/3."""
    before = _norm(tokens, i - 2) if _norm(tokens, i - 1) == "," else _norm(tokens, i - 1)
    return before in load("calendar")["weekdays"]


def _month_dates(tokens: Tokens, lang: str) -> Iterator[Quantity]:
    """17 Agustus 1945, August 17, 1945, 10-15 Mei, Agustus 1945, Agustus."""
    months: dict[str, int] = load("calendar")["months"]
    for i, token in enumerate(tokens):
        month = months.get(token.norm)
        if month is None or not token.is_word:
            continue
        days = _days_around(tokens, i)
        after = max([i, *days]) + 1
        if _norm(tokens, after) in {",", "tahun", "of"} or (
            days and max(days) > i and (_norm(tokens, after) in {"st", "nd", "rd", "th"})
        ):
            after += 1
            after += _norm(tokens, after) == ","
        year = _year(tokens, after)
        if not (days or year or _clearly_month(tokens, i)):
            continue
        yield _part(tokens, i, "month", month)
        for at, day in days.items():
            yield _part(tokens, at, "day", day)
        if year:
            yield _part(tokens, after, "year", year)


def _days_around(tokens: Tokens, i: int) -> dict[int, int]:
    """Days of the month beside the month name at `i`, ranges included: token index -> day."""
    before = i - 1
    while _norm(tokens, before) in {"st", "nd", "rd", "th", "of"}:
        before -= 1
    day = _small(tokens, before, 31)
    if day is not None:
        found = {before: day}
        if _norm(tokens, before - 1) in _list("words", "range"):
            at = before - 2 if _norm(tokens, before - 1) != "d" else before - 4
            if (opening := _small(tokens, at, 31)) is not None:
                found[at] = opening
        return found
    day = _small(tokens, i + 1, 31)
    if day is None or _norm(tokens, i + 2) in {"persen", "%", "percent", "people", "orang"}:
        return {}
    found = {i + 1: day}
    if _norm(tokens, i + 2) in _list("words", "range"):
        closing = _small(tokens, i + 3, 31)
        if closing is not None:
            found[i + 3] = closing
    return found


def _clearly_month(tokens: Tokens, i: int) -> bool:
    """A month name alone is one unless it is also a common word or an abbreviation."""
    if tokens[i].norm not in _list("words", "month_names_that_are_words"):
        return True
    return (
        tokens[i].capital
        and len(tokens[i].norm) > 2
        and tokens[i].norm in {"may", "march"}
        and _norm(tokens, i - 1) in _list("words", "before_month")
    )


def _weekdays(tokens: Tokens, lang: str) -> Iterator[Quantity]:
    days: dict[str, int] = load("calendar")["weekdays"]
    for i, token in enumerate(tokens):
        day = days.get(token.norm)
        if day is None or (token.norm == "minggu" and not _sunday(tokens, i)):
            continue
        yield _part(tokens, i, "weekday", day)


def _sunday(tokens: Tokens, i: int) -> bool:
    """`Minggu` is the day, not a week, with a capital inside the sentence or after `hari`."""
    if _norm(tokens, i - 1) == "hari":
        return True
    inside = i > 0 and tokens[i - 1].norm not in {".", "!", "?", '"', ":", ";"}
    week = {"ini", "lalu", "depan", "pertama", "kedua", "terakhir", "berikutnya", "sebelumnya"}
    dated = _norm(tokens, i + 1) == "(" or _norm(tokens, i - 1) in _list("words", "before_weekday")
    return tokens[i].capital and inside and (dated or _norm(tokens, i + 1) not in week)


def _years(tokens: Tokens, lang: str) -> Iterator[Quantity]:
    """A bare year after a word that announces one, or alone in brackets; 1990-an, the 1990s."""
    for i in range(len(tokens)):
        year = _year(tokens, i)
        if year is None:
            continue
        before = _norm(tokens, i - 1)
        at_end = i + 1 == len(tokens) or not tokens[i + 1].is_word
        announced = before in _list("words", "before_year")
        decade = _norm(tokens, i + 1) in {"s", "an"} and tokens[i + 1].start == tokens[i].end
        decade = decade or (_norm(tokens, i + 1) == "-" and _norm(tokens, i + 2) == "an")
        if announced or decade or (at_end and before in {"(", ",", "-", "/"} and year >= 1500):
            yield _part(tokens, i, "year", year)


@lru_cache(maxsize=1)
def _clock_phrases() -> Phrases[tuple[str, float]]:
    phrases: Phrases[tuple[str, float]] = Phrases()
    table = load("calendar")
    for kind in ("am", "pm", "local"):
        for phrase in table["clock"][kind]:
            phrases.add(phrase, (kind, 0.0))
    for zone, hours in table["zones"].items():
        phrases.add(zone, ("zone", float(hours)))
    return phrases


def _clocks(tokens: Tokens, lang: str) -> Iterator[Quantity]:
    """Pukul 09.30 WIB, 9:30 a.m., 9 malam, 21:30 GMT, noon."""
    clock = load("calendar")["clock"]
    for i, token in enumerate(tokens):
        if token.norm in clock["noon"] or token.norm in clock["midnight"]:
            yield _part(tokens, i, "time", 720.0 if token.norm == "noon" else 0.0, soft=True)
        minutes = _minutes(token.norm) if token.is_number else None
        if minutes is None:
            continue
        announced = _norm(tokens, i - 1) in clock["before"]
        half, zone, end = _after_clock(tokens, i + 1)
        if not (announced or half or end > i + 1 or ":" in token.norm):
            continue
        hours = minutes // 60
        if half == "pm" and 1 <= hours < 12:
            minutes += 720
        elif half == "am" and hours == 12:
            minutes -= 720
        unsure = not half and 1 <= hours <= 12 and not token.norm.startswith("0")
        yield Quantity(
            i,
            end,
            token.start,
            tokens[end - 1].end if half else token.end,
            "time",
            (float(minutes),),
            zone=zone,
            halves=unsure,
        )


def _minutes(norm: str) -> int | None:
    """Minutes after midnight of 9, 09.30 or 9:30; None where it is no clock time."""
    parts = norm.replace(":", ".").split(".")
    if "," in norm or len(parts) > 3 or not all(len(p) <= 2 for p in parts):
        return None
    if any(len(p) != 2 for p in parts[1:]):
        return None
    hours, minutes = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    return hours * 60 + minutes if hours <= 24 and minutes < 60 else None


def _after_clock(tokens: Tokens, i: int) -> tuple[str, float | None, int]:
    """am or pm, the zone, and where the clock time ends."""
    half, zone = "", None
    while (found := _clock_phrases().at(tokens, i)) is not None:
        (kind, hours), i = found
        if kind == "zone":
            zone = hours
        elif kind in {"am", "pm"}:
            half = kind
    return half, zone, i

"""Days and periods: what a time told in words may mean, as intervals of days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

Interval = tuple[int, int]
"""Proleptic ordinals of the first and the last day."""
_MONTH = 30.44
_YEAR = 365.25
_TOLERANCE = {"second": 0.0, "minute": 0.0, "hour": 0.5, "day": 0.0, "week": 3.0, "month": 15.0}
"""Days by which `three weeks ago` may be out, by the unit; years by a bit more than half a year."""
_DAYS = {"second": 0.0, "minute": 0.0, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": _MONTH}
_DAYS |= {"year": _YEAR, "decade": 10 * _YEAR, "century": 100 * _YEAR}


@dataclass(frozen=True, slots=True)
class When:
    """What a text says of a day or period; what it leaves open is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    swapped: bool = False
    """Day and month may have changed places: 6/5."""
    weekday: int | None = None
    """0 for Monday."""
    span: int = 1
    """Years: 10 for the 1990s."""
    unit: str = ""
    """Relative to publication: day, week, weekend, month, quarter, year, decade, century, ago."""
    shift: float = 0.0
    """How many units after publication; negative before."""
    last: float | None = None
    """The last day of a stretch of days, where `unit` is `day`."""
    of: str = ""
    """The unit that `ago` counts."""
    part: tuple[float, float] | None = None
    """Shares of the period."""
    until: When | None = None
    """The end of a range."""

    @property
    def relative(self) -> bool:
        """It needs the day of publication."""
        return bool(self.unit)

    @property
    def bare_weekday(self) -> bool:
        """It names a weekday and nothing else."""
        return self.weekday is not None and not (self.unit or self.day or self.month or self.year)


def intervals(when: When, published: date | None, year: int | None = None) -> tuple[Interval, ...]:
    """Every interval that `when` may mean; none where that needs what is not known.

    `year` stands for a year that the words leave open and that publication does not tell.
    """
    if when.until is not None:
        return tuple(_ranges(when, when.until, published, year))
    found = list(_bases(when, published, year))
    if when.part is not None:
        found = [_share(i, when.part) for i in found]
    return tuple(found)


def _ranges(
    when: When, until: When, published: date | None, year: int | None
) -> Iterator[Interval]:
    for first in intervals(replace(when, until=None), published, year):
        for last in intervals(until, published, year):
            if first[0] <= last[1] and (not when.bare_weekday or last[1] - first[0] < 7):
                yield first[0], last[1]


def _bases(when: When, published: date | None, year: int | None) -> Iterator[Interval]:
    if when.unit:
        if published is not None:
            for base in _relative(when, published):
                yield from _on_weekday(base, when.weekday)
    elif when.year or when.month or when.day:
        yield from _absolute(when, published, year)
    elif when.weekday is not None and published is not None:
        yield from _around(when.weekday, published.toordinal())


def _around(weekday: int, today: int) -> Iterator[Interval]:
    """The weekday nearest before publication, and the one after."""
    back = (today - 1 - weekday) % 7  # ordinal 1 was a Monday
    yield today - back, today - back
    yield today - back + 7, today - back + 7
    if not back:
        yield today - 7, today - 7


def _on_weekday(base: Interval, weekday: int | None) -> Iterator[Interval]:
    if weekday is None:
        yield base
        return
    for day in range(base[0], min(base[1], base[0] + 13) + 1):
        if (day - 1) % 7 == weekday:
            yield day, day


def _absolute(when: When, published: date | None, year: int | None) -> Iterator[Interval]:
    if when.year:
        years = [when.year]
    elif published is not None:
        years = [published.year - 1, published.year, published.year + 1]
    else:
        years = [year or 2024]  # any year will do where neither side names one; a leap year
    for one in years:
        if not 1 <= one <= 9990:
            continue
        if when.month is None:
            if when.day is None:
                yield date(one, 1, 1).toordinal(), date(one + when.span - 1, 12, 31).toordinal()
            else:
                for month in range(1, 13):
                    yield from _day(one, month, when.day)
            continue
        yield from _day(one, when.month, when.day)
        if when.swapped and when.day is not None and when.day != when.month:
            yield from _day(one, when.day, when.month)


def _day(year: int, month: int, day: int | None) -> Iterator[Interval]:
    if not 1 <= month <= 12:
        return
    last = monthrange(year, month)[1]
    if day is None:
        first = date(year, month, 1).toordinal()
        yield first, first + last - 1
    elif 1 <= day <= last:
        at = date(year, month, day).toordinal()
        yield at, at


def _relative(when: When, published: date) -> Iterator[Interval]:
    today = published.toordinal()
    match when.unit:
        case "day":
            yield _bounded(
                today + when.shift, today + (when.shift if when.last is None else when.last)
            )
        case "ago":
            yield _ago(today, when.shift, when.of)
        case "week":
            monday = today - published.weekday() + 7 * int(when.shift)
            yield _bounded(monday, monday + 6)
            # weeks that begin on a Sunday, and the last seven days
            yield _bounded(monday - 1, monday + 5)
        case "weekday":
            yield from _shifted_weekday(today, int(when.shift))
        case "weekend":
            saturday = today - published.weekday() + 5 + 7 * int(when.shift)
            yield _bounded(saturday - 1, saturday + 1)
            if when.shift <= 0 and published.weekday() < 5:  # on a Monday `this weekend` is past
                yield _bounded(saturday - 8, saturday - 6)
        case "month" | "quarter":
            yield _months(published, int(when.shift), 3 if when.unit == "quarter" else 1)
        case _:
            size = {"decade": 10, "century": 100}.get(when.unit, 1)
            yield from _years(published, int(when.shift), size, today)


def _shifted_weekday(today: int, shift: int) -> Iterator[Interval]:
    """`last Monday`, `Senin depan`: within a fortnight, since people differ."""
    if shift < 0:
        yield _bounded(today - 13, today - 1)
    elif shift > 0:
        yield _bounded(today + 1, today + 14)
    else:
        yield _bounded(today - 6, today + 6)


def _months(published: date, shift: int, size: int) -> Interval:
    at = published.year * 12 + published.month - 1
    at = (at // size + shift) * size
    first = _month_start(at)
    return _bounded(first, _month_start(at + size) - 1)


def _month_start(at: int) -> int:
    at = min(max(at, 12), 9990 * 12)
    return date(at // 12, at % 12 + 1, 1).toordinal()


def _years(published: date, shift: int, size: int, today: int) -> Iterator[Interval]:
    if size > 1 and shift <= 0:  # the last decade is mostly the ten years up to now
        yield _bounded(today + (shift or -1) * size * _YEAR, today)
    first = (published.year // size + shift) * size
    first = min(max(first, 1), 9990 - size)
    yield date(first, 1, 1).toordinal(), date(first + size - 1, 12, 31).toordinal()


def _ago(today: int, shift: float, unit: str) -> Interval:
    """So many units before or after publication, as exactly as the unit tells."""
    middle = today + shift * _DAYS.get(unit, _YEAR)
    spare = _TOLERANCE.get(unit, 200.0 if unit == "year" else 0.5 * _DAYS.get(unit, _YEAR))
    return _bounded(middle - spare, middle + spare)


def _bounded(first: float, last: float) -> Interval:
    low, high = 1, date.max.toordinal()
    return min(max(round(first), low), high), min(max(round(last), low), high)


def _share(interval: Interval, part: tuple[float, float]) -> Interval:
    size = interval[1] - interval[0] + 1
    first = interval[0] + int(size * part[0])
    return first, max(first, interval[0] + round(size * part[1]) - 1)


def days_in(count: float, unit: str) -> float:
    """The days in so many of a unit of duration."""
    return count * _DAYS.get(unit, 0.0)


def moved(found: tuple[Interval, ...], days: int) -> tuple[Interval, ...]:
    """Every interval `days` later."""
    return tuple(_bounded(a + days, b + days) for a, b in found)


def meet(left: tuple[Interval, ...], right: tuple[Interval, ...], spare: int = 0) -> bool:
    """Some reading of both has a day in common, give or take `spare` days."""
    return any(a[0] - spare <= b[1] and b[0] <= a[1] + spare for a in left for b in right)


def length(found: tuple[Interval, ...]) -> int:
    """Days of the shortest reading; 0 where there is none."""
    return min((b - a + 1 for a, b in found), default=0)


def some_day(k: int) -> date:
    """One of the days on which something may have been published, where that is unknown."""
    return date(2024, 1, 1) + timedelta(days=17 * k)

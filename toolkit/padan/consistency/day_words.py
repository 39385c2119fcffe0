"""Days and periods as written: 12 Maret 2025, Selasa pekan lalu, the end of last year, kemarin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.quantity import Quantity
from padan.consistency.tokens import Token
from padan.consistency.when import When

Tokens = tuple[Token, ...]
_JOINTS = frozenset(
    {",", "(", "/", "-", "tanggal", "tgl", "pada", "hari", "tahun", "of", "the", "on", "th", "st"}
    | {"nd", "rd", ".", "bulan"}
)
_RANGE = frozenset({"-", "hingga", "sampai", "to", "until", "through", "till"})
_BOTH = frozenset({"dan", "and", "ke"})
_BETWEEN = frozenset({"antara", "between"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day or period in tokens `first` to `last` (half open)."""

    first: int
    last: int
    when: When
    hours: tuple[float, float] | None = None
    """The part of the day that the same words tell: tadi malam."""


def days(
    tokens: Tokens, lang: str, parts: Sequence[Quantity], taken: frozenset[int]
) -> Iterator[Day]:
    """Every day and period, ranges joined; `parts` are the parts of dates that were read."""
    free = [q for q in parts if not taken & set(range(q.first, q.last))]
    found: list[Day] = []
    used = set(taken)
    for day in (*_dated(tokens, lang, free), *_relatives(tokens, lang, used)):
        if used & set(range(day.first, day.last)):
            continue
        used |= set(range(day.first, day.last))
        found.append(day)
    found.sort(key=lambda d: d.first)
    yield from _ranges([_in_period(tokens, lang, d) for d in found], tokens)


@lru_cache(maxsize=32)
def _table(lang: str, name: str) -> Phrases[str]:
    filed: Phrases[str] = Phrases()
    for key, phrases in load("dates")[lang][name].items():
        for phrase in phrases:
            filed.add(phrase, key)
    return filed


def _relatives(tokens: Tokens, lang: str, taken: set[int]) -> Iterator[Day]:
    """Kemarin, tadi malam, pekan lalu, last month, the second half of the year."""
    after = 0
    for i in range(len(tokens)):
        if i < after or i in taken:
            continue
        hit = _table(lang, "relative").at(tokens, i)
        day = _from_spec(i, hit[1], hit[0]) if hit is not None else None
        day = day or _period(tokens, i, lang) or _positioned(tokens, i, lang)
        if day is not None:
            after = day.last
            yield day


def _from_spec(first: int, last: int, spec: str) -> Day:
    numbers = [float(w) for w in spec.split()[1:] if w.lstrip("-").isdigit()]
    part = spec.rsplit(maxsplit=1)[-1]
    hours = load("dates")["parts"].get(part)
    end = numbers[1] if len(numbers) > 1 else None
    when = When(unit="day", shift=numbers[0], last=end)
    return Day(first, last, when, (float(hours[0]), float(hours[1])) if hours else None)


def _period(tokens: Tokens, i: int, lang: str) -> Day | None:
    """A period and how far away it is, in the order of the language."""
    if lang == "id":
        unit = _table(lang, "periods").at(tokens, i)
        shift = _table(lang, "shifts").at(tokens, unit[1]) if unit else None
        last = shift[1] if shift else 0
    else:
        shift = _table(lang, "shifts").at(tokens, i)
        unit = _table(lang, "periods").at(tokens, shift[1]) if shift else None
        last = unit[1] if unit else 0
    if unit is None or shift is None:
        return None
    return Day(i, last, When(unit=unit[0], shift=float(shift[0])))


def _dated(tokens: Tokens, lang: str, parts: Sequence[Quantity]) -> Iterator[Day]:
    """Dates and weekdays from their parts."""
    ordered = sorted(parts, key=lambda q: q.first)
    group: list[Quantity] = []
    for q in ordered:
        if group and not _continues(tokens, group, q):
            yield from _composed(tokens, lang, group)
            group = []
        group.append(q)
    if group:
        yield from _composed(tokens, lang, group)
    yield from _days_of_month(tokens, {q.first for q in parts})
    yield from _short_years(tokens)


def _continues(tokens: Tokens, group: list[Quantity], q: Quantity) -> bool:
    """`q` is a further part of the date that `group` holds."""
    between = [t.norm for t in tokens[group[-1].last : q.first]]
    dims = [g.dim for g in group]
    if q.dim == "weekday" or len(between) > 2:
        return False
    if q.dim not in dims:
        figures = bool(between) and between[0] in {"-", "/"}
        close = figures or dims == ["weekday"] or between in ([], [","]) or q.dim == "month"
        return all(b in _JOINTS for b in between) and (close or "year" not in dims)
    listed = len(between) == 1 and (between[0] in _RANGE or between[0] in _BOTH)
    return q.dim == "day" and listed and dims.count("day") == 1


def _composed(tokens: Tokens, lang: str, group: list[Quantity]) -> Iterator[Day]:
    parts = {q.dim: q for q in reversed(group)}
    value = {dim: int(q.values[0]) for dim, q in parts.items()}
    first, last = group[0].first, group[-1].last
    if tokens[last - 1].end < tokens[-1].end and _encloses(tokens, first, last):
        last += 1
    swapped = len(group) > 1 and any(q.dim == "day" and len(q.values) > 1 for q in group)
    when = When(
        year=value.get("year"),
        month=value.get("month"),
        day=value.get("day"),
        weekday=value.get("weekday"),
        swapped=swapped,
        span=_span(tokens, group),
    )
    several = [q for q in group if q.dim == "day"]
    if len(several) == 2:
        yield from _two_days(tokens, several, when, first, last)
    elif when.bare_weekday:
        yield _weekday(tokens, lang, first, last, when)
    else:
        yield Day(first, last, when)


def _encloses(tokens: Tokens, first: int, last: int) -> bool:
    """The date ends in a bracket that opens inside it: Senin (6/5)."""
    inside = [t.norm for t in tokens[first:last]]
    return "(" in inside and ")" not in inside and tokens[last].norm == ")"


def _span(tokens: Tokens, group: list[Quantity]) -> int:
    """Ten years for 1990-an and the 1990s."""
    last = group[-1].last
    if [q.dim for q in group] != ["year"] or last >= len(tokens):
        return 1
    if tokens[last].norm in {"s", "an"} and tokens[last].start == tokens[last - 1].end:
        return 10
    return 10 if [t.norm for t in tokens[last : last + 2]] == ["-", "an"] else 1


def _two_days(
    tokens: Tokens, several: list[Quantity], when: When, first: int, last: int
) -> Iterator[Day]:
    """10-12 Mei is a range, 10 dan 12 Mei two days."""
    one, other = (replace(when, day=int(q.values[0]), weekday=None) for q in several)
    joint = tokens[several[0].last].norm
    announced = first > 0 and tokens[first - 1].norm in _BETWEEN
    if joint in _BOTH and not announced:
        yield Day(first, several[0].last, one)
        yield Day(several[1].first, last, other)
    else:
        yield Day(first, last, replace(one, until=other))


def _weekday(tokens: Tokens, lang: str, first: int, last: int, when: When) -> Day:
    """A weekday with what says which one: Selasa pekan lalu, last Tuesday, malam Jumat."""
    if lang == "id" and first > 0 and tokens[first - 1].norm == "malam":
        night = load("dates")["parts"]["night"]
        before = replace(when, weekday=((when.weekday or 0) - 1) % 7)
        return Day(first - 1, last, before, (float(night[0]), float(night[1])))
    period = _period(tokens, last, lang)
    if period is not None:
        return Day(first, period.last, replace(period.when, weekday=when.weekday))
    if lang == "id":
        shift = _table(lang, "shifts").at(tokens, last)
        if shift is not None:
            return Day(first, shift[1], replace(when, unit="weekday", shift=float(shift[0])))
    elif first > 0:
        shift = _table(lang, "shifts").at(tokens, first - 1)
        if shift is not None:
            return Day(first - 1, last, replace(when, unit="weekday", shift=float(shift[0])))
    return Day(first, last, when)


def _days_of_month(tokens: Tokens, read: set[int]) -> Iterator[Day]:
    """Tanggal 3, without a month."""
    for i in range(len(tokens) - 1):
        number = tokens[i + 1].norm
        announced = tokens[i].norm in {"tanggal", "tgl"} and i + 1 not in read
        if announced and len(number) <= 2 and number.isdecimal() and 1 <= int(number) <= 31:
            yield Day(i + 1, i + 2, When(day=int(number)))


def _short_years(tokens: Tokens) -> Iterator[Day]:
    """Tahun '98: this century up to 30, the last one after."""
    for i in range(len(tokens) - 1):
        mark, number = tokens[i], tokens[i + 1]
        tight = mark.norm == "'" and mark.end == number.start
        if tight and number.norm.isdecimal() and len(number.norm) == 2:
            short = int(number.norm)
            yield Day(i, i + 2, When(year=short + (2000 if short <= 30 else 1900)))


@lru_cache(maxsize=1)
def _this() -> Phrases[str]:
    filed: Phrases[str] = Phrases()
    for phrase in load("dates")["positions"]["this"]:
        filed.add(phrase, phrase.split()[-1])
    return filed


def _positioned(tokens: Tokens, i: int, lang: str) -> Day | None:
    """A part of a bare year or of this one: akhir 2026, late in the year."""
    hit = _table(lang, "positions").at(tokens, i)
    if hit is None:
        return None
    at = hit[1]
    part = tuple(map(float, hit[0].split()))
    for start in (at - 1, at, at + 1):
        this = _this().at(tokens, start) if lang == "en" and start > i else None
        if this is not None:
            return Day(i, this[1], When(unit=this[0], part=(part[0], part[1])))
    while at < len(tokens) and tokens[at].norm in load("dates")["positions"]["between"]:
        at += 1
    number = tokens[at].norm if at < len(tokens) else ""
    if len(number) == 4 and number.isdecimal() and 1500 <= int(number) <= 2199:
        return Day(i, at + 1, When(year=int(number), part=(part[0], part[1])))
    return None


def _in_period(tokens: Tokens, lang: str, day: Day) -> Day:
    """The day with the part of its period that is told before it: akhir 2026, early last year."""
    at = day.first
    between = load("dates")["positions"]["between"]
    while at > 0 and tokens[at - 1].norm in between:
        at -= 1
    for stop in range(at, day.first + 1):
        for back in (3, 2, 1):
            hit = _table(lang, "positions").at(tokens, stop - back) if stop >= back else None
            if hit is not None and hit[1] >= stop and day.when.day is None:
                if day.when.bare_weekday or day.when.unit == "day":
                    return day
                first, last = map(float, hit[0].split())
                return Day(stop - back, day.last, replace(day.when, part=(first, last)), day.hours)
    return day


def _ranges(found: list[Day], tokens: Tokens) -> Iterator[Day]:
    """Neighbours that are the ends of one range joined."""
    i = 0
    while i < len(found):
        day = found[i]
        if i + 1 < len(found) and _is_range(day, found[i + 1], tokens):
            later = found[i + 1]
            opening = day.when
            if opening.month and not opening.year and later.when.year:
                opening = replace(opening, year=later.when.year)
            yield Day(day.first, later.last, replace(opening, until=later.when))
            i += 2
            continue
        yield day
        i += 1


def _is_range(a: Day, b: Day, tokens: Tokens) -> bool:
    between = [t.norm for t in tokens[a.last : b.first]]
    if len(between) != 1 or a.when.until or b.when.until:
        return False
    announced = a.first > 0 and tokens[a.first - 1].norm in _BETWEEN
    return between[0] in _RANGE or (between[0] in _BOTH and announced)

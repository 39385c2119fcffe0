"""Which time of one text is which of the other, and which cannot be any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from padan.consistency.clock_words import Clock, day_shift, same_time
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.quantities import quantities
from padan.consistency.side import View
from padan.consistency.time_words import Mention, mentions
from padan.consistency.when import Interval, When, intervals, length, meet, moved, some_day

Days = tuple[date | None, date | None]
"""When the reference and the retelling were published."""
_SOME_DAYS = tuple(some_day(k) for k in range(21))
_FACETS = ("day", "clock", "part", "step")
_SHORT = 45
"""Tokens of a text in which one time stands for the other wherever it stands."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The times of two views, matched."""

    views: tuple[View, View]
    published: Days
    matched: tuple[tuple[Mention, Mention], ...]
    changed: tuple[tuple[Mention, Mention], ...]
    coarser: tuple[tuple[Mention, Mention], ...]
    """The same time, told by the retelling as a much longer period."""
    alone: tuple[tuple[Mention, ...], tuple[Mention, ...]]
    """Times that the other side does not tell."""
    explained: tuple[frozenset[int], frozenset[int]]
    """Tokens of each side whose figures are times, or durations that a date answers."""


@lru_cache(maxsize=256)
def moments(views: tuple[View, View], published: Days) -> Moments:
    """Match the times of both views; at most 60 of each, in time of their product."""
    most = int(load("dates")["settings"]["most"])
    found = [mentions(v.text, v.lang)[:most] for v in views]
    case = _Case(views, published, (found[0], found[1]))
    matched: list[tuple[Mention, Mention]] = []
    changed: list[tuple[Mention, Mention]] = []
    alone: tuple[list[Mention], list[Mention]] = ([], [])
    for facet in _FACETS:
        pairs, strange, spare = _match(case, facet)
        matched += pairs
        differ = _paired(case, strange, spare)
        changed += differ
        told = {id(m) for pair in differ for m in pair}
        for side in (0, 1):
            rest = (m for m in strange[side] if m.hard and id(m) not in told)
            alone[side].extend(m for m in rest if not case.answered(m, side))
    return Moments(
        views,
        published,
        tuple(matched),
        tuple(changed),
        tuple(_coarser(case, matched)),
        (tuple(alone[0]), tuple(alone[1])),
        (case.explained(0), case.explained(1)),
    )


class _Case:
    """Two texts with the days that their times may mean."""

    def __init__(
        self,
        views: tuple[View, View],
        published: Days,
        found: tuple[tuple[Mention, ...], tuple[Mention, ...]],
    ) -> None:
        self.views, self.published, self.found = views, published, found
        self._clocks = {id(m): self._clock(m, side) for side in (0, 1) for m in found[side]}

    @cached_property
    def links(self) -> Links:
        """Of the words of both texts, where they are in one language."""
        return link(*self.views)

    def of(self, facet: str, side: int) -> list[Mention]:
        """The times of one facet of a side."""
        return [m for m in self.found[side] if m.facet == facet]

    def _clock(self, mention: Mention, side: int) -> Clock | None:
        """The zoned clock time that stands with a day."""
        if mention.facet != "day":
            return None
        reach = int(load("dates")["settings"]["joined"])
        near = [
            (min(abs(m.first - mention.last), abs(mention.first - m.last)), m.clock)
            for m in self.found[side]
            if m.clock is not None and m.clock.zones
        ]
        close = [(gap, clock) for gap, clock in near if gap <= reach]
        return min(close, key=lambda c: c[0])[1] if close else None

    def same(self, a: Mention, b: Mention) -> bool:
        """Two times of one facet, of the reference and of the retelling, may be the same."""
        if a.facet == "day" and a.when is not None and b.when is not None:
            return self._same_day(a, b, a.when, b.when)
        if a.clock is not None and b.clock is not None:
            return same_time(a.clock, b.clock, int(load("dates")["settings"]["minutes"]))
        if a.hours is not None and b.hours is not None:
            return _hours_meet(a.hours, b.hours)
        # a day before the one is a day after the other
        return abs(abs(a.days) - abs(b.days)) <= max(0.5, 0.1 * abs(a.days))

    def _same_day(self, a: Mention, b: Mention, one: When, other: When) -> bool:
        spare = int(a.edge == b.edge != "" and a.exclusive != b.exclusive)
        if one.unit == other.unit not in {"", "day", "ago"} and one.shift != other.shift:
            return self.published[0] != self.published[1]
        if self.published[0] is None or self.published[1] is None:
            return _same_anywhen(one, other, spare)
        left, right = intervals(one, self.published[0]), intervals(other, self.published[1])
        clocks = self._clocks[id(a)], self._clocks[id(b)]
        if clocks[0] and clocks[1] and not set(clocks[0].zones) & set(clocks[1].zones):
            left = moved(left, day_shift(clocks[0], clocks[0].zones[0]))
            right = moved(right, day_shift(clocks[1], clocks[1].zones[0]))
        return not left or not right or meet(left, right, spare)

    def days(self, mention: Mention, side: int) -> tuple[Interval, ...]:
        """What a day of a side may mean; nothing where publication is unknown."""
        if mention.when is None or self.published[side] is None:
            return ()
        return intervals(mention.when, self.published[side])

    def answered(self, mention: Mention, side: int) -> bool:
        """The other side tells the time in another way: a year as a bare figure, a day by its
        distance from another, a part of the day by the clock."""
        others = self.found[1 - side]
        if mention.hours is not None:
            return any(_hour_of(o.clock, mention.hours) for o in others if o.clock)
        if mention.clock is not None:
            return any(_hour_of(mention.clock, o.hours) for o in others if o.hours)
        if mention.when is None:
            return False
        if mention.when.month is None and self._year_told(mention.when.year, side):
            return True
        own = self.days(mention, side)
        return bool(own) and self._implied(own, side)

    def _year_told(self, year: int | None, side: int) -> bool:
        """As a bare figure, or by how many years off it is: the fortieth anniversary."""
        if year is None:
            return False
        view, off = self.views[1 - side], self._years_off(year, 1 - side)
        return any(year in q.values or off in q.values for q in quantities(view.text, view.lang))

    def _years_off(self, year: int, side: int) -> int | None:
        """How many years from publication a year is; None for this one and those next to it."""
        published = self.published[side]
        off = abs(published.year - year) if published else 0
        return off if 1 < off < 1000 else None

    def _implied(self, own: tuple[Interval, ...], side: int) -> bool:
        others = self.found[1 - side]
        published = self.published[1 - side]
        known = [i for o in others for i in self.days(o, 1 - side)]
        for o in others:
            if o.facet == "step":
                sign = -1 if o.of else 1
                if meet(own, moved(tuple(known), sign * round(o.days)), _spare(o.days)):
                    return True
            elif o.facet == "duration" and published is not None and o.days >= 1:
                today = published.toordinal()
                for sign in (-1, 1):
                    there = moved(((today, today), *known), sign * round(o.days))
                    if meet(own, there, _spare(o.days)):
                        return True
        return False

    def explained(self, side: int) -> frozenset[int]:
        """Tokens of times, of durations that come to a date or range of the other side, and of
        figures that come to its years."""
        found = {
            i
            for m in self.found[side]
            if m.facet != "duration" or self._comes_to_a_date(m, side)
            for i in range(m.first, m.last)
        }
        years = [m.when.year for m in self.of("day", 1 - side) if m.when and m.when.year]
        view = self.views[side]
        for q in quantities(view.text, view.lang) if years else ():
            if q.dim in {"count", "ordinal"} and any(
                self._years_off(y, side) in q.values for y in years
            ):
                found |= set(range(q.first, q.last))
        return frozenset(found)

    def _comes_to_a_date(self, duration: Mention, side: int) -> bool:
        """So long before or after publication is a day that the other side tells, or it is as long
        as a range there."""
        there = self.of("day", 1 - side)
        if any(
            o.when is not None and o.when.until and length(self.days(o, 1 - side)) == duration.days
            for o in there
        ):
            return True
        today = self.published[side]
        if today is None or duration.days < 1:
            return False
        ends = [moved(((today.toordinal(),) * 2,), sign * round(duration.days)) for sign in (-1, 1)]
        spare = _spare(duration.days)
        return any(meet(self.days(o, 1 - side), end, spare) for o in there for end in ends)


def _spare(days: float) -> int:
    """Days by which a distance so long may be out."""
    size = abs(days)
    return 0 if size < 7 else 3 if size < 28 else 16 if size < 365 else 300


def _same_anywhen(one: When, other: When, spare: int) -> bool:
    """Two days may be the same where it is unknown when the articles came out."""
    if one.relative and other.relative:
        return any(meet(intervals(one, d), intervals(other, d), spare) for d in _SOME_DAYS)
    if one.relative or other.relative:
        return True
    if one.bare_weekday or other.bare_weekday:
        return _weekday_fits(one, other) and _weekday_fits(other, one)
    year = one.year or other.year
    left, right = intervals(one, None, year), intervals(other, None, year)
    return not left or not right or meet(left, right, spare)


def _weekday_fits(one: When, other: When) -> bool:
    if not one.bare_weekday or one.until or other.until:
        return True
    if other.bare_weekday:
        return one.weekday == other.weekday
    if other.weekday is not None:
        return one.weekday == other.weekday
    found = intervals(other, None) if other.year and other.month and other.day else ()
    return not found or any((i[0] - 1) % 7 == one.weekday for i in found)


def _hours_meet(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return any(a[0] + s < b[1] and b[0] < a[1] + s for s in (-24, 0, 24))


def _hour_of(clock: Clock, hours: tuple[float, float]) -> bool:
    at = clock.minutes / 60
    times = (at, at + 12, at + 24) if clock.halves else (at, at + 24)
    return any(hours[0] - 1 <= t <= hours[1] + 1 for t in times)


Pairs = list[tuple[Mention, Mention]]
Sides = tuple[list[Mention], list[Mention]]


def _match(case: _Case, facet: str) -> tuple[Pairs, Sides, Sides]:
    """Times that may be the same, one to one; those that nothing answers; and those left over."""
    left, right = case.of(facet, 0), case.of(facet, 1)
    fits = [(a, b) for a in left for b in right if case.same(a, b)]
    scored = sorted(fits, key=lambda p: (_unlike(case, *p), _apart(case, *p)))
    used: set[int] = set()
    pairs = []
    for a, b in scored:
        if id(a) not in used and id(b) not in used:
            used |= {id(a), id(b)}
            pairs.append((a, b))
    fitting = {id(m) for pair in fits for m in pair}
    strange = (
        [m for m in left if id(m) not in fitting],
        [m for m in right if id(m) not in fitting],
    )
    spare = (
        [m for m in left if id(m) in fitting - used],
        [m for m in right if id(m) in fitting - used],
    )
    return pairs, strange, spare


def _unlike(case: _Case, a: Mention, b: Mention) -> float:
    """How differently exact two days are."""
    sizes = [max(1, length(case.days(m, side))) for side, m in enumerate((a, b))]
    return max(sizes) / min(sizes)


def _apart(case: _Case, a: Mention, b: Mention) -> float:
    sizes = [max(1, len(v.tokens)) for v in case.views]
    return abs(a.first / sizes[0] - b.first / sizes[1])


def _paired(case: _Case, strange: Sides, spare: Sides) -> Pairs:
    """Times that nothing answers with those that stand in their place on the other side."""
    scored = []
    for lefts, rights, cost in (
        (strange[0], strange[1], 0.0),
        (strange[0], spare[1], 1.0),
        (spare[0], strange[1], 1.0),
    ):
        for a in lefts:
            for b in rights:
                faces = _faces(case, a, b)
                single = cost == 0.0 and len(strange[0]) == len(strange[1]) == 1
                near = _apart(case, a, b) <= float(load("dates")["settings"]["apart"])
                short = max(len(v.tokens) for v in case.views) <= _SHORT
                if _told_otherwise(case, a, b):
                    continue
                if _level(case, a, b) and (faces or (single and (near or short))):
                    scored.append((cost - faces, _apart(case, a, b), a.first, b.first, a, b))
    used: set[int] = set()
    found = []
    for _, _, _, _, a, b in sorted(scored, key=lambda s: s[:4]):
        if id(a) not in used and id(b) not in used:
            used |= {id(a), id(b)}
            found.append((a, b))
    return found


def _told_otherwise(case: _Case, a: Mention, b: Mention) -> bool:
    """Each side tells the other's time in another way, or one does and may tell both."""
    answered = case.answered(a, 0), case.answered(b, 1)
    return (a.facet == "part" and any(answered)) or (a.facet == "day" and all(answered))


def _faces(case: _Case, a: Mention, b: Mention) -> bool:
    """The second stands where the other text would tell the first, by the words around them."""
    if case.views[0].lang != case.views[1].lang:
        return False
    links = case.links
    there, back = links.across(0, a.first, a.last), links.across(1, b.first, b.last)
    return (there is not None and there[0] <= b.first < there[1]) and (
        back is not None and back[0] <= a.first < back[1]
    )


def _level(case: _Case, a: Mention, b: Mention) -> bool:
    """Both are days, or weeks, or years: one could have become the other."""
    if a.facet != "day":
        return True
    if a.when and b.when and a.when.unit == b.when.unit == "day":
        return True
    sizes = [_size(m, case, side) for side, m in enumerate((a, b))]
    return max(sizes) <= float(load("dates")["settings"]["level"]) * min(sizes)


def _size(mention: Mention, case: _Case, side: int) -> float:
    if found := length(case.days(mention, side)):
        return float(found)
    when = mention.when or When()
    if when.day or when.weekday is not None or when.unit == "day":
        return 1.0
    return 30.0 if when.month else 365.0 if when.year else 7.0


def _coarser(case: _Case, matched: Iterable[tuple[Mention, Mention]]) -> Pairs:
    most = float(load("dates")["settings"]["coarser"])
    return [
        (a, b)
        for a, b in matched
        if a.facet == "day"
        and _length(case, a, 0) * most <= _length(case, b, 1)
        and 0 < _length(case, a, 0) <= 7
        and not _told_finer(case, a, b, most)
    ]


def _length(case: _Case, mention: Mention, side: int) -> int:
    return length(case.days(mention, side))


def _told_finer(case: _Case, a: Mention, b: Mention, most: float) -> bool:
    others: Sequence[Mention] = case.of("day", 1)
    return any(
        o is not b and case.same(a, o) and _length(case, o, 1) < most * _length(case, a, 0)
        for o in others
    )

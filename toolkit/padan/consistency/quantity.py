"""A quantity read from a text: what it counts, its possible values and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN = frozenset({"count", "ordinal", "times", "year", "fraction"})
"""Dimensions whose bare figures may stand for one another (the 18th, 18, ke-18)."""
CALENDAR = frozenset({"day", "month", "year", "weekday", "time"})
"""Dimensions that make a finding one about a date."""
NAMED = frozenset({"month", "weekday"})
"""Dimensions whose values are names, comparable with nothing else."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date part, time, rate or amount, in tokens `first` to `last` (half open)."""

    first: int
    last: int
    start: int
    end: int
    """Characters of the number itself, unit included where it belongs to the difference."""
    dim: str
    values: tuple[float, ...]
    """Readings as written, likeliest first; lowest and highest where `vague`."""
    unit: str = ""
    factor: float = 1.0
    plus: float = 0.0
    """A value times `factor` plus `plus` is in the dimension's base unit."""
    step: float = 0.0
    vague: bool = False
    soft: bool = False
    """Texts use or drop it freely: it may match, but is not missed."""
    modifier: str = ""
    modifier_start: int = 0
    modifier_end: int = 0
    ranged: bool = False
    """It is one end of a range."""
    noun: str = ""
    """The word counted, where one follows."""
    zone: float | None = None
    """Hours ahead of UTC, for a time."""
    halves: bool = False
    """A time on a twelve-hour clock whose half of the day is not said."""

    @property
    def base(self) -> tuple[float, ...]:
        """The readings in the dimension's base unit."""
        return tuple(v * self.factor + self.plus for v in self.values)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
SECONDS_A_YEAR = 31556952.0
_PERIODS = (
    ("year", SECONDS_A_YEAR),
    ("month", 2629746.0),
    ("week", 604800.0),
    ("day", 86400.0),
    ("hour", 3600.0),
)


def describe(q: Quantity) -> str:
    """The quantity in plain English figures: `2 per month`, `30 km`, `17`, `Thursday`."""
    if not q.values:
        return ""
    value = q.values[0]
    match q.dim:
        case "month":
            return _MONTHS[int(value) - 1]
        case "weekday":
            return _WEEKDAYS[int(value)]
        case "time":
            return f"{int(value) // 60:02d}:{int(value) % 60:02d}"
        case "rate":
            return _rate(value)
        case "year" | "day":
            return str(int(value))
        case "money":
            return f"{q.unit} {figure(value)}"
        case "times":
            return f"{figure(value)} times"
        case "ordinal":
            return f"number {figure(value)}"
    if q.vague:
        return f"{figure(value)} or more"
    return f"{figure(value)} {_plural(q.unit, value)}".strip()


_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}


def _plural(unit: str, value: float) -> str:
    """`days` for more than one day; symbols and plural names stay as they are."""
    if value == 1 or len(unit) <= 3 or not unit.isalpha() or unit.endswith(("s", "percent")):
        return unit
    return _PLURALS.get(unit, unit + "s")


def figure(value: float) -> str:
    """A number with English separators and no needless digits."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _rate(per_year: float) -> str:
    for name, seconds in reversed(_PERIODS):
        times = per_year * seconds / SECONDS_A_YEAR
        if abs(times - round(times)) < 0.02 and round(times) >= 1:
            return f"{round(times)} per {name}"
    for name, seconds in reversed(_PERIODS):
        gap = SECONDS_A_YEAR / (per_year * seconds)
        if abs(gap - round(gap)) < 0.02 and gap <= 12:
            return f"one every {round(gap)} {name}s"
    return f"{per_year:.3g} per year"

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


SECONDS_A_YEAR = 31556952.0

"""Which quantities of two texts are the same, which one became another, which stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from padan.consistency.lexicon import load
from padan.consistency.quantity import CALENDAR, NAMED, PLAIN, Quantity


class Likeness(Enum):
    """How two quantities stand to each other."""

    SAME = "same"
    ROUNDED = "rounded"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class _Settings:
    converted_within: float
    converted_loosely: float
    rounded_within: float
    rate_within: float


@lru_cache(maxsize=1)
def _settings() -> _Settings:
    table = load("numbers")
    return _Settings(*(float(table[k]) for k in _Settings.__slots__))


def likeness(a: Quantity, b: Quantity) -> Likeness:
    """Whether `a` and `b` state the same quantity, exactly, rounded or in another unit."""
    if a.dim == "time" or b.dim == "time":
        return _told(_same_time(a, b))
    if a.dim in NAMED or b.dim in NAMED or "rate" in {a.dim, b.dim}:
        return _told(a.dim == b.dim and _same_named(a, b))
    if not a.values or not b.values:
        return Likeness.SAME  # a serial number that has no value: nothing to tell
    if a.vague or b.vague:
        return _told(_overlap(a, b))
    if {a.dim, b.dim} == {"percent", "fraction"}:
        return _told(_meet(a.base, b.base, 0.011))
    if a.dim == b.dim and a.unit != b.unit and a.dim != "money":
        return _told(_converted(a, b))
    if not _figures_compare(a, b):
        return Likeness.DIFFERENT
    if _meet(a.values, b.values, 1e-9):
        return Likeness.SAME
    return _rounding(a, b)


def _told(same: bool) -> Likeness:
    return Likeness.SAME if same else Likeness.DIFFERENT


def _meet(left: Sequence[float], right: Sequence[float], within: float) -> bool:
    return any(abs(x - y) <= within * max(abs(x), abs(y)) for x in left for y in right)


def _same_named(a: Quantity, b: Quantity) -> bool:
    return _meet(a.values, b.values, _settings().rate_within if a.dim == "rate" else 0.0)


def _same_time(a: Quantity, b: Quantity) -> bool:
    if a.dim != b.dim:
        clock, other = (a, b) if a.dim == "time" else (b, a)
        written = (clock.values[0] // 60) + (clock.values[0] % 60) / 100
        return other.dim in PLAIN and _meet((written, written % 12), other.values, 1e-9)
    shift = 0.0
    if a.zone is not None and b.zone is not None:
        shift = (a.zone - b.zone) * 60
    cycle = 720 if a.halves or b.halves else 1440
    return (a.values[0] - b.values[0] - shift) % cycle == 0


def _overlap(a: Quantity, b: Quantity) -> bool:
    """Ranges meet; for a figure against dozens or hundreds, it lies within."""
    if a.dim != b.dim and not (a.dim in PLAIN and b.dim in PLAIN):
        return False
    left = [v * a.factor for v in a.values]
    right = [v * b.factor for v in b.values]
    return min(left) <= max(right) and min(right) <= max(left)


def _converted(a: Quantity, b: Quantity) -> bool:
    """The same amount in another unit, within what rounding explains."""
    settings = _settings()
    for x, written_a in zip(a.base, a.values, strict=True):
        for y, written_b in zip(b.base, b.values, strict=True):
            round_ = _is_round(written_a) and _is_round(written_b)
            share = settings.converted_loosely if round_ else settings.converted_within
            slack = max(share * max(abs(x), abs(y)), _half_step(a), _half_step(b))
            if abs(x - y) <= slack:
                return True
    return False


def _half_step(q: Quantity) -> float:
    """Half of the last digit written, in the base unit."""
    return 0.5 * min(q.step, 1.0) * q.factor if q.step else 0.0


def _is_round(value: float) -> bool:
    """At most two leading digits, then zeros, from ten up."""
    if value < 10 or value != int(value):
        return False
    return len(str(int(value)).rstrip("0")) <= 2


def _figures_compare(a: Quantity, b: Quantity) -> bool:
    """The bare figures of `a` and `b` mean the same when equal."""
    if a.dim == b.dim:
        return a.dim != "money" or a.unit == b.unit
    dims = {a.dim, b.dim}
    if "percent" in dims:
        return False
    if dims <= {"temperature", "angle", "count"}:
        return True
    plain = PLAIN | {"day"}
    return a.dim in plain or b.dim in plain


def _rounding(a: Quantity, b: Quantity) -> Likeness:
    """Whether the coarser figure is the finer one rounded (1,523 and 1,500)."""
    if a.dim in CALENDAR or b.dim in CALENDAR or "ordinal" in {a.dim, b.dim}:
        return Likeness.DIFFERENT
    for x in a.values:
        for y in b.values:
            coarse, fine = (x, y) if _grain(x) > _grain(y) else (y, x)
            rough, exact = (a, b) if coarse == x else (b, a)
            gap = abs(coarse - fine)
            if gap > _settings().rounded_within * abs(fine) or _grain(coarse) <= _grain(fine):
                continue
            fits = {"up": fine >= coarse, "down": fine <= coarse}.get(rough.modifier)
            if fits is not None and fits and gap <= _grain(coarse):
                return Likeness.SAME
            if gap <= _grain(coarse) / 2:
                about = "about" in {rough.modifier, exact.modifier}
                return Likeness.SAME if about else Likeness.ROUNDED
    return Likeness.DIFFERENT


def _grain(value: float) -> float:
    """Worth of the last digit that is not zero: 100 for 1,500, 0.1 for 2.5."""
    if value == 0 or abs(value) > 1e17:
        return 1.0
    grain = 1.0
    if value == int(value):
        whole = abs(int(value))
        while whole % 10 == 0:
            whole, grain = whole // 10, grain * 10
        return grain
    for _ in range(6):
        grain /= 10
        if abs(value / grain - round(value / grain)) < 1e-6:
            break
    return grain

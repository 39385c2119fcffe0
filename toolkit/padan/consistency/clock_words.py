"""Clock times in figures and words, with the zones they are told in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.number_words import number_words
from padan.consistency.numerals import Form, numeral_at
from padan.consistency.quantity import Quantity
from padan.consistency.tokens import Token

Tokens = tuple[Token, ...]
_DAY = 1440


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    minutes: int
    """After midnight."""
    halves: bool = False
    """On a twelve-hour clock whose half of the day is not said."""
    zones: tuple[float, ...] = ()
    """Hours ahead of UTC, more than one where summer time may hold; none where it is not said."""


def clocks(
    tokens: Tokens, lang: str, figures: Sequence[Quantity]
) -> Iterator[tuple[int, int, Clock, bool]]:
    """First and last token of every clock time, its reading, and whether it is missed alone."""
    by_first = {q.first: q for q in figures}
    after = 0
    for i in range(len(tokens)):
        if i < after:
            continue
        words = _indonesian(tokens, i) if lang == "id" else _english(tokens, i)
        q = by_first.get(i)
        if words is not None:
            first, last, minutes = words
            clock, last = _placed(tokens, last, minutes % _DAY, lang, first)
            yield first, last, clock, False
        elif q is not None:
            clock, last = _read(tokens, q, lang)
            first = i - (_norm(tokens, i - 1) in load("calendar")["clock"]["before"])
            yield first, last, clock, not q.soft
        else:
            continue
        after = last


def _read(tokens: Tokens, q: Quantity, lang: str) -> tuple[Clock, int]:
    minutes = int(q.values[0])
    zones, last = _zone(tokens, q.last)
    if not zones and q.zone is not None:
        zones = (q.zone,)
    halves = q.halves
    if halves:
        minutes, halves = _half(tokens, q.first, last, minutes, lang)
    return Clock(minutes % _DAY, halves, zones), last


def _placed(tokens: Tokens, last: int, minutes: int, lang: str, first: int) -> tuple[Clock, int]:
    zones, last = _zone(tokens, last)
    minutes, halves = _half(tokens, first, last, minutes, lang)
    return Clock(minutes % _DAY, halves, zones), last


@lru_cache(maxsize=4)
def _part_phrases(lang: str) -> Phrases[str]:
    filed: Phrases[str] = Phrases()
    for name, phrases in load("dates")[lang]["parts"].items():
        for phrase in phrases:
            filed.add(phrase, name)
    return filed


def _half(tokens: Tokens, first: int, last: int, minutes: int, lang: str) -> tuple[int, bool]:
    """The minutes in the half of the day that a part of the day beside them tells."""
    if minutes >= 13 * 60:
        return minutes, False
    for i in (*range(last, min(last + 4, len(tokens))), *range(max(0, first - 2), first)):
        if tokens[i].norm in {",", ".", ";"}:
            continue
        part = _part_phrases(lang).at(tokens, i)
        if part is not None:
            hours = load("dates")["parts"][part[0]]
            fits = [m for m in (minutes % 720, minutes % 720 + 720) if _inside(m, hours)]
            return (fits[0], False) if len(fits) == 1 else (minutes, True)
    return minutes, True


def _inside(minutes: int, hours: Sequence[float]) -> bool:
    return any(hours[0] * 60 <= m <= hours[1] * 60 for m in (minutes, minutes + _DAY))


@lru_cache(maxsize=1)
def _zone_phrases() -> Phrases[tuple[float, ...]]:
    filed: Phrases[tuple[float, ...]] = Phrases()
    for phrase, hours in load("calendar")["zones"].items():
        filed.add(phrase, (float(hours),))
    for key, phrases in load("dates")["zones"].items():
        for phrase in phrases:
            filed.add(phrase, tuple(float(h) for h in key.split()))
    return filed


def _zone(tokens: Tokens, i: int) -> tuple[tuple[float, ...], int]:
    """The zone named after token `i`, up to three words further on, and where it ends."""
    for at in range(i, min(i + 4, len(tokens))):
        if tokens[at].norm in {".", ";", "(", "-"}:
            break
        hit = _zone_phrases().at(tokens, at)
        if hit is not None:
            return hit[0], hit[1] if at == i else i
    return (), i


def _norm(tokens: Tokens, i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else ""


def _number(tokens: Tokens, i: int, lang: str, most: int) -> tuple[int, int] | None:
    """The whole number up to `most` in words or digits at token `i`, and where it ends."""
    if i >= len(tokens):
        return None
    found = numeral_at(tokens, i, number_words(lang))
    if found is None or found.form is not Form.CARDINAL or not found.values:
        return None
    value = found.values[0]
    return (int(value), found.last) if value == int(value) and 0 <= value <= most else None


def _indonesian(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """Pukul tujuh, jam setengah delapan, pukul tujuh lewat seperempat, setengah empat sore."""
    words = load("dates")["id"]["clock"]
    announced = tokens[i].norm in words["before"]
    at = i + announced
    if _norm(tokens, at) in words["half_to"]:
        hour = _number(tokens, at + 1, "id", 12)
        day = hour and _part_phrases("id").at(tokens, hour[1])
        return (i, hour[1], hour[0] * 60 - 30) if hour and (announced or day) else None
    if not announced or (at < len(tokens) and tokens[at].is_number):
        return None
    hour = _number(tokens, at, "id", 24)
    if hour is None:
        return None
    minutes, last = _extra(tokens, hour[1], words)
    return i, last, hour[0] * 60 + minutes


def _extra(tokens: Tokens, i: int, words: dict[str, list[str]]) -> tuple[int, int]:
    """Lewat seperempat, kurang sepuluh menit: minutes after the hour, and where they end."""
    norm = _norm(tokens, i)
    sign = 1 if norm in words["past"] else -1 if norm in words["to"] else 0
    if not sign:
        return 0, i
    if _norm(tokens, i + 1) in words["quarter"]:
        return 15 * sign, i + 2
    found = _number(tokens, i + 1, "id", 59)
    if found is None:
        return 0, i
    return found[0] * sign, found[1] + (_norm(tokens, found[1]) == "menit")


def _english(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """Half past ten, a quarter to six, ten past four, seven o'clock."""
    words = load("dates")["en"]["clock"]
    if tokens[i].norm == "half" and _norm(tokens, i + 1) == "past":
        hour = _number(tokens, i + 2, "en", 12)
        return (i, hour[1], hour[0] * 60 + 30) if hour else None
    if tokens[i].norm in words["quarter"]:
        lead: tuple[int, int] | None = (15, i + 1)
    else:
        lead = _number(tokens, i, "en", 59)
    if lead is None:
        return None
    if _norm(tokens, lead[1]) in words["oclock"] and lead[0] <= 12:
        return i, lead[1] + 1, lead[0] * 60
    sign = {"past": 1, "to": -1}.get(_norm(tokens, lead[1]), 0)
    hour = _number(tokens, lead[1] + 1, "en", 12) if sign and lead[0] in _TOLD else None
    if hour is None or (lead[0] != 15 and tokens[i].is_number):
        return None
    return i, hour[1], hour[0] * 60 + sign * lead[0]


_TOLD = frozenset({5, 10, 15, 20, 25})
"""Minutes past or to the hour that are told so; `two to three` is a range."""


def same_time(a: Clock, b: Clock, spare: int) -> bool:
    """Both may be the same time of day, within `spare` minutes.

    Where only one side names a zone, full hours apart may be its conversion.
    """
    cycle = 720 if a.halves or b.halves else _DAY
    if a.zones and b.zones:
        shifts = [int(60 * (y - x)) for x in a.zones for y in b.zones]
    elif a.zones or b.zones:
        shifts = list(range(0, _DAY, 60))
    else:
        shifts = [0]
    return any(_apart(a.minutes + s - b.minutes, cycle) <= spare for s in shifts)


def _apart(minutes: int, cycle: int) -> int:
    rest = minutes % cycle
    return min(rest, cycle - rest)


def day_shift(clock: Clock, zone: float) -> int:
    """Days to add to the local date to get the date in UTC."""
    return (clock.minutes - int(60 * zone)) // _DAY

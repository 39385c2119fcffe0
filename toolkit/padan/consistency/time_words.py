"""Reads when something is said to happen: days, periods, clock times, parts of the day, steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from padan.consistency.calendar_words import dates
from padan.consistency.clock_words import Clock, clocks
from padan.consistency.day_words import Day, days
from padan.consistency.lexicon import LANGUAGES, Phrases, load
from padan.consistency.quantities import quantities
from padan.consistency.quantity import Quantity
from padan.consistency.tokens import Token, tokenize
from padan.consistency.when import When, days_in

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A time told in tokens `first` to `last` (half open), characters `start` to `end`."""

    first: int
    last: int
    start: int
    end: int
    facet: str
    """day, clock, part, step (from another event) or duration."""
    when: When | None = None
    clock: Clock | None = None
    hours: tuple[float, float] | None = None
    days: float = 0.0
    """Of a step, negative before the event, or a duration."""
    of: bool = False
    """A step from an event to the time told beside it: Thursday, a day after the vote."""
    edge: str = ""
    """start or end: it holds from then on, or up to then; within or beyond for a duration."""
    limit_start: int = 0
    """Where the words of the limit begin; `start` where there are none."""
    exclusive: bool = False
    """The limit does not take in the day itself."""
    hard: bool = False
    """It is missed where the other side has none."""


@lru_cache(maxsize=256)
def mentions(text: str, lang: str) -> tuple[Mention, ...]:
    """The times that `text` tells, in reading order; none in a language without word lists."""
    if lang not in LANGUAGES:
        return ()
    tokens = tokenize(text)
    lengths = [q for q in quantities(text, lang) if q.dim == "duration"]
    found: list[Mention] = []
    taken: set[int] = set()
    for read in (_steps, _counted, _days, _clocks, _parts, _durations):
        for mention in read(tokens, lang, lengths, taken):
            taken |= set(range(mention.first, mention.last))
            found.append(mention)
    found.sort(key=lambda m: (m.first, m.facet))
    return tuple(_limited(m, tokens, lang) for m in found)


def _mention(tokens: Tokens, first: int, last: int, facet: str) -> Mention:
    start, end = tokens[first].start, tokens[last - 1].end
    return Mention(first, last, start, end, facet, limit_start=start)


@lru_cache(maxsize=32)
def table(lang: str, name: str) -> Phrases[str]:
    """The phrases of `[<lang>.<name>]` of data/dates.toml with their keys."""
    filed: Phrases[str] = Phrases()
    for key, phrases in load("dates")[lang][name].items():
        for phrase in phrases:
            filed.add(phrase, key)
    return filed


def _steps(
    tokens: Tokens, lang: str, lengths: list[Quantity], taken: set[int]
) -> Iterator[Mention]:
    """The next day, H-3."""
    for i in range(len(tokens)):
        hit, day = (table(lang, name).at(tokens, i) for name in ("steps", "relative"))
        if hit is not None and (day is None or day[1] <= hit[1]):
            days_, _, of = hit[0].partition(" ")
            yield replace(_mention(tokens, i, hit[1], "step"), days=float(days_), of=bool(of))
        elif _is_day_count(tokens, i):
            sign = -1 if tokens[i + 1].norm == "-" else 1
            step = sign * float(tokens[i + 2].norm)
            yield replace(_mention(tokens, i, i + 3, "step"), days=step)


def _is_day_count(tokens: Tokens, i: int) -> bool:
    if tokens[i].norm not in load("dates")["steps"]["before_count"] or i + 2 >= len(tokens):
        return False
    sign, count = tokens[i + 1], tokens[i + 2]
    tight = tokens[i].end == sign.start and sign.end == count.start
    return tight and sign.norm in {"-", "+"} and count.norm.isdecimal() and len(count.norm) < 4


def _counted(
    tokens: Tokens, lang: str, lengths: list[Quantity], taken: set[int]
) -> Iterator[Mention]:
    """Three days ago, dua pekan lagi; three days after something else."""
    for q in lengths:
        hit = table(lang, "ago").at(tokens, q.last)
        if hit is None or q.first in taken or not q.values:
            continue
        sign = -1.0 if hit[0] in {"past", "earlier", "before"} else 1.0
        if hit[0] in {"past", "future"}:
            when = When(unit="ago", shift=sign * q.values[0], of=q.unit)
            yield replace(_mention(tokens, q.first, hit[1], "day"), when=when)
        else:
            step = sign * days_in(q.values[0], q.unit)
            of = hit[0] in {"after", "before"}
            yield replace(_mention(tokens, q.first, hit[1], "step"), days=step, of=of)


def _days(tokens: Tokens, lang: str, lengths: list[Quantity], taken: set[int]) -> Iterator[Mention]:
    parts = [q for q in dates(tokens, lang) if q.dim != "time"]
    for day in days(tokens, lang, parts, frozenset(taken)):
        yield replace(
            _mention(tokens, day.first, day.last, "day"), when=day.when, hard=_is_hard(day)
        )
        if day.hours is not None:
            yield replace(_mention(tokens, day.first, day.last, "part"), hours=day.hours)


def _is_hard(day: Day) -> bool:
    return not day.when.relative and day.when.part is None


def _clocks(
    tokens: Tokens, lang: str, lengths: list[Quantity], taken: set[int]
) -> Iterator[Mention]:
    figures = [q for q in dates(tokens, lang) if q.dim == "time"]
    for first, last, clock, hard in clocks(tokens, lang, figures):
        if not taken & set(range(first, last)):
            yield replace(_mention(tokens, first, last, "clock"), clock=clock, hard=hard)


@lru_cache(maxsize=4)
def _no_parts(lang: str) -> Phrases[str]:
    filed: Phrases[str] = Phrases()
    for phrase in load("dates")["not_parts"][lang]:
        filed.add(phrase, phrase)
    return filed


def hours_of(name: str) -> tuple[float, float]:
    """The hours of a part of the day."""
    first, last = load("dates")["parts"][name]
    return float(first), float(last)


def _parts(
    tokens: Tokens, lang: str, lengths: list[Quantity], taken: set[int]
) -> Iterator[Mention]:
    i = 0
    while i < len(tokens):
        idiom = _no_parts(lang).at(tokens, i)
        hit = table(lang, "parts").at(tokens, i)
        if idiom is not None and (hit is None or idiom[1] >= hit[1]):
            i = idiom[1]
        elif hit is not None:
            if not taken & set(range(i, hit[1])):
                yield replace(_mention(tokens, i, hit[1], "part"), hours=hours_of(hit[0]))
            i = hit[1]
        else:
            i += 1


def _durations(
    tokens: Tokens, lang: str, lengths: list[Quantity], taken: set[int]
) -> Iterator[Mention]:
    for q in lengths:
        if not taken & set(range(q.first, q.last)) and q.values:
            mention = _mention(tokens, q.first, q.last, "duration")
            yield replace(mention, days=days_in(q.values[0], q.unit))


def _limited(mention: Mention, tokens: Tokens, lang: str) -> Mention:
    """The mention with the word before it that makes it a limit: until Monday, within a week."""
    if mention.facet in {"part", "clock"} or (mention.when and mention.when.until):
        return mention
    name = "edges" if mention.facet == "day" else "limits"
    at = mention.first
    while at > 0 and tokens[at - 1].norm in load("dates")[lang]["edges"]["skipped"]:
        at -= 1
    for back in (4, 3, 2, 1):
        hit = _edge_phrases(lang, name).at(tokens, at - back) if at >= back else None
        if hit is not None and hit[1] == at:
            words = " ".join(t.norm for t in tokens[at - back : at])
            exclusive = words in load("dates")[lang]["edges"]["exclusive"]
            start = tokens[at - back].start
            return replace(mention, edge=hit[0], exclusive=exclusive, limit_start=start)
    return mention


@lru_cache(maxsize=8)
def _edge_phrases(lang: str, name: str) -> Phrases[str]:
    filed: Phrases[str] = Phrases()
    for key in ("start", "end", "within", "beyond"):
        for phrase in load("dates")[lang][name].get(key, ()):
            filed.add(phrase, key)
    return filed

"""Dates and times: the same moment in both texts, another one, or a limit turned round?

Times are compared by what they may mean: a day against the days that the other side's words allow,
a clock time against its conversion, a part of the day against its hours. Only what cannot be the
same is a difference. Relative times count from the article's day of publication; where that is not
known they are compared among themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.moments import Moments, moments
from padan.consistency.side import Pair, View
from padan.consistency.time_limits import moved, turned_limits
from padan.consistency.time_words import Mention
from padan.consistency.tokens import Token, TokenKind
from padan.consistency.when import intervals
from padan.model import Kind, Severity, Why


def check(pair: Pair) -> Report:
    """Compare the times of both sides, in the outlets' own words where padan reads them."""
    views = own_words(pair)
    if views is None:
        return Report(abstained=("Dates: no word list for one of the languages, and no English.",))
    found = compared(pair, views)
    drafts = [*_different(found), *turned_limits(found), *moved(views), *_alone(found)]
    return Report(place(pair, views, drafts))


def own_words(pair: Pair) -> tuple[View, View] | None:
    """For each side the outlet's own words, or our English where there is no word list for them."""
    chosen = [
        own if own.lang in LANGUAGES else english
        for own, english in zip(pair.own, pair.english, strict=True)
    ]
    left, right = chosen
    return (left, right) if left is not None and right is not None else None


def compared(pair: Pair, views: tuple[View, View]) -> Moments:
    """The times of both sides, matched."""
    days = pair.reference.published, pair.retelling.published
    published = (days[0] or days[1], days[1] or days[0])
    return moments(views, published)


def _severity(name: str) -> Severity:
    return Severity(load("dates")["severity"][name])


def _different(found: Moments) -> Iterator[Draft]:
    for a, b in found.changed:
        words = _words(found, a, b)
        yield _draft(found, a, b, _severity("changed"), Why("date.changed", words))
    for a, b in found.coarser:
        words = _words(found, a, b)
        yield _draft(found, a, b, _severity("coarser"), Why("date.coarser", words))


def _draft(found: Moments, a: Mention, b: Mention, severity: Severity, why: Why) -> Draft:
    gloss = told(b, found.published[1]) if found.views[1].lang != "en" else ""
    forms = _forms(b, found.views[1]), _forms(a, found.views[0])
    left, right = (
        _tight(m, v, others) for m, v, others in zip((a, b), found.views, forms, strict=True)
    )
    return Draft(Kind.DATE, severity, left, right, why=why, gloss=gloss)


def _tight(mention: Mention, view: View, others: frozenset[str]) -> Range:
    """The words of a time that the other side's has not."""
    tokens = view.tokens[mention.first : mention.last]
    own = [t for t in tokens if t.kind is not TokenKind.MARK and _form(t) not in others]
    return (own[0].start, own[-1].end) if own else (mention.start, mention.end)


def _forms(mention: Mention, view: View) -> frozenset[str]:
    return frozenset({"", *(_form(t) for t in view.tokens[mention.first : mention.last])})


def _form(token: Token) -> str:
    """The word, or the number of the month or weekday that it names; one form for words that
    only announce a time."""
    calendar = load("calendar")
    for table in ("months", "weekdays"):
        if token.norm in calendar[table]:
            return f"{table} {calendar[table][token.norm]}"
    return "" if token.norm in load("dates")["announce"] else token.norm


def _words(found: Moments, a: Mention, b: Mention) -> tuple[tuple[str, str], ...]:
    said = [_said(m, v, p) for m, v, p in zip((a, b), found.views, found.published, strict=True)]
    names = load("dates")["says"].get(a.facet, load("dates")["says"]["day"])
    return (
        ("left", said[0]),
        ("right", said[1]),
        ("what_en", names["en"]),
        ("what_id", names["id"]),
    )


def _said(mention: Mention, view: View, published: date | None) -> str:
    """The words quoted, with the day or hour that they come to where they do not show it."""
    words = quoted(view.text[mention.start : mention.end])
    plain = told(mention, published) if mention.clock or (mention.when and _hidden(mention)) else ""
    return f"{words} ({plain})" if plain and plain not in words else words


def _hidden(mention: Mention) -> bool:
    return mention.when is not None and (mention.when.relative or mention.when.bare_weekday)


def told(mention: Mention, published: date | None) -> str:
    """The time in figures, as 2025-03-12 or 15:30; empty where it comes to no single one."""
    if mention.clock is not None:
        return f"{mention.clock.minutes // 60:02d}:{mention.clock.minutes % 60:02d}"
    if mention.when is None:
        return ""
    found = intervals(mention.when, published) if published or mention.when.year else ()
    if len(found) != 1 and not mention.when.relative:
        return ""
    first, last = found[0] if found else (0, -1)
    if last - first > 31 or not found:
        return ""
    ends = [date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()]
    return ends[0] if first == last else f"{ends[0]} to {ends[1]}"


def _alone(found: Moments) -> Iterator[Draft]:
    """Days and hours that only one side tells."""
    for side, (name, code) in enumerate((("missing", "date.missing"), ("added", "date.added"))):
        for mention in found.alone[side]:
            view = found.views[side]
            where = (mention.start, mention.end)
            why = Why(code, (("words", quoted(view.text[slice(*where)])),))
            left, right = (None, where) if side else (where, None)
            yield Draft(Kind.DATE, _severity(name), left, right, why=why)

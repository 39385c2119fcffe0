"""What lines tell about the article: outlet, author, date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from padan.articles.datelines import dateline_end
from padan.articles.dates import date_in_url, date_line, parse_date
from padan.articles.patterns import outlet_entry
from padan.articles.settings import table
from padan.model import Line, Role

_YEARS = r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?"
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright|hak cipta)\s*(?:@|©|\(c\))?\s*{_YEARS}\s*[,.]?\s*"
    r"(?P<name>(?-i:[A-Z])[\w.&' -]{1,40}?)"
    r"\s*(?:$|[,.|©(–-]|\ball rights?\b|\ba subsidiary\b|(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"\b[a-z][\w-]*(?:\.[\w-]+)*\.(?:com|co\.id|id|net|co|tv|org|news|my)\b", re.IGNORECASE
)
_AUTHOR = re.compile(
    r"(?:\(?\s*laporan (?:khusus )?(?:wartawan|reporter|jurnalis|kontributor|koresponden)\s+"
    r"(?:[\w.-]+\.(?:com|id)|tribun\w*|kompas\w*)?\s*,?"
    r"|penulis|reporter|pewarta|jurnalis|wartawan|kontributor|author|written by|reported by"
    r"|reporting by|ditulis oleh|diposting oleh|posted by|oleh|by)"
    r"\s*[:：|,]?\s+(?P<name>[^\W\d_].*)$",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"\s*(?:[|/(;•·]|\s[-–—]\s|,\s*(?:bbc|detik|cnn|kompas|tempo|antara|reuters|editor|jurnalis|koresponden)|\beditor\b|\d).*$",
    re.IGNORECASE,
)
# Rules by which a byline is a name and nothing else, or a name and its outlet.
_NAME_RULES = frozenset(
    {
        "a name beside date or byline",
        "the name below its label",
        "a name and the outlet it writes for",
        "a name in capitals below the text",
    }
)
# Longer lines are read for an outlet only in their dateline.
_SHORT = 60
_NOT_AUTHOR = re.compile(
    r"(?:editor|penyunting|redaktur|editing|edited|penerjemah|fotografer|tim redaksi)",
    re.IGNORECASE,
)


def find_outlet(text: str, url: str) -> str:
    """The outlet before roles are known: by the URL's domain, else by copyright or dateline."""
    host = _host(url)
    if host:
        entry = outlet_entry(host)
        return str(entry["name"]) if entry else host
    votes: Counter[str] = Counter()
    for line in filter(None, map(str.strip, text.split("\n"))):
        if found := _COPYRIGHT.search(line[:200]):
            votes[_proper(found["name"])] += 3
        elif len(line) <= _SHORT:
            votes.update(_named_in(line))
        elif (prefix := dateline_end(line, rank=1)) is not None:
            votes.update(_named_in(line[: prefix[0]]))
    return _first_best(votes) if votes else ""


def outlet_of_lines(text: str, lines: Sequence[Line]) -> str:
    """The outlet that furniture, datelines and bylines name; empty where none is named."""
    votes: Counter[str] = Counter()
    for line in lines:
        piece = text[line.start : line.end]
        if line.role is Role.FURNITURE and (found := _COPYRIGHT.search(piece[:200])):
            votes[_proper(found["name"])] += 3
        elif line.role in (Role.DATELINE, Role.BYLINE):
            votes.update(_named_in(piece))
            votes.update(_proper(m.group()) for m in _DOMAIN.finditer(piece))
        elif line.role is Role.FURNITURE and "ends with" not in line.why:
            votes.update(_named_in(piece))
    return _first_best(votes) if votes else ""


def author_of(text: str, lines: Sequence[Line]) -> str:
    """The author that a byline names, without label, outlet and initials; empty where none is."""
    label = False
    for line in lines:
        if line.role is not Role.BYLINE:
            label = False
            continue
        piece = text[line.start : line.end].strip("() ")
        editor = _NOT_AUTHOR.match(piece) is not None
        found = _AUTHOR.match(piece)
        name = found["name"] if found else piece if _bare_name(line) else ""
        name = _NAME_END.sub("", name).strip(" .,:)")
        if name and not editor and not label and outlet_entry(name) is None:
            return name
        label = editor and found is None and ":" not in piece
    return ""


def published_of(text: str, lines: Sequence[Line], lang: str, url: str) -> date | None:
    """The date of publication: what the page labels so, the URL's, or the first date line.

    A date below the headline goes before one above it. One in a site's head, with its menu between
    it and the headline, is the day the page was saved and tells nothing.
    """
    found: list[tuple[int, int, date]] = []
    headline = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), -1)
    for n, line in enumerate(lines):
        if line.role is not Role.DATELINE and line.role is not Role.BYLINE:
            continue
        piece = text[line.start : line.end]
        told = date_line(piece, lang)
        day = told.day if told else parse_date(piece, lang)
        if day is None:
            continue
        kind = told.kind if told else ""
        between = lines[n + 1 : headline]
        if not kind and any(line.role is Role.FURNITURE for line in between):
            continue
        rank = (
            0 if kind == "published" else 3 if kind == "updated" else 1 if n > headline >= 0 else 2
        )
        found.append((rank, n, day))
    best = min(found, default=None)
    in_url = date_in_url(url)
    if best is not None and (best[0] == 0 or in_url is None):
        return best[2]
    return in_url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _bare_name(line: Line) -> bool:
    return line.why in _NAME_RULES


def _named_in(text: str) -> list[str]:
    """Listed outlets that a short text names."""
    any_case, exact = _mark_patterns()
    names = _marks()
    found = [names[m.group().casefold()] for m in any_case.finditer(text)]
    return found + [names[m.group().casefold()] for m in exact.finditer(text)]


def _proper(name: str) -> str:
    """The listed name of an outlet, or the name as written."""
    clean = name.strip(" .,-&'")
    clean = re.sub(r"^(?:pt|lkbn)\s+|\s+(?:network|inc|ltd|llc)$", "", clean, flags=re.IGNORECASE)
    entry = outlet_entry(clean)
    if entry:
        return str(entry["name"])
    return clean.lower() if clean.isupper() and "." in clean else clean


def _first_best(votes: Counter[str]) -> str:
    return votes.most_common(1)[0][0]


@cache
def _marks() -> dict[str, str]:
    return {
        mark.casefold(): str(entry["name"])
        for entry in table("outlets")["outlet"]
        for mark in (*entry["marks"], *entry.get("exact", ()))
    }


@cache
def _mark_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    entries = table("outlets")["outlet"]
    any_case = (mark for entry in entries for mark in entry["marks"])
    exact = (mark for entry in entries for mark in entry.get("exact", ()))
    return _one_of(any_case, re.IGNORECASE), _one_of(exact, re.NOFLAG)


def _one_of(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(longest_first)})(?!\w)", flags)

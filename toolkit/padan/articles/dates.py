"""Dates as news pages print them, in Indonesian, English, Malay and the article's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from padan.articles.settings import table

_ISO = re.compile(
    r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?"
)
_NUMERIC = re.compile(r"\b(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>(?:19|20)\d\d)\b")
_YEAR_FIRST = re.compile(r"\b(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})\b")
_URL = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?=[/\-_.]|$)")
_DOMAIN = re.compile(r"\b[A-Za-z][\w-]*\.(?:com|co\.id|id|net|co|tv|org|news)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:pukul|jam|at|pkl\.?)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:WIB|WITA|WIT|GMT|UTC|MYT|SGT|EST|EDT|ET|PST|PDT|BST|CET|CEST|MSK|Z)?(?:\s*[+-]\d{1,2}(?::?\d\d)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that tells a date and nothing else but its label, a time, a section or the outlet."""

    day: date | None
    """None where the date is relative or ambiguous."""
    kind: str
    """`published`, `updated` or empty where no label says."""


def parse_date(text: str, lang: str = "und") -> date | None:
    """The first date in `text`, None where there is none or it could be read two ways."""
    for pattern in (_ISO, _YEAR_FIRST):
        if found := pattern.search(text):
            return _day(found["y"], found["m"], found["d"])
    if found := _written().search(text):
        return _from_written(found)
    if found := _NUMERIC.search(text):
        return _from_numeric(found, lang)
    return None


def date_in_url(url: str) -> date | None:
    """The date that a URL's path spells out as year, month, day."""
    found = _URL.search(url)
    return _day(found["y"], found["m"], found["d"]) if found else None


def date_line(text: str, lang: str = "und") -> DateLine | None:
    """What a line says about the article's date, None where it says anything else."""
    if len(text) > 140 or not any(c.isdigit() for c in text):
        return None
    rest, dated = _without_dates(_DOMAIN.sub(" ", text))
    if not dated:
        return None
    words = table("dates")
    kind = next((k for k in ("updated", "published") if _labels(k).search(rest)), "")
    for key in ("updated", "published", "around"):
        rest = _labels(key).sub(" ", rest)
    left = re.findall(r"[^\W\d_]{2,}", rest)
    # A section ("Nasional") or an outlet may stand beside the date; a sentence may not.
    if len(left) > int(words["other_words"]) or any(w.islower() for w in left):
        return None
    return DateLine(parse_date(text, lang), kind)


def labelled_date(text: str) -> bool:
    """Whether a label says that the date is one of publication or change."""
    return any(_labels(key).search(text) for key in ("updated", "published"))


def _without_dates(text: str) -> tuple[str, bool]:
    dated = False
    for pattern in (_ISO, _YEAR_FIRST, _written(), _NUMERIC, _labels("ago")):
        text, count = pattern.subn(" ", text)
        dated = dated or count > 0
    return _TIME.sub(" ", text), dated


@cache
def _labels(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(table('dates')[key])})(?!\w)", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    """Month names and abbreviations, lower case, of the languages that dates are read in."""
    from babel import Locale

    names: dict[str, int] = dict(table("dates")["months"])
    for code in table("dates")["languages"]:
        locale = Locale.parse(code)
        for width in ("wide", "abbreviated"):
            for number, name in locale.months["format"][width].items():
                names.setdefault(name.lower().strip("."), number)
    return names


@cache
def _written() -> re.Pattern[str]:
    names = sorted(map(re.escape, _months()), key=len, reverse=True)
    month = rf"(?:{'|'.join(names)})\.?"
    return re.compile(
        rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:de\s+)?(?P<m1>{month}),?\s+(?:de\s+)?(?P<y1>(?:19|20)\d\d)(?=\b|\d{{1,2}}:\d\d)"
        rf"|\b(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)(?=\b|\d{{1,2}}:\d\d)",
        re.IGNORECASE,
    )


def _from_written(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    month = _months()[(part["m1"] or part["m2"]).lower().strip(".")]
    return _day(part["y1"] or part["y2"], str(month), part["d1"] or part["d2"])


def _from_numeric(found: re.Match[str], lang: str) -> date | None:
    """Day first, except that English writes it both ways: there it must be plain."""
    a, b = int(found["a"]), int(found["b"])
    if lang == "en" and a != b and a <= 12 and b <= 12:
        return None
    day, month = (b, a) if b > 12 else (a, b)
    return _day(found["y"], str(month), str(day))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

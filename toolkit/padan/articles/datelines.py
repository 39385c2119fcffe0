"""Places, agencies and outlets in front of a text: "KOMPAS.com - ", "Kyiv, Ukraine (AP) — "."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from padan.articles.settings import layout, table

_DASH = r"(?:\s*(?:--+|—|–|―)\s*|\s+-\s*|-\s+|\s*β\s+)"
_DOMAIN = (
    r"(?i:[a-z][\w-]*(?:\.[a-z][\w-]*)*"
    r"\.(?:com|co\.id|id|net|co|tv|org|news|my|info|online|press|asia|ru|uk)\b)"
)
_CAPS = r"[A-Z][A-Z.'’-]+(?:[ /-][A-Z][A-Z.'’-]*){0,4}"
_PLACE = r"[A-Z][\w.'’-]+(?:[ /-][A-Z][\w.'’-]*){0,3}"
_DAY = r"\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?)?\s*[A-Za-z]*\.?\s*(?:\d{4})?"
_WHEN = rf"(?:,?\s*(?:\(?{_DAY}\)?|[A-Z][a-z]{{2,8}}\.? \d{{1,2}}))?"
_PLACES = rf"{_PLACE}(?:,\s*{_PLACE}){{0,2}}"
_AFTER = rf"(?:{_DASH}|\s*[:：]\s+|\s+\|\s+)"
# An outlet that no table lists: up to four words that begin with capitals.
_OUTLET = r"[A-Z][\w.&’'-]*(?:\s+[A-Z][\w.&’'-]*){0,3}"
_BAR = rf"(?:{_DASH}|\s+\|\s+)"


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    why: str
    until: int
    """Stands only among so many first lines of the running text."""


@cache
def _forms() -> tuple[_Form, ...]:
    marks = table("marks")["dateline"]
    agency = _names(marks["agencies"])
    known = _names(marks["places"])
    anywhere, early = 10**9, int(layout("dateline")["first"])
    outlet = "names the outlet in front of the text"
    both = "names place and agency in front of the text"
    place = "names the place in front of the text"
    forms = (
        (
            rf"(?:{_PLACES},?\s+)?(?:[\[(]\s*)?{_DOMAIN}(?:\s*[\])])?(?:\s*[,|/]?\s*{_PLACES})?{_WHEN}{_AFTER}",
            outlet,
            anywhere,
        ),
        (rf"{_DOMAIN},\s*{known}(?=\s+[A-Z\"“])", outlet, early),
        (rf"(?:{_PLACES}{_WHEN},?\s*)?\(\s*(?:{agency})\s*\){_AFTER}?", both, anywhere),
        (rf"(?:{_PLACES}{_WHEN},?\s+)?{agency}(?:,\s*{_PLACES})?{_WHEN}{_AFTER}", both, anywhere),
        (rf"{_PLACES}{_WHEN},?\s*[(\[]\s*{_OUTLET}\s*[)\]]{_BAR}", both, 1),
        (rf"{_PLACES}(?:,\s*{_PLACE})?{_WHEN}\s+\|\s+", place, 1),
        (rf"(?:{_CAPS}(?:,\s*(?:{_CAPS}|{_PLACE}))?){_WHEN}{_BAR}", place, early),
        (rf"(?:{_CAPS}|{known}){_WHEN}\s*:\s+", place, early),
        (rf"{_PLACE}(?:,\s*{_PLACE})?{_WHEN}(?:\s+[-–]\s+|\s*(?:--|—)\s*)", place, 1),
    )
    return tuple(_Form(re.compile(pattern), why, until) for pattern, why, until in forms)


def dateline_end(text: str, *, rank: int) -> tuple[int, str] | None:
    """Where the dateline in front of a line ends, blanks behind it excluded, and the rule's name.

    `rank`: how many lines of running text stand before; a place alone will do only for the first.
    """
    longest = int(layout("dateline")["max_chars"])
    head = text[: longest + 40]
    for form in _forms():
        if rank >= form.until:
            continue
        found = form.pattern.match(head)
        if found and found.end() <= longest and _begins_text(text[found.end() :].lstrip()):
            return len(text[: found.end()].rstrip()), form.why
    return None


def place_alone(text: str) -> bool:
    """A line that is nothing but a place where articles are filed from: "Jakarta"."""
    return text.rstrip(" -–—:,.") in table("marks")["dateline"]["places"]


def _names(names: list[str]) -> str:
    return rf"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"


def _begins_text(rest: str) -> bool:
    """What follows a dateline begins a sentence: capital, digit or opening quote, some words."""
    opening = rest.lstrip("\"“‘'«([")
    return len(rest.split()) >= 3 and (opening[:1].isupper() or opening[:1].isdigit())

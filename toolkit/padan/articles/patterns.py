"""The wordings that pages use for their own purposes, compiled from the tables of `data/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from padan.articles.settings import table

_BULLETS = " \t*•●▪·–—>»›→-"
_EDGES = " \t•●▪·*–—-:：>»›|/.,…↓→^+"


@dataclass(frozen=True, slots=True)
class Wording:
    """A group of wordings with one meaning."""

    why: str
    lines: frozenset[str]
    starts: re.Pattern[str] | None
    holds: re.Pattern[str] | None
    max_words: int
    ends: bool = False
    """Usually stands behind the last line of the article."""
    final: bool = False
    """Nothing of the article stands behind it."""
    invites: bool = False
    """Speaks to the reader of the page: consent, newsletters, subscriptions."""
    opens: bool = False
    """A label of it is followed by links on the next lines."""
    firm: bool = False
    """Holds even where the line speaks of what the article speaks of."""

    def matches(self, text: str, bare: str, words: int) -> bool:
        """Whether a line says this; `bare` is the line as `bare_line` makes it."""
        if bare in self.lines:
            return True
        if words > self.max_words:
            return False
        if self.starts is not None and self.starts.match(text.lstrip(_BULLETS)):
            return True
        return self.holds is not None and self.holds.search(text) is not None


def bare_line(text: str) -> str:
    """A line without case, bullets, closing punctuation and double blanks."""
    return " ".join(text.casefold().strip(_EDGES).split())


def furniture(text: str, words: int, outlet: str = "") -> Wording | None:
    """The wording by which a line is furniture, if any."""
    bare = bare_line(text)
    for wordings in (_general_wordings(), _outlet_wordings(outlet)):
        if not wordings.may_match(text, bare):
            continue
        for wording in wordings.all:
            if wording.matches(text, bare, words):
                return wording
    return None


def is_label(wording: Wording, text: str) -> bool:
    """The line is only the label ("Baca juga:"); what it points to stands on the next lines."""
    return wording.opens and bare_line(text) in wording.lines


def may_hold_spam(text: str) -> bool:
    """Whether a page holds any syllable of spam at all: a quick no for nearly all pages."""
    lowered = text.lower()
    return any(sign in lowered for sign in table("spam")["signs"])


def spam_words(text: str) -> frozenset[str]:
    """The words of link spam in a line, lower case."""
    return frozenset(m.group().lower() for m in _spam().finditer(text))


@dataclass(frozen=True, slots=True)
class _Wordings:
    """Groups of wordings, and one look at all of them, which nearly every line passes."""

    all: tuple[Wording, ...]
    known: frozenset[str]
    starts: re.Pattern[str] | None
    signs: tuple[str, ...]

    def may_match(self, text: str, bare: str) -> bool:
        """False where surely no group matches."""
        if bare in self.known or any(sign in bare for sign in self.signs):
            return True
        return self.starts is not None and self.starts.match(text.lstrip(_BULLETS)) is not None


@cache
def _general_wordings() -> _Wordings:
    return _wordings(table("furniture")["group"])


@lru_cache(maxsize=64)
def _outlet_wordings(outlet: str) -> _Wordings:
    entry = outlet_entry(outlet)
    if entry is None or not (entry.get("lines") or entry.get("starts")):
        return _wordings([])
    return _wordings([{"why": f"furniture of {entry['name']}", "max_words": 60, **entry}])


def _wordings(groups: list[dict[str, Any]]) -> _Wordings:
    wordings = tuple(_wording(group) for group in groups)
    return _Wordings(
        all=wordings,
        known=frozenset(line for wording in wordings for line in wording.lines),
        starts=either(tuple(p for group in groups for p in group.get("starts", ()))),
        signs=tuple(sign for group in groups for sign in group.get("signs", ())),
    )


def _wording(group: dict[str, Any]) -> Wording:
    return Wording(
        why=str(group["why"]),
        lines=frozenset(bare_line(line) for line in group.get("lines", ())),
        starts=either(tuple(group.get("starts", ()))),
        holds=either(tuple(group.get("holds", ()))),
        max_words=int(group.get("max_words", 1000)),
        ends=bool(group.get("ends", False)),
        final=bool(group.get("final", False)),
        invites=bool(group.get("invites", False)),
        opens=bool(group.get("opens", False)),
        firm=bool(group.get("firm", False)),
    )


def either(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for several, case ignored; None for none."""
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@cache
def mark(role: str, key: str) -> re.Pattern[str]:
    """The patterns `key` of the table `role` in `data/marks.toml`, as one."""
    found = either(tuple(table("marks")[role][key]))
    if found is None:
        raise ValueError(f"marks.toml: {role}.{key} is empty")
    return found


@cache
def _spam() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(table('spam')['words'])})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=256)
def outlet_entry(name: str) -> dict[str, Any] | None:
    """The outlet's entry in `data/outlets.toml`, by name, domain or mark."""
    wanted = name.casefold().strip()
    if not wanted:
        return None
    for entry in table("outlets")["outlet"]:
        names = (entry["name"], *entry["domains"], *entry["marks"], *entry.get("exact", ()))
        known = {known.casefold() for known in names}
        if wanted in known or any(wanted.endswith("." + domain) for domain in entry["domains"]):
            return dict(entry)
    return None

"""Words with which an outlet comments on what it retells: `ironisnya`, `a slap in the face`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.quotes import quotations
from padan.consistency.side import View
from padan.model import Severity

_MOST = 20
"""Comments of a side that are compared."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a phrase of comment is."""

    name: str
    severity: Severity
    says: tuple[tuple[str, str], ...]
    gloss: str

    def means(self, lang: str) -> str:
        """What it is, in the reader's language."""
        return dict(self.says)[lang]


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in tokens `first` to `last` (half open)."""

    first: int
    last: int
    remark: Remark
    quoted: bool
    """It stands within a quotation, so that a source says it."""


@lru_cache(maxsize=4)
def _phrases(lang: str) -> Phrases[Remark]:
    found: Phrases[Remark] = Phrases()
    for entry in load("editorial")["comment"]:
        says = (("en", entry["says"]["en"]), ("id", entry["says"]["id"]))
        for text in entry[lang]:
            phrase, _, gloss = text.partition(" = ")
            found.add(phrase, Remark(entry["name"], Severity(entry["severity"]), says, gloss))
    return found


@lru_cache(maxsize=256)
def comments(view: View) -> tuple[Comment, ...]:
    """The comments of a text, in order."""
    inside = {i for first, last in quotations(view.tokens) for i in range(first, last)}
    found: list[Comment] = []
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        hit = _phrases(view.lang).at(view.tokens, i)
        if hit is None:
            i += 1
            continue
        remark, end = hit
        found.append(Comment(i, end, remark, i in inside))
        i = end
    return tuple(found)


def questions(view: View) -> tuple[tuple[int, int], ...]:
    """Tokens `first` to `last` (half open) of the sentences that ask, outside quotations."""
    inside = {i for first, last in quotations(view.tokens) for i in range(first, last)}
    found: list[tuple[int, int]] = []
    start = 0
    for i, token in enumerate(view.tokens):
        if token.norm not in {".", "!", "?", "…"} or i in inside:
            continue
        if token.norm == "?" and i > start:
            found.append((start, i + 1))
        start = i + 1
    return tuple(found)

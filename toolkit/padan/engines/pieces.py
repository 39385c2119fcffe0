"""Sentences too long for a model's context, in pieces that end where a clause does."""

from __future__ import annotations

import re

LONGEST = 700
"""Characters of a piece: of the sentences of FLORES-200 dev and NTREX-128 the longest has fewer."""
_BOUNDARIES = (
    re.compile(r"[.!?;:][\"”’')\]]*\s+"),
    re.compile(r"(?:,[\"”’']?|\s[-–—])\s+"),
    re.compile(r"\s+"),
)
"""Where to cut, the best first."""
_MIDDLE = 0.3
"""A cut leaves at least this share on each side, so that pieces are no scraps."""


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces of at most `longest` characters; put together with blanks it is whole."""
    if len(text) <= longest:
        return [text]
    left, right = halves(text)
    return [*pieces(left, longest), *pieces(right, longest)]


def halves(text: str) -> tuple[str, str]:
    """The text cut in two near its middle, at the best boundary there; in a word if need be."""
    low, high = int(len(text) * _MIDDLE), int(len(text) * (1 - _MIDDLE))
    middle = len(text) // 2
    for boundary in _BOUNDARIES:
        ends = [m.end() for m in boundary.finditer(text) if low <= m.end() <= high]
        if ends:
            cut = min(ends, key=lambda end: abs(end - middle))
            return text[:cut].rstrip(), text[cut:]
    return text[:middle], text[middle:]

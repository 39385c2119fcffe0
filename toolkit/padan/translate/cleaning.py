"""A sentence as a translator should read it. What is stored stays as the outlet wrote it."""

from __future__ import annotations

import re

from padan.articles.normalise import normalise
from padan.articles.quoting import Side, find_marks

_DOUBLE = '"“”„‟«»″'
_STRAIGHT = str.maketrans({**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys("‘’‚‛′", "'")})
_SPACE_BEFORE_STOP = re.compile(r"""\s+(?=[,;:!?.](?:["']|\s|$))""")


def clean(text: str) -> str:
    """One line: mojibake repaired, NFC, nothing invisible, plain quotes where they belong.

    Public models were trained on plain quotes and turn rare ones into unknown tokens; a blank on
    the wrong side of a quote makes them lose the quotation.
    """
    line = " ".join(normalise(text)[0].split())
    line = _close_up(line).translate(_STRAIGHT)
    return _SPACE_BEFORE_STOP.sub("", line)


def _close_up(line: str) -> str:
    """The line without blanks between a double quote and what it encloses."""
    if not any(mark in line for mark in _DOUBLE):
        return line
    sides = find_marks(line).sides
    drop: set[int] = set()
    for at, character in enumerate(line):
        if character in _DOUBLE and sides[at] == Side.OPENS and line[at + 1 : at + 2] == " ":
            drop.add(at + 1)
        if character in _DOUBLE and sides[at] == Side.CLOSES and line[at - 1 : at] == " ":
            drop.add(at - 1)
    return "".join(c for at, c in enumerate(line) if at not in drop)

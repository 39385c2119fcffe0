"""Quotation marks and brackets of one line: which open, which close, what they enclose.

Glyphs alone do not tell: straight quotes have no side, German closes with what English opens with,
and machine-translated pages put blanks on the wrong side. So spacing speaks first, then the glyph,
then whether a quotation is open. One pass, linear in the length of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

_OPEN_GLYPHS = "“„‟«‹‘‚‛「『"
_CLOSE_GLYPHS = "”»›’」』"
_DOUBLE = '"“”„‟«»‹›「」『』'
_SINGLE = "'‘’‚‛"
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（"}
_RUN = re.compile(
    f"[{re.escape(_DOUBLE + _SINGLE + ''.join(_BRACKETS) + ''.join(_BRACKETS.values()))}]+"
)
_NEXT_DOUBLE = re.compile(f"[{_DOUBLE}]")
_CLOSES_BEFORE = frozenset(".,;:!?…")
_STOPS = frozenset(".!?…")

LONGEST_BRACKET = 300
"""Characters; a bracket longer than a long sentence was probably never meant to close there."""
LONGEST_PHRASE = 60
"""Characters; a quotation this short inside a sentence is a title, slogan or name, not a speech."""
LONGEST_DEPTH = 32
"""Nested brackets deeper than this are no text."""


class Side(IntEnum):
    """What a mark does; `NONE` for apostrophes and all other characters."""

    NONE = 0
    OPENS = 1
    CLOSES = 2


@dataclass(slots=True)
class Marks:
    """The marks of one line."""

    sides: bytearray
    """A `Side` for each character of the line."""
    brackets: dict[int, int] = field(default_factory=dict)
    """Position of an opening bracket -> position of its closing one."""
    phrases: dict[int, int] = field(default_factory=dict)
    """The same for short quotations in double quotes."""

    def enclosures(self) -> list[tuple[int, int]]:
        """All brackets and short quotations as (open, close), by opening position."""
        return sorted([*self.brackets.items(), *self.phrases.items()])


def find_marks(line: str) -> Marks:
    """The marks of `line`, their sides and what they enclose."""
    marks = Marks(bytearray(len(line)))
    open_brackets: list[int] = []
    quote_at = -1  # where the open double quotation began
    for start, end in _runs(line):
        for at in range(start, end):
            glyph = line[at]
            if glyph in _BRACKETS or glyph in _BRACKETS.values():
                marks.sides[at] = _bracket(line, at, open_brackets, marks.brackets)
            elif glyph in _SINGLE:
                marks.sides[at] = _single(line, start, end, glyph)
            else:
                side = _double(line, start, end, at, quote_at >= 0)
                marks.sides[at] = side
                if side is Side.OPENS:
                    quote_at = quote_at if quote_at >= 0 else at
                elif quote_at >= 0:
                    if at - quote_at <= LONGEST_PHRASE:
                        marks.phrases[quote_at] = at
                    quote_at = -1
    return marks


def _runs(line: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _RUN.finditer(line))


def _bracket(line: str, at: int, opened: list[int], pairs: dict[int, int]) -> Side:
    opener = _BRACKETS.get(line[at])
    if opener is None:
        opened.append(at)
        del opened[:-LONGEST_DEPTH]
        return Side.OPENS
    while opened:
        start = opened.pop()
        if line[start] == opener:
            if at - start <= LONGEST_BRACKET:
                pairs[start] = at
            break
    return Side.CLOSES


def _spacing(line: str, start: int, end: int) -> Side:
    """What the blanks around a run of marks say; NONE where both or neither side has one."""
    blank_before = start == 0 or line[start - 1].isspace()
    blank_after = end == len(line) or line[end].isspace() or line[end] in _CLOSES_BEFORE
    if blank_before == blank_after:
        return Side.NONE
    return Side.OPENS if blank_before else Side.CLOSES


def _glyph_side(glyph: str) -> Side:
    if glyph in _OPEN_GLYPHS:
        return Side.OPENS
    return Side.CLOSES if glyph in _CLOSE_GLYPHS else Side.NONE


def _single(line: str, start: int, end: int, glyph: str) -> Side:
    before = line[start - 1 : start]
    if before.isalnum() and line[end : end + 1].isalnum():
        return Side.NONE
    return _spacing(line, start, end) or _glyph_side(glyph)


def _double(line: str, start: int, end: int, at: int, is_open: bool) -> Side:
    spacing, glyph = _spacing(line, start, end), _glyph_side(line[at])
    if spacing and glyph in (Side.NONE, spacing):
        return spacing
    if not spacing and glyph:
        return glyph
    if is_open:
        return Side.CLOSES
    if spacing:
        return spacing
    return Side.CLOSES if _stray(line, start, at) else Side.OPENS


def _stray(line: str, start: int, at: int) -> bool:
    """Whether a straight quote with blanks on both sides closes what was never opened.

    It does behind a full stop unless the next mark could close what this one would open.
    """
    before = line[max(0, start - 8) : start]
    if not before[-1:].isspace() or before.rstrip()[-1:] not in _STOPS:
        return False
    following = _NEXT_DOUBLE.search(line, at + 1)
    return following is None or line[following.start() - 1].isspace()

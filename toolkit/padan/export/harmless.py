"""Texts in cells of spreadsheets: nothing that a program takes for a formula, and back again."""

from __future__ import annotations

from typing import Final

from padan.view.plain import one_line

_GUARD: Final = "'"
# What spreadsheets take for a formula (also in its wide forms), table readers for the start of a
# quoted field, and the guard itself, so that reading back takes away exactly what was put there.
_GUARDED: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", '"', _GUARD)


def harmless(text: str) -> str:
    """`text` on one line, an apostrophe before what a program would act on.

    The apostrophe is what spreadsheets use themselves for "this is text".
    """
    line = one_line(text)
    return _GUARD + line if line.startswith(_GUARDED) else line


def unguarded(cell: str) -> str:
    """The text that `harmless` was given, on one line."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_GUARDED) else cell

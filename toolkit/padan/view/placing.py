"""Words for where a passage stands, and for how sure its place in a row is."""

from __future__ import annotations

from padan.model import Cell, Row
from padan.view.reading import Reading
from padan.view.words import percent


def moved_where(reading: Reading, cell: Cell) -> str:
    """Where a moved passage stands in its own text, told by the row before it; else nothing."""
    if not cell.moved or not cell.sentences:
        return ""
    places = reading.in_order[cell.article]
    before = [row for first, row in places if first < cell.sentences[0]]
    return reading.say("moved_after", row=before[-1] + 1) if before else reading.say("moved_first")


def unsure_row(reading: Reading, row: Row) -> str:
    """What may be wrong with a row as a whole; nothing where it is sure enough."""
    if not reading.unsure(row):
        return ""
    alone = sum(bool(c.sentences) for c in row.cells) == 1
    return reading.say("perhaps_not_alone" if alone else "unsure_match")


def unsure_cell(reading: Reading, row: Row, cell: Cell) -> str:
    """What may be wrong with a cell's place; nothing where it is sure enough.

    With the chance that the match is right or, of an empty cell, that it should not be empty.
    """
    if not reading.unsure_cell(row, cell):
        return ""
    what = reading.say("unsure_match" if cell.sentences else "perhaps_elsewhere")
    if cell.confidence is None:
        return what
    return f"{what} ({percent(cell.confidence if cell.sentences else 1 - cell.confidence)})"

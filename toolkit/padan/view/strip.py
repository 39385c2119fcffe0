"""The heat strip: a lane per retelling, a mark per row, laid out in bands that fit a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from padan.consistency.reasons import reason
from padan.model import Cell, Row, Severity
from padan.view.plain import one_line
from padan.view.ranking import UNNAMED_BELOW, top_finding
from padan.view.reading import Reading
from padan.view.rows import Column
from padan.view.words import kind_label, percent, severity_label

ROWS_PER_BAND = 80
LABEL_WIDTH = 176
LANE_HEIGHT = 26
HEAD_HEIGHT = 16
_MARKS_WIDTH = 1000
_STEPS = (12.5, 34.0)  # narrowest and widest place for a mark
_GAP = 2.5
_EDGE = 14  # room for half of the last number
_HEIGHTS = {Severity.CRITICAL: 22, Severity.MAJOR: 17, Severity.MINOR: 12, Severity.TRIVIAL: 7}
_LOW, _FAIR, _SAME = 9, 5, 3
_ALIKE = 0.8  # consistency from which nothing more is made of a cell without findings
_LONGEST_LABEL = 22


@dataclass(frozen=True, slots=True)
class StripMark:
    """A bar that stands on its lane's ground line and links to a row. Sizes in SVG units."""

    row: int
    x: float
    y: float
    width: float
    height: float
    look: str
    """Class names."""
    title: str
    findings: tuple[str, ...]
    """Kind and severity of each finding, joined by a stop."""
    notable: bool
    """Critical or major: worth a stop of the tab key."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A retelling's line in a band."""

    column: int
    """The place of its column on the page."""
    label: str
    y: float
    ground: float
    marks: tuple[StripMark, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the strip: so many rows as fit beside each other."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, int], ...]
    """Place and number of the rows that are numbered."""


def strip(reading: Reading, shown: Sequence[Column]) -> tuple[Band, ...]:
    """The bands of a story's strip; none without a reference, or with nothing compared."""
    retellings = [(n, column) for n, column in enumerate(shown) if not column.is_reference]
    rows = reading.compared.rows
    if reading.reference is None or not retellings or not rows:
        return ()
    fitting = min(len(rows), ROWS_PER_BAND)
    step = min(max(_MARKS_WIDTH / fitting, _STEPS[0]), _STEPS[1])
    return tuple(
        _band(reading, retellings, rows[first : first + ROWS_PER_BAND], step)
        for first in range(0, len(rows), ROWS_PER_BAND)
    )


def _band(
    reading: Reading, retellings: Sequence[tuple[int, Column]], rows: Sequence[Row], step: float
) -> Band:
    places = [(LABEL_WIDTH + number * step, row) for number, row in enumerate(rows)]
    lanes = []
    for number, (place, column) in enumerate(retellings):
        top = HEAD_HEIGHT + number * LANE_HEIGHT
        ground = top + LANE_HEIGHT - 2
        lanes.append(
            Lane(
                column=place,
                label=_short(column.label),
                y=top + LANE_HEIGHT / 2 + 5,
                ground=ground,
                marks=tuple(_marks(reading, column, places, step, ground)),
            )
        )
    return Band(
        width=round(LABEL_WIDTH + len(rows) * step + _EDGE, 1),
        height=HEAD_HEIGHT + len(retellings) * LANE_HEIGHT,
        lanes=tuple(lanes),
        ticks=tuple(
            (round(x + (step - _GAP) / 2, 1), r.index + 1)
            for x, r in places
            if _numbered(r, rows[0])
        ),
    )


def _numbered(row: Row, first: Row) -> bool:
    """The first row of a band and every fifth; none so close after the first that they touch."""
    number = row.index + 1
    return row is first or (number % 5 == 0 and row.index - first.index > 1)


def _marks(
    reading: Reading,
    column: Column,
    places: Iterable[tuple[float, Row]],
    step: float,
    ground: float,
) -> Iterable[StripMark]:
    for x, row in places:
        cell = next((c for c in row.cells if c.article == column.id), None)
        reference = reading.reference_cell(row)
        if cell is None or reference is None:
            continue
        look, height, says = _look(reading, row, cell)
        unsure = reading.unsure_pair(row, cell)
        notes = f", {reading.say('strip_note_moved')}" * cell.moved
        notes += f", {reading.say('strip_unsure')}" * unsure
        place = reading.say("row_number", n=row.index + 1)
        title = f"{place}, {column.label}{notes}: {says}"
        yield StripMark(
            row=row.index + 1,
            x=round(x, 1),
            y=round(ground - height, 1),
            width=round(step - _GAP, 1),
            height=height,
            look=look + " moved" * cell.moved + " unsure" * unsure,
            title=one_line(title),
            findings=_findings(cell),
            notable=look in ("s-critical", "s-major"),
        )


def _findings(cell: Cell) -> tuple[str, ...]:
    found = cell.comparison.findings if cell.comparison else ()
    return tuple(dict.fromkeys(f"{f.kind.value}.{f.severity.value}" for f in found))


def _look(reading: Reading, row: Row, cell: Cell) -> tuple[str, int, str]:
    """Class, height and words of a mark."""
    if cell.comparison is None and not cell.sentences:
        return "silent", _SAME, reading.say("strip_silent")
    if reading.whole(row, cell):
        if cell.comparison is None:
            return "same", _SAME, reading.say("strip_own_line")
        look, said = ("added", "added") if cell.sentences else ("absent", "left_out")
        return look, _LOW, reading.say(f"strip_whole_{said}")
    consistency = cell.comparison.consistency if cell.comparison else None
    same = ""
    if consistency is not None:
        same = f", {reading.say('says_the_same')}: {percent(consistency)}"
    top = top_finding(cell)
    if top is not None:
        kind, severity = (
            kind_label(top.kind, reading.lang),
            severity_label(top.severity, reading.lang),
        )
        look = f"s-{top.severity.value}" + (" ours" if top.perhaps_ours else "")
        words = f"{severity.name}, {kind.name}{same}. {reason(top, reading.lang)}"
        return look, _HEIGHTS[top.severity], words
    if consistency is None:
        return "same", _SAME, reading.say("strip_not_compared")
    if consistency < UNNAMED_BELOW:
        return "low", _LOW, f"{reading.say('strip_no_difference_named')}{same}"
    look, height = ("fair", _FAIR) if consistency < _ALIKE else ("same", _SAME)
    return look, height, f"{reading.say('strip_none')}{same}"


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"

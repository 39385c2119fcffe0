"""Every text of a story against every other one taken as the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from padan.consistency import Side
from padan.consistency.matrix import Cross, outlet_matrix
from padan.consistency.side import least_confidence
from padan.model import Cell
from padan.view.reading import Reading
from padan.view.rows import Column
from padan.view.words import percent

COMPARISONS = 400
"""Comparisons of a story made for its page: a few seconds. Beyond, rows are sampled."""
_LEAST_ROWS = 8
_SHADES = (0.9, 0.75, 0.5, 0.25)
"""Consistencies from which a field of the table is of the next lighter of five shades."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the table: how a column's text stands to a line's text as the reference."""

    figure: str
    """In per cent; empty where there is nothing to compare."""
    shade: int
    """0 for the nearest, 4 for the furthest apart."""
    rows: int
    sampled: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """The table of a story, and what it was made from."""

    lines: tuple[tuple[Field | None, ...], ...]
    """A line for each column taken as the reference, a field for each; None on the diagonal."""
    by_row: tuple[dict[tuple[int, str], str], ...]
    """For each column as the reference: row index and article -> per cent, without its sign."""

    @property
    def sampled(self) -> int:
        """Rows compared of a pair that has too many; 0 where all were."""
        return max((f.rows for line in self.lines for f in line if f and f.sampled), default=0)

    def against(self, row: int, article: str) -> list[str]:
        """A cell's figures, one for each column as the reference; empty where not compared."""
        return [by_row.get((row, article), "") for by_row in self.by_row]


def crossing(reading: Reading, shown: Sequence[Column]) -> Crossing | None:
    """The table of a story with a reference; None where it holds no two texts to compare.

    What was compared with the reference is taken from the story. Deterministic.
    """
    if reading.reference is None or len(shown) < 2:
        return None
    rows = reading.compared.rows
    sides = [{c.article: _side(reading, c) for c in row.cells if c.sentences} for row in rows]
    others = (len(shown) - 1) ** 2
    crosses = {
        (cross.reference, cross.retelling): cross
        for cross in outlet_matrix(
            sides, most=max(_LEAST_ROWS, COMPARISONS // others), known=_known(reading)
        )
    }
    ids = [column.id for column in shown]
    return Crossing(
        lines=tuple(
            tuple(None if one == other else _field(crosses.get((one, other))) for other in ids)
            for one in ids
        ),
        by_row=tuple(
            {
                (rows[place].index, other): percent(value).removesuffix(" %")
                for other in ids
                if (one, other) in crosses
                for place, value in crosses[one, other].by_row.items()
            }
            for one in ids
        ),
    )


def _known(reading: Reading) -> dict[tuple[str, str], dict[int, float]]:
    """What the story already knows: each retelling against the reference, by place of the row."""
    reference = reading.reference
    known: dict[tuple[str, str], dict[int, float]] = {}
    for place, row in enumerate(reading.compared.rows):
        for cell in row.cells:
            if reference is None or cell.article == reference.id:
                continue
            found = known.setdefault((reference.id, cell.article), {})
            value = cell.comparison.consistency if cell.comparison else None
            if value is not None and not reading.whole(row, cell):
                found[place] = value
    return known


def _side(reading: Reading, cell: Cell) -> Side:
    """What a cell says, as the checks want it."""
    article = reading.articles[cell.article]
    translations = reading.translations(cell)
    complete = bool(translations) and len(translations) == len(cell.sentences)
    return Side(
        text=reading.text(cell),
        lang=article.lang,
        english=reading.english(cell) if complete else None,
        english_faults=tuple(fault for t in translations for fault in t.faults),
        english_confidence=least_confidence(translations),
        published=article.published,
    )


def _field(cross: Cross | None) -> Field:
    if cross is None or cross.consistency is None:
        return Field("", 0, 0, sampled=False)
    shade = next((n for n, least in enumerate(_SHADES) if cross.consistency >= least), len(_SHADES))
    return Field(percent(cross.consistency), shade, cross.rows, sampled=cross.rows < cross.common)

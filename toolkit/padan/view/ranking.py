"""Which rows a translator should look at first.

The order, made so that the one row in forty that matters comes out on top:

1. The severity of the worst finding. Each level is four steps.
2. Within a level, what stands in the outlets' own words comes first; one step later what was seen
   in our English; two steps later what rests on a doubtful translation and is perhaps our own
   error (comparing has made it milder already).
3. Cells that may not belong beside the source's step back six steps, one level and a half. So do
   whole statements left out or added: retellings shorten, so there are many of these and there is
   no wording in them to judge. They come after minor changes of wording (unless critical, then
   before these), and before trivial ones.
4. No finding, but more likely than not to say something else (consistency below one half): ranked
   as minor. Cells with neither are not listed.
5. Within a step: the lower consistency first; then, of whole statements, the longer; then the
   order of the story. So equal input gives an equal order.
"""

from __future__ import annotations

from dataclasses import dataclass

from padan.consistency.reasons import reason
from padan.model import Cell, Finding, Kind, Row, Severity, Span
from padan.view.plain import snippet
from padan.view.reading import Reading, in_our_english

SEVERITIES = tuple(Severity)
"""Worst first."""
UNNAMED_BELOW = 0.5
"""Consistency under which a cell is listed although no check names a difference."""
_STEP = 4
_ENGLISH_BACK, _OURS_BACK = 1, 2
_SET_BACK = 6
_SNIPPET = 110


@dataclass(frozen=True, slots=True)
class DivergentRow:
    """A cell that departs from the reference's cell, for a list of what to look at."""

    row: int
    """Index of the row; people are shown one more."""
    article: str
    label: str
    consistency: float | None
    severity: Severity | None
    """Of the top finding; None where no check names the difference."""
    kind: Kind | None
    reason: str
    reference: str
    """What the reference says, cut to about a line around the finding; empty if it says nothing."""
    retelling: str
    perhaps_ours: bool
    """It may be our translation or our alignment that is wrong, not the outlet."""
    whole: bool
    """A whole statement was left out or added."""


def divergent_rows(reading: Reading) -> list[DivergentRow]:
    """Every cell with something to look at, in the order described above."""
    place = {article.id: index for index, article in enumerate(reading.columns)}
    ranked = [
        (_key(reading, row, cell, place[cell.article]), _divergent(reading, row, cell))
        for row in reading.compared.rows
        for cell in row.cells
        if _listed(cell)
    ]
    return [divergent for _, divergent in sorted(ranked, key=lambda pair: pair[0])]


def _listed(cell: Cell) -> bool:
    comparison = cell.comparison
    if comparison is None:
        return False
    return bool(comparison.findings) or unnamed(cell)


def unnamed(cell: Cell) -> bool:
    """Whether a cell probably does not say what the reference says, but no check says what."""
    comparison = cell.comparison
    if comparison is None or comparison.findings or comparison.consistency is None:
        return False
    return comparison.consistency < UNNAMED_BELOW


def _weight(finding: Finding) -> int:
    """Steps from the top: less is worse."""
    back = _ENGLISH_BACK if in_our_english(finding) else 0
    return SEVERITIES.index(finding.severity) * _STEP + (
        _OURS_BACK if finding.perhaps_ours else back
    )


def top_finding(cell: Cell) -> Finding | None:
    """The finding of a cell that weighs most; the first of equals."""
    return min(cell.comparison.findings, key=_weight, default=None) if cell.comparison else None


def _key(reading: Reading, row: Row, cell: Cell, place: int) -> tuple[int, float, int, int, int]:
    top = top_finding(cell)
    whole = reading.whole(row, cell)
    steps = SEVERITIES.index(Severity.MINOR) * _STEP if top is None else _weight(top)
    steps += (reading.unsure_pair(row, cell) + whole) * _SET_BACK
    consistency = cell.comparison.consistency if cell.comparison else None
    length = len(_said(reading, row, cell)) if whole else 0
    return (steps, 1.0 if consistency is None else consistency, -length, row.index, place)


def _said(reading: Reading, row: Row, cell: Cell) -> str:
    reference = reading.reference_cell(row)
    return reading.text(cell) or (reading.text(reference) if reference else "")


def _divergent(reading: Reading, row: Row, cell: Cell) -> DivergentRow:
    top = top_finding(cell)
    reference = reading.reference_cell(row)
    return DivergentRow(
        row=row.index,
        article=cell.article,
        label=reading.labels[cell.article],
        consistency=cell.comparison.consistency if cell.comparison else None,
        severity=top.severity if top else None,
        kind=top.kind if top else None,
        reason=reason(top, reading.lang) if top else reading.say("unnamed_difference"),
        reference=_cut(reading, reference, top.reference if top else None) if reference else "",
        retelling=_cut(reading, cell, top.retelling if top else None),
        perhaps_ours=reading.unsure_pair(row, cell) or bool(top and top.perhaps_ours),
        whole=reading.whole(row, cell),
    )


def _cut(reading: Reading, cell: Cell, span: Span | None) -> str:
    """A line of what a cell says, around the words at `span` of its article."""
    sentences = reading.sentences(cell)
    offset = 0
    for sentence in sentences:
        if span and sentence.start <= span.start < sentence.end:
            start = offset + span.start - sentence.start
            return snippet(reading.text(cell), start, start + span.end - span.start, width=_SNIPPET)
        offset += len(sentence.text) + 1
    return snippet(reading.text(cell), 0, 0, width=_SNIPPET)

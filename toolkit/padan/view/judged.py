"""What reviewers said of a row, as it is shown, and what rows are filtered and found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from padan.judgements.places import place_key, place_of
from padan.judgements.state import Decision, JudgedFinding, RowReview
from padan.model import Cell, Finding, Row, Severity, Status
from padan.view.plain import visible
from padan.view.ranking import SEVERITIES, unnamed
from padan.view.reading import MIN_CONFIDENCE, Reading
from padan.view.words import day

LEVELS = ("high", "mid", "low")
"""How sure a row is, in three steps, as memoQ and Trados draw it."""
_SURE = 0.8
"""Confidence from which a row is drawn as sure."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment on a row or a cell."""

    id: str
    reviewer: str
    at: datetime
    when: str
    article: str
    """Empty where it is about the whole row."""
    outlet: str
    text: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What a row is found, filtered and dressed by."""

    key: str
    status: Status
    by: str
    """Who gave the last status."""
    marks: tuple[tuple[str, Status], ...]
    """The status that each reviewer gave it."""
    confidence: float
    """0..1"""
    level: str
    """One of LEVELS."""
    worst: Severity | None
    lowest: float | None
    """The lowest consistency of its cells, 0..1."""
    kinds: tuple[str, ...]
    """Kind and severity of each finding that was not dismissed, joined by a stop."""
    departing: tuple[str, ...]
    """Articles with such findings, or that probably say something else."""
    by_hand: str
    """The reviewer who put the row together, if one did."""
    assigned: tuple[str, ...]
    disputed: bool
    doubled: bool
    """To be judged by two."""
    moved: bool
    unsure: bool


def traits(reading: Reading, row: Row, review: RowReview) -> Traits:
    """The traits of a row."""
    told = [
        cell for cell in row.cells if cell.comparison is not None and not reading.whole(row, cell)
    ]
    figures = [c.comparison.consistency for c in told if c.comparison]
    findings = [(c.article, f) for c in row.cells for f in (_findings(c))]
    return Traits(
        key=place_key(place_of(row)),
        status=review.status,
        by=visible(review.by),
        marks=tuple((visible(mark.reviewer), mark.status) for mark in review.marks),
        confidence=row.confidence,
        level=level(row.confidence),
        worst=worst(f.severity for _, f in findings),
        lowest=min((figure for figure in figures if figure is not None), default=None),
        kinds=tuple(dict.fromkeys(f"{f.kind.value}.{f.severity.value}" for _, f in findings)),
        departing=tuple(c.article for c in row.cells if _findings(c) or unnamed(c)),
        by_hand=visible(review.by_hand),
        assigned=tuple(map(visible, review.assigned)),
        disputed=review.disputed,
        doubled=review.doubled,
        moved=any(cell.moved and cell.sentences for cell in row.cells),
        unsure=reading.unsure(row) or any(reading.unsure_cell(row, c) for c in row.cells),
    )


def _findings(cell: Cell) -> Sequence[Finding]:
    return cell.comparison.findings if cell.comparison else ()


def unreviewed(row: Row) -> RowReview:
    """The review of a row that nobody has looked at."""
    return RowReview(
        findings=tuple(JudgedFinding(c.article, f) for c in row.cells for f in _findings(c))
    )


def comment_views(reading: Reading, review: RowReview) -> tuple[CommentView, ...]:
    """The comments on a row, in the order they were made."""
    return tuple(
        CommentView(
            id=comment.id,
            reviewer=visible(comment.reviewer),
            at=comment.at,
            when=moment(comment.at, reading.lang),
            article=comment.article,
            outlet=visible(reading.labels.get(comment.article, "")),
            text=visible(comment.text),
            settled=comment.settled,
        )
        for comment in review.comments
    )


def moment(at: datetime, lang: str) -> str:
    """A time as people read it, in UTC so that it is the same wherever the page is made."""
    at = at.astimezone(UTC)
    return f"{day(at.date(), lang)}, {at:%H:%M} UTC"


def standing(judged: Iterable[JudgedFinding]) -> list[JudgedFinding]:
    """Those that nobody dismissed."""
    return [each for each in judged if each.decision is not Decision.DISMISSED]


def worst(severities: Iterable[Severity]) -> Severity | None:
    """The worst of some severities; None of none."""
    return min(severities, key=SEVERITIES.index, default=None)


def level(confidence: float) -> str:
    """How sure a row with this confidence (0..1) is: one of LEVELS."""
    if confidence >= _SURE:
        return "high"
    return "mid" if confidence >= MIN_CONFIDENCE else "low"


def progress(reviews: Iterable[RowReview]) -> dict[str, int]:
    """How many rows have each status, and how many there are: `total`."""
    counts = Counter(review.status for review in reviews)
    return {status.value: counts[status] for status in Status} | {"total": counts.total()}

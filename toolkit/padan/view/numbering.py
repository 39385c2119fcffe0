"""The findings of a row under numbers: what marks, badges and reasons refer to each other by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from padan.consistency.reasons import reason
from padan.model import Cell, Finding, Kind, Row, Severity
from padan.view.plain import visible
from padan.view.reading import Reading, in_our_english
from padan.view.words import kind_label, severity_label


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding under its number, which is unique within its row.

    Where outlets depart from the reference in the same words (one copied the other, or is a
    version of it) they share one.
    """

    number: int
    kind: Kind
    severity: Severity
    kind_name: str
    sign: str
    severity_name: str
    outlets: tuple[str, ...]
    reason: str
    gloss: str
    """English for the marked words, where the reason does not give it; for readers of English."""
    in_our_english: bool
    """It was seen in a translation of ours."""
    perhaps_ours: bool
    whole: bool
    """It is about a statement left out or added as a whole."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding of one article's cell and how it is shown."""

    article: str
    finding: Finding
    view: FindingView

    @property
    def in_reference(self) -> bool:
        """Whether `finding.english` counts in the English of the reference, not the retelling."""
        reference, _, retelling = self.finding.basis.partition("-")
        return reference == "mt" and (retelling != "mt" or self.finding.retelling is None)


def numbered(reading: Reading, row: Row, cells: Sequence[Cell]) -> list[Numbered]:
    """The findings of some cells of a row, numbered from 1 in the order they come in."""
    views: dict[tuple[object, ...], FindingView] = {}
    found: list[tuple[str, Finding, tuple[object, ...]]] = []
    for cell in cells:
        for finding in cell.comparison.findings if cell.comparison else ():
            whole = reading.whole(row, cell)
            same = (*_sameness(finding), whole)
            outlet = visible(reading.labels[cell.article])
            if same not in views:
                views[same] = view_of(finding, len(views) + 1, lang=reading.lang, whole=whole)
            outlets = dict.fromkeys([*views[same].outlets, outlet])
            views[same] = replace(views[same], outlets=tuple(outlets))
            found.append((cell.article, finding, same))
    return [Numbered(article, finding, views[same]) for article, finding, same in found]


def _sameness(finding: Finding) -> tuple[object, ...]:
    return (
        finding.kind,
        finding.severity,
        finding.reason,
        finding.perhaps_ours,
        finding.basis,
        finding.reference,
    )


def view_of(finding: Finding, number: int, *, lang: str = "en", whole: bool = False) -> FindingView:
    """A finding as it is shown under `number` to people who read `lang`."""
    kind = kind_label(finding.kind, lang)
    said = reason(finding, lang)
    known = finding.gloss.casefold() in said.casefold()
    return FindingView(
        number=number,
        kind=finding.kind,
        severity=finding.severity,
        kind_name=kind.name,
        sign=kind.sign,
        severity_name=severity_label(finding.severity, lang).name,
        outlets=(),
        reason=visible(said),
        gloss="" if lang != "en" or known else visible(finding.gloss),
        in_our_english=in_our_english(finding),
        perhaps_ours=finding.perhaps_ours,
        whole=whole,
    )

"""The findings of a row under numbers: what marks, badges and reasons refer to each other by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from padan.consistency.reasons import reason
from padan.judgements.places import finding_json
from padan.judgements.state import Decision, JudgedFinding
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
    decision: Decision = Decision.OPEN
    by: str = ""
    """Who decided, changed or added it last."""
    was: str = ""
    """Severity and kind that the checks gave it, where a reviewer changed them."""
    added: bool = False
    """A reviewer made it."""
    told: tuple[tuple[str, str], ...] = ()
    """Article and JSON of each finding it stands for, as the checks made it (`finding_json`)."""

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles whose findings it stands for."""
        return tuple(article for article, _ in self.told)

    def json(self, article: str = "") -> str:
        """Its finding as JSON, of one article if named; a list where it stands for several."""
        told = [each for name, each in self.told if name == article or not article]
        return told[0] if len(told) == 1 else f"[{','.join(told)}]"


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


def numbered(
    reading: Reading, row: Row, cells: Sequence[Cell], judged: Sequence[JudgedFinding]
) -> list[Numbered]:
    """The findings of some cells of a row, numbered from 1 in the order of the cells; dismissed
    ones come after all others."""
    views: dict[tuple[object, ...], FindingView] = {}
    found: list[tuple[JudgedFinding, tuple[object, ...]]] = []
    place = {cell.article: number for number, cell in enumerate(cells)}
    shown = [each for each in judged if each.article in place]
    for each in sorted(shown, key=lambda j: (j.decision is Decision.DISMISSED, place[j.article])):
        whole = reading.whole(row, cells[place[each.article]])
        same = (*_sameness(each), whole)
        if same not in views:
            views[same] = _judged_view(each, len(views) + 1, reading.lang, whole=whole)
        views[same] = _with(reading, views[same], each)
        found.append((each, same))
    return [Numbered(each.article, each.finding, views[same]) for each, same in found]


def _with(reading: Reading, view: FindingView, judged: JudgedFinding) -> FindingView:
    """The view standing for one more finding."""
    outlet = visible(reading.labels[judged.article])
    told = finding_json(judged.article, judged.original or judged.finding)
    return replace(
        view,
        outlets=tuple(dict.fromkeys([*view.outlets, outlet])),
        told=(*view.told, (judged.article, json.dumps(told, ensure_ascii=True))),
    )


def _sameness(judged: JudgedFinding) -> tuple[object, ...]:
    finding, original = judged.finding, judged.original
    return (
        finding.kind,
        finding.severity,
        finding.reason,
        finding.perhaps_ours,
        finding.basis,
        finding.reference,
        judged.decision,
        judged.by,
        judged.added_by,
        (original.kind, original.severity) if original else None,
    )


def _judged_view(judged: JudgedFinding, number: int, lang: str, *, whole: bool) -> FindingView:
    view = view_of(judged.finding, number, lang=lang, whole=whole)
    was = judged.original
    return replace(
        view,
        decision=judged.decision,
        by=visible(judged.by),
        was=f"{severity_label(was.severity, lang).name} {kind_label(was.kind, lang).name.lower()}"
        if was
        else "",
        added=bool(judged.added_by),
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

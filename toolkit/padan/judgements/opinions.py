"""What reviewers said of findings: accepted, dismissed, changed, and findings of their own."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from padan.errors import InputError
from padan.judgements.acts import Adding, Changing, OnFindings
from padan.judgements.places import FindingKey, Node, finding_key
from padan.judgements.state import Conflict, Decision, JudgedFinding
from padan.model import (
    Act,
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Judgement,
    Kind,
    Row,
    Severity,
    Span,
)

ForGood = Callable[[str, Finding], str]
"""(article, finding) -> the reviewer who dismissed such a finding for good, anywhere; or empty."""

DECISION = {
    Act.ACCEPT_FINDING: Decision.ACCEPTED,
    Act.DISMISS_FINDING: Decision.DISMISSED,
    Act.REOPEN_FINDING: Decision.OPEN,
}


@dataclass(slots=True)
class _Opinion:
    """All that was said of one finding."""

    article: str
    finding: Finding
    """As the checks, or the reviewer who added it, made it."""
    judgement: Judgement
    """The last about it."""
    decisions: dict[str, Decision] = field(default_factory=dict)
    """The last of each reviewer."""
    changed: tuple[Kind, Severity] | None = None
    added_by: str = ""
    for_good: bool = False
    seen: bool = False
    """The checks make this finding, or one on the same words."""

    @property
    def decision(self) -> Decision:
        """The last of all."""
        return next(reversed(self.decisions.values()), Decision.OPEN)

    def judged(self, found: Finding) -> JudgedFinding:
        """The finding with what was said of it."""
        kind, severity = self.changed or (found.kind, found.severity)
        as_it_stands = replace(found, kind=kind, severity=severity)
        return JudgedFinding(
            self.article,
            as_it_stands,
            self.decision,
            by=self.judgement.reviewer,
            original=found if as_it_stands != found else None,
            added_by=self.added_by,
            decisions=tuple(self.decisions.items()),
            for_good=self.for_good,
        )


class Opinions:
    """The opinions on a story's findings."""

    def __init__(self, compared: ComparedStory, for_good: ForGood) -> None:
        self._story = compared.story
        self._rows = compared.rows
        self._for_good = for_good
        self._starts = {a.id: [s.start for s in a.sentences] for a in compared.story.articles}
        self._by_key: dict[FindingKey, _Opinion] = {}
        self._by_kind: dict[tuple[str, Kind], list[_Opinion]] = defaultdict(list)
        self._at: dict[Node, list[_Opinion]] = defaultdict(list)

    def __bool__(self) -> bool:
        """Whether anything was said of any finding."""
        return bool(self._by_key)

    def take(self, judgement: Judgement, said: OnFindings | Changing | Adding) -> list[Node]:
        """Note what a judgement says. Gives a sentence of each row that it touches.

        Raises InputError, with nothing noted, where a finding is about words that are not there.
        """
        findings = said.findings if isinstance(said, OnFindings) else [(said.article, said.finding)]
        anchors = [self._anchor(article, finding) for article, finding in findings]
        for (article, finding), anchor in zip(findings, anchors, strict=True):
            opinion = self._opinion(article, finding, anchor, judgement)
            opinion.judgement = judgement
            if isinstance(said, Changing):
                opinion.changed = (said.kind, said.severity)
            elif isinstance(said, Adding):
                opinion.added_by = judgement.reviewer
            else:
                # Put last, so that the order of the decisions is that of the log.
                opinion.decisions.pop(judgement.reviewer, None)
                opinion.decisions[judgement.reviewer] = DECISION[judgement.act]
                opinion.for_good = said.for_good
        return anchors

    def on(self, row: Row) -> tuple[Row, tuple[JudgedFinding, ...]]:
        """The row with its findings as reviewers left them, and all of them, dismissed ones too."""
        cells, judged = [], []
        for cell in row.cells:
            own = list(self._of_cell(row, cell))
            judged.extend(own)
            cells.append(_with_findings(cell, own))
        return replace(row, cells=tuple(cells)), tuple(judged)

    def stale(self) -> Iterator[Conflict]:
        """What was said of findings that the checks no longer make, other than accepting them."""
        self._look_at_all()
        for opinion in self._by_key.values():
            kept = opinion.seen or opinion.added_by or opinion.decision is Decision.ACCEPTED
            if not kept and (opinion.changed or opinion.decision is Decision.DISMISSED):
                yield Conflict(opinion.judgement, "the checks no longer make this finding")

    def _look_at_all(self) -> None:
        """Of findings that went when a reviewer changed the row: the checks do make them."""
        if all(opinion.seen for opinion in self._by_key.values()):
            return
        for row in self._rows:
            for cell in row.cells:
                for finding in cell.comparison.findings if cell.comparison else ():
                    opinion = self._about(cell.article, finding)
                    if opinion is not None:
                        opinion.seen = True

    def _of_cell(self, row: Row, cell: Cell) -> Iterator[JudgedFinding]:
        told: set[int] = set()
        for finding in cell.comparison.findings if cell.comparison else ():
            opinion = self._about(cell.article, finding)
            if opinion is None:
                yield self._unjudged(cell.article, finding)
            elif id(opinion) not in told:
                told.add(id(opinion))
                opinion.seen = True
                yield opinion.judged(finding)
        for opinion in self._standing_in(row, cell.article):
            if id(opinion) not in told:
                yield opinion.judged(opinion.finding)

    def _unjudged(self, article: str, finding: Finding) -> JudgedFinding:
        by = self._for_good(article, finding)
        if not by:
            return JudgedFinding(article, finding)
        return JudgedFinding(article, finding, Decision.DISMISSED, by=by, for_good=True)

    def _standing_in(self, row: Row, article: str) -> Iterator[_Opinion]:
        """Findings that reviewers made, or accepted, in this row about this article."""
        for cell in row.cells:
            for index in cell.sentences:
                for opinion in self._at.get((cell.article, index), ()):
                    by_people = opinion.added_by or opinion.decision is Decision.ACCEPTED
                    if by_people and opinion.article == article:
                        yield opinion

    def _about(self, article: str, finding: Finding) -> _Opinion | None:
        """What was said of a finding or, where the checks now mark other words, of its like."""
        exact = self._by_key.get(finding_key(article, finding))
        if exact is not None:
            return exact
        near = (o for o in self._by_kind.get((article, finding.kind), ()) if not o.added_by)
        return next((o for o in near if _same_words(o.finding, finding)), None)

    def _opinion(
        self, article: str, finding: Finding, anchor: Node, judgement: Judgement
    ) -> _Opinion:
        key = finding_key(article, finding)
        if key not in self._by_key:
            opinion = _Opinion(article, finding, judgement)
            self._by_key[key] = opinion
            self._by_kind[article, finding.kind].append(opinion)
            self._at[anchor].append(opinion)
        return self._by_key[key]

    def _anchor(self, article: str, finding: Finding) -> Node:
        """The sentence in which the words begin that a finding is about."""
        if article not in self._starts:
            raise InputError("its article is no longer in the story", where="finding")
        if finding.retelling is not None:
            return self._sentence(article, finding.retelling)
        if finding.reference is not None and self._story.reference is not None:
            return self._sentence(self._story.reference, finding.reference)
        raise InputError("the words it is about are not in the story", where="finding")

    def _sentence(self, article: str, span: Span) -> Node:
        place = bisect_right(self._starts[article], span.start) - 1
        if place < 0 or span.end > len(self._story.article(article).text):
            raise InputError("the words it is about are not in the article", where="finding")
        return article, place


def _with_findings(cell: Cell, judged: list[JudgedFinding]) -> Cell:
    kept = tuple(j.finding for j in judged if j.decision is not Decision.DISMISSED)
    before = cell.comparison
    if before is None:
        return replace(cell, comparison=Comparison(None, kept)) if kept else cell
    return (
        cell
        if before.findings == kept
        else replace(cell, comparison=replace(before, findings=kept))
    )


def _same_words(one: Finding, other: Finding) -> bool:
    """Both mark, on each side that they mark, words in common."""
    sides = [(one.reference, other.reference), (one.retelling, other.retelling)]
    told = [(a, b) for a, b in sides if a is not None or b is not None]
    return all(a is not None and b is not None and _overlap(a, b) for a, b in told)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

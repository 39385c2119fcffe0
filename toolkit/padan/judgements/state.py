"""What a story has become in review: the pipeline's rows with all that reviewers said on top."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from padan.judgements.places import Node
from padan.model import ComparedStory, Finding, Judgement, Status


class Decision(StrEnum):
    """What reviewers have said of a finding."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Mark:
    """The last status that one reviewer gave a row."""

    reviewer: str
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that stands; `article` is empty where it is about the whole row."""

    id: str
    reviewer: str
    at: datetime
    article: str
    text: str
    settled: bool = False


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding of a row with what became of it."""

    article: str
    finding: Finding
    """As it stands, with kind and severity as a reviewer left them."""
    decision: Decision = Decision.OPEN
    by: str = ""
    """Who decided, changed or added it last."""
    original: Finding | None = None
    """As the checks made it, where a reviewer changed it."""
    added_by: str = ""
    """The reviewer who made it; empty where the checks did."""
    decisions: tuple[tuple[str, Decision], ...] = ()
    """The last decision of each reviewer."""
    for_good: bool = False
    """Dismissed wherever these words make it."""


@dataclass(frozen=True, slots=True)
class RowReview:
    """What reviewers said of a row."""

    status: Status = Status.UNREVIEWED
    """The last that anyone gave."""
    by: str = ""
    marks: tuple[Mark, ...] = ()
    """One for each reviewer who gave a status."""
    comments: tuple[Comment, ...] = ()
    findings: tuple[JudgedFinding, ...] = ()
    """All, dismissed ones too; those of the first cell first."""
    by_hand: str = ""
    """The reviewer who put the row together, if one did."""
    assigned: tuple[str, ...] = ()
    doubled: bool = False
    """In the sample that two reviewers are to judge."""

    @property
    def disputed(self) -> bool:
        """Reviewers do not agree on it."""
        return len({mark.status for mark in self.marks}) > 1


@dataclass(frozen=True, slots=True)
class Conflict:
    """A judgement that no longer fits, with a plain reason; it is kept, and changes nothing."""

    judgement: Judgement
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewedStory:
    """A story as reviewers left it."""

    compared: ComparedStory
    """Rows as they stand; their comparisons hold the findings that were not dismissed, with the
    reviewers' changes; English as edited."""
    reviews: tuple[RowReview, ...]
    """One for each row of `compared`."""
    aside: frozenset[Node] = frozenset()
    """Sentences that a reviewer marked as furniture."""
    conflicts: tuple[Conflict, ...] = ()
    reviewers: tuple[str, ...] = ()
    """All who have done something that stands, in the order of their first act."""
    assigned: tuple[str, ...] = field(default=())
    """To whom the whole story is given."""

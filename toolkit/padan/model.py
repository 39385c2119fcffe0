"""The things padan speaks of: frozen, slotted values without behaviour beyond simple look-ups.

All character offsets count Unicode code points in the stored text of an article
(`Article.text`), half open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal


class Role(StrEnum):
    """What a line is to the page it stood on."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    SUBHEAD = "subhead"
    BODY = "body"
    NOTE = "note"
    FURNITURE = "furniture"


FLOW = frozenset({Role.BODY, Role.NOTE})
"""Roles of the running text."""
DISPLAY = frozenset({Role.HEADLINE, Role.STANDFIRST, Role.SUBHEAD, Role.CAPTION})
"""Roles that say something but stand beside the running text; aligned with their own kind only."""
ALIGNED = FLOW | DISPLAY
"""Roles that take part in alignment; byline, dateline, credit and furniture do not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article, or a part of one where two roles share it (dateline, then body)."""

    start: int
    end: int
    role: Role
    why: str
    """The rule that gave the role, in a few plain words."""
    paragraph: int
    """Counts the article's lines that are not blank, from 0."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its place in the article and its text, `article.text[start:end]`."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int = 0
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Article:
    """One text by one outlet. `text` is repaired, NFC, with line ends as newline."""

    id: str
    """Sixteen hex digits, a hash of text, outlet and url."""
    text: str
    lang: str
    """Language as a BCP 47 code; `und` where it could not be told."""
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    """Every sentence of every line, furniture included, in reading order."""
    source: str = ""
    """The file or URL it was read from."""
    outlet: str = ""
    url: str = ""
    title: str = ""
    author: str = ""
    published: date | None = None
    retrieved: date | None = None
    licence: str = ""
    is_reference: bool = False
    """The user named it the story's reference."""
    story: str = ""
    """The story the user filed it under (story.toml); empty where padan has to find out."""
    repairs: tuple[str, ...] = ()
    """What reading had to change, one plain line each."""

    @property
    def aligned(self) -> tuple[Sentence, ...]:
        """The sentences that take part in alignment."""
        return tuple(s for s in self.sentences if s.role in ALIGNED)


@dataclass(frozen=True, slots=True)
class Bead:
    """A link between sentences of two texts, by index; either side may be empty."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    """Confidence 0..1 that the link (or the absence of one) is right."""
    moved: bool = False
    """The passage stands elsewhere than its neighbours: it crosses the main path."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (half open)."""

    start: int
    end: int


class Severity(StrEnum):
    """How much a difference matters, worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    TRIVIAL = "trivial"


class Kind(StrEnum):
    """What a finding is about."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    MODALITY = "modality"
    QUANTIFIER = "quantifier"
    ATTRIBUTION = "attribution"
    LOADED = "loaded"
    RELATION = "relation"
    TERM = "term"
    WORDING = "wording"
    """Punctuation, spelling, synonyms, word order: trivial, and folded away."""
    OMISSION = "omission"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a finding was made: a line of `consistency/data/reasons.toml` and the words put in.

    So that the reason can be said in another language than English.
    """

    code: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A typed, located difference between a cell and the reference's cell.

    Spans count in the compared strings where `compare` made it, and in the articles' texts once
    it stands in a row.
    """

    kind: Kind
    severity: Severity
    reference: Span | None
    retelling: Span | None
    reason: str
    """One plain English sentence."""
    basis: str
    """The languages compared, reference first: `id-id`, `en-en`, `en-id`; `mt` stands for our
    own translation: `en-mt`."""
    english: Span | None = None
    """The place in our English translation of the side that was translated, if one was."""
    perhaps_ours: bool = False
    """The translation it rests on has faults: perhaps our error, not the outlet's."""
    gloss: str = ""
    """English for the marked words of the retelling, where they are not English and it is known."""
    why: Why | None = None
    """What `reason` was made from."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare` returns: consistency 0..1, findings worst first, and what could not be told.

    `consistency` is None where there was nothing to compare.
    """

    consistency: float | None
    findings: tuple[Finding, ...] = ()
    abstained: tuple[str, ...] = ()
    """One plain line per check that could not tell."""
    weighed: tuple[tuple[str, float], ...] = ()
    """What took how much off the consistency, in log-odds, the most first: names of
    `consistency/data/score.toml`; `padan.consistency.explain` puts them in words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article says in a row: indices of its sentences, in reading order."""

    article: str
    sentences: tuple[int, ...] = ()
    comparison: Comparison | None = None
    """Against the reference's cell; None for the reference itself and before comparing."""
    moved: bool = False
    confidence: float | None = None
    """Chance 0..1 that the sentences belong in the row or, where there are none, that the article
    says nothing of it; None where it was compared with nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One statement across all articles of a story; cells stand in the order of the story."""

    index: int
    cells: tuple[Cell, ...]
    confidence: float

    def cell(self, article: str) -> Cell:
        """The cell of the article with this id."""
        return next(c for c in self.cells if c.article == article)


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that retell one event text, the reference first where there is one."""

    id: str
    title: str
    articles: tuple[Article, ...]
    reference: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    """Article id -> id of the fuller article it is a version of (page 1 of it, an update)."""

    def article(self, article_id: str) -> Article:
        """The article with this id."""
        return next(a for a in self.articles if a.id == article_id)


class FaultKind(StrEnum):
    """What a translation may have got wrong."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    REPETITION = "repetition"
    NUMBER = "number"
    UNTRANSLATED = "untranslated"
    TRUNCATED = "truncated"
    LANGUAGE = "language"
    DATE = "date"
    NAME = "name"
    QUOTES = "quotes"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Fault:
    """A suspicion against a translation, with a plain reason."""

    kind: FaultKind
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the user's glossary: `source` must be rendered as `target`."""

    source: str
    target: str
    others: tuple[str, ...] = ()
    """Further renderings that will do."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A sentence put into another language."""

    source: str
    text: str
    source_lang: str
    target_lang: str
    signature: str
    """Engine, revision and settings that made it; `human: …` where a person did."""
    faults: tuple[Fault, ...] = ()
    confidence: float | None = None
    """Expected sentence chrF, 0..1; None where it was not estimated, and for a person's."""


@dataclass(frozen=True, slots=True)
class ComparedStory:
    """A story with all that was derived from it."""

    story: Story
    rows: tuple[Row, ...]
    english: Mapping[str, Mapping[int, Translation]]
    """Article id -> sentence index -> translation; English articles have none."""
    signatures: Mapping[Literal["align", "translate", "compare"], str]


class Status(StrEnum):
    """What reviewers have said of a row."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SECOND_LOOK = "second-look"


class Act(StrEnum):
    """What a reviewer can do. The body of each is told in `padan.judgements.acts`."""

    ACCEPT = "accept"
    REJECT = "reject"
    SECOND_LOOK = "second-look"
    CLEAR = "clear"
    """Back to unreviewed."""
    COMMENT = "comment"
    SETTLE = "settle"
    """A comment is done with."""
    ACCEPT_FINDING = "accept-finding"
    DISMISS_FINDING = "dismiss-finding"
    REOPEN_FINDING = "reopen-finding"
    CHANGE_FINDING = "change-finding"
    ADD_FINDING = "add-finding"
    EDIT_ENGLISH = "edit-english"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    LINK = "link"
    DETACH = "detach"
    ASIDE = "aside"
    """Sentences marked as furniture."""
    BACK = "back"
    """Sentences taken back from the furniture."""
    REALIGN = "realign"
    ASSIGN = "assign"
    SAMPLE = "sample"
    """Rows that two reviewers are to judge."""
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer did: a line of the append-only log. Nothing in the log is ever changed."""

    id: str
    """Given by whoever sends it, so that what is sent twice counts once; up to 64 characters."""
    reviewer: str
    at: datetime
    """In UTC."""
    act: Act
    body: Mapping[str, Any]
    """JSON: what it is about, and how that was before and after."""
    articles: tuple[str, ...]
    """Ids of the articles it is about; a story's judgements are found by them."""
    seq: int = 0
    """Its place in the log, from 1, given by the store."""

"""A cell of a row as it is shown: sentences and English in pieces, marked, with what is said of
them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from padan.consistency import explain
from padan.judgements.state import Decision
from padan.model import DISPLAY, Cell, Finding, Row, Sentence, Severity, Span
from padan.translate.memory import HUMAN, is_human
from padan.view.judged import worst
from padan.view.marks import Mark, Piece, mark_sentences
from padan.view.numbering import FindingView, Numbered
from padan.view.placing import moved_where, unsure_cell
from padan.view.plain import visible
from padan.view.ranking import unnamed
from padan.view.reading import Reading
from padan.view.words import percent

Against = Callable[[int, str], Sequence[str]]
"""Row index and article -> per cent for each column as the reference, empty where not compared."""


@dataclass(frozen=True, slots=True)
class PieceView:
    """A stretch of a cell's text; one that is marked knows the findings it belongs to."""

    text: str
    severity: Severity | None
    """The worst of its findings'; None for text that is not marked."""
    findings: tuple[FindingView, ...] = ()
    ends: tuple[FindingView, ...] = ()
    broad: bool = False
    """Its findings are about some words of a sentence; which ones is known in our English only."""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence in pieces: its number in the article, and where it begins and ends there."""

    index: int
    start: int
    end: int
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True)
class EnglishView:
    """The English of the sentence with this number, in pieces; none where there is no English."""

    index: int
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """What one article says in a row, with all that is shown around it."""

    article: str
    column: int
    outlet: str
    lang: str
    is_reference: bool
    sentences: tuple[SentenceView, ...]
    roles: str
    """Headline, caption and the like; empty for running text."""
    english: tuple[EnglishView, ...]
    """For each sentence that is not written in English; empty of an article that is."""
    english_by: str
    """Whose English it is: ours, a person's, or both."""
    doubts: tuple[str, ...]
    consistency: str
    lowered: tuple[str, ...]
    """What lowered the consistency, the most first, in plain words."""
    by_reference: str
    """Its consistency against each column taken as the reference, in per cent, joined by commas;
    empty where it was not compared."""
    unnamed: bool
    """It probably says something else, but no check says what."""
    moved: str
    """Where the passage stands in its text, if elsewhere than in the row."""
    unsure: str
    """What may be wrong with the cell's place; empty where it is sure enough."""
    whole: tuple[FindingView, ...]
    """Findings about a whole statement left out or added, shown in the cell itself."""
    absent: str
    """What to say in place of text where there is none."""


def cell_view(
    reading: Reading,
    row: Row,
    cell: Cell,
    column: int,
    found: Sequence[Numbered],
    against: Against | None,
) -> CellView:
    """A cell of a row, in its `column`, with what was `found` in the row."""
    article = reading.articles[cell.article]
    is_reference = article is reading.reference
    own = [
        f
        for f in found
        if f.view.decision is not Decision.DISMISSED and (is_reference or f.article == article.id)
    ]
    comparison = cell.comparison
    return CellView(
        article=article.id,
        column=column,
        outlet=visible(reading.labels[article.id]),
        lang="" if article.lang == "und" else article.lang,
        is_reference=is_reference,
        sentences=_sentences(reading, cell, own),
        roles=_roles(reading, cell),
        english=_english(reading, cell, own),
        english_by=_english_by(reading, cell),
        doubts=tuple(map(visible, reading.doubts(cell))),
        consistency=percent(comparison.consistency)
        if comparison and not reading.whole(row, cell)
        else "",
        lowered=explain(comparison, reading.lang)
        if comparison and not reading.whole(row, cell)
        else (),
        by_reference=",".join(against(row.index, cell.article)) if against else "",
        unnamed=unnamed(cell),
        moved=moved_where(reading, cell),
        unsure=unsure_cell(reading, row, cell),
        whole=tuple(f.view for f in own if f.view.whole and f.article == article.id),
        absent=_absent(reading, cell),
    )


def _english_by(reading: Reading, cell: Cell) -> str:
    signatures = [translation.signature for translation in reading.translations(cell)]
    people = dict.fromkeys(s.removeprefix(HUMAN) for s in signatures if is_human(s))
    if not people:
        return reading.say("our_english")
    names = visible(", ".join(people))
    by = "english_by" if all(map(is_human, signatures)) else "english_of_both"
    return reading.say(by, names=names)


def _absent(reading: Reading, cell: Cell) -> str:
    """What stands in place of text in a cell without any."""
    if cell.sentences:
        return ""
    if cell.article == reading.compared.story.reference:
        return reading.say("source_silent")
    if cell.article in reading.compared.story.versions:
        return reading.say("not_in_version")
    return reading.say("not_in_retelling" if reading.reference else "not_in_text")


def _sentences(reading: Reading, cell: Cell, found: Sequence[Numbered]) -> tuple[SentenceView, ...]:
    """A cell's sentences with the words marked that its findings are about.

    Findings on a whole statement mark nothing: all of it is meant.
    """
    is_reference = cell.article == reading.compared.story.reference
    sentences = reading.sentences(cell)
    marks: list[Mark] = []
    broad: set[int] = set()
    for each in found:
        span = each.finding.reference if is_reference else each.finding.retelling
        if span and not each.view.whole:
            marks.append(Mark(each.view.number, span))
            if is_reference == each.in_reference and _broad(each.finding, span, sentences):
                broad.add(each.view.number)
    views = {each.view.number: each.view for each in found}
    cut = mark_sentences(sentences, list(dict.fromkeys(marks)))
    return tuple(
        SentenceView(s.index, s.start, s.end, _piece_views(part, views, broad))
        for s, part in zip(sentences, cut, strict=True)
    )


def _broad(finding: Finding, own: Span, sentences: Iterable[Sentence]) -> bool:
    """Whether the words are known in our English only, and `own` takes in a whole sentence."""
    covers = any(own.start <= s.start and s.end <= own.end for s in sentences)
    return finding.english is not None and covers


def _roles(reading: Reading, cell: Cell) -> str:
    roles = dict.fromkeys(s.role for s in reading.sentences(cell) if s.role in DISPLAY)
    return ", ".join(reading.say(f"role_{role.value}") for role in roles)


def _english(reading: Reading, cell: Cell, found: Sequence[Numbered]) -> tuple[EnglishView, ...]:
    """Our English of a cell, with the places marked that its findings point at."""
    known = reading.compared.english.get(cell.article)
    if known is None:
        return ()
    is_reference = cell.article == reading.compared.story.reference
    marks = [
        Mark(each.view.number, each.finding.english)
        for each in found
        if each.finding.english and not each.view.whole and is_reference == each.in_reference
    ]
    views = {each.view.number: each.view for each in found}
    sentences: list[Sentence] = []
    at = 0
    for index in cell.sentences:
        text = known[index].text if index in known else ""
        sentences.append(Sentence(index, at, at + len(text), text))
        at += len(text) + 1 if index in known else 0  # joined as `Reading.english` joins them
    cut = mark_sentences(sentences, list(dict.fromkeys(marks)))
    return tuple(
        EnglishView(s.index, _piece_views(part, views))
        for s, part in zip(sentences, cut, strict=True)
    )


def _piece_views(
    cut: Iterable[Piece], views: dict[int, FindingView], broad: AbstractSet[int] = frozenset()
) -> tuple[PieceView, ...]:
    def view(piece: Piece) -> PieceView:
        findings = tuple(views[number] for number in piece.numbers)
        return PieceView(
            text=visible(piece.text),
            severity=worst(finding.severity for finding in findings),
            findings=findings,
            ends=tuple(views[number] for number in piece.ends),
            broad=bool(piece.numbers) and broad >= set(piece.numbers),
        )

    return tuple(view(piece) for piece in cut if piece.text)

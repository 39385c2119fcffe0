"""What a story's page shows, worked out beforehand so that the templates hold no logic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import urlsplit

from padan.consistency import explain
from padan.model import ALIGNED, DISPLAY, Article, Cell, Finding, Row, Sentence, Severity, Span
from padan.translate.memory import HUMAN, is_human
from padan.view.marks import Mark, Piece, mark_sentences, pieces
from padan.view.numbering import FindingView, Numbered, numbered
from padan.view.placing import moved_where, unsure_cell, unsure_row
from padan.view.plain import visible
from padan.view.ranking import SEVERITIES, unnamed
from padan.view.reading import Reading
from padan.view.words import language, percent

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
class CellView:
    """What one article says in a row, with all that is shown around it."""

    column: int
    outlet: str
    lang: str
    is_reference: bool
    sentences: tuple[tuple[PieceView, ...], ...]
    roles: str
    """Headline, caption and the like; empty for running text."""
    english: tuple[PieceView, ...]
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


@dataclass(frozen=True, slots=True)
class RowView:
    """A row; `rank` is its place in the list of rows to look at, None if it is not in it."""

    number: int
    cells: tuple[CellView, ...]
    findings: tuple[FindingView, ...]
    """Those on the wording, shown under the row; without the trivial ones."""
    trivial: tuple[FindingView, ...]
    """Trivial ones, folded away."""
    abstained: tuple[tuple[str, str], ...]
    """Outlets, and what could not be told of them."""
    unsure: str
    """What may be wrong with the row as a whole; empty where it is sure enough."""
    confidence: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that takes no part in the comparison."""

    role: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """An article as a column of the page."""

    id: str
    label: str
    lang: str
    language: str
    url: str
    """Empty unless it is a web address."""
    is_reference: bool
    article: Article
    left_out: tuple[LeftOut, ...]


def columns(reading: Reading) -> tuple[Column, ...]:
    """The articles of a story as columns, the reference first."""
    placed = _placed(reading)
    return tuple(
        Column(
            id=article.id,
            label=visible(reading.labels[article.id]),
            lang="" if article.lang == "und" else article.lang,
            language=language(article.lang, reading.lang),
            url=web_address(article.url),
            is_reference=article is reading.reference,
            article=article,
            left_out=tuple(_left_out(reading, article, placed[article.id])),
        )
        for article in reading.columns
    )


def web_address(url: str) -> str:
    """`url` if it may become a link (http or https), else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _placed(reading: Reading) -> dict[str, set[int]]:
    """Article id -> indices of the sentences that stand in a row."""
    placed: dict[str, set[int]] = {article: set() for article in reading.articles}
    for row in reading.compared.rows:
        for cell in row.cells:
            placed[cell.article].update(cell.sentences)
    return placed


def _left_out(reading: Reading, article: Article, placed: set[int]) -> Iterable[LeftOut]:
    """Lines of roles that take no part, and sentences that for another reason stand in no row."""
    for line in article.lines:
        if line.role not in ALIGNED:
            text = visible(article.text[line.start : line.end]).strip()
            yield LeftOut(reading.say(f"role_{line.role.value}"), text, line.why)
    for sentence in article.aligned:
        if sentence.index not in placed:
            role = reading.say(f"role_{sentence.role.value}")
            yield LeftOut(role, visible(sentence.text), reading.say("no_row"))


def row_views(
    reading: Reading,
    shown: Sequence[Column],
    ranks: dict[int, int],
    rows: Iterable[Row],
    against: Against | None = None,
) -> Iterable[RowView]:
    """`rows` as they are shown, one by one. `ranks` is row index -> place in the worst rows,
    `against` gives a cell's consistency with each column as the reference."""
    place = {column.id: number for number, column in enumerate(shown)}
    for row in rows:
        cells = sorted((c for c in row.cells if c.article in place), key=lambda c: place[c.article])
        found = numbered(reading, row, cells)
        views = tuple(
            _cell(reading, row, cell, place[cell.article], found, against) for cell in cells
        )
        wording = tuple(dict.fromkeys(f.view for f in found if not f.view.whole))
        yield RowView(
            number=row.index + 1,
            cells=views,
            findings=tuple(v for v in wording if v.severity is not Severity.TRIVIAL),
            trivial=tuple(v for v in wording if v.severity is Severity.TRIVIAL),
            abstained=_abstained(reading, cells),
            unsure=unsure_row(reading, row),
            confidence=percent(row.confidence),
            rank=ranks.get(row.index),
        )


def _abstained(reading: Reading, cells: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """What could not be told in a row, each with whom it is about; without what never could."""
    said: dict[str, list[str]] = {}
    for cell in cells:
        never = reading.never_told.get(cell.article, ())
        for line in cell.comparison.abstained if cell.comparison else ():
            if line not in never:
                said.setdefault(line, []).append(visible(reading.labels[cell.article]))
    return tuple((", ".join(outlets), visible(line).rstrip(".")) for line, outlets in said.items())


def _cell(
    reading: Reading,
    row: Row,
    cell: Cell,
    column: int,
    found: Sequence[Numbered],
    against: Against | None,
) -> CellView:
    article = reading.articles[cell.article]
    is_reference = article is reading.reference
    own = [f for f in found if is_reference or f.article == article.id]
    comparison = cell.comparison
    return CellView(
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


def _sentences(
    reading: Reading, cell: Cell, found: Sequence[Numbered]
) -> tuple[tuple[PieceView, ...], ...]:
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
    return tuple(_piece_views(sentence, views, broad) for sentence in cut)


def _broad(finding: Finding, own: Span, sentences: Iterable[Sentence]) -> bool:
    """Whether the words are known in our English only, and `own` takes in a whole sentence."""
    covers = any(own.start <= s.start and s.end <= own.end for s in sentences)
    return finding.english is not None and covers


def _roles(reading: Reading, cell: Cell) -> str:
    roles = dict.fromkeys(s.role for s in reading.sentences(cell) if s.role in DISPLAY)
    return ", ".join(reading.say(f"role_{role.value}") for role in roles)


def _english(reading: Reading, cell: Cell, found: Sequence[Numbered]) -> tuple[PieceView, ...]:
    """Our English of a cell, with the places marked that its findings point at."""
    is_reference = cell.article == reading.compared.story.reference
    marks = [
        Mark(each.view.number, each.finding.english)
        for each in found
        if each.finding.english and not each.view.whole and is_reference == each.in_reference
    ]
    views = {each.view.number: each.view for each in found}
    return _piece_views(pieces(reading.english(cell), 0, list(dict.fromkeys(marks))), views)


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


def worst(severities: Iterable[Severity]) -> Severity | None:
    """The worst of some severities; None of none."""
    return min(severities, key=_level, default=None)


_level: Callable[[Severity], int] = SEVERITIES.index

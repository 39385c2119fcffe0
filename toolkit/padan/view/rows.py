"""What a story's page shows, worked out beforehand so that the templates hold no logic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from padan.judgements.state import Decision, RowReview
from padan.model import ALIGNED, Article, Cell, Row, Severity
from padan.view.cells import Against, CellView, cell_view
from padan.view.judged import CommentView, Traits, comment_views, traits, unreviewed
from padan.view.numbering import FindingView, numbered
from padan.view.placing import unsure_row
from padan.view.plain import visible
from padan.view.reading import Reading
from padan.view.words import language, percent


@dataclass(frozen=True, slots=True)
class RowView:
    """A row; `rank` is its place in the list of rows to look at, None if it is not in it."""

    number: int
    cells: tuple[CellView, ...]
    findings: tuple[FindingView, ...]
    """Those on the wording, shown under the row; without the trivial ones."""
    trivial: tuple[FindingView, ...]
    """Trivial ones, folded away."""
    dismissed: tuple[FindingView, ...]
    """Those that a reviewer dismissed, folded away."""
    comments: tuple[CommentView, ...]
    abstained: tuple[tuple[str, str], ...]
    """Outlets, and what could not be told of them."""
    unsure: str
    """What may be wrong with the row as a whole; empty where it is sure enough."""
    confidence: str
    traits: Traits
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
    ranks: Mapping[int, int],
    rows: Iterable[Row],
    against: Against | None = None,
    reviews: Mapping[int, RowReview] | None = None,
) -> Iterable[RowView]:
    """`rows` as they are shown, one by one. `ranks` is row index -> place in the worst rows,
    `against` gives a cell's consistency with each column as the reference, `reviews` what was said
    of the row with an index, if anything."""
    for row in rows:
        review = reviews.get(row.index) if reviews else None
        yield row_view(reading, shown, row, review, rank=ranks.get(row.index), against=against)


def row_view(
    reading: Reading,
    shown: Sequence[Column],
    row: Row,
    review: RowReview | None = None,
    *,
    rank: int | None = None,
    against: Against | None = None,
) -> RowView:
    """A row as it is shown; without a review, as nobody has looked at it yet."""
    review = review or unreviewed(row)
    place = {column.id: number for number, column in enumerate(shown)}
    cells = sorted((c for c in row.cells if c.article in place), key=lambda c: place[c.article])
    found = numbered(reading, row, cells, review.findings)
    views = tuple(dict.fromkeys(f.view for f in found))
    wording = [v for v in views if v.decision is not Decision.DISMISSED and not v.whole]
    return RowView(
        number=row.index + 1,
        cells=tuple(
            cell_view(reading, row, cell, place[cell.article], found, against) for cell in cells
        ),
        findings=tuple(v for v in wording if v.severity is not Severity.TRIVIAL),
        trivial=tuple(v for v in wording if v.severity is Severity.TRIVIAL),
        dismissed=tuple(v for v in views if v.decision is Decision.DISMISSED),
        comments=comment_views(reading, review),
        abstained=_abstained(reading, cells),
        unsure=unsure_row(reading, row),
        confidence=percent(row.confidence),
        traits=traits(reading, row, review),
        rank=rank,
    )


def _abstained(reading: Reading, cells: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """What could not be told in a row, each with whom it is about; without what never could."""
    said: dict[str, list[str]] = {}
    for cell in cells:
        never = reading.never_told.get(cell.article, ())
        for line in reading.abstained(cell):
            if line not in never:
                said.setdefault(line, []).append(visible(reading.labels[cell.article]))
    return tuple((", ".join(outlets), visible(line).rstrip(".")) for line, outlets in said.items())

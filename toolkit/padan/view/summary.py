"""A story in figures: what each outlet kept, added and changed, and where to look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from padan.consistency.outlets import Interval, OutletFigures, Said, outlet_figures
from padan.model import FLOW, Article, Cell, ComparedStory, Kind, Role, Row, Sentence, Severity
from padan.view.ranking import DivergentRow, divergent_rows
from padan.view.reading import MIN_CONFIDENCE, Reading, width

_Name = TypeVar("_Name", Kind, Severity)


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One article of a story in figures. Shares are 0..1 of characters of running text.

    Shares and consistency are None for the reference, without a reference, and where there is
    nothing to count in.
    """

    article: str
    label: str
    """Its outlet or file name; unique within the story."""
    lang: str
    is_reference: bool
    sentences: int
    """Sentences that take part in alignment."""
    furniture: int
    """Lines that the page put there."""
    aligned_share: float | None
    """Of its own running text, how much stands beside the reference."""
    kept_share: float | None
    """Of the reference's running text, how much this article has a counterpart for."""
    added_share: float | None
    """Of its own running text, how much stands in rows where the reference says nothing."""
    consistency: float | None
    """Mean over the rows in which both speak and a figure was given."""
    interval: Interval | None
    """The same mean with its bootstrap interval."""
    compared_rows: int
    """The number of these rows."""
    moved: float | None
    """Share of what has a counterpart that stands elsewhere than its neighbours."""
    edits: float | None
    """Words changed for 100 words of the reference; None where the languages differ."""
    findings: Mapping[tuple[Kind, Severity], int]
    wording: Mapping[Severity, int]
    """Findings by severity in rows where both speak."""
    left_out: int
    """Compared rows in which the reference speaks and this article does not."""
    added: int
    """Compared rows in which this article speaks and the reference does not."""
    perhaps_ours: int
    """Findings that may be our translation's fault."""
    translated: int
    doubtful: int
    """Of the translated sentences, those with a fault."""
    version_of: str
    """Label of the fuller article this one is a version of; empty if none."""

    @property
    def by_kind(self) -> dict[Kind, int]:
        """Number of findings of each kind there is, in the order of `Kind`."""
        return _totals(Kind, ((kind, n) for (kind, _), n in self.findings.items()))

    @property
    def by_severity(self) -> dict[Severity, int]:
        """Number of findings of each severity there is, worst first."""
        return _totals(Severity, ((severity, n) for (_, severity), n in self.findings.items()))


@dataclass(frozen=True, slots=True)
class StorySummary:
    """A story in figures."""

    story: str
    title: str
    reference: str
    """Label of the reference; empty where there is none."""
    articles: tuple[ArticleSummary, ...]
    """The reference first, then in the order of the story."""
    rows: int
    doubtful: int
    """Translations with a fault, all articles together."""
    divergent: tuple[DivergentRow, ...]
    """All cells with something to look at; the order is described in `padan.view.ranking`."""

    @property
    def wording(self) -> dict[Severity, int]:
        """Findings by severity in rows where both speak, all retellings together."""
        return _totals(Severity, (pair for a in self.articles for pair in a.wording.items()))

    @property
    def ranks(self) -> dict[int, int]:
        """Index of a row with something to look at -> its place, from 1; in the order of places."""
        order = dict.fromkeys(found.row for found in self.divergent)
        return {row: place for place, row in enumerate(order, start=1)}

    def worst(self, n: int) -> list[DivergentRow]:
        """The `n` cells to look at first."""
        return list(self.divergent[: max(n, 0)])


def summarise(
    compared: ComparedStory, min_confidence: float = MIN_CONFIDENCE, lang: str = "en"
) -> StorySummary:
    """The figures of a story. Depends on nothing but its arguments; see `Reading`."""
    reading = Reading(compared, min_confidence, lang)
    articles = tuple(_article(reading, article) for article in reading.columns)
    reference = reading.reference
    return StorySummary(
        story=compared.story.id,
        title=compared.story.title,
        reference=reading.labels[reference.id] if reference else "",
        articles=articles,
        rows=len(compared.rows),
        doubtful=sum(article.doubtful for article in articles),
        divergent=tuple(divergent_rows(reading)),
    )


def _article(reading: Reading, article: Article) -> ArticleSummary:
    compared = reading.compared
    pairs = _pairs(reading, article)
    both = [(row, cell) for row, cell, reference in pairs if cell.sentences and reference.sentences]
    # A first page is not compared with what it has not come to, nor a headline with nothing.
    whole = [cell for row, cell, _ in pairs if cell.comparison and reading.whole(row, cell)]
    figures = _figures(reading, article, both)
    interval = figures.consistency
    translations = compared.english.get(article.id, {}).values()
    kept, aligned, added = _shares(reading, article, pairs)
    return ArticleSummary(
        article=article.id,
        label=reading.labels[article.id],
        lang=article.lang,
        is_reference=article is reading.reference,
        sentences=len(article.aligned),
        furniture=sum(line.role is Role.FURNITURE for line in article.lines),
        aligned_share=aligned,
        kept_share=kept,
        added_share=added,
        consistency=interval.mean if interval else None,
        interval=interval,
        compared_rows=interval.n if interval else 0,
        moved=figures.moved,
        edits=figures.edits,
        findings=_findings(cell for _, cell, _ in pairs),
        wording=_totals(Severity, (pair for _, cell in both for pair in _severities(cell).items())),
        left_out=sum(not cell.sentences for cell in whole),
        added=sum(bool(cell.sentences) for cell in whole),
        perhaps_ours=sum(
            finding.perhaps_ours
            for _, cell, _ in pairs
            for finding in (cell.comparison.findings if cell.comparison else ())
        ),
        translated=len(translations),
        doubtful=sum(bool(translation.faults) for translation in translations),
        version_of=reading.labels.get(compared.story.versions.get(article.id, ""), ""),
    )


def _figures(reading: Reading, article: Article, both: Iterable[tuple[Row, Cell]]) -> OutletFigures:
    """Figures over the rows in which the article and the reference speak."""
    said = []
    for row, cell in both:
        reference = reading.reference_cell(row)
        text = reading.text(reference) if reference else ""
        said.append(Said(text, reading.text(cell), cell.comparison, cell.moved))
    own = reading.reference is not None and reading.reference.lang == article.lang
    return outlet_figures(said, own_language=own and article.lang != "und")


def _pairs(reading: Reading, article: Article) -> list[tuple[Row, Cell, Cell]]:
    """Each row with the article's cell and the reference's; none for the reference itself."""
    if article is reading.reference:
        return []
    return [
        (row, cell, reference)
        for row in reading.compared.rows
        if (reference := reading.reference_cell(row)) is not None
        for cell in row.cells
        if cell.article == article.id
    ]


def _shares(
    reading: Reading, article: Article, pairs: list[tuple[Row, Cell, Cell]]
) -> tuple[float | None, float | None, float | None]:
    """Share of the reference kept; of the article, shares beside the reference and added."""
    reference = reading.reference
    if reference is None or article is reference:
        return None, None, None
    kept = aligned = added = 0
    for _, cell, source in pairs:
        own = width(_flow(reading.sentences(cell)))
        if not source.sentences:
            added += own
            continue
        aligned += own
        if cell.sentences:
            kept += width(_flow(reading.sentences(source)))
    whole_reference = width(_flow(reference.sentences))
    whole = width(_flow(article.sentences))
    return _share(kept, whole_reference), _share(aligned, whole), _share(added, whole)


def _flow(sentences: Iterable[Sentence]) -> list[Sentence]:
    return [sentence for sentence in sentences if sentence.role in FLOW]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _findings(cells: Iterable[Cell]) -> dict[tuple[Kind, Severity], int]:
    counts = Counter(
        (finding.kind, finding.severity)
        for cell in cells
        if cell.comparison
        for finding in cell.comparison.findings
    )
    return {(k, s): counts[k, s] for k in Kind for s in Severity if counts[k, s]}


def _severities(cell: Cell) -> Counter[Severity]:
    return Counter(f.severity for f in cell.comparison.findings) if cell.comparison else Counter()


def _totals(names: type[_Name], counts: Iterable[tuple[_Name, int]]) -> dict[_Name, int]:
    """Sums per name, in the names' own order, without noughts."""
    total: Counter[_Name] = Counter()
    for name, count in counts:
        total[name] += count
    return {name: total[name] for name in names if total[name]}

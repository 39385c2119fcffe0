"""Compares every cell of a story's rows with the reference's cell, and puts the findings in place.

The checks see a cell as one string, its sentences joined by blanks; here their spans become
offsets in the articles' stored texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from padan.consistency.compare import compare_texts
from padan.consistency.draft import rank
from padan.consistency.headline import own_claims
from padan.consistency.side import Side, least_confidence
from padan.consistency.weights import dismissed
from padan.model import (
    DISPLAY,
    Article,
    Cell,
    Comparison,
    Finding,
    Role,
    Row,
    Sentence,
    Span,
    Story,
    Translation,
)


def compare_rows(
    story: Story,
    rows: Sequence[Row],
    english: Mapping[str, Mapping[int, Translation]],
    similarity: Callable[[str, Sequence[int], str, Sequence[int]], float | None],
) -> tuple[Row, ...]:
    """The rows with a comparison in every cell that has something to be compared with.

    A retelling's headline is held against its own article too; where there is nothing else to
    compare it with, it has a comparison, without a consistency, only if it departs from that.
    `similarity` tells how near two cells are, or None where no encoder is at hand.
    """
    if story.reference is None:
        return tuple(rows)
    return tuple(
        replace(
            row,
            cells=tuple(
                _with_claims(story, _compared(story, row, cell, english, similarity))
                for cell in row.cells
            ),
        )
        for row in rows
    )


def _with_claims(story: Story, cell: Cell) -> Cell:
    """The cell with what its headline claims against its own article.

    A difference from the reference at the same words is told already. The consistency stays as it
    is: it speaks of the reference. A page-1 version has too little of the body to judge by.
    """
    if cell.article == story.reference or cell.article in story.versions:
        return cell
    article = story.article(cell.article)
    sentences = [article.sentences[i] for i in cell.sentences]
    headlines = [s for s in sentences if s.role is Role.HEADLINE]
    known = cell.comparison or Comparison(None)
    claims = [
        claim
        for headline in headlines
        for claim in own_claims(article, headline, dismissed())
        if not any(_same_words(claim, finding) for finding in known.findings)
    ]
    if not claims:
        return cell
    findings = sorted((*known.findings, *claims), key=lambda finding: rank(finding.severity))
    return replace(cell, comparison=replace(known, findings=tuple(findings)))


def _same_words(claim: Finding, finding: Finding) -> bool:
    """Both are of one kind, and about the same words of the retelling where it has any."""
    if claim.kind is not finding.kind or claim.retelling is None or finding.retelling is None:
        return claim.kind is finding.kind
    return (
        claim.retelling.start < finding.retelling.end
        and finding.retelling.start < claim.retelling.end
    )


def _compared(
    story: Story,
    row: Row,
    cell: Cell,
    english: Mapping[str, Mapping[int, Translation]],
    similarity: Callable[[str, Sequence[int], str, Sequence[int]], float | None],
) -> Cell:
    reference_id = story.reference
    if reference_id is None or cell.article == reference_id:
        return cell
    reference = row.cell(reference_id)
    if not reference.sentences and not cell.sentences:
        return cell
    if not cell.sentences and cell.article in story.versions:
        # A first page or an early version does not leave out what it has not come to.
        return cell
    passages = [
        _Passage(story.article(part.article), part.sentences, english.get(part.article, {}))
        for part in (reference, cell)
    ]
    if not (reference.sentences and cell.sentences) and any(p.is_display for p in passages):
        # An outlet's own headline or caption adds nothing to the text, and none is missing.
        return cell
    near = None
    if reference.sentences and cell.sentences:
        near = similarity(reference_id, reference.sentences, cell.article, cell.sentences)
    comparison = compare_texts(passages[0].side(), passages[1].side(), similarity=near)
    return replace(cell, comparison=_placed(comparison, *passages))


def _placed(comparison: Comparison, reference: _Passage, retelling: _Passage) -> Comparison:
    """The comparison with its spans counted in the articles.

    `Finding.english` keeps counting in the joined English of the side that was translated.
    """
    findings = tuple(
        replace(
            finding,
            reference=reference.place(finding.reference),
            retelling=retelling.place(finding.retelling),
        )
        for finding in comparison.findings
    )
    return replace(comparison, findings=findings)


class _Passage:
    """The sentences of a cell as one string, with the way back to the article."""

    def __init__(
        self, article: Article, indices: Sequence[int], english: Mapping[int, Translation]
    ) -> None:
        self._article = article
        self._sentences = [article.sentences[i] for i in indices]
        self._english = english

    @property
    def is_display(self) -> bool:
        """It is a headline, standfirst, subhead or caption."""
        return any(sentence.role in DISPLAY for sentence in self._sentences)

    def side(self) -> Side:
        """What the checks see."""
        translations = [self._english.get(s.index) for s in self._sentences]
        known = [t for t in translations if t is not None]
        complete = len(known) == len(self._sentences) and bool(known)
        return Side(
            text=" ".join(s.text for s in self._sentences),
            lang=self._article.lang,
            english=" ".join(t.text for t in known) if complete else None,
            english_faults=tuple(fault for t in known for fault in t.faults),
            english_confidence=least_confidence(known),
            published=self._article.published,
        )

    def place(self, span: Span | None) -> Span | None:
        """A span of the joined string as a span of the article's text."""
        if span is None or not self._sentences:
            return None
        start = self._offset(span.start, self._holding(span.start))
        return Span(start, self._offset(span.end, self._holding(span.end - 1)))

    def _holding(self, offset: int) -> tuple[int, Sentence]:
        """The sentence that holds this character (or the blank after it), and where it begins."""
        begin = 0
        for sentence in self._sentences[:-1]:
            if offset <= begin + len(sentence.text):
                return begin, sentence
            begin += len(sentence.text) + 1
        return begin, self._sentences[-1]

    @staticmethod
    def _offset(offset: int, holding: tuple[int, Sentence]) -> int:
        begin, sentence = holding
        return sentence.start + min(max(offset - begin, 0), len(sentence.text))

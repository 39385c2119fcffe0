"""Look-ups in a compared story that every face needs: whose cell, which words, what English."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from padan.export.words import outlet_labels
from padan.model import Article, Cell, ComparedStory, Finding, Row, Sentence, Span, Translation

UNSURE_BELOW = 0.5
"""A row with less confidence is more likely linked wrongly than rightly; it is labelled so."""


class Reading:
    """A compared story with its look-ups made once."""

    def __init__(self, compared: ComparedStory) -> None:
        self.compared = compared
        articles = compared.story.articles
        self.articles: dict[str, Article] = {article.id: article for article in articles}
        self.labels = outlet_labels(articles)
        self._sentences = {a.id: {s.index: s for s in a.sentences} for a in articles}

    @property
    def reference(self) -> Article | None:
        """The story's reference, if it has one."""
        return self.articles.get(self.compared.story.reference or "")

    @cached_property
    def never_told(self) -> dict[str, tuple[str, ...]]:
        """Article id -> what could not be told in any row in which it was compared.

        Said once for the article, so that it need not be said in every row.
        """
        lines: dict[str, list[tuple[str, ...]]] = {}
        for row in self.compared.rows:
            for cell in row.cells:
                if cell.comparison and not self.whole(row, cell):
                    lines.setdefault(cell.article, []).append(cell.comparison.abstained)
        never = {
            article: tuple(line for line in said[0] if all(line in other for other in said))
            for article, said in lines.items()
            if len(said) > 1
        }
        return {article: found for article, found in never.items() if found}

    @property
    def columns(self) -> tuple[Article, ...]:
        """The articles, the reference first."""
        reference = self.reference
        others = [a for a in self.compared.story.articles if a is not reference]
        return tuple([reference, *others] if reference else others)

    def sentences(self, cell: Cell) -> list[Sentence]:
        """The sentences of a cell, in the cell's order."""
        known = self._sentences[cell.article]
        return [known[index] for index in cell.sentences]

    def text(self, cell: Cell) -> str:
        """What a cell says, its sentences joined by a space."""
        return " ".join(sentence.text for sentence in self.sentences(cell))

    def translations(self, cell: Cell) -> list[Translation]:
        """Our English of a cell's sentences, as far as there is any."""
        known = self.compared.english.get(cell.article, {})
        return [known[index] for index in cell.sentences if index in known]

    def english(self, cell: Cell) -> str:
        """Our English of a cell, joined by a space: what `Finding.english` counts in."""
        return " ".join(translation.text for translation in self.translations(cell))

    def reference_cell(self, row: Row) -> Cell | None:
        """What the reference says in a row: None without a reference, maybe an empty cell."""
        reference = self.compared.story.reference
        return next((c for c in row.cells if c.article == reference), None)

    def whole(self, row: Row, cell: Cell) -> bool:
        """Only one of the cell and the reference's cell says anything: a whole statement is left
        out or added, and there is no wording to compare.
        """
        reference = self.reference_cell(row)
        if reference is None or reference.article == cell.article:
            return False
        return bool(reference.sentences) != bool(cell.sentences)

    def quote(self, article: str, span: Span | None) -> str:
        """The words of an article at `span`; empty for None."""
        return self.articles[article].text[span.start : span.end] if span else ""


def in_our_english(finding: Finding) -> bool:
    """Whether a finding was seen in a translation of ours, not in the outlets' own words."""
    return "mt" in finding.basis.split("-")


def unsure(row: Row) -> bool:
    """Whether the sentences of a row may not belong together."""
    return row.confidence < UNSURE_BELOW


def width(sentences: Sequence[Sentence]) -> int:
    """Characters of sentences."""
    return sum(len(sentence.text) for sentence in sentences)

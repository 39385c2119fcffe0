"""Look-ups in a compared story that every face needs: whose cell, which words, what English."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from padan.model import (
    FLOW,
    Article,
    Cell,
    ComparedStory,
    Finding,
    Kind,
    Row,
    Sentence,
    Span,
    Translation,
)
from padan.view.lines import in_language
from padan.view.texts import say
from padan.view.words import outlet_labels

MIN_CONFIDENCE = 0.5
"""What has less confidence is more likely linked wrongly than rightly; it is labelled so."""

_OF_WHOLE = frozenset({Kind.OMISSION, Kind.ADDITION})
_TOLD_APART = 40
"""Characters of a sentence that tell which one is meant."""


class Reading:
    """A compared story with its look-ups made once, for people who read `lang` (en or id).

    Rows and cells with a confidence below `min_confidence` (0..1) are unsure.
    """

    def __init__(
        self,
        compared: ComparedStory,
        min_confidence: float = MIN_CONFIDENCE,
        lang: str = "en",
    ) -> None:
        self.compared = compared
        self.min_confidence = min_confidence
        self.lang = lang
        articles = compared.story.articles
        self.articles: dict[str, Article] = {article.id: article for article in articles}
        self.labels = outlet_labels(articles)
        self._sentences = {a.id: {s.index: s for s in a.sentences} for a in articles}

    def say(self, key: str, **words: object) -> str:
        """A text of `data/texts.toml` in the reader's language."""
        return say(key, self.lang, **words)

    @property
    def reference(self) -> Article | None:
        """The story's reference, if it has one."""
        return self.articles.get(self.compared.story.reference or "")

    def abstained(self, cell: Cell) -> tuple[str, ...]:
        """What no check could tell of a cell, in the reader's language."""
        lines = cell.comparison.abstained if cell.comparison else ()
        return tuple(in_language(line, self.lang) for line in lines)

    @cached_property
    def never_told(self) -> dict[str, tuple[str, ...]]:
        """Article id -> what could not be told in any row in which it was compared.

        Said once for the article, so that it need not be said in every row.
        """
        lines: dict[str, list[tuple[str, ...]]] = {}
        for row in self.compared.rows:
            for cell in row.cells:
                found = cell.comparison
                if found and found.consistency is not None and not self.whole(row, cell):
                    lines.setdefault(cell.article, []).append(self.abstained(cell))
        never = {
            article: tuple(line for line in said[0] if all(line in other for other in said))
            for article, said in lines.items()
            if len(said) > 1
        }
        return {article: found for article, found in never.items() if found}

    @cached_property
    def in_order(self) -> dict[str, list[tuple[int, int]]]:
        """Article id -> first sentence and row index of its running text, less what moved."""
        found: dict[str, list[tuple[int, int]]] = {article: [] for article in self.articles}
        for row in self.compared.rows:
            for cell in row.cells:
                flow = [s.index for s in self.sentences(cell) if s.role in FLOW]
                if flow and not cell.moved:
                    found[cell.article].append((flow[0], row.index))
        return {article: sorted(places) for article, places in found.items()}

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

    def doubts(self, cell: Cell) -> list[str]:
        """What may be wrong with our English of a cell, in plain words: the faults found, and each
        sentence that no engine gave anything for.
        """
        known = self.compared.english.get(cell.article)
        if known is None or not cell.sentences:
            return []  # written in English
        if self.compared.signatures["translate"].split("/")[0] == "none":
            return []  # the user wanted no English: saying so in every cell tells nothing
        if not known:
            return [
                self.say("no_translation")
            ]  # of the whole article: which sentence need not be said
        said: list[str] = []
        for sentence in self.sentences(cell):
            made = known.get(sentence.index)
            if made is None:
                said.append(self.say("no_translation_of", beginning=_beginning(sentence.text)))
            else:
                said += [in_language(fault.reason, self.lang) for fault in made.faults]
        return said

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

        A headline that was held against its own article alone is none.
        """
        reference = self.reference_cell(row)
        if reference is None or reference.article == cell.article:
            return False
        findings = cell.comparison.findings if cell.comparison else ()
        if findings and not any(f.kind in _OF_WHOLE for f in findings):
            return False
        return bool(reference.sentences) != bool(cell.sentences)

    def unsure(self, row: Row) -> bool:
        """Whether the sentences of a row may not belong together, or a lone one not be alone."""
        return row.confidence < self.min_confidence

    def unsure_cell(self, row: Row, cell: Cell) -> bool:
        """Whether a cell may not belong in its row or, empty, should not be.

        Stores of earlier versions know the confidence of rows only.
        """
        if all(each.confidence is None for each in row.cells):
            return self.unsure(row) and bool(cell.sentences)
        return cell.confidence is not None and cell.confidence < self.min_confidence

    def unsure_pair(self, row: Row, cell: Cell) -> bool:
        """Whether a cell and the reference's may not belong together."""
        reference = self.reference_cell(row)
        both = (cell, reference) if reference else (cell,)
        return any(self.unsure_cell(row, each) for each in both)

    def quote(self, article: str, span: Span | None) -> str:
        """The words of an article at `span`; empty for None."""
        return self.articles[article].text[span.start : span.end] if span else ""


def _beginning(text: str) -> str:
    """The first words of a sentence, enough to tell which one."""
    line = " ".join(text.split())
    return line if len(line) <= _TOLD_APART else f"{line[: _TOLD_APART - 1].rstrip()}…"


def in_our_english(finding: Finding) -> bool:
    """Whether a finding was seen in a translation of ours, not in the outlets' own words."""
    return "mt" in finding.basis.split("-")


def width(sentences: Sequence[Sentence]) -> int:
    """Characters of sentences."""
    return sum(len(sentence.text) for sentence in sentences)

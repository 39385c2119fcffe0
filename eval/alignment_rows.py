"""How well rows across all articles of a story fit the gold rows of the project's own stories.

Gold's own sentences and roles go in, so that only alignment is measured. A version of an article
is known as one, as it is after grouping.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from gold import GoldArticle, GoldStory, load_story
from padan.align.rows import align_story
from padan.align.score import Rate, calibration_error
from padan.engines.base import Encoder, Vectors
from padan.model import Article, Line, Role, Row, Sentence, Story

Said = tuple[str, int]
"""File and place of a sentence."""
Statement = frozenset[Said]
"""The sentences of a row."""


@dataclass(frozen=True)
class RowScore:
    """Counts of one or more stories; they add up."""

    links: Rate = field(default_factory=Rate)
    """Pairs of sentences of different articles that share a row."""
    shared: Rate = field(default_factory=Rate)
    """Rows in which two articles or more speak, exact to the sentence."""
    rows: Rate = field(default_factory=Rate)
    """All rows, also those of one article, exact to the sentence."""
    sure: tuple[tuple[float, bool], ...] = ()
    """Each row's confidence, and whether the row is right."""

    def __add__(self, other: RowScore) -> RowScore:
        return RowScore(
            self.links + other.links,
            self.shared + other.shared,
            self.rows + other.rows,
            self.sure + other.sure,
        )

    def figures(self) -> dict[str, Any]:
        """Precision, recall and F1 of each count, and the error of the rows' confidences."""
        rates = (("links", self.links), ("shared", self.shared), ("rows", self.rows))
        return {
            name: {"p": rate.precision, "r": rate.recall, "f1": rate.f1} for name, rate in rates
        } | {"ece": self.calibration_error}

    @property
    def calibration_error(self) -> float:
        """Of the confidences of rows."""
        return calibration_error([s for s, _ in self.sure], [right for _, right in self.sure])


def measure_rows(
    folder: Path, *, with_reference: bool, engine: Encoder, vectors: MutableMapping[str, Vectors]
) -> RowScore:
    """The score of one story of corpora/."""
    gold = load_story(folder)
    articles = tuple(_article(gold, told) for told in gold.articles.values())
    story = Story(
        gold.id,
        gold.title,
        articles,
        gold.reference if with_reference else None,
        _versions(folder),
    )
    return score_rows(gold, align_story(story, encoder=engine, vectors=vectors, beads={}))


def score_rows(gold: GoldStory, found: Sequence[Row]) -> RowScore:
    """The rows found for a story against its gold."""
    place = {
        (file, said.id): k
        for file, told in gold.articles.items()
        for k, said in enumerate(told.sentences)
    }
    right = [
        frozenset((file, place[file, name]) for file, names in row.cells.items() for name in names)
        for row in gold.rows
    ]
    ours = [frozenset((c.article, k) for c in row.cells for k in c.sentences) for row in found]
    known = set(right)
    return RowScore(
        _rate(_links(ours), _links(right)),
        _rate(filter(_is_shared, ours), filter(_is_shared, right)),
        _rate(ours, right),
        tuple((row.confidence, said in known) for row, said in zip(found, ours, strict=True)),
    )


def _rate(found: Iterable[Statement], gold: Iterable[Statement]) -> Rate:
    one, other = set(found), set(gold)
    both = len(one & other)
    return Rate(both, len(one), both, len(other))


def _is_shared(row: Statement) -> bool:
    return len({file for file, _ in row}) > 1


def _links(rows: Iterable[Statement]) -> set[Statement]:
    """Pairs of sentences of two articles in one row."""
    return {
        frozenset((one, other))
        for row in rows
        for one, other in combinations(row, 2)
        if one[0] != other[0]
    }


def _article(gold: GoldStory, told: GoldArticle) -> Article:
    """An article with gold's own lines and sentences."""
    lines = tuple(
        Line(line.start, line.end, Role(line.role), "gold", k) for k, line in enumerate(told.lines)
    )
    sentences = tuple(
        Sentence(k, said.start, said.end, said.text, _line_of(lines, said.start), Role(said.role))
        for k, said in enumerate(told.sentences)
    )
    return Article(told.file, told.text, gold.languages[told.file], lines, sentences)


def _line_of(lines: Sequence[Line], start: int) -> int:
    return next(line.paragraph for line in lines if line.start <= start < line.end)


def _versions(folder: Path) -> dict[str, str]:
    """Which articles of the story are versions of which, by gold."""
    listing = folder.parent / "gold" / "stories.tsv"
    with listing.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        Path(row["file"]).name: Path(row["version_of"]).name
        for row in rows
        if row["version_of"] and Path(row["file"]).parent.name == folder.name
    }

"""What of a store is exported: one value that every export takes, and what it leaves.

Rows stay whole (`ChosenRow.row`), so that a place can be told from them; what the filter leaves of
a row are its `cells`. The reference's cell is always among them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from padan.engines.languages import base_language
from padan.errors import InputError
from padan.judgements.places import place_key, place_of
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import Article, Cell, Kind, Row, Status


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A row that is exported."""

    row: Row
    """As it stands, with every cell."""
    review: RowReview
    cells: tuple[Cell, ...]
    """The reference's, where the story has one, and those that the filter leaves, in the order of
    the story."""

    @property
    def place(self) -> str:
        """The row's place in one word, the same whatever was filtered."""
        return place_key(place_of(self.row))


@dataclass(frozen=True, slots=True)
class ChosenStory:
    """A story with the rows that are exported, at least one."""

    story: ReviewedStory
    rows: tuple[ChosenRow, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are exported, and which cells of them; as made, all.

    What is about a cell (consistency, kinds, outlets, dates, languages) is asked of retellings, or
    of every article where the story has no reference. A row of which no retelling is left is left
    out, as is one in which neither what is left nor the reference says anything.
    """

    statuses: frozenset[Status] = frozenset()
    """Empty: whatever the status."""
    min_confidence: float = 0.0
    """0..1, of the row and of the cell."""
    min_consistency: float = 0.0
    max_consistency: float = 1.0
    """0..1; where either is not the default, cells without a consistency are left out."""
    kinds: frozenset[Kind] = frozenset()
    """Cells with a finding of one of these kinds that was not dismissed."""
    outlets: tuple[str, ...] = ()
    """Names of outlets, whatever their case."""
    stories: tuple[str, ...] = ()
    """The beginning of an id, or words of a title."""
    since: date | None = None
    until: date | None = None
    """Day of publication, both included; an article without one is left out where either is set."""
    langs: frozenset[str] = frozenset()
    """Language codes; `id` takes `id-ID` in."""
    limit: int | None = None
    """At most so many rows: the first or, with a seed, a sample."""
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise InputError(f"since {self.since} is after until {self.until}", where="filter")
        if self.min_consistency > self.max_consistency:
            raise InputError("the least consistency is above the greatest", where="filter")

    def cut(self, stories: Iterable[ReviewedStory]) -> Iterator[ChosenStory]:
        """What is exported of these stories, one at a time.

        With a limit and a seed `stories` is gone through twice: ValueError where it is an iterator.
        """
        if self.limit is None:
            yield from self._pass(stories)
        elif self.seed is None:
            yield from _first(self._pass(stories), self.limit)
        else:
            if iter(stories) is stories:
                raise ValueError("a sample needs stories that can be gone through twice")
            drawn = _sample(self._pass(stories), self.limit, self.seed)
            for chosen in self._pass(stories):
                rows = tuple(r for r in chosen.rows if _key(chosen, r) in drawn)
                if rows:
                    yield ChosenStory(chosen.story, rows)

    def _pass(self, stories: Iterable[ReviewedStory]) -> Iterator[ChosenStory]:
        for story in stories:
            if self._takes(story):
                rows = tuple(self._rows(story))
                if rows:
                    yield ChosenStory(story, rows)

    def _takes(self, story: ReviewedStory) -> bool:
        if not self.stories:
            return True
        known = story.compared.story
        title = known.title.casefold()
        names = [name.casefold() for name in self.stories]
        return any(known.id.startswith(name) or name in title for name in names)

    def _rows(self, story: ReviewedStory) -> Iterator[ChosenRow]:
        known = story.compared.story
        asked = {a.id for a in known.articles if a.id == known.reference or self._asks(a)}
        every = len(asked) == len(known.articles) and not self._asks_cells
        for row, review in zip(story.compared.rows, story.reviews, strict=True):
            if self.statuses and review.status not in self.statuses:
                continue
            if row.confidence < self.min_confidence:
                continue
            cells = row.cells if every else tuple(self._cells(row, asked, known.reference))
            told = [cell for cell in cells if cell.article != known.reference]
            if any(cell.sentences for cell in cells) and (told or len(row.cells) == 1):
                yield ChosenRow(row, review, cells)

    @property
    def _asks_cells(self) -> bool:
        """Something is asked of each cell."""
        whole = (self.min_confidence, self.min_consistency, self.max_consistency) == (0, 0, 1)
        return bool(self.kinds) or not whole

    def _asks(self, article: Article) -> bool:
        names = {name.casefold() for name in self.outlets}
        if names and article.outlet.strip().casefold() not in names:
            return False
        langs = {base_language(lang) for lang in self.langs}
        if langs and base_language(article.lang) not in langs:
            return False
        if self.since is None and self.until is None:
            return True
        day = article.published
        return day is not None and (self.since or day) <= day <= (self.until or day)

    def _cells(self, row: Row, asked: set[str], reference: str | None) -> Iterator[Cell]:
        for cell in row.cells:
            if cell.article in asked and (cell.article == reference or self._leaves(cell)):
                yield cell

    def _leaves(self, cell: Cell) -> bool:
        if cell.confidence is not None and cell.confidence < self.min_confidence:
            return False
        findings = cell.comparison.findings if cell.comparison else ()
        if self.kinds and not any(finding.kind in self.kinds for finding in findings):
            return False
        if (self.min_consistency, self.max_consistency) == (0.0, 1.0):
            return True
        found = cell.comparison.consistency if cell.comparison else None
        return found is not None and self.min_consistency <= found <= self.max_consistency


def _first(chosen: Iterable[ChosenStory], limit: int) -> Iterator[ChosenStory]:
    left = limit
    coming = iter(chosen)
    while left > 0 and (story := next(coming, None)):
        yield ChosenStory(story.story, story.rows[:left])
        left -= len(story.rows)


def _key(chosen: ChosenStory, row: ChosenRow) -> tuple[str, str]:
    return chosen.story.compared.story.id, row.place


def _sample(chosen: Iterable[ChosenStory], limit: int, seed: int) -> set[tuple[str, str]]:
    """Keys of the rows with the least hashes: the same rows in whatever order they come."""
    keys = (_key(story, row) for story in chosen for row in story.rows)
    return set(heapq.nsmallest(limit, keys, key=lambda key: _drawn(seed, key)))


def _drawn(seed: int, key: tuple[str, str]) -> bytes:
    return sha256(f"{seed}|{key[0]}|{key[1]}".encode()).digest()

"""What stories share: runs of words and like sentences, told by place, in bounded memory.

For each sentence about twelve hashes of 16 bytes are kept: 400 MB for two million sentences. Texts
are kept of those sentences alone whose sketches meet, and of the first few where many do.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from padan.export.filters import ChosenStory
from padan.export.fingerprints import Words, words_of
from padan.view.reading import Reading

LIKE: Final = 90.0
"""Two sentences are near-duplicates from this ratio (rapidfuzz, 0..100) of their words: one word in
ten put otherwise."""
COMMON: Final = 20
"""What stands in more stories than this is a phrase of the trade, not a copy."""
_MEETING: Final = 4
"""Of the sentences in one band, so many are compared with each other."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Two rows of different stories that share words; stories and rows by number. `other` is the
    story of lesser rank."""

    story: int
    row: int
    other: int
    other_row: int
    like: bool
    """Like sentences; else an equal run of words."""


@dataclass(frozen=True, slots=True)
class _Places:
    hashes: array[int]
    stories: array[int]
    rows: array[int]

    @staticmethod
    def empty() -> _Places:
        return _Places(array("Q"), array("I"), array("I"))

    def add(
        self, hashes: NDArray[np.uint64], owners: NDArray[np.int64], story: int, rows: list[int]
    ) -> None:
        """Take in hashes of a story; `owners` are places in `rows`."""
        self.hashes.frombytes(hashes.tobytes())
        self.stories.extend([story] * len(hashes))
        self.rows.frombytes(np.array(rows, np.uint32)[owners].tobytes())

    def meetings(self, rank: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
        """Places of one hash in several stories, (story, row), by rank; once for each story."""
        hashes = np.frombuffer(self.hashes, np.uint64)
        if not len(hashes):
            return
        stories = np.frombuffer(self.stories, np.uint32)
        # Stable: within a hash, places stand in the order in which they were added.
        order = np.argsort(hashes, kind="stable").astype(np.uint32)
        ordered = hashes[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        ends = np.append(starts[1:], len(ordered))
        several = stories[order[starts]] != stories[order[ends - 1]]
        for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
            first: dict[int, int] = {}
            for place in order[start:end].tolist():
                first.setdefault(self.stories[place], self.rows[place])
            yield sorted(first.items(), key=lambda found: rank[found[0]])


class Evidence:
    """The words of stories, taken in one after the other; then what they share."""

    def __init__(self) -> None:
        self._runs = _Places.empty()
        self._sketches = _Places.empty()

    def add(self, number: int, chosen: ChosenStory) -> None:
        """Take in the rows of a story; its number is the next."""
        rows, sentences = [], []
        for row, words in _sentences(chosen):
            rows.append(row)
            sentences.append(words)
        hashed = Words(sentences)
        self._runs.add(*hashed.runs(), number, rows)
        self._sketches.add(*hashed.sketches(), number, rows)

    def shared(self, again: Iterable[ChosenStory], rank: Sequence[int]) -> list[Shared]:
        """Each two rows of different stories that share words, one for each two stories.

        `again` are the same stories once more, to read the sentences whose sketches meet; `rank`
        gives each story's place among all, so that those of greater rank change nothing among
        the others.
        """
        found: dict[tuple[int, int], Shared] = {}
        for places in self._runs.meetings(rank):
            for one, two in _pairs(places[: COMMON + 1]):
                key = (one[0], two[0])
                if key not in found:
                    found[key] = Shared(*two, *one, like=False)
        self._runs = _Places.empty()  # the room is needed
        for one, two in self._like(again, rank, found):
            found[one[0], two[0]] = Shared(*two, *one, like=True)
        return [found[key] for key in sorted(found)]

    def _like(
        self,
        again: Iterable[ChosenStory],
        rank: Sequence[int],
        known: Mapping[tuple[int, int], Shared],
    ) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        from rapidfuzz import fuzz

        candidates = {
            (one, two)
            for places in self._sketches.meetings(rank)
            for one, two in _pairs(places[:_MEETING])
            if (one[0], two[0]) not in known
        }
        if not candidates:
            return
        texts = _texts({place for pair in candidates for place in pair}, again)
        for one, two in sorted(candidates):
            both = ((a, b) for a in texts[one] for b in texts[two])
            if any(fuzz.ratio(a, b, score_cutoff=LIKE) for a, b in both):
                yield one, two


def _pairs(places: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each place with those before it."""
    for end, later in enumerate(places):
        for earlier in places[:end]:
            yield earlier, later


def _sentences(chosen: ChosenStory) -> Iterator[tuple[int, list[str]]]:
    reading = Reading(chosen.story.compared)
    for row in chosen.rows:
        for cell in row.cells:
            for sentence in reading.sentences(cell):
                yield row.row.index, words_of(sentence.text)


def _texts(
    wanted: set[tuple[int, int]], stories: Iterable[ChosenStory]
) -> dict[tuple[int, int], list[str]]:
    numbers = {story for story, _ in wanted}
    texts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number, chosen in enumerate(stories):
        if number in numbers:
            for row, words in _sentences(chosen):
                if (number, row) in wanted and words:
                    texts[number, row].append(" ".join(words))
    return texts

"""Which story goes into train, validation or test: by a stable hash, copies kept together.

Stories are taken by age. One that shares a near-duplicate sentence or a run of words with an older
one, or that tells under a like title of the same days, takes its split; any other the split that
the hash of its oldest article's id says. A story that would join two splits is held out. So what
is published later never moves what was there before; and where an earlier export is handed in,
what it held keeps its split whatever is added, and whenever that was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from padan.export.evidence import Evidence, Shared
from padan.export.filters import ChosenStory
from padan.export.fingerprints import words_of

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SPLITS: Final = (TRAIN, VALIDATION, TEST)
_SHARES: Final = {TEST: 0.1, VALIDATION: 0.1}
"""What is left is train."""
_FOLLOWS: Final = timedelta(days=7)
"""A story is followed up within a week, or told as another."""
_LIKE_TITLE: Final = 0.5
_TITLE_WORDS: Final = 3
"""Titles are of one event where they share so many words of four letters or figures, and this part
of all of both."""


def hashed_split(anchor: str) -> str:
    """The split of a story that nothing ties to another, by the id of its oldest article."""
    drawn = int.from_bytes(sha256(anchor.encode()).digest()[:8]) / 2**64
    for split, share in _SHARES.items():
        if drawn < share:
            return split
        drawn -= share
    return TRAIN


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of a story."""

    number: int
    id: str
    articles: tuple[str, ...]
    anchor: str
    oldest: date | None
    titles: tuple[frozenset[str], ...]

    @property
    def age(self) -> tuple[bool, date, str]:
        return (self.oldest is None, self.oldest or date.max, self.anchor)


@dataclass(frozen=True, slots=True)
class Splits:
    """The split of each story, and what was held out."""

    of: Mapping[str, str]
    """Story id -> split; without those held out."""
    held: Mapping[str, str]
    """Story id -> why it is in no split."""
    articles: Mapping[str, tuple[str, ...]]
    """Story id -> ids of its articles."""
    shared: tuple[Shared, ...] = ()
    """What stories share; `ids` names them."""
    ids: tuple[str, ...] = ()
    """Story number -> id."""

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """Article, story and split, by article: what a later export is handed."""
        told = (
            (article, story, split)
            for story, split in self.of.items()
            for article in self.articles[story]
        )
        yield from sorted(told)


def assign(stories: Iterable[ChosenStory], keep: Mapping[str, str] | None = None) -> Splits:
    """The splits of stories, which are gone through twice; `keep` is article id -> split."""
    evidence, known = Evidence(), []
    for number, chosen in enumerate(stories):
        evidence.add(number, chosen)
        known.append(_known(number, chosen))
    ordered = _by_age(known, keep or {})
    rank = [0] * len(known)
    for place, story in enumerate(ordered):
        rank[story.number] = place
    shared = evidence.shared(stories, rank)
    ties: dict[int, set[int]] = defaultdict(set)
    for one, two in [*((s.story, s.other) for s in shared), *_follow_ups(known)]:
        ties[one].add(two)
        ties[two].add(one)
    work = _Assigning(known, ties, keep or {})
    for story in ordered:
        work.assign(story)
    return Splits(
        of={known[number].id: split for number, split in work.found.items()},
        held={known[number].id: why for number, why in work.held.items()},
        articles={story.id: story.articles for story in known},
        shared=tuple(shared),
        ids=tuple(story.id for story in known),
    )


def _by_age(known: list[_Known], keep: Mapping[str, str]) -> list[_Known]:
    """Those that an earlier export held, then the others by age."""
    return sorted(known, key=lambda story: (keep.keys().isdisjoint(story.articles), story.age))


def _known(number: int, chosen: ChosenStory) -> _Known:
    story = chosen.story.compared.story
    dated = sorted((a.published or date.max, a.id) for a in story.articles)
    oldest, anchor = dated[0] if dated else (date.max, story.id)
    titles = {story.title, *(article.title for article in story.articles)}
    told = (frozenset(w for w in words_of(t) if len(w) > 3 or w.isdigit()) for t in titles)
    return _Known(
        number=number,
        id=story.id,
        articles=tuple(article.id for article in story.articles),
        anchor=anchor,
        oldest=None if oldest == date.max else oldest,
        titles=tuple(title for title in set(told) if len(title) >= _TITLE_WORDS),
    )


def _follow_ups(known: Iterable[_Known]) -> Iterator[tuple[int, int]]:
    """Numbers of stories with like titles of the same days."""
    recent: dict[str, list[_Known]] = defaultdict(list)
    for story in sorted(known, key=lambda each: each.age):
        if story.oldest is None:
            return
        met: dict[int, _Known] = {}
        for word in frozenset().union(*story.titles):
            recent[word] = [s for s in recent[word] if story.oldest - _since(s) <= _FOLLOWS]
            met |= {other.number: other for other in recent[word]}
            recent[word].append(story)
        for number, other in met.items():
            if any(_alike(a, b) for a in story.titles for b in other.titles):
                yield story.number, number


def _since(story: _Known) -> date:
    return story.oldest or date.min


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    both = len(one & two)
    return both >= _TITLE_WORDS and both >= _LIKE_TITLE * len(one | two)


@dataclass(slots=True)
class _Assigning:
    """Splits as they are given, story by story."""

    known: list[_Known]
    ties: Mapping[int, set[int]]
    keep: Mapping[str, str]
    found: dict[int, str] = field(default_factory=dict)
    held: dict[int, str] = field(default_factory=dict)

    def assign(self, story: _Known) -> None:
        """Give a story the split it had, that of those it goes with, or one by its hash."""
        if not self._kept(story):
            self._assign(story)

    def _kept(self, story: _Known) -> bool:
        splits = {self.keep[a] for a in story.articles if a in self.keep}
        if len(splits) == 1:
            (self.found[story.number],) = splits
        elif splits:
            self.held[story.number] = f"its articles were in {_and(splits)}"
        return bool(splits)

    def _assign(self, story: _Known) -> None:
        others = [n for n in sorted(self.ties.get(story.number, ())) if n in self.found]
        splits = {self.found[number] for number in others}
        if len(splits) > 1:
            names = ", ".join(self.known[number].id for number in others[:3])
            self.held[story.number] = f"it goes with stories in {_and(splits)} ({names})"
        else:
            self.found[story.number] = min(splits, default=hashed_split(story.anchor))


def _and(splits: Iterable[str]) -> str:
    return " and ".join(sorted(splits))

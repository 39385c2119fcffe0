"""Pairs of articles worth aligning, found without looking at all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from padan.align.content import flow
from padan.align.nearness import Nearness, mutual_neighbours
from padan.align.shingles import near_duplicates
from padan.align.thresholds import Search
from padan.model import Article

Pair = tuple[str, str]
"""Two article ids, the smaller first."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs worth aligning, sorted, and the articles with so many that some may be missing."""

    pairs: tuple[Pair, ...]
    crowded: frozenset[str] = frozenset()


def candidate_pairs(articles: Sequence[Article], nearness: Nearness, search: Search) -> Candidates:
    """Pairs of articles that may retell one story.

    `articles` must be in order of their ids, all of them in `nearness`. Few articles: all pairs.
    Many: those that share word runs or near sentences, each article with its `keep` nearest. An
    article without running text is in no pair.
    """
    told = [article for article in articles if flow(article)]
    if len(told) <= search.all_pairs_up_to:
        return Candidates(tuple((a.id, b.id) for a, b in combinations(told, 2)))
    found: dict[tuple[int, int], float] = defaultdict(float)
    for i, j, resemblance in _copies(told, search):
        if resemblance >= search.resemblance:
            found[i, j] = resemblance
    for pair, share in near_shares(told, nearness, search).items():
        found[pair] = max(found[pair], share)
    busy = Counter(i for pair in found for i in pair)
    return Candidates(
        tuple((told[i].id, told[j].id) for i, j in _nearest(found, search.keep)),
        frozenset(told[i].id for i, count in busy.items() if count >= search.neighbours),
    )


def near_shares(
    articles: Sequence[Article], nearness: Nearness, search: Search
) -> dict[tuple[int, int], float]:
    """Share of near sentences in the shorter article, for pairs (i < j) that reach the least share.

    Two sentences are near where each is among the nearest of the other. They are counted on the
    side where there are fewer, so that one stock sentence that resembles many counts once.
    """
    rows = [nearness.rows[article.id] for article in articles]
    owner = [i for i, own in enumerate(rows) for _ in own]
    ones: dict[tuple[int, int], set[int]] = defaultdict(set)
    others: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one, other in mutual_neighbours(rows, nearness.least, search):
        pair = owner[one], owner[other]
        ones[pair].add(one)
        others[pair].add(other)
    shares = {
        (i, j): min(len(ones[i, j]), len(others[i, j])) / min(len(rows[i]), len(rows[j]))
        for i, j in ones
    }
    return {pair: share for pair, share in shares.items() if share >= search.near_share}


def _copies(articles: Sequence[Article], search: Search) -> Iterator[tuple[int, int, float]]:
    texts = [" ".join(s.text for s in flow(article)) for article in articles]
    return near_duplicates(
        texts, shingle=search.shingle, bands=search.bands, band_rows=search.band_rows
    )


def _nearest(found: Mapping[tuple[int, int], float], keep: int) -> list[tuple[int, int]]:
    """The pairs that are among the `keep` strongest of either of their articles."""
    strongest: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for pair, strength in found.items():
        for member in pair:
            strongest[member].append((-strength, pair))
    return sorted({pair for pairs in strongest.values() for _, pair in sorted(pairs)[:keep]})

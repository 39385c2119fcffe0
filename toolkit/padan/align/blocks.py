"""A corpus cut into blocks of articles that may belong together, each small enough to be grouped.

What a sketch shows decides only which articles come into one block. Within a block stories are
found as in any small corpus: see `padan.align.stories.group`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from padan.align.background import Background
from padan.align.content import Overlap, Side
from padan.align.links import log_odds
from padan.align.sketch import Sketch
from padan.align.thresholds import Thresholds
from padan.engines.base import Vectors


def glance(
    one: Sketch, other: Sketch, rows: tuple[Vectors, Vectors], least: float, numbers: Thresholds
) -> float:
    """The log-odds that two articles retell one story, from near sentences.

    `rows` are the centred vectors of both. Sentences that are each other's nearest, from a cosine
    of `least` on, count as beads of confidence `near`; see `Nearness.beads` and `links.link`.
    """
    left, right = rows
    cosines = left @ right.T
    best, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    here = np.arange(len(left))
    near = here[(back[best] == here) & (cosines[here, best] >= least)]
    chance = numbers.search.near
    mine, theirs = one.lengths[near], other.lengths[best[near]]
    # Languages differ in length: across two of them the longer text as a whole adds nothing.
    rate = float(mine.sum() / theirs.sum()) if one.lang != other.lang and len(near) else 1.0
    shared = Overlap(
        _side(one, near, chance * float(np.minimum(mine, theirs * rate).sum()), numbers),
        _side(other, best[near], chance * float(np.minimum(theirs, mine / rate).sum()), numbers),
    )
    far = (
        one.day is not None
        and other.day is not None
        and abs(one.day - other.day) > numbers.link.days
    )
    return log_odds(shared, numbers.link, far=far)


def _side(
    sketch: Sketch, places: np.typing.NDArray[np.int64], matched: float, numbers: Thresholds
) -> Side:
    lengths = sketch.lengths
    lead = int(np.searchsorted(np.cumsum(lengths), numbers.link.lead)) + 1
    chance = numbers.search.near
    return Side(
        shared=chance * float(lengths[places].sum()),
        matched=matched,
        lead=chance * float(lengths[places[places < lead]].sum()),
        total=int(lengths.sum()),
        lead_total=int(lengths[:lead].sum()),
    )


def glance_all(
    pairs: Iterable[tuple[str, str]],
    sketches: Mapping[str, Sketch],
    background: Background,
    numbers: Thresholds,
) -> list[tuple[str, str, float]]:
    """The pairs that may be of one story, with their log-odds. Both articles have running text."""
    rows: dict[str, Vectors] = {}
    found = []
    for pair in pairs:
        for name in pair:
            if name not in rows:
                sketch = sketches[name]
                rows[name] = background.centred(sketch.sentences, sketch.lang)
        one, other = sketches[pair[0]], sketches[pair[1]]
        logit = glance(one, other, (rows[pair[0]], rows[pair[1]]), background.least, numbers)
        if logit >= numbers.search.no:
            found.append((*pair, logit))
    return found


def blocks(
    articles: Iterable[str],
    links: Iterable[tuple[str, str, float]],
    filed: Mapping[str, str],
    limit: int,
) -> list[list[str]]:
    """Every article in one block, each sorted; the largest have `limit` articles.

    `links` hold log-odds; the strongest are followed first (Kruskal 1956), as long as a block does
    not grow too large. `filed` names the stories a person put articles into: those of one name
    stay together, however many.
    """
    forest = _Forest(articles)
    first: dict[str, str] = {}
    for article, story in sorted(filed.items()):
        forest.join(first.setdefault(story, article), article)
    for _logit, one, other in sorted((-logit, one, other) for one, other, logit in links):
        if forest.size(one) + forest.size(other) <= limit:
            forest.join(one, other)
    return forest.trees()


class _Forest:
    """Articles joined, with the sizes of what they are joined to (union-find)."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._names = sorted(set(articles))
        self._place = {name: place for place, name in enumerate(self._names)}
        self._root = list(range(len(self._names)))
        self._size = [1] * len(self._names)

    def _find(self, place: int) -> int:
        root = self._root
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    def size(self, name: str) -> int:
        return self._size[self._find(self._place[name])]

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self._find(self._place[one]), self._find(self._place[other])))
        if first != second:
            self._root[second] = first
            self._size[first] += self._size[second]

    def trees(self) -> list[list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for place, name in enumerate(self._names):
            found[self._find(place)].append(name)
        return list(found.values())

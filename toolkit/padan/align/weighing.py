"""The links between articles, weighed by alignment; where there are many pairs, only if need be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from padan.align.candidates import Pair
from padan.align.content import Overlap, flow
from padan.align.groups import Components
from padan.align.links import Link, link
from padan.align.nearness import Nearness
from padan.align.thresholds import Thresholds
from padan.model import Article, Bead

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, the steps done and their number."""
AlignPair = Callable[[Article, Article], Sequence[Bead]]

_STAGE = "Grouping"


class Weighing:
    """Links between articles, as far as they were asked for.

    With `few` pairs to look at, every one is aligned. With many, the vectors decide the clear
    ones, and shared content is estimated from near sentences.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        align: AlignPair,
        nearness: Nearness,
        numbers: Thresholds,
        *,
        progress: Progress | None,
        few: bool,
    ) -> None:
        self._articles = articles
        self._align = align
        self._nearness = nearness
        self._numbers = numbers
        self._progress = progress
        self._few = few
        self._links: dict[Pair, Link] = {}
        self._glances: dict[Pair, Link] = {}

    @property
    def logits(self) -> dict[Pair, float]:
        """The log-odds of every pair that was weighed."""
        return {pair: found.logit for pair, found in (self._glances | self._links).items()}

    def weigh(self, pairs: Iterable[Pair]) -> None:
        """Weigh these pairs (smaller id first), and all pairs of small groups that they link."""
        pairs = sorted(pairs)
        if self._few:
            self._align_all(pairs)
        else:
            self._glance(pairs)
            self._align_open(pairs)
        groups = Components(self._articles)
        for pair, logit in self.logits.items():
            if logit > 0:
                groups.join(*pair)
        self.weigh_all([pair for members in groups.all() for pair in self._small(members)])

    def weigh_all(self, pairs: Iterable[Pair]) -> None:
        """Weigh these pairs (smaller id first) all in the same way, without asking which matter."""
        if self._few:
            self._align_all(pairs)
        else:
            self._glance(pairs)

    def compare(self, members: Sequence[str]) -> Callable[[str, str], Overlap | None]:
        """What the articles of a group share: (article, other) -> overlap seen from the first."""
        self.weigh_all(self._small(members))
        links = self._links if self._few else self._glances

        def shared(article: str, other: str) -> Overlap | None:
            found = links.get((min(article, other), max(article, other)))
            if found is None:
                return None
            return found.shared if found.left == article else found.shared.turned()

        return shared

    def _small(self, members: Sequence[str]) -> list[Pair]:
        """All pairs of a group that has few members."""
        if len(members) > self._numbers.search.complete_up_to:
            return []
        return list(combinations(sorted(i for i in members if flow(self._articles[i])), 2))

    def _align_open(self, pairs: Sequence[Pair]) -> None:
        """Align what the vectors leave open, the likeliest first, unless it is settled by then."""
        search = self._numbers.search
        logit = {pair: self._glances[pair].logit for pair in pairs}
        groups = Components(self._articles)
        for pair in pairs:
            if logit[pair] > search.yes:
                groups.join(*pair)
        unsure = [pair for pair in pairs if search.no <= logit[pair] <= search.yes]
        for done, pair in enumerate(sorted(unsure, key=lambda p: (-logit[p], p)), start=1):
            if groups.find(pair[0]) != groups.find(pair[1]) and self._link(*pair) > search.yes:
                groups.join(*pair)
            self._report(done, len(unsure))

    def _glance(self, pairs: Iterable[Pair]) -> None:
        for one, other in pairs:
            if (one, other) not in self._glances:
                left, right = self._articles[one], self._articles[other]
                beads = self._nearness.beads(left, right, self._numbers.search.near)
                self._glances[one, other] = link(left, right, beads, self._numbers.link)

    def _align_all(self, pairs: Iterable[Pair]) -> None:
        missing = [pair for pair in pairs if pair not in self._links]
        for done, pair in enumerate(missing, start=1):
            self._link(*pair)
            self._report(done, len(missing))

    def _link(self, one: str, other: str) -> float:
        left, right = self._articles[one], self._articles[other]
        found = link(left, right, self._align(left, right), self._numbers.link)
        self._links[one, other] = found
        return found.logit

    def _report(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(_STAGE, done, total)

"""Which linked articles belong together: groups by the log-odds of all their pairs.

Linked articles are not simply chained. Two groups become one only where the mean log-odds over
all pairs across them speak for it (average-link clustering on log-odds), so that a follow-up that
quotes two stories does not glue them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Pair = tuple[str, str]


class Components:
    """Articles joined by links, as a forest (union-find)."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._root = {i: i for i in ids}

    def find(self, i: str) -> str:
        """The article that stands for all that this one is joined with."""
        while self._root[i] != i:
            self._root[i] = self._root[self._root[i]]
            i = self._root[i]
        return i

    def join(self, one: str, other: str) -> None:
        """Join two articles, and all that they were joined with."""
        first, second = sorted((self.find(one), self.find(other)))
        self._root[second] = first

    def all(self) -> list[list[str]]:
        """The components, each sorted, in order of their first ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for i in sorted(self._root):
            found[self.find(i)].append(i)
        return [found[key] for key in sorted(found)]


def settle(
    ids: Sequence[str],
    logits: Mapping[Pair, float],
    *,
    absent: float,
    filed: Mapping[str, str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[list[str]]:
    """Groups of articles, each sorted, in order of their first ids.

    `logits` holds the log-odds of pairs (smaller id first) that were weighed; a pair that was not
    counts with `absent`. `filed` names the stories a person put articles into: those of one name
    stay together, those of different names apart. A pair counts with the product of the `weights`
    of its two articles (1 each where none are given).
    """
    weights = weights or dict.fromkeys(ids, 1.0)
    groups = _Groups(weights, logits, absent, filed or {})
    groups.merge()
    return sorted(sorted(members) for members in groups.members.values())


class _Groups:
    """Groups under their smallest ids, with the sums of log-odds between them."""

    def __init__(
        self,
        weights: Mapping[str, float],
        logits: Mapping[Pair, float],
        absent: float,
        filed: Mapping[str, str],
    ) -> None:
        self.members: dict[str, list[str]] = {i: [i] for i in sorted(weights)}
        self._filed = {i: filed[i] for i in self.members if filed.get(i)}
        self._absent = absent
        self._weight = {i: weights[i] for i in self.members}
        # Between two groups: the sum of weighted log-odds, and of the weights, of weighed pairs.
        self._between: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
        for (one, other), logit in sorted(logits.items()):
            if one in self.members and other in self.members:
                weight = weights[one] * weights[other]
                self._between[one][other] = self._between[other][one] = logit * weight, weight
        self._join_filed()

    def merge(self) -> None:
        """Join the best pair of groups as long as one has more for it than against it."""
        heap: list[tuple[float, str, str]] = [
            (-mean, one, other)
            for one, others in self._between.items()
            for other in others
            if one < other and (mean := self._mean(one, other)) > 0
        ]
        heapify(heap)
        while heap:
            less, one, other = heappop(heap)
            # An entry is stale once one of its groups has grown or gone: its mean differs then.
            if one not in self.members or other not in self.members:
                continue
            if -less != self._mean(one, other) or self._forbidden(one, other):
                continue
            kept = self._join(one, other)
            for near in self._between[kept]:
                if (mean := self._mean(kept, near)) > 0:
                    heappush(heap, (-mean, min(kept, near), max(kept, near)))

    def _mean(self, one: str, other: str) -> float:
        total, weighed = self._between[one].get(other, (0.0, 0.0))
        pairs = self._weight[one] * self._weight[other]
        return (total + self._absent * (pairs - weighed)) / pairs

    def _forbidden(self, one: str, other: str) -> bool:
        names = self._filed.get(one), self._filed.get(other)
        return None not in names and names[0] != names[1]

    def _join(self, one: str, other: str) -> str:
        kept, gone = sorted((one, other))
        self.members[kept].extend(self.members.pop(gone))
        self._weight[kept] += self._weight.pop(gone)
        if gone in self._filed:
            self._filed[kept] = self._filed.pop(gone)
        for near, (total, weighed) in self._between.pop(gone, {}).items():
            del self._between[near][gone]
            if near != kept:
                before, known = self._between[kept].get(near, (0.0, 0.0))
                both = before + total, known + weighed
                self._between[kept][near] = self._between[near][kept] = both
        return kept

    def _join_filed(self) -> None:
        first: dict[str, str] = {}
        for i, name in sorted(self._filed.items()):
            first[name] = self._join(first[name], i) if name in first else i

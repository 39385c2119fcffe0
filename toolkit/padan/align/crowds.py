"""Large stories put together again.

Where many copies of one text crowd out each other's neighbours, not all pairs are looked at, and
a large story falls apart into groups. Some members of each such group then speak for all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import product

from padan.align.candidates import Candidates, Pair
from padan.align.content import extent
from padan.align.groups import settle
from padan.align.weighing import Weighing
from padan.model import Article

Group = Sequence[Article]
_SPEAKERS = 3
"""So many of the fullest members speak for a group: one might be a round-up."""


def rejoin(
    groups: Sequence[Group],
    crowded: Collection[str],
    search: Callable[[Sequence[Article]], Candidates],
    weighing: Weighing,
    absent: float,
) -> list[Group]:
    """The groups, those of one crowded story joined.

    Two groups with crowded members are joined by the mean log-odds over all pairs across them
    that were looked at, among them all pairs of their speakers.
    """
    while crowded:
        crowds = {
            min(a.id for a in group): group
            for group in groups
            if any(a.id in crowded for a in group)
        }
        found = search(sorted(_speakers(crowds.values()), key=lambda a: a.id))
        joined = settle(
            list(crowds),
            _logits_across(crowds.values(), found.pairs, weighing),
            absent=absent,
            filed={
                key: min((a.story for a in g if a.story), default="") for key, g in crowds.items()
            },
        )
        if len(joined) == len(crowds):
            break
        apart = [group for group in groups if min(a.id for a in group) not in crowds]
        groups = apart + [[a for key in keys for a in crowds[key]] for keys in joined]
        crowded = found.crowded
    return list(groups)


def _speakers(groups: Collection[Group]) -> list[Article]:
    """The fullest members of each group."""
    return [
        article
        for group in groups
        for article in sorted(group, key=lambda a: (-extent(a), a.id))[:_SPEAKERS]
    ]


def _logits_across(
    groups: Collection[Group], pairs: Collection[Pair], weighing: Weighing
) -> dict[Pair, float]:
    """Mean log-odds between groups that these pairs touch, under the groups' smallest ids."""
    key = {a.id: min(b.id for b in group) for group in groups for a in group}
    speakers: dict[str, list[str]] = defaultdict(list)
    for article in _speakers(groups):
        speakers[key[article.id]].append(article.id)
    touched = {(min(key[a], key[b]), max(key[a], key[b])) for a, b in pairs if key[a] != key[b]}
    weighing.weigh_all(
        (min(a, b), max(a, b))
        for one, other in touched
        for a, b in product(speakers[one], speakers[other])
    )
    sums: dict[Pair, list[float]] = defaultdict(list)
    for (a, b), logit in sorted(weighing.logits.items()):
        if a in key and b in key:
            sums[min(key[a], key[b]), max(key[a], key[b])].append(logit)
    return {pair: sum(sums[pair]) / len(sums[pair]) for pair in touched}

"""The order of a story's rows: the reference's, with what others add where they said it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from padan.model import Article, Role

Cells = Mapping[str, tuple[int, ...]]
"""Article id -> the sentences it has in a row, in reading order; articles without are missing."""

_SECTIONS = (Role.HEADLINE, Role.STANDFIRST, Role.CAPTION)
_FLOW = len(_SECTIONS)
_START = -1


def order_rows(
    articles: Sequence[Article], rows: Sequence[Cells], reference: str | None
) -> list[Cells]:
    """Headlines, standfirsts, captions, then the running text with its subheads where they stand.

    Within each of these the rows of the reference (without one: of the article that shares most)
    keep its order. A row that it lacks comes after the row of the sentence before it in its own
    article. Articles that share more are heard first where two disagree. The order of `articles`
    and `rows` changes nothing.
    """
    roles = {(a.id, s.index): s.role for a in articles for s in a.sentences}
    sections: dict[int, list[Cells]] = {}
    for cells in rows:
        found = {roles[article, i] for article, places in cells.items() for i in places}
        sections.setdefault(_section(found), []).append(cells)
    precedence = _precedence(articles, rows, reference)
    return [cells for key in sorted(sections) for cells in _placed(sections[key], precedence)]


def out_of_order(places: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Which of the places (by their number in the sequence) stand off its main line.

    The main line is the heaviest increasing subsequence of `places`.
    """
    if not places:
        return set()
    order, weight = np.array(places), np.array(weights, dtype=float)
    best, before = weight.copy(), np.full(len(order), -1)
    for i in range(1, len(order)):
        lower = np.flatnonzero(order[:i] < order[i])
        if len(lower):
            top = lower[np.argmax(best[lower])]
            best[i], before[i] = weight[i] + best[top], top
    line, at = set(), int(np.argmax(best))
    while at >= 0:
        line.add(at)
        at = int(before[at])
    return set(range(len(places))) - line


def _section(roles: Iterable[Role]) -> int:
    return max(_SECTIONS.index(role) if role in _SECTIONS else _FLOW for role in roles)


def _precedence(
    articles: Sequence[Article], rows: Sequence[Cells], reference: str | None
) -> list[str]:
    """Article ids in the order they are placed."""
    shared = {a.id: sum(len(r) > 1 for r in rows if a.id in r) for a in articles}
    return sorted(shared, key=lambda i: (i != reference, -shared[i], i))


def _placed(rows: Sequence[Cells], precedence: Sequence[str]) -> list[Cells]:
    """The rows in an order that keeps every article's as far as those before it let it.

    Where that leaves a choice, rows stand as they hang on each other.
    """
    chains = [
        sorted((r for r, cells in enumerate(rows) if article in cells), key=_by(rows, article))
        for article in precedence
    ]
    rank = {row: place for place, row in enumerate(_hanging(chains))}
    before = _before(chains)
    waiting = {row: before[row].bit_count() for row in rank}
    free = [(rank[row], row) for row, count in waiting.items() if not count]
    heapify(free)
    order: list[Cells] = []
    while free:
        _, row = heappop(free)
        order.append(rows[row])
        for later, place in rank.items():
            if before[later] >> row & 1:
                waiting[later] -= 1
                if not waiting[later]:
                    heappush(free, (place, later))
    return order


def _hanging(chains: Sequence[Sequence[int]]) -> list[int]:
    """Rows read depth first, each hanging on the row before it in the first chain that has it.

    The first chain is the backbone: its rows hang on nothing.
    """
    backbone = chains[0]
    hanging: dict[int, list[int]] = {row: [] for chain in [[_START], *chains] for row in chain}
    placed = set(backbone)
    for chain in chains[1:]:
        for last, row in pairwise([_START, *chain]):
            if row not in placed:
                hanging[last].append(row)
                placed.add(row)
    order: list[int] = []
    for root in [_START, *backbone]:
        waiting = [root]
        while waiting:
            row = waiting.pop()
            order.append(row)
            waiting.extend(reversed(hanging[row]))
    return order[1:]


def _before(chains: Sequence[Sequence[int]]) -> dict[int, int]:
    """For each row, the rows that must come before it, as a bit set.

    The chains are heard one after the other; a step against what was said before is passed over.
    """
    before = {row: 0 for chain in chains for row in chain}
    for chain in chains:
        for one, other in pairwise(chain):
            if before[one] >> other & 1 or before[other] >> one & 1:
                continue
            more = before[one] | 1 << one
            for row, known in before.items():
                if row == other or known >> other & 1:
                    before[row] = known | more
    return before


def _by(rows: Sequence[Cells], article: str) -> Callable[[int], int]:
    return lambda row: rows[row][article][0]

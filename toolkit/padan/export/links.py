"""Rows as links between two articles, for formats that know two texts at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from padan.export.filters import ChosenRow, ChosenStory
from padan.judgements.places import Place, place_of
from padan.model import Article, Bead, Status

Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""The two sides of a link: sentence indices."""


def linked_pairs(chosen: ChosenStory) -> Iterator[tuple[Article, Article]]:
    """The pairs of articles that are linked: the reference with each other one or, where there is
    none, each with each."""
    known = chosen.story.compared.story
    if known.reference is not None:
        reference = known.article(known.reference)
        yield from ((reference, a) for a in known.articles if a.id != reference.id)
        return
    for number, left in enumerate(known.articles):
        yield from ((left, right) for right in known.articles[number + 1 :])


def beads_of(chosen: ChosenStory, left: Article, right: Article) -> list[tuple[Bead, ChosenRow]]:
    """What rows say of two articles as beads, in the order of the rows."""
    found = []
    for row in chosen.rows:
        told = {cell.article for cell in row.cells}
        place = {a: s for a, s in place_of(row.row).items() if a in told}
        sides = place.get(left.id, ()), place.get(right.id, ())
        if any(sides):
            found.append((Bead(*sides, score=row.row.confidence), row))
    return found


def sides_of(places: Iterable[Place], left: str, right: str) -> list[Sides]:
    """What places say of two articles, in their order."""
    sides = ((place.get(left, ()), place.get(right, ())) for place in places)
    return [each for each in sides if any(each)]


def in_sequence(links: Iterable[Sides]) -> list[Sides]:
    """The same links as two texts that are read side by side can show them.

    None encloses a sentence of another link and no two cross: of those that do, as many stand as
    can, and the sentences of the others stand alone. Sentences that stand alone come one by one,
    in the order of their text.
    """
    every = list(links)
    held = [sorted(index for each in every for index in each[side]) for side in (0, 1)]
    rank = [{index: place for place, index in enumerate(indices)} for indices in held]
    kept = _not_crossing([each for each in every if all(each) and _unbroken(each, rank)])
    alone = [
        sorted({i for each in every for i in each[side]} - {i for k in kept for i in k[side]})
        for side in (0, 1)
    ]
    out: list[Sides] = []
    for each in [*kept, None]:
        for side in (0, 1):
            ends = each[side][0] if each else None
            while alone[side] and (ends is None or alone[side][0] < ends):
                index = alone[side].pop(0)
                out.append(((index,), ()) if side == 0 else ((), (index,)))
        if each:
            out.append(each)
    return out


def _unbroken(link: Sides, rank: Sequence[Mapping[int, int]]) -> bool:
    """Whether on both sides the sentences of a link stand next to each other."""
    return all(
        rank[side][link[side][-1]] - rank[side][link[side][0]] == len(link[side]) - 1
        for side in (0, 1)
    )


def _not_crossing(links: Sequence[Sides]) -> list[Sides]:
    """A longest run of links whose sides only go forward, none reaching into the next."""
    by_left = sorted(links, key=lambda each: (each[0][0], each[1][0]))
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, right) in enumerate(by_left):
        at = bisect_left(ends, right[0])
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [right[0]]
        last[at : at + 1] = [number]
    run: list[Sides] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(by_left[number])
        number = before[number]
    kept: list[Sides] = []
    for each in reversed(run):
        if not kept or all(kept[-1][side][-1] < each[side][0] for side in (0, 1)):
            kept.append(each)
    return kept


def by_a_person(row: ChosenRow) -> bool:
    """Whether a person accepted the row or put it together."""
    return row.review.status is Status.ACCEPTED or bool(row.review.by_hand)

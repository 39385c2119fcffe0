"""Pairs the quantities of two texts: first what is equal, then what became something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from padan.consistency.matching import Likeness, likeness
from padan.consistency.quantity import Quantity

Nearness = Callable[[Quantity, Quantity], float]
"""How surely two quantities speak of the same thing, from their surroundings; 0 or less: not."""
Pairs = list[tuple[Quantity, Quantity]]


@dataclass(frozen=True, slots=True)
class Matches:
    """The outcome for all quantities of two texts."""

    same: Pairs
    rounded: Pairs
    changed: Pairs
    missing: list[Quantity]
    added: list[Quantity]


def pair_up(left: Sequence[Quantity], right: Sequence[Quantity], nearness: Nearness) -> Matches:
    """Match `left` (reference) with `right` (retelling), the nearest of the equal ones first.

    What is said twice on one side and once on the other counts as matched. Takes time in
    proportion to len(left) × len(right).
    """
    likely = {(i, k): likeness(a, b) for i, a in enumerate(left) for k, b in enumerate(right)}
    free_left, free_right = set(range(len(left))), set(range(len(right)))

    def take(wanted: Likeness, measure: Nearness, least: float) -> Pairs:
        scored = sorted(
            (
                (-measure(left[i], right[k]), abs(i - k), i, k)
                for (i, k), found in likely.items()
                if found is wanted and i in free_left and k in free_right
            ),
        )
        taken = []
        for value, _, i, k in scored:
            if -value >= least and i in free_left and k in free_right:
                free_left.discard(i)
                free_right.discard(k)
                taken.append((left[i], right[k]))
        return taken

    same = take(Likeness.SAME, nearness, float("-inf"))
    rounded = take(Likeness.ROUNDED, nearness, float("-inf"))
    changed = take(Likeness.DIFFERENT, nearness, 1.0)

    def echoed(i: int | None, k: int | None) -> bool:
        return any(
            found is Likeness.SAME
            for (x, y), found in likely.items()
            if (i is not None and x == i) or (k is not None and y == k)
        )

    missing = [left[i] for i in sorted(free_left) if not echoed(i, None)]
    added = [right[k] for k in sorted(free_right) if not echoed(None, k)]
    return Matches(same, rounded, changed, missing, added)

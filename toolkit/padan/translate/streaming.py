"""Work on a stream whose length nobody knows: in batches, results as they are done."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from itertools import islice
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
V = TypeVar("V")

_FIRST = 16
"""Items in the first batch, and at least in every other: engines work on several at once."""
_MOST = 512
"""Items in a batch at most, however quick the ones before were: the next may be slow."""
_GROWTH = 4
_SECONDS = 10.0
"""A batch is about so much work: seen soon, and long enough for the engine's own batches."""


def in_batches(
    items: Iterable[T],
    work: Callable[[list[T]], list[R]],
    *,
    clock: Callable[[], float] = monotonic,
) -> Iterator[tuple[T, R]]:
    """Each item with what `work` made of it, in order, a batch at a time.

    No more than one batch is held. Batches grow with the pace at which the work gets done.
    """
    coming = iter(items)
    size = _FIRST
    while batch := list(islice(coming, size)):
        begun = clock()
        done = work(batch)
        took = max(clock() - begun, 1e-3)
        yield from zip(batch, done, strict=True)
        fitting = round(len(batch) * _SECONDS / took)
        size = max(_FIRST, min(_MOST, _GROWTH * size, fitting))


class Recent(MutableMapping[str, V]):
    """A mapping that keeps no more than `most` values: those last written or read."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, V] = OrderedDict()

    def __getitem__(self, key: str) -> V:
        value = self._kept[key]
        self._kept.move_to_end(key)
        return value

    def __setitem__(self, key: str, value: V) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def __delitem__(self, key: str) -> None:
        del self._kept[key]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._kept))

    def __len__(self) -> int:
        return len(self._kept)

"""A stream of any length is worked off in batches, in order, and is never held whole."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from padan.translate.streaming import Recent, in_batches


class Clock:
    """A clock that stands still unless it is put forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def batches(count: int, seconds_each: float) -> list[int]:
    clock, sizes = Clock(), []

    def work(batch: list[int]) -> list[int]:
        sizes.append(len(batch))
        clock.now += seconds_each * len(batch)
        return [-item for item in batch]

    done = list(in_batches(range(count), work, clock=clock))
    assert done == [(item, -item) for item in range(count)]
    return sizes


@given(st.integers(0, 3000), st.sampled_from([0.0, 0.001, 0.1, 3.0]))
def test_each_item_comes_back_in_order_with_what_was_made_of_it(count: int, pace: float) -> None:
    assert sum(batches(count, pace)) == count


def test_slow_work_is_seen_soon_and_quick_work_comes_in_large_batches() -> None:
    assert max(batches(200, 2.0)) == 16
    assert 64 <= max(batches(400, 0.1)) <= 128
    assert max(batches(5000, 0.0001)) == 512


def test_no_more_is_read_than_the_batch_in_hand() -> None:
    read = 0

    def numbers() -> Iterator[int]:
        nonlocal read
        for number in range(10_000):
            read += 1
            yield number

    stream = in_batches(numbers(), lambda batch: batch)
    next(stream)
    assert read == 16


def test_recent_keeps_what_was_written_or_read_last() -> None:
    kept: Recent[int] = Recent(2)
    kept["a"], kept["b"] = 1, 2
    assert kept["a"] == 1
    kept["c"] = 3
    assert sorted(kept) == ["a", "c"]
    assert len(kept) == 2
    assert "b" not in kept

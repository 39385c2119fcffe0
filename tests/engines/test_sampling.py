"""Qualities differ in work, and every attempt asks in another way."""

from __future__ import annotations

from padan.engines.base import Quality
from padan.engines.sampling import candidates, describe, ways


def test_more_quality_means_more_candidates() -> None:
    counts = [candidates(ways(quality)[0]) for quality in Quality]
    assert counts[0] == 1
    assert counts == sorted(set(counts))


def test_no_two_draws_or_attempts_are_the_same() -> None:
    for quality in Quality:
        found = ways(quality)
        assert len(found) > 1
        assert len(set(found)) == len(found)
        assert all(len(set(way)) == len(way) for way in found)


def test_the_description_tells_all_settings_apart() -> None:
    assert len({describe(ways(quality)) for quality in Quality}) == len(Quality)
    assert "greedy" in describe(ways(Quality.FAST))

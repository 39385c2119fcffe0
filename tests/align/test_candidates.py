"""Pairs of articles worth aligning are found without looking at all pairs."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from padan.align.content import flow
from padan.align.nearness import centred, measure_nearness, mutual_neighbours
from padan.align.shingles import near_duplicates
from padan.align.thresholds import thresholds
from padan.model import Role

from .newsdesk import amount, article, encode, search, sentence, told


def test_the_search_finds_what_is_near_among_many():
    made = [told(s, range(8), wording=w, outlet=str(w)) for s in range(60) for w in (0, 1)]
    made.sort(key=lambda a: a.id)
    found = search(made)
    by_story = {}
    for a in made:
        by_story.setdefault(amount(a.sentences[0].text), []).append(a.id)
    assert {tuple(sorted(ids)) for ids in by_story.values()} <= set(found.pairs)
    assert len(found.pairs) < len(made) * (len(made) - 1) / 2 / 10


def test_few_articles_are_all_compared_except_those_without_text():
    made = sorted(
        [told(1, range(3)), told(2, range(3)), article(["Menu"], role=Role.FURNITURE)],
        key=lambda a: a.id,
    )
    (pair,) = search(made).pairs
    assert pair == tuple(a.id for a in made if flow(a))


def test_each_language_loses_its_own_mean():
    rows = [np.eye(4, dtype=np.float32)[:2] + 5, np.eye(4, dtype=np.float32)[2:] - 5]
    for found in centred(rows, ["id", "en"]):
        assert np.allclose(found.sum(axis=0), 0, atol=1e-6)


def test_copies_meet_in_a_band_and_strangers_do_not():
    texts = [" ".join(sentence(s, k) for k in range(8)) for s in (1, 2, 3)]
    pairs = {
        (i, j): r
        for i, j, r in near_duplicates(
            [*texts, texts[0], "", "!!"], shingle=3, bands=32, band_rows=3
        )
    }
    assert pairs[0, 3] == 1.0
    assert all(resemblance < 0.5 for pair, resemblance in pairs.items() if pair != (0, 3))


def test_many_equal_texts_do_not_make_all_pairs():
    assert (
        len(list(near_duplicates(["sama saja " * 5] * 400, shingle=3, bands=8, band_rows=2)))
        < 400 * 20
    )


def test_cells_find_what_a_look_at_all_finds():
    made = [told(s, range(8), wording=w) for s in range(300) for w in (0, 1)]
    vectors = [encode([s.text for s in flow(a)]) for a in made]
    nearness = measure_nearness(made, vectors, 3.0)
    rows = [nearness.rows[a.id] for a in made]
    numbers = thresholds().search
    whole = set(mutual_neighbours(rows, 0.6, replace(numbers, cell=10**6)))
    parts = set(mutual_neighbours(rows, 0.6, replace(numbers, cell=200)))
    assert len(whole) > 2000
    assert parts <= whole and len(parts) > 0.95 * len(whole)


@pytest.mark.slow
def test_thousands_of_articles_are_searched_in_seconds():
    made = [told(s, range(6), outlet=o) for s in range(1000) for o in "AB"]
    made.sort(key=lambda a: a.id)
    start = time.perf_counter()
    found = search(made)
    assert time.perf_counter() - start < 60
    assert len(found.pairs) >= 1000

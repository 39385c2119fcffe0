"""Roles on real pages, which cannot be part of the project: gold by line number only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from padan.articles import read_article
from padan.model import Article

FOLDER = os.environ.get("PADAN_SEEDS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="PADAN_SEEDS names no folder of seed articles")

# File (beginning of its name) -> role -> lines from 1. All other lines that are not blank are body.
GOLD: dict[str, dict[str, set[int]]] = {
    "000": {"note": {67}, "furniture": {70, 72}},
    "001": {
        "dateline": {1},
        "headline": {5, 12},
        "standfirst": {7},
        "credit": {9},
        "caption": {10},
        "dateline body": {14},
        "subhead": {44, 92},
        "note": {118},
        "furniture": {3, 20, 120, 122, 124},
    },
    "002": {
        "headline": {4, 13},
        "standfirst": {6},
        "byline": {8},
        "credit": {10},
        "caption": {11},
        "dateline body": {15},
        "furniture": {1, 2, 9, 21, 29, *range(45, 53), 54, 56, 57},
    },
    "003": {"headline": {5}, "furniture": {1, 3, 7, 9, 11, 13, 29, 59, 61, 63}},
    "004": {"furniture": {33}},
}


def read(name: str) -> Article:
    return read_article(next(Path(FOLDER).glob(f"{name}_*")))


def roles_by_physical_line(article: Article) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for line in article.lines:
        found.setdefault(article.text.count("\n", 0, line.start) + 1, []).append(line.role.value)
    return {number: " ".join(roles) for number, roles in found.items()}


@pytest.mark.parametrize("name", GOLD)
def test_every_line_of_a_seed_has_its_role(name: str) -> None:
    expected = {number: role for role, lines in GOLD[name].items() for number in lines}
    found = roles_by_physical_line(read(name))
    wrong = {
        n: (r, expected.get(n, "body")) for n, r in found.items() if r != expected.get(n, "body")
    }
    assert not wrong
    assert set(expected) <= set(found)


def test_metadata_of_the_seeds() -> None:
    articles = {name: read(name) for name in GOLD}
    assert {article.lang for article in articles.values()} == {"id"}
    outlets = {name: article.outlet for name, article in articles.items()}
    assert outlets == {
        "000": "",
        "001": "Tribunnews",
        "002": "Tribunnews",
        "003": "EU Reporter",
        "004": "",
    }
    assert articles["001"].published is None  # the page's only date is the day it was saved
    assert articles["002"].author.startswith("Hasiolan")
    assert len({article.id for article in articles.values()}) == 5

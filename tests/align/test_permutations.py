"""The order in which articles are given changes no row, whatever the story is like."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.align.choice import order_articles
from padan.align.rows import align_story, build_rows
from padan.model import Article, Bead, Role, Row, Story

from .standin import OTHER, STORY, GramEncoder, article

KINDS = ("no reference", "reference", "reference in another language", "versions")
ENCODER, VECTORS = GramEncoder(), {}


def retelling(name: str, chance: random.Random, lang: str = "id") -> Article:
    """Most of the story, now and then joined, moved or added to, under a headline."""
    said = [words for words in STORY if chance.random() < 0.75] or [STORY[0]]
    if len(said) > 4 and chance.random() < 0.5:
        at = chance.randrange(len(said) - 1)
        said[at : at + 2] = [" ".join(said[at : at + 2])]
    if len(said) > 6 and chance.random() < 0.5:
        block = said[1:3]
        said = [said[0], *said[3:], *block]
    for words in chance.sample(OTHER, chance.randint(0, 2)):
        said.insert(chance.randint(0, len(said)), words)
    lines = [(f"Gempa di Wanarata, {name}", Role.HEADLINE), *((words, Role.BODY) for words in said)]
    return replace(article(name, lines, lang), outlet=name)


def a_story(kind: str, seed: int) -> Story:
    chance = random.Random(seed)
    told = [retelling(name, chance) for name in "cadbe"[: chance.randint(3, 5)]]
    versions = {}
    if kind == "reference in another language":
        told[0] = replace(told[0], lang="en")
    if kind == "versions":
        lines = [(s.text, s.role) for s in told[1].aligned]
        page = article("p", [*lines[: len(lines) // 2 + 1], ("Baca halaman dua.", Role.BODY)])
        told.append(page)
        versions = {"p": told[1].id}
    reference = None if kind == "no reference" else told[0].id
    return Story("s", "Gempa", tuple(told), reference, versions)


def shuffled(story: Story, chance: random.Random) -> Story:
    told = list(story.articles)
    chance.shuffle(told)
    return replace(story, articles=tuple(told))


def plainly(rows: Sequence[Row]) -> list[object]:
    """Rows in their order, cells in that of ids: all but the order of columns."""
    return [
        (row.index, round(row.confidence, 9), sorted(row.cells, key=lambda c: c.article))
        for row in rows
    ]


def rows_of(story: Story) -> list[Row]:
    return align_story(story, encoder=ENCODER, vectors=VECTORS, beads={})


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6), chance=st.randoms(use_true_random=False))
def test_rows_do_not_depend_on_the_order_of_the_articles(kind, seed, chance):
    story = a_story(kind, seed)
    rows = rows_of(story)
    assert sum(sum(bool(c.sentences) for c in row.cells) > 1 for row in rows) >= 3
    other = shuffled(story, chance)
    found = rows_of(other)
    assert [c.article for c in found[0].cells] == [a.id for a in other.articles]
    assert plainly(found) == plainly(rows)


def tied(left: Article, right: Article, chance: random.Random) -> list[Bead]:
    """Beads with few different scores, so that many merges are as good as each other."""
    rest = [s.index for s in right.aligned]
    chance.shuffle(rest)
    found = []
    for sentence in left.aligned:
        there = (rest.pop(),) if rest and chance.random() < 0.7 else ()
        found.append(Bead((sentence.index,), there, chance.choice((0.6, 0.9))))
    return found + [Bead((), (j,), 0.6) for j in rest]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), chance=st.randoms(use_true_random=False))
def test_contradicting_beads_of_equal_score_give_the_same_rows_in_every_order(kind, seed, chance):
    story = a_story(kind, seed)
    luck = random.Random(seed)
    beads = {
        (one.id, two.id): tied(one, two, luck)
        for place, one in enumerate(story.articles)
        for two in story.articles[place + 1 :]
    }
    turned = {
        (two, one): [Bead(b.right, b.left, b.score, b.moved) for b in reversed(found)]
        for (one, two), found in reversed(beads.items())
    }
    assert plainly(build_rows(shuffled(story, chance), turned)) == plainly(build_rows(story, beads))


def test_columns_stand_by_reference_date_outlet_and_id_whatever_the_order():
    story = a_story("reference", 5)
    chance = random.Random(5)
    orders = {
        tuple(a.id for a in order_articles(shuffled(story, chance).articles, "c", {}))
        for _ in range(10)
    }
    assert len(orders) == 1
    assert next(iter(orders))[0] == "c"

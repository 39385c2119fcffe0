"""Linked articles are settled into groups, whatever order they come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from padan.align.groups import settle
from padan.align.links import far_apart, link
from padan.align.stories import group
from padan.align.thresholds import thresholds

from .newsdesk import LINK, align, article, encode, grouped, sentence, sets, told


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(-4, 4)), max_size=20),
    st.randoms(),
)
def test_groups_share_out_all_articles_whatever_the_order(links, chance):
    ids = [f"a{i}" for i in range(8)]
    logits = {(f"a{min(i, j)}", f"a{max(i, j)}"): value for i, j, value in links if i != j}
    groups = settle(ids, logits, absent=-4.0, filed={"a0": "x", "a7": "x", "a3": "y"})
    assert sorted(i for members in groups for i in members) == ids
    assert all(not {"a0", "a3"} <= set(members) for members in groups)
    assert any({"a0", "a7"} <= set(members) for members in groups)
    shuffled = list(logits.items())
    chance.shuffle(shuffled)
    again = settle(ids[::-1], dict(shuffled), absent=-4.0, filed={"a0": "x", "a7": "x", "a3": "y"})
    assert again == groups


def test_more_shared_content_never_weakens_a_link():
    left = told(1, range(12))
    logits = []
    for shared in range(13):
        lines = [sentence(1 if k < shared else 2, k) for k in range(12)]
        right = article(lines)
        logits.append(link(left, right, align(left, right), LINK).logit)
    assert logits == sorted(logits) and logits[0] < 0 < logits[-1]


def test_dates_far_apart_need_overwhelming_content():
    early, late = date(2021, 1, 1), date(2023, 1, 1)
    half = [told(1, range(12), outlet="A", published=early)]
    some = [sentence(1, k) for k in range(6)] + [sentence(2, k) for k in range(6)]
    near, far = (article(some, outlet="B", published=d) for d in (early, late))
    assert len(grouped(*half, near)) == 1
    assert len(grouped(*half, far)) == 2
    copy = told(1, range(12), wording=1, outlet="C", published=late)
    assert len(grouped(*half, copy)) == 1
    assert far_apart(near, far, LINK.days) and not far_apart(near, replace(far, published=None), 10)


def test_of_many_pairs_only_the_open_ones_are_aligned():
    made = [told(s, range(10), wording=w, outlet=str(w)) for s in range(8) for w in (0, 1, 0)]
    made += [
        article([sentence(8, k) for k in range(6)] + [sentence(1, k) for k in range(3)], outlet="Z")
    ]
    asked = []

    def counted(left, right):
        asked.append((left.id, right.id))
        return align(left, right)

    numbers = thresholds()
    some = replace(numbers, search=replace(numbers.search, align_up_to=0))
    quick = group(made, encode, counted, numbers=some)
    many = len(asked)
    assert sets(quick) == sets(group(made, encode, counted))
    assert many < (len(asked) - many) / 4


def test_two_crowds_of_copies_of_one_story_are_one_story():
    made = [told(1, range(12), wording=w, outlet=f"{w}{i}") for w in (0, 1) for i in range(40)]
    made += [told(s, range(12), outlet="A") for s in range(2, 10)]
    assert sorted(len(s.articles) for s in grouped(*made)) == [1] * 8 + [80]


def test_a_round_up_does_not_glue_two_crowds():
    made = [told(s, range(10), outlet=f"{s}{i}") for s in (1, 2) for i in range(40)]
    made.append(article([sentence(s, k) for s in (1, 2) for k in range(8)], outlet="R"))
    assert sorted(len(s.articles) for s in grouped(*made)) in ([40, 41], [1, 40, 40])

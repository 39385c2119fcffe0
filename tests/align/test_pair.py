from __future__ import annotations

from contextvars import copy_context
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.align.pair import align_articles, align_texts
from padan.align.scoring import parameters, use_parameters
from padan.errors import InputError
from padan.model import Bead, Role

from .standin import OTHER, STORY, GramEncoder, article, grams


def align(left, right, lang="id"):
    return align_texts(
        left,
        right,
        left_vectors=grams(left),
        right_vectors=grams(right),
        left_lang=lang,
        right_lang=lang,
    )


def links(beads):
    return {(b.left, b.right) for b in beads if b.left and b.right}


def assert_whole(beads: list[Bead], left: int, right: int) -> None:
    assert sorted(i for b in beads for i in b.left) == list(range(left))
    assert sorted(j for b in beads for j in b.right) == list(range(right))
    assert all(b.left or b.right for b in beads)
    assert all(0.0 <= b.score <= 1.0 for b in beads)
    firsts = [b.left[0] for b in beads if b.left]
    assert firsts == sorted(firsts)


words = st.sampled_from([*STORY, *OTHER, "", " ", "12", "?!", "Ya.", "\ud800", "\0"])
texts = st.lists(words, max_size=9)


@settings(max_examples=40, deadline=None)
@given(texts, texts, st.sampled_from(["und", "id", "en"]), st.sampled_from(["und", "id"]))
def test_every_sentence_stands_in_exactly_one_bead(left, right, one, two):
    beads = align_texts(
        left,
        right,
        left_vectors=grams(left),
        right_vectors=grams(right),
        left_lang=one,
        right_lang=two,
    )
    assert_whole(beads, len(left), len(right))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(STORY), max_size=8, unique=True),
    st.lists(st.sampled_from(STORY), max_size=8, unique=True),
)
def test_swapping_the_texts_swaps_the_beads(left, right):
    there = {(b.left, b.right): b for b in align(left, right)}
    back = {(b.right, b.left): b for b in align(right, left)}
    assert there.keys() == back.keys()
    for key, bead in there.items():
        assert back[key].score == pytest.approx(bead.score, abs=1e-6)
        assert back[key].moved == bead.moved


def test_the_same_texts_give_the_same_beads_again():
    assert align(STORY, STORY[3:]) == align(STORY, STORY[3:])


@pytest.mark.parametrize(("left", "right"), [((), ()), (STORY, ()), ((), STORY)])
def test_an_empty_side_leaves_all_alone(left, right):
    beads = align(left, right)
    assert_whole(beads, len(left), len(right))
    assert not links(beads)


def test_identical_texts_pair_off():
    beads = align(STORY, STORY)
    assert links(beads) == {((k,), (k,)) for k in range(len(STORY))}
    assert min(b.score for b in beads) > 0.8


def test_one_sentence_is_linked_with_itself():
    assert links(align(STORY[:1], STORY[:1])) == {((0,), (0,))}


def test_one_sentence_is_found_in_a_text():
    assert links(align(STORY[4:5], STORY)) == {((0,), (4,))}


def test_unrelated_texts_are_not_forced_together():
    assert not links(align(STORY[:6], OTHER))


def test_dropped_and_added_sentences_stand_alone():
    left = STORY
    right = [*STORY[:3], OTHER[2], *STORY[5:]]
    beads = align(left, right)
    alone = {b.left for b in beads if not b.right} | {b.right for b in beads if not b.left}
    assert alone == {(3,), (4,)} | {(3,)}
    assert ((5,), (4,)) in links(beads)


@pytest.mark.parametrize("size", [2, 3])
def test_a_sentence_told_in_several_is_one_bead(size):
    joined = [*STORY[:4], " ".join(STORY[4 : 4 + size]), *STORY[4 + size :]]
    beads = align(joined, STORY)
    assert ((4,), tuple(range(4, 4 + size))) in links(beads)


def test_a_moved_block_is_found_and_marked():
    right = [*STORY[:2], *STORY[5:11], *STORY[2:5], STORY[11]]
    beads = align(STORY, right)
    assert links(beads) == {((k,), (right.index(STORY[k]),)) for k in range(len(STORY))}
    assert {b.left for b in beads if b.moved} == {(2,), (3,), (4,)}


def test_nothing_is_moved_where_nothing_moved():
    assert not any(b.moved for b in align(STORY, [*STORY[:3], *OTHER[:2], *STORY[6:]]))


def test_long_texts_keep_their_links_and_their_gaps():
    left = [f"{STORY[k % 12]} Butir {k * 37}." for k in range(700)]
    right = [*left[:250], *left[330:]]
    beads = align(left, right)
    assert_whole(beads, 700, 620)
    right_ones = {((k,), (k if k < 250 else k - 80,)) for k in range(700) if not 250 <= k < 330}
    assert len(links(beads) & right_ones) > 0.97 * len(right_ones)
    assert not {b.left for b in beads if b.right} & {(k,) for k in range(260, 320)}


def leaning(texts):
    """Vectors of an encoder whose rows all lie around one direction, as e5's do."""
    rows = grams(texts)
    rows[:, 0] += 2.5
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def align_leaning(left, right):
    centre = leaning([*STORY, *OTHER]).mean(axis=0).astype(np.float64)
    use_parameters(replace(parameters(), centres={"id": centre}))
    return align_texts(
        left,
        right,
        left_vectors=leaning(left),
        right_vectors=leaning(right),
        left_lang="id",
        right_lang="id",
    )


def test_a_single_pair_is_judged_by_what_the_encoder_gives_any_sentence():
    same = copy_context().run(align_leaning, STORY[:1], STORY[:1])
    other = copy_context().run(align_leaning, STORY[:1], OTHER[:1])
    assert links(same) == {((0,), (0,))}
    assert not links(other)


def test_vectors_that_do_not_fit_are_an_input_error():
    with pytest.raises(InputError, match="3 sentences"):
        align_texts(STORY[:3], STORY, left_vectors=grams(STORY[:2]), right_vectors=grams(STORY))
    with pytest.raises(InputError, match="dimensions"):
        align_texts(STORY, STORY, left_vectors=grams(STORY)[:, :8], right_vectors=grams(STORY))
    broken = grams(STORY)
    broken[0, 0] = np.nan
    with pytest.raises(InputError, match="not numbers"):
        align_texts(STORY, STORY, left_vectors=broken, right_vectors=grams(STORY))


def body(lines):
    return [(line, Role.BODY) for line in lines]


def test_furniture_takes_no_part_and_cuts_nothing_in_two():
    left = article("a", body(STORY))
    lines = body(STORY)
    joined = (" ".join(STORY[4:6]), Role.BODY)
    left = article("a", [*lines[:4], joined, *lines[6:]])
    between = [(OTHER[0], Role.FURNITURE), (OTHER[1], Role.CAPTION), (OTHER[2], Role.SUBHEAD)]
    right = article("b", [*lines[:5], *between, *lines[5:]])
    beads = align_articles(left, right, encoder=GramEncoder(), vectors={}, beads={})
    assert ((4,), (4, 8)) in links(beads)
    named = {j for b in beads for j in b.right}
    assert 5 not in named
    assert named == set(range(len(right.sentences))) - {5}


def test_display_lines_align_with_their_own_role_only():
    head = "Gempa guncang Teluk Wanarata, ratusan rumah rusak"
    left = article("a", [(head, Role.HEADLINE), (STORY[0], Role.CAPTION), *body(STORY)])
    right = article("b", [(head, Role.HEADLINE), *body([head, *STORY[1:]])])
    beads = align_articles(left, right, encoder=GramEncoder(), vectors={}, beads={})
    assert ((0,), (0,)) in links(beads)
    assert ((1,), ()) in {(b.left, b.right) for b in beads}
    assert all(1 not in b.right or not {0, 1} & set(b.left) for b in beads)


def test_articles_are_aligned_and_encoded_once():
    left, right = article("a", body(STORY)), article("b", body(STORY[2:]))
    encoder, vectors, kept = GramEncoder(), {}, {}
    first = align_articles(left, right, encoder=encoder, vectors=vectors, beads=kept)
    assert sorted(encoder.asked) == sorted(STORY)
    again = align_articles(left, right, encoder=encoder, vectors=vectors, beads=kept)
    assert again == first
    assert len(encoder.asked) == len(STORY)
    assert len(kept) == 1


def test_another_role_or_word_is_another_alignment():
    left, kept = article("a", body(STORY)), {}
    changed = [
        article("b", body(STORY)),
        article("b", [(STORY[0], Role.HEADLINE), *body(STORY[1:])]),
    ]
    changed.append(article("b", body([*STORY[:-1], OTHER[0]])))
    for right in changed:
        align_articles(left, right, encoder=GramEncoder(), vectors={}, beads=kept)
    assert len(kept) == len(changed)

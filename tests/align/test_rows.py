"""Rows across the articles of a story, from beads that are handed in."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.align.rows import align_story, build_rows, pairs_to_align
from padan.align.thresholds import thresholds
from padan.model import Article, Bead, Line, Role, Row, Sentence, Story


def article(name, sentences, **more):
    """An article of (role, text) pairs; a bare text is a body sentence."""
    spans, lines, text = [], [], ""
    for i, said in enumerate(sentences):
        role, words = (Role.BODY, said) if isinstance(said, str) else said
        start = len(text)
        text += words + "\n"
        spans.append(Sentence(i, start, start + len(words), words, paragraph=i, role=role))
        lines.append(Line(start, start + len(words), role, "test", i))
    return Article(name, text, "id", tuple(lines), tuple(spans), **more)


def plain(name, count, **more):
    return article(
        name, [f"Kalimat {name} nomor {i} tentang pasar ikan." for i in range(count)], **more
    )


def beads(links, left, right, score=0.9, moved=()):
    """1-1 beads of (i, j) pairs, and null beads for the rest."""
    found = [Bead((i,), (j,), score, moved=(i, j) in moved) for i, j in links]
    found += [Bead((s.index,), (), 0.9) for s in left.aligned if s.index not in dict(links)]
    taken = {j for _, j in links}
    return found + [Bead((), (s.index,), 0.9) for s in right.aligned if s.index not in taken]


def story_of(*articles, reference=None, versions=None):
    return Story("s", "Judul", tuple(articles), reference, versions or {})


def texts(rows, *names):
    return [tuple(row.cell(name).sentences for name in names) for row in rows]


def check_partition(story: Story, rows: list[Row]) -> None:
    for told in story.articles:
        placed = [i for row in rows for i in row.cell(told.id).sentences]
        assert sorted(placed) == [s.index for s in told.aligned]
    assert [row.index for row in rows] == list(range(len(rows)))
    for row in rows:
        assert [cell.article for cell in row.cells] == [a.id for a in story.articles]
        assert any(cell.sentences for cell in row.cells)
        assert 0 <= row.confidence <= 1
        assert all(list(cell.sentences) == sorted(cell.sentences) for cell in row.cells)


def test_links_carry_over_to_a_third_article():
    a, b, c = plain("a", 2), plain("b", 2), plain("c", 2)
    given = {
        ("a", "b"): beads([(0, 0), (1, 1)], a, b),
        ("b", "c"): beads([(0, 0), (1, 1)], b, c),
        ("a", "c"): beads([(1, 1)], a, c),
    }
    rows = build_rows(story_of(a, b, c, reference="a"), given)
    assert texts(rows, "a", "b", "c") == [((0,), (0,), (0,)), ((1,), (1,), (1,))]
    # The first row holds although one pair denies it; it is surer of the second.
    assert rows[0].confidence < rows[1].confidence == pytest.approx(0.9)


def test_a_weak_link_does_not_drag_in_what_surer_beads_deny():
    a, b, c = plain("a", 1), plain("b", 1), plain("c", 1)
    given = {
        ("a", "b"): beads([(0, 0)], a, b),
        ("b", "c"): beads([(0, 0)], b, c, score=0.55),
        ("a", "c"): beads([], a, c),
    }
    rows = build_rows(story_of(a, b, c, reference="a"), given)
    assert texts(rows, "a", "b", "c") == [((), (), (0,)), ((0,), (0,), ())]


def test_a_link_to_another_sentence_far_off_is_refused():
    a, b, c = plain("a", 5), plain("b", 5), plain("c", 5)
    straight = [(i, i) for i in range(5)]
    given = {
        ("a", "b"): beads(straight, a, b),
        ("b", "c"): beads(straight, b, c),
        ("a", "c"): beads([(0, 4)], a, c, score=0.6),
    }
    rows = build_rows(story_of(a, b, c, reference="a"), given)
    assert texts(rows, "a", "b", "c") == [((i,), (i,), (i,)) for i in range(5)]


def test_beads_below_the_confidence_join_nothing():
    a, b = plain("a", 1), plain("b", 1)
    least = thresholds().rows.bead
    low = build_rows(story_of(a, b, reference="a"), {("a", "b"): [Bead((0,), (0,), least - 0.01)]})
    high = build_rows(story_of(a, b, reference="a"), {("a", "b"): [Bead((0,), (0,), least)]})
    assert [len(low), len(high)] == [2, 1]
    assert low[0].confidence == pytest.approx(1 - least + 0.01)


def test_a_row_says_which_of_its_cells_is_held_loosely() -> None:
    a, b, c, d = (plain(name, 1) for name in "abcd")
    given = {
        ("a", "b"): beads([(0, 0)], a, b, score=0.95),
        ("a", "c"): beads([(0, 0)], a, c, score=0.6),
        ("b", "c"): beads([(0, 0)], b, c, score=0.7),
        ("a", "d"): [Bead((0,), (), 0.8), Bead((), (0,), 0.8)],
        ("b", "d"): [Bead((0,), (), 0.6), Bead((), (0,), 0.6)],
    }
    alone, row = build_rows(story_of(a, b, c, d, reference="a"), given)
    assert [cell.confidence for cell in row.cells] == pytest.approx([0.775, 0.825, 0.65, 0.6])
    assert row.confidence == pytest.approx(0.65)
    assert [cell.confidence for cell in alone.cells] == [0.8, 0.6, None, None]
    assert alone.confidence == 0.6


def test_many_to_many_beads_give_cells_of_several_sentences():
    a, b, c = plain("a", 3), plain("b", 2), plain("c", 3)
    given = {
        ("a", "b"): [Bead((0, 1), (0,), 0.9), Bead((2,), (1,), 0.9)],
        ("a", "c"): beads([(0, 0), (1, 1), (2, 2)], a, c),
        ("b", "c"): [Bead((0,), (0, 1), 0.8), Bead((1,), (2,), 0.9)],
    }
    rows = build_rows(story_of(a, b, c, reference="a"), given)
    assert texts(rows, "a", "b", "c") == [((0, 1), (0,), (0, 1)), ((2,), (1,), (2,))]


def test_additions_stand_where_they_were_said():
    a, b, c = plain("a", 3), plain("b", 5), plain("c", 4)
    given = {
        ("a", "b"): beads([(0, 0), (1, 3), (2, 4)], a, b),
        ("a", "c"): beads([(0, 1), (1, 2)], a, c),
        ("b", "c"): beads([(0, 1), (3, 2)], b, c),
    }
    rows = build_rows(story_of(a, b, c, reference="a"), given)
    assert texts(rows, "a", "b", "c") == [
        ((), (), (0,)),
        ((0,), (0,), (1,)),
        ((), (1,), ()),
        ((), (2,), ()),
        ((1,), (3,), (2,)),
        ((), (), (3,)),
        ((2,), (4,), ()),
    ]


def test_what_only_moved_stays_at_the_references_place():
    a, b = plain("a", 5), plain("b", 5)
    crossing = [(0, 0), (1, 2), (2, 3), (3, 1), (4, 4)]
    rows = build_rows(
        story_of(b, a, reference="a"), {("a", "b"): beads(crossing, a, b, moved=[(3, 1)])}
    )
    assert texts(rows, "a", "b") == [((i,), (j,)) for i, j in crossing]
    assert [row.cell("b").moved for row in rows] == [False, False, False, True, False]
    assert not any(row.cell("a").moved for row in rows)


def test_display_lines_come_first_and_subheads_stay():
    a = article(
        "a",
        [
            (Role.CAPTION, "Warga antre di dermaga."),
            (Role.HEADLINE, "Dermaga ditutup"),
            (Role.FURNITURE, "Baca juga yang lain"),
            "Dermaga ditutup sejak pagi.",
            (Role.SUBHEAD, "Sampai kapan"),
            (Role.CAPTION, "Petugas berjaga."),
            "Penutupan berlaku sepekan.",
            (Role.STANDFIRST, "Nelayan diminta menunggu."),
        ],
    )
    b = article("b", [(Role.HEADLINE, "Nelayan menunggu"), "Dermaga tutup sejak pagi."])
    given = {("a", "b"): beads([(1, 0), (3, 1)], a, b)}
    rows = build_rows(story_of(a, b, reference="a"), given)
    check_partition(story_of(a, b), rows)
    assert texts(rows, "a") == [((1,),), ((7,),), ((0,),), ((5,),), ((3,),), ((4,),), ((6,),)]


def test_a_cell_may_reach_over_furniture_but_not_over_a_sentence():
    words = ["Pasar dibuka lagi.", (Role.FURNITURE, "ADVERTISEMENT"), "Pedagang kembali.", "Ramai."]
    a, b, c = article("a", words), plain("b", 1), plain("c", 1)
    over = {
        ("a", "b"): [Bead((0,), (0,), 0.9)],
        ("b", "c"): [Bead((0,), (0,), 0.9)],
    }
    near = over | {("a", "c"): [Bead((2,), (0,), 0.8), Bead((0,), (), 0.5)]}
    far = over | {("a", "c"): [Bead((3,), (0,), 0.8), Bead((0,), (), 0.5)]}
    story = story_of(a, b, c, reference="a")
    assert (0, 2) in [row.cell("a").sentences for row in build_rows(story, near)]
    assert (0, 3) not in [row.cell("a").sentences for row in build_rows(story, far)]


def test_a_version_follows_its_fuller_article():
    full = article("f", [f"Butir {i}: gudang beras nomor {i} diperiksa." for i in range(6)])
    page = article("p", [*(s.text for s in full.sentences[:3]), "Halaman berikutnya menyusul."])
    other = plain("o", 6)
    given = {("f", "o"): beads([(i, i) for i in range(6)], full, other)}
    story = story_of(full, page, other, reference="f", versions={"p": "f"})
    rows = build_rows(story, given)
    check_partition(story, rows)
    assert texts(rows, "f", "p", "o")[:4] == [
        ((0,), (0,), (0,)),
        ((1,), (1,), (1,)),
        ((2,), (2,), (2,)),
        ((), (3,), ()),
    ]
    # Beads between a version and anything but its fuller article are not listened to.
    wrong = {("p", "o"): beads([(0, 5), (1, 4)], page, other)}
    assert build_rows(story, given | wrong) == rows


def test_changed_sentences_of_a_version_use_its_beads():
    full = article("f", ["Tiga orang terluka.", "Polisi datang pukul dua siang."])
    old = article("v", ["Dua orang terluka.", "Polisi datang pukul dua siang."])
    story = story_of(full, old, reference="f", versions={"v": "f"})
    rows = build_rows(story, {("v", "f"): [Bead((0,), (0,), 0.8), Bead((1,), (1,), 0.9)]})
    assert texts(rows, "f", "v") == [((0,), (0,)), ((1,), (1,))]
    assert [row.confidence for row in rows] == pytest.approx([0.8, 1.0])


def test_one_article_gives_rows_of_one_cell():
    alone = plain("a", 3)
    rows = build_rows(story_of(alone), {})
    assert texts(rows, "a") == [((0,),), ((1,),), ((2,),)]
    assert {row.confidence for row in rows} == {1.0}


def test_nothing_to_align_gives_no_rows():
    assert build_rows(story_of(article("a", [(Role.FURNITURE, "Menu")])), {}) == []
    assert build_rows(story_of(), {}) == []


def test_beads_that_name_furniture_are_read_without_it():
    a = article("a", [(Role.FURNITURE, "Iklan"), "Air naik lagi."])
    b = plain("b", 1)
    rows = build_rows(story_of(a, b, reference="a"), {("a", "b"): [Bead((0, 1), (0,), 0.9)]})
    assert texts(rows, "a", "b") == [((1,), (0,))]


@st.composite
def tangles(draw):
    """A story of up to four articles, with beads that may contradict each other."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    told = [plain(name, chance.randint(0, 7)) for name in "dacb"[: chance.randint(1, 4)]]
    given = {}
    for left, right in combinations(told, 2):
        rest = list(range(len(right.sentences)))
        if chance.random() < 0.5:
            chance.shuffle(rest)
        found, at = [], 0
        while at < len(left.sentences):
            ours = tuple(range(at, min(at + chance.choice((1, 1, 1, 2)), len(left.sentences))))
            theirs = tuple(
                sorted(rest.pop(0) for _ in range(min(len(rest), chance.choice((0, 1, 1, 2)))))
            )
            found.append(Bead(ours, theirs, chance.random(), moved=chance.random() < 0.1))
            at = ours[-1] + 1
        found += [Bead((), (j,), chance.random()) for j in rest]
        given[left.id, right.id] = found
    reference = chance.choice([None, *(a.id for a in told)])
    return told, given, reference


@settings(max_examples=60, deadline=None)
@given(tangles(), st.randoms(use_true_random=False))
def test_every_sentence_is_in_one_row_and_order_changes_nothing(tangle, chance):
    told, given, reference = tangle
    story = story_of(*told, reference=reference)
    rows = build_rows(story, given)
    check_partition(story, rows)
    if reference is not None:
        order = [c.sentences[0] for row in rows if (c := row.cell(reference)).sentences]
        assert order == sorted(order)
    for row in rows:
        for told_by in told:
            cell = row.cell(told_by.id).sentences
            assert len(cell) <= thresholds().rows.cell
    shuffled = list(told)
    chance.shuffle(shuffled)
    turned = {
        (right, left): [Bead(b.right, b.left, b.score, b.moved) for b in reversed(found)]
        for (left, right), found in given.items()
    }
    again = build_rows(story_of(*shuffled, reference=reference), turned)

    def plainly(found):
        return [(sorted(r.cells, key=lambda c: c.article), round(r.confidence, 9)) for r in found]

    assert plainly(again) == plainly(rows)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), st.integers(1, 12), st.randoms(use_true_random=False))
def test_consistent_beads_give_back_the_statements_they_came_from(count, statements, chance):
    told, said = [], []
    for name in "abcde"[:count]:
        kept = [k for k in range(statements) if chance.random() < 0.7] or [0]
        said.append(kept)
        told.append(plain(name, len(kept)))
    given = {}
    for (left, mine), (right, theirs) in combinations(list(zip(told, said, strict=True)), 2):
        links = [(mine.index(k), theirs.index(k)) for k in mine if k in theirs]
        given[left.id, right.id] = beads(links, left, right)
    rows = build_rows(story_of(*told, reference="a"), given)
    rebuilt = [
        {said["abcde".index(c.article)][i] for c in r.cells for i in c.sentences} for r in rows
    ]
    assert all(len(statement) == 1 for statement in rebuilt)
    assert len(rows) == len(set().union(*said))
    assert not any(cell.moved for row in rows for cell in row.cells)


def test_large_stories_are_aligned_as_a_star_with_nearest_neighbours():
    told = [plain(f"a{i}", 2) for i in range(9)]
    place = {
        a.id: np.array([np.cos(i / 5), np.sin(i / 5)], dtype=np.float32) for i, a in enumerate(told)
    }
    story = story_of(*told, reference="a4", versions={"a8": "a0"})
    pairs = pairs_to_align(story, thresholds().rows, lambda a: place[a.id])
    assert all((min("a4", a.id), max("a4", a.id)) in pairs for a in told[:8] if a.id != "a4")
    assert ("a0", "a1") in pairs and ("a0", "a8") in pairs
    assert ("a0", "a7") not in pairs and ("a1", "a8") not in pairs
    small = story_of(*told[:4])
    assert len(pairs_to_align(small, thresholds().rows, lambda a: place[a.id])) == 6


def test_six_articles_of_sixty_sentences_take_well_under_a_second():
    chance = random.Random(3)
    told = [plain(name, 60) for name in "abcdef"]
    given = {
        (a.id, b.id): beads([(i, i) for i in range(60) if chance.random() < 0.8], a, b)
        for a, b in combinations(told, 2)
    }
    start = time.perf_counter()
    rows = build_rows(story_of(*told, reference="a"), given)
    assert time.perf_counter() - start < 1.0
    check_partition(story_of(*told), rows)
    assert 60 <= len(rows) < 70


class Words:
    """An encoder that counts hashed words."""

    signature = "words"

    def encode(self, texts):
        rows = np.zeros((len(texts), 128), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split():
                row[crc32(word.encode()) % 128] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def test_align_story_goes_from_articles_to_rows_and_aligns_each_pair_once():
    said = [
        "Bupati meresmikan jembatan baru di hulu sungai pada Senin pagi.",
        "Pembangunan jembatan itu menelan dana empat miliar rupiah.",
        "Warga dua desa kini tidak perlu lagi memutar sejauh enam kilometer.",
        "Petugas akan memeriksa tiang penyangga setiap tiga bulan sekali.",
        "Pedagang berharap harga sayur turun karena ongkos angkut berkurang.",
        "Sekolah di seberang sungai menerima murid lebih banyak tahun ini.",
    ]
    told = [
        article("a", said),
        article("b", [said[0], said[1], "Hujan turun saat upacara.", *said[2:]]),
        article("c", [said[0], said[2], said[3], said[5]]),
    ]
    cache: dict[str, list[Bead]] = {}
    story = story_of(*told, reference="a")
    rows = align_story(story, encoder=Words(), vectors={}, beads=cache)
    check_partition(story, rows)
    assert len(cache) == 3
    for i in (0, 3, 5):
        row = next(r for r in rows if r.cell("a").sentences == (i,))
        assert all(row.cell(x.id).sentences for x in told)
    assert next(r for r in rows if r.cell("b").sentences == (2,)).cell("a").sentences == ()


@pytest.mark.slow
def test_a_story_of_sixty_articles_takes_seconds():
    told = [plain(f"a{i:02}", 40) for i in range(60)]
    links = [(i, i) for i in range(40)]
    given = {("a00", a.id): beads(links, told[0], a) for a in told[1:]}
    given |= {(a.id, b.id): beads(links, a, b) for a, b in pairwise(told[1:])}
    start = time.perf_counter()
    rows = build_rows(story_of(*told, reference="a00"), given)
    assert time.perf_counter() - start < 20
    assert len(rows) == 40

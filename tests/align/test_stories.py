"""Which articles are one story: by shared content, whatever order they come in."""

from __future__ import annotations

import os
import random
import time
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.align.candidates import candidate_pairs
from padan.align.choice import choose_reference, make_story
from padan.align.content import flow, overlap
from padan.align.groups import settle
from padan.align.links import far_apart, link
from padan.align.nearness import centred, measure_nearness, mutual_neighbours
from padan.align.shingles import near_duplicates
from padan.align.stories import group
from padan.align.thresholds import thresholds
from padan.align.versions import find_versions, may_be_one_outlet, same_wording
from padan.model import Article, Bead, Line, Role, Sentence

LINK = thresholds().link

# What the invented articles say: (story, statement) -> a sentence in each of two wordings.
OPENINGS = (
    "Warga {place} memprotes {thing} yang {fault}",
    "Protes atas {thing} yang {fault} datang dari warga {place}",
)
PLACES = ("Kampung Damar", "Lembah Suri", "Teluk Nipah", "Bukit Lontar", "Pulau Kerang")
THINGS = ("jembatan", "pasar", "sekolah", "terminal", "pelabuhan", "waduk", "klinik", "stadion")
FAULTS = ("rusak", "terlambat", "mahal", "sempit", "gelap", "bocor", "macet", "kotor", "sepi")


def sentence(event: int, statement: int, wording: int = 0) -> str:
    chance = random.Random(f"{event}.{statement}")
    words = OPENINGS[wording].format(
        place=chance.choice(PLACES), thing=chance.choice(THINGS), fault=chance.choice(FAULTS)
    )
    return f"{words}, dengan kerugian {100 + event * 1000 + statement} juta rupiah menurut data."


def article(sentences, *, lang="id", role=Role.BODY, **more) -> Article:
    spans, lines, text = [], [], ""
    for i, words in enumerate(sentences):
        start = len(text)
        text += words + "\n"
        spans.append(Sentence(i, start, start + len(words), words, paragraph=i, role=role))
        lines.append(Line(start, start + len(words), role, "test", i))
    name = sha256(f"{text}{more.get('outlet', '')}{lang}".encode()).hexdigest()[:16]
    return Article(name, text, lang, tuple(lines), tuple(spans), **more)


def told(event, statements, wording=0, **more) -> Article:
    return article([sentence(event, k, wording) for k in statements], **more)


def amount(text: str) -> str:
    """What a sentence is about, for the aligner of these tests."""
    found = [word for word in text.split() if word.isdigit()]
    return found[0] if found else text


def align(left: Article, right: Article) -> list[Bead]:
    """Ties sentences that are about the same amount; stands in for the aligner."""
    there = {amount(s.text): s.index for s in reversed(right.aligned)}
    beads, taken = [], set()
    for own in left.aligned:
        other = there.get(amount(own.text))
        if other is None or other in taken:
            beads.append(Bead((own.index,), (), 0.9))
        else:
            taken.add(other)
            beads.append(Bead((own.index,), (other,), 0.95))
    return beads + [Bead((), (s.index,), 0.9) for s in right.aligned if s.index not in taken]


def encode(texts):
    """A vector per amount, with some noise per wording."""
    rows = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row += np.random.default_rng(
            abs(int(sha256(amount(text).encode()).hexdigest()[:8], 16))
        ).normal(size=64)
        row += 0.3 * np.random.default_rng(len(text)).normal(size=64)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def search(articles):
    vectors = [encode([s.text for s in flow(a)]) for a in articles]
    nearness = measure_nearness(articles, vectors, thresholds().search.sigmas)
    return candidate_pairs(articles, nearness, thresholds().search)


def sets(stories):
    return {frozenset(a.id for a in s.articles) for s in stories}


def grouped(*articles):
    return group(articles, encode, align)


def test_retellings_come_together_and_others_stay_alone():
    a, b = told(1, range(10), outlet="A"), told(1, range(1, 12), wording=1, outlet="B")
    c = told(2, range(10), outlet="A")
    assert sets(grouped(a, b, c)) == {frozenset({a.id, b.id}), frozenset({c.id})}


def test_three_languages_are_one_story_with_the_english_one_as_reference():
    english = told(1, range(10), lang="en", outlet="Wire", published=date(2024, 3, 2))
    indonesian = told(1, range(9), wording=1, outlet="A", published=date(2024, 3, 1))
    malay = told(1, range(1, 10), wording=1, lang="ms", outlet="B")
    (story,) = grouped(malay, indonesian, english)
    assert story.reference == english.id
    assert [a.id for a in story.articles] == [english.id, indonesian.id, malay.id]


def test_a_short_agency_version_belongs_to_the_long_article():
    long, short = told(1, range(40), outlet="A"), told(1, range(5), wording=1, outlet="Wire")
    (story,) = grouped(short, long)
    assert story.reference == long.id and not story.versions


def test_a_follow_up_that_quotes_three_sentences_stays_apart():
    earlier = told(1, range(12), outlet="A")
    for own in (5, 8, 20):
        for place in (0, 4, 9):
            lines = [sentence(2, k) for k in range(own)]
            lines[3:3] = [sentence(1, k, 1) for k in range(place, place + 3)]
            assert len(grouped(earlier, article(lines, outlet="B"))) == 2, (own, place)


def test_a_follow_up_of_two_stories_does_not_glue_them():
    one = [told(1, range(10), outlet=o) for o in "ABC"]
    two = [told(2, range(10), outlet=o) for o in "ABC"]
    both = [sentence(3, k) for k in range(6)]
    both += [sentence(1, k) for k in range(2)] + [sentence(2, k) for k in range(2)]
    found = sets(grouped(*one, *two, article(both, outlet="D")))
    assert {frozenset(a.id for a in one), frozenset(a.id for a in two)} <= found
    assert len(found) == 3


def test_a_round_up_of_two_large_stories_does_not_glue_them():
    one = [told(1, range(10), outlet=o) for o in "ABC"]
    two = [told(2, range(10), outlet=o) for o in "ABC"]
    both = article([sentence(s, k) for s in (1, 2) for k in range(8)], outlet="D")
    found = grouped(*one, *two, both)
    assert all(not ({a.id for a in one} & s and {a.id for a in two} & s) for s in sets(found))


def test_background_that_an_outlet_repeats_is_no_common_story():
    for own in (5, 8, 14):
        stock = [sentence(9, k) for k in range(3)]
        first = article([*(sentence(1, k) for k in range(own)), *stock], outlet="A")
        second = article([*(sentence(2, k) for k in range(own)), *stock], outlet="A")
        assert len(grouped(first, second)) == 2, own


def test_an_article_of_furniture_stays_alone_and_is_no_error():
    menu = article(["Beranda", "Terpopuler", "Indeks berita"], role=Role.FURNITURE, outlet="A")
    same = replace(menu, id="f" * 16)
    found = grouped(menu, same, told(1, range(5)))
    assert len(found) == 3
    assert all(s.reference is None for s in found)
    assert grouped() == []
    assert len(grouped(article([]))) == 1


def test_an_article_given_twice_counts_once():
    a = told(1, range(6))
    (story,) = grouped(a, a)
    assert story.articles == (a,) and story.reference is None


def test_what_a_person_filed_together_stays_together_and_apart():
    a, b = (told(1, range(10), outlet=o, story="banjir") for o in "AB")
    far = told(2, range(10), outlet="C", story="banjir")
    other = told(1, range(10), outlet="D", story="pasar")
    free = told(2, range(10), wording=1, outlet="E")
    found = sets(grouped(a, b, far, other, free))
    assert found == {
        frozenset({a.id, b.id, far.id}),
        frozenset({other.id}),
        frozenset({free.id}),
    } or (found == {frozenset({a.id, b.id, far.id, free.id}), frozenset({other.id})})
    assert frozenset({other.id}) in found


def test_the_first_page_is_a_version_of_the_whole():
    whole = told(1, range(14), outlet="A", url="https://www.a.example/x")
    page = told(1, range(6), url="https://m.a.example/x?page=1")
    retold = told(1, range(14), wording=1, outlet="B")
    (story,) = grouped(page, retold, whole)
    assert story.versions == {page.id: whole.id}
    assert story.reference != page.id


def test_an_update_with_three_changed_sentences_is_a_version():
    old = told(1, range(20), outlet="A")
    new = article(
        [sentence(1, k) if k not in (2, 7, 9) else sentence(5, k) for k in range(22)], outlet="A"
    )
    assert find_versions([old, new], thresholds().version) == {old.id: new.id}


def test_a_copy_by_another_outlet_is_a_retelling():
    whole, copy = told(1, range(12), outlet="A"), told(1, range(12), outlet="B")
    assert find_versions([whole, copy], thresholds().version) == {}
    assert find_versions([whole, replace(copy, outlet="")], thresholds().version) != {}


def test_the_same_content_in_other_words_is_no_version():
    assert (
        find_versions([told(1, range(12)), told(1, range(12), wording=1)], thresholds().version)
        == {}
    )


def test_versions_of_versions_point_to_the_fullest():
    texts = [told(1, range(n), outlet="A") for n in (5, 9, 14)]
    assert find_versions(texts, thresholds().version) == {
        texts[0].id: texts[2].id,
        texts[1].id: texts[2].id,
    }


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("“Air naik,” kata dia.", '"Air naik," kata dia.', True),
        ("Air  naik – lagi.", "Air naik - lagi.", True),
        (
            "Petugas menutup jalan menuju pasar lama.",
            "Petugas menutup jalan menuju pasar lma.",
            True,
        ),
        ("Dua orang terluka.", "Tiga orang terluka.", False),
    ],
)
def test_wording_is_the_same_but_for_signs_and_typos(left, right, same):
    assert same_wording(left, right, thresholds().version.ratio) is same


def test_outlets_are_told_by_name_then_by_site():
    base = told(1, range(3))
    named = replace(base, outlet="Kabar Pagi")
    assert may_be_one_outlet(named, replace(base, outlet="kabarpagi.com"))
    assert not may_be_one_outlet(named, replace(base, outlet="Kabar Sore"))
    assert may_be_one_outlet(named, base)
    page = replace(base, url="https://m.kabar.example/a")
    assert may_be_one_outlet(page, replace(base, url="https://www.kabar.example/a?page=all"))
    assert may_be_one_outlet(page, replace(base, url="https://kota.kabar.example/a"))
    assert not may_be_one_outlet(page, replace(base, url="https://berita.example/a"))


def shared_of(articles):
    def shared(one, other):
        by_id = {a.id: a for a in articles}
        left, right = by_id[one], by_id[other]
        return overlap(left, right, align(left, right), least=LINK.bead, lead=LINK.lead)

    return shared


def test_the_reference_is_what_others_have_most_of():
    source = told(1, range(12), outlet="S")
    retold = article(
        [sentence(1, k, 1) for k in range(12)] + [sentence(4, k) for k in range(3)], outlet="T"
    )
    for articles in ([source, retold], [retold, source]):
        choice = choose_reference(articles, shared_of(articles), {}, thresholds().reference)
        assert choice == source.id


def test_the_users_reference_wins_and_is_no_version():
    whole, page = told(1, range(14), outlet="A"), told(1, range(6), outlet="A", is_reference=True)
    (story,) = grouped(whole, page)
    assert story.reference == page.id and page.id not in story.versions
    assert story.articles[0].id == page.id


def test_english_is_not_preferred_where_most_are_english():
    english = [told(1, range(12), lang="en", outlet=o) for o in "AB"]
    source = told(1, range(12), outlet="S", published=date(2024, 1, 1))
    articles = [*english, source]
    assert choose_reference(articles, shared_of(articles), {}, thresholds().reference) == source.id


def test_the_order_is_reference_then_date_with_versions_behind():
    days = [date(2024, 5, d) for d in (4, 3, 2)]
    a, b, c = (told(1, range(12), outlet=o, published=d) for o, d in zip("ABC", days, strict=True))
    page = told(1, range(5), outlet="B", published=date(2024, 6, 1))
    story = make_story(
        [page, a, b, c],
        shared_of([a, b, c]),
        {page.id: b.id},
        thresholds().reference,
    )
    assert [x.id for x in story.articles] == [c.id, b.id, page.id, a.id]


def test_the_title_is_the_references_else_a_headline_else_its_beginning():
    one = told(1, range(6), outlet="A", title="  Jembatan  roboh ")
    two = told(1, range(6), outlet="B")
    (story,) = grouped(two, one)
    assert story.title == "Jembatan roboh"
    assert grouped(two)[0].title.endswith("…") and len(grouped(two)[0].title) <= 82


def test_the_id_stays_when_a_later_retelling_joins():
    first = told(1, range(10), outlet="A", published=date(2024, 5, 1))
    second = told(1, range(10), wording=1, outlet="B", published=date(2024, 5, 2))
    third = told(1, range(9), wording=1, outlet="C")
    (before,), (after,) = grouped(first, second), grouped(first, second, third)
    assert before.id == after.id != grouped(third)[0].id


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


def test_more_shared_content_never_weakens_a_link():
    left = told(1, range(12))
    logits = []
    for shared in range(13):
        lines = [sentence(1 if k < shared else 2, k) for k in range(12)]
        right = article(lines)
        logits.append(link(left, right, align(left, right), LINK).logit)
    assert logits == sorted(logits) and logits[0] < 0 < logits[-1]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_articles_changes_nothing(seed):
    chance = random.Random(seed)
    made = []
    for story in range(4):
        for outlet in chance.sample("ABCDE", chance.randint(1, 4)):
            kept = [k for k in range(10) if chance.random() < 0.8]
            made.append(told(story, kept, wording=chance.randint(0, 1), outlet=outlet))
    before = grouped(*made)
    chance.shuffle(made)
    assert grouped(*made) == before


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


@pytest.mark.slow
def test_thousands_of_articles_are_searched_in_seconds():
    made = [told(s, range(6), outlet=o) for s in range(1000) for o in "AB"]
    made.sort(key=lambda a: a.id)
    start = time.perf_counter()
    found = search(made)
    assert time.perf_counter() - start < 60
    assert len(found.pairs) >= 1000


@pytest.mark.engine
def test_three_of_the_real_articles_are_one_story():
    if "PADAN_SEEDS" not in os.environ:
        pytest.skip("PADAN_SEEDS names no folder with the five real articles")
    from padan.align.stories import group_stories
    from padan.articles import read_articles
    from padan.engines.e5 import E5Encoder

    articles = list(read_articles([Path(os.environ["PADAN_SEEDS"])], on_skip=pytest.fail))
    found = group_stories(articles, encoder=E5Encoder(), vectors={}, beads={})
    number = {a.id: Path(a.source).name[:3] for a in articles}
    by_number = {frozenset(number[a.id] for a in s.articles): s for s in found}
    assert set(by_number) == {
        frozenset({"000", "001", "002"}),
        frozenset({"003"}),
        frozenset({"004"}),
    }
    story = by_number[frozenset({"000", "001", "002"})]
    assert number[story.reference] == "000"
    assert {number[k]: number[v] for k, v in story.versions.items()} == {"002": "001"}

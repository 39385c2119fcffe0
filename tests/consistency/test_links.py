"""Words of two retellings are linked, each to one, and phrases as a whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency.links import link
from padan.consistency.side import Side, pair_of


def links(left: str, right: str, lang: str = "id") -> set[tuple[str, str]]:
    own = pair_of(Side(left, lang), Side(right, lang)).own
    found = link(*own)
    return {(own[0].tokens[i].norm, own[1].tokens[j].norm) for i, j in found.forward.items()}


def test_words_are_linked_whatever_their_order() -> None:
    found = links(
        "Harga beras turun setelah panen raya.", "Setelah panen raya, harga beras ikut turun."
    )
    assert found == {(w, w) for w in ("harga", "beras", "turun", "panen", "raya")}


def test_a_word_that_stands_twice_goes_where_its_neighbours_go() -> None:
    left = pair_of(
        Side("Kapal putih rusak. Kapal hitam selamat.", "id"),
        Side("Kapal hitam selamat, sedangkan kapal putih rusak.", "id"),
    ).own
    found = link(*left)
    ships = [i for i, t in enumerate(left[0].tokens) if t.norm == "kapal"]
    there = [left[1].tokens[found.forward[i] + 1].norm for i in ships]
    assert there == ["putih", "hitam"]


def test_synonyms_and_other_spellings_are_linked() -> None:
    assert ("mengatakan", "menuturkan") in links("Ia mengatakan itu.", "Itu ia menuturkan.")
    assert ("telepon", "telpon") in links("Telepon itu penting.", "Telpon itu penting.")


def test_where_the_other_side_would_say_it_lies_between_the_neighbours() -> None:
    own = pair_of(
        Side("Polisi menduga gudang itu terbakar karena korsleting listrik.", "id"),
        Side("Polisi memastikan gudang itu terbakar karena korsleting listrik.", "id"),
    ).own
    found = link(*own)
    place = found.across(0, 1, 2)
    assert place is not None
    assert "memastikan" in {t.norm for t in own[1].tokens[slice(*place)]}


def english(left: str, right: str) -> set[tuple[str, str]]:
    return links(left, right, "en")


def test_affixed_forms_are_one_word() -> None:
    found = links("Bank menaikkan bunga, lalu menyelidiki aduan.", "Kenaikan bunga; penyelidikan.")
    assert {("menaikkan", "kenaikan"), ("menyelidiki", "penyelidikan")} <= found


def test_irregular_forms_are_one_word() -> None:
    found = english("The miller bought a mule and fled.", "He flees with mules that he buys.")
    assert {("bought", "buys"), ("fled", "flees"), ("mule", "mules")} <= found


def test_numbers_are_linked_by_value() -> None:
    found = links("Ada sembilan belas perahu.", "Perahu itu 19 buah.")
    assert {("sembilan", "19"), ("belas", "19")} <= found
    assert not links("Ada sembilan belas.", "Ada 18.")


def test_phrases_are_linked_as_one() -> None:
    assert ("wafat", "meninggal") in links("Sang dalang wafat.", "Sang dalang meninggal dunia.")
    assert links("Sang dalang meninggal dunia.", "Sang dalang wafat.") >= {("dunia", "wafat")}


def test_a_word_said_twice_with_a_hyphen_is_one_word() -> None:
    assert ("perahu", "perahu") in links("Perahu-perahu berlabuh.", "Perahu berlabuh.")
    assert link(*pair_of(Side("Perahu-perahu.", "id"), Side("Perahu.", "id")).own).share(0) == 1.0


texts = st.lists(
    st.sampled_from(
        [
            "kapal",
            "itu",
            "tidak",
            "rusak",
            "12",
            "Bali",
            ".",
            ",",
            "dan",
            "kapal-kapal",
            "besar",
            "dua",
            "puluh",
        ]
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(texts, texts)
def test_links_go_both_ways(left: str, right: str) -> None:
    own = pair_of(Side(left, "id"), Side(right, "id")).own
    found = link(*own)
    assert set(found.forward.values()) <= set(found.back)
    assert set(found.back.values()) <= set(found.forward)
    assert set(found.forward) <= set(found.content[0])
    assert set(found.back) <= set(found.content[1])
    for side in (0, 1):
        runs = [i for run in found.unlinked(side) for i in run]
        assert sorted([*runs, *found.of(side)]) == list(found.content[side])


@given(texts)
def test_a_text_is_linked_to_itself_in_full(text: str) -> None:
    own = pair_of(Side(text, "id"), Side(text, "id")).own
    assert link(*own).share(0) in ({1.0} if link(*own).content[0] else {0.0})

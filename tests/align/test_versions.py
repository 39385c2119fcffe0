"""Which articles are versions of one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from padan.align.thresholds import thresholds
from padan.align.versions import find_versions, may_be_one_outlet, same_wording

from .newsdesk import article, grouped, sentence, told


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

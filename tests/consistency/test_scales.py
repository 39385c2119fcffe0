"""Graded cues are found where they are cues, and the data files that hold them are sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency import modality, quantifier
from padan.consistency.grades import find
from padan.consistency.lexicon import load
from padan.consistency.side import Side, View, pair_of
from padan.consistency.tokens import tokenize
from padan.model import Severity

FILES = ("modality", "quantifier")


def grades(text: str, lang: str, name: str) -> list[str]:
    view = View(text, lang, ours=False, tokens=tokenize(text))
    return [cue.grades[0].name for cue in find(view, name)]


@pytest.mark.parametrize("name", FILES)
def test_grades_of_a_file_refer_to_grades_that_it_has(name):
    table = load(name)
    known = {entry["name"] for entry in table["grade"]}
    assert len(known) == len(table["grade"])
    named = {g for e in table["against"] for g in (*e["one"], *e["other"])}
    named |= {e[k] for e in table["grade"] for k in ("negated", "turned") if k in e}
    assert named <= known


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_phrase_is_both_a_cue_and_none(name, lang):
    table = load(name)
    cues = {cue.removeprefix("~") for entry in table["grade"] for cue in entry[lang]}
    assert not cues & set(table["neutral"][lang])


@pytest.mark.parametrize("name", FILES)
def test_every_grade_has_cues_and_a_gloss_in_both_languages(name):
    for entry in load(name)["grade"]:
        assert entry["id"] and entry["en"]
        assert entry["says"]["id"] and entry["says"]["en"]
        assert entry["alone"] == "none" or Severity(entry["alone"])


@pytest.mark.parametrize(
    ("text", "lang", "name", "found"),
    [
        ("Bukan tidak mungkin sawah itu terendam.", "id", "modality", ["possible"]),
        ("Sawah itu belum pasti terendam.", "id", "modality", ["unproven"]),
        ("Anggota tidak harus hadir.", "id", "modality", ["free"]),
        ("Nobody is obliged to come.", "en", "modality", ["free"]),
        ("The chances of a thaw this week are slim.", "en", "modality", ["unlikely"]),
        ("The fair opens in May.", "en", "modality", []),
        ("She left the farm in her will.", "en", "modality", []),
        ("Harga ditekan serendah mungkin.", "id", "modality", []),
        ("Had the rain come, the maize had lived.", "en", "modality", ["unreal"]),
        ("The maize had lived.", "en", "modality", []),
        ("Perahu itu memuat lebih dari 40 orang.", "id", "quantifier", ["at least"]),
        ("Perahu itu lebih besar dari rumah.", "id", "quantifier", []),
        ("Some 40 people came.", "en", "quantifier", ["about"]),
        ("Some villagers came.", "en", "quantifier", ["some"]),
        ("Most villagers came.", "en", "quantifier", ["most"]),
        ("It is the most remote village.", "en", "quantifier", []),
        ("Tidak semua warga datang.", "id", "quantifier", ["not all"]),
        ("Ia bertemu perdana menteri.", "id", "quantifier", []),
    ],
)
def test_a_cue_is_what_its_surroundings_make_it(text, lang, name, found):
    assert grades(text, lang, name) == found


def test_a_cue_ends_with_its_sentence():
    apart = "Kemungkinan itu dibahas. Peserta rapat kecil."
    assert grades(apart, "id", "modality") != grades("Kemungkinan itu kecil.", "id", "modality")


@pytest.mark.parametrize("check", [modality.check, quantifier.check])
def test_two_sides_without_a_common_language_are_left_alone(check):
    report = check(pair_of(Side("Peut-être.", "fr"), Side("Mungkin.", "id")))
    assert report.findings == () and report.abstained


@pytest.mark.parametrize("check", [modality.check, quantifier.check])
def test_a_side_that_says_something_else_is_left_alone(check):
    left = Side("Mungkin hanya sebagian perahu yang kembali ke dermaga.", "id")
    right = Side("Harga cabai di pasar induk turun sejak pekan lalu.", "id")
    assert check(pair_of(left, right)).findings == ()


WORDS = "mungkin tidak semua hanya kecil kemungkinan … # +s ? . kapal 40 harus Had would have if"
TEXTS = st.lists(st.sampled_from(WORDS.split()), max_size=30).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60), st.sampled_from(["id", "en"]))
def test_spans_lie_in_their_texts_whatever_these_hold(left, right, lang):
    pair = pair_of(Side(left, lang), Side(right, lang))
    for check in (modality.check, quantifier.check):
        for finding in check(pair).findings:
            assert finding.reference or finding.retelling
            for text, span in ((left, finding.reference), (right, finding.retelling)):
                assert span is None or 0 <= span.start < span.end <= len(text)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(["id", "en"]))
def test_a_text_never_differs_from_itself(text, lang):
    pair = pair_of(Side(text, lang), Side(text, lang))
    assert modality.check(pair).findings == ()
    assert quantifier.check(pair).findings == ()

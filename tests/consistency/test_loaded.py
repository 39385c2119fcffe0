"""Judging or stirring words in place of neutral ones, and the other way round."""

from __future__ import annotations

import pytest

from padan.consistency.lexicon import load
from padan.consistency.loaded import check
from padan.consistency.reasons import say
from padan.consistency.side import Side, pair_of
from padan.model import Finding, Kind, Severity

MAJOR, MINOR, TRIVIAL = Severity.MAJOR, Severity.MINOR, Severity.TRIVIAL


def found(left: str, right: str, lang: str) -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


STRONGER = [
    ("Harga kopi turun pekan ini.", "Harga kopi anjlok pekan ini.", "id", MINOR, "anjlok"),
    (
        "Dewan kota mengkritik anggaran taman.",
        "Dewan kota mengecam anggaran taman.",
        "id",
        MINOR,
        "mengecam",
    ),
    (
        "Pengunjuk rasa berkumpul di alun-alun.",
        "Perusuh berkumpul di alun-alun.",
        "id",
        MAJOR,
        "Perusuh",
    ),
    (
        "Direktur museum diberhentikan pada Jumat.",
        "Direktur museum didepak pada Jumat.",
        "id",
        MINOR,
        "didepak",
    ),
    (
        "Perusahaan itu tidak menjawab pertanyaan kami.",
        "Perusahaan itu bungkam atas pertanyaan kami.",
        "id",
        MINOR,
        "bungkam",
    ),
    ("Ticket sales fell in May.", "Ticket sales plummeted in May.", "en", MINOR, "plummeted"),
    (
        "The senator criticised the harbour plan.",
        "The senator blasted the harbour plan.",
        "en",
        MINOR,
        "blasted",
    ),
    (
        "Soldiers killed nine herders.",
        "Soldiers massacred nine herders.",
        "en",
        MAJOR,
        "massacred",
    ),
    (
        "The government closed two radio stations.",
        "The regime closed two radio stations.",
        "en",
        MAJOR,
        "regime",
    ),
]


@pytest.mark.parametrize(("left", "right", "lang", "severity", "word"), STRONGER)
def test_a_loaded_word_for_a_neutral_one_is_told(left, right, lang, severity, word):
    (finding,) = found(left, right, lang)
    assert (finding.kind, finding.severity) == (Kind.LOADED, severity)
    assert right[finding.retelling.start : finding.retelling.end] == word
    assert finding.why.code == "loaded.stronger"
    assert bool(finding.gloss) == (lang == "id")


@pytest.mark.parametrize(("left", "right", "lang", "severity", "word"), STRONGER)
def test_a_neutral_word_for_a_loaded_one_is_told_too(left, right, lang, severity, word):
    (finding,) = found(right, left, lang)
    assert finding.why.code == "loaded.weaker"
    assert right[finding.reference.start : finding.reference.end] == word


@pytest.mark.parametrize(
    ("left", "right", "lang"),
    [
        ("Harga kopi turun pekan ini.", "Harga kopi menurun pekan ini.", "id"),
        ("Harga kopi anjlok pekan ini.", "Harga kopi ambruk pekan ini.", "id"),
        ("Polisi menangkap dua orang.", "Dua orang ditahan polisi.", "id"),
        ("Ticket sales fell in May.", "Ticket sales dropped in May.", "en"),
        ("The Slam Dunk Festival opened.", "The Slam Dunk Festival has opened.", "en"),
        ("The vote was criticised.", "The vote was questioned.", "en"),
    ],
)
def test_words_of_one_step_are_no_departure(left, right, lang):
    assert not found(left, right, lang)


def test_a_word_that_judges_wherever_it_stands_is_told_where_the_reference_has_none():
    left = "Gubernur meninjau tanggul yang retak pada Senin."
    right = "Gubernur yang arogan meninjau tanggul yang retak pada Senin."
    (finding,) = found(left, right, "id")
    assert (finding.severity, finding.gloss) == (MINOR, "arrogant")
    assert finding.reference is None
    assert not found(right, right, "id")


def test_a_step_between_is_trivial():
    (finding,) = found("Harga kopi merosot tajam.", "Harga kopi anjlok tajam.", "id")
    assert finding.severity is TRIVIAL


def test_the_reason_is_given_in_both_languages():
    (finding,) = found("Harga kopi turun.", "Harga kopi anjlok.", "id")
    assert "'turun'" in say(finding.why, "en")
    assert "'anjlok'" in say(finding.why, "id")


@pytest.mark.parametrize("entry", load("loaded")["scale"], ids=lambda e: e["name"])
def test_a_scale_has_three_steps_in_both_languages_and_no_word_in_two(entry):
    for lang in ("id", "en"):
        assert len(entry[lang]) == 3
        assert entry[lang][2]
        assert entry.get("alone") or entry[lang][0]
        words = [w.removeprefix("=") for step in entry[lang] for w in step.split()]
        assert sorted(set(words)) == sorted(words)
